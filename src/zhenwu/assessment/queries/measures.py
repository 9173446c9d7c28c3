"""What items measure: figures of places; for offices, lights of the items they lead and replies to notices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhenwu.assessment.models import Assessment
from zhenwu.assessment.queries.subjects import Subject
from zhenwu.assessment.rules import Given
from zhenwu.catalog import ItemSpec
from zhenwu.figures.queries import Ask, Figure, evaluate_kept, metric_defs
from zhenwu.kernel.clock import today
from zhenwu.kernel.printing import plain, round_half_up
from zhenwu.plans.models import Plan, Supervision
from zhenwu.plans.queries import lit_plan

#: States of an item that is where it should be, and those that say nothing yet.
KEPT = frozenset({"done", "ahead", "pace"})
SILENT = frozenset({"idle", "waiting"})


@dataclass(frozen=True, slots=True)
class Measured:
    """What stands behind an item's points. figure : of a metric. things : the items or notices that were counted, each with its verdict."""

    given: Given
    shown: str = ""
    figure: Figure | None = None
    things: tuple[tuple[Any, bool], ...] = ()


def measured(
    assessment: Assessment, subjects: Sequence[Subject], items: Iterable[ItemSpec]
) -> dict[tuple[str, str], Measured]:
    """(subject, item) → what was measured; judged items have none. One evaluation for all figures."""
    wanted = [item for item in items if item.metric]
    known = metric_defs()
    asks = {
        (subject.key, item.key): Ask(item.metric, subject.area_code, assessment.period)
        for subject in subjects
        if subject.office_id is None
        for item in wanted
        if item.metric in known
    }
    figures = evaluate_kept(asks.values()) if asks else {}
    found = {place: _of_figure(figures[ask]) for place, ask in asks.items()}
    offices = {subject.office_id: subject.key for subject in subjects if subject.office_id is not None}
    for item in wanted:
        if item.metric == "office.pace":
            found |= {(key, item.key): one for key, one in _pace(assessment, offices).items()}
        elif item.metric == "office.replies":
            found |= {(key, item.key): one for key, one in _replies(assessment, offices).items()}
    return found


def _of_figure(figure: Figure) -> Measured:
    # A value that was reported late is the last one known and counts; a period that has not begun has none.
    missing = "" if figure.value is not None else figure.missing or "nodata"
    return Measured(Given(figure.value, missing, figure.denominator), figure.print(), figure)


def _rate(things: Sequence[tuple[Any, bool]]) -> Measured:
    """Share of the things that were kept, in percent."""
    whole = Decimal(len(things))
    if not things:
        return Measured(Given(None, "no_denominator", whole), "")
    share = Decimal(sum(kept for _thing, kept in things)) * 100 / whole
    return Measured(Given(share, "", whole), plain(round_half_up(share, 2)) + "%", None, tuple(things))


def _pace(assessment: Assessment, offices: dict[int, str]) -> dict[str, Measured]:
    """Of the items that an office leads and that are to show something by the period's end: those that do."""
    things: dict[str, list[tuple[Any, bool]]] = {key: [] for key in offices.values()}
    plan = Plan.objects.filter(area_code=assessment.area_code, year=assessment.end.year).first()
    if plan is not None:
        lit = lit_plan(plan, day=min(assessment.end, today()))
        for row in lit.items:
            light = lit.lights.get(row.pk)
            key = offices.get(row.lead_office_id or 0)
            if key is not None and light is not None and light.state not in SILENT:
                things[key].append(((row, light), light.state in KEPT))
    return {key: _rate(found) for key, found in things.items()}


def _replies(assessment: Assessment, offices: dict[int, str]) -> dict[str, Measured]:
    """Of the notices to an office whose reply fell due in the period: those answered by then."""
    things: dict[str, list[tuple[Any, bool]]] = {key: [] for key in offices.values()}
    rows = Supervision.objects.filter(office_id__in=list(offices), issued_on__lte=assessment.end)
    for notice in rows.order_by("issued_on", "pk"):
        due = notice.extended_to or notice.reply_due
        if assessment.start <= due <= assessment.end and due <= today():
            kept = notice.replied_on is not None and notice.replied_on <= due and not notice.late_replies
            things[offices[notice.office_id]].append((notice, kept))
    return {key: _rate(found) for key, found in things.items()}
