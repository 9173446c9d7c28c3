"""Which row of township work a promise belongs to: weighed words of the clause, of its sentence and of its heading."""

from __future__ import annotations

from bisect import bisect_left

from zhenwu.lexicon import lexicon

_LEX = lexicon()
_WEIGHTS: dict[str, list[tuple[str, int]]] = {}
for _row in _LEX.rows:
    for _word, _weight in _row.words.items():
        _WEIGHTS.setdefault(_word, []).append((_row.code, _weight))


#: The lengths of the words that begin with two characters, longest first: most places are passed over by one look.
_LENGTHS: dict[str, list[int]] = {}
for _word in sorted(_WEIGHTS, key=len, reverse=True):
    _lengths = _LENGTHS.setdefault(_word[:2], [])
    if len(_word) not in _lengths:
        _lengths.append(len(_word))
ORDER = {row.code: i for i, row in enumerate(_LEX.rows)}


def _words(text: str, low: int, high: int, last_end: int = 0) -> list[tuple[int, int, str]]:
    """Place and word of every word of the rows in [low, high), the longest at each place; none that lies inside another one.

    last_end : where the last word before ended.
    """
    made: list[tuple[int, int, str]] = []
    lengths = _LENGTHS
    for at in [at for at in range(low, high - 1) if text[at : at + 2] in lengths]:
        for length in lengths[text[at : at + 2]]:
            end = at + length
            if end <= last_end:
                break
            if end <= high and (word := text[at:end]) in _WEIGHTS:
                last_end = end
                made.append((at, end, word))
                break
    return made


def weigh(text: str) -> dict[str, int]:
    """Row code → weight of its words in a text; longer words count for more than the words inside them.

    >>> max(weigh("推进信访积案清零").items(), key=lambda kv: kv[1])[0]
    'D2'
    """
    found: dict[str, int] = {}
    for _, _, word in _words(text, 0, len(text)):
        for code, weight in _WEIGHTS[word]:
            found[code] = found.get(code, 0) + weight
    return found


class Weighed:
    """The words of the rows in stretches of one text, found once and weighed for any span of it."""

    def __init__(self, text: str, stretches: list[tuple[int, int]]) -> None:
        found: list[tuple[int, int, str]] = []
        for low, high in stretches:
            found += _words(text, low, high, found[-1][1] if found else 0)
        self.starts = [start for start, _, _ in found]
        self.ends = [end for _, end, _ in found]
        self.weights = [_WEIGHTS[word] for _, _, word in found]

    def between(self, start: int, end: int) -> dict[str, int]:
        """What `weigh` gives for the text of a span."""
        found: dict[str, int] = {}
        for i in range(bisect_left(self.starts, start), bisect_left(self.starts, end)):
            if self.ends[i] <= end:
                for code, weight in self.weights[i]:
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
    first = [code for code, weight in total.items() if weight == heaviest]
    return first[0] if len(first) == 1 else min(first, key=ORDER.__getitem__)
