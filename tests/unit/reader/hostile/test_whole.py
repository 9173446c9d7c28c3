"""A whole reading of one phrase again and again: what it calls grows as the text does, and no rule is handed all of a long clause."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from zhenwu.reader import read
from zhenwu.reader.phrases import LONGEST, core

PIECES = (
    "同比增长",
    "连续",
    "分别增长5%、",
    "完成率9%、",
    "建设项目",
    "新建公厕6座",
    "其中6个",
    "2025年",
    "推进建设、",
    "下降5%，",
    "“",
)
TIMES, GROWTH = 4, 5.0


def calls(text: str) -> int:
    """How many functions, the built-in ones too, a reading calls."""
    count = 0

    def called(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        read(text, year=2025)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("heading", ["一、2025年工作回顾\n", "一、2026年工作安排\n"])
@pytest.mark.parametrize("piece", PIECES)
def test_calls_grow_as_the_text_does(piece: str, heading: str) -> None:
    few, many = (calls(heading + "新建公厕" + piece * n) for n in (200, 200 * TIMES))
    assert many <= GROWTH * few


@pytest.mark.parametrize("piece", PIECES)
def test_a_name_is_looked_for_near_its_number(piece: str) -> None:
    assert core("财政收入" + piece * 500) == core((piece * 500)[-LONGEST:])
