"""The overview of a town, and of a county's towns side by side."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.areas.models import Area
from zhenwu.figures.queries import Ask, evaluate_kept, metric_defs
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.plans.choices import ItemKind, PlanState
from zhenwu.plans.models import Plan
from zhenwu.plans.queries import item_tree, lit_plan, plan_of, tally, week_changes, week_of
from zhenwu.plans.rules import Light
from zhenwu.plans.sentences import against, amount
from zhenwu.web.overview import figures
from zhenwu.web.plans.access import figure_url, need_reading
from zhenwu.web.plans.showing import goal_rows, percent_of, short
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page

GOALS_SHOWN, CHANGES_SHOWN = 8, 8
GOOD = ("done", "ahead", "pace")


def _passed(year: int, day: date) -> int:
    """How much of the year is over, in percent."""
    if day.year != year:
        return 100 if day.year > year else 0
    return round((day - date(year, 1, 1)).days * 100 / (date(year, 12, 31) - date(year, 1, 1)).days)


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """?map= the figure that the map shows."""
    zw, user, day = ours(request).zw, ours(request).user, today()
    context: dict[str, Any] = {"nav": "overview", "day": day, "passed": _passed(zw.year, day)}
    if not zw.area:
        return render_page(request, "web/overview/overview.html", {**context, "nothing": True})
    if towns := figures.towns_below(zw.area):
        return render_page(request, "web/overview/county.html", {**context, **_county(request, towns)})
    town = areacode.town_of(zw.area)
    readable = user.scope.shares("plan.read", town)
    plan = plan_of(town, zw.year, user) if readable else None
    if plan is not None:
        context.update(_plan_part(plan, user, day))
    context.update(_figure_part(request, town))
    context.update(
        plan=plan, readable=readable, town=town, editing=user.scope.may("plan.edit", town), year=zw.year,
        draft=plan is not None and plan.state == PlanState.DRAFT,
    )  # fmt: skip
    part = {"map": "web/overview/_map.html"}
    return render_page(request, "web/overview/overview.html", context, part=part)


def _plan_part(plan: Plan, user: Any, day: date) -> dict[str, Any]:
    """Sentence, cells, targets, livelihood projects and the week, from one reading of the plan."""
    groups = item_tree(plan, user, day=day)
    nodes = [node for group in groups for node in group.walk()]
    tasks = [node for node in nodes if node.item.kind != ItemKind.TARGET]
    targets = [node for node in nodes if node.item.kind == ItemKind.TARGET and node.light.target is not None]
    counts = tally(node.light for node in tasks)
    lit = {node.item.pk: node.light for node in nodes}
    changes = week_changes(plan, user, day=day, lit=lit)
    rows = goal_rows((node.item, node.light) for node in targets[:GOALS_SHOWN])
    for row in rows:
        light = row["light"]
        row["against"] = _against(light) if light.kind == "level" and light.actual is not None else ""
    dates = [row["light"].as_of for row in rows if row["light"].as_of]
    return {
        "counts": counts, "tasks": len(tasks), "good": sum(counts.get(key, 0) for key in GOOD),
        "behind": counts.get("behind", 0), "late": counts.get("late", 0), "blind": counts.get("nodata", 0) + counts.get("stale", 0),
        "worst": _worst(tasks), "goals": rows, "goals_all": len(targets), "goals_to": max(dates, default=None),
        "lives": [_life(node) for node in sorted((n for n in nodes if n.item.livelihood), key=lambda n: n.item.livelihood or 0)],
        "week": week_of(day), "changes": changes[:CHANGES_SHOWN], "changes_all": len(changes),
    }  # fmt: skip


def _against(light: Light) -> str:
    """How a level stands to its target, without the target, which stands beside it."""
    words = against(light, " ")
    if (get_language() or "").startswith("en"):
        return " ".join(words.split()).removesuffix(" of")
    return words.replace(" ", "")


def _worst(tasks: list[Any]) -> dict[str, Any] | None:
    """What needs somebody first: the longest late, else the furthest behind."""
    late = [node for node in tasks if node.light.state == "late"]
    if late:
        node = min(late, key=lambda n: n.item.due_on or today())
    else:
        behind = [n for n in tasks if n.light.state == "behind" and n.light.expected_share]
        if not behind:
            return None
        node = min(behind, key=lambda n: (n.light.share or 0) / n.light.expected_share)
    light, left = node.light, ""
    if light.actual is not None and light.target is not None and light.unit != "%":
        left = amount(abs(light.target - light.actual), light.unit)
    return {"item": node.item, "light": light, "left": left}


def _life(node: Any) -> dict[str, Any]:
    """A livelihood project's line."""
    item, light = node.item, node.light
    stones = [step for step in item.steps if step.done is None]
    if light.state == "done":
        stage = _("已完工")
    elif stones and light.kind == "milestones":
        stage = _("待%(step)s") % {"step": stones[0].name}
    elif light.actual is not None or light.done_steps or light.share:
        stage = _("在建")
    else:
        stage = ""
    return {
        "item": item, "light": light, "stage": stage, "actual": short(light.actual, light), "target": short(light.target, light),
        "unit": light.unit, "url": figure_url(light.source), "share": percent_of(light.share),
    }  # fmt: skip


