"""The people of the demonstration: offices, leaders, clerks, cadres, grid members, an auditor; and what each may see."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.db import transaction

from zhenwu.accounts.actions import grant_give, office_create, person_create, user_create
from zhenwu.accounts.models import Office, User
from zhenwu.areas.actions import area_install
from zhenwu.areas.models import Area
from zhenwu.demo import places

#: The password of every demonstration sign-in; such a database is never exposed to others.
PASSWORD = "qingxi-demo"

#: office code → (name, head, sign-in, work rows)
OFFICES: dict[str, tuple[str, str, str, list[str]]] = {
    "dangzheng": ("党政办", "周敏", "zhou", ["A2", "A3", "A6", "D4", "E1", "E4", "E5"]),
    "jingfa": ("经发办", "罗海燕", "luo", ["A1", "A5", "B1", "B2", "B3", "B4", "B5", "B6", "B11"]),
    "nongye": ("农业农村办", "何志强", "he", ["B8", "B9", "B10", "C1", "D7", "D9"]),
    "jianshe": ("建设办", "马骏", "ma", ["B12", "C5", "D8", "D11", "A4"]),
    "minzheng": ("民政办", "吴桂兰", "wu", ["C2", "C3", "C4", "C6"]),
    "xinfang": ("信访办", "陈立", "chen", ["D2"]),
    "zongzhi": ("综治中心", "彭涛", "peng", ["D1", "D3", "D10"]),
    "yingji": ("应急办", "宋伟", "song", ["D6"]),
    "caizheng": ("财政所", "邓芳", "deng", ["B7"]),
    "bianmin": ("便民服务中心", "林静", "lin", ["D5"]),
    "jiwei": ("纪委办", "许峰", "xu", ["E2", "E3"]),
}
#: which ledgers a department's grant is bound to; the clerk and the leaders see all
LEDGERS = {
    "jingfa": ["enterprise", "visit", "demand", "project"],
    "nongye": ["toilet", "farm", "household"],
    "jianshe": ["project", "facility", "toilet"],
    "minzheng": ["subsidy", "activity", "facility"],
    "xinfang": ["petition", "reception"],
    "zongzhi": ["dispute", "activity"],
    "yingji": ["inspection", "hazard", "activity"],
    "caizheng": ["debt", "subsidy"],
    "bianmin": ["service"],
    "jiwei": ["publication"],
}
#: leaders in the order that papers list them: name → (duty, sign-in)
LEADERS = {
    "郑丽": ("镇长", "zheng"),
    "王强": ("党委副书记", "wangq"),
    "杨帆": ("副镇长", "yang"),
    "韩雪": ("副镇长", "han"),
}
#: which leader oversees which office
OVERSEES = {
    "dangzheng": "王强", "jingfa": "杨帆", "nongye": "韩雪", "jianshe": "杨帆", "minzheng": "韩雪", "xinfang": "王强",
    "zongzhi": "王强", "yingji": "杨帆", "caizheng": "郑丽", "bianmin": "韩雪", "jiwei": "王强",
}  # fmt: skip
#: the first cadre of each village of the main town and the sign-in
CADRES = {
    "石桥村": ("刘春生", "liu"), "老街村": ("赵国平", "zhao"), "柳湾村": ("钱小兰", "qian"), "大塘村": ("黄志明", "huang"),
    "下溪村": ("蒋文华", "jiang"), "上溪村": ("李双全", "lisq"), "枫林村": ("郭建军", "guo"), "东坪村": ("孙秀英", "sun"),
    "白鹤村": ("冯永康", "feng"), "西坪村": ("董大有", "dong"), "竹园村": ("于海波", "yu"), "梅岭村": ("潘月娥", "pan"),
}  # fmt: skip
GRID_FAMILIES = "张王李赵陈杨吴刘黄周徐孙"
GRID_GIVEN = ("德福", "桂英", "小军", "秋菊")


@transaction.atomic
def install() -> dict[str, User]:
    """Create the areas, offices, persons, users and grants; returns users by sign-in."""
    area_install(places.specs(), actor=None)
    areas = {a.code: a for a in Area.objects.all()}
    town = areas[places.MAIN]
    users: dict[str, User] = {}
    offices: dict[str, Office] = {}
    secret = make_password(PASSWORD)  # once: a proper hash takes a quarter of a second

    def sign_in(username: str, name: str, **fields: object) -> User:
        user = user_create(actor=None, username=username, password=secret, name=name, hashed=True, **fields)  # type: ignore[arg-type]
        users[username] = user
        return user

    for order, (name, (duty, username)) in enumerate(LEADERS.items()):
        person = person_create(actor=None, area=town, name=name, duty=duty, is_leader=True, order=order)
        grant_give(sign_in(username, name, person=person), actor=None, role="leader", area=town)
    for order, (code, (name, head, username, rows)) in enumerate(OFFICES.items()):
        office = office_create(actor=None, area=town, code=code, name=name, work_rows=rows, order=order)
        offices[code] = office
        person = person_create(actor=None, area=town, name=head, duty="主任", office=office, order=10 + order)
        user = sign_in(username, head, person=person)
        role = "clerk" if code == "dangzheng" else "department"
        grant_give(user, actor=None, role=role, area=town, ledgers=LEDGERS.get(code, []))
    for index, (village, (name, username)) in enumerate(CADRES.items()):
        place = areas[places.village_code(places.MAIN, index)]
        office = office_create(actor=None, area=place, code="village", name=f"{village}村委会", order=index)
        person = person_create(
            actor=None, area=place, name=name, duty="村党总支书记", office=office, order=40 + index
        )
        grant_give(sign_in(username, name, person=person), actor=None, role="village", area=place)
        for grid in range(1, 5):
            cell = areas[f"{place.code}{grid:03d}"]
            full = GRID_FAMILIES[index] + GRID_GIVEN[grid - 1]
            member = person_create(
                actor=None, area=cell, name=full, duty="网格员", office=office, order=60 + grid
            )
            if index == 0:
                grant_give(sign_in(f"grid{grid}", full, person=member), actor=None, role="grid", area=cell)
    for code, (name, head, username) in {
        places.WHITE: ("党政办", "白洁", "bai"),
        places.TWIN: ("党政办", "江涛", "jtao"),
    }.items():
        rows = [row for _, _, _, found in OFFICES.values() for row in found]
        office = office_create(actor=None, area=areas[code], code="dangzheng", name=name, work_rows=rows)
        person = person_create(actor=None, area=areas[code], name=head, duty="主任", office=office)
        grant_give(sign_in(username, head, person=person), actor=None, role="clerk", area=areas[code])
    county = areas[places.COUNTY]
    supervisor = person_create(actor=None, area=county, name="高远", duty="县政府督查室主任", is_leader=True)
    grant_give(sign_in("gao", "高远", person=supervisor), actor=None, role="leader", area=county)
    examiner = person_create(actor=None, area=county, name="沈静", duty="县审计局")
    grant_give(
        sign_in("shen", "沈静", person=examiner, is_staff=True), actor=None, role="auditor", area=county
    )
    return users
