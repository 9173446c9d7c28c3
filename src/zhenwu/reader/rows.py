"""Which row of township work a promise belongs to: weighed words of the clause, of its sentence and of its heading."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import one_of

_LEX = lexicon()
_WEIGHTS: dict[str, list[tuple[str, int]]] = {}
for _row in _LEX.rows:
    for _word, _weight in _row.words.items():
        _WEIGHTS.setdefault(_word, []).append((_row.code, _weight))


def _any(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


#: The two sets in front pass over most places without trying the words one by one; a word has two characters at least.
_WORDS = re.compile(
    f"(?={_any(w[0] for w in _WEIGHTS)}{_any(w[1] for w in _WEIGHTS)})(?=({one_of(tuple(_WEIGHTS))}))"
)
ORDER = {row.code: i for i, row in enumerate(_LEX.rows)}


def weigh(text: str) -> dict[str, int]:
    """Row code → weight of its words in a text; longer words count for more than the words inside them.

    >>> max(weigh("推进信访积案清零").items(), key=lambda kv: kv[1])[0]
    'D2'
    """
    found: dict[str, int] = {}
    last_end = 0
    for m in _WORDS.finditer(text):
        end = m.end(1)
        if end <= last_end:
            continue
        last_end = end
        for code, weight in _WEIGHTS[m[1]]:
            found[code] = found.get(code, 0) + weight
    return found


class Weighed:
    """The words of the rows in stretches of one text, found once and weighed for any span of it."""

    def __init__(self, text: str, stretches: list[tuple[int, int]]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        last_end = 0
        for low, high in stretches:
            for m in _WORDS.finditer(text, low, high):
                if (end := m.end(1)) > last_end:
                    last_end = end
                    self.starts.append(m.start())
                    self.ends.append(end)
                    self.words.append(m[1])

    def between(self, start: int, end: int) -> dict[str, int]:
        """What `weigh` gives for the text of a span."""
        found: dict[str, int] = {}
        for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            if self.ends[i] <= end:
                for code, weight in _WEIGHTS[self.words[i]]:
                    found[code] = found.get(code, 0) + weight
        return found


#: How much a clause's own words count, the most that one surrounding counts, and what the row of the promise before counts.
OWN, MOST, BEFORE = 6, 8, 6


def surround(*around: tuple[dict[str, int], int]) -> dict[str, int]:
    """What a clause's surroundings weigh together, each with its factor and no more than `MOST` a row."""
    total: dict[str, int] = {}
    for weights, factor in around:
        for code, weight in weights.items():
            total[code] = total.get(code, 0) + factor * (weight if weight < MOST else MOST)
    return total


def best(clause: dict[str, int], around: dict[str, int], *, fallback: str, before: str = "") -> str:
    """The heaviest row: the clause's own words count most, then its surroundings and the row of the promise `before` it."""
    total = around
    if clause or before:
        total = around.copy()
        for code, weight in clause.items():
            total[code] = total.get(code, 0) + OWN * weight
        if before and before != "A1":
            total[before] = total.get(before, 0) + BEFORE
    if not total:
        return fallback
    heaviest = max(total.values())
    return min((code for code, weight in total.items() if weight == heaviest), key=ORDER.__getitem__)
