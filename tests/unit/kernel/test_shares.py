"""Shares that are printed add up."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from zhenwu.kernel.printing import round_half_up
from zhenwu.kernel.shares import share_out, shares

WEIGHTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2),
    st.decimals(0, 5000, places=2, allow_nan=False).map(Decimal),
    min_size=1,
    max_size=40,
)


def test_printed_shares_add_up() -> None:
    assert shares({"done": 11, "ahead": 3, "pace": 24, "behind": 5, "late": 1, "idle": 2}) == {
        "done": 24, "ahead": 7, "pace": 52, "behind": 11, "late": 2, "idle": 4,
    }  # fmt: skip
    for counts in ({"a": 1, "b": 1, "c": 1}, {"a": 7}, {"a": 13, "b": 28, "c": 77, "d": 12, "e": 1}):
        assert sum(shares(counts).values()) == 100
    assert shares({"a": 0}) == {"a": 0}


def test_a_town_s_path_is_shared_out_whole() -> None:
    weights = {str(n): Decimal(n) for n in (34, 28, 30, 12)}
    owed = share_out(Decimal(82), weights, whole=True)
    assert sum(owed.values()) == 82 and all(part == part.to_integral_value() for part in owed.values())
    assert share_out(Decimal(5), {"a": Decimal(0)}, whole=True) == {"a": 0}


def test_parts_with_decimals_add_up_as_well() -> None:
    thirds = share_out(Decimal(10), {key: Decimal(1) for key in "abc"}, whole=False)
    assert list(thirds.values()) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    tenths = share_out(Decimal("0.7"), {key: Decimal(1) for key in "ab"}, whole=False, places=1)
    assert list(tenths.values()) == [Decimal("0.4"), Decimal("0.3")]


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 10**6), min_size=1, max_size=40
    )
)
def test_percents_of_any_counts_add_up_and_are_within_one(counts: dict[str, int]) -> None:
    found, total = shares(counts), sum(counts.values())
    assert list(found) == list(counts)
    assert sum(found.values()) == (100 if total else 0)
    for key, part in found.items():
        assert abs(part * total - counts[key] * 100) < (total or 1)


@given(st.decimals(0, 10**6, places=3, allow_nan=False).map(Decimal), WEIGHTS, st.booleans())
def test_any_total_is_shared_out_to_its_printed_value(
    total: Decimal, weights: dict[str, Decimal], whole: bool
) -> None:
    parts = share_out(total, weights, whole=whole)
    if any(weights.values()):
        assert sum(parts.values()) == round_half_up(total, 0 if whole else 2)
    else:
        assert set(parts.values()) == {Decimal(0)}
