"""The same run by a real Spark on this machine: the same rows, and the same going on after a kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest
from tests.unit.reader.many.conftest import parts, rows, stop, until

from zhenwu.kernel.errors import BadInput
from zhenwu.reader.many import MEMORY, TABLES, run
from zhenwu.reader.many.crew import Orders
from zhenwu.reader.many.parts import FILES, handed_out
from zhenwu.reader.many.spark import read_shares

Make = Callable[..., Path]

PROGRAM = """
import sys
from zhenwu.reader.many.spark import run
for out in sys.argv[2:]:
    made = run([sys.argv[1]], out, jobs=2)
    print(made.total, made.kept, made.failed, made.passed.others)
"""
# a virtual machine that lives for seconds is not worth optimising
JAVA = {"JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


def by_spark(folder: Path, *outs: Path) -> subprocess.Popen[str]:
    """A driver in a process group of its own, with its Java."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder), *map(str, outs)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **JAVA}, start_new_session=True,
    )  # fmt: skip


def said(driver: subprocess.Popen[str]) -> list[str]:
    """What a driver that went well printed, one line a run."""
    out, errors = driver.communicate()
    assert driver.returncode == 0, errors[-3000:]
    return out.splitlines()


def identities(out: Path) -> dict[str, tuple[int, int]]:
    """Which files the finished parts are: the same file written again would be another one."""
    told = {p.name: (p / "figures.parquet").stat() for p in parts(out)}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in told.items()}


def test_spark_gives_the_same_rows(reports: Make, faults: Path, tmp_path: Path) -> None:
    """One session for both kinds of output: to start Java and Spark is what takes the time."""
    folder = reports(2 * FILES, "segv-b.txt", "目录 一/x.txt")
    (folder / "c.txt").write_bytes(b"")
    (folder / os.fsdecode(b"\xd5\xf2.txt")).write_text(
        "一、2025年工作回顾\n新建公厕1座，投资x万元。", "utf-8"
    )
    outs = [tmp_path / "all", tmp_path / "one.parquet"]
    assert said(by_spark(folder, *outs)) == [f"{2 * FILES + 4} 0 2 0"] * 2
    run([str(folder)], tmp_path / "local", jobs=2)
    run([str(folder)], tmp_path / "local.parquet", jobs=2)
    pairs = [(tmp_path / "local.parquet", outs[1])]
    pairs += [(tmp_path / "local" / f"{name}.parquet", outs[0] / f"{name}.parquet") for name in TABLES]
    for ours, sparks in pairs:
        assert pyarrow.parquet.read_table(sparks).equals(pyarrow.parquet.read_table(ours)), ours.name
    assert len(rows(tmp_path / "local.parquet")) > 6 * FILES
    assert sorted(p.name for p in outs[0].iterdir()) == sorted(f"{name}.parquet" for name in TABLES)
    assert not list(tmp_path.glob("*.parts"))


def test_a_killed_run_goes_on_by_spark_or_without(reports: Make, faults: Path, tmp_path: Path) -> None:
    folder, out, other = (
        reports(3 * FILES, "hold-b.txt"),
        tmp_path / "out.parquet",
        tmp_path / "other.parquet",
    )
    (faults / "hold").touch()
    first = by_spark(folder, out)
    # everything but the last block is done; a worker stands at the last file, and stays there when its driver is killed
    until(lambda: len(parts(out)) == 3)
    os.killpg(first.pid, signal.SIGKILL)
    first.communicate()
    assert not out.exists()
    place = out.with_name("out.parquet.parts")
    before, handed = identities(out), (place / "open.jsonl").stat().st_ino
    shutil.copytree(place, other.with_name("other.parquet.parts"))

    second = by_spark(folder, out)
    until(lambda: (place / "open.jsonl").stat().st_ino != handed)
    assert [b.name for b in handed_out(place / "open.jsonl", 0, 1)] == ["0-000003"]
    assert identities(out) == before
    # two workers, one of the killed run, now finish the same block
    (faults / "hold").unlink()
    assert said(second) == [f"{3 * FILES + 1} {3 * FILES} 0 0"]
    assert run([str(folder)], other).kept == 3 * FILES
    run([str(folder)], tmp_path / "whole.parquet")
    assert rows(out) == rows(other) == rows(tmp_path / "whole.parquet")
    assert len(rows(out)) == 3 * (3 * FILES + 1)


def test_spark_goes_on_with_what_changed_since_a_run_without_it(
    reports: Make, faults: Path, tmp_path: Path
) -> None:
    folder, out = reports(2 * FILES, "hold-b.txt"), tmp_path / "out.parquet"
    stop(folder, out, faults, done=2)
    (folder / "a00003.txt").write_text("一、2025年工作回顾\n硬化道路77公里，没有别的。", "utf-8")
    (folder / "new.txt").write_text("", "utf-8")
    total, kept, failed, _ = said(by_spark(folder, out))[0].split()
    # the worker of the killed run may have finished the last block as well
    assert (total, failed) == (str(2 * FILES + 2), "1")
    assert kept in (str(FILES), str(FILES + 1))
    run([str(folder)], tmp_path / "whole.parquet")
    ours, whole = rows(out), rows(tmp_path / "whole.parquet")
    # new files come behind those of the first list, and here they are the last by name too
    assert ours == whole


def test_two_attempts_of_one_task_do_no_harm(reports: Make, tmp_path: Path) -> None:
    folder, handed, place = reports(2), tmp_path / "open.jsonl", tmp_path / "parts"
    place.mkdir()
    files = [[f"a{n:05d}.txt", 0, False] for n in range(2)]
    handed.write_text("".join(json.dumps([f"0-{n:06d}", [files[n]]]) + "\n" for n in range(2)), "ascii")
    orders = Orders(str(folder), str(place), ("figures",), None, 60, MEMORY)

    def attempt() -> list[int]:
        shares = iter([pyarrow.RecordBatch.from_pydict({"id": [0]})])
        return [b.column(0)[0].as_py() for b in read_shares(orders, handed, 1, shares)]

    both = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    made = {p: p.stat().st_ino for p in sorted(place.rglob("*"))}
    assert [str(p.relative_to(place)) for p in made] == [
        f"0-{n:06d}{name}" for n in range(2) for name in ("", "/figures.parquet", "/files.json")
    ]
    # a retry leaves what is there alone, and says that it is done
    assert attempt() == [1, 1]
    assert {p: p.stat().st_ino for p in sorted(place.rglob("*"))} == made


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhenwu.reader.many import spark

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(BadInput, match=r"zhenwu\[spark\]"):
        spark.session(1)


def test_without_java_it_says_what_to_install(reports: Callable[..., Path], tmp_path: Path) -> None:
    program = "import sys; from zhenwu.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", program, "read", str(reports(1)), "--engine", "spark", "--out", str(tmp_path / "out")],
        capture_output=True, text=True, check=False, env={"PATH": str(tmp_path), "JAVA_HOME": ""},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Java" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "out").exists()
