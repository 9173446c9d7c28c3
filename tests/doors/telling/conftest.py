"""A town that meets, people at the door, and a robot's host."""

from __future__ import annotations

from tests.apps.telling.conftest import cast, draft, met, plan, receiver, report
from tests.doors.plans.conftest import at_door

__all__ = ["at_door", "cast", "draft", "met", "plan", "receiver", "report"]
