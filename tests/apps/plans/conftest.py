"""A plan read from a fictional report in the standing world."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

REPORT = Path(__file__).parent / "report.txt"


@pytest.fixture
def report() -> bytes:
    return REPORT.read_bytes()


@pytest.fixture
def draft(town: Any, report: bytes) -> Any:
    """The report as the clerk imported it."""
    from zhenwu.desk.plan_import import plan_import

    return plan_import(report, actor=town.users["zhou"], area_code=town.code, year=2026, name="报告.txt")


@pytest.fixture
def plan(town: Any, draft: Any) -> Any:
    """The plan in force: everything taken in, what had no office given to the party-government office."""
    from zhenwu.accounts.models import Office
    from zhenwu.plans.actions import item_accept, item_assign, plan_approve

    clerk = town.users["zhou"]
    items = list(draft.items.all())
    item_accept(items, actor=clerk)
    office = Office.objects.get(area__code=town.code, code="dangzheng")
    item_assign([item for item in items if not item.lead_office_id], actor=clerk, lead_office=office)
    return plan_approve(draft, actor=town.users["zheng"], adopted_on=date(2026, 1, 12), adopted_by="镇人代会")


@pytest.fixture
def cast(town: Any) -> SimpleNamespace:
    """People by what they are."""
    users = town.users
    return SimpleNamespace(
        clerk=users["zhou"], leader=users["zheng"], farming=users["he"], petitions=users["chen"], cadre=users["liu"],
        stranger=users["bai"], auditor=users["shen"],
    )  # fmt: skip
