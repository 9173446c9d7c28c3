"""Sentences and clauses of cleaned text as sorted offsets."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, count
from operator import add

#: The marks that end a sentence, beside the full stop; commas, semicolons and colons end clauses too.
_FULL = "!?\n"


def _ends(marked: str, mark: str) -> list[int]:
    """The places behind every mark."""
    ends = list(map(add, accumulate(map(len, marked.split(mark))), count(1)))
    ends.pop()  # the piece behind the last mark is ended by none
    return ends


class Stops:
    """Where a text's sentences and clauses end."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        marked = text
        for mark in _FULL:
            marked = marked.replace(mark, "。")
        self.full = _ends(marked, "。")
        for mark in "。;:":
            marked = marked.replace(mark, ",")
        self.clauses = _ends(marked, ",")

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
