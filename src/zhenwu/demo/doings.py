"""Things done on a day: receptions, visits, activities, services, publications; and money paid out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from zhenwu.demo.rhythm import CULTURE, EVEN, FARMING, SPRING_FESTIVAL, Line, Place, days, person_name

LEADER_NAMES = ("郑丽", "王强", "杨帆", "韩雪")
#: kind → (times a year before, times this year, titles, persons low, persons high, months)
ACTIVITIES: dict[str, tuple[int, int, tuple[str, ...], int, int, tuple[float, ...]]] = {
    "show": (36, 38, ("戏曲进村", "电影放映", "文艺小分队演出"), 60, 260, CULTURE),
    "reading": (46, 50, ("亲子共读", "农家书屋读书会", "经典诵读"), 15, 60, EVEN),
    "training": (24, 27, ("电工实操培训", "家政服务培训", "果树修剪培训", "电商直播培训"), 18, 42, FARMING),
    "elder": (24, 26, ("智能手机课", "太极拳班", "书法班"), 12, 35, EVEN),
    "law": (30, 34, ("法治讲座", "防诈骗宣讲", "民法典进村"), 20, 80, EVEN),
    "safety": (22, 26, ("防汛避险宣传", "消防安全宣传", "道路交通安全宣传"), 30, 150, EVEN),
    "drill": (9, 11, ("消防演练", "山洪转移演练", "防溺水演练"), 40, 160, EVEN),
    "river": (110, 116, ("河长巡河",), 2, 4, EVEN),
    "forest": (52, 54, ("林长巡林",), 2, 4, EVEN),
    "meeting": (46, 46, ("周例会", "旬调度会", "月总结会"), 18, 40, EVEN),
    "recruit": (5, 6, ("春季招聘会", "园区用工对接会", "返乡青年招聘会"), 90, 320, EVEN),
    "volunteer": (26, 30, ("敬老志愿服务", "河道清洁志愿活动", "助残志愿服务"), 10, 45, EVEN),
}
SERVICES = (
    "社保卡补办",
    "医保异地备案",
    "高龄津贴申领",
    "养老资格认证",
    "营业执照代办",
    "残疾证换发",
    "生育登记",
    "农机补贴申报",
)
PAYMENTS = {
    "allowance": ("农村低保金", 12, (68_000, 82_000), (150, 190)),
    "disabled": ("残疾人两项补贴", 12, (21_000, 26_000), (180, 220)),
    "destitute": ("特困供养金", 12, (30_000, 36_000), (40, 50)),
    "elder": ("高龄津贴", 12, (18_000, 24_000), (260, 310)),
}
PUBLICATIONS = {
    "policy": 8,
    "finance": 10,
    "village": 30,
    "livelihood": 16,
    "law": 12,
    "personnel": 4,
    "work": 20,
}


def receptions(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("reception", year)
    for day in days(rng, year, place.count(total)):
        category = rng.choices(("down", "appointment", "desk"), (38, 42, 20))[0]
        yield Line(
            "reception",
            place.village(rng),
            {
                "occurred_on": day, "category": category, "title": f"{person_name(rng)}反映事项会商",
                "leader": rng.choice(LEADER_NAMES), "persons": rng.randint(1, 6),
            },
        )  # fmt: skip


def visits(place: Place, year: int, total: int, enterprises: list[Line]) -> Iterator[Line]:
    rng = place.rng("visit", year)
    for day in days(rng, year, place.count(total), SPRING_FESTIVAL):
        firm = rng.choice(enterprises)
        yield Line(
            "visit",
            firm.area_code,
            {
                "occurred_on": day, "title": firm.values["title"], "leader": rng.choice(LEADER_NAMES),
                "note": rng.choice(("了解订单和用工。", "宣讲技改政策。", "会商用地手续。", "回访上次诉求办理情况。")),
            },
        )  # fmt: skip


def activities(place: Place, year: int, *, this_year: bool) -> Iterator[Line]:
    for kind, (before, now, titles, low, high, months) in ACTIVITIES.items():
        rng = place.rng("activity", kind, year)
        for day in days(rng, year, place.count(now if this_year else before), months):
            yield Line(
                "activity",
                place.village(rng),
                {
                    "occurred_on": day,
                    "category": kind,
                    "title": rng.choice(titles),
                    "persons": rng.randint(low, high),
                },
            )


def services(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("service", year)
    for index, day in enumerate(days(rng, year, place.count(total), SPRING_FESTIVAL), 1):
        yield Line(
            "service",
            place.village(rng),
            {
                "number": f"BL{year}{index:06d}", "occurred_on": day, "title": rng.choice(SERVICES),
                "category": rng.choices(("agent", "window", "online"), (33, 52, 15))[0],
                "handler": rng.choice(("林静", "方圆", "郝洁")), "satisfied": rng.random() < 0.985,
            },
        )  # fmt: skip


def publications(place: Place, year: int, total: int) -> Iterator[Line]:
    rng = place.rng("publication", year)
    for index, day in enumerate(days(rng, year, place.count(total)), 1):
        kind = rng.choices(list(PUBLICATIONS), list(PUBLICATIONS.values()))[0]
        yield Line(
            "publication",
            place.code,
            {
                "number": f"GK{year}-{index:05d}",
                "occurred_on": day,
                "category": kind,
                "title": f"{place.name}信息公开第{index}条",
            },
        )


def subsidies(place: Place, year: int) -> Iterator[Line]:
    """Monthly payments by village, in one batch a kind and month, and single relief payments."""
    rng = place.rng("subsidy", year)
    index = 0
    total = sum(place.weights)
    for month in range(1, 13):
        for kind, (title, _, amounts, heads) in PAYMENTS.items():
            pot, people = rng.randint(*amounts), rng.randint(*heads)
            day = days(rng, year, 1, tuple(1.0 if m == month else 0.0 for m in range(1, 13)))[0]
            for village, weight in zip(place.villages, place.weights, strict=True):
                if kind in ("destitute", "disabled") and month % 3:
                    continue
                index += 1
                share = weight / total * place.factor * (3 if kind in ("destitute", "disabled") else 1)
                yield Line(
                    "subsidy",
                    village,
                    {
                        "number": f"BT{year}{index:05d}", "occurred_on": day, "title": f"{month}月{title}", "category": kind,
                        "amount": Decimal(max(500, round(pot * share))), "persons": max(1, round(people * share)),
                    },
                )  # fmt: skip


def debts(place: Place, year: int, total: int, amount: int) -> Iterator[Line]:
    """Old debts settled; the sum of the year is given, in 元."""
    rng = place.rng("debt", year)
    parts = [rng.uniform(0.6, 1.6) for _ in range(place.count(total))]
    scale = amount * place.factor / sum(parts)
    for index, (day, part) in enumerate(zip(days(rng, year, len(parts)), parts, strict=True), 1):
        yield Line(
            "debt",
            place.village(rng),
            {
                "number": f"HZ{year}-{index:03d}", "occurred_on": day, "title": rng.choice(("村道欠款", "水利工程欠款", "校舍维修欠款")),
                "amount": Decimal(round(part * scale, -2)),
            },
        )  # fmt: skip
