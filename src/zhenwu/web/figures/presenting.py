"""Figures in words, tables and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhenwu.figures.queries import Figure
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period, month_end
from zhenwu.kernel.printing import best_scale, grouped, plain, round_half_up
from zhenwu.kernel.units import scale
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.kit.values import label, missing_word


def metric_name(metric: MetricDef) -> str:
    """In the language of the page."""
    return metric.name_en if (get_language() or "").startswith("en") and metric.name_en else metric.name


@dataclass(frozen=True, slots=True)
class Shown:
    """A value for printing: number and unit apart, or the word for why there is none."""

    number: str
    unit: str = ""
    known: bool = True


def shown(
    value: Decimal | None, unit: str, *, missing: str = "", places: int = 2, shown_in: str = ""
) -> Shown:
    """Scaled as a report would print it, or to a unit of one's own."""
    if value is None:
        return Shown(missing_word(missing or None) or "", known=False)
    if unit == "位":
        return Shown(_("第%(n)s") % {"n": plain(value)}, unit)
    factor, printed = (scale(shown_in)[0], shown_in) if shown_in else best_scale(value, unit)
    return Shown(grouped(round_half_up(value / factor, places)), printed)


def column_unit(metric: MetricDef) -> str:
    """The one money unit of a column; other units stand as they are."""
    return metric.shown_in or ("万元" if metric.unit == "元" else metric.unit)


def shown_figure(figure: Figure) -> Shown:
    own = figure.metric.shown_in if figure.unit == figure.metric.unit else ""
    return shown(figure.value, figure.unit, missing=figure.missing, places=figure.metric.places, shown_in=own)


def change_words(figure: Figure) -> str:
    """A growth in words: 下降20.76%, 提高0.6个百分点, 持平."""
    return growth_words(figure.value, figure.unit, figure.metric.places)


def growth_words(value: Decimal | None, unit: str, places: int) -> str:
    """As `change_words`, for a growth that was kept."""
    if value is None:
        return _("无法比较")
    rounded = round_half_up(value, places)
    if rounded == 0:
        return _("持平")
    size = plain(abs(rounded))
    if unit == "百分点":
        words = _("提高%(n)s个百分点") if rounded > 0 else _("下降%(n)s个百分点")
    else:
        words = _("增长%(n)s%%") if rounded > 0 else _("下降%(n)s%%")
    return words % {"n": size}


def change_number(figure: Figure) -> str:
    """A growth as a signed number: −20.76%."""
    if figure.value is None:
        return missing_word(figure.missing) or ""
    rounded = round_half_up(figure.value, figure.metric.places)
    sign = "+" if rounded > 0 else ""
    unit = _("个百分点") if figure.unit == "百分点" else "%"
    return f"{sign}{grouped(rounded)}{unit}"


def difference_words(figure: Figure) -> str:
    """多49批, 少49批, or level."""
    if figure.value is None:
        return ""
    if figure.value == 0:
        return _("与上年同期持平")
    metric = figure.metric
    own = "" if metric.is_rate else metric.shown_in
    size = shown(abs(figure.value), figure.unit, places=metric.places, shown_in=own)
    words = _("比上年同期多%(n)s%(unit)s") if figure.value > 0 else _("比上年同期少%(n)s%(unit)s")
    if figure.metric.is_rate:
        words = _("比上年同期高%(n)s个%(unit)s") if figure.value > 0 else _("比上年同期低%(n)s个%(unit)s")
    return words % {"n": size.number, "unit": size.unit}


def moment_words(metric: MetricDef, period: Period) -> str:
    """When: a period for a flow, its end for a stock."""
    if metric.kind != "stock" or (get_language() or "").startswith("en"):
        return label(period)
    end = period.end
    if end == month_end(end.year, end.month):
        return _("%(year)d年%(month)d月末") % {"year": end.year, "month": end.month}
    return _("%(year)d年%(month)d月%(day)d日") % {"year": end.year, "month": end.month, "day": end.day}


