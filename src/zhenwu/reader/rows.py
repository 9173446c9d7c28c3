"""Which row of township work a promise belongs to: weighed words of the clause, of its sentence and of its heading."""

from __future__ import annotations

from bisect import bisect_left

from ahocorasick_rs import AhoCorasick, MatchKind

from zhenwu.lexicon import lexicon

_LEX = lexicon()
_WEIGHTS: dict[str, list[tuple[str, int]]] = {}
for _row in _LEX.rows:
    for _word, _weight in _row.words.items():
        _WEIGHTS.setdefault(_word, []).append((_row.code, _weight))

#: All words of the rows at once, and what each of them weighs, in the same order.
_WORDS, _WEIGHED = AhoCorasick(list(_WEIGHTS), matchkind=MatchKind.Standard), list(_WEIGHTS.values())
ORDER = {row.code: i for i, row in enumerate(_LEX.rows)}


class _Found:
    """Where words of the rows begin and end, and what each weighs; none that lies inside another one, in order."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.weights: list[list[tuple[str, int]]] = []

    def look(self, text: str, at: int = 0) -> None:
        """Add the words of a text that stands at a place."""
        made: list[tuple[int, int, int]] = []
        last = 0
        for found in _WORDS.find_matches_as_indexes(text, overlapping=True):
            _, start, end = found
            while made and made[-1][1] >= start:
                made.pop()
                last = made[-1][2] if made else 0
            if last < end:
                made.append(found)
                last = end
        self.starts += [start + at for _, start, _ in made]
        self.ends += [end + at for _, _, end in made]
        self.weights += [_WEIGHED[word] for word, _, _ in made]


def weigh(text: str) -> dict[str, int]:
    """Row code → weight of its words in a text; longer words count for more than the words inside them.

    >>> max(weigh("推进信访积案清零").items(), key=lambda kv: kv[1])[0]
    'D2'
    """
    found: dict[str, int] = {}
    words = _Found()
    words.look(text)
    for weights in words.weights:
        for code, weight in weights:
            found[code] = found.get(code, 0) + weight
    return found


def _joined(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in the order of their starts, those that overlap as one."""
    made: list[tuple[int, int]] = []
    for low, high in stretches:
        if made and low < made[-1][1]:
            made[-1] = (made[-1][0], max(high, made[-1][1]))
        else:
            made.append((low, high))
    return made


class Weighed:
    """The words of the rows in stretches of one text, found once and weighed for any span of it."""

    def __init__(self, text: str, stretches: list[tuple[int, int]]) -> None:
        found = _Found()
        for low, high in _joined(stretches):
            found.look(text[low:high], low)
        self.starts, self.ends, self.weights = found.starts, found.ends, found.weights

    def between(self, start: int, end: int) -> dict[str, int]:
        """What `weigh` gives for the text of a span."""
        found: dict[str, int] = {}
        low = bisect_left(self.starts, start)
        high = bisect_left(self.starts, end, low)
        for stop, weights in zip(self.ends[low:high], self.weights[low:high], strict=True):
            if stop <= end:
                for code, weight in weights:
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
