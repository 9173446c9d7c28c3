"""The smallest things that are counted: what a metric comes down to once its ratios are taken apart and its slices put in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.metrics.definition import PLACES, Condition, MetricDef

#: (field, value) pairs: 其中 by a field of the ledger
Slice = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Atom:
    """One countable thing; two metrics that count the same share it."""

    shape: str
    table: str
    ledger: str
    column: str = ""
    where: tuple[Condition, ...] = ()
    date: str = ""
    event: str = ""
    detail: str = ""
    measure: str = ""
    at_least: Decimal | None = None

    @property
    def places(self) -> int:
        """Places of the exact integer that a sum comes back as."""
        return PLACES.get(self.column, 0) if self.column and self.shape != "distinct" else 0

    def window(self, period: Period) -> Period:
        """The days that the atom looks at to speak for a period: a threshold looks at the year so far."""
        if self.shape == "threshold":
            return Period(date(period.end.year, 1, 1), period.end)
        return period


def atom_of(metric: MetricDef, slices: Slice = ()) -> Atom:
    """The atom of a metric that is counted from records; ratios and filed metrics have none."""
    if metric.shape in ("ratio", "filed"):
        raise BadInput(f"指标{metric.name}不由记录直接数出", code="ZW-METRIC")
    where = (*metric.where, *(Condition(key, "in", (value,)) for key, value in slices))
    return Atom(
        metric.shape, metric.table, metric.ledger, metric.column, where, metric.date, metric.event, metric.detail,
        metric.measure, metric.at_least,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Want:
    """An atom asked for a period and a place. place : the code prefixes that make it up, usually one."""

    atom: Atom
    period: Period
    place: tuple[str, ...]
