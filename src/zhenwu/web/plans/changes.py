"""Changes of a plan in force: asked on the item's page, decided by a leader, all of them on one page."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhenwu.accounts.models import Office
from zhenwu.kernel.errors import NotFound, Refused, ZhenwuError
from zhenwu.kernel.printing import plain, print_value
from zhenwu.plans.actions import change_approve, change_ask, change_refuse, change_withdraw, states_note
from zhenwu.plans.choices import ChangeKind, PlanState
from zhenwu.plans.models import Change, Item, Plan, Target
from zhenwu.plans.rights import leads, may, require
from zhenwu.web.english.matching import typed
from zhenwu.web.plans.access import item_at, need_reading, plan_at
from zhenwu.web.plans.forms import day_field, offices_of
from zhenwu.web.request import ours
from zhenwu.web.shell import asked, form_faults, redirect_htmx, render_page


class TargetChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return typed(
            f"{obj.subject} {obj.get_operator_display()}{print_value(obj.value, obj.unit, scale=(Decimal(1), obj.unit))}"
        )


class ChangeForm(forms.Form):
    """What is to become otherwise, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("变更"))
    title = forms.CharField(label=gettext_lazy("事项"), max_length=200, required=False)
    due_on = day_field(gettext_lazy("期限"))
    office = forms.ModelChoiceField(
        Office.objects.none(),
        label=gettext_lazy("牵头"),
        required=False,
        empty_label=gettext_lazy("选办公室"),
    )
    target = TargetChoice(
        Target.objects.none(), label=gettext_lazy("目标"), required=False, empty_label=gettext_lazy("选目标")
    )
    value = forms.DecimalField(label=gettext_lazy("目标值"), max_digits=18, decimal_places=4, required=False)
    grounds = forms.CharField(
        label=gettext_lazy("依据"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("为什么要变，谁定的。"),
    )  # fmt: skip
    paper = forms.CharField(label=gettext_lazy("文号"), max_length=120, required=False)

    def __init__(self, *args: Any, plan: Plan, item: Item | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in ChangeKind if (kind == ChangeKind.ADD) == (item is None)]
        targets = Target.objects.none() if item is None else item.targets.all()
        if not targets.exists():
            kinds = [kind for kind in kinds if str(kind) != ChangeKind.TARGET]
            del self.fields["target"], self.fields["value"]
        if item is not None:
            del self.fields["title"]
        for name, rows in (("office", offices_of(plan)), ("target", targets)):
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                field.queryset = rows
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(kind), kind.label) for kind in kinds]
        if len(kinds) == 1:
            field.widget = forms.HiddenInput()
            field.initial = str(kinds[0])


def may_ask(user: Any, plan: Plan, item: Item | None) -> bool:
    """Whether somebody may ask for a change of the item, or (None) for an addition."""
    if plan.state != PlanState.APPROVED or (item is not None and item.status != "accepted"):
        return False
    if may(user, "plan.edit", plan.area_code):
        return True
    return may(user, "plan.checkin", plan.area_code) and (item is None or leads(user, item))


def _ask(request: HttpRequest, plan: Plan, item: Item | None) -> HttpResponse:
    user = ours(request).user
    if not (may(user, "plan.edit", plan.area_code) or (item is not None and leads(user, item))):
        require(user, "plan.checkin", plan.area_code)
        if item is not None:
            raise Refused(
                _("您不能申请变更这一项"),
                where=item.title,
                expected=_("牵头、配合办公室或党政办"),
                code="ZW-PLAN-RIGHT",
            )
    form = ChangeForm(request.POST if request.method == "POST" else None, plan=plan, item=item)
    if request.method == "POST" and form.is_valid():
        given = {
            name: value
            for name, value in form.cleaned_data.items()
            if name not in ("kind", "grounds", "paper")
        }
        try:
            change_ask(
                plan, actor=user, item=item, kind=form.cleaned_data["kind"], grounds=form.cleaned_data["grounds"],
                paper=form.cleaned_data["paper"], **given,
            )  # fmt: skip
        except (Refused, NotFound):
            raise
        except ZhenwuError as error:
            form_faults(form, error)
        else:
            messages.success(request, _("变更已报领导，批准前一切照旧。"))
            return redirect_htmx(
                request,
                reverse("web:plan-item", args=[item.pk])
                if item
                else reverse("web:plan-changes", args=[plan.pk]),
            )
    context = {
        "nav": "plan", "plan": plan, "item": item, "form": form, "title": _("申请变更") if item else _("新增事项"),
        "targets": [(target, plain(target.value)) for target in item.targets.all()] if item else [],
    }  # fmt: skip
    return render_page(request, "web/plans/change.html", context, status=400 if form.errors else None)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a change of one item."""
    item = item_at(request, pk)
    return _ask(request, item.plan, item)


@require_http_methods(["GET", "POST"])
def ask_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a new item, such as a task from above."""
    return _ask(request, plan_at(request, pk), None)


def _list(request: HttpRequest, plan: Plan, error: ZhenwuError | None = None, **extra: Any) -> HttpResponse:
    user = ours(request).user
    rows = list(plan.changes.select_related("item", "asked_by", "decided_by"))
    deciding = may(user, "change.approve", plan.area_code)
    context = {
        "nav": "plan", "plan": plan, "error": error,
        "open": [(row, deciding and row.asked_by_id != user.pk, row.asked_by_id == user.pk or may(user, "plan.edit", plan.area_code))
                 for row in rows if row.state == "asked"],
        "past": [row for row in rows if row.state != "asked"], "may_ask": may_ask(user, plan, None), **extra,
    }  # fmt: skip
    return render_page(request, "web/plans/changes.html", context, status=error.status if error else None)


@require_GET
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for a leader, and what was decided."""
    return _list(request, plan_at(request, pk))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, refuse with reasons, or take back."""
    need_reading(request)
    actor = ours(request).user
    change = Change.objects.visible_to(actor).select_related("plan", "item").filter(pk=pk).first()
    if change is None:
        raise NotFound(_("没有这件变更"), do=_("请刷新后再看"), code="ZW-CHANGE")
    plan, answer = change.plan, request.POST.get("answer", "")
    if not may(actor, "plan.edit", plan.area_code) and change.asked_by_id != actor.pk:
        require(actor, "change.approve", plan.area_code)
    do = asked(request, approve=_("批准"), refuse=_("不批准"), withdraw=_("撤回"))
    acts: dict[str, Callable[[], object]] = {
        "approve": lambda: change_approve(change, actor=actor, answer=answer),
        "refuse": lambda: change_refuse(change, actor=actor, answer=answer),
        "withdraw": lambda: change_withdraw(change, actor=actor),
    }
    try:
        acts[do]()
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        return _list(request, plan, error, typed=change.pk, answer=answer)
    if do == "approve":
        states_note(plan, actor=actor)
    said = {
        "approve": _("已批准，计划已照改。"),
        "refuse": _("未批准，计划不变。"),
        "withdraw": _("申请已撤回。"),
    }
    messages.success(request, said[do])
    return redirect_htmx(request, reverse("web:plan-changes", args=[plan.pk]))
