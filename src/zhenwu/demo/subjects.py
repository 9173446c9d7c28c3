"""What is kept on registers: enterprises with their monthly output, farms, facilities, households watched."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from zhenwu.demo.rhythm import Line, Place, credit_code, days, mobile, person_name, resident_id
from zhenwu.kernel.period import month_end

FIRM_HEADS = (
    "云溪",
    "恒达",
    "润禾",
    "金石",
    "青峰",
    "宏泰",
    "永盛",
    "瑞丰",
    "同心",
    "盛源",
    "新桥",
    "长岭",
    "泰和",
    "明远",
    "福临",
    "东篱",
)
FIRM_TRADES = {
    "industry": ("机械", "木业", "食品", "纺织", "建材", "电子", "包装", "农机", "竹制品", "服饰"),
    "trade": ("商贸", "超市", "农资", "物流"),
    "building": ("建筑工程", "市政工程"),
    "service": ("劳务", "物业", "文旅"),
    "farming": ("农业科技", "粮油", "茶业"),
}
#: output of a year in 元 by size of the works: (works of this size, low, high)
SIZES = (
    (2, 320_000_000, 460_000_000),
    (5, 110_000_000, 260_000_000),
    (17, 24_000_000, 88_000_000),
    (57, 1_500_000, 15_000_000),
)


def enterprises(place: Place, year: int) -> list[Line]:
    """All enterprises of a place over the three years that end with `year`; the bigger works come first."""
    rng = place.rng("enterprise")
    lines: list[Line] = []
    sizes = [(low, high) for number, low, high in SIZES for _ in range(place.count(number))]
    for index, (low, high) in enumerate(sizes):
        lines.append(_works(place, rng, year, index, rng.randint(low, high)))
    for category, number in (("trade", 28), ("building", 6), ("service", 11), ("farming", 9)):
        for _ in range(place.count(number)):
            lines.append(
                _firm(
                    place,
                    rng,
                    category,
                    date(2009, 1, 1) + timedelta(days=rng.randint(0, 365 * (year - 2012))),
                )
            )
    for which, title, counts in (
        ("industry", "above_scale", (3, 4, 3)),
        ("industry", "high_tech", (1, 2, 2)),
        ("industry", "specialised", (1, 1, 1)),
        ("trade", "above_limit", (2, 2, 2)),
    ):
        _promote(
            place, rng, [line for line in lines if line.values["category"] == which], title, counts, year
        )
    return lines


def _firm(place: Place, rng: random.Random, category: str, day: date) -> Line:
    title = f"{place.name[:2]}{rng.choice(FIRM_HEADS)}{rng.choice(FIRM_TRADES[category])}有限公司"
    return Line(
        "enterprise",
        place.village(rng),
        {
            "title": title, "credit_code": credit_code(rng), "occurred_on": day, "category": category,
            "contact": person_name(rng), "phone": mobile(rng),
        },
    )  # fmt: skip


def _works(place: Place, rng: random.Random, year: int, index: int, output: int) -> Line:
    line = _firm(
        place, rng, "industry", date(2006, 3, 1) + timedelta(days=rng.randint(0, 365 * (year - 2010)))
    )
    if output >= 20_000_000 and index % 4:
        held = max(line.values["occurred_on"] + timedelta(days=400), date(year - 6, 1, 1))
        line.events.append(("gain", "above_scale", held, "纳入规模以上工业统计。", None, None))
    level = output * rng.uniform(0.86, 0.95)
    for back in (2, 1, 0):
        level *= rng.uniform(1.01, 1.1)
        for month in range(1, 13):
            if (year - back, month) < (line.values["occurred_on"].year, line.values["occurred_on"].month):
                continue
            part = level / 12 * rng.uniform(0.88, 1.12) * (0.7 if month == 2 else 1.03)
            line.measurements.append(
                (
                    "output",
                    date(year - back, month, 1),
                    month_end(year - back, month),
                    None,
                    Decimal(round(part, -3)),
                )
            )
    return line


def _promote(
    place: Place, rng: random.Random, firms: list[Line], title: str, counts: tuple[int, int, int], year: int
) -> None:
    """Titles gained in each of three years by firms that did not hold them."""
    words = {"above_scale": "纳入规模以上工业统计。", "high_tech": "认定为高新技术企业。", "specialised": "认定为省级专精特新企业。",
             "above_limit": "纳入限额以上商贸统计。"}  # fmt: skip
    free = [
        f
        for f in firms
        if not any(e[1] == title for e in f.events) and f.values["occurred_on"].year < year - 2
    ]
    for back, count in zip((2, 1, 0), counts, strict=True):
        for day in days(rng, year - back, place.count(count), (0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)):
            if free:
                firm = free.pop(0)
                firm.events.append(("gain", title, day, words[title], None, None))


def farms(place: Place, year: int) -> Iterator[Line]:
    rng = place.rng("farm")
    kinds = {
        "family": ("家庭农场", 64),
        "coop": ("合作社", 30),
        "big": ("种养大户", 16),
        "company": ("乡村合作公司", 12),
    }
    index = 0
    for kind, (word, number) in kinds.items():
        for place_in_row in range(place.count(number)):
            index += 1
            recent = rng.random() < 0.18
            day = (
                days(rng, year - rng.randint(0, 1), 1)[0]
                if recent
                else date(2013, 1, 1) + timedelta(days=rng.randint(0, 365 * (year - 2016)))
            )
            level = rng.choices(("province", "city", "county", "none"), (3, 10, 16, 71))[0]
            yield Line(
                "farm",
                place.village(rng),
                {
                    "number": f"NY{index:04d}", "title": f"{rng.choice(FIRM_HEADS)}{place_in_row + 1}号{word}", "occurred_on": day,
                    "category": kind, "level": level, "quantity": Decimal(rng.randint(30, 460)),
                },
            )  # fmt: skip


def facilities(place: Place, year: int) -> Iterator[Line]:
    """kind → (before, last year, this year, quantity of each)."""
    plan = {
        "canteen": ("老年助餐点", 6, 4, 5, None), "camera": ("河道智能监控", 12, 27, 8, None),
        "drowning": ("防溺水系统", 8, 34, 18, None), "sewage": ("污水处理设施", 5, 2, 4, None),
        "reading": ("阅读空间", 3, 2, 2, None), "fitness": ("健身场所", 14, 9, 6, None),
        "parking": ("便民停车场", 4, 5, 4, (18, 30)), "shop": ("电商便民网点", 4, 6, 3, None),
    }  # fmt: skip
    rng = place.rng("facility")
    index = 0
    for kind, (word, before, last, now, size) in plan.items():
        for start, number in ((year - 3, before), (year - 1, last), (year, now)):
            for day in days(
                rng, start, place.count(number), (0.2, 0.2, 1, 1, 1.4, 1.4, 1.2, 1.2, 1.2, 0.8, 0.6, 0.4)
            ):
                index += 1
                yield Line(
                    "facility",
                    place.village(rng),
                    {
                        "number": f"SS{index:04d}", "title": f"{word}{index}号", "occurred_on": day, "category": kind,
                        **({"quantity": Decimal(rng.randint(*size))} if size else {}),
                    },
                )  # fmt: skip


def households(place: Place, year: int) -> Iterator[Line]:
    rng = place.rng("household")
    for _ in range(place.count(26)):
        day = days(rng, year - rng.randint(1, 3), 1)[0]
        cleared = day + timedelta(days=rng.randint(300, 1400))
        events = [("stage", "watched", day, "纳入监测。", None, None)]
        for step in range(rng.randint(2, 5)):
            on = day + timedelta(days=20 + 90 * step)
            word = rng.choice(
                ("落实公益性岗位", "办理大病报销", "帮助申请助学金", "落实产业帮扶", "改造危房")
            )
            events.append(("measure", "help", on, f"{word}。", None, None))
        events.append(("stage", "cleared", cleared, "风险消除。", None, None))
        yield Line(
            "household",
            place.village(rng),
            {
                "owner_id": resident_id(rng), "owner": person_name(rng), "title": "监测户", "occurred_on": day,
                "category": rng.choice(("illness", "disaster", "school", "accident", "labour")), "persons": rng.randint(1, 6),
                "closed_on": cleared,
            },
            sorted(events, key=lambda e: e[2]),
        )  # fmt: skip
