"""The assignment goes to the offices: who was given what, what each said, objections and their answers, and the papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhenwu.accounts.models import Office
from zhenwu.desk.plan_papers import assignment_sheet, office_notice, sheet_title
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, NotFound, Refused, ZhenwuError
from zhenwu.plans.actions import (
    assignment_confirm,
    assignment_object,
    assignment_send,
    objection_move,
    objection_uphold,
)
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Confirmation, Plan
from zhenwu.plans.queries import office_words, sheet_rows, unasked
from zhenwu.plans.rights import may, require
from zhenwu.web.plans.access import need_reading, plan_at
from zhenwu.web.plans.forms import offices_of
from zhenwu.web.reports.exports import download
from zhenwu.web.request import key_of, keys_of, ours
from zhenwu.web.shell import asked, redirect_htmx, render_page


class RuleForm(forms.Form):
    """A clerk's answer to an objection."""

    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("改派给"),
        required=False,
        empty_label=gettext_lazy("选办公室"),
    )
    why = forms.CharField(label=gettext_lazy("处理意见"), max_length=300, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offices_of(plan)


def _context(request: HttpRequest, plan: Plan, **extra: Any) -> dict[str, Any]:
    user, day = ours(request).user, today()
    words = office_words(plan, day)
    mine = next((one for one in words if one.office.pk == user.office_id), None)
    editing = may(user, "plan.edit", plan.area_code) and plan.state == PlanState.APPROVED
    objections = [word for one in words for word in one.words if word.state == "objected"]
    return {
        "nav": "plan", "plan": plan, "offices": words, "mine": mine, "editing": editing, "day": day, "objections": objections,
        "silent": [one for one in words if one.open], "open": sum(one.open for one in words),
        "confirmed": sum(one.confirmed for one in words), "asked": sum(len(one.words) for one in words),
        "unasked": unasked(plan) if editing else 0, "choices": list(offices_of(plan)) if editing and objections else [],
        **extra,
    }  # fmt: skip


def _page(request: HttpRequest, plan: Plan, error: ZhenwuError | None = None, **extra: Any) -> HttpResponse:
    context = _context(request, plan, error=error, **extra)
    return render_page(request, "web/plans/assignment.html", context, status=error.status if error else None)


@require_GET
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Each office with what it was given and what it said; the own office's items to confirm."""
    return _page(request, plan_at(request, pk))


def _back(request: HttpRequest, plan: Plan, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:plan-assignment", args=[plan.pk]))


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the offices to confirm what they have not been asked for."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "plan.edit", plan.area_code)
    asked(request, send=_("请确认"))
    count = assignment_send(plan, actor=actor)
    return _back(request, plan, _("已请各办公室确认%(count)d件。") % {"count": count})


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The own office confirms what is ticked, or objects to one item."""
    plan, actor = plan_at(request, pk), ours(request).user
    require(actor, "plan.checkin", plan.area_code)
    do = asked(request, confirm=_("确认"), object=_("提异议"))
    picked = keys_of(request.POST.getlist("pick"))
    words = list(Confirmation.objects.filter(pk__in=picked, item__plan=plan))
    try:
        if do == "confirm":
            said = _("确认了%(count)d件。") % {"count": assignment_confirm(words, actor=actor)}
        else:
            if len(words) != 1:
                raise BadInput(
                    _("异议一次提一件"),
                    where=_("事项"),
                    expected=_("勾选一件"),
                    do=_("请只勾选有异议的一件"),
                    code="ZW-CONFIRM",
                )
            assignment_object(words[0], actor=actor, reason=request.POST.get("reason", ""))
            said = _("异议已报党政办。")
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        return _page(request, plan, error, reason=request.POST.get("reason", ""), picked=picked)
    return _back(request, plan, said)


@require_POST
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """A clerk answers an objection: the item stays, or another office gets it."""
    need_reading(request)
    actor = ours(request).user
    word = Confirmation.objects.filter(pk=pk).select_related("item__plan", "office").first()
    if word is None or not Plan.objects.visible_to(actor).filter(pk=word.item.plan_id).exists():
        raise NotFound(_("没有这条答复"), do=_("请刷新后再看"), code="ZW-CONFIRM")
    plan = word.item.plan
    require(actor, "plan.edit", plan.area_code)
    do = asked(request, uphold=_("维持"), move=_("改派"))
    form = RuleForm(request.POST, plan=plan)
    given = form.cleaned_data if form.is_valid() else {}
    try:
        if do == "uphold":
            objection_uphold(word, actor=actor, why=given.get("why", ""))
            return _back(request, plan, _("维持分工，已答复。"))
        if not given.get("office"):
            raise BadInput(
                _("没有选改派给谁"), where=_("改派给"), expected=_("本镇的一个办公室"), code="ZW-ITEM-OFFICE"
            )
        moved = objection_move(word, actor=actor, office=given["office"], why=given.get("why", ""))
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        return _page(
            request,
            plan,
            error,
            typed=word.pk,
            why=request.POST.get("why", ""),
            chosen=request.POST.get("office", ""),
        )
    return _back(request, plan, _("已改派给%(office)s，请其确认。") % {"office": moved.office})


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The assignment sheet as a page that prints; ?office= one office's part."""
    plan = plan_at(request, pk)
    chosen = key_of(request.GET.get("office", ""))
    office = offices_of(plan).filter(pk=chosen).first() if chosen else None
    rows = sheet_rows(plan, office=office)
    context = {
        "nav": "plan", "plan": plan, "rows": rows, "title": sheet_title(plan), "office": office, "offices": offices_of(plan),
    }  # fmt: skip
    return render_page(request, "web/plans/sheet.html", context)


@require_GET
def sheet_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The assignment sheet as docx."""
    plan = plan_at(request, pk)
    return download(assignment_sheet(plan), f"{sheet_title(plan)}.docx", "docx")


@require_GET
def notice_docx(request: HttpRequest, pk: int, office: int) -> HttpResponse:
    """One office's notice as docx."""
    plan = plan_at(request, pk)
    found = offices_of(plan).filter(pk=office).first()
    if found is None:
        raise NotFound(_("没有这个办公室"), expected=_("本镇的办公室"), code="ZW-OFFICE")
    return download(office_notice(plan, found), f"{plan.year}-{found}.docx", "docx")
