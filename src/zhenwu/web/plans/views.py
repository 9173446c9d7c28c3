"""The tree of the plan, and a task's page: promise, facts, path, villages, related figures, supervision, check-ins."""

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
from zhenwu.plans.queries import (
    Group,
    ItemRow,
    Node,
    by_village,
    item_chain,
    item_history,
    item_tree,
    path_series,
    plan_of,
    tally,
)
from zhenwu.plans.queries.lights import Source
from zhenwu.plans.rights import leads, may
from zhenwu.reports.models import Version
from zhenwu.web.plans.access import figure_url, item_at, item_urls, metric_url, need_reading
from zhenwu.web.plans.changes import may_ask
from zhenwu.web.plans.charts import path_chart
from zhenwu.web.plans.forms import CheckInForm
from zhenwu.web.plans.showing import brief, left_words, notice_row, passage, percent_of, sentence, short
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page

RELATED = 4
SHOWN_CHECK_INS = 5


def mine(item: ItemRow, user: Any) -> bool:
    if user.person_id and user.person_id in (item.owner_id, item.leader_id):
        return True
    return bool(user.office_id) and user.office_id == item.lead_office_id


def tree_context(request: HttpRequest, plan: Plan, current: int | None = None) -> dict[str, Any]:
    """The tree at the left: headings with their cells, items that the chosen condition keeps."""
    user = ours(request).user
    groups = item_tree(plan, user)
    nodes = [node for group in groups for node in group.walk()]
    counts = tally(node.light for node in nodes)
    only, own = request.GET.get("state", ""), request.GET.get("mine") == "1"
    owned = sum(mine(node.item, user) for node in nodes)
    base = reverse("web:plan-item", args=[current]) if current else reverse("web:plan")
    segments: list[tuple[Any, ...]] = [(_("全部"), base, len(nodes), not only and not own)]
    for key, word in (("behind", _("落后")), ("late", _("逾期"))):
        segments.append((word, f"{base}?state={key}", counts.get(key, 0), only == key, key))
    if owned:
        segments.append((_("我的"), f"{base}?mine=1", owned, own))
    query = f"?state={only}" if only else "?mine=1" if own else ""

    def kept(node: Node) -> bool:
        return (not only or node.light.state == only) and (not own or mine(node.item, user))

    rows = [(group, _rows(group, kept), any(n.item.pk == current for n in group.walk())) for group in groups]
    targets = sum(node.item.kind == "target" for node in nodes)
    return {
        "plan": plan, "groups": [(g, found, open_) for g, found, open_ in rows if found or not (only or own)], "counts": counts,
        "segments": segments, "query": query, "filtered": bool(only or own), "current": current, "nodes": nodes,
        "targets": targets, "tasks": len(nodes) - targets, "nav": "plan",
        "drafting": plan.state == PlanState.DRAFT and may(user, "plan.edit", plan.area_code),
        "waiting": plan.items.filter(status=ItemStatus.SUGGESTED).count(),
    }  # fmt: skip


