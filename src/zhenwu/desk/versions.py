"""The next version of a report: numbers replaced in its document, everything else carried to its new place."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from zhenwu.kernel.errors import Conflict
from zhenwu.reports.choices import Handling, Verdict
from zhenwu.reports.models import Assertion, Passage, PrintedFigure, Report, Version
from zhenwu.reports.queries import ASKING
from zhenwu.writer.docx import Change, Mark, paragraph_text, replace

FIGURE_FIELDS = [
    field.name
    for field in PrintedFigure._meta.concrete_fields
    if field.name not in ("id", "version", "passage", "start", "end")
]
CLAIM_FIELDS = ("kind", "subject", "verdict", "why", "handling")


def mover(edits: Iterable[tuple[int, int, str]]) -> Callable[[int], int]:
    """A function from places in the old text to places in the new one; edits are (start, end, text), apart."""
    ends: list[int] = []
    shifts: list[int] = [0]
    for start, end, text in sorted(edits):
        ends.append(end)
        shifts.append(shifts[-1] + len(text) - (end - start))
    return lambda place: place + shifts[bisect_right(ends, place)]


def edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    """The text with the edits made."""
    parts, last = [], 0
    for start, end, new in sorted(edits):
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])


def apart(figures: Sequence[PrintedFigure]) -> list[PrintedFigure]:
    """Figures that do not overlap: of two the first, and of those the longer, has the bookmark."""
    kept: list[PrintedFigure] = []
    for figure in sorted(figures, key=lambda f: (f.start, -f.end)):
        if not kept or figure.start >= kept[-1].end:
            kept.append(figure)
    return kept


def documented(
    data: bytes,
    figures: Sequence[PrintedFigure],
    claims: Sequence[Assertion],
    texts: Mapping[str, str],
    rewrites: Iterable[tuple[int, int, str]] = (),
) -> bytes:
    """The document with the texts in place, each number with bookmark and trace, what waits for a hand marked."""
    changes = []
    for figure in apart(figures):
        waiting = figure.verdict in ASKING and figure.handling == Handling.OPEN
        note = figure.why if waiting else ""
        changes.append(
            Change(
                figure.start,
                figure.end,
                texts.get(figure.key, figure.surface),
                figure.key,
                note="" if figure.verdict == Verdict.DIFFERS else note,
                trace={**figure.trace, "text": texts.get(figure.key, figure.surface)} if figure.trace else {},
            )
        )
    marks = [
        Mark(f.start, f.end, f.why or "与数据不符", "red")
        for f in apart(figures)
        if f.verdict == Verdict.DIFFERS and f.handling == Handling.OPEN
    ]
    for claim in claims:
        if claim.verdict in ASKING and claim.handling == Handling.OPEN:
            colour = "red" if claim.verdict == Verdict.DIFFERS else "yellow"
            marks.append(Mark(claim.start, claim.end, claim.why or "请核对", colour))
    for number, (start, end, text) in enumerate(sorted(rewrites)):
        changes.append(Change(start, end, text, f"w{start:x}_{number}"))
    return replace(data, changes, marks)


def version_next(
    source: Version,
    *,
    report: Report,
    data: bytes,
    figures: Sequence[PrintedFigure],
    claims: Sequence[Assertion],
    texts: Mapping[str, str],
    actor: Any,
    note: str,
    rewrites: Sequence[tuple[int, int, str]] = (),
) -> Version:
    """Save the version that follows `source`: `figures` and `claims` are those of `source`, with new verdicts on them.

    texts : by key, what stands in place of a number. rewrites : other stretches with their new words.
    `source` may belong to another report (the one a draft is based on).
    """
    filled = documented(data, figures, claims, texts, rewrites)
    edits = [
        (f.start, f.end, texts[f.key]) for f in apart(figures) if texts.get(f.key, f.surface) != f.surface
    ] + list(rewrites)
    text = edited(source.text, edits)
    if paragraph_text(filled) != text:
        raise Conflict(
            "文稿与登记的文字不一致",
            where=source.file_name,
            expected="同一份文稿",
            do="请重新上传文稿",
            code="ZW-DRAFT",
        )
    last = report.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(
        report=report,
        number=last + 1,
        file_name=source.file_name,
        media="docx",
        sha256=hashlib.sha256(filled).hexdigest(),
        content=filled,
        text=text,
        note=note[:200],
        reading=moved_reading(source.reading, mover(edits)),
        created_by=actor,
    )
    carry(source, version, figures, claims, texts, edits)
    return version


def carry(
    source: Version,
    version: Version,
    figures: Sequence[PrintedFigure],
    claims: Sequence[Assertion],
    texts: Mapping[str, str],
    edits: Sequence[tuple[int, int, str]],
) -> None:
    """Copy passages, figures and claims to the new version at their new places."""
    move = mover(edits)
    passages = carry_passages(source, version, move)
    copies = []
    for figure in figures:
        copy = PrintedFigure(version=version, **{name: getattr(figure, name) for name in FIGURE_FIELDS})
        copy.passage = passages.get(figure.passage_id or 0)
        copy.surface = texts.get(figure.key, figure.surface)
        copy.start = move(figure.start)
        copy.end = copy.start + len(copy.surface)
        copies.append(copy)
    saved = {copy.key: copy for copy in PrintedFigure.objects.bulk_create(copies)}
    keys = {figure.pk: figure.key for figure in figures}
    Assertion.objects.bulk_create(
        Assertion(
            version=version,
            figure=saved.get(keys.get(claim.figure_id or 0, "")),
            start=move(claim.start),
            end=max(move(claim.start) + 1, move(claim.end)),
            # A claim may hold a number that changed (位居第3位).
            text=version.text[move(claim.start) : max(move(claim.start) + 1, move(claim.end))][:120],
            **{name: getattr(claim, name) for name in CLAIM_FIELDS},
        )
        for claim in claims
    )


def carry_passages(source: Version, version: Version, move: Callable[[int], int]) -> dict[int, Passage]:
    """Copies of the passages by the id of the old ones."""
    copies: dict[int, Passage] = {}
    for passage in source.passages.order_by("order"):
        copies[passage.pk] = Passage.objects.create(
            version=version,
            parent=copies.get(passage.parent_id or 0),
            title=passage.title,
            role=passage.role,
            level=passage.level,
            start=move(passage.start),
            end=move(passage.end),
            office=passage.office,
            order=passage.order,
        )
    return copies


def moved_reading(reading: dict[str, Any], move: Callable[[int], int]) -> dict[str, Any]:
    """What was read beyond figures, at its new places; checks are about old values and go."""
    kept: dict[str, Any] = {
        name: reading[name] for name in ("title", "year", "source", "relations") if name in reading
    }
    for name in ("problems", "promises", "honours", "projects"):
        kept[name] = [
            {**entry, "start": move(entry["start"]), "end": move(entry["end"])}
            for entry in reading.get(name, [])
        ]
    for project in kept["projects"]:
        project["mentions"] = [[move(low), move(high)] for low, high in project["mentions"]]
    return {**kept, "checks": []}
