"""A report as it was read, saved or not: one shape for its page and for what is taken away from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhenwu.desk.reading import beyond_figures, claimed, printed
from zhenwu.kernel.printing import plain
from zhenwu.reader.model import Reading
from zhenwu.reports.models import Assertion, Passage, PrintedFigure, Version
from zhenwu.reports.queries import figures_of

#: The lists of a reading and the letter that keys of their entries begin with; numbers have keys of their own.
LETTERS = {"promises": "p", "claims": "c", "problems": "b", "honours": "h", "projects": "j"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A reading: the text, its parts, its numbers, and the entries of every list by its name, each with a key."""

    title: str
    year: int | None
    media: str
    text: str
    passages: Sequence[Passage]
    figures: Sequence[PrintedFigure]
    entries: Mapping[str, Sequence[dict[str, Any]]]
    checks: Sequence[dict[str, Any]]
    relations: Mapping[str, dict[str, Any]]

    def passage_at(self, place: int) -> Passage | None:
        """The innermost part at a place of the text."""
        inside = [p for p in self.passages if p.start <= place < p.end]
        return max(inside, key=lambda p: (p.level, p.start), default=None)

    def words(self, start: int, end: int) -> str:
        """A stretch of the text on one line."""
        return "".join(self.text[start:end].split("\n")).strip()


def of_reading(reading: Reading) -> Whole:
    """What the reader has just read; nothing of it is saved."""
    passages = [
        Passage(title=s.title[:200], role=s.role, level=s.level, start=s.start, end=s.end, order=order)
        for order, s in enumerate(reading.sections)
    ]
    return _whole(
        beyond_figures(reading),
        title=reading.title,
        year=reading.year,
        media=reading.source_kind,
        text=reading.text,
        passages=passages,
        figures=printed(reading, passages=passages),
        claims=claimed(reading),
    )


def of_version(version: Version) -> Whole:
    """A version of a report as it was kept."""
    return _whole(
        version.reading or {},
        title=version.report.title,
        year=version.report.year,
        media=version.media,
        text=version.text,
        passages=list(version.passages.order_by("order")),
        figures=figures_of(version),
        claims=list(version.assertions.exclude(kind="date").order_by("start")),
    )


def _whole(beyond: Mapping[str, Any], *, claims: Sequence[Assertion], text: str, **known: Any) -> Whole:
    entries: dict[str, Sequence[dict[str, Any]]] = {}
    for name in LETTERS:
        found = [_claim(c) for c in claims] if name == "claims" else beyond.get(name, [])
        # a draft may have lost the words that were read in the report it came from
        kept = (entry for entry in found if entry["start"] < min(entry["end"], len(text)))
        entries[name] = [
            {**entry, "end": min(entry["end"], len(text)), "key": f"{LETTERS[name]}{number}"}
            for number, entry in enumerate(kept, 1)
        ]
    return Whole(
        text=text,
        entries=entries,
        checks=beyond.get("checks", []),
        relations=beyond.get("relations", {}),
        **known,
    )


def _claim(claim: Assertion) -> dict[str, Any]:
    return {
        "start": claim.start,
        "end": claim.end,
        "text": claim.text,
        "kind": claim.kind,
        "subject": claim.subject,
        "rule": "claim",
    }


def as_line(figure: PrintedFigure) -> dict[str, Any]:
    """A number with the keys of the JSON lines."""
    value = None if figure.value is None else plain(figure.value)
    if value is not None and figure.high is not None:
        value += "/" + plain(figure.high)
    return {
        "start": figure.start,
        "end": figure.end,
        "surface": figure.surface,
        "subject": figure.subject,
        "value": value,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "kind": figure.kind,
        "direction": figure.direction or None,
        "period": figure.period or None,
        "modality": figure.modality,
        "masked": figure.masked,
        "damaged": figure.damaged,
        "section": figure.passage.title if figure.passage is not None else "",
        "rule": figure.rule,
    }


def as_json(whole: Whole) -> dict[str, Any]:
    """The whole reading as one JSON object; places count characters of `text`."""
    sections = [
        {"title": p.title, "role": p.role, "level": p.level, "start": p.start, "end": p.end}
        for p in whole.passages
    ]
    figures = [{"key": f.key, **as_line(f), **whole.relations.get(f.key, {})} for f in whole.figures]
    return {
        "title": whole.title,
        "year": whole.year,
        "text": whole.text,
        "sections": sections,
        "figures": figures,
        **{name: list(entries) for name, entries in whole.entries.items()},
        "checks": list(whole.checks),
    }
