"""An import's way: staged, mended, written whole or not at all, taken back."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.definitions import definition
from zhenwu.ledgers.fields import seal_bytes
from zhenwu.ledgers.imports.choosing import plan_find, plan_of
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.ledgers.imports.reading import read_sheets
from zhenwu.ledgers.imports.staging import MOST_FAULTS, Row, faults_of, sheet_fault
from zhenwu.ledgers.imports.trial import foreseen
from zhenwu.ledgers.models import ImportBatch, Ledger
from zhenwu.ledgers.rights import may_write

#: Longer files are read and written in the background, unless the caller waits.
LONG = 2000
#: Hears how many lines of how many are done. Who gives one waits: the work is done in the caller's own process.
Tell = Callable[[int, int], None]
_OPEN = (ImportState.READING, ImportState.STAGED, ImportState.FAULTY, ImportState.WRITING)


def import_stage(
    ledger: Ledger,
    *,
    actor: Any,
    area_code: str,
    name: str,
    data: bytes,
    mapping: Mapping[str, Any] | None = None,
    kind: str = "",
    tell: Tell | None = None,
) -> ImportBatch:
    """Read a file and say what each of its lines would do; nothing enters the ledger.

    kind : records or measures; without it the heads decide.
    mapping : {"columns": {"0": field key or ""}, "fixed": {field key: one value for all lines}} as somebody confirmed it;
    without it columns are matched by their heads, and by what was confirmed for the same heads before.
    BadInput when the file cannot be read at all; faults of its lines are in the batch.
    """
    may_write(actor, "ledger.import", area_code, ledger)
    sheets = read_sheets(data, name)
    plan = plan_find(ledger, sheets, source=name, area_code=area_code, mapping=mapping, kind=kind)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            ledger=ledger,
            kind=plan.kind,
            area_code=area_code,
            file_name=name[:200],
            sha256=hashlib.sha256(data).hexdigest(),
            sheet=plan.heading.sheet[:100],
            content=seal_bytes(data),
            mapping=plan.as_dict(),
            state=ImportState.READING,
            counts={"lines": plan.length},
            created_by=actor,
        )
        audit_write(actor, "import_stage", batch, changes={"file": name, "lines": plan.length})
    return import_check(batch, actor=actor, plan=plan, tell=tell)


def import_check(
    batch: ImportBatch, *, actor: Any, plan: Plan | None = None, tell: Tell | None = None
) -> ImportBatch:
    """Check all lines again, in the background when they are many and nobody waits."""
    length = batch.counts.get("lines", 0)
    if tell is not None or length <= LONG:
        return check_now(batch, actor=actor, plan=plan, tell=tell)
    from zhenwu.ledgers.imports.tasks import import_check_task

    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.READING, done=0)
    transaction.on_commit(lambda: import_check_task.enqueue(batch.pk, getattr(actor, "pk", None)))
    batch.refresh_from_db()
    return batch


def check_now(
    batch: ImportBatch, *, actor: Any, plan: Plan | None = None, tell: Tell | None = None
) -> ImportBatch:
    """Check all lines and keep the result of each with the batch."""
    plan = plan or plan_of(batch)
    defn = definition(batch.ledger)
    rows: list[Row] = []
    faults: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()

    shift: Counter[str] = Counter()
    for row in plan.staging(batch, defn, actor).rows(
        plan.lines(batch.edits), progress=_progress(batch, plan, tell)
    ):
        rows.append(row)
        counts[row.result] += 1
        faults.extend(row.faults)
        shift.update(plan.effects(defn, [row]))
    total = sum(counts[key] for key in ("new", "changed", "same", "faulty"))
    batch.results = [[row.number, row.result] for row in rows]
    batch.faults = faults[:MOST_FAULTS]
    batch.counts = {
        **counts, "rows": total, "lines": plan.length, "faults": len(faults), "effects": {k: v for k, v in shift.items() if v},
        "figures": foreseen(batch, plan, defn, rows, actor=actor) if plan.length <= LONG else [],
    }  # fmt: skip
    if not total and not faults:
        batch.faults = [
            sheet_fault("表头下面没有记录", "整张表", "至少一行记录", "请确认选对了文件", "ZW-EMPTY")
        ]
    batch.state = ImportState.FAULTY if batch.faults else ImportState.STAGED
    batch.done = plan.length
    batch.save(update_fields=["results", "faults", "counts", "state", "done"])
    return batch


def _progress(batch: ImportBatch, plan: Plan, tell: Tell | None) -> Callable[[int], None]:
    """Keep with the batch how far it is, for the page that waits, and say it to who waits here."""

    def keep(done: int) -> None:
        ImportBatch.objects.filter(pk=batch.pk).update(done=done)
        if tell is not None:
            tell(done, plan.length)

    return keep


def _open(batch: ImportBatch, *states: str) -> None:
    if batch.state not in (states or _OPEN):
        raise Conflict(
            f"这次导入{ImportState(batch.state).label}", where=batch.file_name, expected="还没有写入的导入",
            do="需要时请重新上传", code="ZW-IMPORT",
        )  # fmt: skip


def import_map(batch: ImportBatch, *, actor: Any, mapping: Mapping[str, Any]) -> ImportBatch:
    """Confirm or change which column is which field, then check again."""
    _open(batch, ImportState.STAGED, ImportState.FAULTY, ImportState.READING)
    may_write(actor, "ledger.import", batch.area_code, batch.ledger)
    plan = plan_of(batch).mapped(mapping)
    with transaction.atomic():
        batch.mapping = plan.as_dict()
        batch.save(update_fields=["mapping"])
        audit_write(actor, "import_map", batch, changes={"columns": batch.mapping["columns"]})
    return import_check(batch, actor=actor, plan=plan)


def import_edit(batch: ImportBatch, *, actor: Any, row: int, values: Mapping[str, Any] | None) -> ImportBatch:
    """Mend cells of a line (field key → text), or drop the line (None); the file itself stays as it is."""
    return import_edits(batch, actor=actor, edits={row: values})


def import_edits(
    batch: ImportBatch, *, actor: Any, edits: Mapping[int, Mapping[str, Any] | None]
) -> ImportBatch:
    """Mend or drop many lines at once, then check again."""
    _open(batch, ImportState.STAGED, ImportState.FAULTY)
    may_write(actor, "ledger.import", batch.area_code, batch.ledger)
    known = {number for number, _result in batch.results}
    keys = set(plan_of(batch).rules(definition(batch.ledger)))
    faults = [
        Fault(f"没有第{row}行", "行", "表里的行号", "请从结果里选一行", "ZW-ROW")
        for row in edits
        if row not in known
    ]
    faults += [
        Fault(f"没有字段“{key}”", "字段", "、".join(sorted(keys)), "请从结果里选", "ZW-FIELD")
        for values in edits.values() if values for key in values if key not in keys
    ]  # fmt: skip
    if faults:
        raise BadInput.of(faults, source=batch.file_name)
    kept = dict(batch.edits or {})
    for row, values in edits.items():
        earlier = kept.get(str(row)) or {}
        kept[str(row)] = None if values is None else {**earlier, **values}
    with transaction.atomic():
        batch.edits = kept
        batch.save(update_fields=["edits"])
        audit_write(actor, "import_edit", batch, changes={"rows": sorted(edits)})
    return import_check(batch, actor=actor)


def import_write(batch: ImportBatch, *, actor: Any, tell: Tell | None = None) -> ImportBatch:
    """Write the whole file or nothing. Lines are checked again first: the ledger may have moved on meanwhile.

    Many lines are written in the background, and the batch that comes back is still being written; with `tell` never.
    """
    _open(batch, ImportState.STAGED, ImportState.FAULTY, ImportState.WRITING)
    may_write(actor, "ledger.import", batch.area_code, batch.ledger)
    if batch.state == ImportState.FAULTY:
        raise BadInput.of(faults_of(batch.file_name, batch.sheet, batch.faults), source=batch.file_name)
    if tell is not None or batch.counts.get("lines", 0) <= LONG:
        return write_now(batch, actor=actor, tell=tell)
    from zhenwu.ledgers.imports.tasks import import_write_task

    ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.WRITING, done=0)
    transaction.on_commit(lambda: import_write_task.enqueue(batch.pk, getattr(actor, "pk", None)))
    batch.refresh_from_db()
    return batch


def write_now(batch: ImportBatch, *, actor: Any, tell: Tell | None = None) -> ImportBatch:
    """Check, prepare, then one short transaction with everything in it."""
    plan = plan_of(batch)
    defn = definition(batch.ledger)
    progress = _progress(batch, plan, tell)
    rows = list(plan.staging(batch, defn, actor).rows(plan.lines(batch.edits), progress=progress))
    faults = [fault for row in rows for fault in row.faults]
    if faults:
        check_now(batch, actor=actor, plan=plan)
        raise BadInput.of(
            faults_of(batch.file_name, batch.sheet, faults[:MOST_FAULTS]), source=batch.file_name
        )
    try:
        with transaction.atomic():
            held = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
            _open(held, ImportState.STAGED, ImportState.WRITING)
            before = plan.write(held, defn, rows, actor=actor)
            counts = Counter(row.result for row in rows)
            held.counts = {**held.counts, **counts}
            held.state, held.content, held.written_at = ImportState.WRITTEN, None, timezone.now()
            held.before, held.edits, held.done = before, {}, held.counts.get("lines", 0)
            held.save()
            audit_write(
                actor,
                "import_write",
                held,
                changes={k: counts[k] for k in ("new", "changed", "same")},
                also=plan.places(rows),
            )
    except IntegrityError:
        ImportBatch.objects.filter(pk=batch.pk).update(state=ImportState.STAGED)
        raise Conflict(
            "写入时台账里刚有了相同的记录", where=batch.file_name, expected="与台账不相重的记录", do="请重新核对后再写入",
            code="ZW-IMPORT-RACE",
        ) from None  # fmt: skip
    return held


def import_drop(batch: ImportBatch, *, actor: Any) -> ImportBatch:
    """Give up a file that was not written; its content is not kept."""
    _open(batch)
    may_write(actor, "ledger.import", batch.area_code, batch.ledger)
    with transaction.atomic():
        batch.state, batch.content, batch.edits, batch.results = ImportState.DROPPED, None, {}, []
        batch.save(update_fields=["state", "content", "edits", "results"])
        audit_write(actor, "import_drop", batch)
    return batch


def town_batches(ledger: Ledger, area_code: str) -> Any:
    """Batches of the same ledger in the same town."""
    low, high = areacode.bounds(areacode.town_of(area_code))
    return ImportBatch.objects.filter(ledger=ledger, area_code__gte=low, area_code__lte=high)
