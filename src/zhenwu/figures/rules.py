"""What a statistic must be to be filed. Pure: collects faults, reads nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zhenwu.kernel.errors import Fault
from zhenwu.kernel.period import Period
from zhenwu.metrics.definition import MetricDef

#: The largest level that a county's number could be, in base units: catches a 万元 typed as 亿元.
LARGEST = Decimal(10) ** 13
BASES = {
    "month": ("一个整月，如2026-09", lambda p: p.is_month),
    "to_date": ("1月1日起的累计，如2026-01/2026-09", lambda p: p.whole_months and p.start.month == 1 and p.start.year == p.end.year),
    "year": ("一个整年，如2026", lambda p: p.is_year),
    "end": ("以月末为止的期间，如2026-01/2026-09", lambda p: p.whole_months),
}  # fmt: skip
STATUSES = ("preliminary", "estimate", "final")


def number(value: Any, where: str, faults: list[Fault], *, unit: str = "") -> Decimal | None:
    """A Decimal from what was typed, or a fault."""
    if value is None or value == "":
        return None
    text = str(value).strip().replace(",", "").replace("，", "").replace("−", "-")
    try:
        found = Decimal(text)
    except InvalidOperation:
        faults.append(
            Fault(
                f"“{value}”不是数",
                where,
                f"只写数字{f'，单位{unit}' if unit else ''}",
                "单位请在旁边选",
                "ZW-STATISTIC",
            )
        )
        return None
    if not found.is_finite():
        faults.append(Fault(f"“{value}”不是数", where, "只写数字", "", "ZW-STATISTIC"))
        return None
    return found


def whole(value: Any, where: str, faults: list[Fault]) -> int | None:
    """A place in a ranking, from what was typed, or a fault."""
    found = number(value, where, faults)
    if found is None:
        return None
    if found != found.to_integral_value() or found < 1:
        faults.append(Fault(f"“{value}”不是位次", where, "1以上的整数", "", "ZW-STATISTIC"))
        return None
    return int(found)


def check_period(period: Period, basis: str, status: str, today: date) -> Iterator[Fault]:
    """Whether the period is what the basis says and has begun (and is over, unless it is an estimate)."""
    if basis not in BASES:
        yield Fault(f"不认识口径“{basis}”", "口径", "当月、累计、全年或期末", "", "ZW-STATISTIC")
    else:
        expected, fits = BASES[basis]
        if not fits(period):
            yield Fault(f"期间{period.label}与口径不合", "期间", expected, "请改期间或口径", "ZW-STATISTIC")
    if status not in STATUSES:
        yield Fault(f"不认识状态“{status}”", "状态", "初步、预计或正式", "", "ZW-STATISTIC")
    if period.start > today:
        yield Fault(f"{period.label}还没有开始", "期间", "已经开始的期间", "", "ZW-STATISTIC")
    elif period.end > today and status != "estimate":
        yield Fault(
            f"{period.label}还没有结束", "期间", "已经结束的期间", "没有结束的只能报“预计”", "ZW-STATISTIC"
        )


def check_numbers(
    metric: MetricDef, value: Decimal | None, growth: Decimal | None, rank: int | None, rank_of: int | None
) -> Iterator[Fault]:
    """Whether level, growth and rank can be meant."""
    if value is None and growth is None and rank is None:
        yield Fault("数值、同比、位次都没有填", "数值", "至少一项", "", "ZW-STATISTIC")
    if metric.filed == "rank" and rank is None:
        yield Fault("没有填位次", "位次", "这个指标报的是位次", "", "ZW-STATISTIC")
    if value is not None:
        if abs(value) > LARGEST:
            yield Fault(f"数值{value:f}{metric.unit}太大", "数值", "看看单位是不是选错了", "", "ZW-STATISTIC")
        if metric.is_rate and not 0 <= value <= 1000:
            yield Fault(f"{value:f}%不像一个比率", "数值", "0—100，单位%", "", "ZW-STATISTIC")
        if -value.as_tuple().exponent > 4:  # type: ignore[operator]
            yield Fault(f"数值{value:f}小数太多", "数值", "最多4位小数", "", "ZW-STATISTIC")
    if growth is not None and not -100 <= growth <= 10_000:
        yield Fault(f"同比{growth:f}%不对", "同比", "−100以上，下降写负数", "", "ZW-STATISTIC")
    if rank is not None and rank_of is not None and rank > rank_of:
        yield Fault(f"位次{rank}大于总数{rank_of}", "位次", f"1—{rank_of}", "", "ZW-STATISTIC")
