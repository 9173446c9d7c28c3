"""What a sheet says of single and running periods, made one with what is known. Pure.

Offices report months, running totals (1—9月), quarters, or a mixture. Each number is the distance between two days; days that numbers
tie together have known distances, however they were told. What stands afterwards are the shortest stretches between tied days: they
never overlap, so that their sum is counted once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from zhenwu.kernel.period import Period

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Saying:
    """One number told of a period. where : its place, for whoever told it. grain : the last digit's worth."""

    period: Period
    value: Decimal
    where: Any = None
    grain: Decimal = Decimal(0)


@dataclass(slots=True)
class Settled:
    """stretches : what will stand. before, after : totals over a saying's period, in the order of the sayings; before is None where
    nothing was known. faults : (saying, what is wrong)."""

    stretches: dict[Period, Decimal] = field(default_factory=dict)
    before: list[Decimal | None] = field(default_factory=list)
    after: list[Decimal | None] = field(default_factory=list)
    faults: list[tuple[Saying, str]] = field(default_factory=list)


class _Line:
    """Days tied by numbers: a forest in which each day knows its distance from the root of its tree."""

    def __init__(self) -> None:
        self.up: dict[date, tuple[date, Decimal]] = {}

    def root(self, day: date) -> tuple[date, Decimal]:
        """The day that ties this one, and the distance from it."""
        parent, away = self.up.setdefault(day, (day, Decimal(0)))
        while parent != self.up[parent][0]:
            above, more = self.up[parent]
            parent, away = above, away + more
        return parent, away

    def between(self, start: date, stop: date) -> Decimal | None:
        (one, here), (other, there) = self.root(start), self.root(stop)
        return there - here if one == other else None

    def tie(self, start: date, stop: date, value: Decimal) -> bool:
        """Say how far two days lie apart; False when that is known already."""
        (one, here), (other, there) = self.root(start), self.root(stop)
        if one == other:
            return False
        self.up[other] = (one, here + value - there)
        return True

    def stretches(self) -> dict[date, list[Period]]:
        """Per tree the periods between its neighbouring days."""
        trees: dict[date, list[date]] = {}
        for day in sorted(self.up):
            trees.setdefault(self.root(day)[0], []).append(day)
        return {root: [Period(a, b - _DAY) for a, b in pairwise(days)] for root, days in trees.items()}


def _ends(period: Period) -> tuple[date, date]:
    return period.start, period.end + _DAY


def settle(known: Mapping[Period, Decimal], sayings: Iterable[Saying]) -> Settled:
    """Bring what is said together with what is known; the sheet's word counts before the ledger's.

    A running total that the ledger's months do not add up to changes the last of them; one that contradicts the months of its own sheet
    by more than rounding is a fault, and so is a period that cannot be taken out of a longer one.
    """
    told = list(sayings)
    old = _Line()
    for period, value in sorted(known.items()):
        old.tie(*_ends(period), value)
    line, found = _Line(), Settled()
    found.before = [old.between(*_ends(s.period)) for s in told]
    spoken: list[Saying] = []
    for saying in sorted(told, key=lambda s: (s.period.days, s.period.start)):
        if not line.tie(*_ends(saying.period), saying.value):
            _agree(line, saying, spoken, found)
        spoken.append(saying)
    for period, value in sorted(known.items()):
        line.tie(*_ends(period), value)
    _lay_out(line, told, known, found)
    found.after = [line.between(*_ends(s.period)) for s in told]
    return found


def _agree(line: _Line, saying: Saying, spoken: list[Saying], found: Settled) -> None:
    """A total must be that of its parts, but for the rounding of each."""
    total = line.between(*_ends(saying.period))
    assert total is not None
    parts = [s for s in spoken if saying.period.covers(s.period)]
    grain = max((s.grain for s in (saying, *parts)), default=Decimal(0))
    if abs(total - saying.value) * 2 > grain * (len(parts) + 1 if len(parts) > 1 else 0):
        found.faults.append((saying, "sum"))


def _lay_out(line: _Line, told: list[Saying], known: Mapping[Period, Decimal], found: Settled) -> None:
    """The stretches that stand; faults where they overlap or come out below zero."""
    trees = line.stretches()
    days = {s.period: line.root(s.period.start)[0] for s in told}
    spoken = set(days.values())
    for root, periods in trees.items():
        for period in periods:
            value = line.between(*_ends(period))
            assert value is not None
            found.stretches[period] = value
            given = any(s.period == period for s in told) or known.get(period) == value
            if value < 0 and not given:
                _blame(told, days, root, period, "negative", found)
    rest = [(p, root) for root, periods in trees.items() for p in periods]
    rest.sort()
    for (one, first), (other, second) in _crossing(rest):
        if first != second and (first in spoken or second in spoken):
            _blame(
                told,
                days,
                second if second in spoken else first,
                other if second in spoken else one,
                "open",
                found,
            )


def _crossing(rest: list[tuple[Period, date]]) -> Iterable[tuple[tuple[Period, date], tuple[Period, date]]]:
    """Pairs of stretches that share days."""
    for index, one in enumerate(rest):
        for other in rest[index + 1 :]:
            if other[0].start > one[0].end:
                break
            yield one, other


def _blame(
    told: list[Saying], days: Mapping[Period, date], root: date, period: Period, what: str, found: Settled
) -> None:
    """The saying that brought a stretch about: the shortest of its tree that covers it, else the first that touches it."""
    mine = [s for s in told if days[s.period] == root]
    covering = sorted((s for s in mine if s.period.covers(period)), key=lambda s: s.period.days)
    guilty = covering[0] if covering else next((s for s in mine if s.period.start <= period.end), mine[0])
    if all(s is not guilty for s, _what in found.faults):
        found.faults.append((guilty, what))
