"""The short list and the deputies' ballot: entering a round, its result, equal votes decided by the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.livelihood.actions import ballot_decide, ballot_record, ballot_withdraw, project_take
from zhenwu.livelihood.models import Ballot, Project
from zhenwu.livelihood.queries import ballots_of, candidates, view_of
from zhenwu.livelihood.rights import EDIT, may, require
from zhenwu.plans.models import Plan
from zhenwu.web.livelihood.access import ballot_at, line_at, no_town, sent, tabs, town_in_view, tried
from zhenwu.web.livelihood.forms import BallotForm, DecideForm, GroundsForm, TakeForm
from zhenwu.web.request import ours
from zhenwu.web.shell import asked, redirect_htmx, render_page


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The year's short list and the rounds that were voted."""
    town, year = town_in_view(request), ours(request).zw.year
    if not town:
        return no_town(request)
    rounds = [view_of(ballot) for ballot in ballots_of(town, year)]
    rows = candidates(town, year)
    costs = [row.cost for row in rows if row.cost is not None]
    context = {
        "nav": "plan", "sub": "livelihood", "tabs": tabs(request, "livelihood-ballots", town, year), "year": year, "rounds": rounds,
        "candidates": rows, "total": sum(costs) if costs else None, "editing": may(ours(request).user, EDIT, town),
    }  # fmt: skip
    return render_page(request, "web/livelihood/ballots.html", context)


@require_http_methods(["GET", "POST"])
def ballot_new(request: HttpRequest) -> HttpResponse:
    """Enter a round as the meeting counted it."""
    town, user, year = town_in_view(request), ours(request).user, ours(request).zw.year
    require(user, EDIT, town or ours(request).zw.area)
    if not town:
        return no_town(request)
    form = BallotForm(sent(request), candidates=candidates(town, year))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made: list[Ballot] = []

        def act() -> None:
            made.append(
                ballot_record(
                    actor=user, town_code=town, year=year, meeting=given["meeting"], held_on=given["held_on"],
                    presided_by=given["presided_by"], method=given["method"], count=form.count(), minutes=given["minutes"],
                    round_number=given["round_number"],
                )
            )  # fmt: skip

        if tried(form, act):
            messages.success(request, _("票决已记。"))
            return redirect_htmx(request, reverse("web:livelihood-ballot", args=[made[0].pk]))
    context = {"nav": "plan", "sub": "livelihood", "form": form, "year": year}
    return render_page(
        request, "web/livelihood/ballot_new.html", context, status=400 if form.errors else None
    )


@require_http_methods(["GET", "POST"])
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """A round's result, as a paper; equal votes wait for the meeting's decision."""
    row, user = ballot_at(request, pk), ours(request).user
    view = view_of(row)
    tied = [
        (one.line.proposal_id, f"{one.line.proposal.title} {one.line.votes}") for one in view.rows if one.tied
    ]
    decide, grounds = DecideForm(None, tied=tied), GroundsForm()
    if request.method == "POST":
        require(user, EDIT, row.town_code)
        do = asked(request, decide=_("记下决定"), withdraw=_("撤回"))
        if do == "decide":
            decide = DecideForm(request.POST, tied=tied)
            if decide.is_valid():
                picked = [int(key) for key in decide.cleaned_data["chosen"]]
                said = decide.cleaned_data["decision"]
                if tried(decide, lambda: ballot_decide(row, actor=user, chosen=picked, decision=said)):
                    return _back(request, row, _("会议的决定已记。"))
        else:
            grounds = GroundsForm(request.POST)
            if grounds.is_valid():
                why = grounds.cleaned_data["why"]
                if tried(grounds, lambda: ballot_withdraw(row, actor=user, why=why)):
                    return _back(request, row, _("票决已撤回。"))
    taken = any(hasattr(one.line, "project") for one in view.rows)
    context = {
        "nav": "plan", "sub": "livelihood", "row": row, "view": view, "decide": decide, "grounds_form": grounds,
        "editing": may(user, EDIT, row.town_code) and not row.withdrawn_on, "taken": taken,
    }  # fmt: skip
    faulty = decide.errors or grounds.errors
    return render_page(request, "web/livelihood/ballot.html", context, status=400 if faulty else None)


def _back(request: HttpRequest, row: Ballot, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:livelihood-ballot", args=[row.pk]))


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """A chosen candidate becomes an item of the plan."""
    line, user = line_at(request, pk), ours(request).user
    town, year = line.ballot.town_code, line.ballot.year
    require(user, EDIT, town)
    plan = Plan.objects.filter(area_code=town, year=year).first()
    used = set(Project.objects.filter(town_code=town, year=year).values_list("number", flat=True))
    number = next(n for n in range(1, 100) if n not in used) if len(used) < 99 else 99
    form = TakeForm(sent(request), line=line, plan=plan, number=number)
    if request.method == "POST" and form.is_valid():
        made: list[Project] = []
        if tried(form, lambda: made.append(project_take(line, actor=user, **form.fields_for_action()))):
            messages.success(request, _("已列入计划，是第%(n)d件实事。") % {"n": made[0].number})
            return redirect_htmx(request, reverse("web:livelihood-project", args=[made[0].pk]))
    context = {"nav": "plan", "sub": "livelihood", "form": form, "line": line, "plan": plan}
    return render_page(request, "web/livelihood/take.html", context, status=400 if form.errors else None)
