"""The measure of what arrives: promises of a text held against the items that its import makes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhenwu.desk.plan_import import plan_import
from zhenwu.plans.choices import ItemKind
from zhenwu.plans.models import Item, Plan

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tools"))
from trials_plan import arrivals  # noqa: E402

sys.path.remove(str(ROOT / "tools"))
CASE = yaml.safe_load((ROOT / "tests/golden/plan.yaml").read_text("utf-8"))


def promises() -> list[dict[str, Any]]:
    found, at = [], 0
    for line in CASE["promises"]:
        kind, row, _due, quote = line.split(" | ")
        at = CASE["text"].index(quote, at)
        found.append({"kind": kind, "row": row, "quote": quote, "at": at})
    return found


@pytest.mark.django_db
def test_promises_of_a_text_arrive_as_items(town: Any) -> None:
    plan = plan_import(
        CASE["text"].encode(), actor=town.users["zhou"], area_code=town.code, year=2026, name="报告.txt"
    )
    assert plan.source_text == CASE["text"]
    found = arrivals(promises(), plan.items.all(), plan.source_text)
    hard = sum(one["kind"] != "intent" for one in promises())
    assert found.promises == hard > 40
    assert (found.limits, found.rows, found.amiss) == (hard, hard, [])


def item(text: str, words: str, row: str) -> Item:
    start = text.index(words)
    return Item(plan=Plan(), kind=ItemKind.TASK, start=start, end=start + len(words), work_row=row)


def test_an_item_cut_otherwise_and_one_of_another_row_are_told() -> None:
    text = "新建高标准农田3000亩，推广再生稻种植5000亩。举办招聘会4场。全面提高水平。"
    gold = [
        {"kind": "task", "row": "B9", "quote": "新建高标准农田3000亩", "at": 0},
        {"kind": "task", "row": "B9", "quote": "推广再生稻种植5000亩", "at": 13},
        {"kind": "task", "row": "C3", "quote": "举办招聘会4场", "at": text.index("举办")},
        {"kind": "intent", "row": "A2", "quote": "全面提高水平", "at": text.index("全面")},
    ]
    cut = [item(text, "新建高标准农田3000亩，推广再生稻", "B9"), item(text, "举办招聘会4场。", "B3")]
    found = arrivals(gold, cut, text)
    assert (found.promises, found.limits, found.rows, found.good) == (3, 1, 2, False)
    assert [line.split(":")[0] for line in found.amiss] == ["limits", "limits", "row C3, suggested B3"]
