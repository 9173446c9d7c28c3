"""Last year's report becomes this year's draft: numbers change, sentences never do; what cannot be known is marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.desk.claims import DATE
from zhenwu.desk.filling import YEAR, fill, flipped_words, judge_onto, old_dates
from zhenwu.desk.linking import links_suggest
from zhenwu.desk.reading import allow_edit, reading_of, version_save
from zhenwu.desk.verdicts import LINKED, moved_period
from zhenwu.desk.versions import documented, version_next
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.kernel.period import Period, check_year
from zhenwu.reports.choices import LinkState, ReportState
from zhenwu.reports.models import LINK_FIELDS, Assertion, PrintedFigure, Report, Version
from zhenwu.reports.queries import ahead, figures_of, version_latest
from zhenwu.writer.docx import Document, Heading, Paragraph, compose

#: A suggestion that nobody has confirmed is used from this score on.
USABLE_SCORE = 60


@transaction.atomic
def draft_start(report: Report, *, actor: Any, year: int) -> Report:
    """Begin this year's draft from last year's report: its docx with this year's values in place.

    The draft is about 1 January of `year` to today (to 31 December when the year is over). Numbers of the part
    that looks ahead stay as they are; they will be the new targets. Links are suggested first where none are.
    Raises BadInput for a year that is not after the report's own.
    """
    allow_edit(actor, report.area_code)
    check_year(year)
    if year <= report.year or date(year, 1, 1) > today():
        raise BadInput(
            f"不能从{report.year}年的报告起草{year}年的报告",
            where="年度",
            expected=f"{report.year}年以后、已经开始的年度",
            do="请改选年度",
            code="ZW-DRAFT-YEAR",
        )
    base = report.versions.order_by("-number").first()
    if base is None:
        raise BadInput("这份报告没有文稿", where=report.title, expected="读入过的报告", do="请先上传报告")
    if not base.figures.filter(link__in=[*LINKED, LinkState.REFUSED]).exists():
        links_suggest(base, actor=actor)
    period = cut_off(year)
    draft = Report.objects.create(
        area_code=report.area_code,
        year=year,
        kind=report.kind,
        title=_next_title(report, year),
        state=ReportState.DRAFT,
        based_on=report,
        period_start=period.start,
        period_end=period.end,
        created_by=actor,
    )
    base = base if base.media == "docx" else _as_docx(base, draft, actor)
    figures, texts = _valued(base, report, draft)
    claims = _claims(base, figures, draft, report)
    version = version_next(
        base,
        report=draft,
        data=bytes(base.content),
        figures=figures,
        claims=claims,
        texts=texts,
        actor=actor,
        note=f"由《{report.title}》起草，数字截至{period.end.isoformat()}",
    )
    audit_write(
        actor,
        "draft_start",
        draft,
        changes={
            "based_on": report,
            "figures": len(figures),
            "changed": len(texts),
            "version": version.number,
        },
    )
    return draft


def cut_off(year: int) -> Period:
    """1 January to today, or the whole year when it is over."""
    whole = Period.year(year)
    return whole if whole.end <= today() else Period(whole.start, today())


def _next_title(report: Report, year: int) -> str:
    """Last year's title with its years moved on; the text itself is not touched."""
    shift = year - report.year
    return YEAR.sub(lambda m: f"{int(m[1]) + shift}年", report.title)[:150]


def _as_docx(base: Version, draft: Report, actor: Any) -> Version:
    """A text or PDF as a new official document, read again; links move over by order, subject and print."""
    lines = [line.strip() for line in base.text.splitlines() if line.strip()]
    titles = {p.title.strip(): min(p.level, 4) for p in base.passages.all() if p.title.strip()}
    blocks = [Heading(titles[line], line) if line in titles else Paragraph(line) for line in lines]
    data = compose(Document(title=draft.based_on.title if draft.based_on else draft.title, blocks=blocks))
    reading = reading_of(data, name="公文.docx", year=base.report.year)
    version = version_save(draft, reading, data=data, name="公文.docx", actor=actor, note="转成公文格式")
    waiting: dict[tuple[str, str], list[PrintedFigure]] = {}
    for old in figures_of(base):
        waiting.setdefault((old.subject, old.surface), []).append(old)
    moved = []
    for figure in figures_of(version):
        if same := waiting.get((figure.subject, figure.surface)):
            old = same.pop(0)
            for name in LINK_FIELDS:
                setattr(figure, name, getattr(old, name))
            figure.period = old.period
            moved.append(figure)
    PrintedFigure.objects.bulk_update(moved, [*LINK_FIELDS, "period"])
    return version


