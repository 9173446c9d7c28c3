"""Sentences and clauses of cleaned text as sorted offsets."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

_FULL = frozenset("。!?\n")
#: The marks that end a clause, all but the comma.
_MARKS = "。;:!?\n"


class Stops:
    """Where a text's sentences and clauses end."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        marked = text
        for mark in _MARKS:
            marked = marked.replace(mark, ",")
        pieces = map(len, marked.split(","))
        self.clauses = [end + number for number, end in enumerate(accumulate(pieces), 1)]
        self.clauses.pop()  # the piece behind the last mark is ended by none
        self.full = [end for end in self.clauses if text[end - 1] in _FULL]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around an offset, its final mark included."""
        i = bisect_right(self.full, offset)
        return self.full[i - 1] if i else 0, self.full[i] if i < len(self.full) else self.length

    def within(self, start: int, end: int) -> list[int]:
        """Where the clauses of a stretch end, each after its final mark."""
        return self.clauses[bisect_right(self.clauses, start) : bisect_right(self.clauses, end)]

    def clause(self, offset: int) -> tuple[int, int]:
        """The clause around an offset, its final mark included."""
        i = bisect_right(self.clauses, offset)
        return self.clauses[i - 1] if i else 0, self.clauses[i] if i < len(self.clauses) else self.length
