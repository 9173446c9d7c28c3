"""A record: its clock, what happened to it, what was registered, what it counts in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import read_conditions
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.queries import neighbours, place_name, running_clocks
from zhenwu.ledgers.rights import record_for
from zhenwu.web.ledgers.attached import files_context
from zhenwu.web.ledgers.cells import due_state, group_text, raw_value, shown_text
from zhenwu.web.ledgers.clock import clock_of
from zhenwu.web.ledgers.counted import counted_lines
from zhenwu.web.ledgers.frame import frame, open_ledger
from zhenwu.web.ledgers.measured import measured_context
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
    return record_page(web, defn, record_for(web.user, defn.ledger, pk))


def record_page(
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
        "counted": counted_lines(web, found),
        "may_change": writing,
        "may_withdraw": web.user.scope.may("record.withdraw", found.area_code, ledger=ledger.code) and not found.withdrawn_on,
        "may_supervise": web.user.scope.may("supervise", areacode.town_of(found.area_code)) and not found.withdrawn_on,
        "quick": [(k.value, k.label) for k in _QUICK],
        "next_stages": [(s["key"], s["name"]) for i, s in enumerate(ledger.stages) if i != stands],
        "next_stage": next(((s["key"], s["name"]) for i, s in enumerate(ledger.stages) if i == stands + 1), None),
        "extend": max((c.extend for c in defn.clocks), default=0) if found.due_on and not found.closed_on else 0,
        "titles": ledger.titles,
        **measured_context(found, defn),
        **files_context(web, found, defn, writing=writing),
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
        text = shown[key] if key in shown else shown_text(rule, value, defn)
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
