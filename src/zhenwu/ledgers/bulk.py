"""The fast way in for many rows that are valid already: the demo township and imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.period import Period
from zhenwu.ledgers.building import fill_record, first_events, record_identity, set_due
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import Definition, definition
from zhenwu.ledgers.inserting import insert_many
from zhenwu.ledgers.models import Event, Ledger, Measurement, Record

CHUNK = 1000


@dataclass(slots=True)
class Happening:
    """An event of a line; stages have kind "stage" and the stage's key as detail."""

    kind: str
    on: date
    detail: str = ""
    note: str = ""
    by: str = ""
    amount: Decimal | None = None
    quantity: Decimal | None = None


@dataclass(slots=True)
class Reported:
    """A measurement of a line, in base units."""

    measure: str
    period: Period
    actual: Decimal | None
    planned: Decimal | None = None


@dataclass(slots=True)
class Line:
    """One record to load: typed values by field key, and what happened to it.

    events : None lets the first stages follow from stage, answered_on and closed_on as for a registered record.
    """

    values: dict[str, Any]
    events: Sequence[Happening] | None = None
    measurements: Sequence[Reported] = ()
    parent: Record | None = None
    subject: Record | None = None
    aliases: list[str] = field(default_factory=list)


def bulk_load(
    ledger: Ledger,
    rows: Iterable[Line | Mapping[str, Any]],
    *,
    actor: Any = None,
    batch: Any = None,
    defn: Definition | None = None,
    action: str = "bulk_load",
) -> list[Record]:
    """Write many records with their events and measurements in one transaction with one audit row.

    rows : Lines, or mappings of field key → typed value. Values are trusted: check them first where people typed them.
    Returns the saved records in the order of the rows.
    """
    defn = defn or definition(ledger)
    units = {row["key"]: row["unit"] for row in ledger.measures}
    records: list[Record] = []
    events: list[Event] = []
    measurements: list[Measurement] = []
    for row in rows:
        line = row if isinstance(row, Line) else Line(dict(row))
        record, happened = _record_of(line, defn, actor=actor, batch=batch)
        records.append(record)
        events.extend(happened)
        measurements.extend(
            _measurement_of(item, record, units, actor=actor, batch=batch) for item in line.measurements
        )
    with transaction.atomic():
        insert_many(records)
        insert_many(_tied(events))
        insert_many(_tied(measurements))
        counts = {"records": len(records), "events": len(events), "measurements": len(measurements)}
        place = batch.area_code if batch is not None else ""
        audit_write(actor, action, batch if batch is not None else ledger, area_code=place, changes=counts)
        if len(records) >= CHUNK:
            statistics_renew()
    return records


def statistics_renew() -> None:
    """Let PostgreSQL's planner know what was just loaded; before autovacuum comes round it takes full tables for empty ones."""
    if connection.vendor == "postgresql":
        tables = ", ".join(model._meta.db_table for model in (Record, Event, Measurement))
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def _tied(rows: list[Any]) -> list[Any]:
    """Rows whose record has its key now."""
    for row in rows:
        row.record_id = row.record.pk
    return rows


def _record_of(line: Line, defn: Definition, *, actor: Any, batch: Any) -> tuple[Record, list[Event]]:
    values = line.values
    record = Record(
        ledger=defn.ledger,
        created_by=actor,
        batch=batch,
        parent=line.parent,
        subject=line.subject,
        aliases=line.aliases,
    )
    if defn.order and not values.get("stage"):
        values = {**values, "stage": _stage_of(line, defn)}
    fill_record(record, defn, values)
    record.identity = record_identity(defn, values)
    if line.events is None:
        events = first_events(record, defn, actor=actor, batch=batch)
    else:
        events = [_event_of(item, record, defn, actor=actor, batch=batch) for item in line.events]
    entered = {e.detail: e.on for e in sorted(events, key=lambda e: e.on) if e.kind == EventKind.STAGE}
    extended = int(sum(e.quantity or 0 for e in events if e.kind == EventKind.EXTEND))
    set_due(record, defn, entered, extended=extended)
    return record, events


def _stage_of(line: Line, defn: Definition) -> str:
    """The stage that the line's events or closing day say; its first one else."""
    stages = [item.detail for item in line.events or () if item.kind == EventKind.STAGE]
    if stages:
        return stages[-1]
    closing = defn.ledger.closing_stages
    return closing[0] if line.values.get("closed_on") and closing else defn.order[0]


def _event_of(item: Happening, record: Record, defn: Definition, *, actor: Any, batch: Any) -> Event:
    note = item.note or (defn.ledger.stage_name(item.detail) if item.kind == EventKind.STAGE else "")
    return Event(
        record=record, ledger_id=record.ledger_id, area_code=record.area_code, kind=item.kind, detail=item.detail,
        on=item.on, by=item.by or (str(actor)[:60] if actor is not None else ""), note=note, amount=item.amount,
        quantity=item.quantity, created_by=actor, batch=batch,
    )  # fmt: skip


def _measurement_of(
    item: Reported, record: Record, units: dict[str, str], *, actor: Any, batch: Any
) -> Measurement:
    return Measurement(
        record=record, ledger_id=record.ledger_id, area_code=record.area_code, measure=item.measure,
        start=item.period.start, end=item.period.end, planned=item.planned, actual=item.actual,
        unit=units.get(item.measure, ""), created_by=actor, batch=batch,
    )  # fmt: skip
