"""Counts from the database, and the value that is put together from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from zhenwu.figures.world import World
from zhenwu.metrics.atoms import Want
from zhenwu.metrics.dialects import dialect
from zhenwu.metrics.scans import plan_scans
from zhenwu.metrics.standing import Filed, Standing

_ORDER = {"estimate": 0, "preliminary": 1, "final": 2}


def count(wants: Iterable[Want], world: World) -> dict[Want, int]:
    """The exact integer of each want, from as few statements as there are groups of them."""
    found: dict[Want, int] = {}
    for scan in plan_scans(wants, world.ledgers, dialect(connection.vendor)):
        with connection.cursor() as cursor:
            cursor.execute(scan.piece.sql, scan.piece.params)
            found.update(scan.read(cursor.fetchall()))
    return found


@dataclass(frozen=True, slots=True)
class Value:
    """The value of one metric for one area and period, before any aspect is looked at."""

    standing: Standing
    value: Decimal | None = None
    missing: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    filed: tuple[Filed, ...] = ()
    source: str = ""

    @property
    def as_of(self) -> date | None:
        return self.standing.shown.end if self.source else None

    @property
    def status(self) -> str:
        """The weakest word among the statistics used; what was counted is final once its period is over."""
        return (
            min((f.status for f in self.filed if f.id), key=lambda s: _ORDER[s], default="final")
            if self.source
            else ""
        )
