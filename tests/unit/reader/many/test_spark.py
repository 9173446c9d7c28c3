"""The same run by a real Spark on this machine gives the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest

from zhenwu.kernel.errors import BadInput
from zhenwu.reader.many import TABLES, run
from zhenwu.reader.many.parts import FILES


def table(path: Path, schema: pyarrow.Schema | None = None) -> pyarrow.Table:
    """A table in one order; Spark says of every column that it may be empty."""
    made = pyarrow.parquet.read_table(path)
    order = [(name, "ascending") for name in ("file", "n") if name in made.column_names]
    return (made.cast(schema) if schema is not None else made).sort_by(order)


def test_spark_gives_the_same_rows(reports: Callable[..., Path], faults: Path, tmp_path: Path) -> None:
    """One session for both kinds of output: to start Java and Spark is what takes the time."""
    folder = reports(2 * FILES, "segv-b.txt", "目录 一/x.txt")
    (folder / "c.txt").write_bytes(b"")
    (folder / os.fsdecode(b"\xd5\xf2.txt")).write_text(
        "一、2025年工作回顾\n新建公厕1座，投资x万元。", "utf-8"
    )
    program = """
import sys
from zhenwu.reader.many.spark import run
for out in sys.argv[2:]:
    made = run([sys.argv[1]], out, jobs=2)
    print(made.total, made.failed, made.passed.others)
"""
    outs = [tmp_path / "all", tmp_path / "one.parquet"]
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), *map(str, outs)],
        capture_output=True,
        text=True,
        check=False,
        # a virtual machine that lives for seconds is not worth optimising
        env={**os.environ, "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"},
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines() == [f"{2 * FILES + 4} 2 0"] * 2
    run([str(folder)], tmp_path / "local", jobs=2)
    run([str(folder)], tmp_path / "local.parquet", jobs=2)
    pairs = [(tmp_path / "local.parquet", outs[1])]
    pairs += [(tmp_path / "local" / f"{name}.parquet", outs[0] / f"{name}.parquet") for name in TABLES]
    for ours, sparks in pairs:
        mine = table(ours)
        assert table(sparks, mine.schema).equals(mine), ours.name
    assert table(tmp_path / "local.parquet").num_rows > 6 * FILES
    assert sorted(p.name for p in outs[0].iterdir()) == sorted(f"{name}.parquet" for name in TABLES)


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
