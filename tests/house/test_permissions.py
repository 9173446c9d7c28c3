"""Every address, for everybody: who gets a page, who is sent to sign in, who is refused, who finds nothing."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from tests.house.permissions import PASSWORD, WHO, examples, names, needs, rows

ROWS = rows()


@pytest.fixture(scope="module")
def world(demo: Any, django_db_blocker: Any) -> Iterator[Any]:
    """The township with one of everything."""
    from zhenwu.kernel import clock

    with django_db_blocker.unblock(), clock.freeze(demo.today):
        demo.known = examples(demo)
        yield demo


def test_every_address_is_in_the_table() -> None:
    told = Counter(row.name for row in ROWS)
    assert not set(names()) - set(told), "addresses without a line in tests/house/permissions.txt"
    assert not set(told) - set(names()), "lines in tests/house/permissions.txt without an address"
    assert not [key for key, count in Counter((row.name, row.method) for row in ROWS).items() if count > 1]


def test_the_table_is_sound() -> None:
    assert {row.method for row in ROWS} <= {"GET", "POST"}
    allowed = {200, 201, 204, 302, 400, 401, 403, 404, 409}
    assert {status for row in ROWS for status in row.statuses.values()} <= allowed
    open_to_all = {row.name for row in ROWS if row.statuses["anonymous"] == 200}
    public = {"web:public", "web:public-town", "web:public-edition", "web:public-report"}
    assert open_to_all == {"web:sign-in", *public}


def answer(world: Any, name: str, method: str, who: str) -> int:
    """The status that somebody gets at an address; nothing that the request writes stays."""
    from zhenwu.accounts.models import User

    url = reverse(name, kwargs=needs(name, world.known))
    headers = {}
    with transaction.atomic():
        client = Client(raise_request_exception=False)
        if WHO[who]:
            user = User.objects.get(username=WHO[who])
            if name.startswith("api:"):
                user.set_password(PASSWORD)
                user.save(update_fields=["password"])
                pair = base64.b64encode(f"{user.username}:{PASSWORD}".encode()).decode()
                headers["authorization"] = f"Basic {pair}"
            else:
                client.force_login(user)
        status = client.generic(method, url, headers=headers).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=[f"{row.method} {row.name}" for row in ROWS])
def test_everybody_gets_what_the_table_says(world: Any, row: Any) -> None:
    assert {who: answer(world, row.name, row.method, who) for who in WHO} == row.statuses