def _figure_part(request: HttpRequest, town: str) -> dict[str, Any]:
    """Key figures and the map, in one evaluation."""
    year, defs = ours(request).zw.year, metric_defs()
    period = figures.period_shown(year)
    chosen = figures.chosen(defs)
    asks = figures.key_asks(chosen, town, period)
    metric = figures.map_metric(defs, request.GET.get("map", ""))
    if request.GET.get("map") and metric is None:
        raise NotFound(_("没有这个数"), expected=_("指标目录里可以按村算的指标"), code="ZW-METRIC")
    villages = list(Area.objects.children_of(town).on(today()).order_by("order", "code")) if metric else []
    if metric is not None:
        span = figures.map_period(metric, year)
        asks += [Ask(metric.code, place, span) for place in (town, *(village.code for village in villages))]
    found = evaluate_kept(asks)
    shown = (
        figures.village_map(metric, town, span, villages, found, defs)
        if metric is not None and villages
        else None
    )
    keys = figures.keys(chosen, town, period, found)
    return {
        "keys": keys,
        "period": period,
        "map": shown,
        "any_figure": any(key.before or key.unit for key in keys),
    }


def _county(request: HttpRequest, towns: list[Area]) -> dict[str, Any]:
    """Towns side by side: each with its plan's counts."""
    user, year = ours(request).user, ours(request).zw.year
    plans: Mapping[str, Plan] = {
        plan.area_code: plan
        for plan in Plan.objects.visible_to(user).filter(
            year=year, area_code__in=[town.code for town in towns]
        )
    }
    rows = []
    for town in towns:
        plan = plans.get(town.code)
        counts = tally(lit_plan(plan).lights.values()) if plan else {}
        url = f"{reverse('web:scope')}?area={town.code}&next=/"
        rows.append({"town": town, "plan": plan, "counts": counts, "total": sum(counts.values()), "url": url})
    return {"towns": rows, "year": year, "planned": len(plans)}


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Everything that changed this week."""
    need_reading(request)
    zw, user, day = ours(request).zw, ours(request).user, today()
    plan = plan_of(zw.area, zw.year, user)
    if plan is None:
        raise NotFound(_("这一年还没有计划"), do=_("请先导入工作报告"), code="ZW-PLAN")
    rows = week_changes(plan, user, day=day, lit=lit_plan(plan, day=day).lights)
    context = {"nav": "overview", "plan": plan, "changes": rows, "week": week_of(day), "day": day}
    return render_page(request, "web/overview/changes.html", context)
