"""A process that is killed while it writes leaves the ledger whole: an import is not there, no row is without its file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[[str], subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[3]

_PREPARE = """
import django
django.setup()
from django.core.management import call_command
from zhenwu import catalog
from zhenwu.areas.models import Area
from zhenwu.demo import places
from zhenwu.ledgers.actions import ledger_install
call_command("migrate", verbosity=0)
ledger_install(catalog.ledgers(), actor=None)
Area.objects.create(code=places.MAIN, name="清溪镇", level="township")
Area.objects.create(code=places.village_code(places.MAIN, 0), name="石桥村", level="village")
"""


def run_in(home: Path, piece: str) -> subprocess.CompletedProcess[str]:
    """Run a piece in a process of its own on the database file of a home."""
    environment = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "ZHENWU_SEAL", "ZHENWU_SECRET")
    }
    environment |= {"ZHENWU_HOME": str(home), "ZHENWU_TODAY": "2026-10-16", "PYTHONPATH": str(ROOT),
                    "DJANGO_SETTINGS_MODULE": "zhenwu.config.settings"}  # fmt: skip
    command = [sys.executable, "-c", piece]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with all tables, the standard ledgers, a town and a village: to be copied, for it takes seconds."""
    home = tmp_path_factory.mktemp("prepared")
    done = run_in(home, _PREPARE)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def run(prepared: Path, tmp_path: Path) -> Run:
    """Run pieces one after the other, each in a process of its own, in a home of the test's own."""
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    return lambda piece: run_in(home, piece)


_BEGIN = """
import os, signal, sys
import django
django.setup()
from tests.apps.ledgers.books import PETITION_HEADS, book, petition
from zhenwu.demo import places
from zhenwu.ledgers.imports import import_stage, import_write
from zhenwu.ledgers.models import Event, ImportBatch, Ledger, Record
"""
_STAGE = """
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


def test_an_import_killed_in_the_middle_is_not_there_and_can_be_written_again(run: Run) -> None:
    staged = run(_BEGIN + _STAGE)
    assert staged.returncode == 0, staged.stderr
    killed = run(_BEGIN + _KILLED)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert run(_BEGIN + _LOOK).stdout.split() == ["0", "0", "staged"]
    assert run(_BEGIN + _WRITE).stdout.split() == ["300", "300", "written"]


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


def test_what_a_killed_worker_left_is_taken_up_by_the_next(run: Run) -> None:
    staged = run(_BEGIN + _STAGE)
    assert staged.returncode == 0, staged.stderr
    worked = run(_BEGIN + _WORKED)
    assert worked.stdout.split() == ["1500", "2"], worked.stderr


_ADD = """
import os, signal, sys, django
django.setup()
from tests.apps.ledgers import papers
from zhenwu.ledgers.files import actions, file_add, files_survey, keeping
from zhenwu.ledgers.models import Attachment, Record
record = Record.objects.get()
def kill(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""
_RECORD = """
import django
django.setup()
from zhenwu.demo import places
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger
record_create(Ledger.objects.get(code="petition"), actor=None, values={"occurred_on": "2026-09-20",
    "area_code": places.village_code(places.MAIN, 0), "channel": "visit", "title": "反映水渠堵塞", "persons": 2})
"""
_SEND = "file_add(record, actor=None, name='a.pdf', data=papers.paper())\n"
_COUNT = "print(Attachment.objects.count(), len(list(keeping.root().glob('??/*'))), len(files_survey().lost))"
KILLS = {
    "while the file is written": ("os.fsync = kill\n", ["0", "1", "0"]),
    "before its row": ("actions.Attachment.objects.create = kill\n", ["0", "1", "0"]),
    "before the row is settled": ("actions.audit_write = kill\n", ["0", "1", "0"]),
}


@pytest.mark.parametrize(("killing", "left"), KILLS.values(), ids=KILLS)
def test_killed_in_the_middle_no_row_is_without_its_file(run: Run, killing: str, left: list[str]) -> None:
    made = run(_RECORD)
    assert made.returncode == 0, made.stderr
    assert run(_ADD + killing + _SEND).returncode == -9
    assert run(_ADD + _COUNT).stdout.split() == left
    again = run(_ADD + _SEND + _COUNT)
    assert again.stdout.split()[0::2] == ["1", "0"], again.stderr
