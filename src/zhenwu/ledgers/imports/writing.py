"""Checked lines into the ledger, inside the caller's transaction; and a batch taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.ledgers.building import kept, record_identity, typed, values_of
from zhenwu.ledgers.bulk import CHUNK, Line, bulk_load
from zhenwu.ledgers.changes import apply_changes
from zhenwu.ledgers.choices import EventKind, ImportKind, ImportState
from zhenwu.ledgers.definitions import Definition, definition
from zhenwu.ledgers.imports.measures.writing import undo_measures
from zhenwu.ledgers.imports.staging import Row
from zhenwu.ledgers.models import Event, ImportBatch, Record
from zhenwu.ledgers.rights import may_write

#: Columns of a record that an import may change.
_COLUMNS = [
    "title", "occurred_on", "closed_on", "due_on", "stage", "category", "channel", "level", "amount", "quantity", "persons",
    "satisfied", "area_code", "number", "handler", "office", "data", "personal", "identity", "changed_at",
]  # fmt: skip


def write_rows(
    batch: ImportBatch, defn: Definition, rows: Iterable[Row], *, actor: Any
) -> dict[str, dict[str, Any]]:
    """Write new and changed lines; gives record id → values before, for taking the batch back."""
    rows = list(rows)
    new = [Line(row.values) for row in rows if row.result == "new"]
    changed = {row.record.pk: row for row in rows if row.result == "changed" and row.record is not None}
    if new:
        bulk_load(batch.ledger, new, actor=actor, batch=batch, defn=defn, action="import_records")
    before: dict[str, dict[str, Any]] = {}
    events: list[Event] = []
    records: list[Record] = []
    for chunk in _chunks(list(changed)):
        held = Record.objects.select_for_update(of=("self",)).filter(pk__in=chunk)
        history = _history(chunk)
        for record in held:
            row = changed[record.pk]
            assert row.record is not None
            if record.changed_at != row.record.changed_at or record.withdrawn_on:
                raise Conflict(
                    f"“{record}”刚被别人改过", where=f"{batch.file_name} 第{row.number}行", expected="与核对时相同的记录",
                    do="请重新核对后再写入", code="ZW-IMPORT-RACE",
                )  # fmt: skip
            earlier = values_of(record, defn)
            after = {key: row.values[key] for key in row.changed}
            before[str(record.pk)] = {key: kept(value) for key, value in row.changed.items()}
            entered, extended = history[record.pk]
            events += apply_changes(
                record,
                defn,
                {**earlier, **after},
                earlier,
                actor=actor,
                entered=entered,
                extended=extended,
                batch=batch,
            )
            record.identity = record_identity(defn, {**earlier, **after})
            record.changed_at = batch_time(batch)
            records.append(record)
    Record.objects.bulk_update(records, _COLUMNS, batch_size=200)
    Event.objects.bulk_create(events, batch_size=CHUNK)
    for record in records:
        if "area_code" in before[str(record.pk)]:
            Event.objects.filter(record=record).update(area_code=record.area_code)
            record.measurements.update(area_code=record.area_code)
    return before


def places_written(rows: Iterable[Row]) -> set[str]:
    """Where the records of new and changed lines stand, and stood before."""
    found: set[str] = set()
    for row in rows:
        if row.result in ("new", "changed"):
            found.add(str(row.values.get("area_code") or ""))
        if row.result == "changed" and row.record is not None:
            found.add(row.record.area_code)
    return found - {""}


def batch_time(batch: ImportBatch) -> Any:
    """The instant that all records of a batch were changed at: later changes differ from it."""
    from django.utils import timezone

    if batch.written_at is None:
        batch.written_at = timezone.now()
    return batch.written_at


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _history(keys: list[int]) -> dict[int, tuple[dict[str, date], int]]:
    """Record id → (stages entered, days of extension), one query for many records."""
    found: dict[int, tuple[dict[str, date], int]] = defaultdict(lambda: ({}, 0))
    rows = Event.objects.filter(record_id__in=keys, kind__in=(EventKind.STAGE, EventKind.EXTEND)).order_by(
        "on", "id"
    )
    for key, kind, detail, on, quantity in rows.values_list("record_id", "kind", "detail", "on", "quantity"):
        entered, extended = found[key]
        if kind == EventKind.STAGE:
            entered[detail] = on
        else:
            found[key] = (entered, extended + int(quantity or 0))
    return found


def import_undo(batch: ImportBatch, *, actor: Any, why: str) -> ImportBatch:
    """Take a written batch back: its new records are withdrawn, its changes undone.

    Refused when somebody has gone on with one of the records since; nothing is undone then.
    """
    may_write(actor, "ledger.import", batch.area_code, batch.ledger)
    if not why.strip():
        raise BadInput("没有写理由", where="理由", expected="一句话", do="请写明为什么撤回", code="ZW-REASON")
    defn = definition(batch.ledger)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=batch.pk)
        if batch.state != ImportState.WRITTEN:
            raise Conflict(
                f"这次导入{ImportState(batch.state).label}", where=batch.file_name, expected="已写入的导入", do="没有可撤回的",
                code="ZW-IMPORT",
            )  # fmt: skip
        if batch.kind == ImportKind.MEASURES:
            counts = undo_measures(batch, actor=actor, why=why)
        else:
            counts = _undo_records(batch, defn, actor=actor, why=why)
        batch.state, batch.before = ImportState.UNDONE, {}
        batch.save(update_fields=["state", "before"])
        # Records may go back to where they stood before, anywhere: the marks of all places move.
        audit_write(actor, "import_undo", batch, reason=why, changes=counts, also=[""])
    return batch


def _undo_records(batch: ImportBatch, defn: Definition, *, actor: Any, why: str) -> dict[str, int]:
    _untouched(batch)
    new = Record.objects.standing().filter(batch=batch)
    withdrawn = new.update(withdrawn_on=today(), withdrawn_why=why[:200], identity=None)
    return {"withdrawn": withdrawn, "reverted": _revert(batch, defn, actor=actor, why=why)}


def _untouched(batch: ImportBatch) -> None:
    """Conflict when records of the batch have moved on."""
    changed = [int(key) for key in batch.before]
    later = Event.objects.filter(Q(record__batch=batch) | Q(record_id__in=changed)).exclude(batch=batch)
    later = later.filter(created_at__gt=batch.written_at).exclude(batch__state=ImportState.UNDONE)
    touched = {event.record_id: str(event.record) for event in later.select_related("record")[:50]}
    if touched:
        shown = "、".join(list(touched.values())[:5])
        raise Conflict(
            f"写入以后有{len(touched)}条记录又有了动态：{shown}", where=batch.file_name, expected="写入后没有再动过的记录",
            do="请逐条更改或撤回这些记录", code="ZW-IMPORT-MOVED",
        )  # fmt: skip


def _revert(batch: ImportBatch, defn: Definition, *, actor: Any, why: str) -> int:
    """Old values back; the stages that the batch entered never were, and stay readable as notes."""
    keys = [int(key) for key in batch.before]
    void = Event.objects.filter(batch=batch, record_id__in=keys)
    for event in void.filter(kind=EventKind.STAGE):
        event.data = {**event.data, "was": {"kind": event.kind, "detail": event.detail}}
        event.kind, event.detail, event.note = EventKind.NOTE, "", f"导入已撤回：{event.note}"
        event.save(update_fields=["kind", "detail", "note", "data"])
    records: list[Record] = []
    events: list[Event] = []
    for chunk in _chunks(keys):
        history = _history(chunk)
        for record in Record.objects.select_for_update(of=("self",)).filter(pk__in=chunk):
            now = values_of(record, defn)
            old = {
                key: typed(defn.rules[key], value) if key in defn.rules else value
                for key, value in batch.before[str(record.pk)].items()
            }
            entered, extended = history[record.pk]
            made = apply_changes(
                record,
                defn,
                {**now, **old},
                now,
                actor=actor,
                entered=entered,
                extended=extended,
                note=why,
                batch=batch,
            )
            events += [event for event in made if event.kind != EventKind.STAGE]
            record.identity = record_identity(defn, {**now, **old})
            records.append(record)
    Record.objects.bulk_update(records, [c for c in _COLUMNS if c != "changed_at"], batch_size=200)
    Event.objects.bulk_create(events, batch_size=CHUNK)
    return len(records)
