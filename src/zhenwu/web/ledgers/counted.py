"""A record's figures in words: which one, for when, what the record adds, and the value with a link."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.figures.counted import Counted, counted_in
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import grouped
from zhenwu.ledgers.models import Record
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.figures.presenting import Shown, column_unit, metric_name, moment_words, shown, shown_figure
from zhenwu.web.request import WebRequest


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    when: str
    added: str
    value: Shown
    url: str


def counted_lines(web: WebRequest, record: Record) -> list[Line]:
    """The figures of the area in view, or of the record's town where the view is elsewhere."""
    area = (
        web.zw.area if areacode.within(record.area_code, web.zw.area) else areacode.town_of(record.area_code)
    )
    return [_line(found) for found in counted_in(record, area)]


def _line(found: Counted) -> Line:
    figure = found.figure
    query = urlencode({"area": figure.area, "period": figure.period.iso})
    return Line(
        metric_name(figure.metric), _when(figure.metric, figure.period), _added(found), shown_figure(figure),
        f"{reverse('web:figure', args=[figure.metric.code])}?{query}",
    )  # fmt: skip


def _when(metric: MetricDef, period: Period) -> str:
    if metric.kind != "stock" and period == Period.to_day(today()):
        return _("%(year)d年到今天") % {"year": period.end.year}
    return moment_words(metric, period)


def _added(found: Counted) -> str:
    """+1, +5, +9,855万元; of a ratio what is added where."""
    metric = found.figure.metric
    if not found.is_ratio:
        part = shown(
            found.part or Decimal(0), metric.unit, shown_in=column_unit(metric) if metric.unit == "元" else ""
        )
        sign = "" if part.number.startswith("−") else "+"
        return f"{sign}{part.number}{part.unit if metric.unit == '元' else ''}"
    top, bottom = (None if n is None else f"+{grouped(n)}" for n in (found.part, found.below))
    if top and top == bottom:
        return _("分子、分母各%(n)s") % {"n": top}
    parts = [_("分子%(n)s") % {"n": top}] if top else []
    parts += [_("分母%(n)s") % {"n": bottom}] if bottom else []
    return _("，").join(parts)
