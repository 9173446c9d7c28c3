"""Units and printing: base units inside, reports' wording outside, never more precise than the value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwu.kernel.errors import UnitMismatch
from zhenwu.kernel.printing import (
    best_scale,
    grouped,
    plain,
    print_growth,
    print_points,
    print_value,
    round_half_up,
)
from zhenwu.kernel.units import SCALES, Quantity, attainment, growth, scale

decimals = st.decimals(-(10**12), 10**12, places=4)


@pytest.mark.parametrize(
    ("unit", "factor", "base"),
    [
        ("元", 1, "元"),
        ("万元", 10_000, "元"),
        ("亿元", 100_000_000, "元"),
        ("千元", 1000, "元"),
        ("万人次", 10_000, "人次"),
        ("万头", 10_000, "头"),
        ("亿斤", 100_000_000, "斤"),
        ("公顷", 15, "亩"),
        ("千米", 1, "公里"),
        ("％", 1, "%"),
        ("", 1, ""),
        ("万", 1, "万"),
        (" 户 ", 1, "户"),
    ],
)
def test_a_printed_unit_has_a_factor_and_a_base(unit: str, factor: int, base: str) -> None:
    assert scale(unit) == (Decimal(factor), base)


def test_a_base_unit_is_its_own_base() -> None:
    for _factor, base in SCALES.values():
        assert scale(base) == (Decimal(1), base)


def test_quantities_of_one_unit_add_and_others_do_not() -> None:
    total = Quantity.of("1.2", "亿元") + Quantity.of(300, "万元") - Quantity.of(1, "元")
    assert total == Quantity(Decimal(122_999_999), "元")
    for act in (Quantity.__add__, Quantity.__sub__, attainment):
        with pytest.raises(UnitMismatch, match="元与亩"):
            act(Quantity.of(1, "元"), Quantity.of(1, "亩"))


def test_attainment_of_nothing_is_nothing() -> None:
    ten, zero = Quantity.of(10, "户"), Quantity.of(0, "户")
    assert attainment(ten, Quantity.of(8, "户")) == Decimal("1.25")
    assert attainment(zero, ten) == 0
    assert attainment(ten, zero) is None and attainment(None, ten) is None and attainment(ten, None) is None


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [
        (110, 100, 10),
        (90, 100, -10),
        (0, 100, -100),
        (5, 0, None),
        (5, -1, None),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_growth_from_nothing_is_undefined(now: int | None, before: int | None, percent: int | None) -> None:
    found = growth(*(None if value is None else Decimal(value) for value in (now, before)))
    assert found == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("72860000", "元", "7286万元"),
        ("126000000", "元", "1.26亿元"),
        ("9999", "元", "9999元"),
        ("41.60", "%", "41.6%"),
        ("99999", "人次", "99999人次"),
        ("1230000", "人次", "123万人次"),
        ("-320000", "元", "−32万元"),
        ("-0.001", "%", "0%"),
        ("0", "件", "0件"),
        ("187", "批", "187批"),
        ("1234567", "", "1234567"),
    ],
)
def test_a_value_prints_as_running_text_has_it(value: str, unit: str, text: str) -> None:
    assert print_value(Decimal(value), unit) == text


def test_a_column_keeps_the_scale_it_is_given() -> None:
    assert print_value(Decimal(500), "元", scale=(Decimal(10_000), "万元")) == "0.05万元"
    assert print_value(Decimal("1234.5678"), "亩", places=0) == "1235亩"


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("-1684.50", None, "−1,684.5"), ("1234567", None, "1,234,567"), ("3", 1, "3.0"), ("-0.004", 2, "0.00")],
)
def test_tables_group_digits(value: str, places: int | None, text: str) -> None:
    assert grouped(Decimal(value), places) == text


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        ("12.345", "增长12.35%"),
        ("-20.762", "下降20.76%"),
        ("0.004", "持平"),
        ("5", "增长5%"),
        (None, "无法比较"),
    ],
)
def test_growth_in_words(percent: str | None, text: str) -> None:
    assert print_growth(None if percent is None else Decimal(percent)) == text


def test_rates_differ_in_points() -> None:
    assert print_points(Decimal("1.30")) == "提高1.3个百分点"
    assert print_points(Decimal("-0.4")) == "下降0.4个百分点"
    assert print_points(Decimal("0.001")) == "持平"


def test_halves_go_away_from_zero_as_at_school() -> None:
    assert [round_half_up(Decimal(text), 0) for text in ("0.5", "1.5", "2.5", "-0.5")] == [1, 2, 3, -1]


@given(decimals)
def test_plain_says_the_same_number(value: Decimal) -> None:
    text = plain(value)
    assert Decimal(text) == value and "E" not in text and not text.endswith(".")


@given(decimals, st.sampled_from(["元", "件", "%", "亩", ""]))
def test_a_scale_never_changes_the_size(value: Decimal, unit: str) -> None:
    factor, printed = best_scale(value, unit)
    assert printed.endswith(unit) and factor in (1, 10_000, 100_000_000)
    assert factor == 1 or abs(value) >= factor
    if printed != unit:
        assert scale(printed) == (factor, unit)


@given(decimals, st.integers(0, 4))
def test_rounding_stays_within_half_a_step(value: Decimal, places: int) -> None:
    rounded = round_half_up(value, places)
    assert abs(rounded - value) <= Decimal(5).scaleb(-places - 1)
    assert not str(rounded).startswith("-0") or rounded != 0
