"""Enterprises with their first months."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu.kernel.period import Period
from zhenwu.ledgers.bulk import Line, Reported, bulk_load
from zhenwu.ledgers.imports import import_stage
from zhenwu.ledgers.models import Ledger, Record

from .books import book
from .firms import NAMES, STEEL, sound_codes


@pytest.fixture
def firms(town):  # type: ignore[no-untyped-def]
    """Two works in two villages; the first has reported January and February. firms.stage(rows) as the office's clerk."""
    town.ledger = Ledger.objects.get(code="enterprise")
    town.codes = sound_codes()
    january, february = Period.month(2026, 1), Period.month(2026, 2)
    rows = [
        Line(
            {"title": name, "credit_code": code, "occurred_on": date(2015, 3, 1), "category": "industry", "area_code": place},
            aliases=[name[2:6]],
            measurements=[Reported("output", p, Decimal(v)) for p, v in ((january, 1_000_000), (february, 800_000))]
            if name == STEEL else [],
        )
        for (name, code), place in zip(town.codes.items(), (town.village, town.neighbour), strict=True)
    ]  # fmt: skip
    bulk_load(town.ledger, rows)
    town.steel, town.wood = (Record.objects.get(title=name) for name in NAMES)

    def stage(rows, *, user="luo", name="产值.xlsx", area=None, **other):  # type: ignore[no-untyped-def]
        data = rows if isinstance(rows, bytes) else book(rows, **other.pop("book", {}))
        actor = town.users[user]
        return import_stage(
            town.ledger, actor=actor, area_code=area or town.code, name=name, data=data, **other
        )

    town.stage = stage
    return town
