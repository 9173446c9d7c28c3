"""A book of records that reaches every corner of the metrics: all choices, all stages, days around every bound."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zhenwu import catalog
from zhenwu.ledgers.models import Coverage, Event, Ledger, Measurement, Record

TOWN, OTHER = "990101101000", "990101102000"
PLACES = (
    "990101101201", "990101101202", "990101101202003", "990101101203", "990101101000", "990101102201", "990101101201001",
)  # fmt: skip
FIRST, LAST = date(2024, 12, 25), date(2026, 10, 16)
EACH = 63


def fill() -> None:
    """Records for every ledger, spread over places and days by counting, with withdrawn and half-empty ones among them."""
    for number, spec in enumerate(catalog.ledgers()):
        ledger = Ledger.objects.get(code=spec.code)
        Coverage.objects.create(ledger=ledger, area_code=TOWN, complete_from=date(2020, 1, 1))
        Coverage.objects.create(ledger=ledger, area_code=OTHER, complete_from=date(2020, 1, 1))
        Coverage.objects.create(ledger=ledger, area_code="990101103000", complete_from=date(2020, 1, 1))
        records = [Record.objects.create(ledger=ledger, **_line(spec, number, i)) for i in range(EACH)]
        for i, record in enumerate(records):
            _events(spec, ledger, record, i)
            _measurements(spec, ledger, record, i)


def _line(spec: Any, number: int, i: int) -> dict[str, Any]:
    day = FIRST + timedelta(days=(i * 11 + number * 7) % ((LAST - FIRST).days + 1))
    if i in (3, 4, 5, 6):
        day = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 9, 30), date(2026, 10, 1))[i - 3]
    closed = day + timedelta(days=(i * 5) % 80) if i % 3 else None
    line: dict[str, Any] = {
        "area_code": PLACES[i % len(PLACES)], "title": f"{spec.name}{i}", "number": f"{spec.code}-{i}", "occurred_on": day,
        "closed_on": closed, "persons": None if i % 9 == 0 else i % 7 + 1, "satisfied": (None, True, False, True)[i % 4],
        "amount": None if i % 10 == 0 else Decimal(i * 4_000_000) + Decimal("0.37"),
        "quantity": None if i % 8 == 0 else Decimal("1.1001") * i, "data": {},
    }  # fmt: skip
    for field in spec.fields:
        if field.type == "choice" and field.choices:
            keys = [key for key, _ in field.choices] + [""]
            pick = keys[(i // 2) % len(keys)]
            if field.column or field.key in ("category", "channel", "level"):
                line[field.key] = pick
            elif pick:
                line["data"][field.key] = pick
        if field.type == "bool" and field.key != "satisfied" and i % 5 < 4:
            line["data"][field.key] = i % 5 < 3
    if i % 13 == 7:
        line |= {"withdrawn_on": LAST, "withdrawn_why": "重复登记"}
    return line


def _events(spec: Any, ledger: Ledger, record: Record, i: int) -> None:
    def add(kind: str, detail: str, days: int, amount: Decimal | None = None) -> None:
        on = record.occurred_on + timedelta(days=days)
        Event.objects.create(
            record=record,
            ledger=ledger,
            area_code=record.area_code,
            kind=kind,
            detail=detail,
            on=on,
            amount=amount,
        )

    for place, stage in enumerate(spec.stages):
        if (i + place) % 4:
            add(
                "stage",
                stage.key,
                place * 12,
                Decimal(99_999_999 + i % 3) if stage.key == "signed" and i % 2 else None,
            )
    for place, (title, _) in enumerate(spec.titles):
        if (i + place) % 3 == 0:
            add("gain", title, 20)
            if i % 4 == 0:
                add("lose", title, 90)
            if i % 8 == 0:
                add("gain", title, 90)
            if i % 5 == 0:
                add("gain", title, 30)
    if i % 2:
        add("measure", "help", 15)


def _measurements(spec: Any, ledger: Ledger, record: Record, i: int) -> None:
    for measure, unit in ((m.key, m.unit) for m in spec.measures):
        for month in range(1, 10):
            if (i + month) % 6 == 0:
                continue
            start = date(2026 if i % 2 else 2025, month, 1)
            end = date(start.year, month, 28 if month == 2 else 30 if month in (4, 6, 9) else 31)
            row = Measurement.objects.create(
                record=record, ledger=ledger, area_code=record.area_code, measure=measure, start=start, end=end, unit=unit,
                actual=None if i % 11 == 0 else Decimal(i * 300_000) + Decimal("0.0001"),
            )  # fmt: skip
            if i % 12 == 5:
                new = Measurement(
                    record=record, ledger=ledger, area_code=record.area_code, measure=measure, start=start, end=end,
                    unit=unit, actual=Decimal(25_000_000),
                )  # fmt: skip
                Measurement.objects.filter(pk=row.pk).update(replaced_by=row.pk)
                new.save()
                Measurement.objects.filter(pk=row.pk).update(replaced_by=new.pk)
        if i % 9 == 4:
            Measurement.objects.create(
                record=record, ledger=ledger, area_code=record.area_code, measure=measure, start=date(2026, 1, 1),
                end=date(2026, 1, 31), unit=unit, actual=Decimal(77_000_000), withdrawn_on=date(2026, 5, 1), withdrawn_why="报错",
            )  # fmt: skip
        if i % 7 == 1:
            Measurement.objects.create(
                record=record, ledger=ledger, area_code=record.area_code, measure=measure, start=date(2025, 1, 1),
                end=date(2025, 12, 31), unit=unit, actual=Decimal(i * 1_000_000),
            )  # fmt: skip
