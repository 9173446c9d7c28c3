"""One door to proposals, ballots and projects: out of reach reads like not there. And what the pages of the section share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.kernel import areacode
from zhenwu.kernel.errors import NotFound, Refused, ZhenwuError
from zhenwu.livelihood.models import Ballot, BallotLine, Project, Proposal
from zhenwu.livelihood.queries import standing
from zhenwu.web.plans.access import need_reading
from zhenwu.web.request import ours
from zhenwu.web.shell import form_faults, render_page


def town_in_view(request: HttpRequest) -> str:
    """The town of the area in view; "" for a county, which has no livelihood projects of its own."""
    area = ours(request).zw.area
    town = (
        areacode.town_of(area) if area and areacode.level(area) not in ("province", "city", "county") else ""
    )
    need_reading(request, town)
    return town


def _found(rows: Any, request: HttpRequest, pk: int, what: str) -> Any:
    need_reading(request)
    row = rows.visible_to(ours(request).user).filter(pk=pk).first()
    if row is None:
        raise NotFound(what, expected=_("本镇的一件"), do=_("请从民生实事页进入"), code="ZW-LIVELIHOOD")
    return row


def proposal_at(request: HttpRequest, pk: int) -> Proposal:
    rows = Proposal.objects.select_related("office", "joined_into", "entered_by")
    found: Proposal = _found(rows, request, pk, _("没有这件建议"))
    return found


def ballot_at(request: HttpRequest, pk: int) -> Ballot:
    found: Ballot = _found(Ballot.objects.all(), request, pk, _("没有这次票决"))
    return found


def project_at(request: HttpRequest, pk: int) -> Project:
    found: Project = _found(Project.objects.all(), request, pk, _("没有这件实事"))
    return found


def line_at(request: HttpRequest, pk: int) -> BallotLine:
    """A candidate of a ballot in reach."""
    need_reading(request)
    row = BallotLine.objects.select_related("ballot", "proposal__office").filter(pk=pk).first()
    if row is None or not Ballot.objects.visible_to(ours(request).user).filter(pk=row.ballot_id).exists():
        raise NotFound(
            _("没有这件候选"), expected=_("本镇的一件"), do=_("请从票决页进入"), code="ZW-LIVELIHOOD"
        )
    return row


def tried(form: Any, act: Callable[[], object]) -> bool:
    """Run an action for a form; what it finds wrong stands beside the fields."""
    try:
        act()
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        form_faults(form, error)
        return False
    return True


def sent(request: HttpRequest) -> Any:
    """What a form was sent with: an empty form that was sent is faulty, not new."""
    return request.POST if request.method == "POST" else None


def tabs(request: HttpRequest, current: str, town: str, year: int) -> list[tuple[str, str, int | None, bool]]:
    """The three pages of a year."""
    counted = standing(town, year)
    names = (
        ("livelihood", _("实事项目"), None), ("livelihood-proposals", _("征集"), counted.total),
        ("livelihood-ballots", _("票决"), counted.shortlisted),
    )  # fmt: skip
    return [(text, reverse(f"web:{name}"), n, name == current) for name, text, n in names]


def no_town(request: HttpRequest) -> HttpResponse:
    """What a county sees: projects are listed by town."""
    return render_page(request, "web/livelihood/no_town.html", {"nav": "plan", "sub": "livelihood"})
