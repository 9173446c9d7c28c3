"""The rules: standard ones and a place's own, and keeping own ones as a new version."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.assessment.actions import rules_save
from zhenwu.assessment.choices import Kind
from zhenwu.assessment.models import Rules
from zhenwu.assessment.queries import rules_in_force
from zhenwu.assessment.rights import EDIT, may, require
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.clock import today
from zhenwu.web.assessment.access import kinds_of, place_in_view, rules_at, tabs
from zhenwu.web.assessment.forms import COLUMN_LABELS, RulesForm
from zhenwu.web.livelihood.access import sent, tried
from zhenwu.web.request import ours
from zhenwu.web.shell import redirect_htmx, render_page


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What is in force for the place in view, item by item, and earlier versions."""
    place = place_in_view(request)
    names = {code: metric.name for code, metric in metric_defs().items()}
    in_force = [
        rules
        for kind in (kinds_of(place) if place else [])
        if (rules := rules_in_force(place, kind, today()))
    ]
    shown = [
        {"rules": rules, "items": [(item, str(Kind(item.kind).label), names.get(item.metric, "")) for item in rules.specs]}
        for rules in in_force
    ]  # fmt: skip
    others = (
        Rules.objects.visible_to(ours(request).user)
        .filter(area_code__in=[place, ""])
        .exclude(pk__in=[r.pk for r in in_force])
    )
    context = {
        "nav": "plan", "sub": "assessment", "tabs": tabs("assessment-rules"), "shown": shown, "place": place,
        "others": list(others.filter(subject__in=kinds_of(place))) if place else [],
        "editing": bool(place) and may(ours(request).user, EDIT, place),
    }  # fmt: skip
    return render_page(request, "web/assessment/rules.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin from a set of rules and keep it as the place's own next version."""
    base, place, user = rules_at(request, pk), place_in_view(request), ours(request).user
    require(user, EDIT, place or ours(request).zw.area)
    form = RulesForm(sent(request), rules=base)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def act() -> None:
            rules_save(
                actor=user, area_code=place, subject=base.subject, name=given["name"], items=form.items(),
                valid_from=given["valid_from"], source=given["source"],
            )  # fmt: skip

        if tried(form, act):
            messages.success(request, _("新一版办法已定。"))
            return redirect_htmx(request, reverse("web:assessment-rules"))
    heads = [str(label) for label in COLUMN_LABELS.values()]
    context = {"nav": "plan", "sub": "assessment", "form": form, "base": base, "heads": heads}
    return render_page(
        request, "web/assessment/rules_change.html", context, status=400 if form.errors else None
    )
