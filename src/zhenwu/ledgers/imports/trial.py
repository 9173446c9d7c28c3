"""What writing a batch would do to numbers that rooms to the right make of the ledger: they register here, since this room cannot see
them, and look at the ledger before and after a writing that is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import ZhenwuError
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.imports.measures.staging import MeasureRow
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.ledgers.imports.staging import Row
from zhenwu.ledgers.models import ImportBatch

#: Years before this one whose numbers are looked at too.
_MOST_YEARS = 2


@dataclass(frozen=True, slots=True)
class Trial:
    """A batch that may be written for a look. years : that its lines speak of, this one first; places : of the records concerned."""

    batch: ImportBatch
    years: tuple[int, ...]
    places: frozenset[str]
    write: Callable[[], object]

    def look(self, at: Callable[[], Any]) -> tuple[Any, Any]:
        """What `at` sees before and after; nothing of the writing stays. The same twice when it cannot be written just now."""
        before = after = at()
        try:
            with transaction.atomic():
                self.write()
                after = at()
                transaction.set_rollback(True)
        except (IntegrityError, ZhenwuError):
            return before, before
        return before, after


#: trial → what it would change, as JSON
Foreseer = Callable[[Trial], Iterable[dict[str, Any]]]
_foreseers: list[Foreseer] = []


def foresees(foreseer: Foreseer) -> Foreseer:
    """Register a function that says what a trial would change."""
    if foreseer not in _foreseers:
        _foreseers.append(foreseer)
    return foreseer


def foreseen(
    batch: ImportBatch, plan: Plan, defn: Definition, rows: list[Row], *, actor: Any
) -> list[dict[str, Any]]:
    """What writing the sound lines would change, for the page before the writing."""
    telling = [row for row in rows if row.result in ("new", "changed")]
    if not telling:
        return []
    years, places = set[int](), set[str]()
    for row in telling:
        if isinstance(row, MeasureRow):
            years |= {w.period.end.year for w in row.writes}
            places |= {w.record.area_code for w in row.writes}
        else:
            days = (row.values.get(key) for key in ("occurred_on", "closed_on"))
            years |= {day.year for day in days if day}
            places.add(str(row.values.get("area_code") or ""))
    this = today().year
    others = sorted(years - {this}, reverse=True)[: _MOST_YEARS - 1]
    trial = Trial(
        batch,
        (this, *others),
        frozenset(places - {""}),
        lambda: plan.write(copy(batch), defn, telling, actor=actor),
    )
    return [change for foreseer in _foreseers for change in foreseer(trial)]
