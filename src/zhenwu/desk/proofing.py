"""Proof: every number of a text held against figures: agrees, differs, or cannot be traced, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.desk.claims import DATE, judge_claims
from zhenwu.desk.drafting import cut_off
from zhenwu.desk.filling import judge_onto
from zhenwu.desk.linking import suggest
from zhenwu.desk.reading import allow_edit, claimed, printed
from zhenwu.desk.verdicts import Outcome, answers, apply_outcome, ask_for, judge, own_period
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.kernel.period import Period, check_year
from zhenwu.reader import read
from zhenwu.reader.model import AHEAD, Reading
from zhenwu.reports.choices import Handling, Verdict
from zhenwu.reports.models import Assertion, PrintedFigure, Version
from zhenwu.reports.queries import ahead, figures_of


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One number of a text and what the data say of it."""

    figure: PrintedFigure
    verdict: str
    computed: Decimal | None
    computed_text: str
    why: str
    metric: str
    metric_code: str
    #: what its evidence is asked by: metric, aspect, area, period, slice
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proof:
    """A whole text proved; `checks` are what the text says against itself."""

    text: str
    title: str
    year: int
    area_code: str
    rows: list[ProofRow]
    claims: list[Assertion]
    checks: list[dict[str, Any]]
    counts: Counter[str]


def proof_text(source: str | bytes, *, area_code: str, year: int, user: Any, name: str = "") -> Proof:
    """Prove a text or a file: nothing is saved.

    year : the year that the text reviews; its numbers without a period of their own are about that year up to
    today. Raises BadInput for what cannot be read or states no number, NotFound for an area out of reach.
    """
    areacode.check(area_code)
    check_year(year)
    if user is not None and not may_see(user, area_code):
        raise NotFound(
            f"没有区域{area_code}", expected="您能看的区域", do="请从页顶的区域里选", code="ZW-AREA"
        )
    reading = read(source, name=name, year=year)
    if not reading.figures:
        raise BadInput(
            "没有读出一个数",
            where=name or "粘贴的文字",
            expected="有数字的文字",
            do="请确认内容后再核",
            code="ZW-PROOF-EMPTY",
        )
    period = cut_off(year) if year <= today().year else Period.year(year)
    figures = _placed(reading)
    suggest(figures, text=reading.text, area_code=area_code, period=period, proving=True)
    outcomes = prove(figures, area_code, period)
    claims = claimed(reading)
    judged = judge_claims(
        claims,
        figures,
        outcomes,
        text=reading.text,
        area_code=area_code,
        period=period,
        roles=[(s.start, s.end, s.role) for s in reading.sections],
    )
    for claim, one in zip(claims, judged, strict=True):
        claim.verdict, claim.why = one.verdict, one.why
    checks = [{"kind": c.kind, "message": c.message, "spans": c.spans} for c in reading.checks]
    rows = rows_of(figures)
    counts = Counter(row.verdict for row in rows)
    counts["all"] = len(rows)
    return Proof(reading.text, reading.title, year, area_code, rows, claims, checks, counts)


def may_see(user: Any, area_code: str) -> bool:
    """Whether the area is granted, or lies in a town that a grant lies in."""
    scope = user.scope
    return scope.reaches_area(area_code) or any(areacode.within(area_code, town) for town in scope.towns())


def _placed(reading: Reading) -> list[PrintedFigure]:
    """Figures that are not saved; those of parts that look ahead count as targets."""
    figures = printed(reading)
    for figure, found in zip(figures, reading.figures, strict=True):
        role = reading.sections[found.section].role if found.section is not None else ""
        if role in AHEAD:
            figure.modality = "target"
    return figures


def prove(figures: Sequence[PrintedFigure], area_code: str, period: Period) -> dict[str, Outcome]:
    """Put a verdict on every figure (nothing is saved); the outcomes by key."""
    asks = {}
    for figure in figures:
        own = own_period(figure, period, day=today())
        asks[figure.key] = None if ahead(figure) else ask_for(figure, own, area_code)
    answered = answers(asks.values())
    outcomes = {}
    for figure in figures:
        ask = asks[figure.key]
        answer = answered.get(ask) if ask else None
        outcome = Outcome(Verdict.TARGET) if ahead(figure) else judge(figure, ask, answer)
        apply_outcome(figure, outcome)
        outcomes[figure.key] = outcome
    return outcomes


def rows_of(figures: Sequence[PrintedFigure]) -> list[ProofRow]:
    """Figures with verdicts as rows, with the names of their metrics."""
    names = {code: metric.name for code, metric in metric_defs().items()}
    return [
        ProofRow(
            figure=figure,
            verdict=figure.verdict,
            computed=figure.computed,
            computed_text=figure.computed_text,
            why=figure.why,
            metric=names.get(figure.metric_code, ""),
            metric_code=figure.metric_code,
            evidence={
                k: figure.trace[k]
                for k in ("metric", "aspect", "area", "period", "slice")
                if k in figure.trace
            },
        )
        for figure in figures
    ]


@transaction.atomic
def version_proof(version: Version, *, actor: Any) -> Counter[str]:
    """Prove a version of a report and keep the verdicts; what was handled stays so while the verdict stays."""
    report = version.report
    allow_edit(actor, report.area_code)
    figures = figures_of(version)
    before = {figure.key: figure.verdict for figure in figures}
    prove(figures, report.area_code, Period(report.period_start, report.period_end))
    for figure in figures:
        if figure.verdict != before[figure.key] and figure.handling != Handling.KEPT:
            figure.handling = Handling.OPEN
    columns = ["verdict", "computed", "computed_text", "why", "trace", "handling"]
    PrintedFigure.objects.bulk_update(figures, columns)
    claims = [claim for claim in version.assertions.all() if claim.kind != DATE]
    judge_onto(claims, figures, version, report)
    Assertion.objects.bulk_update(claims, ["verdict", "why", "handling"])
    counts = Counter(figure.verdict for figure in figures)
    audit_write(actor, "version_proof", version, changes=dict(counts))
    return counts
