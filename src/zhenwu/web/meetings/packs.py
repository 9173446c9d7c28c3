"""The meeting pack on the screen, on paper and as docx: one page a leader."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.desk.meeting_pack import Pack, leaders_of, meeting_pack, pack_document
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.meetings.choices import RhythmKind
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Plan
from zhenwu.plans.queries import plan_of
from zhenwu.web.meetings.views import town_of
from zhenwu.web.plans.access import figure_url
from zhenwu.web.plans.showing import sentence
from zhenwu.web.reports.exports import download
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page
from zhenwu.writer.docx import compose


def _plan(request: HttpRequest) -> Plan | None:
    town = town_of(request)
    found = plan_of(town, today().year, ours(request).user) if town else None
    return found if found is not None and found.state == PlanState.APPROVED else None


def _packs(request: HttpRequest, plan: Plan) -> list[Pack]:
    """The asked leader's pack (`?leader=`), a leader's own, or that of the whole town; of one kind of meeting with `?kind=`."""
    user, kind = ours(request).user, request.GET.get("kind", "")
    kind = kind if kind in RhythmKind.values else ""
    leaders = leaders_of(plan)
    asked = request.GET.get("leader", str(user.person_id or ""))
    chosen = next((one for one in leaders if str(one.pk) == asked), None)
    found = meeting_pack(plan, user, leader=chosen, kind=kind)
    return [found] if found is not None else []


@require_GET
def pack(request: HttpRequest) -> HttpResponse:
    """One page for the next meeting."""
    plan = _plan(request)
    packs = _packs(request, plan) if plan is not None else []
    if plan is None or not packs:
        may_set = ours(request).user.scope.may("supervise", town_of(request) or "0" * 12)
        nothing = {"nav": "plan", "plan": plan, "may_set": may_set}
        return render_page(request, "web/meetings/no_pack.html", nothing)
    found = packs[0]
    leader = found.leader.pk if found.leader else 0
    query = f"&kind={found.meeting.kind}"
    people = [(one.name, f"?leader={one.pk}{query}", None, one.pk == leader) for one in leaders_of(plan)]
    context = {
        "nav": "plan", "pack": found, "plan": plan, "day": today(), "people": [(_("全镇"), f"?leader=0{query}", None, not leader), *people],
        "behind": [(item, light, sentence(light, figure_url(light.source))) for item, light in found.behind],
        "query": f"leader={leader}{query}",
    }  # fmt: skip
    return render_page(request, "web/meetings/pack.html", context)


@require_GET
def docx(request: HttpRequest) -> HttpResponse:
    """The pack as a Word document; with `?leader=all` one part for each leader."""
    plan = _plan(request)
    if plan is None:
        raise NotFound(_("今年还没有批准的计划"), expected=_("已批准的计划"), code="ZW-MEETING")
    if request.GET.get("leader") == "all":
        user, kind = ours(request).user, request.GET.get("kind", "")
        made = (meeting_pack(plan, user, leader=one, kind=kind) for one in leaders_of(plan))
        packs = [one for one in made if one is not None]
    else:
        packs = _packs(request, plan)
    if not packs:
        raise NotFound(
            _("还没有定开会的日子"), expected=_("一种会议的日子"), do=_("请先定会议的日子"), code="ZW-MEETING"
        )
    name = _("会议材料")
    return download(compose(pack_document(packs, plan)), f"{packs[0].meeting.on}{name}.docx", "docx")
