"""My desk, wide and on a phone: late things, what is due in three working days, what else waits, and the items that are mine."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.kernel.clock import today
from zhenwu.plans.queries import DeskEntry, my_desk
from zhenwu.plans.rules import URGENCY
from zhenwu.web.navigation import counter
from zhenwu.web.plans.showing import brief, in_scale, percent_of
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page

#: In the session: how many things waited when the desk was last opened, and on which day.
COUNT_KEY = "zw_desk"
#: Items of mine that the desk lists; the plan has all of them.
MINE_SHOWN = 12


@counter("desk")
def waiting(request: HttpRequest) -> int:
    """The count beside the desk's entry, as last seen today: no page pays for another page's lights."""
    session = getattr(request, "session", None)
    kept = session.get(COUNT_KEY) if session is not None else None
    if isinstance(kept, list) and len(kept) == 2 and kept[0] == today().isoformat():
        return int(kept[1])
    return 0


def address_of(entry: DeskEntry) -> str:
    """The page that an entry opens; a section that is not installed leaves it without a link."""
    routes: dict[str, tuple[str, list[Any], str]] = {
        "item": ("plan-item", [entry.key], ""),
        "check-in": ("plan-item", [entry.key], "#check-in"),
        "supervision": ("plan-supervision", [entry.key], ""),
        "review": ("plan-review", [entry.key], ""),
        "record": ("record", [entry.key], ""),
        "import": ("import", [entry.key], ""),
    }
    name, args, tail = routes[entry.thing]
    for tried in (args, [entry.more, *args]):
        try:
            return reverse(f"web:{name}", args=tried) + tail
        except NoReverseMatch:
            continue
    return ""


@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the most urgent first."""
    entries = my_desk(ours(request).user)
    names = {"late": _("逾期"), "soon": _("三个工作日内"), "todo": _("等我办")}
    parts = [
        {"name": name, "entries": [(entry, address_of(entry)) for entry in entries if entry.part == part]}
        for part, name in names.items()
    ]
    mine = [
        {
            "entry": entry, "url": address_of(entry), "brief": brief(entry.light) if entry.light else "",
            "unit": in_scale(entry.light)[1] if entry.light and entry.light.kind == "path" else "",
            "share": percent_of(entry.light.share) if entry.light else None,
            "owed": percent_of(entry.light.expected_share) if entry.light else None,
        }
        for entry in sorted((e for e in entries if e.part == "mine"), key=lambda e: URGENCY.index(e.state))
    ]  # fmt: skip
    count = {part: sum(entry.part == part for entry in entries) for part in names}
    total = sum(count.values())
    seen = [today().isoformat(), total]
    if request.session.get(COUNT_KEY) != seen:  # a session that did not change is not written
        request.session[COUNT_KEY] = seen
    context = {
        "nav": "desk", "parts": [part for part in parts if part["entries"]], "mine": mine[:MINE_SHOWN], "total": total,
        "late": count["late"],
        "soon": count["soon"], "day": today(), "all_mine": len(mine),
    }  # fmt: skip
    return render_page(request, "web/desk/desk.html", context)
