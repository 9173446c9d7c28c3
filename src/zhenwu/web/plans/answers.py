"""The year's end: each promise with its answer, confirmed by its office, signed by a leader, as page and papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhenwu.desk.plan_answers import answers_docx, answers_title, answers_xlsx, promise_of, review_docx
from zhenwu.kernel.errors import Conflict, NotFound, Refused, ZhenwuError
from zhenwu.plans.actions import (
    answer_confirm,
    answer_return,
    answer_sign,
    answers_suggest,
    plan_close,
)
from zhenwu.plans.choices import Outcome, PlanState
from zhenwu.plans.models import Answer, Item, Plan
from zhenwu.plans.queries import AnswerRow, answer_rows, outcome_counts, outcome_shares, unanswered
from zhenwu.plans.rights import leads, may, require
from zhenwu.web.plans.access import figure_url, item_at, item_urls, plan_at
from zhenwu.web.reports.exports import download
from zhenwu.web.request import keys_of, ours
from zhenwu.web.shell import asked, form_faults, redirect_htmx, render_page

#: Outcome → the sign that stands beside it.
SIGNS = {"done": "done", "part": "behind", "not": "late", "changed": "waiting"}


class AnswerForm(forms.Form):
    """What became of the promise."""

    outcome = forms.ChoiceField(label=gettext_lazy("兑现情况"), choices=Outcome.choices)
    text = forms.CharField(
        label=gettext_lazy("答复"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("做到什么程度，写数和日期。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("原因或依据"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("没有全部做到写原因，有变更写依据。"),
    )  # fmt: skip


def _shown(row: AnswerRow, url: Any, user: Any, signing: bool) -> dict[str, Any]:
    return {
        "row": row, "url": url(row.item.pk), "promise": promise_of(row), "sign": SIGNS[row.outcome], "outcome": Outcome(row.outcome).label,
        "figure_url": figure_url(row.light.source) if row.light else "", "pick": signing and row.state == "confirmed",
    }  # fmt: skip


def _page(request: HttpRequest, plan: Plan, error: ZhenwuError | None = None) -> HttpResponse:
    user = ours(request).user
    rows = answer_rows(plan)
    only = request.GET.get("outcome", "")
    wanted = request.GET.get("state", "")
    counts = outcome_counts(rows)
    left = unanswered(rows)
    signing = may(user, "answer.sign", plan.area_code) and plan.state == PlanState.APPROVED
    url = item_urls()
    here = reverse("web:plan-answers", args=[plan.pk])
    shares = outcome_shares(counts)
    shown = [
        _shown(row, url, user, signing)
        for row in rows
        if (not only or row.outcome == only) and (not wanted or row.state == wanted)
    ]
    mine = (
        sum(row.item.lead_office_id == user.office_id for row in rows if row.state == "drafted")
        if user.office_id
        else 0
    )
    states: dict[str, int] = {}
    for row in rows:
        states[row.state] = states.get(row.state, 0) + 1
    names = {
        "open": _("没有答复"),
        "drafted": _("待确认答复"),
        "confirmed": _("待签发"),
        "signed": _("已签发"),
    }
    context = {
        "nav": "plan", "plan": plan, "rows": shown, "total": len(rows), "left": len(left), "error": error, "title": answers_title(plan),
        "cells": [
            (SIGNS[key], Outcome(key).label, count, shares[key], f"{here}?outcome={key}", key == only)
            for key, count in counts.items()
        ],
        "states": [(names[key], f"{here}?state={key}", states[key], wanted == key) for key in names if key in states], "here": here,
        "all_on": not only and not wanted, "signing": signing, "drafted": states.get("drafted", 0), "confirmed": states.get("confirmed", 0),
        "mine": mine, "editing": may(user, "plan.edit", plan.area_code) and plan.state == PlanState.APPROVED, "open": states.get("open", 0),
    }  # fmt: skip
    return render_page(request, "web/plans/answers.html", context, status=error.status if error else None)


@require_GET
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every promise of the year with its answer; ?outcome= and ?state= narrow it."""
    return _page(request, plan_at(request, pk))


