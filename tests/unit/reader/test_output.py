"""How a reading prints."""

from __future__ import annotations

import json

from zhenwu.reader import jsonl, read, table
from zhenwu.reader.output import width

TEXT = "一、2025年工作回顾\n税收预计1700余万元,同比增长10%。完成投资x万元,硬化道路IO公里。\n二、2026年工作安排\n力争税收增长8%左右。"


def test_table_shows_sections_values_and_flags() -> None:
    lines = table(read(TEXT)).splitlines()
    assert lines[2] == "[回顾] 一 2025年工作回顾"
    assert "多于1700万元" in lines[3] and "预计" in lines[3]
    assert "(遮)元" in lines[5] and "损" in lines[6]
    ends = {width(line[: line.index("2025")]) for line in lines[3:7]}
    assert len(ends) == 1


def test_jsonl_has_the_gold_keys_and_its_places() -> None:
    whole = read(TEXT)
    rows = [json.loads(line) for line in jsonl(whole, "figures", "报告")]
    assert rows[0] == {
        "doc": "报告", "start": 16, "end": 23, "surface": "1700余万元", "subject": "税收", "value": "17000000",
        "unit": "元", "qualifier": "over", "kind": "level", "direction": None, "period": "2025",
        "modality": "estimate", "masked": False,
    }  # fmt: skip
    promised = [json.loads(line) for line in jsonl(whole, "promises", "报告")]
    assert [(p["text"], p["kind"], p["row"]) for p in promised] == [("力争税收增长8%左右", "target", "A1")]
    assert promised[0].keys() == {"doc", "start", "end", "text", "kind", "name", "deadline", "row"}
