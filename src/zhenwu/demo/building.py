"""What is built: named projects in their stages, and toilets renovated house by house."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from zhenwu.demo.rhythm import BUILDING, Line, Place, days, person_name, resident_id
from zhenwu.kernel.period import month_end

#: (title, category, source, 万元, quantity, unit, year offset of start, month signed, building, finished months later)
PROJECTS = (
    ("农机装备园一期", "industry", "private", 13200, None, "", -1, 2, 5, 14),
    ("竹制品精深加工", "industry", "private", 10800, None, "", -1, 3, 6, 16),
    ("食品冷链仓储", "industry", "private", 6200, None, "", -1, 4, 7, 11),
    ("精密铸件扩建", "industry", "private", 12600, None, "", -1, 5, 9, 15),
    ("绿色建材生产线", "industry", "private", 5400, None, "", -1, 6, 10, 12),
    ("服饰智能车间", "industry", "private", 3100, None, "", -1, 8, 11, 10),
    ("预制菜加工", "industry", "private", 11000, None, "", -1, 9, 12, 18),
    ("包装印刷技改", "industry", "private", 2600, None, "", -1, 10, 12, 8),
    ("茶叶交易中心", "industry", "private", 4800, None, "", -1, 11, 15, 12),
    ("溪畔文旅营地", "public", "private", 10200, None, "", -1, 12, 16, 14),
    ("老街至石桥公路改造", "road", "province", 2100, "4.6", "公里", -1, 1, 3, 8),
    ("柳湾通组路硬化", "road", "town", 260, "2.1", "公里", -1, 3, 4, 4),
    ("上溪桥梁改建", "road", "province", 580, None, "", -1, 2, 4, 7),
    ("枫林灌区渠系配套", "water", "central", 920, None, "", -1, 2, 9, 6),
    ("清溪河清淤护岸", "water", "bond", 3600, None, "", -1, 4, 9, 14),
    ("集镇雨污分流", "sewage", "bond", 4200, None, "", -1, 3, 5, 16),
    ("中心小学教学楼", "public", "bond", 2800, None, "", -1, 1, 4, 10),
    ("卫生院康养楼", "public", "bond", 3300, None, "", -1, 5, 8, 17),
    ("东坪和美村庄", "village", "province", 450, None, "", -1, 3, 5, 6),
    ("西坪和美村庄", "village", "province", 430, None, "", -1, 3, 6, 5),
    ("新能源部件产业园", "industry", "private", 16800, None, "", 0, 2, 6, 17),
    ("粮油精炼扩产", "industry", "private", 5600, None, "", 0, 3, 5, 11),
    ("智能农机总装", "industry", "private", 12400, None, "", 0, 4, 8, 16),
    ("竹纤维餐具", "industry", "private", 4300, None, "", 0, 5, 8, 9),
    ("冷链配送中心二期", "industry", "private", 10600, None, "", 0, 6, 10, 14),
    ("石材环保技改", "industry", "private", 2200, None, "", 0, 7, 9, 6),
    ("电商仓配园", "industry", "private", 7800, None, "", 0, 8, 11, 12),
    ("数控刀具生产线", "industry", "private", 3900, None, "", 0, 9, 12, 10),
    ("大塘通组路硬化", "road", "town", 310, "3.2", "公里", 0, 2, 4, 4),
    ("白鹤至竹园公路", "road", "province", 1450, "3.1", "公里", 0, 2, 4, 6),
    ("梅岭通组路硬化", "road", "town", 240, "1.6", "公里", 0, 3, 6, 4),
    ("下溪通组路硬化", "road", "town", 120, "0.7", "公里", 0, 4, 8, 4),
    ("中心小学运动场改造", "public", "town", 180, None, "", 0, 3, 6, 4),
    ("下溪农田排涝", "water", "central", 860, None, "", 0, 3, 9, 4),
    ("竹园和美村庄", "village", "province", 460, None, "", 0, 3, 5, 6),
)

#: households planned this year by village and the share that each village keeps up with
TOILETS = {
    "石桥村": (34, 0.55), "老街村": (12, 1.3), "柳湾村": (30, 0.97), "大塘村": (30, 0.55), "下溪村": (28, 1.0), "上溪村": (30, 1.0),
    "枫林村": (26, 0.95), "东坪村": (24, 0.95), "白鹤村": (28, 0.47), "西坪村": (22, 0.95), "竹园村": (20, 0.95), "梅岭村": (16, 0.93),
}  # fmt: skip
TOILETS_LAST_YEAR = 249


def projects(place: Place, year: int) -> Iterator[Line]:
    rng = place.rng("project")
    rows = PROJECTS if place.factor >= 1 else PROJECTS[:: max(1, round(1 / place.factor / 2))]
    for index, (title, category, source, cost, quantity, unit, offset, signed, building, months) in enumerate(
        rows, 1
    ):
        first = year + offset
        sign_day, build_day = (
            _month_day(first, signed, rng.randint(4, 26)),
            _month_day(first, building, rng.randint(3, 25)),
        )
        done_day = build_day + timedelta(days=round(months * 30.4) + rng.randint(-12, 25))
        amount = Decimal(cost) * 10_000
        stages = [("signed", sign_day), ("approved", sign_day + timedelta(days=18))] if category == "industry" else [
            ("approved", sign_day)
        ]  # fmt: skip
        stages += [("building", build_day), ("finished", done_day)]
        line = Line(
            "project",
            rng.choices(place.villages, place.weights)[0],
            {
                "number": f"XM{first}-{index:02d}", "title": f"{title}项目", "occurred_on": sign_day, "category": category,
                "channel": source, "amount": amount, "due_on": _month_day(first, building + months, 20), "closed_on": done_day,
                **({"quantity": Decimal(quantity), "quantity_unit": unit} if quantity else {}),
            },
            [
                ("stage", stage, day, "", amount if stage == "signed" else None, None)
                for stage, day in sorted(stages, key=lambda s: s[1])
            ],
        )  # fmt: skip
        span = max(1, (done_day - build_day).days)
        month = date(build_day.year, build_day.month, 1)
        while month <= done_day:
            end = month_end(month.year, month.month)
            share = (min(end, done_day) - max(month, build_day)).days / span
            actual = (amount * Decimal(str(round(share * rng.uniform(0.92, 1.05), 4)))).quantize(Decimal(100))
            line.measurements.append(
                (
                    "invested",
                    month,
                    end,
                    (amount * Decimal(str(round(share, 4)))).quantize(Decimal(100)),
                    actual,
                )
            )
            month = end + timedelta(days=1)
        yield line


def _month_day(year: int, month: int, day: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, 28))


def toilets(place: Place, year: int, names: dict[str, str]) -> Iterator[Line]:
    """Last year's houses are all done in their year; this year's follow each village's pace and may run over.

    names : village name → code; villages outside the table take a small share.
    """
    rng = place.rng("toilet")
    before = rng.choices(place.villages, place.weights, k=place.count(TOILETS_LAST_YEAR))
    for village, done in zip(before, days(rng, year - 1, len(before), BUILDING), strict=True):
        yield _house(rng, village, date(year - 1, 1, 10), done)
    for name, code in names.items():
        planned, pace = TOILETS.get(name, (3, 1.0))
        span = 340 / pace
        for number in range(planned):
            # slow in winter, quick from April: the S of the building season
            share = (number + rng.uniform(0.3, 0.9)) / planned
            day = date(year, 1, 15) + timedelta(days=round(42 + (span - 42) * share**0.92))
            yield _house(rng, code, date(year, 1, 12), day)


def _house(rng: random.Random, village: str, planned: date, done: date) -> Line:
    done = max(done, planned + timedelta(days=20))
    started = max(planned, done - timedelta(days=rng.randint(14, 40)))
    return Line(
        "toilet",
        village,
        {
            "owner_id": resident_id(rng), "owner": person_name(rng), "title": f"{rng.randint(1, 9)}组户厕", "occurred_on": planned,
            "closed_on": done, "amount": Decimal(rng.choice((1600, 1800, 2000, 2000))),
        },
        [
            ("stage", "planned", planned, "", None, None),
            ("stage", "building", started, "", None, None),
            ("stage", "finished", done, "", None, None),
        ],
    )  # fmt: skip
