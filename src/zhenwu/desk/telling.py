"""What is told: a town's messages for its robots, a person's calendar, the digest of the day. No citizens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from zhenwu.accounts.models import User
from zhenwu.desk.my_desk import my_desk
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.calendar import add_working_days, is_working_day
from zhenwu.meetings.choices import RhythmKind
from zhenwu.meetings.models import Commitment
from zhenwu.meetings.queries import meetings_between, my_commitments, next_meetings, owed
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Plan, Supervision
from zhenwu.plans.queries import lit_plan
from zhenwu.plans.queries.supervision import is_late, is_mine
from zhenwu.plans.sentences import spoken
from zhenwu.plans.supervising import UNANSWERED
from zhenwu.telling.actions import day_begin, message_put
from zhenwu.telling.models import Robot
from zhenwu.writer.calendar import Entry

#: Days ahead that a calendar shows meetings, and lines that a digest has.
AHEAD = 62
LINES = 5


@dataclass(frozen=True, slots=True)
class News:
    """Something that a town is told once. key : the same for the same thing."""

    key: str
    title: str
    text: str


def _about(notice: Supervision) -> str:
    """What a notice is about without a record's words, which may name a citizen."""
    if notice.item is not None:
        return notice.item.title
    return notice.record.ledger.name if notice.record is not None else notice.finding


def town_news(area_code: str, day: date) -> Iterator[News]:
    """What a town's robots say on a day: notices issued and overdue, commitments without an answer, tomorrow's meeting."""
    rows = (
        Supervision.objects.open()
        .filter(area_code=area_code)
        .select_related("item", "record__ledger", "office")
    )
    for row in rows:
        due = row.extended_to or row.reply_due
        if row.state in UNANSWERED and row.issued_on >= add_working_days(day, -1):
            text = f"{row.office}：{_about(row)}。{spoken(due)}前回复。"
            yield News(f"notice:{row.pk}:{due}", f"{row.number}已发出", text)
        if is_late(row, day):
            yield News(
                f"notice-late:{row.pk}:{due}",
                f"{row.number}逾期未回复",
                f"{row.office}：{_about(row)}。{spoken(due)}到期。",
            )
    promised = Commitment.objects.filter(
        meeting__area_code=area_code, meeting__on__gte=day - timedelta(days=120), due_on__lt=day
    )
    for one in owed(promised, day):
        if one.state == "late":
            text = f"{one.row.office}：{one.row.text}。{spoken(one.row.due_on)}到期。"
            yield News(f"commitment:{one.row.pk}", "会议任务逾期未答", text)
    for meeting in next_meetings(area_code, day):
        if day < meeting.on <= add_working_days(day, 1):
            yield News(
                f"meeting:{meeting.kind}:{meeting.on}",
                f"{spoken(meeting.on)}{meeting.label}",
                "要问的进展请在工作台上各写一句。",
            )


def town_tell(area_code: str, *, actor: Any, day: date | None = None) -> int:
    """Put what a town has to be told today into its robots' outboxes, on working days only; returns how many are new."""
    day = day or clock.today()
    robots = list(Robot.objects.filter(area_code=area_code, active=True))
    if not robots or not is_working_day(day):
        return 0
    with translation.override("zh-hans"):
        news = list(town_news(area_code, day))
        return sum(
            message_put(robot, actor=actor, key=one.key, title=one.title, text=one.text) is not None
            for robot in robots
            for one in news
        )


@task()
def town_tell_task(area_code: str) -> None:
    """Tell a town what it has to be told today, in the background."""
    town_tell(area_code, actor=None)


def tell_later(area_code: str) -> None:
    """Let the worker look whether the town has to be told something; nothing where it has no robot."""
    if Robot.objects.filter(area_code=area_code, active=True).exists():
        town_tell_task.enqueue(area_code)


def calendar_entries(user: User, day: date, root: str) -> list[Entry]:
    """The user's due dates, replies due, commitments and the town's meetings. root : the address of the site, without a slash."""
    found: list[Entry] = []
    reads = user.scope.towns("plan.read")
    towns = [code for code in reads if areacode.level(code) == "township"]
    if not reads:
        return found
    for plan in Plan.objects.visible_to(user).filter(
        area_code__in=towns, year=day.year, state=PlanState.APPROVED
    ):
        lit = lit_plan(plan, day=day)
        for item in lit.items:
            mine = user.person_id and user.person_id in (item.owner_id, item.leader_id)
            office = user.office_id and user.office_id == item.lead_office_id
            if (mine or office) and item.due_on and item.status != "done":
                found.append(
                    Entry(f"item-{item.pk}@zhenwu", item.due_on, _("到期：%(title)s") % {"title": item.title},
                          f"{root}/plan/items/{item.pk}")
                )  # fmt: skip
    notices = Supervision.objects.visible_to(user).open().filter(state__in=[str(one) for one in UNANSWERED])
    for row in notices.select_related("item", "record__ledger", "office"):
        if is_mine(user, row):
            words = _("%(number)s回复到期：%(about)s") % {"number": row.number, "about": _about(row)}
            found.append(
                Entry(f"notice-{row.pk}@zhenwu", row.extended_to or row.reply_due, words, f"{root}/plan/supervision/{row.pk}")
            )  # fmt: skip
    for one in my_commitments(user, day):
        words = _("会议任务到期：%(text)s") % {"text": one.row.text}
        found.append(
            Entry(
                f"commitment-{one.row.pk}@zhenwu",
                one.row.due_on,
                words,
                f"{root}/meetings/{one.row.meeting_id}",
            )
        )
    for town, kind, on in meetings_between(towns, day, day + timedelta(days=AHEAD)):
        label = str(RhythmKind(kind).label)
        found.append(
            Entry(f"meeting-{town}-{kind}-{on}@zhenwu", on, label, f"{root}/meetings/pack?kind={kind}")
        )
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def day_digest(user: User, *, day: date | None = None) -> dict[str, Any] | None:
    """The digest at the first sign-in of a working day, as plain values; None later in the day, on days off, or when nothing waits.

    Whoever comes first in the morning also lets the town's robots say what the day brings.

    counts : how many things are late, soon due and otherwise waiting. lines : the most urgent ones, by their names.
    """
    day = day or clock.today()
    if not is_working_day(day) or not day_begin(user, actor=user, on=day):
        return None
    for town in user.scope.towns():
        tell_later(town)
    entries = [entry for entry in my_desk(user, day=day) if entry.part != "mine"]
    if not entries:
        return None
    counts = Counter(entry.part for entry in entries)
    return {
        "day": day.isoformat(),
        "late": counts["late"],
        "soon": counts["soon"],
        "todo": counts["todo"],
        "lines": [entry.title for entry in entries[:LINES]],
    }
