"""A number in a text: what it holds for, how another value is printed in its place."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from zhenwu.reports.prints import difference, interval, reprint, shape


@pytest.mark.parametrize(
    ("surface", "value", "inside", "outside"),
    [
        ("1700余万元", "17000000", ["17000000", "17999999"], ["16999999", "18000000"]),
        ("30余家", "30", ["30", "39"], ["29", "40"]),
        ("十余次", "10", ["10", "19"], ["9", "20"]),
        ("近60家", "60", ["54", "59", "60"], ["53", "61"]),
        ("超100万元", "1000000", ["1000001", "3000000"], ["1000000", "900000"]),
        ("10%以上", "10", ["10", "12.4"], ["9.9"]),
        ("不超过5%", "5", ["5", "0"], ["5.1"]),
        ("不足20人", "20", ["19"], ["20"]),
        ("约3.2亿元", "320000000", ["310000000", "330000000"], ["300000000"]),
        ("279批", "279", ["279"], ["278", "280"]),
        ("4.27亿元", "427000000", ["427000000", "426500000", "427499999"], ["431000000", "427500000"]),
    ],
)
def test_a_hedge_is_an_interval(surface, value, inside, outside):
    bounds = interval(surface, D(value))
    assert all(D(one) in bounds for one in inside)
    assert not any(D(one) in bounds for one in outside)


@pytest.mark.parametrize(
    ("surface", "old", "new", "printed"),
    [
        ("279批", "279", "187", "187批"),
        ("1700余万元", "17000000", "23456000", "2300余万元"),
        ("1700余万元", "17000000", "23000000", "2300万元"),
        ("3000余人", "3000", "1950", "1900余人"),
        ("30余家", "30", "7", "7家"),
        ("0.3亿元", "30000000", "45600000", "0.5亿元"),
        ("0.3亿元", "30000000", "1234567", "0.012亿元"),
        ("22.28%", "22.28", "20.7627", "20.76%"),
        ("第283位", "283", "250", "第250位"),
        ("10%以上", "10", "12.4", "12%以上"),
        ("近60家", "60", "75", "近80家"),
        ("近60家", "60", "80", "80家"),
        ("两家", "2", "3", "三家"),
        ("两家", "2", "12", "12家"),
        ("1,684件", "1684", "2001", "2,001件"),
        ("5公顷", "75", "90", "6公顷"),
        ("20餘萬元", "200000", "345678", "30餘萬元"),
    ],
)
def test_a_value_is_printed_as_the_old_one_was_and_its_hedge_holds(surface, old, new, printed):
    text = reprint(surface, D(old), D(new))
    assert text == printed
    found = shape(text)
    factor = shape(surface, D(old)).factor
    if found.hedge:
        assert D(new) in interval(text, found.number * factor)


def test_what_is_no_single_number_is_left_alone():
    assert reprint("1.2—1.5万元", D(12000), D(13000)) is None
    assert reprint("三分之一", D(33), D(40)) is None
    assert shape("x万元") is None
    assert reprint("破百万", D(1000000), D(1234567)) is None
    assert D(1234567) in interval("破百万", D(1000000), qualifier="over")


def test_the_difference_is_said_in_the_texts_own_scale():
    assert difference("4.27亿元", D(427000000), D(431000000)) == "少0.04亿元"
    assert difference("146件", D(146), D(143)) == "多3件"
    assert difference("8.5%", D("8.5"), D("7.5")) == "多1.0个百分点".replace(".0", "")
    assert difference("3家", D(3), D(3)) == ""
