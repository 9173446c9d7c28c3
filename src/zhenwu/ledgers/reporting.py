"""What is said for a period: measurements of a record, from when a ledger is complete, and certified zeros."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.areas.models import Area
from zhenwu.audit.actions import audit_write
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Coverage, Ledger, Measurement, Record, ZeroReport
from zhenwu.ledgers.rights import may_write, still_standing


def measurement_report(
    record: Record,
    *,
    actor: Any,
    measure: str,
    period: Period,
    actual: Decimal | None,
    planned: Decimal | None = None,
) -> Measurement:
    """Report a measure of a record for a period, in base units. The same again changes nothing; another value replaces
    the earlier one, which stays readable. A period that shares days with another one is refused: both would be counted."""
    still_standing(record)
    may_write(actor, "record.write", record.area_code, record.ledger)
    known = {row["key"]: row for row in record.ledger.measures}
    faults = []
    if measure not in known:
        names = "、".join(f"{key}（{row['name']}）" for key, row in known.items())
        faults.append(
            Fault(f"没有计量“{measure}”", "计量", names or "本台账没有计量", "请选一项", "ZW-MEASURE")
        )
    if actual is None and planned is None:
        faults.append(Fault("没有填数", "实际", "数字", "请填实际或计划", "ZW-REQUIRED"))
    if period.start > today():
        faults.append(
            Fault(f"{period.label}还没有到", "期间", "已经开始的期间", "请核对期间", "ZW-DATE-AHEAD")
        )
    if faults:
        raise BadInput.of(faults, source=str(record))
    with transaction.atomic():
        Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
        standing = Measurement.objects.current().filter(record=record, measure=measure)
        old = standing.filter(start=period.start, end=period.end).first()
        if actual is not None and not known[measure].get("stock"):
            _apart(record, standing.exclude(pk=old.pk if old else None), period)
        if old is not None:
            if (old.actual, old.planned) == (actual, planned):
                return old
            # The old row must leave the "current" ones before the new one may enter: one per period.
            Measurement.objects.filter(pk=old.pk).update(replaced_by=old.pk)
        row = Measurement.objects.create(
            record=record,
            ledger_id=record.ledger_id,
            area_code=record.area_code,
            measure=measure,
            start=period.start,
            end=period.end,
            actual=actual,
            planned=planned,
            unit=known[measure]["unit"],
            created_by=actor,
        )
        if old is not None:
            Measurement.objects.filter(pk=old.pk).update(replaced_by=row.pk)
        changes = {measure: [old.actual if old else None, actual], "period": period.iso}
        audit_write(actor, "measurement_report", record, changes=changes)
    return row


def _apart(record: Record, others: Any, period: Period) -> None:
    """Refused when a number of other days that share some with the period is counted already."""
    found = (
        others.filter(actual__isnull=False, start__lte=period.end, end__gte=period.start)
        .order_by("start")
        .first()
    )
    if found is not None:
        told = Period(found.start, found.end).label
        raise BadInput(
            f"已经报过{told}的数，{period.label}在里面会重复计算", where=str(record), expected=f"{told}，或与它不重叠的期间",
            do="请更正已报的数，或用表格把各月一起导入", code="ZW-OVERLAP",
        )  # fmt: skip


def measurement_withdraw(measurement: Measurement, *, actor: Any, why: str) -> Measurement:
    """Take a reported number out of all counts, with a reason; it stays readable."""
    record = measurement.record
    still_standing(record)
    may_write(actor, "record.write", record.area_code, record.ledger)
    if not why.strip():
        raise BadInput("没有写理由", where="理由", expected="一句话", do="请写明为什么撤回", code="ZW-REASON")
    with transaction.atomic():
        row = Measurement.objects.current().select_for_update(of=("self",)).filter(pk=measurement.pk).first()
        if row is None:
            raise Conflict(
                "这个数已经更正或撤回",
                where=str(record),
                expected="现在的数",
                do="请刷新后再看",
                code="ZW-MOVED",
            )
        row.withdrawn_on, row.withdrawn_why = today(), why.strip()[:200]
        row.save(update_fields=["withdrawn_on", "withdrawn_why"])
        changes = {row.measure: [row.actual, None], "period": Period(row.start, row.end).iso}
        audit_write(actor, "measurement_withdraw", record, reason=row.withdrawn_why, changes=changes)
    return row


def coverage_set(
    ledger: Ledger, *, actor: Any, area_code: str, complete_from: date, note: str = ""
) -> Coverage:
    """Say from which day the ledger is complete in an area; before it, statistics stand in."""
    may_write(actor, "coverage.set", area_code, ledger)
    if not Area.objects.filter(code=area_code).exists():
        raise BadInput(
            f"没有代码为{area_code}的区域",
            where="区域",
            expected="区域名录里的代码",
            do="请核对代码",
            code="ZW-AREA",
        )
    with transaction.atomic():
        row = Coverage.objects.select_for_update().filter(ledger=ledger, area_code=area_code).first()
        before = row.complete_from if row else None
        row = row or Coverage(ledger=ledger, area_code=area_code)
        row.complete_from, row.note = complete_from, note[:200]
        row.save()
        audit_write(actor, "coverage_set", row, changes={"complete_from": [before, complete_from]})
    return row


def zero_certify(ledger: Ledger, *, actor: Any, area_code: str, period: Period) -> ZeroReport:
    """Certify that nothing happened in a period (零报告); refused when records say otherwise."""
    may_write(actor, "record.write", area_code, ledger)
    if period.end > today():
        raise BadInput(
            f"{period.label}还没有过完",
            where="期间",
            expected="已经结束的期间",
            do="请过完再报",
            code="ZW-DATE-AHEAD",
        )
    with transaction.atomic():
        count = Record.objects.standing().filter(ledger=ledger).in_area(area_code).in_period(period).count()
        if count:
            raise Conflict(
                f"{period.label}有{count}{ledger.unit}，不是零", where=ledger.name, expected="没有记录的期间",
                do="请核对记录", code="ZW-NOT-ZERO",
            )  # fmt: skip
        row = ZeroReport.objects.filter(
            ledger=ledger, area_code=area_code, start=period.start, end=period.end
        ).first()
        if row is None:
            row = ZeroReport.objects.create(
                ledger=ledger, area_code=area_code, start=period.start, end=period.end, by=actor
            )
            audit_write(actor, "zero_certify", row, changes={"period": period.iso})
    return row
