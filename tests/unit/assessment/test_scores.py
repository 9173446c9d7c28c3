"""Scoring: a table of cases, and what holds for every item and total: bounds, monotony, weights."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from zhenwu.assessment.rules import Given, Mark, item_mark, most_of, standing, total
from zhenwu.catalog import ItemSpec

#: A slow machine is no fault of a rule.
steady = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

CASES = yaml.safe_load(Path(__file__).with_name("scores.yaml").read_text("utf-8"))
NUMBERS = ("weight", "full", "zero", "per", "cap", "least")


def item_of(raw: dict[str, Any]) -> ItemSpec:
    fields = {key: Decimal(str(value)) if key in NUMBERS else value for key, value in raw.items()}
    return ItemSpec(key="it", name="一项", **fields)


def given_of(raw: dict[str, Any]) -> Given:
    numbers = {key: Decimal(str(raw[key])) for key in ("value", "denominator") if key in raw}
    return Given(missing=raw.get("missing", ""), **numbers)


@pytest.mark.parametrize("case", CASES, ids=[case["say"] for case in CASES])
def test_an_item(case: dict[str, Any]) -> None:
    mark = item_mark(item_of(case["item"]), given_of(case["given"]))
    assert mark.out == case.get("out", "")
    assert mark.points == (Decimal(case["points"]) if "points" in case else None)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 30


def d(text: str) -> Decimal:
    return Decimal(text)


def marks(*rows: tuple[str, str | None]) -> list[Mark]:
    return [
        Mark(f"m{n}", d(weight), None if points is None else d(points), "" if points else "no_denominator")
        for n, (weight, points) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "bonus", "points", "base"),
    [
        ([("60", "50"), ("40", "30")], None, "80", "100"),
        ([("60", "50"), ("40", None)], None, "83.33", "60"),
        ([("60", "0"), ("40", None)], None, "0.00", "60"),
        ([("60", "60"), ("40", None)], None, "100", "60"),
        ([("60", None), ("40", None)], None, None, "0"),
        ([("60", None), ("40", None)], "5", None, "0"),
        ([("60", "50"), ("40", "30")], "5", "85", "100"),
        ([("15", "10.01"), ("15", None), ("70", "66.66")], "1.8", "92.00", "85"),
    ],
)
def test_a_total(rows: Any, bonus: str | None, points: str | None, base: str) -> None:
    added = [Mark("b", Decimal(0), d(bonus), "", bonus=True)] if bonus else []
    found = total([*marks(*rows), *added])
    assert found.points == (None if points is None else d(points))
    assert found.base == d(base)
    assert len(found.left_out) == sum(points is None for _weight, points in rows)


def test_equal_points_share_the_better_place_and_none_has_no_place() -> None:
    assert standing({"a": d("80"), "b": d("90"), "c": d("80.00"), "e": None, "f": d("70")}) == {
        "a": 2, "b": 1, "c": 2, "f": 4,
    }  # fmt: skip


numbers = st.decimals(-(10**6), 10**6, places=3)
weights = st.decimals("0.5", 100, places=1)


@st.composite
def measured_items(draw: Any) -> ItemSpec:
    kind, weight = draw(st.sampled_from(["reach", "deduct", "add"])), draw(weights)
    per = draw(st.decimals("0.01", 50, places=2))
    if kind == "reach":
        full, zero = draw(numbers), draw(numbers)
        assume(full != zero)
        cap = draw(st.one_of(st.none(), st.just(weight + draw(weights))))
        return ItemSpec("it", "一项", kind, weight, "m", full, zero, None, cap)
    if kind == "deduct":
        cap = draw(st.one_of(st.none(), st.just(weight / 2)))
        return ItemSpec("it", "一项", kind, weight, "m", None, None, per, cap)
    return ItemSpec("it", "一项", kind, Decimal(0), "m", None, None, per, weight)


@steady
@given(item=measured_items(), value=numbers)
def test_points_stay_within_bounds(item: ItemSpec, value: Decimal) -> None:
    points = item_mark(item, Given(value)).points
    # half a hundredth of rounding at the most
    assert points is not None and 0 <= points <= most_of(item) + d("0.005")


@steady
@given(item=measured_items(), one=numbers, other=numbers)
def test_points_follow_the_value(item: ItemSpec, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    first, second = item_mark(item, Given(low)).points, item_mark(item, Given(high)).points
    assert first is not None and second is not None
    rising = item.kind == "add" or (
        item.kind == "reach" and item.full is not None and item.zero is not None and item.full > item.zero
    )
    assert first <= second if rising else first >= second


rows = st.lists(
    st.tuples(weights, st.one_of(st.none(), st.decimals(0, 1, places=2))), min_size=1, max_size=10
)


@steady
@given(rows=rows)
def test_a_total_stays_within_all_weights_and_leaves_out_without_harm(
    rows: list[tuple[Decimal, Decimal | None]],
) -> None:
    made = [
        Mark(f"m{n}", weight, None if share is None else weight * share, "nodata" if share is None else "")
        for n, (weight, share) in enumerate(rows)
    ]
    found = total(made)
    counted = [mark for mark in made if mark.points is not None]
    if not counted:
        assert found.points is None
        return
    assert found.points is not None and 0 <= found.points <= found.full + d("0.01")
    # the share of what counts is the share of the whole
    alone = total(counted)
    assert alone.points is not None
    assert abs(found.points * alone.full - alone.points * found.full) <= d("0.01") * (alone.full + found.full)
    if len(counted) == len(made):
        assert abs(found.points - sum((mark.points for mark in counted if mark.points), Decimal(0))) <= d(
            "0.005"
        )


@steady
@given(rows=rows, factor=st.integers(2, 9))
def test_only_the_proportions_of_weights_matter(
    rows: list[tuple[Decimal, Decimal | None]], factor: int
) -> None:
    def made(times: int) -> list[Mark]:
        return [
            Mark(f"m{n}", weight * times, None if share is None else weight * times * share)
            for n, (weight, share) in enumerate(rows)
        ]

    one, many = total(made(1)), total(made(factor))
    if one.points is None or many.points is None:
        assert one.points == many.points
        return
    assert abs(one.points * factor - many.points) <= d("0.005") * (factor + 1)
