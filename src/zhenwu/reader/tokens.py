"""A number as the scan finds it, and what every kind of number shares: its hedges, its unit, and whether it is part of a name."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import BEFORE, UNITS

_LEX = lexicon()
_NOT_AFTER = _LEX.after_number
_NOT_BEFORE = _LEX.before_number
_QUOTED = {"“": "”", "‘": "’", '"': '"', "《": "》"}
_NOT_AFTER_FIRST = frozenset(word[0] for word in _NOT_AFTER)
_NOT_BEFORE_LAST = frozenset(word[-1] for word in _NOT_BEFORE)
_OPENS = re.compile(f"[{''.join(_QUOTED)}]")
#: What the words before a number end with that widen it.
_HEDGES_END = frozenset(word[-1] for word in _LEX.hedges_before)
STOP = frozenset(",。;:!?\n、")


class Token(NamedTuple):
    """A number with what belongs to it; start and end are offsets in the cleaned text, `core` is where the digits begin."""

    start: int
    end: int
    core: int
    kind: str  # count, rank, zero, growth
    value: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: str
    masked: bool
    damaged: bool
    rule: str


def hedged(text: str, start: int, inner: str | None, after: str | None) -> tuple[int, str]:
    """Where the surface begins and which qualifier the words around the number give."""
    before = BEFORE.search(text, max(0, start - 5), start) if text[start - 1 : start] in _HEDGES_END else None
    qualifier = "exact"
    if before is not None:
        qualifier = _LEX.hedges_before[before[0]]
        other = text.endswith(_LEX.hedges_not_after.get(before[0], ()), 0, before.start())
        if qualifier != "exact" and not other and not (before[0] == "上" and text[start] not in "百千万亿"):
            start = before.start()
        else:
            qualifier = "exact"
    if inner:
        qualifier = "over"
    if after:
        qualifier = _LEX.hedges_after[after]
    return start, qualifier


def unit_of(text: str, spelling: str | None, end: int, start: int, *, digits: bool = False) -> str | None:
    """The base unit, "" when there is none, None when the characters belong to something else."""
    if not spelling:
        return ""
    unit = UNITS[spelling]
    checked = unit.not_before and (unit.strict or not digits)
    if checked and text.startswith(unit.not_before, end) and not text.startswith("项目标", end - 1):
        return None
    if unit.needs:
        window = text[max(0, start - 24) : end + 6]
        if not any(word in window for word in unit.needs):
            return None
    return unit.name


def in_name(text: str, start: int, end: int) -> bool:
    """Whether the number is part of a name: a short quoted expression, a system such as 1+11, a numbered line or hall."""
    after = text[end : end + 1]
    before = text[start - 1 : start]
    if after == "+" or (before in ("+", "#", "№") and start):
        return True
    if after in _NOT_AFTER_FIRST and text.startswith(_NOT_AFTER, end):
        return True
    if before in _NOT_BEFORE_LAST and text.endswith(_NOT_BEFORE, max(0, start - 4), start):
        return True
    head = max(0, start - 10)
    if _OPENS.search(text, head, start) is None:
        return False
    for i in range(start - 1, head - 1, -1):
        c = text[i]
        if c in "”’》":
            return False
        if c in "“‘《":
            close = text.find(_QUOTED[c], end, i + 16)
            return close != -1 and not STOP.intersection(text[i:close])
    return False
