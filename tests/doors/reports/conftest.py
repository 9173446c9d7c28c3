"""The world of the report tests, with somebody signed in."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.apps.reports.conftest import filed, read_in

__all__ = ["filed", "read_in"]


@pytest.fixture
def as_user(filed):  # type: ignore[no-untyped-def]
    """A browser of one of the town's people, by sign-in."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"accept-language": "zh-hans"})
        client.force_login(filed.users[name])
        return client

    return sign_in


@pytest.fixture
def clerk(as_user):  # type: ignore[no-untyped-def]
    return as_user("zhou")
