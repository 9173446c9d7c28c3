"""The standing world and the stopped clock of every test."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

os.environ["ZHENWU_TODAY"] = "2026-10-16"

#: A Friday in the middle of the fourth quarter's first month: the year is 79 % gone.
TODAY = date(2026, 10, 16)


def pytest_configure() -> None:
    """Keep tests away from a real installation's data and from built static files.

    pytest-django has read the settings before any conftest, so that they are changed here, not in the environment.
    """
    home = Path(tempfile.mkdtemp(prefix="zhenwu-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    settings.HOME = home
    settings.MEDIA_ROOT = home / "uploads"
    settings.STATIC_ROOT = home / "static"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[date]:
    """Today is 16 October 2026."""
    from zhenwu.kernel import clock

    with clock.freeze(TODAY):
        yield TODAY


@pytest.fixture(autouse=True)
def in_chinese() -> Iterator[None]:
    """A page in English, asked for in this process, leaves its language behind for the next test."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What one test's pages kept is nothing to the next one: its writes are rolled back, and some pass by the actions."""
    from zhenwu.audit.keeping import forget

    yield
    forget()


@pytest.fixture(autouse=True)
def quick_settings(settings):  # type: ignore[no-untyped-def]
    """Cheap password hashes and background work at once, as tests need them."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def settle() -> None:
    """Places, people and the standard catalogue, as every test finds them."""
    from zhenwu import catalog
    from zhenwu.assessment.actions import rules_install
    from zhenwu.demo import people
    from zhenwu.figures.actions import metric_install
    from zhenwu.ledgers.actions import ledger_install

    people.install()
    ledger_install(catalog.ledgers(), actor=None)
    metric_install(catalog.metrics(), actor=None)
    rules_install(catalog.assessment_rules(), actor=None)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    """Settle the standing world once a session: it takes a second, and hundreds of tests live in it."""
    from django.test import override_settings

    from zhenwu.kernel import clock

    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), clock.freeze(TODAY), quick:
        settle()


#: Whether a test with transactions of its own has emptied the tables.
_emptied = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Remember that a test emptied the tables, as those with transactions of their own do when they end."""
    yield
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        item.config.stash[_emptied] = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Settle the standing world again for whoever comes after."""
    if not item.config.stash.get(_emptied, False):
        return
    from django.test import override_settings
    from pytest_django.plugin import blocking_manager_key

    from zhenwu.kernel import clock

    item.config.stash[_emptied] = False
    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with item.config.stash[blocking_manager_key].unblock(), clock.freeze(TODAY), quick:
        settle()


@pytest.fixture
def town(db):  # type: ignore[no-untyped-def]
    """Places, people and the standard catalogue, without records.

    town.users by sign-in (zhou clerk, chen department, liu village cadre of 石桥村, zheng leader, shen auditor,
    bai the other town's clerk …), town.code, town.village (石桥村), town.neighbour (老街村).
    """
    from zhenwu.accounts.models import User
    from zhenwu.demo import places

    if not User.objects.exists():
        # a test with real transactions has swept the world away
        settle()
    return SimpleNamespace(
        users={user.username: user for user in User.objects.all()},
        code=places.MAIN,
        village=places.village_code(places.MAIN, 0),
        county=places.COUNTY,
        neighbour=places.village_code(places.MAIN, 1),
        other_town=places.WHITE,
        today=TODAY,
    )


@pytest.fixture(scope="session")
def demonstration(request, django_db_setup, django_db_blocker, tmp_path_factory):  # type: ignore[no-untyped-def]
    """The main town of the demonstration in a database of its own, for the modules that live in it."""
    from tests.demonstration import Demonstration, copied, living_in

    from zhenwu.demo.load import load
    from zhenwu.kernel import clock

    folder = tmp_path_factory.mktemp("demo")
    stack = ExitStack()

    def end() -> None:
        with django_db_blocker.unblock():
            stack.close()

    request.addfinalizer(end)
    # between loading and the end the database is as closed as any, to whoever does not ask for it
    with django_db_blocker.unblock():
        connection = stack.enter_context(copied())
        with living_in(connection), clock.freeze(TODAY):
            load(folder, say=lambda line: None, main_only=True, settled=True)
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("ANALYZE")  # as its autovacuum does before long
    return Demonstration(connection, folder)


@pytest.fixture(scope="module")
def demo(demonstration, django_db_blocker):  # type: ignore[no-untyped-def]
    """The main town of the demonstration with its whole life; what a module and its tests write is rolled back.

    demo.users by sign-in, demo.code, demo.year, demo.plan, demo.report (the adopted docx as bytes), demo.folder.
    """
    from tests.demonstration import living_in, taken_back

    from zhenwu.accounts.models import User
    from zhenwu.demo import places
    from zhenwu.kernel import clock
    from zhenwu.plans.models import Plan

    folder = demonstration.folder
    with django_db_blocker.unblock(), living_in(demonstration.connection), taken_back(), clock.freeze(TODAY):
        yield SimpleNamespace(
            users={user.username: user for user in User.objects.all()}, code=places.MAIN, year=TODAY.year,
            village=places.village_code(places.MAIN, 0), neighbour=places.village_code(places.MAIN, 1),
            plan=Plan.objects.get(area_code=places.MAIN, year=TODAY.year), folder=folder, today=TODAY,
            report=next(folder.glob("*.docx")).read_bytes(),
        )  # fmt: skip
