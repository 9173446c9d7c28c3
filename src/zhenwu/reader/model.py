"""What a reading consists of. Every offset counts characters of `Reading.text`, before any cleaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from zhenwu.reader.clean import Clean

Role = Literal["review", "problems", "goals", "tasks", "conduct", "opening", "closing", "other"]
#: A figure or promise with the keys of the gold files.
GoldRow: TypeAlias = dict[str, object]
AHEAD = ("goals", "tasks", "conduct")


@dataclass(slots=True)
class Section:
    """A part of the report: heading at [start, body_start), body up to `end`; `parent` is an index into the sections."""

    title: str
    level: int
    role: str
    start: int
    end: int
    body_start: int
    number: str
    parent: int | None = None


@dataclass(slots=True)
class Figure:
    """One quantity as the text states it; `rule` names the rules that made it, joined by +.

    of : indexes of the levels that a growth or share is said of. part_of : index of the whole that this is a part of;
    exhaustive : its parts are listed whole. threshold : place of the amount that says which things are counted.
    """

    start: int
    end: int
    surface: str
    subject: str
    value: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: str
    kind: str
    direction: str | None
    period: str | None
    modality: str
    masked: bool
    damaged: bool
    rule: str
    section: int | None
    sentence: tuple[int, int]
    of: tuple[int, ...] = ()
    part_of: int | None = None
    exhaustive: bool = False
    threshold: tuple[int, int] | None = None

    def as_gold(self, doc: str) -> GoldRow:
        """The figure with the keys of the gold files, plus start, end and surface."""
        value = None if self.value is None else plain(self.value)
        if value is not None and self.high is not None:
            value += "/" + plain(self.high)
        return {
            "doc": doc,
            "start": self.start,
            "end": self.end,
            "surface": self.surface,
            "subject": self.subject,
            "value": value,
            "unit": self.unit,
            "qualifier": self.qualifier,
            "kind": self.kind,
            "direction": self.direction,
            "period": self.period,
            "modality": self.modality,
            "masked": self.masked,
        }


@dataclass(slots=True)
class Target:
    """A number that the report sets itself to reach: an index into `Reading.figures`, and of the promise that holds it.

    operator : at_least, at_most, about, range or exact; a growth downwards is a target of at least so much less.
    """

    figure: int
    promise: int | None
    subject: str
    operator: str
    value: Decimal | None
    high: Decimal | None
    unit: str


@dataclass(slots=True)
class Promise:
    """One act or result that the report undertakes; `figures` are indexes into `Reading.figures`."""

    start: int
    end: int
    text: str
    kind: str
    name: str | None
    deadline: str | None
    row: str
    verb: str
    object: str
    figures: list[int]
    section: int | None
    rule: str

    def as_gold(self, doc: str) -> GoldRow:
        """The promise with the keys of the gold files, plus start, end and text."""
        return {
            "doc": doc,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "kind": self.kind,
            "name": self.name,
            "deadline": self.deadline,
            "row": self.row,
        }


@dataclass(slots=True)
class Assertion:
    """A claim without a number of its own that records can prove or refute."""

    start: int
    end: int
    text: str
    kind: str
    subject: str
    section: int | None
    rule: str = "claim"


@dataclass(slots=True)
class Honour:
    """An honour that the report names; level is 国家, 省, 市, 县 or None where it does not say."""

    start: int
    end: int
    name: str
    level: str | None
    section: int | None
    rule: str = "honour"


@dataclass(slots=True)
class Project:
    """A named project: its first mention at [start, end), all its `mentions`, the last stage said of it.

    amount : index of the figure that gives its investment, figures : all that are said in its clauses.
    """

    start: int
    end: int
    name: str
    stage: str | None
    amount: int | None
    figures: list[int]
    mentions: list[tuple[int, int]]
    section: int | None
    rule: str = "named"


@dataclass(slots=True)
class Problem:
    """A problem that the report admits."""

    start: int
    end: int
    text: str
    section: int | None
    rule: str = "admits"


@dataclass(slots=True)
class Check:
    """Something in the text that does not hold against itself; `spans` are the passages concerned."""

    kind: str
    message: str
    spans: list[tuple[int, int]]


@dataclass(slots=True)
class Reading:
    """A whole report, read; `unread` says in words what of the file could not be."""

    text: str
    clean: str
    title: str
    year: int | None
    source_kind: str
    map: Clean
    sections: list[Section] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    assertions: list[Assertion] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    honours: list[Honour] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    def at(self, clean_offset: int) -> int:
        """The offset in `text` of a character of `clean`."""
        return self.map.at(clean_offset)


def plain(value: Decimal) -> str:
    """A decimal without exponent or trailing zeros.

    >>> plain(Decimal("30.680") * 10**8), plain(Decimal("10.50"))
    ('3068000000', '10.5')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
