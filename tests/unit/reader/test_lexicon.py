"""The lexicon's files are valid, and a broken one is told with every fault."""

from __future__ import annotations

from importlib.resources import files

import pytest

from zhenwu.kernel.errors import BadInput
from zhenwu.lexicon import lexicon
from zhenwu.lexicon.loader import FILES, _load


def texts() -> dict[str, str]:
    folder = files("zhenwu.lexicon") / "data"
    return {name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES}


def test_every_row_of_township_work_has_words() -> None:
    expected = (
        [f"A{i}" for i in range(1, 7)] + [f"B{i}" for i in range(1, 13)] + [f"C{i}" for i in range(1, 7)]
        + [f"D{i}" for i in range(1, 12)] + [f"E{i}" for i in range(1, 6)]
    )  # fmt: skip
    rows = lexicon().rows
    assert [r.code for r in rows] == expected
    assert all(r.words and all(1 <= w <= 4 for w in r.words.values()) for r in rows)


def test_no_unit_is_spelled_like_another() -> None:
    spelled = [s for u in lexicon().units for s in (u.name, *u.spellings)]
    assert len(spelled) == len(set(spelled))


def test_faults_are_told_together_with_their_files() -> None:
    broken = texts()
    broken["hedges"] = broken["hedges"].replace("over:", "ober:", 1)
    broken["headings"] = broken["headings"].replace("role: problems", "role: troubles")
    broken["units"] = "scales: 1\nunits: [{}]\n"
    with pytest.raises(BadInput) as caught:
        _load(broken)
    places = {fault.where.split()[0] for fault in caught.value.faults}
    assert places == {"lexicon/data/hedges.yaml", "lexicon/data/headings.yaml", "lexicon/data/units.yaml"}
