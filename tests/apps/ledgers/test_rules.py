"""Values as people and spreadsheets write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from zhenwu.ledgers.rules import Clock, clocks_of, due_of, identity_of
from zhenwu.ledgers.rules_dates import read_date
from zhenwu.ledgers.rules_fields import Rule, check_value
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit

from .books import resident

PLACES = Places(
    "990101101000",
    [
        ("990101101000", "清溪镇"),
        ("990101101201", "石桥村"),
        ("990101101202", "大塘村"),
        ("990101101203", "老街社区"),
    ],
)


@pytest.mark.parametrize(
    "raw",
    ["2024-09-03", "2024.9.3", "2024/9/3", "2024年9月3日", "2024年9月3日 09:30", "20240903", 45538, "45538", 45538.5,
     date(2024, 9, 3), datetime(2024, 9, 3, 8, 0),  # noqa: DTZ001
     "２０２４－０９－０３", "2024-09-03(星期二)"],
)  # fmt: skip
def test_a_day_in_any_writing(raw):
    assert read_date(raw) == date(2024, 9, 3)


@pytest.mark.parametrize(
    ("raw", "what", "suggestion"),
    [
        ("2024-09-31", "9月只有30天", ""),
        ("20222-03-02", "年份20222不对", "2022-03-02"),
        ("9月3日", "没有年份", "2026-09-03"),
        ("11月3日", "没有年份", "2025-11-03"),
        ("24.9.3", "只有两位", "2024-09-03"),
        ("2024年9月", "没有写日", ""),
        ("2024-13-01", "没有13月", ""),
        ("上周三", "不是日期", ""),
        (3, "不是日期", ""),
    ],
)
def test_a_day_that_is_none(raw, what, suggestion):
    with pytest.raises(Unfit) as wrong:
        read_date(raw)
    assert what in wrong.value.what
    assert wrong.value.suggestion == suggestion


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("大塘村", ("990101101202", "")),
        ("大塘", ("990101101202", "")),
        ("大塘村 一组", ("990101101202", "一组")),
        ("清溪镇大塘村", ("990101101202", "")),
        ("石桥村委会", ("990101101201", "")),
        ("老街村", ("990101101203", "")),
        ("990101101202", ("990101101202", "")),
        (990101101202.0, ("990101101202", "")),
    ],
)
def test_a_place_by_name_or_code(raw, found):
    assert PLACES.find(raw) == found


def test_a_place_that_is_not_there_suggests_the_nearest():
    with pytest.raises(Unfit) as wrong:
        PLACES.find("大埔村 四组")
    assert wrong.value.what == "没有“大埔村”"
    assert wrong.value.suggestion == "大塘村四组"
    with pytest.raises(Unfit, match="990101101999"):
        PLACES.find("990101101999")


def test_a_name_of_two_places_is_not_guessed():
    twice = Places("990101000000", [("990101101201", "石桥村"), ("990101102201", "石桥村")])
    with pytest.raises(Unfit, match="不止一处"):
        twice.find("石桥村")


MONEY = Rule("amount", "金额(元)", "money")


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        (2000.0, "", "2000"),
        ("2,000", "", "2000"),
        ("3.2万元", "", "32000"),
        ("3.2万", "", "32000"),
        (3.2, "万元", "32000"),
        ("3.2万元", "万元", "32000"),
        ("¥1,200.50", "", "1200.50"),
        ("１２００元", "", "1200"),
        (0.1 + 0.2, "", "0.3"),
    ],
)
def test_money_with_its_unit(raw, unit, value):
    assert check_value(MONEY, raw, places=PLACES, unit=unit) == Decimal(value)


@pytest.mark.parametrize(
    ("raw", "unit", "what"),
    [
        ("约3万元", "", "约数"),
        ("3-5万元", "", "约数"),
        ("3.2万", "万元", "不清楚"),
        ("3亩", "", "不是金额"),
        ("面议", "", "不是数字"),
        ("1.234", "", "精确到分"),
        (date(2024, 1, 1), "", "变成了日期"),
    ],
)
def test_money_that_is_not_clear_is_not_taken(raw, unit, what):
    with pytest.raises(Unfit, match=what):
        check_value(MONEY, raw, places=PLACES, unit=unit)


def rule(kind: str, **other):  # type: ignore[no-untyped-def]
    return Rule("x", "栏", kind, **other)


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (rule("integer", unit="人"), "3人", 3),
        (rule("integer"), 3.0, 3),
        (rule("bool"), "√", True),
        (rule("bool"), "不满意", False),
        (rule("bool"), "未评价", None),
        (rule("choice", choices=(("closed", "办结"), ("handling", "办理"))), "已办结", "closed"),
        (rule("choices", choices=(("a", "甲"), ("b", "乙"))), "甲、乙", ["a", "b"]),
        (rule("phone"), 13812342716.0, "13812342716"),
        (rule("phone"), "0731-88881234", "073188881234"),
        (rule("resident_id"), resident(1).lower(), resident(1)),
        (rule("text"), 12.0, "12"),
        (rule("location"), "112.345,28.123", "112.345,28.123"),
    ],
)
def test_values_that_fit(field, raw, value):
    assert check_value(field, raw, places=PLACES) == value


@pytest.mark.parametrize(
    ("field", "raw", "what"),
    [
        (rule("integer", low=Decimal(1)), 0, "太小"),
        (rule("integer"), "3.5", "不是整数"),
        (rule("integer"), "-2", "是负数"),
        (rule("choice", choices=(("a", "甲"),)), "丙", "没有“丙”"),
        (rule("bool"), "可能", "说不清"),
        (rule("phone"), "1381234", "7位"),
        (rule("resident_id"), resident(1)[:-1], "17位"),
        (rule("resident_id"), resident(1)[:-1] + ("1" if resident(1)[-1] != "1" else "2"), "校验位"),
        (rule("resident_id"), 9.90101198e17, "末几位已经丢失"),
        (rule("credit_code"), "91350100M000100Y4A", "校验位"),
        (rule("text", column="number"), date(2024, 1, 1), "变成了日期"),
        (rule("file"), "照片.jpg", "附件"),
    ],
)
def test_values_that_do_not_fit(field, raw, what):
    with pytest.raises(Unfit, match=what):
        check_value(field, raw, places=PLACES)


CLOCKS = (Clock("registered", "accepted", 15), Clock("accepted", "closed", 60, extend=30))
ORDER = ["registered", "accepted", "handling", "answered", "closed"]


def test_the_deadline_is_that_of_the_next_thing_to_do():
    began, taken = date(2026, 8, 22), date(2026, 8, 28)
    first = clocks_of(CLOCKS, ORDER, {"registered": began}, stage="registered", occurred_on=began)
    assert due_of(first, closed=False) == date(2026, 9, 6)
    second = clocks_of(
        CLOCKS, ORDER, {"registered": began, "accepted": taken}, stage="handling", occurred_on=began
    )
    assert [row.reached for row in second] == [taken, None]
    assert due_of(second, closed=False) == date(2026, 10, 27)
    longer = clocks_of(CLOCKS, ORDER, {"accepted": taken}, stage="handling", occurred_on=began, extended=45)
    assert due_of(longer, closed=False) == date(2026, 11, 26)


def test_working_days_follow_the_calendar():
    clock = Clock("received", "answered", 5, working=True)
    assert clock.due(date(2026, 9, 29)) == date(2026, 10, 12)


def test_identities_differ_by_town_and_need_all_parts():
    assert identity_of("990101101", ["2026-1"]) != identity_of("990101102", ["2026-1"])
    assert identity_of("990101101", ["2026-1", None]) is None
    assert len(identity_of("990101101", ["甲" * 300]) or "") <= 80


@pytest.mark.parametrize("raw", [float("inf"), float("-inf"), float("nan")])
@pytest.mark.parametrize(
    "kind",
    ["date", "integer", "decimal", "money", "text", "long_text", "credit_code", "resident_id", "phone"],
)
def test_a_number_beyond_all_bounds_is_named(kind, raw):
    with pytest.raises(Unfit):
        check_value(Rule("x", "栏", kind), raw, places=PLACES)


def test_a_long_text_with_a_nul_is_named():
    with pytest.raises(Unfit):
        check_value(Rule("x", "经过", "long_text"), "上门\0走访", places=PLACES)
