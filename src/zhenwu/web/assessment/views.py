"""The list of assessments, beginning one, all subjects side by side, and the table as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.assessment.actions import assessment_publish, assessment_start
from zhenwu.assessment.choices import Answer, Out, SubjectKind
from zhenwu.assessment.models import Assessment
from zhenwu.assessment.queries import Board, board
from zhenwu.assessment.rights import EDIT, PUBLISH, may, require
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.kernel.period import Period
from zhenwu.web.assessment.access import assessment_at, kinds_of, place_in_view, tabs
from zhenwu.web.assessment.exports import board_xlsx
from zhenwu.web.assessment.forms import StartForm
from zhenwu.web.livelihood.access import sent, tried
from zhenwu.web.request import ours
from zhenwu.web.shell import asked, redirect_htmx, render_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The assessments of a place's year: its own, and the county's of its towns."""
    place, user, year = place_in_view(request), ours(request).user, ours(request).zw.year
    county = areacode.at(place, "county") if place else ""
    rows = (
        Assessment.objects.visible_to(user)
        .filter(area_code__in={place, county}, end__year=year)
        .select_related("rules")
        .order_by("-end", "subject")
        if place
        else Assessment.objects.none()
    )
    context = {
        "nav": "plan", "sub": "assessment", "tabs": tabs("assessment"), "rows": list(rows), "year": year, "place": place,
        "editing": bool(place) and may(user, EDIT, place),
    }  # fmt: skip
    return render_page(request, "web/assessment/list.html", context)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin to assess a period."""
    place, user = place_in_view(request), ours(request).user
    require(user, EDIT, place or ours(request).zw.area)
    form = StartForm(sent(request), kinds=kinds_of(place), year=ours(request).zw.year)
    made: list[Assessment] = []

    def act() -> None:
        given = form.cleaned_data
        period = Period.parse(given["period"])
        made.append(
            assessment_start(
                actor=user, area_code=place, subject=given["subject"], period=period, name=given["name"]
            )
        )

    if request.method == "POST" and form.is_valid() and tried(form, act):
        messages.success(request, _("考评已开始。"))
        return redirect_htmx(request, reverse("web:assessment-board", args=[made[0].pk]))
    context = {"nav": "plan", "sub": "assessment", "form": form}
    return render_page(request, "web/assessment/start.html", context, status=400 if form.errors else None)


def out_words(board_shown: Board) -> list[tuple[str, str]]:
    """The reasons that occur in the table, with what they mean for the total."""
    found = {cell.out for row in board_shown.rows for cell in row.cells if cell.out}
    return [(str(out.label), out.value) for out in Out if out.value in found]


@require_http_methods(["GET", "POST"])
def side_by_side(request: HttpRequest, pk: int) -> HttpResponse:
    """All subjects of a period; publishing freezes what stands here."""
    found, user = assessment_at(request, pk), ours(request).user
    error: BadInput | Conflict | None = None
    if request.method == "POST":
        require(user, PUBLISH, found.area_code)
        asked(request, publish=_("公布"))
        try:
            assessment_publish(found, actor=user)
        except (BadInput, Conflict) as fault:
            error = fault
        else:
            messages.success(request, _("考评已公布，分数不再变。"))
            return redirect_htmx(request, reverse("web:assessment-board", args=[found.pk]))
    shown = board(found)
    context = {
        "nav": "plan", "sub": "assessment", "found": found, "board": shown, "error": error, "outs": out_words(shown),
        "may_publish": not shown.published and may(user, PUBLISH, found.area_code),
        "unjudged": sum(cell.out == Out.UNJUDGED for row in shown.rows for cell in row.cells),
        "open_objections": found.objections.filter(state=Answer.OPEN).count(),
        "changed": sum(row.changed for row in shown.rows), "villages": found.subject == SubjectKind.VILLAGE,
    }  # fmt: skip
    return render_page(request, "web/assessment/board.html", context, status=error.status if error else None)


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as a spreadsheet: scores, items with their values, rules."""
    found = assessment_at(request, pk)
    response = HttpResponse(board_xlsx(board(found)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="assessment-{found.pk}.xlsx"'
    return response


def points_text(value: Any) -> str:
    """Points without needless zeros."""
    return "" if value is None else f"{value.normalize():f}"
