"""An assessment of a town's villages by rules with few items, in the standing world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.unit.livelihood.conftest import in_chinese

from zhenwu.kernel.period import Period

__all__ = ["half", "in_chinese", "judge_all", "record", "rules"]
ITEMS = [
    {"key": "petition", "name": "信访办结", "kind": "reach", "weight": 60, "metric": "petition.closed_rate", "full": 100, "zero": 0,
     "least": 2},
    {"key": "duty", "name": "党政交办", "kind": "judged", "weight": 40},
]  # fmt: skip


@pytest.fixture
def rules(town: Any) -> Any:
    """The town's own rules from this year on: closed petitions of 60, a judgement of 40."""
    from zhenwu.assessment.actions import rules_save

    return rules_save(
        actor=town.users["zhou"], area_code=town.code, subject="village", name="清溪镇村级考评", items=ITEMS,
        valid_from=date(2026, 1, 1), source="镇政府1号文",
    )  # fmt: skip


@pytest.fixture
def record(town: Any) -> Callable[..., Any]:
    """Petitions of a village: how many, how many of them closed."""
    from zhenwu.ledgers.actions import coverage_set, record_create, stage_enter
    from zhenwu.ledgers.models import Ledger

    clerk = town.users["zhou"]
    petition = Ledger.objects.get(code="petition")
    coverage_set(petition, actor=clerk, area_code=town.code, complete_from=date(2025, 1, 1))

    def enter(place: str, number: int, closed: int, year: int = 2026) -> None:
        for at in range(number):
            values = {
                "occurred_on": f"{year}-03-{at + 1:02d}", "area_code": place, "channel": "visit", "title": f"反映道路{at}",
                "persons": "1",
            }  # fmt: skip
            row = record_create(petition, actor=clerk, values=values)
            if at < closed:
                stage_enter(row, actor=clerk, stage="closed", on=date(year, 4, at + 1))

    return enter


@pytest.fixture
def half(town: Any, rules: Any, record: Any) -> Any:
    """The first half of the year: the village with 3 of 4 closed, its neighbour with one petition, the others with none."""
    from zhenwu.assessment.actions import assessment_start

    record(town.village, 4, 3)
    record(town.neighbour, 1, 1)
    return assessment_start(
        actor=town.users["zhou"], area_code=town.code, subject="village", period=Period.to_month(2026, 6)
    )


@pytest.fixture
def judge_all(town: Any) -> Callable[..., None]:
    """Judge every village at 30, those named otherwise."""
    from decimal import Decimal

    from zhenwu.assessment.actions import judgement_give
    from zhenwu.assessment.queries import subjects_of

    def judge(found: Any, **others: str) -> None:
        for subject in subjects_of(found.area_code, found.subject, found.end):
            points = Decimal(others.get(f"v{subject.key}", "30"))
            judgement_give(
                found,
                actor=town.users["zhou"],
                subject=subject.key,
                item="duty",
                points=points,
                grounds="逐件核对清单",
            )

    return judge
