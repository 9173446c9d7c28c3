"""What is asked of this room, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import plain, print_growth, print_points, print_value, round_half_up
from zhenwu.kernel.units import scale
from zhenwu.metrics.atoms import Slice
from zhenwu.metrics.definition import MetricDef

Aspect = Literal["value", "growth", "difference", "share", "rank", "progress", "streak"]
ASPECTS: tuple[str, ...] = ("value", "growth", "difference", "share", "rank", "progress", "streak")
#: Rooms whose rows figures are made of.
FROM = frozenset({"areas", "ledgers", "figures"})
#: Why there is no value: each prints differently, and none of them is zero.
MISSING_WORDS = {
    "nodata": "无数据",
    "no_denominator": "无法比较",
    "stale": "过期",
    "masked": "遮盖",
    "not_due": "未到期",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One figure asked for. slice : (field, value) pairs, 其中."""

    metric: str
    area: str
    period: Period
    aspect: str = "value"
    slice: Slice = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric evaluated. value is in `unit`; missing says why there is none ("stale" comes with the value it had)."""

    metric: MetricDef
    area: str
    period: Period
    aspect: str = "value"
    slice: Slice = ()
    value: Decimal | None = None
    missing: str = ""
    unit: str = ""
    source: str = ""
    status: str = ""
    #: last day that the data speak for
    as_of: date | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    #: ids of the statistics used
    statistics: tuple[int, ...] = ()
    version: int = 1
    note: str = ""
    #: days that the value speaks for: the period asked, cut at today or at the last filing
    shown: Period | None = None

    @property
    def ask(self) -> Ask:
        return Ask(self.metric.code, self.area, self.period, self.aspect, self.slice)

    def print(self) -> str:
        """As a report prints it: 187批, 7286万元, 下降20.76%, 第3位; a missing one is a word."""
        if self.value is None:
            return "无法计算" if self.missing == "no_denominator" and self.aspect == "value" else MISSING_WORDS.get(
                self.missing, "无数据"
            )  # fmt: skip
        places = self.metric.places
        if self.aspect == "growth":
            return (
                print_points(self.value, places=places)
                if self.unit == "百分点"
                else print_growth(self.value, places=places)
            )
        if self.aspect == "rank" or self.unit == "位":
            return f"第{plain(self.value)}位"
        if self.aspect == "streak":
            return f"连续{plain(self.value)}{self.unit}"
        if self.aspect == "share":
            return plain(round_half_up(self.value, places)) + "%"
        printed = (scale(self.metric.shown_in)[0], self.metric.shown_in) if self.metric.shown_in else None
        return print_value(self.value, self.unit, scale=printed, places=places)


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One record, event, measurement or statistic behind a figure, with what it adds."""

    kind: str
    id: int
    on: date
    title: str
    contribution: Decimal | None
    number: str = ""
    record_id: int | None = None
    ledger: str = ""
    area_code: str = ""
    place: str = ""
    persons: int | None = None
    #: the statistic itself, with its receipt
    thing: Any = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The list behind a figure. visible + hidden = total rows; recount is what they add up to and equals the figure.

    kind : records, events, measurements, statistics, ratio, mixed or none. parts : labelled evidence of what a ratio,
    a comparison or a mixed figure is made of.
    """

    kind: str
    rows: tuple[EvidenceRow, ...] = ()
    visible: int = 0
    hidden: int = 0
    total: int = 0
    recount: Decimal | None = None
    parts: tuple[tuple[str, Evidence], ...] = ()
    #: sum of the contributions of the rows that the user may see
    visible_sum: Decimal | None = None
