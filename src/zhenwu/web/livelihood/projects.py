"""Projects: the year's list, one project from candidate to test, its money and tests, and what outsiders see of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.kernel.errors import NotFound
from zhenwu.livelihood.actions import entry_withdraw, project_pay, satisfaction_record
from zhenwu.livelihood.models import Payment, Project, SatisfactionTest
from zhenwu.livelihood.queries import (
    ProjectView,
    ballots_of,
    project_views,
    public_project,
    standing,
    view_of,
)
from zhenwu.livelihood.rights import EDIT, may, require
from zhenwu.web.livelihood.access import no_town, project_at, sent, tabs, town_in_view, tried
from zhenwu.web.livelihood.forms import GroundsForm, PayForm, SatisfactionForm
from zhenwu.web.plans.showing import brief, percent_of
from zhenwu.web.request import key_of, ours
from zhenwu.web.shell import asked, redirect_htmx, render_page

_ENTRIES: dict[str, Any] = {"pay": Payment, "test": SatisfactionTest}


def _row(view: ProjectView) -> dict[str, Any]:
    light = view.light
    return {
        "project": view.project, "light": light, "brief": brief(light) if light else "", "paid": view.paid, "over": view.over,
        "test": view.tests[0] if view.tests else None,
        "share": percent_of(light.share) if light else None, "owed": percent_of(light.expected_share) if light else None,
    }  # fmt: skip


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The year's livelihood projects with state, money and test."""
    town, year = town_in_view(request), ours(request).zw.year
    if not town:
        return no_town(request)
    views = project_views(town, year)
    planned = [view.project.planned for view in views if view.project.planned is not None]
    paid = [view.paid for view in views if view.paid is not None]
    rounds = [view_of(row) for row in ballots_of(town, year) if row.withdrawn_on is None]
    waiting = [one for view in rounds for one in view.chosen if not hasattr(one.line, "project")]
    context = {
        "nav": "plan", "sub": "livelihood", "tabs": tabs(request, "livelihood", town, year), "year": year,
        "rows": [_row(view) for view in views], "done": sum(bool(view.light and view.light.state == "done") for view in views),
        "planned": sum(planned, Decimal(0)) if planned else None, "paid": sum(paid, Decimal(0)) if paid else None,
        "waiting": waiting, "counted": standing(town, year), "rounds": rounds, "editing": may(ours(request).user, EDIT, town),
    }  # fmt: skip
    return render_page(request, "web/livelihood/projects.html", context)


def _context(request: HttpRequest, found: Project) -> dict[str, Any]:
    shown = public_project(found)
    return {
        "nav": "plan", "sub": "livelihood", "shown": shown, "project": shown.project, "heard": sum(n for _who, n in shown.proposals),
        "brief": brief(shown.light) if shown.light else "",
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """One project from candidate to test; money and tests are entered here."""
    found, user = project_at(request, pk), ours(request).user
    pay, test, grounds = PayForm(), SatisfactionForm(), GroundsForm()
    if request.method == "POST":
        require(user, EDIT, found.town_code)
        do = asked(request, pay=_("记支付"), test=_("记测评"), withdraw=_("撤回"))
        if do == "pay":
            pay = PayForm(sent(request))
            if pay.is_valid() and tried(pay, lambda: project_pay(found, actor=user, **pay.cleaned_data)):
                return _back(request, found, _("支付已记。"))
        elif do == "test":
            test = SatisfactionForm(sent(request))
            if test.is_valid() and tried(
                test, lambda: satisfaction_record(found, actor=user, **test.fields_for_action())
            ):
                return _back(request, found, _("测评已记。"))
        else:
            grounds = GroundsForm(sent(request))
            entry = _entry(request, found)
            if grounds.is_valid() and tried(
                grounds, lambda: entry_withdraw(entry, actor=user, why=grounds.cleaned_data["why"])
            ):
                return _back(request, found, _("已撤回。"))
    entries = [("pay", row) for row in found.payments.all()] + [("test", row) for row in found.tests.all()]
    context = {
        **_context(request, found), "pay_form": pay, "test_form": test, "grounds_form": grounds, "entries": entries,
        "editing": may(user, EDIT, found.town_code),
    }  # fmt: skip
    faulty = pay.errors or test.errors or grounds.errors
    return render_page(request, "web/livelihood/project.html", context, status=400 if faulty else None)


def _entry(request: HttpRequest, found: Project) -> Payment | SatisfactionTest:
    """The entry that a form names as `pay-12` or `test-3`."""
    kind, _dash, key = request.POST.get("entry", "").partition("-")
    model = _ENTRIES.get(kind)
    row = model.objects.filter(project=found, pk=key_of(key)).first() if model else None
    if row is None:
        raise NotFound(_("没有这笔"), where=found.title, do=_("请从页面上选"), code="ZW-PROJECT-ENTRY")
    return row


def _back(request: HttpRequest, found: Project, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:livelihood-project", args=[found.pk]))


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The project as outsiders see it: the same part as its own page, and nothing else."""
    return render_page(request, "web/livelihood/public.html", _context(request, project_at(request, pk)))
