"""The plan of the action tests, a town that meets, and people by what they are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.apps.plans.conftest import cast, draft, plan, report

__all__ = ["cast", "draft", "plan", "report"]


@pytest.fixture
def met(plan: Any, cast: Any, town: Any) -> Any:
    """Monday's meeting, from the year's beginning; the last one, of 12 October, decided two things."""
    from zhenwu.accounts.models import Office
    from zhenwu.meetings.actions import Decision, meeting_hold, rhythm_set

    rhythm_set(actor=cast.clerk, area_code=town.code, kind="weekly", valid_from=date(2026, 1, 1), weekday=0)
    offices = {office.code: office for office in Office.objects.filter(area__code=town.code)}
    return meeting_hold(
        actor=cast.clerk, area_code=town.code, kind="weekly", on=date(2026, 10, 12), chair=cast.leader.person,
        minutes="过了落后的任务。",
        decisions=[
            Decision("三村各排一张工期表", offices["nongye"], date(2026, 10, 15)),
            Decision("值班表报党政办", offices["yingji"], date(2026, 10, 20)),
        ],
    )  # fmt: skip
