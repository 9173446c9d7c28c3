"""Find things by a few words over every room, within a person's reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from zhenwu.areas.models import Area
from zhenwu.areas.querysets import in_area
from zhenwu.figures.models import Metric
from zhenwu.kernel.clock import today
from zhenwu.ledgers.models import Record
from zhenwu.plans.models import Item
from zhenwu.reports.models import PrintedFigure, Report

EACH = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, at most `EACH` of a kind and one more to tell that there is more."""

    records: list[Record] = field(default_factory=list)
    metrics: list[Metric] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    sentences: list[PrintedFigure] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(len(part) for part in (self.records, self.metrics, self.items, self.sentences, self.areas))


def find(words: str, user: Any, *, area: str, year: int) -> Found:
    """Records by number, title or handler; metrics by name or alias; promises by their words; numbers in reports; places.

    words : separated by blanks, all must be met. Names of people and other sealed data are not searched.
    """
    parts = words.split()
    if not parts:
        return Found()

    def met(*fields: str) -> Q:
        whole = Q()
        for part in parts:
            any_field = Q()
            for name in fields:
                any_field |= Q(**{f"{name}__icontains": part})
            whole &= any_field
        return whole

    records = Record.objects.visible_to(user).in_area(area).standing().select_related("ledger")
    metrics = [
        metric
        for metric in Metric.objects.on(today())
        if all(any(part in name for name in (metric.name, metric.code, *metric.aliases)) for part in parts)
    ]
    reports = Report.objects.visible_to(user)
    return Found(
        records=list(records.filter(met("number", "title", "handler"))[: EACH + 1]),
        metrics=metrics[: EACH + 1],
        items=list(
            Item.objects.visible_to(user)
            .filter(in_area(area, "plan__area_code"), met("title", "quote", "code"), plan__year=year)
            .standing()
            .select_related("plan")[: EACH + 1]
        ),
        sentences=list(
            PrintedFigure.objects.filter(met("subject", "surface"), version__report__in=reports)
            .select_related("version__report")
            .order_by("-version__created_at", "start")[: EACH + 1]
        ),
        areas=list(Area.objects.in_area(area).filter(met("name", "code"))[: EACH + 1]),
    )
