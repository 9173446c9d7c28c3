"""Every metric again in plain Python: walks the records one by one, knows no SQL and shares no code with the compiler."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Event, Measurement, Record


@dataclass
class Book:
    """Everything in the database, read once."""

    records: list[Any]
    events: list[Any]
    measurements: list[Any]

    @classmethod
    def read(cls) -> Book:
        return cls(
            list(Record.objects.select_related("ledger")),
            list(Event.objects.select_related("record", "ledger")),
            list(Measurement.objects.select_related("record", "ledger")),
        )


def inside(code: str, area: str) -> bool:
    """Whether a code lies in an area, digit by digit."""
    if len(area) == 15:
        return code == area
    stem = area
    for width in (9, 6, 4, 2):
        if area[width:12].strip("0") == "":
            stem = area[:width]
    return code[: len(stem)] == stem


def field(record: Any, name: str, event: Any = None) -> Any:
    if event is not None and name in ("amount", "quantity") and getattr(event, name) is not None:
        return getattr(event, name)
    return getattr(record, name) if hasattr(record, name) else record.data.get(name)


def meets(record: Any, where: Any, event: Any = None) -> bool:
    for name, wanted in (where or {}).items():
        value = field(record, name, event)
        if isinstance(wanted, dict):
            if wanted.get("known") and value in (None, ""):
                return False
            if "at_least" in wanted and (value is None or value < Decimal(wanted["at_least"])):
                return False
        elif isinstance(wanted, list):
            if value not in wanted:
                return False
        elif (value is not wanted and value != wanted) or (
            isinstance(wanted, bool) and not isinstance(value, bool)
        ):
            return False
    return True


def in_days(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.end


def standing(record: Any, end: date) -> bool:
    return record.occurred_on <= end and (record.closed_on is None or record.closed_on > end)


def value(
    raw: dict[str, Any], area: str, period: Period, book: Book, every: dict[str, Any]
) -> Decimal | None:
    """The value of a definition as the catalogue writes it; None without a denominator."""
    if "ratio" in raw:
        top, bottom = (value(every[code], area, period, book, every) for code in raw["ratio"])
        assert top is not None and bottom is not None
        return None if bottom == 0 else top / bottom * (100 if raw["unit"] == "%" else 1)
    ledger, where = raw.get("of") or raw["count"], raw.get("where")
    records = [
        r
        for r in book.records
        if r.ledger.code == ledger and r.withdrawn_on is None and inside(r.area_code, area)
    ]
    ids = {r.pk: r for r in records}
    events = [e for e in book.events if e.record_id in ids]
    if "count_events" in raw or "sum_events" in raw:
        detail = raw.get("count_events", raw.get("detail"))
        found = [
            e for e in events
            if e.kind == raw.get("event", "gain") and detail in (True, e.detail) and in_days(e.on, period)
            and meets(ids[e.record_id], where, e)
        ]  # fmt: skip
        if "count_events" in raw:
            return Decimal(len(found))
        return sum((field(ids[e.record_id], raw["sum_events"], e) or Decimal(0) for e in found), Decimal(0))
    if "sum_measure" in raw or "measure" in raw:
        return _measured(raw, ids, period, book)
    records = [r for r in records if meets(r, where)]
    if "holding" in raw:
        return Decimal(
            sum(standing(r, period.end) and _holds(r, raw["holding"], period.end, events) for r in records)
        )
    if "under_way" in raw:
        begun = {
            e.record_id
            for e in events
            if e.kind == "stage" and e.detail == raw["under_way"] and e.on <= period.end
        }
        if raw["under_way"] is True:
            begun = {r.pk for r in records}
        return Decimal(
            sum(
                r.pk in begun
                and r.occurred_on <= period.end
                and (r.closed_on is None or r.closed_on >= period.start)
                for r in records
            )
        )
    if raw.get("stock"):
        records = [r for r in records if standing(r, period.end)]
    else:
        records = [r for r in records if in_days(getattr(r, raw.get("date", "occurred_on")), period)]
    if "distinct" in raw:
        return Decimal(len({field(r, raw["distinct"]) for r in records} - {None, ""}))
    if "sum" in raw:
        return sum((Decimal(field(r, raw["sum"]) or 0) for r in records), Decimal(0))
    return Decimal(len(records))


def _measured(raw: dict[str, Any], ids: dict[int, Any], period: Period, book: Book) -> Decimal:
    measure = raw.get("sum_measure") or raw["measure"]
    start = period.start if "sum_measure" in raw else date(period.end.year, 1, 1)
    sums: dict[int, Decimal] = {}
    for m in book.measurements:
        fits = (
            m.measure == measure
            and m.replaced_by_id is None
            and m.withdrawn_on is None
            and start <= m.start
            and m.end <= period.end
        )
        if fits and m.record_id in ids and meets(ids[m.record_id], raw.get("where")):
            sums[m.record_id] = sums.get(m.record_id, Decimal(0)) + (m.actual or Decimal(0))
    if "sum_measure" in raw:
        return sum(sums.values(), Decimal(0))
    return Decimal(sum(total >= Decimal(raw["at_least"]) for total in sums.values()))


def _holds(record: Any, title: str, end: date, events: list[Any]) -> bool:
    """The last thing that happened to the title by then was that it was gained."""
    story = [e for e in events if e.record_id == record.pk and e.detail == title and e.on <= end]
    story = [e for e in story if e.kind in ("gain", "lose")]
    return bool(story) and max(story, key=lambda e: (e.on, e.pk)).kind == "gain"
