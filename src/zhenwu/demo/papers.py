"""Numbers that other offices filed: monthly series, yearly totals, and the opening statistics before the ledgers began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhenwu.demo.rhythm import Place
from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.period import Period

WAN, YI = 10_000, 100_000_000

#: metric → (year before last, growth of last year %, growth of this year %, source, monthly share up to each month)
_CURVE = (0.085, 0.15, 0.245, 0.325, 0.41, 0.505, 0.585, 0.66, 0.745, 0.825, 0.905, 1.0)
_INVEST = (0.03, 0.06, 0.14, 0.21, 0.30, 0.41, 0.50, 0.59, 0.695, 0.79, 0.89, 1.0)
MONTHLY: dict[str, tuple[int, float, float, str, tuple[float, ...], str]] = {
    "revenue.local": (8_480 * WAN, 7.6, 7.9, "财政所", _CURVE, "财政收入月报"),
    "revenue.tax": (6_630 * WAN, 6.9, 7.2, "县税务局", _CURVE, "税收收入月报"),
    "investment.fixed": (52_600 * WAN, 9.2, 4.1, "县统计局", _INVEST, "主要经济指标快报"),
    "industry.output": (2_180_000_000, 8.8, 7.3, "县统计局", _CURVE, "主要经济指标快报"),
    "retail.sales": (296_000_000, 6.4, 6.9, "县统计局", _CURVE, "主要经济指标快报"),
}
#: metric → growth by month of last year, of this year; only the growth is filed
GROWTH_ONLY = {"industry.value_added": (6.2, 6.4, "县统计局", "主要经济指标快报")}
#: metric → (year before last, last year, this year at its end, monthly or quarterly steps, basis)
QUARTERLY: dict[str, tuple[float, float, float, str, str]] = {
    "income.rural": (20_140, 21_490, 22_960, "国家统计局云岭调查队", "城乡居民收入季报"),
    "income.urban": (35_320, 37_120, 39_050, "国家统计局云岭调查队", "城乡居民收入季报"),
    "jobs.placed": (612, 668, 702, "县人社局", "就业工作季报"),
    "loans.startup": (41, 46, 52, "县人社局", "就业工作季报"),
    "farmland.built": (2_100, 2_640, 3_200, "县农业农村局", "高标准农田建设进度"),
}
#: metric → (year before last, last year, value now): a level or a rate at the end of the period
LEVELS: dict[str, tuple[str, str, str, str, str]] = {
    "village.income_avg": ("398000", "462000", "416000", "农业农村办", "村级集体经济收入统计"),
    "debt.rate": ("71.4", "88.6", "94.1", "财政所", "村级债务化解台账通报"),
    "insurance.medical_rate": ("96.1", "96.8", "96.2", "县医保局", "参保情况通报"),
    "fire.points": ("0", "0", "0", "县生态环境分局", "秸秆禁烧通报"),
    "satisfaction.safety": ("97.4", "98.1", "98.4", "县委政法委", "群众安全感满意度调查"),
}
#: what the town has kept clear of for years: metric → years before the year before last that papers still tell of
CLEAR = {"fire.points": 3}
#: yearly totals of the year before last for what ledgers count since; metric → total
OPENING = {
    "petition.received": 452, "petition.visits": 268, "petition.visitors": 771, "petition.closed": 447,
    "reception.down": 34, "reception.appointment": 37, "dispute.found": 205, "dispute.settled": 201,
    "demand.received": 71, "demand.closed": 71, "inspection.count": 371, "hazard.found": 243, "hazard.fixed": 238,
    "service.agent": 1_985, "service.window": 3_160, "publication.count": 640, "activity.show": 33, "activity.reading": 41,
    "training.sessions": 21, "training.persons": 604, "project.signed": 8, "project.invested": 168_000_000,
    "subsidy.amount": 1_580_000, "debt.settled": 4_900_000, "toilet.done": 221,
}  # fmt: skip
#: two ledgers began on 1 July of last year: metric → (year before last, first half of last year, whole last year for rates)
MID_YEAR = {
    "hotline.orders": (702, 341), "hotline.mayor": (58, 29), "message.web": (46, 24), "visit.count": (286, 150),
}  # fmt: skip
MID_YEAR_RATES = {"hotline.in_time_rate": ("96.9", "97.6"), "hotline.satisfaction": ("92.4", "93.5")}
RANKS = {"rank.county": (5, 3)}


@dataclass(frozen=True, slots=True)
class Filing:
    """One statistic with its paper."""

    metric: str
    period: Period
    basis: str
    value: Decimal | None
    growth: Decimal | None
    status: str
    paper: str
    source: str
    issued_on: date
    rank: int | None = None
    rank_of: int | None = None
    #: an earlier number that this one replaced: (value, status)
    before: tuple[Decimal, str] | None = None


def filings(place: Place, year: int, day: date) -> Iterator[Filing]:
    """Everything filed by a day for the three years that end with `year`, and what was kept clear of before."""
    factor = Decimal(str(place.factor))
    yield from _monthly(factor, year, day)
    yield from _growth_only(year, day)
    yield from _quarterly(factor, year, day)
    yield from _levels(year, day)
    yield from _clear(year)
    yield from _opening(factor, year)
    for metric, (last, now) in RANKS.items():
        for y, rank in ((year - 1, last), (year, now)):
            issued = date(y + 1, 1, 20) if y < year else date(y, 7, 22)
            period = Period.year(y) if y < year else Period.to_month(y, 6)
            if issued <= day:
                yield Filing(
                    metric,
                    period,
                    "to_date",
                    None,
                    None,
                    "final",
                    f"{y}年乡镇综合考评通报",
                    "县考评办",
                    issued,
                    rank,
                    12,
                )


def _monthly(factor: Decimal, year: int, day: date) -> Iterator[Filing]:
    for metric, (base, last, now, source, curve, paper) in MONTHLY.items():
        start = Decimal(base) * factor
        yield _year_total(metric, year - 2, _round(start), Decimal("6.1"), source, paper)
        level = start
        for y, percent in ((year - 1, last), (year, now)):
            level *= 1 + Decimal(str(percent)) / 100
            for month, share in enumerate(curve, 1):
                period = Period.to_month(y, month)
                issued = add_working_days(period.end, 5)
                if issued > day:
                    break
                wave = Decimal(str(round(((month * 7) % 5 - 2) * 0.18, 2))) if month < 12 else Decimal(0)
                value = _round(level * Decimal(str(share)))
                settled = add_working_days(issued, 12)
                final = settled <= day
                early = _round(value * Decimal("0.994")) if month % 3 == 0 else None
                yield Filing(
                    metric, period, "year" if month == 12 else "to_date", value if final or early is None else early,
                    Decimal(str(percent)) + wave, "final" if final else "preliminary", f"{y}年{month}月{paper}", source, issued,
                    before=(early, "preliminary") if final and early is not None else None,
                )  # fmt: skip


def _growth_only(year: int, day: date) -> Iterator[Filing]:
    for metric, (last, now, source, paper) in GROWTH_ONLY.items():
        for y, percent in ((year - 1, last), (year, now)):
            for month in range(2, 13):
                period = Period.to_month(y, month)
                issued = add_working_days(period.end, 6)
                if issued > day:
                    return
                wave = (
                    Decimal(str(round(((month * 3) % 7 - 3) * 0.1, 1)))
                    if month not in (9, 12)
                    else Decimal(0)
                )
                yield Filing(
                    metric, period, "year" if month == 12 else "to_date", None, Decimal(str(percent)) + wave, "final",
                    f"{y}年{month}月{paper}", source, issued,
                )  # fmt: skip


def _quarterly(factor: Decimal, year: int, day: date) -> Iterator[Filing]:
    for metric, (before, last, now, source, paper) in QUARTERLY.items():
        scale = Decimal(1) if metric.startswith("income") else factor
        yield _year_total(metric, year - 2, _round(Decimal(str(before)) * scale, 0), None, source, paper)
        previous = Decimal(str(before))
        for y, total in ((year - 1, last), (year, now)):
            for month, share in ((3, "0.27"), (6, "0.52"), (9, "0.777"), (12, "1")):
                period = Period.to_month(y, month)
                issued = add_working_days(period.end, 5)
                if issued > day:
                    break
                value = _round(Decimal(str(total)) * scale * Decimal(share), 0)
                growth = (Decimal(str(total)) / previous - 1) * 100 if metric.startswith("income") else None
                yield Filing(
                    metric, period, "year" if month == 12 else "to_date", value,
                    growth.quantize(Decimal("0.1")) if growth is not None else None, "final", f"{y}年{month}月{paper}", source, issued,
                )  # fmt: skip
            previous = Decimal(str(total))


def _levels(year: int, day: date) -> Iterator[Filing]:
    for metric, (before, last, now, source, paper) in LEVELS.items():
        yield _year_total(metric, year - 2, Decimal(before), None, source, paper)
        yield _year_total(metric, year - 1, Decimal(last), None, source, paper)
        for month, wear in ((3, "0.42"), (6, "0.71"), (9, "1")):
            period = Period.to_month(year, month)
            issued = add_working_days(period.end, 5)
            if issued <= day:
                value = Decimal(now) * (Decimal(wear) if metric == "village.income_avg" else 1)
                yield Filing(
                    metric,
                    period,
                    "to_date",
                    _round(value, 1),
                    None,
                    "final",
                    f"{year}年{month}月{paper}",
                    source,
                    issued,
                )


def _clear(year: int) -> Iterator[Filing]:
    for metric, years in CLEAR.items():
        *_, source, paper = LEVELS[metric]
        for back in range(years, 0, -1):
            yield _year_total(metric, year - 2 - back, Decimal(0), None, source, paper)


def _opening(factor: Decimal, year: int) -> Iterator[Filing]:
    """What stood before the ledgers: closed years of paper registers, and the half year before two ledgers began."""
    for metric, total in OPENING.items():
        yield _year_total(metric, year - 2, _round(Decimal(total) * factor, 0), None, "各办公室", "年报")
    for metric, (before, half) in MID_YEAR.items():
        yield _year_total(metric, year - 2, _round(Decimal(before) * factor, 0), None, "各办公室", "年报")
        period = Period.to_month(year - 1, 6)
        yield Filing(
            metric, period, "to_date", _round(Decimal(half) * factor, 0), None, "final", f"{year - 1}年上半年工作统计", "各办公室",
            date(year - 1, 7, 8),
        )  # fmt: skip
    for metric, (first, last) in MID_YEAR_RATES.items():
        yield _year_total(metric, year - 2, Decimal(first), None, "县12345热线中心", "办理情况通报")
        yield _year_total(metric, year - 1, Decimal(last), None, "县12345热线中心", "办理情况通报")


def _year_total(
    metric: str, year: int, value: Decimal, growth: Decimal | None, source: str, paper: str
) -> Filing:
    return Filing(
        metric,
        Period.year(year),
        "year",
        value,
        growth,
        "final",
        f"{year}年{paper}",
        source,
        date(year + 1, 1, 8),
    )


def _round(value: Decimal, places: int | None = None) -> Decimal:
    """Money to 万元, other numbers to the places given."""
    if places is None:
        return (value / WAN).quantize(Decimal(1)) * WAN
    return value.quantize(Decimal(1).scaleb(-places))
