"""The worker for background work beside the server: it is started again when it dies, and what it left half done is taken up again.

Every task of ours may be run twice: an import is checked anew and written whole or not at all.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

#: A task that ended its worker so many times is given up: it would end the next one as well.
TRIES = 3
#: Seconds to a worker's next start after it died; longer each time, so that a broken set-up does not spin.
PAUSES = (0.0, 1.0, 5.0, 30.0)


class WorkerDied(Exception):
    """Kept with a task whose workers died over it."""


class Background:
    """One worker in a process of its own, watched by the process that serves."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self.starts = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0

    def start(self) -> None:
        """Take up what earlier workers left, and start the next one."""
        take_up()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "django", "db_worker", "--interval", "2", "--worker-id", _name(self.starts)],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._not_before = time.monotonic() + PAUSES[min(self.starts, len(PAUSES) - 1)]
        self.starts += 1

    def look(self) -> None:
        """Start the worker again if it has ended."""
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            if time.monotonic() >= self._not_before:
                print(f"后台处理程序停了(返回码{code})，已重新启动。", file=sys.stderr, flush=True)
                self.start()

    def stop(self) -> None:
        """End the worker; a task that it does not finish within ten seconds is taken up at the next start."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _name(number: int) -> str:
    """A worker's name: its machine, the process that watches it, and the how manieth of that process it is."""
    return f"{_machine()}:{os.getpid()}:{number}"


def _machine() -> str:
    return socket.gethostname()[:40]


def take_up() -> int:
    """Put tasks back whose worker is gone, or give them up after `TRIES`; the number of those put back.

    Called while no worker of this process is at work. Workers of other machines, and those started by hand, are nobody's to
    judge.
    """
    from django_tasks_db.models import DBTaskResult

    back = 0
    for row in DBTaskResult.objects.running():
        worker = row.worker_ids[-1] if row.worker_ids else ""
        if not _is_gone(worker):
            continue
        if len(row.worker_ids) >= TRIES:
            _give_up(row)
            continue
        back += DBTaskResult.objects.running().filter(pk=row.pk).update(status="READY", started_at=None)
    return back


def _is_gone(worker: str) -> bool:
    """Whether a worker that a process of this machine watched is no longer watched."""
    machine, _, rest = worker.partition(":")
    pid = rest.partition(":")[0]
    if machine != _machine() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _give_up(row: DBTaskResult) -> None:
    from django_tasks.signals import task_finished

    row.set_failed(WorkerDied(f"{len(row.worker_ids)} workers died over this task"))
    task_finished.send(sender=type(row.task.get_backend()), task_result=row.task_result)
