"""What the overview asks of the figures, in one evaluation: key figures with their year's line, and one figure by village."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.areas.models import Area
from zhenwu.figures.queries import Ask, Figure
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import best_scale, grouped, round_half_up
from zhenwu.kernel.units import scale
from zhenwu.web.figures.presenting import change_words
from zhenwu.web.plans.access import metric_url

SHOWN = 6
#: What the map shows unless something else is chosen: open petitions.
MAP_FIRST = "petition.open"
TINTS = 4


@dataclass(frozen=True, slots=True)
class Key:
    """A key figure: value, year-on-year, last year's value and both years' months."""

    metric: Any
    value: str
    unit: str
    growth: str
    before: str
    line: list[Decimal | None]
    last: list[Decimal | None]
    url: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A village on the map."""

    name: str
    path: str
    x: float
    y: float
    value: str
    tint: int
    url: str


@dataclass(frozen=True, slots=True)
class Map:
    """One figure by village. shapes : those with a place on the map; rows : all, for a table where there is no map."""

    metric: Any
    period: Period
    total: str
    shapes: list[Shape]
    rows: list[Shape]
    legend: list[tuple[int, str]]
    choices: list[Any]


def period_shown(year: int) -> Period:
    """January to the last whole month; in January, and in years to come, the year so far."""
    day = min(today(), date(year, 12, 31))
    if day.year != year or (day.month == 1 and day != Period.month(year, 1).end):
        return Period.to_day(day) if day.year == year else Period.month(year, 1)
    month = day.month if day == Period.month(year, day.month).end else day.month - 1
    return Period.to_month(year, month)


def chosen(defs: dict[str, Any]) -> list[Any]:
    """The key figures: those that the catalogue puts on the overview and that records count month by month."""
    return [metric for metric in defs.values() if metric.headline and metric.kind == "flow"][:SHOWN]


def key_asks(metrics: list[Any], area: str, period: Period) -> list[Ask]:
    year = period.start.year
    asks = []
    for metric in metrics:
        asks += [Ask(metric.code, area, period), Ask(metric.code, area, period, "growth")]
        asks.append(Ask(metric.code, area, period.year_before()))
        asks += [Ask(metric.code, area, month) for month in period.months()]
        asks += [Ask(metric.code, area, Period.month(year - 1, month)) for month in range(1, 13)]
    return asks


def keys(metrics: list[Any], area: str, period: Period, found: Mapping[Ask, Figure]) -> list[Key]:
    """Key figures from what was evaluated."""
    rows = []
    for metric in metrics:
        now, before = (
            found[Ask(metric.code, area, period)],
            found[Ask(metric.code, area, period.year_before())],
        )
        value, unit = scaled(now.value, metric)
        rows.append(
            Key(
                metric, value if now.value is not None else now.print(), unit if now.value is not None else "",
                change_words(found[Ask(metric.code, area, period, "growth")]),
                scaled(before.value, metric)[0] if before.value is not None else "",
                [found[Ask(metric.code, area, month)].value for month in period.months()],
                [found[Ask(metric.code, area, Period.month(period.start.year - 1, month))].value for month in range(1, 13)],
                metric_url(metric.code, area, period.iso),
            )
        )  # fmt: skip
    return rows


def scaled(value: Decimal | None, metric: Any) -> tuple[str, str]:
    """Value and unit as a row of figures prints them."""
    if value is None:
        return "", ""
    shown = metric.shown_in
    factor, unit = (scale(shown)[0], shown) if shown else best_scale(value, metric.unit)
    return grouped(round_half_up(value / factor, metric.places if factor == 1 else 2)), unit


def map_metric(defs: dict[str, Any], wanted: str) -> Any:
    """The metric on the map, if villages can have it."""
    metric = defs.get(wanted) or defs.get(MAP_FIRST)
    return metric if metric is not None and metric.kind != "filed" else None


def map_period(metric: Any, year: int) -> Period:
    return Period.to_day(min(today(), date(year, 12, 31))) if today().year >= year else Period.month(year, 1)


def village_map(
    metric: Any,
    town: str,
    period: Period,
    villages: list[Area],
    found: Mapping[Ask, Figure],
    defs: dict[str, Any],
) -> Map:
    """Tints by steps of whole numbers, with the number printed on each place."""
    values = {v.code: found[Ask(metric.code, v.code, period)] for v in villages}
    known = [figure.value for figure in values.values() if figure.value is not None]
    step = _step(max(known, default=Decimal(0)))
    shapes = []
    for village in villages:
        figure, geometry = values[village.code], village.geometry or {}
        tint = (
            min(int(figure.value // step), TINTS - 1) if figure.value is not None and figure.value >= 0 else 0
        )
        text = scaled(figure.value, metric)[0] if figure.value is not None else figure.print()
        x, y = float(geometry.get("x", 0)), float(geometry.get("y", 0))
        url = metric_url(metric.code, village.code, period.iso)
        shapes.append(Shape(village.short, str(geometry.get("path", "")), x, y, text, tint, url))
    total = found[Ask(metric.code, town, period)]
    places = all(shape.path for shape in shapes) and bool(shapes)
    offered = [m for m in defs.values() if (m.kind != "filed" and m.headline) or m.code == MAP_FIRST]
    return Map(metric, period, total.print(), shapes if places else [], shapes, _legend(step), offered)


def _step(top: Decimal) -> Decimal:
    """Width of a tint: a whole number for small counts, two figures for large ones."""
    width = max(Decimal(1), top / TINTS)
    if width > 10:
        size = Decimal(10) ** (width.adjusted() - 1)
        return (width / size).to_integral_value() * size
    return width.to_integral_value()


def _legend(step: Decimal) -> list[tuple[int, str]]:
    if step == 1:
        return [(0, "0"), (1, "1"), (2, "2"), (3, "3+")]
    bounds = [(step * tint, step * (tint + 1) - 1) for tint in range(TINTS - 1)]
    return [
        *((tint, f"{grouped(a)}—{grouped(b)}") for tint, (a, b) in enumerate(bounds)),
        (3, f"{grouped(step * 3)}+"),
    ]


def towns_below(code: str) -> list[Area]:
    """The towns of a county, which has no plan of its own."""
    if areacode.level(code) not in ("province", "city", "county"):
        return []
    return list(Area.objects.in_area(code).filter(level="township").on(today()).order_by("order", "code"))
