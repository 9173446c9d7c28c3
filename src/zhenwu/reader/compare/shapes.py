"""What a comparison of two years consists of. Offsets count characters of the text of the report they lie in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zhenwu.reader.model import Figure, Promise, Reading


class Outcome(StrEnum):
    """What became of a promise, by the words of the later report."""

    DONE = "done"
    PARTLY = "partly"
    ABSENT = "not_mentioned"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of one of the two reports, the sentence it stands in, and its section (an index, or None)."""

    start: int
    end: int
    text: str
    sentence: tuple[int, int]
    section: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """A target's number beside the number that answers it.

    target, said : indexes into the figures of the earlier and of the later report; said is None when nothing answers.
    share : how much of the target was reached, 1 for all of it; None where a share says nothing (a limit, a rank, a turn).
    """

    target: int
    said: int | None
    outcome: Outcome
    share: Decimal | None
    rule: str


@dataclass(frozen=True, slots=True)
class Sequel:
    """What became of one promise.

    promise : its index among those of the comparison. last : the promise in its own words. this : the passage that decided, None when
    nothing did. possibly : the nearest passage, offered only where none was sure. again : where the later report promises it
    once more. words : the words that decided. likeness : how much of what the promise is about the passage speaks of, in percent.
    more : passages on the other things of a list (东环路、南环路), where they stand elsewhere.
    """

    promise: int
    outcome: Outcome
    rule: str
    words: tuple[str, ...]
    last: Place
    this: Place | None
    possibly: Place | None
    again: Place | None
    numbers: tuple[Held, ...]
    likeness: int
    more: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing told with different amounts in the two reports; before and after are indexes of figures."""

    subject: str
    before: int
    after: int
    last: Place
    this: Place


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports of one town side by side: one sequel a promise, in the order of the promises.

    promises : those of the earlier report, and its targets that stand in no promise, each as one.
    """

    last: Reading
    this: Reading
    promises: tuple[Promise, ...]
    sequels: tuple[Sequel, ...]
    changes: tuple[Change, ...]
    notes: tuple[str, ...]

    @property
    def counts(self) -> Counter[Outcome]:
        """How many promises came to which outcome."""
        return Counter(sequel.outcome for sequel in self.sequels)

    def promise(self, sequel: Sequel) -> Promise:
        """The promise that a sequel is about."""
        return self.promises[sequel.promise]

    def figures(self, held: Held) -> tuple[Figure, Figure | None]:
        """The two numbers that were held against each other."""
        said = None if held.said is None else self.this.figures[held.said]
        return self.last.figures[held.target], said
