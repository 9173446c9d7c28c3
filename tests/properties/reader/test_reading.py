"""What holds for every number and every text, not only for those in the golden files."""

from __future__ import annotations

import sys
from contextlib import suppress
from decimal import Decimal
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import read
from zhenwu.reader.clean import clean
from zhenwu.reader.numerals import chinese
from zhenwu.reader.scan import scan

HEAD = "一、2025年工作回顾\n"
DIGITS = "零一二三四五六七八九"


def spell(number: int) -> str:
    """A whole number below 10¹² as people write it in Chinese."""
    if number == 0:
        return "零"
    made, pending = "", False
    for scale, sign in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // scale % 10**4
        if part == 0:
            pending = bool(made)
            continue
        if made and (part < 1000 or pending):
            made += "零"
        made += four(part) + sign
        pending = False
    return made.removeprefix("一") if made.startswith("一十") else made


def four(number: int) -> str:
    made, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            made += ("零" if gap and made else "") + DIGITS[digit] + sign
            gap = False
        else:
            gap = True
    return made


@settings(deadline=None)
@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_round_trip(number: int) -> None:
    assert chinese(spell(number)) == number


@settings(deadline=None)
@given(
    st.decimals("0.01", "99999.99", places=2), st.sampled_from(["", "余"]), st.sampled_from(["万", "亿", ""])
)
def test_a_written_amount_reads_back(number: Decimal, more: str, scale: str) -> None:
    written = f"{number.normalize():f}"
    figure = read(f"{HEAD}完成固定资产投资{written}{more}{scale}元。", year=2025).figures[0]
    assert figure.value == number * {"万": 10**4, "亿": 10**8, "": 1}[scale]
    assert (figure.unit, figure.qualifier) == ("元", "over" if more else "exact")


@settings(deadline=None)
@given(st.integers(1, 99999))
def test_full_width_reads_like_half_width(number: int) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    half, full = (read(f"{HEAD}新建公厕{n}座。", year=2025).figures[0] for n in (str(number), wide))
    assert (half.value, half.unit, half.subject) == (full.value, full.unit, full.subject)


SENTENCE = (
    "全年完成固定资产投资1700万元,新建农村公路18公里,接待来访群众96批213人次,同比下降11.5%,群众满意度达95%。"
)


@settings(deadline=None)
@given(st.integers(SENTENCE.index(",") + 1, len(SENTENCE) - 1))
def test_a_line_break_outside_numerals_changes_nothing(place: int) -> None:
    # before the first comma a short line could as well be a heading of its own
    if SENTENCE[place - 1].isdigit() or SENTENCE[place].isdigit() or SENTENCE[place - 1] == "。":
        return
    broken = SENTENCE[:place] + "\n" + SENTENCE[place:]
    first, second = (read(HEAD + s, year=2025).figures for s in (SENTENCE, broken))
    assert [(f.subject, f.value, f.unit, f.kind) for f in first] == [
        (f.subject, f.value, f.unit, f.kind) for f in second
    ]


LONG = "".join(
    f"全年完成固定资产投资{1700 + n}万元,新建农村公路{n + 2}公里,整修山塘{n + 5}口,接待来访群众{96 + n}批{213 + n}人次,同比下降11.5%。"
    for n in range(6)
)


def told(text: str) -> list[tuple[object, ...]]:
    return [(f.subject, f.value, f.unit, f.kind, f.period) for f in read(HEAD + text, year=2025).figures]


@settings(deadline=None)
@given(st.lists(st.integers(1, len(LONG) - 1), min_size=2, max_size=5, unique=True), st.integers(1, 90))
def test_page_markers_in_sequence_change_nothing(places: list[int], first: int) -> None:
    # a page ends where its lines end: inside a sentence, not inside a number and not after a full stop
    marks = [
        p for p in sorted(places) if not (LONG[p - 1].isdigit() or LONG[p].isdigit() or LONG[p - 1] in "。%.")
    ]
    if len(marks) < 2:
        return
    broken, at = "", 0
    for number, place in enumerate(marks, first):
        broken, at = broken + LONG[at:place] + f"\n{number}、", place
    assert told(broken + LONG[at:]) == told(LONG)


TRADITIONAL = OpenCC("s2t")
SUBJECTS = ["财政总收入", "规模以上工业总产值", "农村居民人均可支配收入", "税收收入", "农产品网络销售额"]


@settings(deadline=None)
@given(
    st.sampled_from(SUBJECTS),
    st.integers(1, 9999),
    st.sampled_from(["万元", "亿元", "元"]),
    st.sampled_from(["增长", "下降"]),
    st.integers(1, 99),
)
def test_traditional_script_reads_like_simplified(
    subject: str, level: int, unit: str, change: str, rate: int
) -> None:
    said = f"全年{subject}达到{level}{unit},同比{change}{rate}%;新建机井{rate}眼,维修渠道{rate}条,走访企业{level}家次。"
    assert told(TRADITIONAL.convert(said)) == told(said)


@settings(deadline=None)
@given(
    st.text(
        alphabet="全镇完成12３x*零十百万亿元家%(略)\n 、,。“”一是其中连续年第位\ufffd?IlO-—", max_size=200
    )
)
def test_cleaning_maps_back_and_never_grows(text: str) -> None:
    cleaned = clean(text)
    places = [cleaned.at(i) for i in range(len(cleaned.text))]
    assert places == sorted(places)
    assert len(cleaned.text) <= len(text)
    assert all(0 <= p < len(text) for p in places)


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet="全镇完成投资12３x*零十百万亿元家个%(略)\n 、,。;“”一是其中连续年第位增长达IlO-—月日超以上",
        min_size=8,
        max_size=300,
    )
)
def test_any_text_reads_or_is_named_wrong(text: str) -> None:
    try:
        whole = read(text, year=2025)
    except BadInput:
        return
    for figure in whole.figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.surface == text[figure.start : figure.end]
        assert figure.masked == (figure.value is None)


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_bytes_never_raise_anything_but_bad_input(content: bytes) -> None:
    for prefix in (b"", b"PK\x03\x04", b"%PDF-1.4\n", b"\xef\xbb\xbf", b"<html>"):
        with suppress(BadInput):
            read(prefix + content)


@pytest.mark.parametrize(
    "hostile",
    [
        "1",
        "1,",
        "1.",
        "一",
        "十万",
        "第",
        "x",
        "I(X)",
        "(",
        "年",
        "2025年",
        "1-",
        "以上",
        "共",
        "的",
        "、",
        "“",
        "其中",
        "增长",
        "\n",
        " ",
        "\n1、",
        "一是",
        "对",
        "按照",
    ],
)
def test_hostile_repeats_take_work_in_proportion(hostile: str) -> None:
    """Calls are counted, not seconds; what an expression does inside one call is counted in tests/unit/reader/hostile."""

    def calls(length: int) -> int:
        text = "全镇" + hostile * (length // len(hostile)) + "完成。"
        made = 0

        def count(frame: FrameType, event: str, argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            scan(clean(text).text)
        finally:
            sys.setprofile(before)
        return made

    assert calls(40_000) <= 9 * calls(5_000) + 100
