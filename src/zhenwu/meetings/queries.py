"""Meetings read: the rhythms in force, when the next ones are, commitments with their states, and who is asked for what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch, Q

from zhenwu.kernel import clock
from zhenwu.meetings.choices import CommitmentState, RhythmKind
from zhenwu.meetings.models import Answer, Commitment, Meeting, Rhythm
from zhenwu.meetings.rules import asks_from, commitment_state, last_day, meeting_days, next_day
from zhenwu.plans.queries import ItemRow, LitPlan
from zhenwu.plans.rules import Light


@dataclass(frozen=True, slots=True)
class Next:
    """A rhythm in force with the meeting before and the next one. offices : keys of who is asked; empty: all."""

    kind: str
    before: date | None
    on: date
    asks_from: date
    offices: frozenset[int]

    @property
    def label(self) -> str:
        return str(RhythmKind(self.kind).label)


def rhythms(area_code: str, day: date) -> list[Rhythm]:
    """The rhythms in force on a day."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = Rhythm.objects.filter(in_force, area_code=area_code, valid_from__lte=day)
    order = list(RhythmKind.values)
    return sorted(rows.prefetch_related("offices"), key=lambda row: order.index(row.kind))


def next_meetings(area_code: str, day: date) -> list[Next]:
    """The next meeting of each rhythm in force, the soonest first."""
    found = []
    for row in rhythms(area_code, day):
        on = next_day(row.beat, day)
        if on is not None:
            offices = frozenset(office.pk for office in row.offices.all())
            found.append(Next(row.kind, last_day(row.beat, on), on, asks_from(on, row.before), offices))
    return sorted(found, key=lambda one: one.on)


def meetings_between(area_codes: Iterable[str], first: date, last: date) -> list[tuple[str, str, date]]:
    """Town, kind and day of each meeting between two days, both included, by the rhythms that are known today."""
    in_force = Q(valid_until__isnull=True) | Q(valid_until__gte=first)
    rows = Rhythm.objects.filter(in_force, area_code__in=list(area_codes), valid_from__lte=last)
    found = {(row.area_code, row.kind, day) for row in rows for day in meeting_days(row.beat, first, last)}
    return sorted(found, key=lambda one: (one[2], one[0], one[1]))


@dataclass(frozen=True, slots=True)
class Owed:
    """A commitment with its newest answer and its state on a day."""

    row: Commitment
    answer: Answer | None
    state: str

    @property
    def light(self) -> str:
        """The sign that the state takes."""
        return {"kept": "done", "open": "idle", "missed": "behind", "late": "late"}[self.state]

    @property
    def word(self) -> str:
        return str(CommitmentState(self.state).label)


def owed(rows: Any, day: date) -> list[Owed]:
    """Commitments of a query with what was answered, in two queries."""
    answers = Prefetch(
        "answers", queryset=Answer.objects.select_related("by", "record__ledger", "attachment").order_by("id")
    )
    found = []
    for row in rows.select_related("meeting", "office", "person", "item").prefetch_related(answers):
        given = [one for one in row.answers.all() if one.on <= day]
        state = commitment_state(row.due_on, [one.kept for one in given], day)
        found.append(Owed(row, given[-1] if given else None, state))
    return found


def commitments(user: Any, area_code: str) -> Any:
    """The commitments of a town that the user may read."""
    return Commitment.objects.visible_to(user).filter(meeting__area_code=area_code)


def last_meetings(user: Any, area_code: str, count: int = 12) -> list[Meeting]:
    """The newest meetings of a town, with what they decided."""
    rows = Meeting.objects.visible_to(user).filter(area_code=area_code).select_related("chair")
    return list(rows.prefetch_related("commitments__answers")[:count])


def last_meeting(area_code: str, kind: str, before: date) -> Meeting | None:
    """The last meeting of a kind held before a day."""
    return Meeting.objects.filter(area_code=area_code, kind=kind, on__lt=before).first()


def my_commitments(user: Any, day: date | None = None) -> list[Owed]:
    """What the user or his office took on and has not answered for."""
    day = day or clock.today()
    mine = Q(office_id=user.office_id) if user.office_id else Q(pk__in=[])
    if user.person_id:
        mine |= Q(person_id=user.person_id)
    rows = Commitment.objects.visible_to(user).filter(mine, meeting__on__gte=day - timedelta(days=400))
    return [one for one in owed(rows, day) if one.answer is None]


@dataclass(frozen=True, slots=True)
class Asked:
    """An item on which a line is asked for a meeting, because no figure tells."""

    item: ItemRow
    light: Light
    meeting: Next


def is_due(item: ItemRow, light: Light, meeting: Next) -> bool:
    """Whether a line is owed for the meeting: check-ins alone light the item, and none came since the meeting before, or its own
    rhythm ends before this one."""
    if light.kind != "check_in" or light.state in ("done", "waiting"):
        return False
    if item.starts_on and item.starts_on > meeting.on:
        return False
    said = item.said.on
    if said is None:
        return True
    if item.check_every:
        return said + timedelta(days=item.check_every) <= meeting.on
    return said < (meeting.before or meeting.on - timedelta(days=7))


def asked(lit: LitPlan, meetings: Iterable[Next], day: date) -> list[Asked]:
    """Of a lit plan the items on which a line is asked today, each for the soonest meeting that asks for it."""
    open_now: Sequence[Next] = [one for one in meetings if one.asks_from <= day <= one.on]
    found = []
    for item in lit.items:
        for meeting in open_now:
            wanted = not meeting.offices or item.lead_office_id in meeting.offices
            if wanted and is_due(item, lit.lights[item.pk], meeting):
                found.append(Asked(item, lit.lights[item.pk], meeting))
                break
    return found
