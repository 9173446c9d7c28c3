"""A preview of the public page for people who are signed in.

Only final figures of whole months, the approved plan's promises with their states, and adopted reports: totals of a
town, never a record, a person or a place below the village.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.figures.queries import Ask, evaluate_kept, metric_defs
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.plans.choices import ItemStatus, PlanState
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries import lit_plan
from zhenwu.reports.choices import ReportState
from zhenwu.reports.models import Report
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page

#: The row of work whose figures a bulletin always prints.
ECONOMY = "B1"


def published_period(year: int) -> Period | None:
    """The whole months of a year that are over."""
    day = today()
    if year < day.year:
        return Period.year(year)
    if year > day.year or day.month == 1:
        return None
    return Period.to_month(year, day.month - 1)


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """What outsiders would see of the town in view."""
    user, area, year = ours(request).user, ours(request).zw.area, ours(request).zw.year
    town = areacode.town_of(area) if area else ""
    period = published_period(year)
    reading = user.scope.may("report.read", town)
    plan = (
        Plan.objects.visible_to(user).filter(area_code=town, year=year).exclude(state=PlanState.DRAFT).first()
        if town
        else None
    )
    context = {
        "nav": "public",
        "period": period,
        "year": year,
        "figures": figures(town, period) if town and period else [],
        "plan": plan,
        "promises": promises(plan) if plan is not None else [],
        "reports": [
            {"report": report, "url": reverse("web:reading", args=[report.pk]) if reading else ""}
            for report in Report.objects.visible_to(user).filter(
                area_code=town, state=ReportState.ADOPTED, year__in=[year - 1, year]
            )
        ],
    }
    return render_page(request, "web/public/public.html", context)


def figures(town: str, period: Period) -> list[dict[str, Any]]:
    """Key figures of the town that are final, with their change on the year before."""
    chosen = [metric for metric in metric_defs().values() if metric.headline or metric.row == ECONOMY]
    levels = {metric.code: Ask(metric.code, town, period) for metric in chosen}
    growths = {metric.code: Ask(metric.code, town, period, "growth") for metric in chosen}
    answered = evaluate_kept([*levels.values(), *growths.values()])
    rows = []
    for metric in chosen:
        level, growth = answered[levels[metric.code]], answered[growths[metric.code]]
        if level.value is None or level.status not in ("", "final"):
            continue
        source = _("部门统计") if level.source == "received" else _("台账汇总")
        rows.append({"metric": metric, "level": level, "growth": growth, "source": source})
    return rows


def promises(plan: Plan) -> list[dict[str, Any]]:
    """The livelihood projects and targets of an approved plan, with the computed state."""
    items = list(
        Item.objects.filter(plan=plan, status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE]).exclude(
            kind="task", livelihood=None
        )
    )
    lit = lit_plan(plan).lights
    items.sort(key=lambda item: (item.livelihood is None, item.livelihood or 0, item.order))
    return [
        {"item": item, "light": lit.get(item.pk)}
        for item in items
        if item.kind == "target" or item.livelihood
    ]
