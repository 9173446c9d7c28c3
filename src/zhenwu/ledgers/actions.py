"""Writes to single records: each in one transaction with its audit row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.ledgers.building import (
    check_whole,
    fill_record,
    first_events,
    missing_values,
    read_values,
    record_identity,
    set_due,
    values_of,
)
from zhenwu.ledgers.changes import apply_changes, entered_of, extended_of
from zhenwu.ledgers.definitions import Definition, definition, places_of
from zhenwu.ledgers.installing import ledger_install
from zhenwu.ledgers.models import Event, Ledger, Record
from zhenwu.ledgers.numbers import number_next
from zhenwu.ledgers.reporting import coverage_set, measurement_report, measurement_withdraw, zero_certify
from zhenwu.ledgers.rights import may_write, still_standing
from zhenwu.ledgers.stages import event_add, stage_enter

__all__ = [
    "coverage_set",
    "event_add",
    "ledger_install",
    "measurement_report",
    "measurement_withdraw",
    "personal_show",
    "record_change",
    "record_create",
    "record_withdraw",
    "stage_enter",
    "zero_certify",
]


def _no_reason(why: str) -> str:
    why = why.strip()
    if not why:
        raise BadInput("没有写理由", where="理由", expected="一句话", do="请写明理由", code="ZW-REASON")
    return why[:200]


@transaction.atomic
def record_create(
    ledger: Ledger,
    *,
    actor: Any,
    values: Mapping[str, Any],
    parent: Record | None = None,
    defn: Definition | None = None,
) -> Record:
    """Register one record.

    values : field key → text or typed value; areas by code or by name inside the actor's scope. A ledger whose number
    is not given gets the town's next one of the year. BadInput carries every fault; nothing is written then.
    """
    defn = defn or definition(ledger)
    typed, wrong = read_values(defn.rules, values, places=places_of(actor))
    faults = [fault for _key, fault, _suggestion in wrong]
    bad = {key for key, _fault, _suggestion in wrong}
    if "number" in defn.rules and not typed.get("number") and "number" not in bad:
        if typed.get("area_code") and typed.get("occurred_on"):
            typed["number"] = number_next(ledger, typed["area_code"], typed["occurred_on"])
        else:
            bad.add("number")  # its own parts are reported as missing
    faults += [fault for _key, fault in missing_values(defn.rules, typed, known=bad)]
    faults += check_whole(defn, typed)
    if faults:
        raise BadInput.of(faults, source=ledger.name)
    may_write(actor, "record.write", typed["area_code"], ledger)
    record = Record(ledger=ledger, parent=parent, created_by=actor)
    fill_record(record, defn, typed)
    record.identity = record_identity(defn, typed)
    _unique(record, defn)
    events = first_events(record, defn, actor=actor)
    set_due(record, defn, {e.detail: e.on for e in reversed(events)})
    record.save(force_insert=True)
    Event.objects.bulk_create(events)
    audit_write(actor, "record_create", record, changes=shown(defn, {}, typed))
    return record


def _unique(record: Record, defn: Definition) -> None:
    if not record.identity:
        return
    twin = (
        Record.objects.filter(ledger_id=record.ledger_id, identity=record.identity)
        .exclude(pk=record.pk)
        .first()
    )
    if twin is not None:
        heads = "、".join(defn.labels[key] for key in defn.ledger.identity)
        raise BadInput(
            f"{heads}相同的记录已经有了", where=heads, expected=f"{heads}与别的记录不同",
            do="请打开原记录更改，或核对后再填", code="ZW-TWICE",
        )  # fmt: skip


def shown(defn: Definition, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as the audit keeps them: of personal fields only that they were changed."""
    found: dict[str, Any] = {}
    for key, value in after.items():
        if before.get(key) == value:
            continue
        rule = defn.rules.get(key)
        found[key] = ["***", "***"] if rule and rule.personal else [before.get(key), value]
    return found


def record_change(record: Record, *, actor: Any, values: Mapping[str, Any], why: str) -> Record:
    """Mend what a record says; a changed stage is entered today or on its closing day, everything else is a correction.

    Only the fields in `values` are touched. Nothing changed: nothing is written.
    """
    still_standing(record)
    ledger = record.ledger
    may_write(actor, "record.write", record.area_code, ledger)
    defn = definition(ledger)
    typed, wrong = read_values(defn.rules, values, places=places_of(actor))
    faults = [fault for _key, fault, _suggestion in wrong]
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=record.pk)
        before = values_of(record, defn)
        whole = {**before, **typed}
        faults += [f for _k, f in missing_values(defn.rules, whole, known={key for key, _f, _s in wrong})]
        faults += check_whole(defn, whole)
        if faults:
            raise BadInput.of(faults, source=str(record))
        if not [key for key in typed if before.get(key) != whole.get(key)]:
            return record
        why = _no_reason(why)
        if whole["area_code"] != record.area_code:
            may_write(actor, "record.write", whole["area_code"], ledger)
        events = apply_changes(
            record,
            defn,
            whole,
            before,
            actor=actor,
            entered=entered_of(record),
            extended=extended_of(record),
            note=why,
        )
        record.identity = record_identity(defn, whole)
        _unique(record, defn)
        record.save()
        if whole["area_code"] != before["area_code"]:
            _move(record)
        Event.objects.bulk_create(events)
        changes = shown(defn, before, whole)
        audit_write(actor, "record_change", record, reason=why, changes=changes, also=[before["area_code"]])
    return record


def _move(record: Record) -> None:
    """What carries a copy of the record's place goes with it."""
    for related in (record.events, record.measurements, record.attachments):
        related.update(area_code=record.area_code)


def record_withdraw(record: Record, *, actor: Any, why: str) -> Record:
    """Take a record out of all counts, with a reason; it stays readable. Its number may be used again."""
    still_standing(record)
    may_write(actor, "record.withdraw", record.area_code, record.ledger)
    why = _no_reason(why)
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=record.pk)
        still_standing(record)
        if record.children.filter(withdrawn_on__isnull=True).exists():
            raise Conflict(
                f"“{record}”下面还有未撤回的记录",
                expected="先撤回下面的记录",
                do="请打开“相关”里的记录",
                code="ZW-CHILDREN",
            )
        record.withdrawn_on, record.withdrawn_why, record.identity = today(), why, None
        record.save(update_fields=["withdrawn_on", "withdrawn_why", "identity", "changed_at"])
        audit_write(actor, "record_withdraw", record, reason=why)
    return record


def personal_show(record: Record, *, actor: Any, key: str, why: str) -> str:
    """One personal value in the clear, for a reason that is kept in the audit."""
    may_write(actor, "record.write", record.area_code, record.ledger)
    rule = definition(record.ledger).rules.get(key)
    if rule is None or not rule.personal:
        raise BadInput.of([Fault(f"“{key}”不是个人信息", key, "遮盖的字段", "请从记录页里选", "ZW-FIELD")])
    why = _no_reason(why)
    with transaction.atomic():
        audit_write(actor, "personal_show", record, reason=why, changes={"field": key})
    return str(record.personal.get(key) or "")


def parse_day(text: str, where: str) -> date:
    """A day from a form's single field; BadInput when it is none."""
    from zhenwu.ledgers.rules_dates import read_date
    from zhenwu.ledgers.unfit import Unfit

    try:
        return read_date(text)
    except Unfit as unfit:
        raise BadInput(
            unfit.what,
            where=where,
            expected=unfit.expected or "日期",
            do=unfit.do or "请核对日期",
            code="ZW-DATE",
        ) from None
