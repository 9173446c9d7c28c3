"""The plan of the action tests, and people at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.apps.plans.conftest import cast, draft, plan, report

__all__ = ["cast", "draft", "plan", "report"]


@pytest.fixture
def at_door() -> Callable[[Any], Client]:
    """A browser in which the person is signed in."""

    def open_door(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_door
