"""Reads of the report room: one door to a report, and what its pages count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from zhenwu.kernel.errors import NotFound
from zhenwu.reports.choices import Handling, LinkState, ReportState, Verdict
from zhenwu.reports.models import Assertion, PrintedFigure, Report, Version

#: Parts of a report that look ahead: their numbers are targets, not facts.
AHEAD = ("goals", "tasks", "conduct")
#: Verdicts that ask somebody to do something before a report can be signed.
ASKING = (Verdict.DIFFERS, Verdict.UNTRACEABLE, Verdict.MISSING)


def report_get(pk: int, user: Any) -> Report:
    """A report in the user's reach; out of reach reads like not there."""
    report = Report.objects.visible_to(user).filter(pk=pk).select_related("based_on", "created_by").first()
    if report is None:
        raise NotFound("没有这份报告", where=f"编号{pk}", expected="本镇的报告", do="请从报告列表里选")
    return report


def version_latest(report: Report) -> Version:
    """The version that counts."""
    version = report.versions.order_by("-number").defer("content").first()
    if version is None:
        raise NotFound("这份报告还没有文稿", where=report.title, do="请上传文稿")
    return version


def is_latest(version: Version) -> bool:
    return not version.report.versions.filter(number__gt=version.number).exists()


def figures_of(version: Version) -> list[PrintedFigure]:
    """The version's numbers in reading order, with their passages."""
    return list(version.figures.select_related("passage").order_by("start", "end"))


def ahead(figure: PrintedFigure) -> bool:
    """Whether a number is a target: said of the year to come."""
    role = figure.passage.role if figure.passage is not None else ""
    return figure.modality == "target" or role in AHEAD


def open_figures(version: Version) -> list[PrintedFigure]:
    """Numbers that still wait for a hand."""
    return [f for f in figures_of(version) if f.verdict in ASKING and f.handling == Handling.OPEN]


def open_claims(version: Version) -> list[Assertion]:
    """Claims that still wait for a hand."""
    return list(version.assertions.filter(verdict__in=ASKING, handling=Handling.OPEN).order_by("start"))


def verdict_counts(figures: Iterable[PrintedFigure]) -> Counter[str]:
    """Numbers by verdict, and `open`: those that wait."""
    counts: Counter[str] = Counter()
    for figure in figures:
        counts[figure.verdict or "unproved"] += 1
        counts["all"] += 1
        if figure.verdict in ASKING and figure.handling == Handling.OPEN:
            counts["open"] += 1
    return counts


def link_counts(figures: Iterable[PrintedFigure]) -> Counter[str]:
    """Review numbers by link state, with `all` and `linked`."""
    counts: Counter[str] = Counter()
    for figure in figures:
        if ahead(figure):
            continue
        counts[figure.link] += 1
        counts["all"] += 1
        counts["linked"] += figure.link in (LinkState.SUGGESTED, LinkState.CONFIRMED)
    return counts


def drafts_of(report: Report) -> list[Report]:
    return list(
        report.drafts.filter(state__in=[ReportState.DRAFT, ReportState.SIGNED]).order_by("-year", "-id")
    )


def neighbours(report: Report, user: Any) -> dict[str, Report | None]:
    """The town's reports of the year before (`last`) and of the year after (`next`) this one; of drafts the latest."""
    near = Report.objects.visible_to(user).filter(area_code=report.area_code, kind=report.kind)
    found: dict[str, Report | None] = {}
    for name, year in (("last", report.year - 1), ("next", report.year + 1)):
        found[name] = near.filter(year=year).exclude(pk=report.pk).order_by("-state", "-id").first()
    return found