def _back(request: HttpRequest, plan: Plan, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:plan-answers", args=[plan.pk]))


@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Work the answers out from the lights, changes and figures."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "plan.edit", plan.area_code)
    asked(request, draft=_("按数据拟答复"))
    count = answers_suggest(plan, actor=actor)
    return _back(request, plan, _("按数据拟出%(count)d件答复，请各办公室确认。") % {"count": count})


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader signs what is ticked, or closes the plan."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "answer.sign", plan.area_code)
    do = asked(request, sign=_("签发"), close=_("计划收官"))
    picked = keys_of(request.POST.getlist("pick"))
    try:
        if do == "close":
            plan_close(plan, actor=actor)
            return _back(request, plan, _("计划已收官，每项承诺都有了答复。"))
        count = answer_sign(list(Answer.objects.filter(pk__in=picked, item__plan=plan)), actor=actor)
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        return _page(request, plan, error)
    return _back(request, plan, _("签发%(count)d件。") % {"count": count})


def may_answer(user: Any, item: Item) -> bool:
    """Whether somebody may confirm the item's answer: the clerk, and the offices that lead or join it."""
    town = item.plan.area_code
    return may(user, "plan.edit", town) or (may(user, "plan.checkin", town) and leads(user, item))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One item's answer: its office confirms it, a leader sends it back."""
    item, user = item_at(request, pk), ours(request).user
    signing = may(user, "answer.sign", item.plan.area_code)
    if request.method == "POST" and not (may_answer(user, item) or signing):
        require(user, "answer.sign", item.plan.area_code)
    row = next((one for one in answer_rows(item.plan) if one.item.pk == item.pk), None)
    if row is None:
        raise Conflict(
            _("没有列入计划的事项不用答复"), where=item.title, do=_("请从计划页进入"), code="ZW-ANSWER-STATE"
        )
    kept = row.answer
    initial = {"outcome": row.outcome, "text": row.text, "reason": row.reason}
    form = AnswerForm(
        request.POST if request.method == "POST" and "outcome" in request.POST else None, initial=initial
    )
    error: ZhenwuError | None = None
    if request.method == "POST":
        do = asked(request, confirm=_("确认"), **{"return": _("退回")})
        act: Callable[[], object] | None = None
        if do == "return" and kept is not None:
            act = lambda: answer_return(kept, actor=user, why=request.POST.get("why", ""))  # noqa: E731
        elif do == "confirm" and form.is_valid():
            act = lambda: answer_confirm(item, actor=user, **form.cleaned_data)  # noqa: E731
        if act is not None:
            try:
                act()
            except (Refused, NotFound):
                raise
            except ZhenwuError as caught:
                error = caught
                if do == "confirm":
                    form_faults(form, caught)
            else:
                return _back(
                    request, item.plan, _("答复已确认。") if do == "confirm" else _("已退回办公室。")
                )
        elif do == "confirm" and not form.is_bound:
            form = AnswerForm(request.POST)
    context = {
        "nav": "plan", "item": item, "plan": item.plan, "row": row, "form": form, "promise": promise_of(row), "error": error,
        "suggested": Outcome(row.suggested.outcome).label, "sign": SIGNS[row.suggested.outcome], "why": request.POST.get("why", ""),
        "figure_url": figure_url(row.light.source) if row.light else "",
        "may_confirm": may_answer(user, item) and kept is not None and kept.state != "signed" and item.plan.state == PlanState.APPROVED,
        "may_return": signing and kept is not None and kept.state != "drafted" and item.plan.state == PlanState.APPROVED,
    }  # fmt: skip
    faulty = error.status if error else 400 if request.method == "POST" else None
    return render_page(request, "web/plans/answer.html", context, status=faulty)


@require_GET
def answers_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The answers as docx, as an Excel table, or as material for the next report's review part."""
    plan = plan_at(request, pk)
    rows, title = answer_rows(plan), answers_title(plan)
    if kind == "xlsx":
        return download(answers_xlsx(plan, rows), f"{title}.xlsx", "xlsx")
    if kind == "review":
        return download(review_docx(plan, rows), f"{title}-{_('回顾素材')}.docx", "docx")
    return download(answers_docx(plan, rows), f"{title}.docx", "docx")
