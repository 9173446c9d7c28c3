"""All metrics by work row, with their value of the year to date."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.catalog import work_rows
from zhenwu.figures.queries import Ask, Figure, evaluate_kept, find_metrics, metric_defs
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.figures import presenting
from zhenwu.web.figures.asking import default_period
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page

LETTERS = ("A", "B", "C", "D", "E")


def letter_name(letter: str) -> str:
    """The five parts of the work table."""
    names = {"A": _("年度与考评"), "B": _("经济"), "C": _("民生"), "D": _("治理与服务"), "E": _("政府自身")}
    return names[letter]


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """All metrics by work row: the value of the year to date beside last year's."""
    page = ours(request)
    period = default_period(page.zw.year)
    metrics = list(metric_defs().values())
    query = request.GET.get("q", "").strip()
    part = request.GET.get("part", "")
    found = _filter(metrics, query, part)
    asks = {
        (m.code, aspect): Ask(m.code, page.zw.area, period, aspect)
        for m in found
        for aspect in ("value", "growth")
    }
    figures = evaluate_kept(asks.values()) if page.zw.area else {}
    names = work_rows()
    groups: dict[str, list[dict[str, Any]]] = {}
    known = 0
    for metric in sorted(found, key=lambda m: (m.row[:1], int(m.row[1:] or 0), m.order)):
        value = figures.get(asks[metric.code, "value"])
        if value is None:
            continue
        known += value.value is not None
        groups.setdefault(metric.row, []).append(_line(metric, value, figures[asks[metric.code, "growth"]]))
    counts = {letter: sum(m.row.startswith(letter) for m in metrics) for letter in LETTERS}
    address = reverse("web:figure-list")
    tabs = [(_("全部"), address, len(metrics), not part)]
    tabs += [(letter_name(k), f"{address}?part={k}", counts[k], part == k) for k in LETTERS]
    return render_page(
        request,
        "web/figures/catalogue.html",
        {
            "nav": "figures", "groups": [(names.get(row, row), lines) for row, lines in groups.items()], "query": query,
            "tabs": tabs, "period": period, "count": len(found), "known": known, "part": part,
            "may_file": bool(page.zw.area) and page.user.scope.may("statistic.file", page.zw.area),
            "may_filed": bool(page.zw.area) and page.user.scope.may("statistic.read", page.zw.area),
        },
        part={"metrics": "web/figures/_catalogue.html"},
    )  # fmt: skip


def _filter(metrics: list[MetricDef], query: str, part: str) -> list[MetricDef]:
    if part in LETTERS:
        metrics = [m for m in metrics if m.row.startswith(part)]
    if not query:
        return metrics
    close = {found[0].code for found in find_metrics(query, limit=12)}
    return [
        m
        for m in metrics
        if query in m.name or query in m.code or m.code in close or any(query in a for a in m.aliases)
    ]


def _line(metric: MetricDef, value: Figure, growth: Figure) -> dict[str, Any]:
    return {
        "code": metric.code,
        "name": presenting.metric_name(metric),
        "value": presenting.shown(
            value.value, metric.unit, missing=value.missing, shown_in=_column(metric, value)
        ),
        "figure": value if value.value is not None else growth,
        "growth": presenting.change_number(growth) if growth.value is not None else "",
        "why": growth.missing,
        "status": presenting.status(value),
        "filed": metric.shape == "filed",
    }


def _column(metric: MetricDef, value: Figure) -> str:
    """Money in one unit down the column."""
    return presenting.column_unit(metric) if metric.unit == "元" and value.value is not None else ""
