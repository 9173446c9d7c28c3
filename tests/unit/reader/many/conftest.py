"""Folders of small reports and workers that certain files break."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAID = "一、2025年工作回顾\n全年新建公厕{n}座，同比增长20%。\n二、2026年工作安排\n改造危房{n}户。"


@pytest.fixture
def reports(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of small reports: how many, and further files by name; returns it."""

    def make(count: int, *names: str, folder: str = "reports") -> Path:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        for n in range(count):
            (place / f"a{n:05d}.txt").write_text(SAID.format(n=n + 1), "utf-8")
        for n, name in enumerate(names):
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SAID.format(n=1000 + n), "utf-8")
        return place

    return make


@pytest.fixture
def faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Workers that break at certain names; returns the folder of their marks."""
    marks = tmp_path / "marks"
    marks.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent / "faults"))
    monkeypatch.setenv("FAULTS", str(marks))
    return marks


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a table, in order."""
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pylist()


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    program = "import sys; from zhenwu.reader.many import run; run([sys.argv[1]], sys.argv[2], jobs=2)"
    return subprocess.Popen([sys.executable, "-c", program, str(folder), str(out)], start_new_session=True)


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < end, "it did not come to pass in five minutes"
        time.sleep(0.01)


def parts(out: Path) -> list[Path]:
    return sorted(out.with_name(f"{out.name}.parts").glob("parts-*/[0-9]*"))


def stop(folder: Path, out: Path, faults: Path, done: int = 1) -> None:
    """Leave a run behind of which so many parts are done and one file is missing."""
    (faults / "hold").touch()
    process = start(folder, out)
    until(lambda: len(parts(out)) == done)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    (faults / "hold").unlink()
