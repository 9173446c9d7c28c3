"""Tells a figure's page which promises follow it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from zhenwu.figures.used import Use, uses
from zhenwu.kernel import areacode
from zhenwu.kernel.printing import print_value
from zhenwu.plans.models import Target


@uses
def promised(user: Any, metric: str, area: str) -> Iterator[Use]:
    """The standing items of the town's plans that the user may see and that the metric measures."""
    if not any(role != "grid" for role in user.scope.roles):
        return
    rows = (
        Target.objects.filter(metric_code=metric, item__status__in=["accepted", "done"])
        .filter(item__plan__area_code=areacode.town_of(area))
        .filter(user.scope.town_wide("item__plan__area_code", ability="plan.read"))
        .select_related("item__plan")
        .order_by("-item__plan__year", "item__order")
    )
    for target in rows:
        value = print_value(target.value, target.unit)
        yield Use(
            f"{target.item.plan.title} · {target.item.title}",
            value,
            reverse("web:plan-item", args=[target.item_id]),
        )
