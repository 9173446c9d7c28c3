"""What a record reports by period, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhenwu.kernel.period import Period
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.models import Measurement, Record
from zhenwu.web.kit.values import grouped, in_unit

#: Numbers that stand open on a record's page; earlier ones open with a click.
_OPEN, _MOST = 12, 60


@dataclass(frozen=True, slots=True)
class Number:
    """A reported number in words; money in 万元."""

    pk: int
    period: Period
    name: str
    actual: str
    planned: str
    unit: str


def measured_context(record: Record, defn: Definition) -> dict[str, Any]:
    """What the page of a record shows of its numbers; nothing for a ledger without measures."""
    measures = defn.ledger.measures
    if not measures:
        return {"measures": []}
    names = {m["key"]: m["name"] for m in measures}
    rows = record.measurements.current().order_by("-end", "start", "measure")[:_MOST]
    numbers = [_number(row, names) for row in rows]
    return {
        "measures": measures,
        "numbers": numbers[:_OPEN],
        "numbers_before": numbers[_OPEN:],
        "any_planned": any(n.planned for n in numbers),
    }


def _number(row: Measurement, names: dict[str, str]) -> Number:
    unit = _("万元") if row.unit == "元" else row.unit
    actual, planned = (_shown(value, row.unit) for value in (row.actual, row.planned))
    return Number(
        row.pk, Period(row.start, row.end), names.get(row.measure, row.measure), actual, planned, unit
    )


def _shown(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    return in_unit(value, "万元") if unit == "元" else grouped(value)