def _rows(group: Group, kept: Any) -> list[dict[str, Any]]:
    url = item_urls()

    def walk(nodes: list[Node], depth: int) -> list[dict[str, Any]]:
        found = []
        for node in nodes:
            if kept(node):
                found.append(
                    {
                        "item": node.item,
                        "light": node.light,
                        "brief": brief(node.light),
                        "depth": depth,
                        "url": url(node.item.pk),
                    }
                )
            found += walk(node.children, depth + 1)
        return found

    return walk(group.nodes, 0)


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """The year's plan: its tree, and what needs somebody first."""
    need_reading(request)
    zw, user = ours(request).zw, ours(request).user
    found = plan_of(zw.area, zw.year, user)
    if found is None:
        town = bool(zw.area) and areacode.level(zw.area) not in ("province", "city", "county")
        editing = town and user.scope.may("plan.edit", areacode.town_of(zw.area))
        context: dict[str, Any] = {"nav": "plan", "editing": editing, "town": town}
        return render_page(request, "web/plans/none.html", context)
    context = tree_context(request, found)
    order = ("late", "behind", "stale", "nodata")
    urgent = [node for node in context["nodes"] if node.light.state in order]
    urgent.sort(key=lambda node: (order.index(node.light.state), node.item.due_on or today()))
    context["urgent"] = [
        {"item": node.item, "light": node.light, "words": sentence(node.light, figure_url(node.light.source))}
        for node in urgent
    ]
    return render_page(request, "web/plans/plan.html", context)


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise from its words to its last check-in."""
    found = item_at(request, pk)
    return render_page(request, "web/plans/item.html", item_context(request, found))


def item_context(request: HttpRequest, found: Item, **extra: Any) -> dict[str, Any]:
    """Everything that an item's page shows; forms with faults come in `extra`."""
    user, day = ours(request).user, today()
    context = tree_context(request, found.plan, found.pk)
    node = next((node for node in context["nodes"] if node.item.pk == found.pk), None)
    if node is None:
        return {
            **context,
            "item": found,
            "light": None,
            "words": passage(found),
            "day": day,
            "history": item_history(found),
            "chain": item_chain(found),
            **extra,
        }
    light = node.light
    url = figure_url(light.source)
    rows = by_village(node.item, light)
    line = path_series(node.item, light)
    checks = list(found.check_ins.select_related("by"))
    town = found.plan.area_code
    running = found.plan.state == PlanState.APPROVED and found.status == ItemStatus.ACCEPTED
    return {
        **context,
        "item": found, "light": light, "day": day, "sentence": sentence(light, url), "figure_url": url,
        "words": passage(found), "passage_url": passage_url(found, user), "left": left_words(found.due_on, day),
        "metric": light.source.metric if isinstance(light.source, Source) else None,
        "villages": [_village_row(row, light) for row in rows], "split": any(row.planned is not None for row in rows),
        "total": {"planned": short(light.target, light), "actual": short(light.actual, light), "expected": short(light.expected, light),
                  "gap": light.gap},
        "unit": light.unit, "chart": path_chart(line, light, day, found.plan.year) if line else None,
        "line": [(on, short(value, light)) for on, value in line.actual] if line else [],
        "share": percent_of(light.share), "owed": percent_of(light.expected_share),
        "related": related(found, light), "checks": checks[:SHOWN_CHECK_INS], "all_checks": checks,
        "stones": list(found.milestones.all()), "ruling": _ruling(found, light),
        "notices": [notice_row(row, day, user) for row in found.supervisions.select_related("office", "person", "issued_by")],
        "may_check_in": found.plan.state == PlanState.APPROVED
        and (may(user, "plan.edit", town) or (may(user, "plan.checkin", town) and leads(user, found))),
        "may_supervise": found.plan.state == PlanState.APPROVED and may(user, "supervise", town) and bool(found.lead_office_id),
        "may_override": found.plan.state == PlanState.APPROVED and may(user, "plan.override", town),
        "may_wait": running and may(user, "plan.edit", town),
        "may_done": running and light.state != "done" and may(user, "plan.edit", town),
        "may_edit": may(user, "plan.edit", town) and found.plan.state != PlanState.CLOSED,
        "check_form": CheckInForm(), "history": item_history(found), "said": _said(found), "chain": item_chain(found),
        "may_change": may_ask(user, found.plan, found), "pending": list(found.changes.filter(state="asked")), **extra,
    }  # fmt: skip


def _said(found: Item) -> Any:
    """What the lead office said to the item, where it was asked."""
    rows = found.confirmations.exclude(state__in=["moved", "lapsed"]).filter(office=found.lead_office_id)
    return rows.select_related("office").first()


def passage_url(found: Item, user: Any) -> str:
    """The place in the reading of the report that the plan was read from."""
    if found.start is None or not found.plan.source_sha256:
        return ""
    if not user.scope.may("report.read", found.plan.area_code):
        return ""
    version = Version.objects.filter(
        sha256=found.plan.source_sha256, report__area_code=found.plan.area_code
    ).first()
    return f"{reverse('web:reading', args=[version.report_id])}?at={found.start}#at" if version else ""


def _village_row(row: Any, light: Any) -> dict[str, Any]:
    return {
        "row": row,
        "planned": short(row.planned, light),
        "actual": short(row.actual, light),
        "expected": short(row.expected, light),
        "url": figure_url(light.source, row.area.code),
    }


def _ruling(found: Item, light: Any) -> Any:
    if not light.overruled:
        return None
    return found.overrides.filter(until__gte=today()).select_related("by").order_by("-at", "-id").first()


def related(found: Item, light: Any) -> list[dict[str, Any]]:
    """The item's own figure and others of the same work, for the same period."""
    source = light.source
    own = source.metric.code if isinstance(source, Source) else ""
    period = (
        source.figure.period
        if isinstance(source, Source) and source.figure is not None
        else Period.to_day(today())
    )
    ledger = source.metric.ledger if isinstance(source, Source) else ""
    defs = metric_defs()
    close = [
        m
        for m in defs.values()
        if m.code != own and ((ledger and m.ledger == ledger) or (m.row and m.row == found.work_row))
    ]
    close.sort(key=lambda m: (m.ledger != ledger, m.row != found.work_row, m.order))
    chosen = [*([source.metric] if own else []), *close[: RELATED - bool(own)]]
    asks = {m.code: Ask(m.code, found.plan.area_code, period) for m in chosen}
    figures = evaluate_kept(asks.values())
    return [
        {
            "metric": m,
            "figure": figures[asks[m.code]],
            "url": metric_url(m.code, found.plan.area_code, period.iso),
        }
        for m in chosen
    ]
