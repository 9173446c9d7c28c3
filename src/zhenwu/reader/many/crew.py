"""Workers and who watches them: a process that dies or hangs costs one file an error row, never the run.

Each worker reads one block at a time and says before each file which one it is. When it dies, its block is given out again; a file at which
it dies twice gets an error. When it stays at one file for too long, it is ended and that file gets an error at once.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhenwu.kernel.errors import ZhenwuError
from zhenwu.reader.many.parts import Block

#: How often a worker may die without being at a file before the run gives up.
_PATIENCE = 3
_TICK = 0.25


@dataclass(frozen=True, slots=True)
class Orders:
    """What workers are told: the folder above the files, where parts go, the tables wanted, a year, and their limits.

    seconds : how long a worker may stay at one file. memory : bytes of address space a worker may take, 0 for any.
    """

    root: str
    parts: str
    tables: tuple[str, ...]
    year: int | None
    seconds: float
    memory: int

    def told(self) -> str:
        """The orders as a line for a worker."""
        return json.dumps(
            {name: getattr(self, name) for name in ("root", "parts", "tables", "year", "memory")}
        )


class _Worker:
    """One process, the block it has, the file it is at and since when."""

    def __init__(self, orders: Orders, said: Path) -> None:
        self.said = said
        with said.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "zhenwu.reader.many.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                # a group of its own: what it starts (LibreOffice) ends with it, and Ctrl-C reaches us alone
                start_new_session=True,
            )
        self.block: Block | None = None
        self.at = -1
        self.since = 0.0
        self.heard = b""
        self.tell(orders.told())

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        # a worker that has died is noticed where its answers end
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(line.encode("ascii") + b"\n")
            self.process.stdin.flush()

    def give(self, block: Block) -> None:
        self.block, self.at, self.since = block, -1, time.monotonic()
        self.tell(json.dumps({
            "name": block.name, "known": block.known, "files": [(f.path, f.closed) for f in block.files],
        }))  # fmt: skip

    def answers(self) -> Iterator[dict[str, Any]]:
        """What it has said since; ends with StopIteration, and with EOFError when it is gone."""
        assert self.process.stdout is not None
        words = os.read(self.process.stdout.fileno(), 65536)
        if not words:
            raise EOFError
        *lines, self.heard = (self.heard + words).split(b"\n")
        yield from map(json.loads, lines)

    def end(self) -> int:
        """End it and all that it started; returns its exit status."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        status = self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return status


class Crew:
    """So many workers over the blocks of a run. Use as a context: none is left behind."""

    def __init__(self, orders: Orders, jobs: int, workplace: Path) -> None:
        self.orders = orders
        self.jobs = jobs
        self.workplace = workplace
        self.workers: list[_Worker] = []
        self.selector = selectors.DefaultSelector()
        self.started = self.lost = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.end()
        self.selector.close()

    def read(self, blocks: Iterator[Block], tell: Callable[[int, int], None]) -> None:
        """Read all blocks. tell : called with the files read and failed since the last call, and now and then with zeros."""
        again: list[Block] = []
        while True:
            self._give_out(blocks, again)
            if not any(w.block for w in self.workers):
                return
            for key, _ in self.selector.select(_TICK):
                self._hear(key.data, again, tell)
            for worker in list(self.workers):
                if worker.block and worker.at >= 0 and time.monotonic() - worker.since > self.orders.seconds:
                    self._late(worker, again)
            tell(0, 0)

    def _give_out(self, blocks: Iterator[Block], again: list[Block]) -> None:
        idle = [w for w in self.workers if w.block is None]
        while True:
            if not idle and len(self.workers) >= self.jobs:
                return
            block = again.pop() if again else next(blocks, None)
            if block is None:
                return
            worker = idle.pop() if idle else self._start()
            worker.give(block)

    def _start(self) -> _Worker:
        worker = _Worker(self.orders, self.workplace / f"worker-{self.started}.err")
        self.started += 1
        self.workers.append(worker)
        assert worker.process.stdout is not None
        self.selector.register(worker.process.stdout, selectors.EVENT_READ, worker)
        return worker

    def _hear(self, worker: _Worker, again: list[Block], tell: Callable[[int, int], None]) -> None:
        try:
            for words in worker.answers():
                if "at" in words:
                    worker.at, worker.since = words["at"], time.monotonic()
                elif "done" in words:
                    worker.block, self.lost = None, 0
                    tell(words["done"], words["failed"])
                else:
                    raise stopped(words["fatal"])
        except EOFError:
            self._died(worker, again)

    def _died(self, worker: _Worker, again: list[Block]) -> None:
        status = self._dismiss(worker)
        block, at = worker.block, worker.at
        if at < 0 or block is None:
            self.lost += 1
            if self.lost >= _PATIENCE:
                words = worker.said.read_text("utf-8", "replace").strip().splitlines()
                raise stopped(words[-1] if words else f"退出码{status}")
        else:
            block.crashes[at] = block.crashes.get(at, 0) + 1
            if block.crashes[at] > 1:
                how = f"信号{-status}" if status < 0 else f"退出码{status}"
                block.known[at] = ("ZW-READ-CRASH", f"读到这份文件，程序两次崩溃（{how}）")
        if block is not None:
            again.append(block)

    def _late(self, worker: _Worker, again: list[Block]) -> None:
        self._dismiss(worker)
        assert worker.block is not None
        worker.block.known[worker.at] = ("ZW-READ-SLOW", f"读了{self.orders.seconds:g}秒还没读完")
        again.append(worker.block)

    def _dismiss(self, worker: _Worker) -> int:
        self.workers.remove(worker)
        assert worker.process.stdout is not None
        self.selector.unregister(worker.process.stdout)
        return worker.end()


def stopped(why: str) -> ZhenwuError:
    """The error of a run that cannot go on, whatever it reads."""
    return ZhenwuError(
        f"读不下去了：{why}",
        expected="能写的磁盘和能运行的程序",
        do="已读完的都留着；请处理后再运行同一条命令",
        code="ZW-MANY-STOPPED",
    )
