"""Last winter's livelihood projects: what was proposed, the deputies' ballot, the six that the plan took up, money and a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhenwu.accounts.models import Office, User
from zhenwu.demo import places
from zhenwu.kernel.clock import today
from zhenwu.livelihood.actions import (
    ballot_record,
    project_pay,
    project_take,
    proposal_cost,
    proposal_decline,
    proposal_join,
    proposal_record,
    proposal_shortlist,
    satisfaction_record,
)
from zhenwu.livelihood.choices import Method, Threshold
from zhenwu.livelihood.models import Project, Proposal
from zhenwu.livelihood.rules import Count, Line
from zhenwu.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal that was costed and short-listed. money in 万元; number : of the project it became; like : proposals joined into it."""

    title: str
    text: str
    source: str
    place: str
    people: int
    office: str
    money: int
    basis: str
    votes: int
    number: int = 0
    like: tuple[tuple[str, str, str, str], ...] = ()


CANDIDATES = (
    Candidate("户厕改造再做三百户", "还有三百多户是旱厕，夏天味道大，老人用着不便。",
        "village", "白鹤村", 960, "nongye", 114, "每户补助3800元，按去年结算价", 68, 1, (
        ("白鹤村户厕改造", "旱厕还有五十多户，盼着改造。", "resident", "白鹤村"),
        ("大塘村户厕改造再做一批", "还有几十户是旱厕，夏天味道大。", "deputy", "大塘村"),
    )),
    Candidate("硬化通组道路", "东坪、竹园等村的通组道路还是土路，下雨进不了车。",
        "deputy", "东坪村", 4100, "jianshe", 430, "每公里50万元，共8.6公里", 66, 2, (
        ("东坪村通组道路硬化", "通组道路下雨天进不了车，请硬化。", "resident", "东坪村"),
        ("竹园村后山组修路", "通组道路是土路，收竹子时车上不去。", "village", "竹园村"),
    )),
    Candidate("新建四处污水处理设施", "村里污水直接排进沟里，流到清溪河。",
        "village", "石桥村", 5200, "jianshe", 260, "四处小型设施，按县里定型造价", 61, 3),
    Candidate("中心小学运动场改造", "煤渣跑道坑洼不平，下雨天孩子没处上体育课。",
        "deputy", "", 1340, "jianshe", 138, "塑胶面层和排水，设计单位估算", 58, 4, (
        ("中心小学运动场翻修", "跑道坑洼不平，孩子上体育课摔过几回。", "resident", "老街村"),
    )),
    Candidate("新建五处老年助餐点", "独居老人中午常常一碗面对付，想有个吃热饭的地方。",
        "resident", "老街村", 620, "minzheng", 75, "每处15万元，含设备", 57, 5, (
        ("柳湾村办老年助餐点", "村里独居老人多，想有助餐点。", "village", "柳湾村"),
    )),
    Candidate("河塘装防溺水系统", "暑假孩子爱下河，重点河段、水塘要有提醒和救生设备。",
        "deputy", "", 8900, "yingji", 54, "每处3万元，共18处", 49, 6),
    Candidate("集镇建公共停车场", "赶集日车停到路中间。",
        "resident", "老街村", 6000, "jianshe", 190, "含征地，按集镇地价", 41),
    Candidate("每村一个文化广场", "跳舞、放电影都没有场地。",
        "village", "下溪村", 5400, "minzheng", 360, "每村30万元", 27),
    Candidate("集镇到高铁站的班车", "出门打工的人多，一天两班就够。",
        "resident", "上溪村", 3000, "dangzheng", 46, "一年租车和补贴", 24),
)  # fmt: skip
DECLINED = (
    ("给每户装一台净水器", "水垢重。", "resident", "西坪村", "饮水水质检测合格，先查管网；已转水厂"),
    ("村口立一座牌坊", "别的村都有了。", "village", "梅岭村", "不属于急难愁盼，不用财政资金办"),
)
#: share of the plan's money paid by number of the project, and what for
PAID = {1: (("0.4", 5, 20), ("0.2", 9, 10)), 2: (("0.3", 6, 15), ("0.3", 9, 25)), 3: (("0.5", 7, 8),), 4: (("0.3", 7, 1), ("0.4", 9, 28)),
        5: (("0.6", 6, 5), ("0.35", 9, 30)), 6: (("0.95", 6, 28),)}  # fmt: skip


