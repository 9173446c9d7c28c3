"""A run over many files: nothing lost, nothing twice, whatever happens to it on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.reader.many.conftest import parts, rows, start, stop, until

from zhenwu.kernel.errors import BadInput, Conflict, NotFound
from zhenwu.reader.inputs import LARGEST
from zhenwu.reader.many import TABLES, Progress, run
from zhenwu.reader.many.parts import FILES

Make = Callable[..., Path]


def files(path: Path) -> list[str]:
    """The files of a table, each once for its rows that stand together."""
    seen = [row["file"] for row in rows(path)]
    return [name for i, name in enumerate(seen) if not i or seen[i - 1] != name]


def test_one_table_has_the_rows_of_all_files_in_order(reports: Make, tmp_path: Path) -> None:
    told: list[Progress] = []
    folder = reports(FILES + 9, "b/a00000.txt")
    made = run([str(folder)], tmp_path / "out.parquet", jobs=2, tell=told.append)
    found = rows(tmp_path / "out.parquet")
    assert [(r["file"], r["n"]) for r in found] == [
        (name, n) for name in [*(f"a{i:05d}.txt" for i in range(FILES + 9)), "b/a00000.txt"] for n in range(3)
    ]
    assert (made.total, made.failed, made.kept) == (FILES + 10, 0, 0)
    assert told[-1] == Progress(FILES + 10, FILES + 10, 0, 0)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.parquet", "reports"]


def test_a_folder_takes_all_tables(reports: Make, tmp_path: Path) -> None:
    run([str(reports(3))], tmp_path / "out")
    assert {p.stem for p in (tmp_path / "out").iterdir()} == set(TABLES)
    assert [r["file"] for r in rows(tmp_path / "out/reports.parquet")] == [
        "a00000.txt",
        "a00001.txt",
        "a00002.txt",
    ]
    assert len(rows(tmp_path / "out/sections.parquet")) == 6


def test_bad_files_have_an_error_row_and_stop_nobody(reports: Make, tmp_path: Path) -> None:
    folder = reports(2)
    (folder / "b.docx").write_bytes(b"PK\x03\x04broken")
    (folder / "c.txt").write_bytes(b"")
    (folder / "d.txt").symlink_to(folder / "nowhere")
    with (folder / "e.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    made = run([str(folder)], tmp_path / "out", jobs=2)
    assert made.failed == 4
    found = {r["file"]: (r["error"], r["sha256"] is None) for r in rows(tmp_path / "out/reports.parquet")}
    assert found == {
        "a00000.txt": (None, False), "a00001.txt": (None, False), "b.docx": ("ZW-READ-TRUNCATED", False),
        "c.txt": ("ZW-READ-EMPTY", False), "d.txt": ("ZW-READ-OPEN", True), "e.txt": ("ZW-READ-LARGE", True),
    }  # fmt: skip
    assert {r["file"] for r in rows(tmp_path / "out/figures.parquet")} == {"a00000.txt", "a00001.txt"}


def test_one_file_in_one_table_has_its_error_beside_the_figures(reports: Make, tmp_path: Path) -> None:
    folder = reports(1)
    (folder / "b.txt").write_bytes(b"")
    run([str(folder)], tmp_path / "out.parquet")
    found = [(r["file"], r["error"], r["value"] is None) for r in rows(tmp_path / "out.parquet")]
    assert found == [*([("a00000.txt", None, False)] * 3), ("b.txt", "ZW-READ-EMPTY", True)]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("segv-b.txt", "ZW-READ-CRASH", "信号11"),
        ("exit-b.txt", "ZW-READ-CRASH", "退出码3"),
        ("bug-b.txt", "ZW-READ-FAULT", "RuntimeError"),
        ("hang-b.txt", "ZW-READ-SLOW", "4秒"),
        ("eat-b.txt", "ZW-READ-MEMORY", "内存"),
    ],
)
def test_a_file_that_breaks_its_reader_costs_its_own_row(
    reports: Make, faults: Path, tmp_path: Path, name: str, code: str, words: str
) -> None:
    folder = reports(3, name, "zz.txt")
    made = run([str(folder)], tmp_path / "out", jobs=2, seconds=4 if name.startswith("hang") else 60)
    found = rows(tmp_path / "out/reports.parquet")
    assert [r["file"] for r in found] == ["a00000.txt", "a00001.txt", "a00002.txt", name, "zz.txt"]
    assert [r["error"] for r in found] == [None, None, None, code, None]
    assert words in found[3]["message"]
    assert made.failed == 1
    assert len(rows(tmp_path / "out/figures.parquet")) == 12


def test_a_worker_that_is_killed_once_loses_nothing(reports: Make, faults: Path, tmp_path: Path) -> None:
    made = run([str(reports(3, "once-b.txt"))], tmp_path / "out.parquet")
    assert made.failed == 0
    assert files(tmp_path / "out.parquet") == ["a00000.txt", "a00001.txt", "a00002.txt", "once-b.txt"]


def test_a_killed_run_goes_on_where_it_was(reports: Make, faults: Path, tmp_path: Path) -> None:
    folder, out = reports(3 * FILES, "hold-b.txt"), tmp_path / "out.parquet"
    (faults / "hold").touch()
    process = start(folder, out)
    # everything but the last block is done; a worker stands at the last file
    until(lambda: len(parts(out)) == 3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not out.exists()
    kept = {p.name: (p / "figures.parquet").stat().st_ino for p in parts(out)}
    (faults / "hold").unlink()
    told: list[Progress] = []
    made = run([str(folder)], out, jobs=2, tell=told.append)
    assert (told[0].done, told[0].kept) == (3 * FILES, 3 * FILES)
    assert (made.kept, made.total, len(kept)) == (3 * FILES, 3 * FILES + 1, 3)
    assert files(out) == [*(f"a{i:05d}.txt" for i in range(3 * FILES)), "hold-b.txt"]
    assert len(rows(out)) == 3 * made.total


def test_kills_at_any_moment_change_no_row(reports: Make, tmp_path: Path) -> None:
    folder, out = reports(6 * FILES), tmp_path / "out.parquet"
    draw = random.Random(7)
    for _ in range(4):
        process = start(folder, out)
        time.sleep(draw.uniform(0.4, 1.6))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    run([str(folder)], out, jobs=2)
    run([str(folder)], tmp_path / "whole.parquet")
    assert rows(out) == rows(tmp_path / "whole.parquet")
    assert len(rows(out)) == 3 * 6 * FILES


def test_what_has_changed_meanwhile_is_read_again_and_what_is_new_is_read(
    reports: Make, faults: Path, tmp_path: Path
) -> None:
    folder, out = reports(FILES, "hold-b.txt"), tmp_path / "out.parquet"
    stop(folder, out, faults)
    (folder / "a00003.txt").write_text("一、2025年工作回顾\n硬化道路77公里，没有别的。", "utf-8")
    (folder / "a00004.txt").unlink()
    reports(1, folder="reports/a0")
    made = run([str(folder)], out)
    assert made.kept == 0
    found = rows(out)
    assert [r["surface"] for r in found if r["file"] == "a00003.txt"] == ["77公里"]
    assert [r["error"] for r in found if r["file"] == "a00004.txt"] == ["ZW-READ-OPEN"]
    assert sorted(set(files(out))) == sorted(
        [*(f"a{i:05d}.txt" for i in range(FILES)), "hold-b.txt", "a0/a00000.txt"]
    )
    assert len(files(out)) == FILES + 2


def test_another_run_does_not_go_on_with_it_unless_told_to_begin_anew(
    reports: Make, faults: Path, tmp_path: Path
) -> None:
    folder, out = reports(FILES, "hold-b.txt"), tmp_path / "out.parquet"
    stop(folder, out, faults)
    with pytest.raises(Conflict, match="--fresh"):
        run([str(folder)], out, what="promises")
    assert run([str(folder)], out, what="promises", fresh=True).kept == 0
    assert {r["file"] for r in rows(out)} >= {"a00000.txt", "hold-b.txt"}


def test_two_runs_never_write_to_one_place(reports: Make, faults: Path, tmp_path: Path) -> None:
    folder, out = reports(1, "hold-b.txt"), tmp_path / "out.parquet"
    (faults / "hold").touch()
    process = start(folder, out)
    until((tmp_path / "out.parquet.parts/run.json").exists)
    with pytest.raises(Conflict, match="正在读"):
        run([str(folder)], out)
    (faults / "hold").unlink()
    assert process.wait() == 0
    assert files(out) == ["a00000.txt", "hold-b.txt"]


def test_an_old_table_stays_until_the_new_one_is_whole(reports: Make, faults: Path, tmp_path: Path) -> None:
    folder, out = reports(FILES, "hold-b.txt"), tmp_path / "out.parquet"
    run([str(folder / "a00000.txt")], out)
    before = out.read_bytes()
    stop(folder, out, faults)
    assert out.read_bytes() == before
    run([str(folder)], out)
    assert len(files(out)) == FILES + 1


def test_memory_does_not_grow_with_the_number_of_files(reports: Make, tmp_path: Path) -> None:
    def peak(count: int) -> int:
        folder = reports(count, folder=f"of{count}")
        program = (
            "import resource, sys; from zhenwu.reader.many import run; run([sys.argv[1]], sys.argv[2])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        out = str(tmp_path / f"{count}.parquet")
        done = subprocess.run(
            [sys.executable, "-c", program, str(folder), out], capture_output=True, check=True
        )
        return sum(map(int, done.stdout.split()))

    few, many = peak(200), peak(3000)
    # in kilobytes of two processes; each file more would have cost 5 of them had its rows been kept
    assert many - few < 10_000


@pytest.mark.parametrize(
    ("sources", "out", "what", "error"),
    [
        (["nowhere"], "out.parquet", "figures", NotFound),
        (["reports"], "nowhere/out.parquet", "figures", NotFound),
        (["reports"], "reports/a00000.txt", "figures", BadInput),
        (["reports"], "taken.parquet", "figures", BadInput),
        (["reports"], "out.parquet", "poems", BadInput),
        (["nothing"], "out.parquet", "figures", BadInput),
    ],
)
def test_a_run_that_cannot_begin_says_why_and_leaves_nothing(
    reports: Make, tmp_path: Path, sources: list[str], out: str, what: str, error: type[Exception]
) -> None:
    reports(1)
    (tmp_path / "nothing").mkdir()
    (tmp_path / "taken.parquet").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(error):
        run([str(tmp_path / s) for s in sources], tmp_path / out, what=what)
    assert sorted(tmp_path.rglob("*")) == before


def test_without_pyarrow_it_says_what_to_install(
    reports: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(BadInput, match=r"zhenwu\[many\]"):
        run([str(reports(1))], tmp_path / "out.parquet")
