"""My desk, wide and on a phone: late things, what is due in three working days, what else waits, and the items that are mine."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.accounts.scope import ABILITIES
from zhenwu.desk.my_desk import my_desk, percent_in
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound, Refused, ZhenwuError
from zhenwu.meetings.actions import commitment_answer
from zhenwu.meetings.models import Commitment
from zhenwu.plans.actions import check_in, states_note
from zhenwu.plans.queries import DeskEntry
from zhenwu.plans.rules import URGENCY
from zhenwu.web.navigation import counter
from zhenwu.web.plans.access import item_at, need_reading
from zhenwu.web.plans.showing import brief, in_scale, percent_of
from zhenwu.web.request import key_of, ours
from zhenwu.web.shell import asked, redirect_htmx, render_page

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
        "commitment": ("meeting-list", [], f"#c{entry.key}"),
        "review": ("plan-review", [entry.key], ""),
        "change": ("plan-changes", [entry.key], ""),
        "assignment": ("plan-assignment", [entry.key], ""),
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
    return desk_page(request)


#: What a line and Enter answers on the desk.
LINED = ("check-in", "commitment")


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """One line and Enter: what became of an item or of a commitment; a share in the line is taken as such."""
    need_reading(request)
    user = ours(request).user
    abilities = {one for role in user.scope.roles for one in ABILITIES[role]}
    if not abilities & {"plan.checkin", "supervise", "record.write"}:
        raise Refused(_("您不能在这里答复"), expected=_("有任务的人"), code="ZW-ABILITY")
    do = asked(request, **{"check-in": _("报进展"), "commitment": _("答复")})
    pk, text = key_of(request.POST.get("key", "")), request.POST.get("text", "")
    try:
        if do == "check-in":
            item = item_at(request, pk)
            check_in(item, actor=user, text=text, percent=percent_in(text))
            states_note(item.plan, actor=user)
        else:
            rows = Commitment.objects.visible_to(user).select_related("meeting", "office")
            row = rows.filter(pk=pk).first()
            if row is None:
                raise NotFound(_("没有这条任务"), expected=_("本镇会议的任务"), code="ZW-COMMITMENT")
            commitment_answer(row, actor=user, text=text)
    except (NotFound, Refused):
        raise
    except ZhenwuError as error:
        return desk_page(
            request, fault={"thing": do, "key": pk, "text": text, "error": error}, status=error.status
        )
    messages.success(request, _("进展已记。") if do == "check-in" else _("已答复。"))
    return redirect_htmx(request, reverse("web:desk"))


def desk_page(
    request: HttpRequest, *, fault: dict[str, Any] | None = None, status: int | None = None
) -> HttpResponse:
    """The desk; fault : the line that was refused, with what is wrong with it."""
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
        "soon": count["soon"], "day": today(), "all_mine": len(mine), "lined": LINED, "fault": fault,
    }  # fmt: skip
    return render_page(request, "web/desk/desk.html", context, status=status)
