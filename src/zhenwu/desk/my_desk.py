"""My desk: what waits in the plan, in notices and files, and what meetings ask and gave somebody to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhenwu.kernel import areacode, clock
from zhenwu.kernel.calendar import add_working_days, working_days_between
from zhenwu.meetings.queries import Owed, asked, my_commitments, next_meetings
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Plan
from zhenwu.plans.queries import DeskEntry, lit_plan
from zhenwu.plans.queries import my_desk as plan_desk
from zhenwu.plans.queries.desk import SOON
from zhenwu.plans.sentences import spoken

_PERCENT = re.compile(r"(?<![\d.])(\d{1,3})\s*[%％]")
ORDER = ("late", "soon", "todo", "mine")


def my_desk(user: Any, *, day: date | None = None) -> list[DeskEntry]:
    """Everything that waits for the user, the most urgent first; what a line answers comes as thing "check-in" or "commitment"."""
    day = day or clock.today()
    found = plan_desk(user, day=day)
    wanted = {entry.key for entry in found if entry.thing == "check-in"}
    found += [entry for entry in _asked(user, day) if entry.key not in wanted]
    found += [_commitment(one, day) for one in my_commitments(user, day)]
    return sorted(found, key=lambda entry: (ORDER.index(entry.part), entry.due or date.max))


def _asked(user: Any, day: date) -> Iterator[DeskEntry]:
    """Items of the user's office on which a meeting wants a line."""
    if not user.office_id:
        return
    towns = user.scope.towns()
    if any(areacode.level(code) != "township" for code in towns):
        return
    for plan in Plan.objects.visible_to(user).filter(year=day.year, state=PlanState.APPROVED):
        meetings = next_meetings(plan.area_code, day)
        if not any(one.asks_from <= day for one in meetings):
            continue
        for one in asked(lit_plan(plan, day=day), meetings, day):
            if one.item.lead_office_id != user.office_id:
                continue
            detail = _("{meeting}要问 · {day}开").format(
                meeting=one.meeting.label, day=spoken(one.meeting.on)
            )
            yield DeskEntry(
                "todo",
                "check-in",
                one.item.pk,
                one.item.title,
                detail,
                "",
                _("报进展"),
                one.meeting.on,
                one.light,
            )


def _commitment(one: Owed, day: date) -> DeskEntry:
    row = one.row
    detail = _("{meeting}议定 · {day}会议").format(
        meeting=row.meeting.get_kind_display(), day=spoken(row.meeting.on)
    )
    part, state, words = "todo", "", ""
    if row.due_on < day:
        part, state = "late", "late"
        words = _("逾期{days}天").format(days=(day - row.due_on).days)
    elif row.due_on <= add_working_days(day, SOON):
        left = working_days_between(day, row.due_on)
        part, state = "soon", "behind"
        words = _("余{days}个工作日").format(days=left) if left else _("今天到期")
    return DeskEntry(part, "commitment", row.pk, row.text, detail, state, words or _("答复"), row.due_on)


def percent_in(line: str) -> int | None:
    """The share that a line names; None when it names none, or more than one.

    >>> percent_in("两个标段完工，完成60%。"), percent_in("甲村100%，乙村40%")
    (60, None)
    """
    found = [int(number) for number in _PERCENT.findall(line)]
    return found[0] if len(found) == 1 and found[0] <= 100 else None
