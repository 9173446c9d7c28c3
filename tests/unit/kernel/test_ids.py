"""Numbers of people and bodies: check digits catch slips, masks hide what need not be seen."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwu.kernel.ids import (
    check_credit_code,
    check_mobile,
    check_resident_id,
    credit_check_digit,
    mask_id,
    mask_mobile,
    mask_name,
    resident_check_digit,
)

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
    first = f"990101{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first + resident_check_digit(first)


credit_codes = st.text(CREDIT, min_size=17, max_size=17).map(lambda first: first + credit_check_digit(first))


@given(resident_ids())
def test_a_sound_resident_id_passes_also_with_a_small_x(number: str) -> None:
    assert check_resident_id(number) is None
    assert check_resident_id(f" {number.lower()} ") is None


@given(resident_ids(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_never_passes(number: str, place: int, step: int) -> None:
    if number[place] == "X":
        return
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert check_resident_id(wrong)


@given(resident_ids(), st.integers(0, 15))
def test_two_neighbours_changed_about_never_pass(number: str, place: int) -> None:
    if number[place] != number[place + 1]:
        swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert check_resident_id(swapped)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("", "18位"),
        ("99010119900101123", "17位"),
        ("9901011990010112AB", "数字"),
        ("990101199002301230", "出生日期19900230不存在"),
        ("990101179901011230", "出生年份1799"),
        ("９９０１０１１９９００１０１１２３４", "数字"),
    ],
)
def test_what_is_wrong_with_a_resident_id_is_said(number: str, word: str) -> None:
    assert word in (check_resident_id(number) or "")


@given(credit_codes)
def test_a_sound_credit_code_passes(code: str) -> None:
    assert check_credit_code(code) is None and check_credit_code(code.lower()) is None


@given(credit_codes, st.integers(0, 17), st.integers(1, 30))
def test_one_wrong_character_of_a_credit_code_never_passes(code: str, place: int, step: int) -> None:
    other = CREDIT[(CREDIT.index(code[place]) + step) % len(CREDIT)]
    assert check_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    ("code", "word"), [("", "18位"), ("91350100M000100Y", "16位"), ("91350100M000100YIO", "I、O")]
)
def test_what_is_wrong_with_a_credit_code_is_said(code: str, word: str) -> None:
    assert word in (check_credit_code(code) or "")


@pytest.mark.parametrize("number", ["13800000000", " 19912345678 "])
def test_a_mobile_number_passes(number: str) -> None:
    assert check_mobile(number) is None


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("", "数字"),
        ("1380000000", "10位"),
        ("12800000000", "13—19"),
        ("+8613800000000", "数字"),
        ("１３８００００００００", "数字"),
        ("138²0000000", "数字"),
    ],
)
def test_what_is_wrong_with_a_mobile_number_is_said(number: str, word: str) -> None:
    assert word in (check_mobile(number) or "")


@given(st.text(min_size=1, max_size=40))
def test_masks_show_little_and_never_fail(text: str) -> None:
    assert mask_name(text) == text[0] + "**"
    assert len(mask_id(text).replace("*", "")) <= 8 + text.count("*") * 2
    assert mask_mobile(text).count("*") >= 4


def test_masks_keep_enough_to_recognise() -> None:
    assert mask_name("王小明") == "王**" and mask_name("") == ""
    assert mask_id("990101199001011234") == "9901**********1234"
    assert mask_mobile("13812345678") == "138****5678" and mask_mobile("110") == "****"
