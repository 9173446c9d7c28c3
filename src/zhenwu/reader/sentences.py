"""Sentences and clauses of cleaned text as sorted offsets."""

from __future__ import annotations

import re
from bisect import bisect_right

_SENTENCE = re.compile(r"[。!?\n;]")
_FULL = frozenset("。!?\n")
_CLAUSE = re.compile(r"[,。;:!?\n]")


class Stops:
    """Where a text's sentences and clauses end."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.clauses = [m.end() for m in _CLAUSE.finditer(text)]
        self.full = [end for end in self.clauses if text[end - 1] in _FULL]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around an offset, its final mark included."""
        i = bisect_right(self.full, offset)
        return self.full[i - 1] if i else 0, self.full[i] if i < len(self.full) else self.length

    def clause(self, offset: int) -> tuple[int, int]:
        """The clause around an offset, its final mark included."""
        i = bisect_right(self.clauses, offset)
        return self.clauses[i - 1] if i else 0, self.clauses[i] if i < len(self.clauses) else self.length
