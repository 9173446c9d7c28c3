"""Registering, changing and withdrawing a record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.ledgers.actions import record_change, record_withdraw
from zhenwu.ledgers.definitions import Definition, definition, places_of
from zhenwu.ledgers.families import CHILDREN, record_create_with
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.ledgers.rights import may_anywhere, may_write, may_write_somewhere, record_for, still_standing
from zhenwu.web.ledgers.forms import RecordForm, reason_form
from zhenwu.web.ledgers.frame import frame, open_ledger
from zhenwu.web.request import WebRequest, key_of, ours
from zhenwu.web.shell import form_faults, render_page

_CHILD_FIELDS = ("category", "level", "title", "due_on")
_MOST_CHILDREN = 10


def _children(web: WebRequest, defn: Definition, places: Any) -> tuple[list[RecordForm], str]:
    """Forms of what hangs on the record, as many as were asked for, and what one is called."""
    if defn.ledger.code not in CHILDREN:
        return [], ""
    code, word = CHILDREN[defn.ledger.code]
    ledger = Ledger.objects.visible_to(web.user).filter(code=code).prefetch_related("fields").first()
    if ledger is None or not may_anywhere(web.user, "record.write", ledger):
        return [], ""
    below = definition(ledger)
    post = web.POST
    count = key_of(post.get("children", ""))
    if post.get("found") == "yes":
        count = max(count, 1)
    if post.get("more"):
        count += 1
    forms = [
        RecordForm(
            below,
            places,
            data=post if web.method == "POST" else None,
            prefix=f"child{i}",
            only=_CHILD_FIELDS,
        )
        for i in range(min(count, _MOST_CHILDREN))
        if post.get("drop") != str(i)
    ]
    return forms, word


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a new record; an inspection's also takes the hazards it found."""
    web = ours(request)
    defn = open_ledger(web, code)
    may_write_somewhere(web.user, "record.write", defn.ledger, web.zw.area)
    places = places_of(web.user, web.zw.area)
    sent = web.method == "POST"
    initial = {"area_code": web.GET.get("place", "")} if web.GET.get("place") else {}
    form = RecordForm(defn, places, data=web.POST if sent else None, initial=initial)
    children, word = _children(web, defn, places)
    found = "yes" if children else web.POST.get("found", "no")
    if sent and not (web.POST.get("more") or web.POST.get("drop")):
        try:
            told = {k: v for k, v in form.told().items() if v}
            record = record_create_with(
                defn.ledger,
                actor=web.user,
                values=told,
                children=[c.told() for c in children] if found == "yes" else [],
            )
        except BadInput as error:
            _hold(form, children, word, error)
        else:
            messages.success(request, _("已登记：%(title)s") % {"title": record})
            if web.POST.get("next"):
                return redirect("web:record-add", code=code)
            return redirect("web:record", code=code, pk=record.pk)
    elif sent:
        for one in (form, *children):
            one.is_valid()
            one.errors.clear()
    context = {
        **frame(web, defn),
        "form": form,
        "children": children,
        "child_word": word,
        "has_children": defn.ledger.code in CHILDREN,
        "found": found,
        "faulty": [f for f in (form, *children) if f.is_bound and f.errors],
    }
    return render_page(
        request, "web/ledgers/add.html", context, status=400 if context["faulty"] and sent else 200
    )


def _hold(form: RecordForm, children: list[RecordForm], word: str, error: BadInput) -> None:
    """Every fault beside its field, in the form or in a child's."""
    for one in (form, *children):
        one.is_valid()
        one.errors.clear()
    rest: list[Fault] = []
    for fault in error.faults:
        text = "。".join(
            p.rstrip("。")
            for p in (fault.what, fault.expected and _("应为：%(x)s") % {"x": fault.expected}, fault.do)
            if p
        )
        for index, child in enumerate(children, 1):
            head = f"{word}{index} "
            if fault.where.startswith(head) and child.hold(fault.where.removeprefix(head), text):
                break
        else:
            if not form.hold(fault.where, text):
                rest.append(fault)
    for fault in rest:
        form.add_error(None, str(fault))


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Mend a record, with a reason."""
    web = ours(request)
    defn = open_ledger(web, code)
    record = record_for(web.user, defn.ledger, pk)
    may_write(web.user, "record.write", record.area_code, defn.ledger)
    still_standing(record)
    places = places_of(web.user, areacode.town_of(record.area_code))
    form = RecordForm(defn, places, data=web.POST if web.method == "POST" else None, record=record)
    why = reason_form(web.POST if web.method == "POST" else None, label=_("为什么改"))
    if web.method == "POST":
        try:
            record_change(record, actor=web.user, values=form.changed_values(), why=web.POST.get("why", ""))
        except BadInput as error:
            _hold(form, [], "", error)
            if not web.POST.get("why", "").strip():
                why.is_valid()
        else:
            messages.success(request, _("已更改。"))
            return redirect("web:record", code=code, pk=pk)
    context = {**frame(web, defn), "form": form, "why": why, "record": record}
    return render_page(
        request, "web/ledgers/change.html", context, status=400 if web.method == "POST" else 200
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw a record, with a reason."""
    web = ours(request)
    defn = open_ledger(web, code)
    record: Record = record_for(web.user, defn.ledger, pk)
    may_write(web.user, "record.withdraw", record.area_code, defn.ledger)
    still_standing(record)
    form = reason_form(web.POST if web.method == "POST" else None, label=_("撤回的理由"))
    if web.method == "POST" and form.is_valid():
        try:
            record_withdraw(record, actor=web.user, why=form.cleaned_data["why"])
        except BadInput as error:
            form_faults(form, error)
        else:
            messages.success(request, _("已撤回：%(title)s") % {"title": record})
            return redirect(reverse("web:record", args=[code, pk]))
    context = {**frame(web, defn), "form": form, "record": record}
    return render_page(
        request, "web/ledgers/withdraw.html", context, status=400 if web.method == "POST" else 200
    )