def _code(name: str) -> str:
    return places.village_code(places.MAIN, list(places.VILLAGES).index(name)) if name else places.MAIN


def choose(plan: Plan, users: dict[str, User], year: int) -> None:
    """Collect, join, cost, short-list and vote as the town did before the year began; then take the six into the plan."""
    clerk = users["zhou"]
    offices = {office.code: office for office in Office.objects.filter(area__code=places.MAIN)}
    heads: list[tuple[Candidate, Proposal]] = []
    heard = date(year - 1, 10, 8)
    for at, one in enumerate(CANDIDATES):
        head = proposal_record(
            actor=clerk, area_code=_code(one.place), year=year, title=one.title, text=one.text, source=one.source,
            received_on=heard + timedelta(days=2 * at), people=one.people,
        )  # fmt: skip
        same = [
            proposal_record(
                actor=clerk, area_code=_code(place), year=year, title=title, text=text, source=source,
                received_on=heard + timedelta(days=2 * at + 3),
            )
            for title, text, source, place in one.like
        ]  # fmt: skip
        if same:
            proposal_join(same, actor=clerk, into=head, why="说的是同一件事")
        proposal_cost(
            head, actor=clerk, cost=Decimal(one.money * 10_000), basis=one.basis, office=offices[one.office]
        )
        proposal_shortlist(head, actor=clerk, grounds=f"约{one.people}人受益，一年内能办成，资金有着落")
        heads.append((one, head))
    for title, text, source, place, why in DECLINED:
        row = proposal_record(
            actor=clerk, area_code=_code(place), year=year, title=title, text=text, source=source, received_on=date(year - 1, 11, 3)
        )  # fmt: skip
        proposal_decline(row, actor=clerk, grounds=why)
    ballot = ballot_record(
        actor=clerk, town_code=places.MAIN, year=year, meeting="镇第十九届人民代表大会第五次会议", held_on=date(year, 1, 12),
        presided_by="大会主席团", method=Method.SECRET, minutes="到会代表逐件听取说明后无记名投票，监票人当场计票并宣布结果。",
        count=Count(
            places=6, per_ballot=6, due=82, present=78, issued=78, returned=78, spoiled=1, threshold=Threshold.ALL,
            lines=tuple(Line(head.pk, one.title, one.votes, bool(one.number)) for one, head in heads),
        ),
    )  # fmt: skip
    lines = {line.proposal_id: line for line in ballot.lines.select_related("ballot", "proposal")}
    items = {item.livelihood: item for item in plan.items.standing().filter(livelihood__isnull=False)}
    for one, head in heads:
        if one.number and one.number in items:
            project = project_take(
                lines[head.pk],
                actor=clerk,
                number=one.number,
                item=items[one.number],
                title=one.title,
                funds="县级补助和镇财政",
            )
            _spend(project, clerk, year)
    _ask(clerk, year)


def _spend(project: Project, clerk: User, year: int) -> None:
    for share, month, day in PAID[project.number]:
        on = date(year, month, day)
        if on <= today() and project.planned is not None:
            project_pay(
                project, actor=clerk, amount=project.planned * Decimal(share), on=on, note="按进度支付"
            )


def _ask(clerk: User, year: int) -> None:
    """One test, of what was finished first."""
    done = Project.objects.filter(town_code=places.MAIN, year=year, number=5).first()
    on = date(year, 10, 9)
    if done is not None and on <= today():
        satisfaction_record(
            done, actor=clerk, kind="residents", on=on, asked=120, answered=113, note="五处助餐点门口问，每处二十四人",
            grades={"satisfied": 81, "fairly": 23, "unsatisfied": 5, "unsure": 4},
        )  # fmt: skip
