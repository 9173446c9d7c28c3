"""Reads: figures by metric, area, period and aspect; their evidence; metrics found by the words of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhenwu.areas.models import Area
from zhenwu.figures.definitions import metric_defs
from zhenwu.figures.evaluation import Evaluation
from zhenwu.figures.evidence import evidence
from zhenwu.figures.types import ASPECTS, Ask, Evidence, EvidenceRow, Figure
from zhenwu.figures.world import World
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.metrics.atoms import Slice

__all__ = [
    "ASPECTS", "Ask", "Evidence", "EvidenceRow", "Figure", "by_children", "evaluate", "evidence", "figure", "metric_defs",
    "series",
]  # fmt: skip


def evaluate(asks: Iterable[Ask]) -> dict[Ask, Figure]:
    """All figures asked for, in a handful of scans however many they are."""
    todo = list(asks)
    if not todo:
        return {}
    return Evaluation(World({ask.area for ask in todo})).figures(todo)


def figure(
    metric: str,
    area: str,
    period: Period,
    *,
    aspect: str = "value",
    slice: Slice | Mapping[str, str] | None = None,
) -> Figure:
    """One figure. metric : code. slice : field → value."""
    pairs = tuple(sorted(slice.items())) if isinstance(slice, Mapping) else tuple(slice or ())
    ask = Ask(metric, area, period, aspect, pairs)
    return evaluate([ask])[ask]


def series(metric: str, area: str, year: int, upto: int | None = None) -> list[Figure]:
    """The metric for each month of a year, up to a month (default: the month of today, or all of a past year)."""
    last = upto or (12 if year < today().year else today().month)
    asks = [Ask(metric, area, Period.month(year, month)) for month in range(1, last + 1)]
    found = evaluate(asks)
    return [found[ask] for ask in asks]


def by_children(metric: str, area: str, period: Period) -> list[tuple[Area, Figure]]:
    """The metric for every place right below the area."""
    children = list(Area.objects.children_of(area).on(min(period.end, today())).order_by("order", "code"))
    asks = {child.code: Ask(metric, child.code, period) for child in children}
    found = evaluate(asks.values())
    return [(child, found[asks[child.code]]) for child in children]
