"""Checked numbers into the ledger, inside the caller's transaction; and a batch of them taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F

from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import Conflict
from zhenwu.ledgers.imports.measures.staging import Write
from zhenwu.ledgers.inserting import insert_many
from zhenwu.ledgers.models import ImportBatch, Measurement, Record

CHUNK = 1000


def write_measures(batch: ImportBatch, writes: Sequence[Write], *, actor: Any) -> None:
    """New rows, with those that they take the place of; Conflict when the ledger has moved on since the check."""
    _hold(batch, writes)
    for keys in _chunks([key for w in writes for key in w.retired]):
        # They must leave the current ones before others may enter: one row a period.
        Measurement.objects.filter(pk__in=keys).update(replaced_by=F("pk"))
    rows = [
        Measurement(
            record_id=w.record.pk, ledger_id=batch.ledger_id, area_code=w.record.area_code, measure=w.measure.key,
            start=w.period.start, end=w.period.end, actual=w.actual, planned=w.planned, unit=w.measure.unit, created_by=actor,
            batch=batch,
        )
        for w in writes
    ]  # fmt: skip
    insert_many(rows)
    _link((old, row.pk) for w, row in zip(writes, rows, strict=True) for old in w.retired)


def _link(pairs: Iterable[tuple[int, int]]) -> None:
    """Say of old rows which new ones took their place."""
    rows = [Measurement(pk=old, replaced_by_id=new) for old, new in pairs]
    Measurement.objects.bulk_update(rows, ["replaced_by"], batch_size=500)


def _hold(batch: ImportBatch, writes: Sequence[Write]) -> None:
    """Hold the records, so that nobody else reports for them meanwhile; Conflict when one was withdrawn, moved or reported for."""
    areas = {w.record.pk: w.record.area_code for w in writes}
    standing: dict[tuple[int, str], set[int]] = {}
    for keys in _chunks(list(areas)):
        held = Record.objects.select_for_update(of=("self",)).standing().filter(pk__in=keys)
        if dict(held.values_list("pk", "area_code")) != {key: areas[key] for key in keys}:
            raise _moved(batch)
        rows = Measurement.objects.current().filter(record_id__in=keys)
        for pk, record, measure in rows.values_list("pk", "record_id", "measure"):
            standing.setdefault((record, measure), set()).add(pk)
    if any(standing.get((w.record.pk, w.measure.key), set()) != w.known for w in writes):
        raise _moved(batch)


def _moved(batch: ImportBatch) -> Conflict:
    return Conflict(
        "核对以后有人报过同样的数", where=batch.file_name, expected="与核对时相同的台账", do="请重新核对后再写入",
        code="ZW-IMPORT-RACE",
    )  # fmt: skip


def undo_measures(batch: ImportBatch, *, actor: Any, why: str) -> dict[str, int]:
    """Numbers of the batch out of force and those before them in force again; Conflict when one was replaced since."""
    mine = Measurement.objects.filter(batch=batch)
    later = mine.exclude(replaced_by=None).exclude(replaced_by__batch=batch)
    gone = later.select_related("record").first() or mine.filter(withdrawn_on__isnull=False).first()
    if gone is not None:
        raise Conflict(
            f"写入以后“{gone.record}”又报过数", where=batch.file_name, expected="写入后没有再动过的数", do="请逐个更正这些数",
            code="ZW-IMPORT-MOVED",
        )  # fmt: skip
    old = list(Measurement.objects.filter(replaced_by__batch=batch))
    withdrawn = mine.update(withdrawn_on=today(), withdrawn_why=why[:200])
    again = [
        Measurement(
            record_id=m.record_id, ledger_id=m.ledger_id, area_code=m.area_code, measure=m.measure, start=m.start, end=m.end,
            actual=m.actual, planned=m.planned, unit=m.unit, created_by=actor,
        )
        for m in old
    ]  # fmt: skip
    insert_many(again)
    links = {m.replaced_by_id: row.pk for m, row in zip(old, again, strict=True) if m.replaced_by_id}
    _link(links.items())
    return {"withdrawn": withdrawn - len(links), "reverted": len(again)}


def _chunks(keys: list[int]) -> list[list[int]]:
    return [keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK)]
