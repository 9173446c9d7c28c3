"""The demonstration in a database of its own beside the tests' own, loaded once in a process instead of once a module."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

SUFFIX = "demo"


@dataclass
class Demonstration:
    """Where it lives, and the files that it wrote."""

    connection: BaseDatabaseWrapper
    folder: Path


@contextmanager
def copied() -> Iterator[BaseDatabaseWrapper]:
    """A copy of the tests' database, for as long as the context lasts."""
    here: Any = connections["default"]
    if here.vendor == "sqlite":
        address = {**here.settings_dict, "NAME": f"file:{SUFFIX}?mode=memory&cache=shared"}
    else:
        here.creation.clone_test_db(SUFFIX, verbosity=0, autoclobber=True)
        address = here.creation.get_test_db_clone_settings(SUFFIX)
    there: Any = type(here)(address, "default")
    if here.vendor == "sqlite":
        here.ensure_connection()
        there.ensure_connection()
        here.connection.backup(there.connection)
    try:
        yield there
    finally:
        if here.vendor == "sqlite":
            sqlite3.Connection.close(there.connection)  # Django's own close leaves a database in memory alone
        else:
            there.close()
            here.creation.destroy_test_db(suffix=SUFFIX, verbosity=0)


@contextmanager
def living_in(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Every query meanwhile goes to this connection's database, those of further threads too."""
    before, address = connections["default"], connections.settings["default"]
    connections["default"] = connection
    connections.settings["default"] = connection.settings_dict
    try:
        yield
    finally:
        connections["default"] = before
        connections.settings["default"] = address


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written meanwhile is rolled back; the transaction stands for the database, as a test case's does."""
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined]
    whole.__enter__()
    try:
        yield
    finally:
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
