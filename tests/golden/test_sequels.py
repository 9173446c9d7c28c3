"""Pairs of two years: what became of a promise, by which rule, and by which passage (tests/golden/sequels.yaml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from zhenwu.lexicon import lexicon
from zhenwu.reader import read
from zhenwu.reader.compare import Comparison, Outcome, Sequel, compare

CASES = yaml.safe_load((Path(__file__).parent / "sequels.yaml").read_text(encoding="utf-8"))["cases"]


def two_years(case: dict[str, Any]) -> Comparison:
    before = (
        f"一、2024年工作回顾\n{case.get('review', '一年来工作平稳。')}\n二、2025年工作安排\n{case['last']}\n"
    )
    after = f"一、2025年工作回顾\n{case['this']}\n"
    if "problems" in case:
        after += f"二、存在的问题\n我们也清醒地看到不足:{case['problems']}\n"
    if "next" in case:
        after += f"{'三' if 'problems' in case else '二'}、2026年工作安排\n{case['next']}\n"
    return compare(read(before, year=2024), read(after, year=2025))


def meant(found: Comparison, case: dict[str, Any]) -> Sequel:
    words = case.get("promise", "")
    fitting = [s for s in found.sequels if words in found.promise(s).text]
    assert len(fitting) == 1, [found.promise(s).text for s in found.sequels]
    return fitting[0]


def spell(sequel: Sequel) -> str:
    shares = [h.share for h in sequel.numbers if h.share is not None and h.rule == sequel.rule]
    return " | ".join([sequel.outcome.value, sequel.rule, *(str(int(s * 100)) for s in shares[:1])])


@pytest.mark.parametrize("case", CASES, ids=[f"{c['row']} {c['last'][:14]} {c['this'][:14]}" for c in CASES])
def test_pair(case: dict[str, Any]) -> None:
    found = two_years(case)
    sequel = meant(found, case)
    assert spell(sequel) == case["becomes"]
    assert sequel.last.text == found.last.text[sequel.last.start : sequel.last.end]
    for place in (sequel.this, sequel.possibly, sequel.again):
        if place is not None:
            assert place.text == found.this.text[place.start : place.end]
            assert place.sentence[0] <= place.start < place.end <= place.sentence[1]
    assert (sequel.this is None) == (sequel.outcome == Outcome.ABSENT)
    assert sequel.possibly is None or sequel.this is None
    passage = sequel.this or sequel.possibly
    if "said" in case:
        assert passage is not None
        assert case["said"] in passage.text
    assert ("again" in case) == (sequel.again is not None)
    if sequel.again is not None:
        assert case["again"] in sequel.again.text


def test_every_row_of_township_work_has_a_pair() -> None:
    assert len(CASES) >= 120
    assert {row.code for row in lexicon().rows} <= {c["row"] for c in CASES}
