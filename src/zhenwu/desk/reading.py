"""A document goes in and stays as a report: its text, its passages, the numbers and claims it prints."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Refused
from zhenwu.kernel.period import Period, check_year
from zhenwu.reader import read
from zhenwu.reader.model import Reading
from zhenwu.reports.choices import ReportKind, ReportState
from zhenwu.reports.models import Assertion, Passage, PrintedFigure, Report, Version

#: Beyond this a fixed-point column cannot keep a value; no township counts so far.
LARGEST = Decimal(10) ** 14
MEDIA = {"docx": "docx", "pdf": "pdf", "html": "html", "txt": "txt", "text": "txt"}


def allow_edit(actor: Any, area_code: str) -> None:
    """Refused unless the actor writes reports of the area; None is the system itself."""
    if actor is not None and not actor.scope.may("report.edit", area_code):
        raise Refused(
            "您不能编辑这里的报告",
            where=area_code,
            expected="党政办文员",
            do="请联系本镇党政办",
            code="ZW-REPORT-EDIT",
        )


@transaction.atomic
def report_read(data: bytes, *, actor: Any, area_code: str, year: int, name: str) -> Report:
    """Read a work report in: the same file again gives the report that is there.

    year : the year the report was adopted in; it reviews the year before, which is `Report.year`, and
    period_start to period_end are that whole year. A file with nothing to count is BadInput, as is all that
    the reader refuses; nothing is written then.
    """
    allow_edit(actor, area_code)
    areacode.check(area_code)
    check_year(year)
    digest = hashlib.sha256(data).hexdigest()
    known = (
        Version.objects.filter(sha256=digest, report__area_code=area_code, report__year=year - 1)
        .exclude(report__state=ReportState.DRAFT)
        .select_related("report")
        .first()
    )
    if known is not None:
        return known.report
    reading = reading_of(data, name=name, year=year - 1)
    period = Period.year(year - 1)
    report = Report.objects.create(
        area_code=area_code,
        year=year - 1,
        kind=ReportKind.WORK,
        title=(reading.title or f"{year}年政府工作报告")[:150],
        state=ReportState.ADOPTED,
        period_start=period.start,
        period_end=period.end,
        created_by=actor,
    )
    version_save(report, reading, data=data, name=name, actor=actor)
    audit_write(
        actor,
        "report_read",
        report,
        changes={"file": name, "figures": len(reading.figures), "promises": len(reading.promises)},
    )
    return report


def reading_of(data: bytes, *, name: str, year: int | None) -> Reading:
    """What the reader makes of a file that reviews `year`; BadInput when it states no number at all."""
    reading = read(data, name=name, year=year)
    if not reading.figures:
        raise BadInput(
            "没有读出一个数",
            where=name,
            expected="工作报告一类有数字的文稿",
            do="请确认文件就是要读的报告",
            code="ZW-REPORT-EMPTY",
        )
    return reading


def version_save(
    report: Report, reading: Reading, *, data: bytes, name: str, actor: Any, note: str = ""
) -> Version:
    """The reading as the report's next version, with passages, figures and claims."""
    last = report.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(
        report=report,
        number=last + 1,
        file_name=name[:200],
        media=MEDIA.get(reading.source_kind, reading.source_kind)[:10],
        sha256=hashlib.sha256(data).hexdigest(),
        content=data,
        text=reading.text,
        note=note,
        reading=beyond_figures(reading),
        created_by=actor,
    )
    passages = passages_save(version, reading)
    PrintedFigure.objects.bulk_create(printed(reading, version=version, passages=passages))
    Assertion.objects.bulk_create(claimed(reading, version))
    return version


def passages_save(version: Version, reading: Reading) -> list[Passage]:
    """The sections as passages, parents before children."""
    passages: list[Passage] = []
    for order, section in enumerate(reading.sections):
        parent = passages[section.parent] if section.parent is not None else None
        passages.append(
            Passage.objects.create(
                version=version,
                parent=parent,
                title=section.title[:200],
                role=section.role,
                level=section.level,
                start=section.start,
                end=section.end,
                order=order,
            )
        )
    return passages


