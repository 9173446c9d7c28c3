"""One subject's score: every item with its value, its evidence, its judgement; objections and their answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenwu.assessment.actions import judgement_give, objection_answer, objection_raise
from zhenwu.assessment.choices import Answer, Kind
from zhenwu.assessment.models import Assessment, Objection
from zhenwu.assessment.queries import Cell, Row, board
from zhenwu.assessment.rights import EDIT, may, require, require_voice, speaks_for
from zhenwu.kernel.errors import NotFound
from zhenwu.kernel.printing import plain
from zhenwu.plans.models import Supervision
from zhenwu.web.assessment.access import assessment_at
from zhenwu.web.assessment.forms import AnswerForm, JudgeForm, ObjectForm
from zhenwu.web.livelihood.access import tried
from zhenwu.web.plans.access import metric_url
from zhenwu.web.request import key_of, ours
from zhenwu.web.shell import asked, redirect_htmx, render_page

#: Items or notices behind an office's rate that a page lists.
SHOWN = 30


def how(cell: Cell) -> str:
    """How the item earns its points, in a short sentence with its own numbers."""
    item = cell.item
    numbers = {
        name: plain(value.normalize()) if value is not None else ""
        for name, value in (("full", item.full), ("zero", item.zero), ("per", item.per), ("cap", item.cap), ("weight", item.weight))
    }  # fmt: skip
    if item.kind == Kind.REACH:
        said = _("到%(full)s得满分，到%(zero)s不得分") % numbers
        if item.cap is not None and item.cap > item.weight:
            said += _("，超过的最多得%(cap)s分") % numbers
        return said
    if item.kind == Kind.DEDUCT:
        return _("每个扣%(per)s分") % numbers
    if item.kind == Kind.ADD:
        return _("每个加%(per)s分，最多%(cap)s分") % numbers
    return _("0到%(weight)s分，写明依据") % numbers


def _evidence(cell: Cell, assessment: Assessment, read: set[int]) -> dict[str, Any]:
    """read : keys of the notices that the person may read."""
    figure = cell.measured.figure
    return {
        "cell": cell, "how": how(cell),
        "url": metric_url(figure.metric.code, figure.area, assessment.period.iso) if figure is not None else "",
        "things": [_thing(thing, kept, read) for thing, kept in cell.measured.things[:SHOWN]], "many": len(cell.measured.things),
        "kept": sum(kept for _one, kept in cell.measured.things),
    }  # fmt: skip


def _read(row: Row, user: Any) -> set[int]:
    """Of the notices behind the row's rates those that the person may read; the others count and say no more than their number."""
    keys = [
        thing.pk
        for cell in row.cells
        for thing, _kept in cell.measured.things
        if isinstance(thing, Supervision)
    ]
    return (
        set(Supervision.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
        if keys
        else set()
    )


def _thing(thing: Any, kept: bool, read: set[int]) -> dict[str, Any]:
    """An item of the plan with its light, or a notice: name, address, whether it counts as kept."""
    if isinstance(thing, tuple):
        row, light = thing
        return {
            "name": row.title,
            "url": reverse("web:plan-item", args=[row.pk]),
            "state": light.state,
            "kept": kept,
        }
    known = thing.pk in read
    url = reverse("web:plan-supervision", args=[thing.pk]) if known else ""
    return {
        "name": str(thing) if known else thing.number,
        "url": url,
        "state": "done" if kept else "late",
        "kept": kept,
    }


@require_http_methods(["GET", "POST"])
def subject(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Open a score down to what it is made of."""
    found, user = assessment_at(request, pk), ours(request).user
    shown = board(found)
    row = shown.row(key)
    if row is None:
        raise NotFound(
            _("没有这个考评对象"), expected=found.name, do=_("请从考评表进入"), code="ZW-ASSESSMENT"
        )
    editing = may(user, EDIT, found.area_code)
    voice = speaks_for(user, row.subject.area_code, row.subject.office_id)
    names = [(cell.item.key, cell.item.name) for cell in row.cells]
    judge, objecting, answering, about = JudgeForm(), ObjectForm(None, items=names), AnswerForm(), None
    if request.method == "POST":
        if not editing:
            require_voice(user, row.subject.name, row.subject.area_code, row.subject.office_id)
        do = asked(request, judge=_("评分"), object=_("提意见"), uphold=_("采纳"), reject=_("不采纳"))
        if do == "judge":
            require(user, EDIT, found.area_code)
            judge = JudgeForm(request.POST)
            if judge.is_valid() and tried(
                judge, lambda: judgement_give(found, actor=user, subject=key, **judge.cleaned_data)
            ):
                return _back(request, found, key, _("得分已记。"))
        elif do == "object":
            objecting = ObjectForm(request.POST, items=names)
            if objecting.is_valid() and tried(
                objecting, lambda: objection_raise(found, actor=user, subject=key, **objecting.cleaned_data)
            ):
                return _back(request, found, key, _("意见已提。"))
        else:
            require(user, EDIT, found.area_code)
            about = _objection(request, found, key)
            answering = AnswerForm(request.POST)
            if answering.is_valid() and tried(
                answering,
                lambda: objection_answer(about, actor=user, uphold=do == "uphold", **answering.cleaned_data),
            ):
                return _back(request, found, key, _("意见已答复。"))
    faulty = judge.errors or objecting.errors or answering.errors
    read = _read(row, user)
    context = {
        "nav": "plan", "sub": "assessment", "found": found, "board": shown, "row": row, "editing": editing, "voice": voice,
        "cells": [_evidence(cell, found, read) for cell in row.cells], "objections": _objections(found, row),
        "judge": judge, "objecting": objecting, "answering": answering, "about": about,
        "judged": judge.data.get("item") if judge.is_bound else None,
    }  # fmt: skip
    return render_page(request, "web/assessment/subject.html", context, status=400 if faulty else None)


def _objections(found: Assessment, row: Row) -> list[dict[str, Any]]:
    names = {cell.item.key: cell.item.name for cell in row.cells}
    rows = found.objections.filter(subject_key=row.subject.key).select_related("by", "answered_by")
    return [
        {"row": one, "item": names.get(one.item, one.item), "open": one.state == Answer.OPEN} for one in rows
    ]


def _objection(request: HttpRequest, found: Assessment, key: str) -> Objection:
    pk = key_of(request.POST.get("objection", ""))
    row = found.objections.filter(subject_key=key, pk=pk).first()
    if row is None:
        raise NotFound(_("没有这条意见"), where=found.name, do=_("请从页面上选"), code="ZW-OBJECTION")
    return row


def _back(request: HttpRequest, found: Assessment, key: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:assessment-subject", args=[found.pk, key]))
