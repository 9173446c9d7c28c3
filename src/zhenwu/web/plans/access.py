"""One door to plans and items: out of reach reads like not there. And addresses of other sections' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from zhenwu.kernel.errors import NotFound, Refused
from zhenwu.plans.models import Item, Plan, Supervision
from zhenwu.plans.queries.lights import Source
from zhenwu.web.navigation import address
from zhenwu.web.request import ours


def need_reading(request: HttpRequest, town: str = "") -> None:
    """Refused for roles that have nothing to do with the plan (grid members): everywhere, or in the town that is shown."""
    scope = ours(request).user.scope
    if not (scope.shares("plan.read", town) if town else scope.towns("plan.read")):
        raise Refused(
            _("您没有看计划的权限"),
            expected=_("有计划权限的角色"),
            do=_("请找党政办文员授权"),
            code="ZW-ABILITY",
        )


def plan_at(request: HttpRequest, pk: int) -> Plan:
    need_reading(request)
    found = Plan.objects.visible_to(ours(request).user).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个计划"), expected=_("本镇的计划"), do=_("请从计划页进入"), code="ZW-PLAN")
    return found


def item_at(request: HttpRequest, pk: int) -> Item:
    need_reading(request)
    found = (
        Item.objects.visible_to(ours(request).user)
        .select_related("plan", "lead_office", "owner", "leader__office", "parent", "carried_from__plan")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(
            _("没有这一项"), expected=_("本镇计划里的一项"), do=_("请从计划页进入"), code="ZW-ITEM"
        )
    return found


def notice_at(request: HttpRequest, pk: int) -> Supervision:
    need_reading(request)
    found = (
        Supervision.objects.visible_to(ours(request).user)
        .select_related("item__plan", "record__ledger", "office", "person", "leader", "issued_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(
            _("没有这份督办"), expected=_("本镇的督办"), do=_("请从督办页进入"), code="ZW-SUPERVISION"
        )
    return found


def item_urls() -> Callable[[int], str]:
    """The page of an item by its key, for long lists: the address is worked out once."""
    head, _zero, tail = reverse("web:plan-item", args=[0]).rpartition("0")
    return lambda pk: f"{head}{pk}{tail}"


def figure_url(source: Any, area: str = "") -> str:
    """The page of the figure that a light's value is."""
    if not isinstance(source, Source) or source.figure is None:
        return ""
    figure = source.figure
    return metric_url(
        source.metric.code,
        area or figure.area,
        figure.period.iso,
        aspect=source.target.aspect,
        slice=figure.slice,
    )


def metric_url(code: str, area: str, period: str, *, aspect: str = "value", slice: Any = ()) -> str:
    """The page of a metric's figure for a place and a period."""
    query = {"area": area, "period": period}
    if aspect != "value":
        query["aspect"] = aspect
    query.update({f"slice.{name}": value for name, value in slice})
    try:
        return f"{reverse('web:figure', args=[code])}?{urlencode(query)}"
    except NoReverseMatch:
        return f"{address('figure-list')}?{urlencode({'q': code, **query})}"
