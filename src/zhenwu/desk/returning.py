"""A draft that was edited in Word or WPS comes back: its numbers are found again, what changed outside is flagged."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.desk.claims import DATE
from zhenwu.desk.drafting import editable
from zhenwu.desk.filling import fill, flipped_words, judge_onto
from zhenwu.desk.linking import suggest
from zhenwu.desk.reading import beyond_figures, claimed, fields_of, key_of, passages_save, reading_of
from zhenwu.desk.verdicts import parse_print
from zhenwu.desk.versions import FIGURE_FIELDS, documented
from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.reader.model import Reading
from zhenwu.reports.choices import Handling, Verdict
from zhenwu.reports.models import Assertion, Passage, PrintedFigure, Report, Version
from zhenwu.reports.queries import figures_of
from zhenwu.writer.docx import Found, find, traces

#: What a reading says about a number itself; its link and key come from the version that went out.
READ_FIELDS = (
    "start",
    "end",
    "surface",
    "value",
    "high",
    "unit",
    "qualifier",
    "direction",
    "masked",
    "damaged",
)
LEAST_FOUND = 0.2


@transaction.atomic
def draft_return(report: Report, *, actor: Any, data: bytes, name: str) -> Version:
    """Take a draft back that was edited elsewhere, as the next version.

    A number is found by its bookmark, else by its text; one whose print changed says what it was before; those
    not found again are named in `version.reading["lost"]`; new numbers are read and linked like any other.
    Raises BadInput for a file that is no docx, or not this draft (fewer than a fifth of its numbers are found).
    """
    last = editable(report, actor)
    digest = hashlib.sha256(data).hexdigest()
    if digest == last.sha256:
        return last
    known = {**traces(bytes(last.content)), **_own_traces(last)}
    old = {figure.key: figure for figure in figures_of(last)}
    found = [one for one in find(data, known) if one.key in old]
    if old and len(found) < LEAST_FOUND * len(old):
        raise BadInput(
            f"这份文件里只找到{len(found)}个本稿的数（本稿有{len(old)}个）",
            where=name,
            expected=f"由《{report.title}》下载、改过的docx",
            do="请确认选的是这份报告的文件；别的报告请从“读入报告”上传",
            code="ZW-DRAFT-OTHER",
        )
    reading = reading_of(data, name=name, year=report.year)
    version = Version.objects.create(
        report=report,
        number=last.number + 1,
        file_name=name[:200],
        media="docx",
        sha256=digest,
        content=data,
        text=reading.text,
        reading=beyond_figures(reading),
        created_by=actor,
    )
    passages = passages_save(version, reading)
    figures, changed = _matched(reading, version, passages, found, old)
    period = Period(report.period_start, report.period_end)
    new = [figure for figure in figures if figure.key not in old]
    suggest(figures, text=reading.text, area_code=report.area_code, period=period)
    fill(figures, report, put="none")
    for figure in figures:
        _say(figure, changed.get(figure.key))
    claims = _claims(reading, version, last, figures, report)
    names = {one.key for one in found}
    lost = [figure for key, figure in old.items() if key not in names]
    version.reading["lost"] = [{"key": f.key, "surface": f.surface, "subject": f.subject} for f in lost]
    version.note = f"外面改过交回：{len(changed)}个数改了，{len(new)}个新数，{len(lost)}个没有找到"
    version.content = documented(data, figures, claims, {})
    version.save(update_fields=["reading", "note", "content"])
    PrintedFigure.objects.bulk_create(figures)
    Assertion.objects.bulk_create(claims)
    audit_write(
        actor,
        "draft_return",
        report,
        changes={
            "file": name,
            "version": version.number,
            "changed": len(changed),
            "new": len(new),
            "lost": len(lost),
        },
    )
    return version


def _own_traces(version: Version) -> dict[str, dict[str, Any]]:
    """What the version itself knows of its numbers' surroundings, for files whose own trace is gone."""
    text = version.text
    return {
        f.key: {
            "text": f.surface,
            "before": text[max(0, f.start - 12) : f.start],
            "after": text[f.end : f.end + 12],
            "trace": f.trace,
        }
        for f in version.figures.all()
    }


def _matched(
    reading: Reading,
    version: Version,
    passages: list[Passage],
    found: Sequence[Found],
    old: dict[str, PrintedFigure],
) -> tuple[list[PrintedFigure], dict[str, str]]:
    """The new version's figures: those found again with their links, then what is new; and by key, old prints that changed."""
    figures: list[PrintedFigure] = []
    changed: dict[str, str] = {}
    free = list(reading.figures)
    for one in found:
        before = old[one.key]
        figure = PrintedFigure(version=version, **{name: getattr(before, name) for name in FIGURE_FIELDS})
        same = next((r for r in free if r.start < one.end and one.start < r.end), None)
        if same is not None:
            free.remove(same)
            read_fields = fields_of(same)
            for field in READ_FIELDS:
                setattr(figure, field, read_fields[field])
            figure.passage = passages[same.section] if same.section is not None else None
        else:
            figure.start, figure.end, figure.surface = one.start, one.end, one.text[:80]
            figure.value = parse_print(one.text, before)
            figure.passage = _passage_at(passages, one.start)
        if figure.surface != before.surface:
            changed[one.key] = before.surface
            figure.handling, figure.handling_note = Handling.OPEN, ""
        figures.append(figure)
    number = max((int(key[1:]) for key in old if key[1:].isdecimal()), default=0)
    for fresh in free:
        number += 1
        figure = PrintedFigure(version=version, key=key_of(number), **fields_of(fresh))
        figure.passage = passages[fresh.section] if fresh.section is not None else None
        figures.append(figure)
    return sorted(figures, key=lambda f: f.start), changed


def _passage_at(passages: Sequence[Passage], place: int) -> Passage | None:
    inside = [p for p in passages if p.start <= place < p.end]
    return max(inside, key=lambda p: (p.level, p.start), default=None)


def _say(figure: PrintedFigure, before: str | None) -> None:
    if before is None:
        return
    figure.trace = {**figure.trace, "was": before}
    figure.why = f"外面改过，原为{before}" + (f"；{figure.why}" if figure.why else "")[:280]


def _claims(
    reading: Reading, version: Version, last: Version, figures: Sequence[PrintedFigure], report: Report
) -> list[Assertion]:
    """Claims of the returned text; what was decided about the same words before stays decided."""
    claims = claimed(reading, version)
    judge_onto(claims, figures, version, report)
    decided = {(c.kind, c.text): c for c in last.assertions.filter(handling=Handling.KEPT)}
    for claim in claims:
        if (claim.kind, claim.text) in decided:
            claim.handling = Handling.KEPT
    claims += flipped_words(figures, version.text, claims)
    for date in last.assertions.filter(kind=DATE).order_by("start"):
        around = last.text[max(0, date.start - 6) : date.end + 4]
        at = version.text.find(around)
        if at < 0:
            continue
        start = at + min(6, date.start)
        claims.append(
            Assertion(
                version=version,
                start=start,
                end=start + len(date.text),
                text=date.text,
                kind=DATE,
                verdict=Verdict.DIFFERS,
                why=date.why,
                handling=date.handling,
            )
        )
    return sorted(claims, key=lambda claim: claim.start)
