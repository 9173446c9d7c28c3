"""When a town meets, and where a commitment stands. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zhenwu.kernel.calendar import add_working_days, is_working_day
from zhenwu.meetings.choices import CommitmentState, RhythmKind

#: A regular day of a rhythm that falls on a day off is held on the next working day, at most so many days later.
LONGEST_SHIFT = 15


@dataclass(frozen=True, slots=True)
class Beat:
    """A rhythm in force. weekday : Monday is 0, of weekly meetings; days : of the month, a day that the month has not is its last one."""

    kind: str
    valid_from: date
    valid_until: date | None = None
    weekday: int = 0
    days: tuple[int, ...] = ()


def regular_days(beat: Beat, first: date, last: date) -> Iterator[date]:
    """The days that the rhythm names between two, both included, before days off move them."""
    first = max(first, beat.valid_from)
    last = min(last, beat.valid_until or last)
    if beat.kind == RhythmKind.WEEKLY:
        day = first + timedelta(days=(beat.weekday - first.weekday()) % 7)
        while day <= last:
            yield day
            day += timedelta(days=7)
        return
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        longest = monthrange(year, month)[1]
        for number in sorted({min(number, longest) for number in beat.days}):
            day = date(year, month, number)
            if first <= day <= last:
                yield day
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def held_on(day: date) -> date:
    """The day itself, or the next working day."""
    return day if is_working_day(day) else add_working_days(day, 1)


def meeting_days(beat: Beat, first: date, last: date) -> list[date]:
    """The days between two, both included, on which a rhythm's meetings are held; two that days off move together are one."""
    early = first - timedelta(days=LONGEST_SHIFT)
    found = {held_on(day) for day in regular_days(beat, early, last)}
    return sorted(day for day in found if first <= day <= last)


def next_day(beat: Beat, day: date) -> date | None:
    """The next meeting on or after a day; None when the rhythm ends before."""
    found = meeting_days(beat, day, day + timedelta(days=62))
    return found[0] if found else None


def last_day(beat: Beat, day: date) -> date | None:
    """The last meeting before a day; None when the rhythm begins later."""
    found = meeting_days(beat, day - timedelta(days=62), day - timedelta(days=1))
    return found[-1] if found else None


def asks_from(meeting: date, before: int) -> date:
    """The day from which answers for a meeting are asked: so many working days before it."""
    return add_working_days(meeting, -before) if before else meeting


def commitment_state(due: date, answers: Sequence[bool], day: date) -> str:
    """Where a commitment stands. answers : whether it was kept, as each answer says, the newest last.

    >>> commitment_state(date(2026, 10, 9), [], date(2026, 10, 10)), commitment_state(date(2026, 10, 9), [False, True], date(2026, 10, 10))
    ('late', 'kept')
    """
    if answers:
        return str(CommitmentState.KEPT if answers[-1] else CommitmentState.MISSED)
    return str(CommitmentState.LATE if due < day else CommitmentState.OPEN)
