"""The main town's plan: the adopted report read in, reviewed, assigned and approved, and how far it is on a day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhenwu.accounts.models import Office, Person, User
from zhenwu.demo import places
from zhenwu.demo.building import TOILETS
from zhenwu.demo.people import OFFICES, OVERSEES
from zhenwu.demo.plan_before import last_year, take_up
from zhenwu.demo.plan_year import assigned, changed
from zhenwu.demo.report import Work
from zhenwu.desk.plan_import import plan_import
from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.clock import freeze, today
from zhenwu.plans.actions import (
    check_in,
    item_accept,
    item_assign,
    item_edit,
    item_reject,
    milestone_done,
    milestone_set,
    plan_approve,
    states_note,
    supervision_close,
    supervision_issue,
    supervision_receive,
    supervision_reply,
    target_set,
)
from zhenwu.plans.choices import ItemKind
from zhenwu.plans.models import Item, Plan


@dataclass(frozen=True, slots=True)
class Detail:
    """What the review adds to an item whose words contain the phrase."""

    phrase: str
    metric: str = ""
    value: str = ""
    unit: str = ""
    aspect: str = "value"
    operator: str = "at_least"
    due: tuple[int, int] | None = None
    livelihood: int | None = None
    #: who leads, where the reading suggested another office
    office: str = ""
    path: str = "even"
    points: tuple[tuple[int, int, str], ...] = ()
    milestones: tuple[tuple[str, int, int, int], ...] = field(default=())


#: the season of building: little before April, most from April to November
BUILD = ((1, 20, "0"), (4, 1, "0.07"), (7, 1, "0.37"), (10, 1, "0.72"))
DETAILS = (
    Detail("地方财政收入增长", "revenue.local", "8", "%", aspect="growth"),
    Detail("规模以上工业增加值", "industry.value_added", "6.2", "%", aspect="growth", operator="about"),
    Detail("固定资产投资达到", "investment.fixed", "6.2", "亿元", path="last_year"),
    Detail("人均可支配收入增长", "income.rural", "6.5", "%", aspect="growth"),
    Detail("新增规模以上工业企业", "enterprise.scale.new", "3", "家"),
    Detail("村均集体经营性收入", "village.income_avg", "50", "万元"),
    Detail("化解债务", "debt.settled", "600", "万元"),
    Detail("新签约亿元以上项目", "project.signed_100m", "4", "个"),
    Detail("新增高新技术企业", "enterprise.hightech.new", "2", "家"),
    Detail("新增限额以上商贸企业", "enterprise.limit.new", "2", "家"),
    Detail("用工对接会", "recruit.sessions", "6", "场"),
    Detail("走访企业", "visit.count", "300", "次"),
    Detail("建成高标准农田", "farmland.built", "3200", "亩", path="season"),
    Detail("户厕改造", "toilet.done", "300", "户", due=(12, 20), livelihood=1, path="milestones", points=BUILD),
    Detail("污水处理设施", "sewage.built", "4", "处", due=(12, 10), livelihood=3, path="milestones", points=BUILD),
    Detail("硬化通组道路", "road.km", "8.6", "公里", due=(11, 30), livelihood=2, path="milestones", points=BUILD),
    Detail("技能培训", "training.sessions", "27", "期"),
    Detail("医保参保率", "insurance.medical_rate", "97", "%"),
    Detail("创业担保贷款", "loans.startup", "50", "笔"),
    Detail("新建老年助餐点", "canteen.new", "5", "处", due=(9, 30), livelihood=5),
    Detail("送戏送电影", "activity.show", "36", "场", path="last_year"),
    Detail("新建阅读空间", "reading.new", "2", "个"),
    Detail(
        "运动场改造", due=(11, 15), livelihood=4,
        milestones=(("施工队进场", 6, 20, 20), ("塑胶铺设", 8, 20, 70), ("竣工验收", 10, 10, 100)),
    ),
    Detail("防溺水系统", "drowning.new", "18", "处", due=(6, 30), livelihood=6),
    Detail("健身场所", "fitness.new", "6", "处"),
    Detail("停车位", "parking.new", "80", "个"),
    Detail("安全检查", "inspection.count", "380", "次", path="last_year"),
    Detail("重大隐患", "hazard.major_open", "0", "处", operator="at_most", due=(9, 30), path="end", office="yingji"),
    Detail("应急演练", "drill.count", "10", "次"),
    Detail("信访事项办结率", "petition.closed_rate", "95", "%"),
    Detail("带案下访", "reception.down", "30", "次"),
    Detail("按时答复率", "hotline.in_time_rate", "98", "%"),
    Detail("巡河", "patrol.river", "110", "次"),
    Detail("秸秆禁烧", "fire.points", "0", "个", operator="at_most"),
    Detail("公开政务信息", "publication.count", "700", "条"),
    Detail("帮办代办", "service.agent", "2000", "件"),
    Detail("新能源部件产业园", due=(6, 30), milestones=(("完成征地", 4, 30, 40), ("开工", 6, 30, 100))),
    Detail("食品冷链仓储", due=(9, 30), milestones=(("设备安装", 6, 30, 60), ("试运行", 8, 31, 85), ("投产", 9, 30, 100))),
    Detail("散乱污企业", due=(10, 31)),
    Detail("竹园公路", office="jianshe"),
)  # fmt: skip
#: What offices say of something that is built, and of everything else.
BUILT = (
    "方案已定，经镇长办公会研究通过。", "与村里商定了工期和责任人。", "进场施工，工序正常。", "完成过半，余下部分已排到周。",
    "县直部门已实地查看，意见正在落实。", "图纸改了一处，已重新会审。", "材料到场，天气好转后抓紧赶。",
)  # fmt: skip
DONE = (
    "方案已印发，各村报来了时间和责任人。", "按月开展，底册逐条核过。", "已办大半，余下的排到了每周。", "资料已报县里审核。",
    "办法在两个村先试，群众意见已采纳。", "与村里逐户对了名单。", "骨干已培训，下月各村铺开。",
)  # fmt: skip


def adopt(work: Work, users: dict[str, User], year: int) -> Plan:
    """Import the report as a plan, review it as a clerk would, approve it, and report progress up to today."""
    day = today()
    last_year(users, year - 1)
    with freeze(min(day, date(year, 1, 16))):
        plan = _review(work, users["zhou"], year)
        plan = plan_approve(
            plan,
            actor=users["zheng"],
            adopted_on=date(year, 1, 12),
            adopted_by="镇第十九届人民代表大会第五次会议",
        )
    with freeze(min(day, date(year, 1, 20))):
        assigned(plan, users)
    _report_progress(plan, users, year)
    changed(plan, users)
    for back in range(14, -1, -1):
        states_note(plan, actor=None, day=day - timedelta(days=back))
    return plan


def _review(work: Work, clerk: User, year: int) -> Plan:
    """What a clerk does with the report in a morning."""
    plan = plan_import(
        work.document, actor=clerk, area_code=places.MAIN, year=year, name=f"{work.title}.docx"
    )
    take_up(plan, clerk)
    items = list(plan.items.all())
    vague = [item for item in items if item.kind == ItemKind.INTENT]
    kept = [item for item in items if item.kind != ItemKind.INTENT]
    if vague:
        item_reject(vague, actor=clerk, why="只是方向，没有可查的事")
    item_accept(kept, actor=clerk)
    offices = {office.code: office for office in Office.objects.filter(area__code=places.MAIN)}
    heads = {
        person.office_id: person for person in Person.objects.filter(area__code=places.MAIN, is_leader=False)
    }
    leaders = {
        person.name: person for person in Person.objects.filter(area__code=places.MAIN, is_leader=True)
    }
    fallback = offices["dangzheng"]
    for item in kept:
        said = next((d.office for d in DETAILS if d.office and d.phrase in item.quote), "")
        office = offices[said] if said else item.lead_office or fallback
        item_assign(
            [item], actor=clerk, lead_office=office, owner=heads.get(office.pk), leader=leaders[OVERSEES[office.code]],
            due_on=item.due_on or date(year, 12, 31),
        )  # fmt: skip
    for item in kept:
        for detail in DETAILS:
            if detail.phrase in item.quote and item.kind != ItemKind.MEASURE:
                _detail(item, detail, clerk, year)
    return plan


def _detail(item: Item, detail: Detail, clerk: User, year: int) -> None:
    changes: dict[str, Any] = {"starts_on": date(year, 1, 12)}
    if detail.due:
        changes["due_on"] = date(year, *detail.due)
    if detail.livelihood:
        changes["livelihood"] = detail.livelihood
    item_edit(item, actor=clerk, **changes)
    if detail.metric:
        known = list(item.targets.all())
        same = next(
            (t for t in known if t.metric_code == detail.metric), known[0] if len(known) == 1 else None
        )
        split = {}
        if detail.metric == "toilet.done":
            codes = {name: places.village_code(places.MAIN, i) for i, name in enumerate(places.VILLAGES)}
            split = {codes[name]: Decimal(planned) for name, (planned, _) in TOILETS.items()}
        target_set(
            item, actor=clerk, target=same, value=Decimal(detail.value), unit=detail.unit, metric_code=detail.metric,
            aspect=detail.aspect, operator=detail.operator, path=detail.path, split=split, subject=detail.phrase,
            points=[(date(year, m, d), Decimal(s)) for m, d, s in detail.points]
            + ([(item.due_on, Decimal(1))] if detail.points and item.due_on else []),
        )  # fmt: skip
    if detail.milestones:
        milestone_set(
            item,
            actor=clerk,
            milestones=[(n, date(year, m, d), Decimal(s)) for n, m, d, s in detail.milestones],
        )


def _report_progress(plan: Plan, users: dict[str, User], year: int) -> None:
    """One line a month or so from each lead office on what no figure follows; most keep pace, some finish, a few fall behind."""
    day = today()
    sign_ins = {code: users[username] for code, (_, _, username, _) in OFFICES.items()}
    counted = set(plan.items.filter(targets__metric_code__gt="").values_list("pk", flat=True))
    for item in plan.items.standing().select_related("lead_office", "plan").prefetch_related("milestones"):
        actor = sign_ins.get(item.lead_office.code if item.lead_office else "", users["zhou"])
        if item.pk in counted:
            continue
        rng = random.Random(f"progress/{year}/{item.quote}")
        start, due = date(year, 1, 12), item.due_on or date(year, 12, 31)
        pace = rng.choices((1.3, 1.08, 1.0, 0.6), (5, 6, 22, 2))[0]
        for milestone in item.milestones.all():
            when = start + timedelta(days=round((milestone.due_on - start).days / pace))
            if when <= day:
                milestone_done(milestone, actor=actor, on=when)
        when = start + timedelta(days=rng.randint(20, 45))
        while when <= day:
            share = (when - start).days / max(1, (due - start).days) * pace
            finished = share >= 1
            check_in(
                item, actor=actor, on=when, percent=min(100, round(share * 100)), finished=finished,
                text="已办结，材料归档。" if finished else rng.choice(BUILT if item.kind == ItemKind.PROJECT else DONE),
            )  # fmt: skip
            if finished:
                break
            when += timedelta(days=rng.randint(24, 31))
    _supervise(plan, users, day)


def _supervise(plan: Plan, users: dict[str, User], day: date) -> None:
    """Three notices: one read and not yet answered, one joined and answered, one closed after its answer was sent back once."""

    def named(words: str) -> Item | None:
        return plan.items.standing().select_related("plan").filter(quote__contains=words).first()

    toilets, park, courts = named("户厕改造"), named("新能源部件产业园"), named("运动场改造")
    first = add_working_days(day, -15)
    if toilets is None or park is None or courts is None or first.year != day.year:
        return
    he, han, yang = (users[name] for name in ("he", "han", "yang"))
    by_office = {user.office_id: user for user in users.values()}

    def on(days: int) -> date:
        return add_working_days(first, days)

    closed = supervision_issue(
        actor=han, item=courts, on=first, requirement="塑胶铺设晚于节点，请说明原因和竣工验收的日期。"
    )
    answering = by_office[closed.office_id]
    supervision_receive(closed, actor=answering, on=first)
    supervision_reply(closed, actor=answering, on=on(3), reply="雨天多，铺设推迟。")
    supervision_close(closed, actor=han, accept=False, on=on(4), why="没有写哪天验收。")
    supervision_reply(closed, actor=answering, on=on(5), reply="铺设已完，竣工验收约在下月10日。")
    supervision_close(closed, actor=han, on=on(6), why="同意，验收后报备。")
    answered = supervision_issue(
        actor=yang, item=park, on=on(7), requirement="征地余3户未签，请说明卡在哪里。", copies=Office.objects.filter(users=users["zhou"])
    )  # fmt: skip
    supervision_issue(actor=users["zhou"], item=park, on=on(9), requirement="请一并报开工时间。")
    supervision_reply(
        answered, actor=by_office[answered.office_id], on=on(11),
        reply="两户已谈妥，一户对附着物补偿有异议，已请评估公司复核；复核后一周内签完，即可开工。",
    )  # fmt: skip
    waiting = supervision_issue(
        actor=han, item=toilets, on=on(13), requirement="白鹤、大塘、石桥三村开工不足，请说明原因和赶工安排。"
    )
    supervision_receive(waiting, actor=he, on=on(13))
