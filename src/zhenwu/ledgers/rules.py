"""What a record may become: stages, deadlines, dates in order, what tells it from another. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.errors import Fault

#: Days that cannot lie ahead: they say what has happened.
PAST_DATES = ("occurred_on", "closed_on", "answered_on")
_IDENTITY_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline as the ledger defines it."""

    start: str
    to: str
    days: int
    working: bool = False
    extend: int = 0
    valid_from: str = ""
    valid_until: str = ""
    source: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Clock:
        return cls(
            row["from"], row["to"], int(row["days"]), bool(row.get("working")), int(row.get("extend") or 0),
            str(row.get("valid_from") or ""), str(row.get("valid_until") or ""), str(row.get("source") or ""),
        )  # fmt: skip

    def covers(self, day: date) -> bool:
        """Whether the rule was in force on a day."""
        iso = day.isoformat()
        return (not self.valid_from or self.valid_from <= iso) and (
            not self.valid_until or iso <= self.valid_until
        )

    def due(self, entered: date, extended: int = 0) -> date:
        """The last day, counted from the day after the stage was entered."""
        if self.working:
            return add_working_days(entered, self.days + extended)
        return entered + timedelta(days=self.days + extended)


@dataclass(frozen=True, slots=True)
class Running:
    """A clock over one record: since when, until when, and when its end was reached (None: still running)."""

    clock: Clock
    since: date
    due: date
    latest: date
    reached: date | None


def clocks_of(
    clocks: Sequence[Clock],
    order: Sequence[str],
    entered: Mapping[str, date],
    *,
    stage: str,
    occurred_on: date,
    closed_on: date | None = None,
    extended: int = 0,
) -> list[Running]:
    """Every clock that has begun, in their order.

    order : keys of the stages. entered : stage → the day it was entered first; a stage that was skipped over counts
    from the day the next known one was. extended : days granted by an extension, given to the last clock that can be.
    """  # fmt: skip
    reach = order.index(stage) if stage in order else 0
    found = []
    for clock in clocks:
        if not clock.covers(occurred_on) or clock.start not in order or order.index(clock.start) > reach:
            continue
        since = entered.get(clock.start) or occurred_on
        extra = min(extended, clock.extend) if clock.extend else 0
        reached = None
        if order.index(clock.to) <= reach:
            later = [entered[key] for key in order[order.index(clock.to) :] if key in entered]
            reached = min(later) if later else (closed_on or since)
        found.append(
            Running(clock, since, clock.due(since, extra), clock.due(since, clock.extend or extra), reached)
        )
    return found


def due_of(running: Iterable[Running], *, closed: bool) -> date | None:
    """The day by which the next thing must happen; for a closed record the last deadline it had; else None."""
    rows = list(running)
    waiting = [row.due for row in rows if row.reached is None]
    if waiting and not closed:
        return min(waiting)
    return rows[-1].due if closed and rows else None


def order_faults(values: Mapping[str, Any], labels: Mapping[str, str], today: date) -> list[Fault]:
    """Dates that lie ahead, or before the record began."""
    faults = []
    began = values.get("occurred_on")
    for key in PAST_DATES:
        day = values.get(key)
        if day is not None and day > today:
            faults.append(
                Fault(f"{day}还没有到", labels.get(key, key), f"{today}或以前", "请核对日期", "ZW-DATE-AHEAD")
            )
    for key in ("closed_on", "answered_on", "due_on"):
        day = values.get(key)
        if day is not None and began is not None and day < began:
            head = labels.get("occurred_on", "日期")
            faults.append(
                Fault(
                    f"{day}早于{head}{began}",
                    labels.get(key, key),
                    f"{began}当天或以后",
                    "请核对日期",
                    "ZW-DATE-ORDER",
                )
            )
    return faults


def stage_settled(
    values: dict[str, Any], stages: Sequence[Mapping[str, Any]], labels: Mapping[str, str]
) -> list[Fault]:
    """Stage and day of closing made to agree in `values`, or the faults where they contradict each other."""
    if not stages:
        return []
    closing = [s["key"] for s in stages if s.get("closes")]
    names = {s["key"]: s["name"] for s in stages}
    stage, closed = values.get("stage"), values.get("closed_on")
    if stage is None:
        values["stage"] = closing[0] if closed and closing else stages[0]["key"]
        return []
    head, day_head = labels.get("stage", "阶段"), labels.get("closed_on", "办结日期")
    if stage in closing and closed is None and "closed_on" in labels:
        return [
            Fault(
                f"{head}是“{names[stage]}”，缺{day_head}",
                day_head,
                "办结的那一天",
                f"请补上{day_head}",
                "ZW-STAGE",
            )
        ]
    if closed is not None and stage not in closing:
        allowed = "、".join(names[k] for k in closing)
        return [
            Fault(
                f"有{day_head}{closed}，{head}却是“{names.get(stage, stage)}”",
                head,
                allowed,
                f"请把{head}改成{allowed}，或去掉{day_head}",
                "ZW-STAGE",
            )
        ]
    return []


def stage_step(order: Sequence[str], now: str, wanted: str) -> bool:
    """Whether a record may enter the stage: a known one, not the one it is in. Going back is a reopening."""
    return wanted in order and wanted != now


def identity_of(town: str, parts: Iterable[Any]) -> str | None:
    """What tells one record from another within a town; None when a part is missing."""
    texts = [str(part).strip().upper() if part is not None else "" for part in parts]
    if not texts or not all(texts):
        return None
    joined = f"{town}:{'|'.join(texts)}"
    if len(joined) <= _IDENTITY_LENGTH:
        return joined
    return f"{town}:{hashlib.sha256(joined.encode()).hexdigest()[:48]}"
