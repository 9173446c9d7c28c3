"""A town that meets, and people at the door."""

from __future__ import annotations

from tests.apps.meetings.conftest import cast, draft, met, plan, report
from tests.doors.plans.conftest import at_door

__all__ = ["at_door", "cast", "draft", "met", "plan", "report"]
