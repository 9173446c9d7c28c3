"""Petitions in two villages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from zhenwu.ledgers.bulk import bulk_load
from zhenwu.ledgers.models import Ledger, Record


@pytest.fixture
def world(town, client):  # type: ignore[no-untyped-def]
    """Petitions in two villages; the clerk signed in."""
    ledger = Ledger.objects.get(code="petition")
    rows = [
        {"number": f"2026-{n:04d}", "occurred_on": date(2026, 9, 1) + timedelta(8 * n), "channel": "visit", "persons": 2, "title": title,
         "area_code": town.village if n % 2 else town.neighbour, "petitioner": "王小明", "handler": "陈立"}
        for n, title in enumerate(["反映水渠堵塞", "反映路灯不亮", "要求明确界址", "反映噪声扰民"], 1)
    ]  # fmt: skip
    bulk_load(ledger, rows)
    town.ledger = ledger
    town.own = Record.objects.get(number="2026-0001")
    town.foreign = Record.objects.get(number="2026-0002")
    client.force_login(town.users["zhou"])
    return town
