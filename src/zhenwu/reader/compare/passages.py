"""The later report as clauses and figures that can be asked what they are about, by an index of pairs of characters."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from zhenwu.reader.compare.shapes import Place
from zhenwu.reader.compare.words import plainly, terms
from zhenwu.reader.model import AHEAD, Figure, Reading
from zhenwu.reader.sentences import Stops

#: A promise is looked up by its rarest pairs, each in at most so many places: the work a promise costs does not grow with the report.
PAIRS, PLACES = 10, 64
T = TypeVar("T")
_BLANK = " \t\n,。;:!?、"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in cleaned offsets; `sentence` numbers the stretch up to the next full stop or semicolon."""

    start: int
    end: int
    sentence: int
    role: str
    section: int | None
    words: str
    terms: tuple[str, ...]


class Index(Generic[T]):
    """Things found by the pairs of characters they are about; a rare pair weighs more."""

    def __init__(self, things: Sequence[T], about: Iterable[tuple[str, ...]]) -> None:
        self.things = things
        self.places: dict[str, list[int]] = defaultdict(list)
        for number, pairs in enumerate(about):
            for pair in pairs:
                self.places[pair].append(number)

    def weight(self, pair: str) -> float:
        """The weight of a pair: 1 for one that hardly occurs, less for a common one."""
        return 1 / (1 + math.log1p(len(self.places.get(pair, ()))) / 2)

    def near(self, pairs: Iterable[str]) -> list[int]:
        """Numbers of the things that share one of the rarest of these pairs."""
        known = [p for p in pairs if p in self.places]
        known.sort(key=lambda p: (len(self.places[p]), p))
        found: dict[int, None] = {}
        for pair in known[:PAIRS]:
            for number in self.places[pair][:PLACES]:
                found[number] = None
        return list(found)

    def covered(self, wanted: Iterable[str], given: Iterable[str]) -> float:
        """What share of the wanted pairs, by weight, is among the given; 0 when nothing is wanted."""
        have = set(given)
        total = shared = 0.0
        for pair in wanted:
            weight = self.weight(pair)
            total += weight
            shared += weight if pair in have else 0.0
        return shared / total if total else 0.0


class Text:
    """A reading whose cleaned offsets, clauses and sentences are at hand."""

    def __init__(self, whole: Reading) -> None:
        self.whole = whole
        self.clean = whole.clean
        self.stops = Stops(whole.clean)
        self._starts = sorted((s.start, -s.level, i) for i, s in enumerate(whole.sections))
        self._keys = [s[0] for s in self._starts]
        self.clauses = list(self._clauses())
        self._clause_starts = [c.start for c in self.clauses]
        self.by_sentence: dict[int, list[int]] = defaultdict(list)
        for number, clause in enumerate(self.clauses):
            self.by_sentence[clause.sentence].append(number)

    def _clauses(self) -> Iterable[Clause]:
        sentence = begin = 0
        for end in [*self.stops.clauses, len(self.clean)]:
            stretch = self.clean[begin:end]
            body = stretch.strip(_BLANK)
            if body:
                low = begin + len(stretch) - len(stretch.lstrip(_BLANK))
                high = low + len(body)
                section = self.section(low)
                role = self.whole.sections[section].role if section is not None else "other"
                words = plainly(body)
                yield Clause(low, high, sentence, role, section, words, terms(words))
            if self.clean[end - 1 : end] in "。;!?\n":
                sentence += 1
            begin = end

    def section(self, clean_offset: int) -> int | None:
        """The innermost section at a cleaned offset."""
        place = self.whole.at(clean_offset)
        i = bisect_right(self._keys, place) - 1
        while i >= 0:
            number = self._starts[i][2]
            if self.whole.sections[number].end > place:
                return number
            i -= 1
        return None

    def clause_at(self, clean_offset: int) -> int | None:
        """The number of the clause at a cleaned offset."""
        i = bisect_right(self._clause_starts, clean_offset) - 1
        return i if i >= 0 else None

    def sentence_at(self, offset: int) -> int:
        """The number of the sentence at a source offset; -1 before the first."""
        clause = self.clause_at(self.to_clean(offset))
        return -1 if clause is None else self.clauses[clause].sentence

    def to_clean(self, offset: int) -> int:
        """The cleaned offset of a source offset; of what cleaning left out, that of what follows."""
        starts, made = self.whole.map.source_starts, self.whole.map.clean_starts
        i = bisect_right(starts, offset) - 1
        if i < 0:
            return 0
        following = made[i + 1] if i + 1 < len(made) else len(self.clean)
        return min(made[i] + offset - starts[i], following)

    def place(self, first: int, last: int) -> Place:
        """The clauses from first to last as a place of the report."""
        low, high = self.clauses[first].start, self.clauses[last].end
        start, end = self.whole.map.span(low, high)
        around = self.by_sentence[self.clauses[first].sentence]
        sentence = self.whole.map.span(self.clauses[around[0]].start, self.clauses[around[-1]].end)
        return Place(start, end, self.whole.text[start:end], sentence, self.clauses[first].section)

    def role(self, figure: Figure) -> str:
        """The role of the part that a figure stands in."""
        return self.whole.sections[figure.section].role if figure.section is not None else "other"

    def ahead(self, figure: Figure) -> bool:
        """Whether a figure speaks of the year to come."""
        return figure.modality == "target" or self.role(figure) in AHEAD
