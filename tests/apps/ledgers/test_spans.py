"""Months and running totals brought together: what stands never overlaps and always adds up to what was said."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhenwu.kernel.period import Period
from zhenwu.ledgers.imports.measures.spans import Saying, Settled, settle


def months(text: str) -> Period:
    """3 or 1-9, of 2026."""
    first, _, last = text.partition("-")
    return Period(Period.month(2026, int(first)).start, Period.month(2026, int(last or first)).end)


def told(known: dict[str, int], said: dict[str, int], grain: int = 0) -> Settled:
    return settle(
        {months(m): Decimal(v) for m, v in known.items()},
        [Saying(months(m), Decimal(v), m, Decimal(grain)) for m, v in said.items()],
    )


def stands(found: Settled) -> dict[str, int]:
    return {
        f"{p.start.month}" if p.is_month else f"{p.start.month}-{p.end.month}": int(v)
        for p, v in sorted(found.stretches.items())
    }


@pytest.mark.parametrize(
    ("known", "said", "expected"),
    [
        ({}, {"1": 5, "2": 6}, {"1": 5, "2": 6}),
        ({}, {"1-2": 10, "1-3": 18, "1-9": 60}, {"1-2": 10, "3": 8, "4-9": 42}),
        ({"1": 1, "2": 2, "3": 3}, {"1-4": 10}, {"1": 1, "2": 2, "3": 3, "4": 4}),
        ({"1-9": 50}, {"1-10": 57}, {"1-9": 50, "10": 7}),
        # a running total that differs from the ledger's months changes the last of them
        ({"1": 1, "2": 2, "3": 3}, {"1-3": 7}, {"1": 1, "2": 2, "3": 4}),
        # a part of what stood as one takes the rest with it
        ({"1-2": 5}, {"1": 2}, {"1": 2, "2": 3}),
        ({"1-3": 9}, {"1-2": 5, "1-3": 9}, {"1-2": 5, "3": 4}),
        ({"1-3": 9}, {"1": 3, "2": 3, "3": 4}, {"1": 3, "2": 3, "3": 4}),
        # a month and the total around it leave the rest
        ({}, {"3": 4, "1-3": 10}, {"1-2": 6, "3": 4}),
        ({"3": 4}, {"1-3": 10}, {"1-2": 6, "3": 4}),
    ],
)
def test_what_stands(known, said, expected):
    found = told(known, said)
    assert (stands(found), found.faults) == (expected, [])


@pytest.mark.parametrize(
    ("known", "said", "place", "what"),
    [
        ({}, {"1": 1, "2": 2, "1-2": 4}, "1-2", "sum"),
        ({}, {"1-2": 10, "1-3": 8}, "1-3", "negative"),
        ({"1": 5}, {"1-2": 4}, "1-2", "negative"),
        ({"1": 1, "2": 2, "3": 3}, {"1-3": 2}, "1-3", "negative"),
        ({"1-9": 50}, {"3": 2}, "3", "open"),
        ({"3": 4}, {"1-5": 20}, "1-5", "open"),
    ],
)
def test_what_cannot_be(known, said, place, what):
    assert [(s.where, w) for s, w in told(known, said).faults] == [(place, what)]


def test_rounded_months_may_miss_their_total_by_half_a_digit_each():
    assert not told({}, {"1": 33, "2": 33, "3": 33, "1-3": 100}, grain=1).faults
    assert told({}, {"1": 33, "2": 33, "3": 33, "1-3": 102}, grain=1).faults


def test_before_and_after_of_each_number():
    found = told({"1": 1, "2": 2}, {"1-2": 3, "1-3": 9, "2": 2})
    assert (found.before, found.after) == ([3, None, 2], [3, 9, 2])


SPANS = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda p: f"{min(p)}-{max(p)}")


# a busy machine is slow to draw, which is no fault of the code
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.integers(0, 99), min_size=12, max_size=12),
    st.lists(SPANS, max_size=6),
    st.lists(SPANS, max_size=6),
)
def test_numbers_of_one_truth_never_clash(true, known, said):
    """Whatever parts of the same year the ledger and the sheet tell: sums hold, nothing is counted twice."""
    worth = lambda text: sum(true[int(text.split("-")[0]) - 1 : int(text.split("-")[1])])  # noqa: E731
    first = told({}, {s: worth(s) for s in known})
    if any(what == "open" for _s, what in first.faults):
        return
    found = settle(first.stretches, [Saying(months(s), Decimal(worth(s)), s) for s in dict.fromkeys(said)])
    assert {what for _s, what in found.faults} <= {"open"}
    if found.faults:
        return
    spans = sorted(found.stretches)
    assert all(one.end < other.start for one, other in pairwise(spans))
    for span, value in found.stretches.items():
        assert value == sum(true[span.start.month - 1 : span.end.month])
    again = settle(found.stretches, [Saying(months(s), Decimal(worth(s)), s) for s in dict.fromkeys(said)])
    assert again.stretches == found.stretches and again.before == again.after
