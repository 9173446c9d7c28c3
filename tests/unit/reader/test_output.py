"""How a reading prints."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwu.reader import Reading, explain, jsonl, read, table
from zhenwu.reader.terminal import Look, fit, printed, width

TEXT = (
    "一、2025年工作回顾\n税收预计1800余万元,同比增长9%。完成投资x万元,硬化道路IO公里。\n"
    "（一）城乡面貌\n农村生活污水治理设施提质增效和长效运维管护工程完成投资320万元。\n"
    "二、2026年工作安排\n力争税收增长8%左右。"
)
WIDTHS = [1, 8, 20, 30, 40, 60, 80, 100, 140, 200]


@pytest.fixture(scope="module")
def whole() -> Reading:
    return read(TEXT)


def test_table_shows_sections_values_and_flags(whole: Reading) -> None:
    lines = table(whole).splitlines()
    assert lines[:2] == ["（没有标题）", "回顾2025年 · 数据6处 · 承诺1条 · 问题0条 · 核对0处"]
    assert lines[3] == "一、2025年工作回顾〔回顾〕"
    assert "多于1800万元" in lines[4] and "预计" in lines[4]
    assert "（遮）元" in lines[6] and "遮" in lines[6].split("x万元")[0] and "损" in lines[7]
    assert " （一）城乡面貌" in lines
    assert "二、2026年工作安排〔任务〕" in lines


@pytest.mark.parametrize("what", ["figures", "promises"])
@pytest.mark.parametrize("columns", WIDTHS)
def test_no_line_is_wider_than_the_screen(whole: Reading, columns: int, what: str) -> None:
    for line in printed(whole, Look(columns), what=what, explained=True):
        assert width(line) <= max(columns, 6), line


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_columns_stand_in_line_whatever_the_characters(whole: Reading, columns: int) -> None:
    lines = [line for line in printed(whole, Look(columns)) if "  2025  " in line]
    assert len(lines) == 5
    ends = {width(line[: line.index("  2025  ")]) for line in lines}
    assert len(ends) == 1


def test_a_narrow_screen_keeps_name_and_value(whole: Reading) -> None:
    wide, narrow = ("\n".join(printed(whole, Look(columns))) for columns in (120, 34))
    assert "1800余万元" in wide and "1800余万元" not in narrow
    assert "多于1800万元" in narrow and "税收" in narrow


def test_what_is_not_a_terminal_is_not_cut(whole: Reading) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert Look.of(io.StringIO(), {}) == Look(None, False)
    assert Look.of(Terminal(), {"TERM": "xterm"}).coloured
    assert not Look.of(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}).coloured
    assert not Look.of(Terminal(), {"TERM": "dumb"}).coloured
    assert "…" not in table(whole)


def test_colours_change_nothing_but_colours(whole: Reading) -> None:
    import re

    plain = list(printed(whole, Look(80)))
    coloured = list(printed(whole, Look(80, coloured=True)))
    assert [re.sub(r"\x1b\[[\d;]*m", "", line) for line in coloured] == plain
    masked = next(line for line in coloured if "（遮）" in line)
    assert masked.startswith("\x1b[33m") and masked.endswith("\x1b[0m")


def test_explain_names_the_rule_of_every_figure_and_promise(whole: Reading) -> None:
    for what, count in (("figures", 6), ("promises", 1)):
        told = [line.strip() for line in printed(whole, Look(), what=what, explained=True) if "↳" in line]
        found = whole.figures if what == "figures" else whole.promises
        assert told == [f"↳ {explain(thing.rule)}" for thing in found]
        assert len(told) == count


@given(st.text(alphabet="税收a1 （）“”…—é\u0301\u200bＡ０😀", max_size=30), st.integers(0, 40))
def test_fit_fills_exactly(text: str, columns: int) -> None:
    made = fit(text, columns)
    assert width(made) == columns
    assert made.rstrip().rstrip("…") in text or made.startswith(text)


def test_jsonl_has_the_gold_keys_and_its_places(whole: Reading) -> None:
    rows = [json.loads(line) for line in jsonl(whole, "figures", "报告")]
    assert rows[0] == {
        "doc": "报告", "start": 16, "end": 23, "surface": "1800余万元", "subject": "税收", "value": "18000000",
        "unit": "元", "qualifier": "over", "kind": "level", "direction": None, "period": "2025",
        "modality": "estimate", "masked": False,
    }  # fmt: skip
    promised = [json.loads(line) for line in jsonl(whole, "promises", "报告")]
    assert [(p["text"], p["kind"], p["row"]) for p in promised] == [("力争税收增长8%左右", "target", "A1")]
    assert promised[0].keys() == {"doc", "start", "end", "text", "kind", "name", "deadline", "row"}
