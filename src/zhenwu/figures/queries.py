"""Reads: figures by metric, area, period and aspect; their evidence; metrics found by the words of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhenwu.areas.models import Area
from zhenwu.audit.keeping import kept
from zhenwu.figures.definitions import metric_defs
from zhenwu.figures.evaluation import Evaluation
from zhenwu.figures.evidence import evidence
from zhenwu.figures.types import ASPECTS, FROM, Ask, Evidence, EvidenceRow, Figure
from zhenwu.figures.world import World
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import LedgerField
from zhenwu.metrics import finding
from zhenwu.metrics.atoms import Slice
from zhenwu.metrics.definition import MetricDef

__all__ = [
    "ASPECTS", "FROM", "Ask", "Evidence", "EvidenceRow", "Figure", "Finder", "by_children", "evaluate", "evaluate_kept",
    "evaluated_kept", "evidence", "figure", "find_metrics", "metric_defs", "series",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Figures by what was asked. reach : code prefixes of the places that they were made of."""

    figures: Mapping[Ask, Figure]
    reach: frozenset[str]


def evaluate(asks: Iterable[Ask]) -> dict[Ask, Figure]:
    """All figures asked for, in a handful of scans however many they are."""
    return dict(_evaluated(tuple(asks)).figures)


def evaluate_kept(asks: Iterable[Ask]) -> Mapping[Ask, Figure]:
    """All figures asked for, for pages that ask the same again and again: counted anew only after a write they may come from."""
    return evaluated_kept(asks).figures


def evaluated_kept(asks: Iterable[Ask]) -> Evaluated:
    """As `evaluate_kept`, for what is kept in its turn and must know where its figures come from."""
    todo = tuple(dict.fromkeys(asks))

    def made() -> tuple[Evaluated, frozenset[str]]:
        found = _evaluated(todo)
        return found, found.reach

    return kept(("figures", today(), todo), FROM, made) if todo else Evaluated({}, frozenset())


def _evaluated(todo: tuple[Ask, ...]) -> Evaluated:
    if not todo:
        return Evaluated({}, frozenset())
    world = World({ask.area for ask in todo})
    return Evaluated(MappingProxyType(Evaluation(world).figures(todo)), world.reach)


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


Found = tuple[MetricDef, str, Slice, int, str]


class Finder:
    """Finds metrics for the numbers of one text: reads definitions and choices once."""

    def __init__(self) -> None:
        self.metrics = list(metric_defs().values())
        self.choices: dict[str, dict[str, dict[str, str]]] = {}
        rows = LedgerField.objects.filter(type="choice").values_list("ledger__code", "key", "choices")
        for ledger, key, choices in rows:
            self.choices.setdefault(ledger, {})[key] = {str(c["key"]): str(c["name"]) for c in choices}

    def find(
        self, subject: str, unit: str = "", kind: str = "level", row: str | None = None, limit: int = 5
    ) -> list[Found]:
        """As `find_metrics`."""
        found = finding.find(
            self.metrics, subject, unit=unit, kind=kind, row=row, limit=limit, choices=self.choices
        )
        return [(m.metric, m.aspect, m.slice, m.score, m.why) for m in found]


def find_metrics(
    subject: str, unit: str = "", kind: str = "level", row: str | None = None, limit: int = 5
) -> list[Found]:
    """Metrics that a report's words may mean, best first: (metric, aspect, slice, score 0 to 100, why).

    subject, unit, kind (level, growth, ratio, rank) : as the reader found them. row : work row of the section.
    For the many numbers of a text use one `Finder`.
    """
    return Finder().find(subject, unit, kind, row, limit)
