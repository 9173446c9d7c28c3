"""Rules as data: the standard ones pass, and what is wrong is named item by item."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zhenwu import catalog
from zhenwu.catalog.assessment_specs import read_items, read_rules
from zhenwu.kernel.errors import BadInput

KNOWN = {"petition.closed_rate", "fire.points"}
SOUND = {
    "key": "petition",
    "name": "信访办结",
    "kind": "reach",
    "weight": 20,
    "metric": "petition.closed_rate",
    "full": 95,
    "zero": 60,
}


def test_the_standard_rules_add_up_to_a_hundred() -> None:
    rules = catalog.assessment_rules()
    assert {one.subject for one in rules} == {"village", "office", "town"}
    assert all(sum(item.weight for item in one.items) == 100 for one in rules)


def test_what_is_kept_is_read_again_as_it_was() -> None:
    for one in catalog.assessment_rules():
        kept = [item.as_json() for item in one.items]
        assert read_items(kept, {item.metric for item in one.items}, subject=one.subject) == one.items


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": ""}, "名称"),
        ({"key": "Petition-1"}, "代码"),
        ({"kind": "guess"}, "计分办法"),
        ({"weight": 0}, "分值"),
        ({"weight": -3}, "分值"),
        ({"weight": "twenty"}, "不是数"),
        ({"weight": "NaN"}, "不是数"),
        ({"weight": 10**9}, "不是数"),
        ({"metric": "petition.nowhere"}, "没有指标"),
        ({"full": 60}, "满分值"),
        ({"full": None}, "满分值"),
        ({"cap": 10}, "封顶"),
        ({"least": -1}, "最小分母"),
        ({"nodata": "maybe"}, "无数据"),
        ({"kind": "judged"}, "不连指标"),
        ({"kind": "deduct"}, "每个扣"),
        ({"kind": "deduct", "per": 2, "cap": 30}, "最多扣"),
        ({"kind": "add", "per": 2, "cap": 5}, "分值"),
        ({"kind": "add", "weight": 0, "per": 2}, "封顶"),
    ],
)
def test_a_wrong_item_is_named(change: dict[str, Any], what: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_items([{**SOUND, **change}], KNOWN, subject="village")
    assert any(what in fault.what for fault in caught.value.faults)
    assert all(fault.where and fault.expected for fault in caught.value.faults)


def test_faults_of_all_items_come_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        read_items([SOUND, {**SOUND, "weight": 0}, {"name": "空"}], KNOWN, subject="village")
    assert len(caught.value.faults) >= 3


def test_rules_need_a_subject_a_date_and_weights() -> None:
    with pytest.raises(BadInput) as caught:
        read_rules({"person": {"for": "person", "items": [SOUND]}}, KNOWN)
    assert {fault.code for fault in caught.value.faults} == {"ZW-RULE-SUBJECT", "ZW-RULE-DATE"}
    with pytest.raises(BadInput):
        read_rules({"village": {"for": "village", "from": date(2026, 1, 1), "items": []}}, KNOWN)
