"""The path expected to date: which share of a year's promise is owed by a day. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

ZERO, ONE = Decimal(0), Decimal(1)

#: Share of a year's work on the land done in each month: sowing and spring works, the flood season's pause, autumn and winter works.
#: Version 2026-01, valid from 2000-01-01; docs/plan.md, table "seasons".
SEASON = tuple(Decimal(n) / 100 for n in (2, 2, 10, 12, 10, 5, 4, 5, 10, 14, 15, 11))

Point = tuple[date, Decimal]


def expected_share(
    path: str,
    start: date,
    due: date,
    day: date,
    points: Sequence[Point] = (),
    last_year: Sequence[Decimal] = (),
) -> Decimal:
    """Share of the whole (0 to 1) that is owed by the end of `day`.

    path : even (by days), months (steps at month ends), season (SEASON), milestones (straight lines between `points`),
    last_year (`last_year`: twelve running shares at the ends of its months), end (all of it on the last day).
    points : (date, share), also override every other path. A path without what it needs is even.

    >>> expected_share("even", date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 2)).quantize(Decimal("0.001"))
    Decimal('0.501')
    >>> expected_share("months", date(2026, 1, 1), date(2026, 12, 31), date(2026, 10, 16))
    Decimal('0.75')
    """
    if day < start:
        return ZERO
    if day >= due:
        return ONE
    if points:
        return _between([(start - timedelta(days=1), ZERO), *sorted(points), (due, ONE)], day)
    if path == "end":
        return ZERO
    if path == "months":
        return _by_months(start, due, day)
    if path == "season":
        return _by_weights(SEASON, start, due, day)
    if path == "last_year" and len(last_year) == 12 and last_year[-1] > 0:
        monthly = [share - (last_year[i - 1] if i else ZERO) for i, share in enumerate(last_year)]
        if sum(monthly) > 0 and _weight(monthly, start, due) > 0:
            return _by_weights(monthly, start, due, day)
    return Decimal((day - start).days + 1) / Decimal((due - start).days + 1)


def _between(points: Sequence[Point], day: date) -> Decimal:
    """On the straight line between the two points around the day; a path never falls."""
    before = points[0]
    for point in points[1:]:
        if point[0] <= before[0]:
            before = (before[0], max(before[1], point[1]))
            continue
        if day <= point[0]:
            part = Decimal((day - before[0]).days) / Decimal((point[0] - before[0]).days)
            return before[1] + max(point[1] - before[1], ZERO) * part
        before = (point[0], max(point[1], before[1]))
    return ONE


def _month_ends(start: date, due: date) -> list[date]:
    ends, year, month = [], start.year, start.month
    while (year, month) <= (due.year, due.month):
        ends.append(min(date(year, month, calendar.monthrange(year, month)[1]), due))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return ends


def _by_months(start: date, due: date, day: date) -> Decimal:
    ends = _month_ends(start, due)
    return Decimal(sum(end <= day for end in ends)) / Decimal(len(ends))


def _weight(weights: Sequence[Decimal], start: date, end: date) -> Decimal:
    """What the weights of the months add up to from start to end, days in proportion."""
    total, first = ZERO, start
    for last in _month_ends(start, end):
        days = calendar.monthrange(last.year, last.month)[1]
        total += weights[last.month - 1] * Decimal((last - first).days + 1) / days
        first = last + timedelta(days=1)
    return total


def _by_weights(weights: Sequence[Decimal], start: date, due: date, day: date) -> Decimal:
    whole = _weight(weights, start, due)
    return _weight(weights, start, day) / whole if whole > 0 else ONE
