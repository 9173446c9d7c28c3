"""Meetings: when the next ones are, keeping one with its decisions, one meeting's page, an answer in one line, the minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhenwu.desk.meeting_pack import minutes_document
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.meetings.actions import (
    commitment_add,
    commitment_answer,
    commitment_paper,
    meeting_hold,
    opens_file,
    owes,
    require_owing,
    rhythm_set,
)
from zhenwu.meetings.models import Commitment, Meeting
from zhenwu.meetings.queries import Owed, commitments, last_meetings, next_meetings, owed, rhythms
from zhenwu.plans.rights import may, require
from zhenwu.web.files import accepted, file_answer
from zhenwu.web.meetings.forms import AnswerForm, DecisionForm, MeetingForm, RhythmForm, decision_lines
from zhenwu.web.plans.access import need_reading
from zhenwu.web.plans.notice_forms import sent_paper
from zhenwu.web.plans.writes import attempt, sent
from zhenwu.web.reports.exports import download
from zhenwu.web.request import ours
from zhenwu.web.shell import redirect_htmx, render_page
from zhenwu.writer.docx import compose


def town_of(request: HttpRequest) -> str:
    """The town that is shown; above a town nobody meets."""
    area = ours(request).zw.area
    town = areacode.town_of(area) if area else ""
    need_reading(request, town)
    return town if town and areacode.level(town) == "township" else ""


def needed_town(request: HttpRequest) -> str:
    """The town, or nothing there."""
    town = town_of(request)
    if not town:
        raise NotFound(
            _("会议由乡镇来开"), expected=_("一个乡镇"), do=_("请在顶栏选一个乡镇"), code="ZW-MEETING"
        )
    return town


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The next meetings, what is owed, and the last ones held."""
    town, user, day = town_of(request), ours(request).user, today()
    coming = next_meetings(town, day) if town else []
    found = last_meetings(user, town) if town else []
    open_rows = [one for one in owed(commitments(user, town), day) if one.state != "kept"] if town else []
    order = ("late", "missed", "open")
    open_rows.sort(key=lambda one: (order.index(one.state), one.row.due_on))
    context = {
        "nav": "plan", "day": day, "coming": coming, "meetings": found, **_answered(user, open_rows, "open"),
        "late": sum(one.state == "late" for one in open_rows), "may_keep": bool(town) and may(user, "supervise", town),
    }  # fmt: skip
    return render_page(request, "web/meetings/list.html", context)


def _answered(user: Any, rows: list[Owed], name: str) -> dict[str, Any]:
    """What the list of commitments shows: who may answer which, and whose file he may not open."""
    shut = {
        one.row.pk for one in rows
        if one.answer and one.answer.attachment and not opens_file(user, one.row, one.answer.attachment)
    }  # fmt: skip
    return {name: [(one, _may_answer(user, one.row)) for one in rows], "sealed": shut, "accepted": accepted()}


def _may_answer(user: Any, row: Commitment) -> bool:
    return owes(user, row) or user.scope.may("plan.edit", row.area_code)


@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest) -> HttpResponse:
    """Say when the town meets and whom it asks."""
    town = town_of(request)
    require(ours(request).user, "supervise", town or "0" * 12)
    form = RhythmForm(sent(request), town=town, initial={"valid_from": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: rhythm_set(actor=ours(request).user, area_code=town, **given)):
            messages.success(request, _("会议的日子已定。"))
            return redirect_htmx(request, reverse("web:meeting-list"))
    context = {"nav": "plan", "form": form, "rhythms": rhythms(town, today())}
    return render_page(request, "web/meetings/rhythms.html", context, status=400 if form.errors else None)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Keep a meeting with what it decided."""
    town, day = town_of(request), today()
    require(ours(request).user, "supervise", town or "0" * 12)
    form = MeetingForm(sent(request), town=town, initial={"on": day, "kind": request.GET.get("kind", "")})
    lines = decision_lines(sent(request), town, day.year)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        given, made = form.cleaned_data, []
        decisions = [line.decision() for line in lines if line.has_changed()]

        def act() -> None:
            made.append(meeting_hold(actor=ours(request).user, area_code=town, decisions=decisions, **given))

        if attempt(form, act):
            messages.success(request, _("会议已记，议定的事已成任务。"))
            return redirect_htmx(request, reverse("web:meeting", args=[made[0].pk]))
    status = 400 if request.method == "POST" else None
    return render_page(
        request, "web/meetings/new.html", {"nav": "plan", "form": form, "lines": lines}, status=status
    )


def meeting_at(request: HttpRequest, pk: int) -> Meeting:
    """One door to meetings: out of reach reads like not there."""
    need_reading(request)
    found = (
        Meeting.objects.visible_to(ours(request).user)
        .select_related("chair__office", "by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(_("没有这次会议"), expected=_("本镇的会议"), do=_("请从会议页进入"), code="ZW-MEETING")
    return found


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """A meeting: its minutes, what it decided, what became of it; one more decision can be added."""
    row, user, day = meeting_at(request, pk), ours(request).user, today()
    if request.method == "POST":
        require(user, "supervise", row.area_code)
    form = DecisionForm(sent(request), town=row.area_code, year=row.on.year)

    def act() -> None:
        commitment_add(row, actor=user, decision=form.decision())

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("任务已加。"))
        return redirect_htmx(request, reverse("web:meeting", args=[row.pk]))
    rows = owed(Commitment.objects.filter(meeting=row), day)
    context = {
        "nav": "plan", "row": row, **_answered(user, rows, "rows"), "form": form,
        "late": sum(one.state == "late" for one in rows), "kept": sum(one.state == "kept" for one in rows),
        "may_keep": may(user, "supervise", row.area_code),
    }  # fmt: skip
    return render_page(request, "web/meetings/meeting.html", context, status=400 if form.errors else None)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One line on what became of a commitment."""
    need_reading(request)
    user = ours(request).user
    row = Commitment.objects.visible_to(user).select_related("meeting", "office").filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有这条任务"), expected=_("本镇会议的任务"), code="ZW-COMMITMENT")
    require_owing(user, row)
    form = AnswerForm(request.POST, town=row.area_code, user=user)

    def act() -> None:
        given = {name: form.cleaned_data[name] for name in ("text", "kept", "record")}
        commitment_answer(row, actor=user, paper=sent_paper(request, form), **given)

    if form.is_valid() and attempt(form, act):
        messages.success(request, _("已答复。"))
        return redirect_htmx(request, reverse("web:meeting", args=[row.meeting_id]))
    context = {"nav": "plan", "row": row, "form": form}
    return render_page(request, "web/meetings/answer.html", context, status=400)


@require_GET
def file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file that an answer brought; a sealed one leaves an audit row."""
    need_reading(request)
    user = ours(request).user
    row = Commitment.objects.visible_to(user).select_related("meeting", "office").filter(pk=pk).first()
    given = row.answers.filter(attachment=number).select_related("attachment").first() if row else None
    if row is None or given is None or given.attachment is None:
        raise NotFound(
            _("这条任务没有这个文件"), expected=_("答复附上的文件"), do=_("请从会议页里选"), code="ZW-FILE"
        )
    return file_answer(commitment_paper(row, actor=user, attachment=given.attachment))


@require_GET
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as a Word document."""
    row = meeting_at(request, pk)
    return download(compose(minutes_document(row)), f"{row.on}{row.get_kind_display()}.docx", "docx")
