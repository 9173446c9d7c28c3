"""What happens to a record: stages entered and dated events."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.ledgers.building import set_due, stage_event
from zhenwu.ledgers.changes import entered_of, extended_of
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import definition
from zhenwu.ledgers.models import Event, Record
from zhenwu.ledgers.rights import may_write, still_standing
from zhenwu.ledgers.rules import stage_step

_NEED_WORDS = (EventKind.MEASURE, EventKind.CONTACT, EventKind.REPLY, EventKind.PROGRESS, EventKind.NOTE)
_OWN_ACTION = (EventKind.STAGE, EventKind.CORRECT)


def _day_faults(record: Record, on: date) -> list[Fault]:
    if on > today():
        return [Fault(f"{on}还没有到", "日期", f"{today()}或以前", "请核对日期", "ZW-DATE-AHEAD")]
    if on < record.occurred_on:
        return [
            Fault(
                f"{on}早于登记日期{record.occurred_on}",
                "日期",
                "登记当天或以后",
                "请核对日期",
                "ZW-DATE-ORDER",
            )
        ]
    return []


def _event_faults(
    record: Record, kind: str, on: date, detail: str, note: str, quantity: Decimal | None
) -> list[Fault]:
    kinds = [key for key in EventKind.values if key not in _OWN_ACTION]
    faults = _day_faults(record, on)
    if kind not in kinds:
        names = "、".join(str(EventKind(key).label) for key in kinds)
        faults.append(Fault(f"没有动态类别“{kind}”", "类别", names, "请选一类；进阶段请用“转入”", "ZW-EVENT"))
    if kind in _NEED_WORDS and not note:
        faults.append(Fault("没有写内容", "内容", "做了什么，结果怎样", "请写一句", "ZW-REQUIRED"))
    if kind in (EventKind.GAIN, EventKind.LOSE):
        titles = {row["key"]: row["name"] for row in record.ledger.titles}
        if detail not in titles:
            faults.append(
                Fault(
                    f"没有称号“{detail}”",
                    "称号",
                    "、".join(titles.values()) or "本台账没有称号",
                    "请选一个",
                    "ZW-TITLE",
                )
            )
    if kind == EventKind.EXTEND:
        longest = max((int(row.get("extend") or 0) for row in record.ledger.clocks), default=0)
        given = extended_of(record)
        if not quantity or quantity <= 0 or given + quantity > longest:
            what = f"已延{given}天，再延{quantity}天超出" if given else f"延{quantity or 0}天不行"
            faults.append(Fault(what, "天数", f"1—{longest - given}天", "请改天数", "ZW-EXTEND"))
        elif record.closed_on or record.due_on is None:
            faults.append(
                Fault("没有正在走的期限", "类别", "未办结、有期限的记录", "不需要延期", "ZW-EXTEND")
            )
    return faults


def event_add(
    record: Record,
    *,
    actor: Any,
    kind: str,
    on: date,
    detail: str = "",
    note: str = "",
    amount: Decimal | None = None,
    quantity: Decimal | None = None,
) -> Event:
    """Write down something that happened; an extension (quantity = days) moves the deadline."""
    still_standing(record)
    may_write(actor, "record.write", record.area_code, record.ledger)
    note = note.strip()
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=record.pk)
        faults = _event_faults(record, kind, on, detail, note, quantity)
        if faults:
            raise BadInput.of(faults, source=str(record))
        event = Event.objects.create(
            record=record,
            ledger_id=record.ledger_id,
            area_code=record.area_code,
            kind=kind,
            detail=detail[:40],
            on=on,
            by=str(actor)[:60] if actor is not None else "",
            note=note,
            amount=amount,
            quantity=quantity,
            created_by=actor,
        )
        if kind == EventKind.EXTEND:
            set_due(record, definition(record.ledger), entered_of(record), extended=extended_of(record))
            record.save(update_fields=["due_on", "changed_at"])
        audit_write(
            actor, "event_add", record, changes={"kind": kind, "detail": detail, "on": on, "event": event.pk}
        )
    return event


def stage_enter(record: Record, *, actor: Any, stage: str, on: date, note: str = "") -> Record:
    """Let a record enter a stage on a day. A closing stage closes it; an earlier one than now opens it again."""
    still_standing(record)
    may_write(actor, "record.write", record.area_code, record.ledger)
    defn = definition(record.ledger)
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=record.pk)
        order, before = defn.order, record.stage
        faults = _day_faults(record, on)
        entered = entered_of(record)
        if not stage_step(order, before, stage):
            names = "、".join(record.ledger.stage_name(key) for key in order if key != before)
            faults.append(
                Fault(
                    f"不能转入“{record.ledger.stage_name(stage)}”",
                    "阶段",
                    names or "本台账没有阶段",
                    "请另选阶段",
                    "ZW-STAGE",
                )
            )
        last = max(entered.values(), default=record.occurred_on)
        if not faults and on < last:
            faults.append(
                Fault(f"{on}早于上一阶段{last}", "日期", f"{last}或以后", "请核对日期", "ZW-DATE-ORDER")
            )
        if faults:
            raise BadInput.of(faults, source=str(record))
        record.stage = stage
        record.closed_on = on if stage in record.ledger.closing_stages else None
        if stage == "answered" and "answered_on" in defn.rules:
            record.data = {**record.data, "answered_on": on.isoformat()}
        entered[stage] = on
        set_due(record, defn, entered, extended=extended_of(record))
        record.save()
        Event.objects.bulk_create([stage_event(record, defn, stage, on, actor=actor, note=note.strip())])
        audit_write(actor, "stage_enter", record, reason=note, changes={"stage": [before, stage], "on": on})
    return record
