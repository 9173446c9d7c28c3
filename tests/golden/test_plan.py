"""The plan part of a report, read: every promise with its kind, row and deadline (tests/golden/plan.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from zhenwu.lexicon import lexicon
from zhenwu.reader import explain, read

GOLDEN = Path(__file__).parent
SENTENCES = yaml.safe_load((GOLDEN / "promises.yaml").read_text(encoding="utf-8"))["cases"]
CASE = yaml.safe_load((Path(__file__).parent / "plan.yaml").read_text(encoding="utf-8"))


def test_promises_of_a_plan() -> None:
    whole = read(CASE["text"])
    found = [f"{p.kind} | {p.row} | {p.deadline or '-'} | {p.text}" for p in whole.promises]
    assert found == CASE["promises"]
    assert whole.year == 2025
    assert [s.role for s in whole.sections] == [
        "review", "tasks", "goals", "tasks", "tasks", "tasks", "tasks", "conduct", "closing",
    ]  # fmt: skip


def test_promises_hold_their_place_and_their_figures() -> None:
    whole = read(CASE["text"])
    for promise in whole.promises:
        assert whole.text[promise.start : promise.end] == promise.text
        for index in promise.figures:
            figure = whole.figures[index]
            assert promise.start <= figure.start < promise.end
    numbered = [p for p in whole.promises if "一般公共预算收入" in p.text]
    assert [whole.figures[i].surface for i in numbered[0].figures] == ["6%"]


def test_a_project_has_its_name() -> None:
    names = {p.name for p in read(CASE["text"]).promises if p.kind == "project"}
    assert {"智能农机装备项目", "清溪标准化厂房二期", "白石村污水处理站工程", "清溪中心小学综合楼"} <= names


@pytest.mark.parametrize("case", SENTENCES, ids=[c["text"][:24] for c in SENTENCES])
def test_sentence_of_a_plan(case: dict[str, object]) -> None:
    whole = read(f"一、2026年工作安排\n{case['text']}", year=2025)
    assert [f"{p.kind} | {p.row} | {p.deadline or '-'} | {p.text}" for p in whole.promises] == case[
        "promises"
    ]
    assert all(explain(p.rule) for p in whole.promises)


def test_every_row_of_work_has_a_sentence() -> None:
    told = {str(p).split(" | ")[1] for case in SENTENCES for p in case["promises"]}
    # targets of the year have a text of their own above; indicators that offices file are such targets
    assert {row.code for row in lexicon().rows} - told <= {"B1", "B2"}
