"""The short forms on a record's page: what happened, a stage, a number, a look at a sealed value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import (
    event_add,
    measurement_report,
    measurement_withdraw,
    parse_day,
    personal_show,
    stage_enter,
)
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.models import Measurement, Record
from zhenwu.ledgers.rights import may_write, record_for
from zhenwu.ledgers.rules_fields import Rule, check_value
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit
from zhenwu.web.ledgers.frame import open_ledger
from zhenwu.web.ledgers.record import record_page
from zhenwu.web.request import WebRequest, ours


def _back(web: WebRequest, found: Record, at: str) -> HttpResponse:
    url = reverse("web:record", args=[found.ledger.code, found.pk])
    query = web.GET.urlencode()
    return redirect(f"{url}{f'?{query}' if query else ''}{f'#{at}' if at else ''}")


def attempt(web: WebRequest, code: str, pk: int, do: Any, said: str, *, at: str = "") -> HttpResponse:
    """Do one action on a record and go back to its page, to the section `at`; its faults come back there with what was typed."""
    defn = open_ledger(web, code)
    found = record_for(web.user, defn.ledger, pk)
    may_write(web.user, "record.write", found.area_code, defn.ledger)
    try:
        do(found, defn)
    except BadInput as error:
        return record_page(
            web, defn, found, error=error, typed={k: str(v) for k, v in web.POST.items()}, status=400
        )
    messages.success(web, said)
    return _back(web, found, at)


def _amount(text: str, where: str) -> Decimal | None:
    """Money of a short form in 元; "3.2万元" is taken."""
    try:
        value = check_value(Rule("amount", where, "money"), text, places=Places("", []))
    except Unfit as unfit:
        raise BadInput(
            unfit.what, where=where, expected=unfit.expected, do=unfit.do, code="ZW-VALUE"
        ) from None
    return value


@require_POST
def event(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The one-line entry, an extension, a title gained or lost."""
    web = ours(request)
    post = web.POST

    def do(found: Record, _defn: Definition) -> None:
        days = post.get("days", "").strip()
        if days and not (days.isascii() and days.isdigit()):
            raise BadInput(
                _("“%(n)s”不是天数") % {"n": days},
                where=_("天数"),
                expected=_("整数"),
                do=_("请改天数"),
                code="ZW-VALUE",
            )
        event_add(
            found, actor=web.user, kind=post.get("kind", ""), on=parse_day(post.get("on", ""), _("日期")), detail=post.get("detail", ""),
            note=post.get("note", ""), amount=_amount(post.get("amount", ""), _("金额")), quantity=Decimal(days) if days else None,
        )  # fmt: skip

    return attempt(web, code, pk, do, _("已记下。"))


@require_POST
def stage(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let the record enter a stage."""
    web = ours(request)

    def do(found: Record, _defn: Definition) -> None:
        on = parse_day(web.POST.get("on", ""), _("日期"))
        stage_enter(
            found, actor=web.user, stage=web.POST.get("stage", ""), on=on, note=web.POST.get("note", "")
        )

    return attempt(web, code, pk, do, _("阶段已更新。"))


@require_POST
def show(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One personal value in the clear, once, for a reason that is kept."""
    web = ours(request)
    defn = open_ledger(web, code)
    found = record_for(web.user, defn.ledger, pk)
    key = web.POST.get("key", "")
    try:
        value = personal_show(found, actor=web.user, key=key, why=web.POST.get("why", ""))
    except BadInput as error:
        return record_page(web, defn, found, error=error, status=400)
    return record_page(web, defn, found, shown={key: value})


@require_POST
def measure(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A month's measure of a record: an enterprise's output."""
    web = ours(request)

    def do(found: Record, defn: Definition) -> None:
        known = {row["key"]: row for row in defn.ledger.measures}
        row = known.get(web.POST.get("measure", ""))
        kind = "money" if row and row["unit"] == "元" else "decimal"
        rule = Rule("actual", _("实际"), kind, unit=row["unit"] if row else "")
        try:
            actual = check_value(
                rule, web.POST.get("actual", ""), places=Places("", []), unit=web.POST.get("unit", "")
            )
            period = Period.parse(web.POST.get("month", ""))
        except Unfit as unfit:
            raise BadInput(
                unfit.what, where=_("实际"), expected=unfit.expected, do=unfit.do, code="ZW-VALUE"
            ) from None
        measurement_report(
            found, actor=web.user, measure=web.POST.get("measure", ""), period=period, actual=actual
        )

    return attempt(web, code, pk, do, _("已记下。"))


@require_POST
def unmeasure(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """Take a reported number out of force, with a reason."""
    web = ours(request)

    def do(found: Record, _defn: Definition) -> None:
        row = Measurement.objects.filter(record=found, pk=number).select_related("record__ledger").first()
        if row is None:
            raise NotFound(
                _("这条记录没有报过这个数"),
                expected=_("记录页上的数"),
                do=_("请从记录页里选"),
                code="ZW-MEASURE",
            )
        measurement_withdraw(row, actor=web.user, why=web.POST.get("why", ""))

    return attempt(web, code, pk, do, _("已撤回这个数。"))
