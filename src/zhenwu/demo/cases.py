"""Things raised that must be closed: petitions, hotline orders, disputes, requests, hazards."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta

from zhenwu.demo.rhythm import (
    SAFETY,
    SPRING_FESTIVAL,
    Line,
    Place,
    after,
    days,
    mobile,
    person_name,
    resident_id,
)
from zhenwu.kernel.calendar import add_working_days, working_days_between

PETITION_MATTERS = {
    "land": (
        "反映宅基地边界多年未定",
        "要求公开征地补偿分配明细",
        "反映林地承包期限不清",
        "反映土地流转租金拖欠",
    ),
    "farming": ("反映灌溉渠塌方影响春灌", "要求补发退耕补助", "反映合作社分红未兑现", "反映鱼塘承包合同纠纷"),
    "welfare": ("反映低保复核结果有误", "要求解决医保衔接问题", "申请临时救助", "反映养老金发放延迟"),
    "building": ("要求增设村道减速带", "反映老街排水沟堵塞倒灌", "反映自来水水压不足", "要求修复通组路路面"),
    "environment": ("反映夜间施工噪声", "反映养殖场异味", "要求清运河道垃圾", "反映采石场扬尘"),
    "labour": ("反映拖欠工资", "反映工伤赔付未到位", "要求协调劳务合同"),
    "education": ("要求解决幼儿入园名额", "反映校车线路不合理"),
    "other": ("咨询户口迁移手续", "反映快递站点占道", "要求公开村务收支"),
}
HOTLINE_MATTERS = {
    "road": ("路灯不亮", "路面破损", "占道停车", "桥梁护栏松动"),
    "water": ("停水未通知", "电压不稳", "水管漏水", "要求接通自来水"),
    "noise": ("广场音响扰民", "夜间装卸噪声", "歌厅噪声"),
    "refuse": ("垃圾未及时清运", "建筑垃圾乱倒", "公厕无人保洁"),
    "land": ("咨询宅基地审批", "咨询建房手续", "反映违规搭建"),
    "welfare": ("咨询医保缴费", "咨询养老金认证", "咨询高龄津贴"),
    "market": ("反映缺斤少两", "反映预付卡退款", "反映食品过期"),
    "other": ("咨询办事时间", "反映信号不好", "建议增设公交站点"),
}
DISPUTE_MATTERS = {
    "neighbour": ("两户院墙滴水纠纷", "邻里排水沟纠纷", "两户通行道纠纷"),
    "land": ("山林界址纠纷", "田埂界线纠纷", "土地流转租金纠纷"),
    "family": ("赡养纠纷", "婚约财物纠纷", "兄弟分家纠纷"),
    "labour": ("劳务报酬纠纷", "临时用工受伤赔偿纠纷"),
    "damage": ("牲畜踩踏庄稼赔偿纠纷", "交通刮擦赔偿纠纷"),
    "other": ("小区物业费纠纷", "合伙经营分账纠纷"),
}
DEMAND_MATTERS = {
    "labour": "急需熟练工", "finance": "申请流动资金贷款", "land": "扩建用地手续办理", "power": "增容用电",
    "logistics": "货车通行证办理", "policy": "咨询技改奖补政策", "other": "厂区门口道路修补",
}  # fmt: skip
HAZARD_MATTERS = {
    "gas": ("燃气软管老化", "瓶装气与明火同室"),
    "traffic": ("村道急弯无警示标志", "农用车违规载人"),
    "house": ("自建房擅自拆改承重墙", "出租房电线私拉乱接"),
    "fire": ("疏散通道堆放杂物", "灭火器过期", "消火栓无水"),
    "plant": ("冲压设备缺少防护罩", "有限空间无警示", "特种作业证过期"),
    "mine": ("采石场边坡浮石未清",),
    "other": ("农家乐临水无护栏", "庙会用电未检查"),
}  # fmt: skip


def _pick(
    rng: random.Random, matters: dict[str, tuple[str, ...]], weights: tuple[int, ...] | None = None
) -> tuple[str, str]:
    key = rng.choices(list(matters), weights)[0]
    return key, rng.choice(matters[key])


def petitions(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("petition", year)
    for index, day in enumerate(days(rng, year, place.count(total), SPRING_FESTIVAL), 1):
        category, title = _pick(rng, PETITION_MATTERS, (5, 5, 4, 5, 3, 2, 1, 2))
        channel = rng.choices(("visit", "letter", "web", "call"), (68, 10, 18, 4))[0]
        persons = (
            rng.choices((1, 2, 3, 4, 5, 6, 8, 12), (42, 22, 13, 8, 6, 4, 3, 2))[0]
            if channel == "visit"
            else 1
        )
        accepted = after(day, 1, 9, rng)
        closed = min(
            accepted + timedelta(days=rng.choice((5, 7, 9, 12, 15, 19, 24, 31, 46))),
            accepted + timedelta(days=60),
        )
        if rng.random() < 0.02:
            closed = accepted + timedelta(days=rng.randint(64, 88))
        answered = max(accepted, closed - timedelta(days=rng.randint(1, 6)))
        handling = min(answered, accepted + timedelta(days=2))
        yield Line(
            "petition",
            place.village(rng),
            {
                "number": f"{year}-{index:04d}", "occurred_on": day, "channel": channel, "title": title, "category": category,
                "persons": persons, "petitioner": person_name(rng), "petitioner_id": resident_id(rng), "phone": mobile(rng),
                "repeat": rng.random() < 0.06, "closed_on": closed, "satisfied": rng.random() < 0.93,
                "handler": rng.choice(("陈立", "陈立", "马骏", "何志强", "吴桂兰")),
                **({"leader": rng.choice(("王强", "韩雪", "杨帆"))} if rng.random() < 0.08 else {}),
            },
            [
                ("stage", "registered", day, "登记。", None, None),
                ("stage", "accepted", accepted, "受理，告知书送达。", None, None),
                ("stage", "handling", handling, "转承办单位办理。", None, None),
                ("measure", "", min(closed, handling + timedelta(days=3)), "与村里核实，情况属实，约反映人当面商量。", None, None),
                ("stage", "answered", answered, "书面答复反映人。", None, None),
                ("stage", "closed", closed, "办结归档。", None, None),
            ],
        )  # fmt: skip


def hotline(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("hotline", year)
    for index, day in enumerate(days(rng, year, place.count(total), SPRING_FESTIVAL, working=False), 1):
        category, title = _pick(rng, HOTLINE_MATTERS)
        answered = add_working_days(day, rng.choices((1, 2, 3, 4, 5, 7), (22, 26, 22, 16, 12, 2))[0])
        closed = add_working_days(answered, rng.randint(0, 4))
        called = rng.random() < 0.72
        yield Line(
            "hotline",
            place.village(rng),
            {
                "number": f"QX{year}{index:05d}", "occurred_on": day, "title": title, "category": category,
                "channel": rng.choices(("hotline", "mayor", "web", "wechat"), (82, 8, 7, 3))[0], "caller": person_name(rng),
                "phone": mobile(rng), "answered_on": answered, "closed_on": closed,
                "in_time": working_days_between(day, answered) <= 5, "called_back": called,
                **({"satisfied": rng.random() < 0.94} if called else {}),
                "handler": rng.choice(("党政办", "建设办", "农业农村办", "便民服务中心")),
            },
            [
                ("stage", "received", day, "派单。", None, None),
                ("stage", "handling", min(answered, add_working_days(day, 1)), "转承办单位。", None, None),
                ("stage", "answered", answered, "电话答复。", None, None),
                ("stage", "closed", closed, "办结。", None, None),
            ],
        )  # fmt: skip


def disputes(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("dispute", year)
    for index, day in enumerate(days(rng, year, place.count(total), SPRING_FESTIVAL), 1):
        category, title = _pick(rng, DISPUTE_MATTERS, (6, 4, 4, 2, 3, 1))
        closed = after(day, 3, 32, rng)
        yield Line(
            "dispute",
            place.village(rng),
            {
                "number": f"MD{year}{index:04d}", "occurred_on": day, "title": title, "category": category,
                "persons": rng.randint(2, 6), "closed_on": closed, "handler": person_name(rng),
            },
            [
                ("stage", "found", day, "网格员排查发现。", None, None),
                ("stage", "mediating", after(day, 1, 2, rng), "村调委会调解。", None, None),
                ("stage", "closed", closed, "签订调解协议。", None, None),
            ],
        )  # fmt: skip


def demands(place: Place, year: int, total: int, enterprises: list[Line]) -> Iterator[Line]:
    rng = place.rng("demand", year)
    for index, day in enumerate(days(rng, year, place.count(total)), 1):
        category = rng.choices(list(DEMAND_MATTERS), (5, 4, 3, 2, 2, 3, 1))[0]
        firm = rng.choice(enterprises)
        closed = after(day, 4, 20, rng)
        yield Line(
            "demand",
            firm.area_code,
            {
                "number": f"SQ{year}{index:03d}", "occurred_on": day, "title": DEMAND_MATTERS[category], "category": category,
                "enterprise": firm.values["title"], "closed_on": closed, "satisfied": rng.random() < 0.985,
            },
            [
                ("stage", "received", day, "走访时收办。", None, None),
                ("stage", "handling", after(day, 1, 3, rng), "转有关办公室帮办。", None, None),
                ("stage", "closed", closed, "办结，企业确认。", None, None),
            ],
        )  # fmt: skip


def hazards(place: Place, year: int, inspections: list[Line], total: int) -> Iterator[Line]:
    """Hazards are found by inspections: same day, same place, same field."""
    rng = place.rng("hazard", year)
    chosen = sorted(
        rng.choices(inspections, k=place.count(total)), key=lambda line: line.values["occurred_on"]
    )
    for index, seen in enumerate(chosen, 1):
        day, category = seen.values["occurred_on"], seen.values["category"]
        level = "major" if rng.random() < 0.07 else "general"
        due = day + timedelta(days=45 if level == "major" else 15)
        late = rng.random() < (0.3 if level == "major" else 0.03)
        closed = due + timedelta(days=rng.randint(3, 30)) if late else min(due, after(day, 1, 9, rng))

        title = rng.choice(HAZARD_MATTERS[category])
        yield Line(
            "hazard",
            seen.area_code,
            {
                "number": f"YH{year}{index:04d}", "occurred_on": day, "title": f"{seen.values['title']}{title}",
                "category": category, "level": level, "due_on": due, "closed_on": closed,
            },
            [
                ("stage", "found", day, "检查发现，下发整改通知。", None, None),
                ("stage", "fixing", day, "责任单位整改。", None, None),
                ("stage", "closed", closed, "复查合格，销号。", None, None),
            ],
        )  # fmt: skip


def inspections(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("inspection", year)
    places = {
        "gas": ("饭店", "瓶装气站"), "traffic": ("客运站点", "货运车队"), "house": ("出租房", "自建房"),
        "fire": ("超市", "烟花零售点", "养老院", "学校食堂"), "plant": ("机械厂", "木业公司", "食品厂"),
        "mine": ("采石场",), "other": ("农家乐", "水库", "集贸市场"),
    }  # fmt: skip
    for day in days(rng, year, place.count(total), SAFETY):
        category = rng.choices(list(places), (4, 3, 3, 7, 6, 1, 3))[0]
        yield Line(
            "inspection",
            place.village(rng),
            {
                "occurred_on": day, "category": category, "title": f"{person_name(rng)[:1]}家{rng.choice(places[category])}",
                "inspectors": rng.choice(("宋伟、李娜", "宋伟、周斌", "李娜、周斌")), "persons": rng.randint(2, 5),
            },
        )  # fmt: skip
