"""Numbers as reports print them: scaled to 万 or 亿, never with more precision than the value has."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MONEY = "元"
_STEPS = ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万"))


def round_half_up(value: Decimal, places: int) -> Decimal:
    """School rounding, as official figures do; what rounds to nothing is 0, not −0."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(rounded) if rounded.is_zero() else rounded


def plain(value: Decimal) -> str:
    """Without exponent and without trailing zeros.

    >>> plain(Decimal("41.60"))
    '41.6'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal, places: int | None = None) -> str:
    """With thousands separators and a true minus, for tables."""
    if places is not None:
        value = round_half_up(value, places)
    text = f"{value:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def best_scale(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Factor and unit in which a report would print the value: money in 万元 or 亿元, the rest as it is below 100 万."""
    size = abs(value)
    for factor, sign in _STEPS:
        if unit == MONEY and size >= factor:
            return factor, sign + unit
        if unit not in ("%", "", MONEY) and size >= factor * 10:
            return factor, sign + unit
    return Decimal(1), unit


def print_value(
    value: Decimal, unit: str, *, scale: tuple[Decimal, str] | None = None, places: int = 2
) -> str:
    """A value with its unit, as running text has it.

    >>> print_value(Decimal(72860000), "元")
    '7286万元'
    """
    factor, printed = scale or best_scale(value, unit)
    return plain(round_half_up(value / factor, places)).replace("-", "−") + printed


def print_growth(percent: Decimal | None, *, places: int = 2) -> str:
    """
    >>> print_growth(Decimal("-20.762")), print_growth(Decimal(0)), print_growth(None)
    ('下降20.76%', '持平', '无法比较')
    """
    if percent is None:
        return "无法比较"
    rounded = round_half_up(percent, places)
    if rounded == 0:
        return "持平"
    return f"{'增长' if rounded > 0 else '下降'}{plain(abs(rounded))}%"


def print_points(difference: Decimal, *, places: int = 2) -> str:
    """A change of a rate, in percentage points (百分点), never in percent."""
    rounded = round_half_up(difference, places)
    if rounded == 0:
        return "持平"
    return f"{'提高' if rounded > 0 else '下降'}{plain(abs(rounded))}个百分点"
