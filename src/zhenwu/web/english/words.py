"""What is known: whole words and sentences, and sentences with places for arguments, each with its English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from zhenwu import catalog
from zhenwu.kernel.data import read_data

HERE = Path(__file__).parents[2] / "locale/en"
#: A place for an argument, `{1}`; `{1!typed}` in the English says that it holds what people typed.
SLOT = re.compile(r"\{(\d+)(!typed)?\}")
#: With fewer fixed characters a template fits too much: it counts only when all its arguments are known.
WEAK = 3


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence with arguments. anchor : its longest fixed piece, which a text must have; weight : fixed characters."""

    pattern: re.Pattern[str]
    slots: tuple[int, ...]
    english: str
    anchor: str
    weight: int


@dataclass(frozen=True, slots=True)
class Words:
    """whole : text → English. templates : the most exact first. units : unit → (one, many)."""

    whole: dict[str, str]
    templates: tuple[Template, ...]
    units: dict[str, tuple[str, str]]


def template(chinese: str, english: str) -> Template:
    """A sentence as it matches what was said."""
    parts = SLOT.split(chinese)
    fixed, slots = parts[0::3], tuple(int(n) for n in parts[1::3])
    weight = sum(map(len, fixed))
    gap = "(.*?)" if weight >= WEAK else "(.+?)"
    pattern = gap.join(re.escape(piece) for piece in fixed)
    return Template(re.compile(pattern, re.DOTALL), slots, english, max(fixed, key=len), weight)


def stored(name: str) -> dict[str, dict[str, str]]:
    """One of the files beside the message catalogue: group → Chinese → English."""
    found: dict[str, dict[str, str]] = read_data((HERE / f"{name}.yaml").read_text("utf-8"))
    return found


@cache
def words() -> Words:
    """Everything that is known, read once."""
    names, rooms = stored("names"), stored("rooms")
    units = {unit: (pair[0], pair[1]) for unit, pair in names.pop("units").items()}
    whole: dict[str, str] = {}
    templates = []
    for group in (*rooms.values(), *names.values()):
        for chinese, english in group.items():
            if SLOT.search(chinese):
                templates.append(template(chinese, english))
            else:
                whole[chinese] = english
    # what follows a comma is also known by itself
    whole.update(
        {text[1:]: english[1:].lstrip() for text, english in tuple(whole.items()) if text[0] in "，；"}
    )
    named = [(ledger.name, ledger.name_en) for ledger in catalog.ledgers()]
    named += [(metric.name, metric.name_en) for metric in catalog.metrics()]
    whole.update({name: english for name, english in named if english})
    templates.sort(key=lambda t: (-t.weight, len(t.slots)))
    return Words(whole, tuple(templates), units)
