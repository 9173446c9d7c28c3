"""Background work whose worker is gone: taken up, left to others, or given up with words for who waits."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest
from django_tasks_db.models import DBTaskResult
from tests.apps.ledgers.books import PETITION_HEADS, book, petition

from zhenwu.accounts.models import User
from zhenwu.cli.background import TRIES, take_up
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.imports import actions, import_stage
from zhenwu.ledgers.models import Ledger

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def waiting(town, settings, monkeypatch, django_capture_on_commit_callbacks):
    """A batch whose check waits in the queue."""
    settings.TASKS = QUEUE
    monkeypatch.setattr(actions, "LONG", 2)
    rows = [PETITION_HEADS, *(petition(str(n)) for n in range(4))]
    with django_capture_on_commit_callbacks(execute=True):
        return import_stage(
            Ledger.objects.get(code="petition"), actor=User.objects.get(username="chen"), area_code=town.code, name="长表.xlsx",
            data=book(rows),
        )  # fmt: skip


def claimed(*workers: str) -> DBTaskResult:
    """The task, as workers claimed it one after the other."""
    row = DBTaskResult.objects.get()
    for worker in workers:
        row.claim(worker)
    return row


def name(pid: int, number: int = 0) -> str:
    return f"{socket.gethostname()[:40]}:{pid}:{number}"


def ended() -> int:
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_task_of_a_worker_that_is_gone_is_put_back(waiting):
    row = claimed(name(ended()))
    assert take_up() == 1
    row.refresh_from_db()
    assert row.status == "READY"


@pytest.mark.parametrize("worker", [name(os.getppid()), "elsewhere:1:0", "a-worker-started-by-hand"])
def test_a_task_that_somebody_may_be_at_work_on_is_left(waiting, worker):
    row = claimed(worker)
    assert take_up() == 0
    row.refresh_from_db()
    assert row.status == "RUNNING"


def test_a_task_that_ends_its_workers_is_given_up_and_says_so_where_somebody_waits(waiting):
    row = claimed(*(name(os.getpid(), number) for number in range(TRIES)))
    assert take_up() == 0
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert row.status == "FAILED"
    assert waiting.state == ImportState.FAULTY
    assert [fault["code"] for fault in waiting.faults] == ["ZW-IMPORT-BROKEN"]
