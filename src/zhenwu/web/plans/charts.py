"""The chart of an item: dashed path, solid actual, dotted projection, the gap where it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhenwu.kernel.printing import best_scale, grouped, round_half_up
from zhenwu.plans.queries.tree import Line
from zhenwu.plans.rules import Light
from zhenwu.plans.sentences import rough


def path_chart(line: Line, light: Light, day: date, year: int) -> dict[str, Any]:
    """The ECharts option."""
    factor, _unit = best_scale(max(value for _, value in line.path), light.unit)

    def points(rows: list[tuple[date, Decimal]]) -> list[list[Any]]:
        return [[on, round_half_up(value / factor, 2)] for on, value in rows]

    target, actual = points(line.path)[-1], points(line.actual)[-1]
    top = max([row[1] for row in points(line.path) + points(line.actual) + points(line.projection)])
    step = _step(top)
    series: list[dict[str, Any]] = [
        {
            "type": "line", "data": points(line.path), "symbol": "circle", "symbolSize": 5, "itemStyle": {"color": "--ink-3"},
            "lineStyle": {"color": "--ink-3", "width": 1.5, "type": [5, 4]},
            "endLabel": {"show": True, "formatter": _("应到%(value)s") % {"value": grouped(target[1])}, "color": "--ink-2", "fontSize": 12},
            "markLine": {
                "symbol": "none", "silent": True, "lineStyle": {"color": "--line", "type": "solid"}, "data": [{"xAxis": day}],
                "label": {
                    "show": True, "formatter": _("今天"), "position": "insideStartTop", "color": "--ink-3", "rotate": 0,
                    "distance": 4,
                },
            },
        },
        {
            "type": "line", "data": points(line.actual), "symbol": "none", "lineStyle": {"color": "--accent", "width": 2.5},
            "itemStyle": {"color": "--accent"},
            "markPoint": {
                "symbol": "circle", "symbolSize": 8, "itemStyle": {"color": "--accent"}, "data": [{"coord": actual}],
                "label": {
                    "show": True, "position": "bottom", "distance": 8, "formatter": grouped(actual[1]), "color": "--accent",
                    "fontWeight": 700, "fontSize": 13,
                },
            },
        },
    ]  # fmt: skip
    if (
        light.gap is not None
        and light.gap < 0
        and light.expected is not None
        and light.state in ("behind", "late")
    ):
        owed = [actual[0], round_half_up(light.expected / factor, 2)]
        series[1]["markLine"] = {
            "symbol": "none", "silent": True, "lineStyle": {"color": "--behind", "width": 1.5, "type": "solid"},
            "label": {
                "show": True, "position": "middle", "rotate": 0, "color": "--behind", "fontSize": 12, "align": "left",
                "padding": [0, 0, 0, 8], "formatter": _("差%(value)s") % {"value": rough(-light.gap, light.unit)},
            },
            "data": [[{"coord": actual}, {"coord": owed}]],
        }  # fmt: skip
    if line.projection:
        end = points(line.projection)[-1]
        series.append(
            {
                "type": "line", "data": points(line.projection), "symbol": "none", "itemStyle": {"color": "--accent"},
                "lineStyle": {"color": "--accent", "width": 1.5, "type": [2, 3]},
                "endLabel": {
                    "show": True, "color": "--accent", "fontSize": 12,
                    "formatter": _("照此约%(value)s") % {"value": grouped(round_half_up(end[1], 0 if top >= 20 else 1))},
                    "offset": [0, _apart(end[1], target[1], top)],
                },
            }
        )  # fmt: skip
    return {
        "grid": {"left": 44, "right": 96, "top": 14, "bottom": 26},
        "xAxis": {
            "type": "time", "min": date(year, 1, 1), "max": date(year, 12, 31), "minInterval": 28 * 864e5, "maxInterval": 31 * 864e5,
            "splitLine": {"show": False}, "axisLabel": {"formatter": "@month", "hideOverlap": True},
        },
        "yAxis": {"type": "value", "min": 0, "max": step * -(-top // step), "interval": step, "axisLine": {"show": False}},
        "series": series,
    }  # fmt: skip


def _step(top: Decimal) -> Decimal:
    """A round distance of lines that gives three to five of them."""
    size = Decimal(10) ** (top.adjusted() if top > 0 else 0)
    return next(
        (size * Decimal(part) for part in ("0.25", "0.5", "1", "2") if top / (size * Decimal(part)) <= 5),
        size * 2,
    )


def _apart(end: Decimal, target: Decimal, top: Decimal) -> int:
    """Pixels by which the projection's label gives way to the target's."""
    close = abs(end - target) < top * Decimal("0.07")
    return (14 if end <= target else -14) if close else 0
