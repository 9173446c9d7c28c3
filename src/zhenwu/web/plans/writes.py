"""What is done on a task's page: check in, overrule, edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound, Refused, ZhenwuError
from zhenwu.plans.actions import (
    check_in,
    item_done,
    item_edit,
    item_nest,
    item_override,
    item_wait,
    milestone_done,
    milestone_set,
    states_note,
)
from zhenwu.plans.models import Item
from zhenwu.plans.rights import require, require_open, require_progress, require_running
from zhenwu.web.plans.access import item_at
from zhenwu.web.plans.forms import CheckInForm, DoneForm, ItemForm, OverrideForm, WaitForm
from zhenwu.web.plans.review import overtaken
from zhenwu.web.plans.views import item_context
from zhenwu.web.request import ours
from zhenwu.web.shell import form_faults, redirect_htmx, render_page


def _back(request: HttpRequest, item: Item, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect_htmx(request, reverse("web:plan-item", args=[item.pk]))


def sent(request: HttpRequest) -> Any:
    """What a form was sent with: an empty form that was sent is faulty, not new."""
    return request.POST if request.method == "POST" else None


def attempt(form: Any, act: Callable[[], object], item: Item | None = None) -> bool:
    """Run an action for a form, whole or not at all; what it finds wrong stands beside the fields."""
    try:
        with transaction.atomic():
            act()
    except (Refused, NotFound):
        raise
    except ZhenwuError as error:
        form_faults(form, error)
        if item is not None:
            overtaken(form, item, error)
        return False
    return True


@require_POST
def checks_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One line on how far it is."""
    item, form = item_at(request, pk), CheckInForm(request.POST)
    actor = ours(request).user
    require_progress(actor, item)
    require_running(item)
    if form.is_valid():
        given = form.cleaned_data

        def act() -> None:
            check_in(
                item,
                actor=actor,
                text=given["text"],
                on=given["on"],
                percent=given["percent"],
                finished=given["finished"],
            )
            states_note(item.plan, actor=actor)

        if attempt(form, act):
            return _back(request, item, _("进展已记。"))
    context = item_context(request, item, check_form=form)
    return render_page(request, "web/plans/item.html", context, status=400)


@require_POST
def step_done(request: HttpRequest, pk: int, stone: int) -> HttpResponse:
    """A milestone was reached."""
    item = item_at(request, pk)
    found = item.milestones.filter(pk=stone).first()
    if found is None:
        raise NotFound(_("没有这个节点"), code="ZW-MILESTONE")
    milestone_done(found, actor=ours(request).user)
    states_note(item.plan, actor=ours(request).user)
    return _back(request, item, _("“%(name)s”已记为完成。") % {"name": found.name})


def _form_page(
    request: HttpRequest, item: Item, form: Any, title: str, action: str, **extra: Any
) -> HttpResponse:
    context = {"nav": "plan", "item": item, "form": form, "title": title, "action": action, **extra}
    return render_page(request, "web/plans/form.html", context, status=400 if form.errors else None)


@require_http_methods(["GET", "POST"])
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader overrules the light."""
    item = item_at(request, pk)
    require(ours(request).user, "plan.override", item.area_code)
    require_running(item)
    form = OverrideForm(sent(request), initial={"until": today() + timedelta(days=30)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: item_override(item, actor=ours(request).user, **given)):
            states_note(item.plan, actor=ours(request).user)
            return _back(request, item, _("改判已记，算出的状态一并显示。"))
    return _form_page(request, item, form, _("改判"), _("改判"))


@require_http_methods(["GET", "POST"])
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """The county has the ball: the town's clock stops; sent with `do=on` it runs again."""
    item, actor = item_at(request, pk), ours(request).user
    require(actor, "plan.edit", item.area_code)
    require_running(item)
    form = WaitForm(sent(request), initial={"since": today()})
    runs = request.method == "POST" and request.POST.get("do") == "on"
    if runs:
        item_wait(item, actor=actor, since=None)
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not attempt(form, lambda: item_wait(item, actor=actor, **given)):
            return _form_page(request, item, form, _("待上级"), _("停表"))
    else:
        return _form_page(request, item, form, _("待上级"), _("停表"))
    states_note(item.plan, actor=actor)
    return _back(request, item, _("时钟又走了。") if runs else _("已记为待上级，时钟停了。"))


@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """An item is done, by what proves it."""
    item, actor = item_at(request, pk), ours(request).user
    require(actor, "plan.edit", item.area_code)
    require_running(item)
    form = DoneForm(sent(request), initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: item_done(item, actor=actor, **given)):
            states_note(item.plan, actor=actor)
            return _back(request, item, _("已记为完成。"))
    return _form_page(request, item, form, _("记为完成"), _("记为完成"))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an item of a plan in force."""
    item = item_at(request, pk)
    require(ours(request).user, "plan.edit", item.area_code)
    require_open(item.plan)
    form = ItemForm(sent(request), item=item)
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            item_edit(item, actor=ours(request).user, **form.fields_for_action())
            if "parent" in form.changed_data:
                item_nest([item], actor=ours(request).user, parent=form.cleaned_data["parent"])
            if "milestones" in form.changed_data:
                milestone_set(item, actor=ours(request).user, milestones=form.cleaned_data["milestones"])

        if attempt(form, act, item):
            return _back(request, item, _("已保存。"))
    return _form_page(request, item, form, _("编辑"), _("保存"))
