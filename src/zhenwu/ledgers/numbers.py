"""Numbers that a ledger gives itself."""

from __future__ import annotations

from datetime import date

from zhenwu.areas.querysets import in_area
from zhenwu.areas.turns import turn_take
from zhenwu.kernel import areacode
from zhenwu.ledgers.models import Ledger, Record


def number_next(ledger: Ledger, area_code: str, day: date) -> str:
    """The town's next free number of the year: 2026-0304; nobody else is given one until the transaction ends."""
    town = areacode.town_of(area_code)
    turn_take(town)
    head = f"{day.year}-"
    taken = Record.objects.filter(in_area(town), ledger=ledger, number__startswith=head)
    last = taken.order_by("-number").values_list("number", flat=True)[:50]
    tails = [int(tail) for number in last if (tail := number[5:]).isascii() and tail.isdigit()]
    return f"{head}{max(tails, default=0) + 1:04d}"