def key_of(number: int) -> str:
    """The key of the n-th number of a report, and so the end of its bookmark's name."""
    return f"f{number:04d}"


def printed(
    reading: Reading, *, version: Version | None = None, passages: list[Passage] | None = None
) -> list[PrintedFigure]:
    """The reading's numbers as printed figures, not saved; a figure's passage is there when passages are."""
    figures = []
    for number, read_figure in enumerate(reading.figures, 1):
        figure = PrintedFigure(version=version, key=key_of(number), **fields_of(read_figure))
        if passages and read_figure.section is not None:
            figure.passage = passages[read_figure.section]
        figures.append(figure)
    return figures


def fields_of(figure: Any) -> dict[str, Any]:
    """What a reading of one number says, as columns."""
    value, high = figure.value, figure.high
    too_large = any(abs(v) > LARGEST for v in (value, high) if v is not None)
    return {
        "start": figure.start,
        "end": figure.end,
        "surface": figure.surface[:80],
        "subject": figure.subject[:120],
        "value": None if too_large else value,
        "high": None if too_large else high,
        "unit": figure.unit[:10],
        "qualifier": figure.qualifier[:6],
        "kind": figure.kind[:8],
        "direction": figure.direction or "",
        "period": (figure.period or "")[:24],
        "modality": figure.modality[:8],
        "masked": figure.masked,
        "damaged": figure.damaged or too_large,
        "rule": figure.rule[:60],
    }


def claimed(reading: Reading, version: Version | None = None) -> list[Assertion]:
    """The reading's claims, not saved."""
    return [
        Assertion(
            version=version,
            start=claim.start,
            end=claim.end,
            text=claim.text[:120],
            kind=claim.kind[:20],
            subject=claim.subject[:120],
        )
        for claim in reading.assertions
    ]


def beyond_figures(reading: Reading) -> dict[str, Any]:
    """What a reading says beyond figures and claims, as a version keeps it."""
    return {
        "title": reading.title,
        "year": reading.year,
        "source": reading.source_kind,
        "checks": [
            {"kind": c.kind, "message": c.message, "spans": [list(s) for s in c.spans]}
            for c in reading.checks
        ],
        "problems": [
            {"start": p.start, "end": p.end, "text": p.text, "rule": p.rule} for p in reading.problems
        ],
        "honours": [
            {"start": h.start, "end": h.end, "text": h.name, "level": h.level or "", "rule": h.rule}
            for h in reading.honours
        ],
        "projects": [
            {
                "start": p.start,
                "end": p.end,
                "text": p.name,
                "stage": p.stage or "",
                "amount": "" if p.amount is None else key_of(p.amount + 1),
                "figures": [key_of(index + 1) for index in p.figures],
                "mentions": [list(place) for place in p.mentions],
                "rule": p.rule,
            }
            for p in reading.projects
        ],
        "relations": relations_of(reading),
        "promises": [
            {
                "start": p.start,
                "end": p.end,
                "text": p.text,
                "kind": p.kind,
                "name": p.name or "",
                "deadline": p.deadline or "",
                "row": p.row,
                "verb": p.verb,
                "rule": p.rule,
                "figures": [key_of(index + 1) for index in p.figures],
            }
            for p in reading.promises
        ],
    }


def relations_of(reading: Reading) -> dict[str, dict[str, Any]]:
    """By a number's key, the numbers that its growth or share is said of, and the whole that it is a part of."""
    made: dict[str, dict[str, Any]] = {}
    for index, figure in enumerate(reading.figures, 1):
        said: dict[str, Any] = {}
        if figure.of:
            said["of"] = [key_of(i + 1) for i in figure.of]
        if figure.part_of is not None:
            said["part_of"] = key_of(figure.part_of + 1)
        if said:
            made[key_of(index)] = said
    return made