def origin_words(figure: Figure, records: int, sources: Sequence[str]) -> str:
    """Where the value comes from, in one sentence."""
    said = "、".join(dict.fromkeys(sources))
    if figure.source == "computed":
        return ngettext("由%(n)d条记录算出", "由%(n)d条记录算出", records) % {"n": records}
    if figure.source == "received":
        return _("由%(source)s报来") % {"source": said} if said else _("由部门报来")
    if figure.source == "mixed":
        return _("由%(n)d条记录和%(source)s的报数合成") % {"n": records, "source": said or _("部门")}
    return ""


def status(figure: Figure) -> tuple[str, str]:
    """(state key, word) of how sure the figure is."""
    if figure.missing == "stale":
        return "stale", _("过期")
    if figure.value is None:
        return "nodata", missing_word(figure.missing) or ""
    if figure.status == "final":
        return "done", _("正式")
    return ("waiting", _("初步")) if figure.status == "preliminary" else ("waiting", _("预计"))


def drawn(figure: Figure, factor: Decimal) -> Decimal | None:
    """A value for drawing, in the chart's unit."""
    places = 1 if figure.unit == "%" else 2
    return None if figure.value is None else round_half_up(figure.value / factor, places)


def in_its_month(figure: Figure) -> bool:
    """Whether a month's figure speaks for that month: not for an earlier filing, nor for a month ahead."""
    end = figure.period.end
    if end.replace(day=1) > today():
        return False
    return figure.source != "received" or figure.shown is None or figure.shown.end >= end


def chart_scale(figures: Sequence[Figure], metric: MetricDef) -> tuple[Decimal, str]:
    """One unit for all the values of a chart or a column."""
    unit = next((f.unit for f in figures if f.value is not None), metric.unit)
    if metric.shown_in and unit == metric.unit:
        return scale(metric.shown_in)[0], metric.shown_in
    largest = max((abs(f.value) for f in figures if f.value is not None), default=Decimal(0))
    return best_scale(largest, unit) if largest else (Decimal(1), unit)


def month_chart(
    now: Sequence[Decimal | None], before: Sequence[Decimal | None], names: Sequence[str]
) -> dict[str, Any]:
    """Bars for this year, short lines for the last."""
    longest = max((len(grouped(v)) for v in (*now, *before) if v is not None), default=1)
    top = max((v for v in (*now, *before) if v is not None), default=Decimal(0))
    room = top / 25
    bars: list[dict[str, Any]] = []
    clear: list[list[Any]] = []
    covered: list[list[Any]] = []
    for i, (bar, tick) in enumerate(zip(now, before, strict=True)):
        item: dict[str, Any] = {"value": bar}
        if tick is not None:
            # A label over the bar's own would be read as its value.
            (clear if bar is None or bar + room < tick else covered).append([i, tick])
            if bar is not None and bar - 3 * room < tick < bar - room / 3:
                item["label"] = {"position": "inside"}
        bars.append(item)
    return {
        "grid": {"left": 48 if longest > 4 else 32},
        "xAxis": {"type": "category", "data": list(names)},
        "yAxis": {"type": "value", "axisLine": {"show": False}, "axisLabel": {"formatter": "@number"}},
        "series": [
            {
                "type": "bar", "data": bars, "barWidth": "66%" if longest > 4 else "52%",
                "itemStyle": {"color": "--accent", "borderRadius": [2, 2, 0, 0]}, "labelLayout": {"hideOverlap": True},
                "label": {
                    "show": longest <= 6, "position": "insideTop", "color": "--paper", "fontSize": 12 if longest < 5 else 11,
                    "distance": 5, "formatter": "@number",
                },
            },
            {"type": "tick", "data": clear, "label": longest <= 6},
            {"type": "tick", "data": covered, "label": False},
        ],
        # On a phone a bar is narrower than its label.
        "media": [{"query": {"maxWidth": 480}, "option": {"series": [{"label": {"show": longest <= 2}}]}}],
    }  # fmt: skip
