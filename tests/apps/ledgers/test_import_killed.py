"""A process that is killed while it writes an import leaves the ledger as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_BEGIN = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from tests.apps.ledgers.books import PETITION_HEADS, book, petition
from zhenwu import catalog
from zhenwu.demo import places
from zhenwu.areas.models import Area
from zhenwu.ledgers.actions import ledger_install
from zhenwu.ledgers.imports import import_stage, import_write
from zhenwu.ledgers.models import Event, ImportBatch, Ledger, Record
"""
_PREPARE = """
call_command("migrate", verbosity=0)
ledger_install(catalog.ledgers(), actor=None)
Area.objects.create(code=places.MAIN, name="清溪镇", level="township")
Area.objects.create(code=places.village_code(places.MAIN, 0), name="石桥村", level="village")
rows = [PETITION_HEADS, *(petition(str(n)) for n in range(300))]
import_stage(Ledger.objects.get(code="petition"), actor=None, area_code=places.MAIN, name="a.xlsx", data=book(rows))
"""
_KILLED = """
from zhenwu.ledgers import bulk
def kill(rows):
    insert(rows)
    if rows and isinstance(rows[0], Event):
        assert Record.objects.count() == 300
        os.kill(os.getpid(), signal.SIGKILL)
insert = bulk.insert_many
bulk.insert_many = kill
import_write(ImportBatch.objects.get(), actor=None)
"""
_LOOK = "print(Record.objects.count(), Event.objects.count(), ImportBatch.objects.get().state)"
_WRITE = "import_write(ImportBatch.objects.get(), actor=None)\n" + _LOOK


@pytest.fixture
def run(tmp_path):  # type: ignore[no-untyped-def]
    """Run a piece in a process of its own on a database file of its own."""
    root = Path(__file__).parents[3]
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "ZHENWU_SEAL", "ZHENWU_SECRET")
    }
    environment |= {
        "ZHENWU_HOME": str(tmp_path),
        "ZHENWU_TODAY": "2026-10-16",
        "DJANGO_SETTINGS_MODULE": "zhenwu.config.settings",
        "PYTHONPATH": str(root),
    }

    def do(piece: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", _BEGIN + piece]
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return do


def test_killed_in_the_middle_nothing_is_written_and_it_can_be_written_again(run):
    prepared = run(_PREPARE)
    assert prepared.returncode == 0, prepared.stderr
    killed = run(_KILLED)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert run(_LOOK).stdout.split() == ["0", "0", "staged"]
    assert run(_WRITE).stdout.split() == ["300", "300", "written"]


_WORKED = """
import time
from django_tasks_db.models import DBTaskResult
from zhenwu.cli.background import Background
from zhenwu.ledgers.imports import actions
actions.LONG = 5
rows = [PETITION_HEADS, *(petition(str(n)) for n in range(1500))]
batch = import_stage(Ledger.objects.get(code="petition"), actor=None, area_code=places.MAIN, name="b.xlsx", data=book(rows))
worker = Background(os.environ)
worker.start()
def wait(for_what):
    until = time.monotonic() + 90
    while not for_what():
        assert time.monotonic() < until, for_what
        time.sleep(0.01)
def state():
    return ImportBatch.objects.get(pk=batch.pk).state
wait(lambda: DBTaskResult.objects.running().exists())
os.kill(worker.process.pid, signal.SIGKILL)
worker.process.wait()
assert state() == "reading", state()
wait(lambda: worker.look() or state() == "staged")
worker.stop()
print(ImportBatch.objects.get(pk=batch.pk).counts["new"], len(DBTaskResult.objects.get().worker_ids))
"""


def test_what_a_killed_worker_left_is_taken_up_by_the_next(run):
    prepared = run(_PREPARE)
    assert prepared.returncode == 0, prepared.stderr
    worked = run(_WORKED)
    assert worked.stdout.split() == ["1500", "2"], worked.stderr
