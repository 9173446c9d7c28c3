"""Last year's plan of the main town: a few promises with their answers, some of which come back this year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhenwu.accounts.models import Office, Person, User
from zhenwu.demo import places
from zhenwu.demo.people import OVERSEES
from zhenwu.desk.plan_carrying import offered
from zhenwu.kernel.clock import freeze
from zhenwu.plans.actions import (
    answer_confirm,
    answer_sign,
    answers_suggest,
    change_approve,
    change_ask,
    check_in,
    item_carry,
    item_continue,
    item_create,
    plan_approve,
    plan_close,
    plan_create,
    target_set,
)
from zhenwu.plans.models import Answer, Item, Plan
from zhenwu.plans.queries import answer_rows

#: title, work row (only where the same office has all such work), office, metric, value, unit
PROMISES = (
    ("完成农村户厕改造260户", "", "nongye", "toilet.done", "260", "户"),
    ("走访企业260次", "B5", "jingfa", "visit.count", "260", "次"),
    ("老街至石桥公路改造", "", "jianshe", "", "", ""),
    ("实施集镇雨污分流工程", "", "jianshe", "", "", ""),
    ("建成卫生院康养楼", "C4", "minzheng", "", "", ""),
    ("新建上溪候车亭2座", "", "jianshe", "", "", ""),
    ("建设溪畔文旅营地", "B4", "jingfa", "", "", ""),
)  # fmt: skip
#: title → (percent told in November, line, why it was not finished)
TOLD = {
    "老街至石桥公路改造": (100, "全线通车，9月底验收。", ""),
    "实施集镇雨污分流工程": (
        60,
        "主管网完成六成，老街段待改线。",
        "老街段地下管线不明，改线设计晚了两个月。",
    ),
    "建成卫生院康养楼": (45, "主体封顶，装修和设备未招标。", "县级配套资金年底才到位。"),
    "新建上溪候车亭2座": (50, "建成1座，另1座选址未定。", "另1座占用林地，选址没有谈妥。"),
}
DROPPED = "建设溪畔文旅营地"


def last_year(users: dict[str, User], year: int) -> Plan:
    """Last year's plan from its approval to its answers, signed and closed."""
    clerk, mayor = users["zhou"], users["zheng"]
    offices = {office.code: office for office in Office.objects.filter(area__code=places.MAIN)}
    leaders = {
        person.name: person for person in Person.objects.filter(area__code=places.MAIN, is_leader=True)
    }
    heads = {
        person.office_id: person
        for person in Person.objects.filter(office__in=offices.values(), is_leader=False)
    }
    with freeze(date(year, 1, 18)):
        plan = plan_create(actor=clerk, area_code=places.MAIN, year=year)
        for title, row, code, metric, value, unit in PROMISES:
            office = offices[code]
            item = item_create(
                plan, actor=clerk, title=title, quote=title, work_row=row, group="年度任务", lead_office=office, owner=heads.get(office.pk),
                leader=leaders[OVERSEES[code]], due_on=date(year, 12, 31),
            )  # fmt: skip
            if metric:
                target_set(
                    item, actor=clerk, value=Decimal(value), unit=unit, metric_code=metric, subject=title
                )
        plan = plan_approve(plan, actor=mayor)
    items = {item.title: item for item in Item.objects.filter(plan=plan).select_related("plan")}
    with freeze(date(year, 7, 8)):
        wish = change_ask(
            plan,
            actor=clerk,
            item=items[DROPPED],
            kind="drop",
            grounds="河道管理范围调整，选址不再符合要求。",
        )
        change_approve(wish, actor=mayor, answer="同意，不再实施。")
    with freeze(date(year, 11, 20)):
        for title, (percent, line, _why) in TOLD.items():
            check_in(items[title], actor=clerk, text=line, percent=percent, finished=percent == 100)
    with freeze(date(year, 12, 31)):
        answers_suggest(plan, actor=clerk)
        for told in answer_rows(plan):
            why = TOLD.get(told.item.title, (0, "", ""))[2]
            if told.outcome in ("part", "not") and not why:
                why = "农户报名不足，转入今年。"
            reason = told.reason if told.outcome == "changed" else why
            answer_confirm(told.item, actor=clerk, outcome=told.outcome, text=told.text, reason=reason)
        answer_sign(list(Answer.objects.filter(item__plan=plan)), actor=mayor)
        return plan_close(plan, actor=mayor)


def take_up(plan: Plan, clerk: User) -> None:
    """What last year left open goes on: tied to what this year promises again, else carried over."""
    for one in offered(plan).items:
        if one.likely is not None:
            item_continue(one.likely, actor=clerk, left=one.left.item)
        else:
            item_carry(plan, actor=clerk, left=one.left.item, words=one.left.words, owed=one.left.owed)
