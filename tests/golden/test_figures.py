"""Sentences of the genre, read: every figure with every key, and nothing else (tests/golden/figures.yaml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from zhenwu.reader import Figure, read
from zhenwu.reader.model import plain

CASES = yaml.safe_load((Path(__file__).parent / "figures.yaml").read_text(encoding="utf-8"))["cases"]
HEADINGS = {"review": "一、2025年工作回顾\n", "tasks": "一、2026年工作安排\n"}
USUAL = {"review": ("actual", "2025"), "tasks": ("target", "2026")}


def spell(figure: Figure, section: str) -> str:
    """A figure in the form of figures.yaml: what is usual is left unsaid."""
    value = "-" if figure.value is None else plain(figure.value)
    if figure.high is not None:
        value += "/" + plain(figure.high)
    modality, period = USUAL[section]
    said = [figure.surface.replace("\n", "⏎"), figure.subject or "∅", value, figure.unit or "∅"]
    said += [figure.kind] * (figure.kind != "level")
    said += [figure.direction] * (figure.direction is not None)
    said += [figure.qualifier] * (figure.qualifier != "exact")
    said += [figure.modality] * (figure.modality != modality)
    said += ["masked"] * figure.masked + ["damaged"] * figure.damaged
    said += [str(figure.period)] * (figure.period != period)
    return " | ".join(said)


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:24] for c in CASES])
def test_sentence(case: dict[str, object]) -> None:
    section = str(case["section"])
    whole = read(HEADINGS[section] + str(case["text"]), year=2025)
    assert [spell(f, section) for f in whole.figures] == case["figures"]
    for figure in whole.figures:
        assert whole.text[figure.start : figure.end] == figure.surface
        assert figure.rule


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 300
