"""The ruler of a record's deadlines: days from registration to the last possible extension."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhenwu.kernel.calendar import working_days_between
from zhenwu.kernel.clock import today
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.rules import Running
from zhenwu.web.kit.values import spoken

WIDTH, LEFT = 1150.0, 2.0
#: Marks nearer than this on the ruler would print over each other.
_APART = 96.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the ruler. at : x; anchor : of its text; kind : "", "today", "due"."""

    at: float
    text_at: float
    anchor: str
    name: str
    day: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ClockView:
    """What the clock says and draws."""

    days: int
    left: int
    due: date
    stage: str
    reached: bool
    notes: list[tuple[str, str, str]]
    bars: list[tuple[float, float, str]]
    dashed: tuple[float, float] | None
    marks: list[Mark]
    dots: list[tuple[float, str]]
    working: bool


def clock_of(record: Record, defn: Definition, running: list[Running], events: list[Any]) -> ClockView | None:
    """The clock of a record, or None when its ledger has none (or it was withdrawn)."""
    if not running or record.withdrawn_on:
        return None
    now = running[-1]
    stop = now.reached or record.closed_on or today()
    start = record.occurred_on
    end = max(now.latest, now.due, stop)
    span = max((end - start).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (day - start).days * (WIDTH - 4) / span, 1)

    bars = []
    at = start
    for clock in running[1:]:
        bars.append((x(at), x(clock.since) - x(at), "past"))
        at = clock.since
    bars.append((x(at), max(x(min(stop, end)) - x(at), 0), "now"))
    if now.due > stop:
        bars.append((x(stop), x(now.due) - x(stop), "left"))
    dashed = (x(now.due), x(now.latest) - x(now.due)) if now.latest > now.due else None
    names = {s["key"]: s["name"] for s in defn.ledger.stages}
    raw = [(start, names.get(running[0].clock.start, ""), "")]
    raw += [
        (clock.since, names.get(clock.clock.start, ""), "") for clock in running[1:] if clock.since != start
    ]
    raw.append((now.due, _("%(stage)s期限") % {"stage": names.get(now.clock.to, "")}, "due"))
    if now.latest > now.due:
        raw.append((now.latest, _("延期上限"), ""))
    if now.reached is None and record.closed_on is None:
        raw.append((today(), _("今天%(day)s") % {"day": spoken(today())}, "today"))
    return ClockView(
        days=(stop - now.since).days + 1 if not now.clock.working else working_days_between(now.since, stop),
        left=(now.due - stop).days if not now.clock.working else working_days_between(stop, now.due),
        due=now.due,
        stage=names.get(now.clock.start, ""),
        reached=now.reached is not None or record.closed_on is not None,
        notes=_notes(running, names),
        bars=bars,
        dashed=dashed,
        marks=_marks(raw, x),
        dots=_dots(events, x, start, stop, raw),
        working=now.clock.working,
    )


def _notes(running: list[Running], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """(sentence, state key, its word) per clock."""
    found = []
    for clock in running:
        rule = clock.clock
        name = names.get(rule.to, "")
        limit = _("%(n)d个工作日") if rule.working else _("%(n)d天")
        limit = limit % {"n": rule.days}
        if clock.reached is None:
            text = _("%(name)s期限%(limit)s，自%(day)s%(since)s起算") % {
                "name": name, "limit": limit, "day": spoken(clock.since), "since": names.get(rule.start, ""),
            }  # fmt: skip
            found.append((text, "", ""))
            if rule.extend and clock.due < clock.latest:
                text = _("可延一次，至多%(n)d天，到%(day)s") % {"n": rule.extend, "day": spoken(clock.latest)}
                found.append((text, "", ""))
            continue
        took = (
            working_days_between(clock.since, clock.reached)
            if rule.working
            else (clock.reached - clock.since).days
        )
        text = _("%(name)s用时%(took)d天，期限%(limit)s") % {"name": name, "took": took, "limit": limit}
        in_time = clock.reached <= clock.due
        found.append((text, "done" if in_time else "late", _("按期") if in_time else _("超期")))
    return found


def _marks(raw: list[tuple[date, str, str]], x: Any) -> list[Mark]:
    """Marks whose words do not collide: today and the deadline first, others where there is room."""
    ranked = sorted(raw, key=lambda m: {"due": 0, "today": 1, "": 2}[m[2]])
    taken: list[tuple[float, float]] = []
    found = []
    for day, name, kind in ranked:
        at = x(day)
        width = max(13.5 * len(name), 12.0 * (0 if kind == "today" else len(spoken(day)))) + 8
        anchor = "end" if at + width > WIDTH - 4 else "start"
        spot = _room(at, width, anchor, taken)
        if spot is None:
            spot = _room(at, width, "end" if anchor == "start" else "start", taken)
        if spot is None:
            found.append(Mark(at, at, "start", "", "", kind))
            continue
        text_at, anchor, low, high = spot
        taken.append((low, high))
        found.append(Mark(at, text_at, anchor, name, "" if kind == "today" else spoken(day), kind))
    return sorted(found, key=lambda m: m.at)


def _room(
    at: float, width: float, anchor: str, taken: list[tuple[float, float]]
) -> tuple[float, str, float, float] | None:
    text_at = at + 6 if anchor == "start" else at - 6
    if anchor == "start" and at < 4:
        text_at = at
    low, high = (text_at, text_at + width) if anchor == "start" else (text_at - width, text_at)
    if low < 0 or high > WIDTH or any(low < h and high > lo for lo, h in taken):
        return None
    return text_at, anchor, low, high


def _dots(
    events: list[Any], x: Any, start: date, stop: date, raw: list[tuple[date, str, str]]
) -> list[tuple[float, str]]:
    """Measures on the ruler; a word only where it has room."""
    found: list[tuple[float, str]] = []
    last = -_APART
    busy = [x(day) for day, _name, _kind in raw]
    for event in sorted(events, key=lambda e: e.on):
        if event.kind in (EventKind.STAGE, EventKind.CORRECT, EventKind.NOTE) or not start < event.on < stop:
            continue
        at = x(event.on)
        word = event.note.split("，")[0].split("：")[0].split("。")[0]
        room = at - last >= _APART and all(abs(at - b) > _APART for b in busy) and 0 < len(word) <= 6
        found.append((at, word if room else ""))
        if room:
            last = at
    return found
