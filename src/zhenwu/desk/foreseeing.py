"""What an import would do to figures and targets, before it is written."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from zhenwu.figures.queries import Ask, Figure, evaluate, metric_defs
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.ledgers.imports.trial import Trial, foresees
from zhenwu.metrics.definition import MetricDef
from zhenwu.plans.choices import Aspect, ItemStatus, Operator
from zhenwu.plans.models import Target

#: More lines than these are not read; the figures' own pages have the rest after the writing.
_MOST_FIGURES, _MOST_TARGETS = 6, 3


def metrics_over(ledger: str) -> list[MetricDef]:
    """Metrics that count a ledger, and ratios of such; those of the overview first."""
    defs = metric_defs()
    over = {code for code, metric in defs.items() if metric.ledger == ledger}
    found = [m for code, m in defs.items() if code in over or set(m.parts) & over]
    return sorted(found, key=lambda m: (not m.headline, m.order, m.code))


@foresees
def figures_foreseen(trial: Trial) -> Iterator[dict[str, Any]]:
    """Figures of the batch's area, and of the one village that it concerns, that would change; then targets of the town's plan."""
    batch = trial.batch
    metrics = metrics_over(batch.ledger.code)
    areas = [batch.area_code]
    villages = {areacode.village_of(place) for place in trial.places}
    if len(villages) == 1 and not villages & set(areas):
        areas.insert(0, villages.pop())
    asks = [
        Ask(m.code, area, _days(year), "value") for year in trial.years for m in metrics for area in areas
    ]
    before, after = trial.look(lambda: evaluate(asks))
    changed = [ask for ask in asks if before[ask].value != after[ask].value]
    for ask in changed[:_MOST_FIGURES]:
        yield _figure(before[ask], after[ask])
    for target in _targets(batch.area_code, {ask.metric for ask in changed}):
        ask = Ask(target.metric_code, areacode.town_of(batch.area_code), _days(today().year), "value")
        was, then = (side.get(ask) for side in (before, after))
        if was and then and was.value is not None and then.value is not None:
            yield _target(target, was.value, then.value)


def _days(year: int) -> Period:
    return Period.to_day(today()) if year == today().year else Period.year(year)


def _figure(before: Figure, after: Figure) -> dict[str, Any]:
    return {
        "metric": after.metric.code, "area": after.area, "period": after.period.iso, "before": _text(before.value),
        "after": _text(after.value),
    }  # fmt: skip


def _targets(area: str, metrics: set[str]) -> list[Target]:
    """Promised least values of the town's plan of this year that the metrics measure."""
    rows = Target.objects.filter(
        metric_code__in=metrics, aspect=Aspect.VALUE, operator=Operator.AT_LEAST, slice={},
        item__plan__area_code=areacode.town_of(area), item__plan__year=today().year,
        item__status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE],
    )  # fmt: skip
    return list(rows.select_related("item").order_by("item__order", "id")[:_MOST_TARGETS])


def _target(target: Target, before: Decimal, after: Decimal) -> dict[str, Any]:
    """What a promise still lacks, before and after."""
    lacks = (max(target.value - value, Decimal(0)) for value in (before, after))
    was, then = (_text(value) for value in lacks)
    return {
        "metric": target.metric_code, "item": target.item_id, "title": str(target.item), "before": was, "after": then,
    }  # fmt: skip


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"
