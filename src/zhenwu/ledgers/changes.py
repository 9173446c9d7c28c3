"""What changing a record's values does to it: the fields, the events, the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhenwu.kernel.clock import today
from zhenwu.ledgers.building import fill_record, set_due, stage_event, typed
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.models import Event, Record
from zhenwu.ledgers.rules_fields import Rule


def entered_of(record: Record) -> dict[str, date]:
    """Stage → the day it was entered last."""
    rows = record.events.filter(kind=EventKind.STAGE).order_by("on", "id").values_list("detail", "on")
    return dict(rows)


def extended_of(record: Record) -> int:
    """Days granted by extensions so far."""
    rows = record.events.filter(kind=EventKind.EXTEND).values_list("quantity", flat=True)
    return int(sum(row or 0 for row in rows))


def apply_changes(
    record: Record,
    defn: Definition,
    after: Mapping[str, Any],
    before: Mapping[str, Any],
    *,
    actor: Any,
    entered: dict[str, date],
    extended: int = 0,
    batch: Any = None,
    note: str = "",
) -> list[Event]:
    """Fill the record with what changed and give the events to write; the record is not saved here.

    A stage that changed is entered on the closing day, the day of the answer, or today; other changes leave one
    correction that names the fields and nothing of their content.
    """
    changed = {key: value for key, value in after.items() if before.get(key) != value}
    fill_record(record, defn, changed)
    events = []
    if "stage" in changed and record.stage:
        answered = typed(Rule("", "", "date"), record.data.get("answered_on"))
        day = record.closed_on or (answered if record.stage == "answered" else None) or today()
        entered[record.stage] = day
        events.append(stage_event(record, defn, record.stage, day, actor=actor, batch=batch))
    elif "closed_on" in changed and record.closed_on and record.stage:
        entered[record.stage] = record.closed_on
        events.append(stage_event(record, defn, record.stage, record.closed_on, actor=actor, batch=batch))
    others = [defn.labels[key] for key in changed if key in defn.labels and key not in ("stage", "closed_on")]
    if others:
        text = f"更正{'、'.join(others)}"
        events.append(
            Event(
                record=record,
                ledger_id=record.ledger_id,
                area_code=record.area_code,
                kind=EventKind.CORRECT,
                on=today(),
                by=str(actor)[:60] if actor is not None else "",
                note=f"{text}：{note}" if note else text,
                created_by=actor,
                batch=batch,
            )
        )
    set_due(record, defn, entered, extended=extended)
    return events
