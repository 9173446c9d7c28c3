"""Units of township reports: base units inside, 万 and 亿 only where a number is read or printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhenwu.kernel.errors import UnitMismatch

#: Printed unit → (factor, base unit). A unit that is not listed is its own base.
SCALES: dict[str, tuple[Decimal, str]] = {
    "千元": (Decimal(1000), "元"),
    "万元": (Decimal(10_000), "元"),
    "百万元": (Decimal(1_000_000), "元"),
    "千万元": (Decimal(10_000_000), "元"),
    "亿元": (Decimal(100_000_000), "元"),
    "角": (Decimal("0.1"), "元"),
    "分": (Decimal("0.01"), "元"),
    "万亩": (Decimal(10_000), "亩"),
    "公顷": (Decimal(15), "亩"),
    "万人": (Decimal(10_000), "人"),
    "万人次": (Decimal(10_000), "人次"),
    "万户": (Decimal(10_000), "户"),
    "万件": (Decimal(10_000), "件"),
    "万次": (Decimal(10_000), "次"),
    "万吨": (Decimal(10_000), "吨"),
    "万株": (Decimal(10_000), "株"),
    "万平方米": (Decimal(10_000), "平方米"),
    "千米": (Decimal(1), "公里"),
    "%": (Decimal(1), "%"),
    "％": (Decimal(1), "%"),
}


def scale(unit: str) -> tuple[Decimal, str]:
    """Factor and base unit of a printed unit.

    >>> scale("万元")
    (Decimal('10000'), '元')
    """
    unit = unit.strip()
    if unit in SCALES:
        return SCALES[unit]
    for sign, factor in (("亿", Decimal(100_000_000)), ("万", Decimal(10_000))):
        if len(unit) > 1 and unit.startswith(sign):
            return factor, unit[1:]
    return Decimal(1), unit


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value in a base unit."""

    value: Decimal
    unit: str = ""

    @classmethod
    def of(cls, value: Decimal | int | str, unit: str = "") -> Quantity:
        """From a printed value and unit: Quantity.of("1.2", "亿元") is 120000000 元."""
        factor, base = scale(unit)
        return cls(Decimal(value) * factor, base)

    def _same(self, other: Quantity) -> None:
        if self.unit != other.unit:
            raise UnitMismatch(
                f"{self.unit or '无单位'}与{other.unit or '无单位'}不能相加减或相比", expected="同一单位"
            )

    def __add__(self, other: Quantity) -> Quantity:
        self._same(other)
        return Quantity(self.value + other.value, self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        self._same(other)
        return Quantity(self.value - other.value, self.unit)


def attainment(actual: Quantity | None, target: Quantity | None) -> Decimal | None:
    """Share of a target already reached (完成率).

    actual, target : of one unit; actual is period to date, target the whole year.
    Returns 1 for 100 %, may exceed 1; None when the target is zero or absent (never 0). Raises UnitMismatch.
    """
    if actual is None or target is None:
        return None
    actual._same(target)
    return None if target.value == 0 else actual.value / target.value


def growth(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """Year-on-year change in percent; None from nothing or from zero or below (never 100)."""
    if now is None or before is None or before <= 0:
        return None
    return (now - before) / before * 100
