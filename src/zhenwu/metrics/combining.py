"""Arithmetic of figures: ratios, growth, ranks and streaks, with "cannot be said" kept apart from zero."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

NO_DENOMINATOR, NO_DATA = "no_denominator", "nodata"
Answer = tuple[Decimal | None, str]


def ratio(numerator: Decimal | None, denominator: Decimal | None, *, percent: bool = True) -> Answer:
    """A share, or why there is none.

    >>> ratio(Decimal(3), Decimal(4)), ratio(Decimal(0), Decimal(0))
    ((Decimal('75.00'), ''), (None, 'no_denominator'))
    """
    if numerator is None or denominator is None:
        return None, NO_DATA
    if denominator == 0:
        return None, NO_DENOMINATOR
    value = numerator / denominator
    return (value * 100 if percent else value), ""


def growth(now: Decimal | None, before: Decimal | None, *, rate: bool = False) -> Answer:
    """Year-on-year: percent, or percentage points for a rate. From zero or below it is undefined, never +100 %.

    >>> growth(Decimal(187), Decimal(236))[0].quantize(Decimal("0.01"))
    Decimal('-20.76')
    """
    if now is None or before is None:
        return None, NO_DATA
    if rate:
        return now - before, ""
    if before <= 0:
        return None, NO_DENOMINATOR
    return (now - before) / before * 100, ""


def rank(
    own: Decimal | None, others: Sequence[Decimal | None], *, better_up: bool = True
) -> tuple[int | None, int]:
    """Place among the siblings (equal values share the better one), and how many have a value at all.

    >>> rank(Decimal(5), [Decimal(9), Decimal(5), None, Decimal(1)])
    (2, 4)
    """
    known = [value for value in others if value is not None]
    if own is None:
        return None, len(known)
    ahead = sum(1 for value in known if (value > own if better_up else value < own))
    return ahead + 1, len(known) + 1


def streak(values: Sequence[Decimal | None], *, of_zeros: bool) -> int:
    """How many periods in a row, the latest first, kept to zero (or grew over the one before).

    >>> streak([Decimal(0), Decimal(0), Decimal(3)], of_zeros=True)
    2
    """
    count = 0
    for i, value in enumerate(values):
        if value is None:
            break
        if of_zeros:
            if value != 0:
                break
        elif i + 1 >= len(values) or values[i + 1] is None or value <= values[i + 1]:  # type: ignore[operator]
            break
        count += 1
    return count