def _valued(base: Version, report: Report, draft: Report) -> tuple[list[PrintedFigure], dict[str, str]]:
    """The base's figures with this year's outcomes on them, and by key what shall be printed."""
    figures = figures_of(base)
    old = Period(report.period_start, report.period_end)
    new = Period(draft.period_start, draft.period_end)
    for figure in figures:
        if figure.link == LinkState.SUGGESTED and figure.link_score < USABLE_SCORE:
            figure.link, figure.link_why = LinkState.NONE, f"建议不够确定：{figure.link_why}"[:200]
        if not ahead(figure):
            period = moved_period(figure, old, new)
            figure.period = period.iso if period else figure.period
            figure.link_start, figure.link_end = (period.start, period.end) if period else (None, None)
    return figures, fill(figures, draft, put="all")


def _claims(
    base: Version, figures: Sequence[PrintedFigure], draft: Report, report: Report
) -> list[Assertion]:
    """The base's claims judged for the draft's period, with direction words that no longer hold and old dates."""
    claims = [claim for claim in base.assertions.all() if claim.kind != DATE]
    judge_onto(claims, figures, base, draft)
    claims += flipped_words(figures, base.text, claims)
    claims += old_dates(base, figures, shift=draft.year - report.year, period_year=report.year)
    return sorted(claims, key=lambda claim: claim.start)


@transaction.atomic
def draft_refresh(report: Report, *, actor: Any) -> Version:
    """Ask the data again up to today; only numbers that still stand as they were printed change.

    A new version is saved when a number changed, else the verdicts of the last one are brought up to date.
    """
    version = editable(report, actor)
    period = cut_off(report.year)
    figures = figures_of(version)
    for figure in figures:
        if not ahead(figure) and figure.link_end == report.period_end:
            figure.link_end = period.end
            figure.period = Period(figure.link_start, period.end).iso if figure.link_start else figure.period
    report.period_end = period.end
    report.save(update_fields=["period_end"])
    texts = fill(figures, report, put="ours")
    claims = list(version.assertions.all())
    others = [claim for claim in claims if claim.kind != DATE]
    judge_onto(others, figures, version, report)
    claims += flipped_words(figures, version.text, claims)
    result = save_verdicts(
        version,
        figures,
        claims,
        texts,
        report=report,
        actor=actor,
        note=f"刷新数字，截至{period.end.isoformat()}",
    )
    audit_write(actor, "draft_refresh", report, changes={"changed": len(texts), "version": result.number})
    return result


def save_verdicts(
    version: Version,
    figures: Sequence[PrintedFigure],
    claims: Sequence[Assertion],
    texts: dict[str, str],
    *,
    report: Report,
    actor: Any,
    note: str,
) -> Version:
    """A new version when numbers changed; else the verdicts go onto the version that is there."""
    if texts:
        return version_next(
            version,
            report=report,
            data=bytes(version.content),
            figures=figures,
            claims=claims,
            texts=texts,
            actor=actor,
            note=note,
        )
    for figure in figures:
        figure.save()
    for claim in claims:
        claim.version = version
        claim.save()
    return version


def editable(report: Report, actor: Any) -> Version:
    """The latest version of a draft that may still change."""
    allow_edit(actor, report.area_code)
    if report.state != ReportState.DRAFT:
        raise Conflict(
            f"《{report.title}》{report.get_state_display()}，不能再改",
            expected="起草中的报告",
            do="需要修改请另起一稿",
            code="ZW-DRAFT-STATE",
        )
    version_latest(report)
    return report.versions.order_by("-number")[0]


def draft_docx(version: Version) -> bytes:
    """The version as docx: numbers with bookmarks and traces, what still waits marked with comments.

    A version that came in as text or PDF is set as a new official document first.
    """
    if version.media != "docx":
        lines = [line.strip() for line in version.text.splitlines() if line.strip()]
        return compose(Document(title=version.report.title, blocks=[Paragraph(line) for line in lines]))
    return documented(bytes(version.content), figures_of(version), list(version.assertions.all()), {})
