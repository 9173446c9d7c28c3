"""A record: its clock, what happened to it, what was registered; and the short forms on its page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import event_add, measurement_report, parse_day, personal_show, stage_enter
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import read_conditions
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.queries import neighbours, place_name, running_clocks
from zhenwu.ledgers.rights import may_write, record_for
from zhenwu.ledgers.rules_fields import Rule, check_value
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit
from zhenwu.web.ledgers.cells import due_state, group_text, raw_value, value_text
from zhenwu.web.ledgers.clock import clock_of
from zhenwu.web.ledgers.frame import frame, open_ledger
from zhenwu.web.request import WebRequest, ours
from zhenwu.web.shell import render_page

#: Kinds that the one-line entry offers; stages and extensions have forms of their own.
_QUICK = (
    EventKind.MEASURE,
    EventKind.CONTACT,
    EventKind.REPLY,
    EventKind.PROGRESS,
    EventKind.PAYMENT,
    EventKind.NOTE,
)
_SHOWN_EVENTS = 200


@require_GET
def record(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The page of a record."""
    web = ours(request)
    defn = open_ledger(web, code)
    return _page(web, defn, record_for(web.user, defn.ledger, pk))


def _page(
    web: WebRequest, defn: Definition, found: Record, *, error: BadInput | None = None, shown: dict[str, str] | None = None,
    typed: dict[str, str] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    ledger = defn.ledger
    asked = read_conditions(defn, web.GET, area=web.zw.area, year=web.zw.year)
    at, length, before, after = neighbours(web.user, defn, asked, found.pk)
    walk = f"?{urlencode(asked.params | ({'sort': asked.sort} if asked.sort else {}), doseq=True)}"
    events = list(found.events.order_by("-on", "-id")[:_SHOWN_EVENTS])
    kind = web.GET.get("kind", "")
    writing = (
        web.user.scope.may("record.write", found.area_code, ledger=ledger.code) and not found.withdrawn_on
    )
    order = defn.order
    stands = order.index(found.stage) if found.stage in order else -1
    key, words = due_state(found, defn)
    context: dict[str, Any] = {
        **frame(web, defn),
        "record": found,
        "place": " ".join(t for t in (place_name(found.area_code), group_text(found)) if t),
        "walk": walk,
        "at": at,
        "length": length,
        "before": reverse("web:record", args=[ledger.code, before]) + walk if before else "",
        "after": reverse("web:record", args=[ledger.code, after]) + walk if after else "",
        "clock": clock_of(found, defn, running_clocks(found, defn), events),
        "due_key": key,
        "due_words": words,
        "steps": [
            (s["name"], "now" if i == stands and not found.closed_on else "done" if i <= stands else "")
            for i, s in enumerate(ledger.stages)
        ],
        "events": [e for e in events if not kind or e.kind == kind],
        "event_count": len(events),
        "kinds": _kinds(events, kind, walk),
        "facts": _facts(found, defn, shown or {}),
        "sealed": bool(defn.personal),
        "related": _related(web, found),
        "may_change": writing,
        "may_withdraw": web.user.scope.may("record.withdraw", found.area_code, ledger=ledger.code) and not found.withdrawn_on,
        "quick": [(k.value, k.label) for k in _QUICK],
        "next_stages": [(s["key"], s["name"]) for i, s in enumerate(ledger.stages) if i != stands],
        "next_stage": next(((s["key"], s["name"]) for i, s in enumerate(ledger.stages) if i == stands + 1), None),
        "extend": max((c.extend for c in defn.clocks), default=0) if found.due_on and not found.closed_on else 0,
        "titles": ledger.titles,
        "measures": ledger.measures,
        "measurements": list(found.measurements.current().order_by("-end", "measure")[:24]) if ledger.measures else [],
        "measure_names": {m["key"]: m["name"] for m in ledger.measures},
        "today": today(),
        "error": error,
        "typed": typed or {},
        "shown": shown,
    }  # fmt: skip
    response = render_page(web, "web/ledgers/record.html", context, status=status)
    if shown:
        response["Cache-Control"] = "no-store"
    return response


def _kinds(events: list[Any], current: str, walk: str) -> list[tuple[str, str, int, bool]]:
    counts: dict[str, int] = {}
    for event in events:
        counts[event.kind] = counts.get(event.kind, 0) + 1
    found = [(str(_("全部")), walk, len(events), not current)]
    for kind in EventKind:
        if counts.get(kind.value):
            found.append(
                (str(kind.label), f"{walk}&kind={kind.value}", counts[kind.value], current == kind.value)
            )
    return found if len(found) > 2 else []


def _facts(found: Record, defn: Definition, shown: dict[str, str]) -> list[tuple[str, str, Any, bool]]:
    """(key, label, value, can be shown) of what was registered; title, number and stage stand above."""
    rows = []
    for key, rule in defn.rules.items():
        if key in ("title", "number", "stage", "area_code") or rule.type == "file":
            continue
        value = raw_value(found, rule)
        text = shown[key] if key in shown else value_text(rule, value, defn)
        if text == "":
            continue
        if rule.unit and rule.type in ("integer", "decimal"):
            text = f"{text}{rule.unit}"
        rows.append((key, rule.label, text, rule.personal and key not in shown))
    return rows


def _related(web: WebRequest, found: Record) -> list[tuple[str, Record]]:
    """Parent, children, the subject and its affairs, as far as the person may see them."""
    rows: list[tuple[str, Record]] = []
    visible = Record.objects.visible_to(web.user).standing().select_related("ledger")
    keys = [k for k in (found.parent_id, found.subject_id) if k]
    if keys:
        rows += [(r.ledger.name, r) for r in visible.filter(pk__in=keys)]
    rows += [(r.ledger.name, r) for r in visible.filter(parent=found).order_by("-occurred_on", "-id")[:20]]
    rows += [(r.ledger.name, r) for r in visible.filter(subject=found).order_by("-occurred_on", "-id")[:20]]
    return rows


def _back(web: WebRequest, found: Record) -> HttpResponse:
    url = reverse("web:record", args=[found.ledger.code, found.pk])
    query = web.GET.urlencode()
    return redirect(f"{url}?{query}" if query else url)


def _try(web: WebRequest, code: str, pk: int, do: Any, said: str) -> HttpResponse:
    """Do one action on a record; its faults come back on the record's page with what was typed."""
    defn = open_ledger(web, code)
    found = record_for(web.user, defn.ledger, pk)
    may_write(web.user, "record.write", found.area_code, defn.ledger)
    try:
        do(found, defn)
    except BadInput as error:
        return _page(
            web, defn, found, error=error, typed={k: str(v) for k, v in web.POST.items()}, status=400
        )
    messages.success(web, said)
    return _back(web, found)


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

    return _try(web, code, pk, do, _("已记下。"))


@require_POST
def stage(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Let the record enter a stage."""
    web = ours(request)

    def do(found: Record, _defn: Definition) -> None:
        on = parse_day(web.POST.get("on", ""), _("日期"))
        stage_enter(
            found, actor=web.user, stage=web.POST.get("stage", ""), on=on, note=web.POST.get("note", "")
        )

    return _try(web, code, pk, do, _("阶段已更新。"))


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

    return _try(web, code, pk, do, _("已记下。"))


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
        return _page(web, defn, found, error=error, status=400)
    return _page(web, defn, found, shown={key: value})
