"""Proposals: the list of a year, entering one, and its page with what is like it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.areas.models import Area
from zhenwu.kernel.ids import mask_mobile, mask_name
from zhenwu.livelihood.actions import (
    proposal_cost,
    proposal_decline,
    proposal_join,
    proposal_part,
    proposal_record,
    proposal_shortlist,
    proposal_withdraw,
    proposer_show,
)
from zhenwu.livelihood.choices import ProposalState, Source
from zhenwu.livelihood.models import Proposal
from zhenwu.livelihood.queries import similar, standing
from zhenwu.livelihood.rights import EDIT, PROPOSE, may, require
from zhenwu.web.livelihood.access import no_town, proposal_at, sent, tabs, town_in_view, tried
from zhenwu.web.livelihood.forms import CostForm, GroundsForm, ProposalForm
from zhenwu.web.request import keys_of, ours
from zhenwu.web.shell import asked, redirect_htmx, render_page

PER_PAGE = 50
#: the sign beside a state
SIGNS = {
    ProposalState.COLLECTED: "idle",
    ProposalState.JOINED: "waiting",
    ProposalState.SHORTLISTED: "done",
    ProposalState.DECLINED: "nodata",
    ProposalState.WITHDRAWN: "stale",
}


def areas_to_propose_for(request: HttpRequest, town: str) -> list[Area]:
    """The town and its villages as far as the person may enter proposals there."""
    user = ours(request).user
    places = Area.objects.in_area(town).filter(level__in=[Area.Level.TOWNSHIP, Area.Level.VILLAGE])
    return [area for area in places if may(user, PROPOSE, area.code)]


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """All proposals of a year, narrowed by state or source."""
    town, year = town_in_view(request), ours(request).zw.year
    if not town:
        return no_town(request)
    counted = standing(town, year)
    rows = Proposal.objects.filter(town_code=town, year=year).select_related("office", "joined_into")
    state, source = request.GET.get("state", ""), request.GET.get("source", "")
    if state in ProposalState.values:
        rows = rows.filter(state=state)
    if source in Source.values:
        rows = rows.filter(source=source)
    names = dict(Area.objects.in_area(town).values_list("code", "name"))
    page = Paginator(rows.order_by("number"), PER_PAGE).get_page(request.GET.get("page"))
    base = reverse("web:livelihood-proposals")
    segments: list[tuple[Any, ...]] = [(_("全部"), base, counted.total, not state and not source)]
    segments += [
        (str(one.label), f"{base}?state={one.value}", counted.by_state[one.value], state == one.value)
        for one in ProposalState
        if counted.by_state.get(one.value)
    ]
    context = {
        "nav": "plan", "sub": "livelihood", "tabs": tabs(request, "livelihood-proposals", town, year), "year": year, "page": page,
        "rows": [{"proposal": row, "place": names.get(row.area_code, ""), "sign": SIGNS[ProposalState(row.state)]} for row in page],
        "segments": segments, "counted": counted, "may_propose": bool(areas_to_propose_for(request, town)),
        "sources": [(str(one.label), counted.by_source[one.value]) for one in Source if counted.by_source.get(one.value)],
    }  # fmt: skip
    return render_page(request, "web/livelihood/proposals.html", context)


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Enter a proposal."""
    town, user, year = town_in_view(request), ours(request).user, ours(request).zw.year
    areas = areas_to_propose_for(request, town) if town else []
    if not areas:
        require(user, PROPOSE, town or ours(request).zw.area)
        return no_town(request)
    form = ProposalForm(sent(request), areas=areas)

    def act() -> object:
        return proposal_record(actor=user, year=year, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and tried(form, act):
        messages.success(request, _("建议已登记。"))
        onwards = "web:livelihood-propose" if "again" in request.POST else "web:livelihood-proposals"
        return redirect_htmx(request, reverse(onwards))
    context = {"nav": "plan", "sub": "livelihood", "form": form, "year": year}
    return render_page(request, "web/livelihood/propose.html", context, status=400 if form.errors else None)


def _left(row: Proposal) -> str:
    """Who proposed it, masked."""
    parts = [
        mask_name(row.proposer["name"]) if row.proposer.get("name") else "",
        mask_mobile(row.proposer["phone"]) if row.proposer.get("phone") else "",
    ]
    return " ".join(part for part in parts if part)


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: what is like it, what it costs, what was decided; the clerk's buttons."""
    row, user = proposal_at(request, pk), ours(request).user
    editing = may(user, EDIT, row.town_code)
    own = row.entered_by_id == user.pk and may(user, PROPOSE, row.area_code)
    cost, grounds, shown = CostForm(None, proposal=row), GroundsForm(), None
    if request.method == "POST":
        if not own:
            require(user, EDIT, row.town_code)
        do = asked(
            request, cost=_("估算"), shortlist=_("入围"), decline=_("不入围"), join=_("并入"), part=_("分开"),
            withdraw=_("撤回"), show=_("看建议人"),
        )  # fmt: skip
        grounds = GroundsForm(request.POST)
        if do == "cost":
            cost = CostForm(request.POST, proposal=row)
            if cost.is_valid() and tried(cost, lambda: proposal_cost(row, actor=user, **cost.cleaned_data)):
                return _back(request, row, _("估算已记。"))
        elif do == "show":
            if grounds.is_valid() and tried(
                grounds, lambda: proposer_show(row, actor=user, why=grounds.cleaned_data["why"])
            ):
                shown = row.proposer
        elif grounds.is_valid():
            why = grounds.cleaned_data["why"]
            acts: dict[str, Callable[[], object]] = {
                "shortlist": lambda: proposal_shortlist(row, actor=user, grounds=why),
                "decline": lambda: proposal_decline(row, actor=user, grounds=why),
                "join": lambda: proposal_join(_picked(request, row), actor=user, into=row, why=why),
                "part": lambda: proposal_part(row, actor=user, why=why),
                "withdraw": lambda: proposal_withdraw(row, actor=user, why=why),
            }
            if tried(grounds, acts[do]):
                return _back(request, row, _("已记。"))
    faulty = bool(cost.errors or grounds.errors)
    lines = list(row.lines.select_related("ballot").order_by("ballot__round"))
    voted = any(line.ballot.withdrawn_on is None for line in lines)
    context = {
        "nav": "plan", "sub": "livelihood", "row": row, "voted": voted, "sign": SIGNS[ProposalState(row.state)], "editing": editing,
        "may_see": (editing or own) and bool(row.proposer), "left": _left(row), "shown": shown, "cost_form": cost, "grounds_form": grounds,
        "similar": similar(row) if row.state != ProposalState.JOINED else [],
        "joined": list(row.joined.order_by("number")), "place": Area.objects.filter(code=row.area_code).first(),
        "lines": lines, "project": _project(row),
    }  # fmt: skip
    return render_page(request, "web/livelihood/proposal.html", context, status=400 if faulty else None)


def _picked(request: HttpRequest, row: Proposal) -> list[Proposal]:
    keys = keys_of(request.POST.getlist("pick"))
    return list(Proposal.objects.visible_to(ours(request).user).filter(pk__in=keys, year=row.year))


def _project(row: Proposal) -> Any:
    line = row.lines.filter(project__isnull=False).select_related("project").first()
    return line.project if line else None


def _back(request: HttpRequest, row: Proposal, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:livelihood-proposal", args=[row.pk]))
