"""`zhenwu read` over many reports, and in terminals of all widths."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import pytest

from zhenwu.cli import main
from zhenwu.cli.many import Line
from zhenwu.reader.many import Progress

REPORT = (
    "一、2025年工作回顾\n地方财政收入9120万元，完成投资x万元。\n二、2026年工作安排\n完成农村户厕改造300户。\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报告"
    place.mkdir()
    for name in ("甲镇.txt", "乙镇.txt", "说明.xlsx"):
        (place / name).write_text(REPORT, encoding="utf-8")
    return place


def test_many_reports_become_a_table(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "readings.parquet"
    assert main(["read", str(folder), "--jobs", "2", "--out", str(out)]) == 0
    told = capsys.readouterr()
    assert "2份报告" in told.out
    assert "1个不是报告格式的文件" in told.out
    assert told.err == ""
    rows = pyarrow.parquet.read_table(out).to_pylist()
    assert [(r["file"], r["surface"]) for r in rows[:3]] == [
        ("乙镇.txt", "9120万元"),
        ("乙镇.txt", "x万元"),
        ("乙镇.txt", "300户"),
    ]


def test_another_table_and_several_sources(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "promises.parquet"
    sources = [str(folder / "甲*.txt"), str(folder / "乙镇.txt")]
    assert main(["read", *sources, "--what", "promises", "--out", str(out)]) == 0
    assert pyarrow.parquet.read_table(out).column("text").to_pylist() == ["完成农村户厕改造300户"] * 2


def test_an_unreadable_report_is_told_by_the_exit_status(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "空.txt").write_bytes(b"")
    assert main(["read", str(folder), "--out", str(tmp_path / "all")]) == 1
    assert "1份读不了" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{folder}"], "--out"),
        (["{folder}/甲镇.txt", "{folder}/乙镇.txt"], "--out"),
        (["{folder}", "--out", "{folder}/x.parquet", "--jobs", "0"], "--jobs"),
        (["{folder}", "--out", "{folder}/x.parquet", "--timeout", "0"], "--timeout"),
        (["{folder}", "--out", "{folder}/x.parquet", "--format", "jsonl"], "--format"),
        (["{folder}", "--out", "{folder}/x.parquet", "--what", "poems"], "poems"),
        (["{folder}/甲镇.txt", "--what", "sections"], "sections"),
        (["-", "--out", "{folder}/x.parquet"], "标准输入"),
        (["{folder}/丙镇.txt", "--out", "{folder}/x.parquet"], "丙镇"),
    ],
)
def test_what_cannot_be_done_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(["read", *(a.format(folder=folder) for a in arguments)]) == 2
    told = capsys.readouterr()
    assert words in told.err
    assert told.out == ""
    assert len(list(folder.iterdir())) == 3


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_line_is_drawn_on_a_terminal_and_nowhere_else() -> None:
    for stream, words in ((Terminal(), "█████░░░░░ 10/20"), (io.StringIO(), "")):
        line = Line(stream, width=10)
        line(Progress(20, 10, 10, 2))
        line(Progress(20, 20, 10, 2))
        line.clear()
        drawn = stream.getvalue()
        assert ("██████████ 20/20" in drawn) == bool(words)
        assert drawn.endswith("\r\x1b[K") == bool(words)
        assert bool(drawn) == bool(words)


def in_terminal(*arguments: str, columns: int, **environment: str) -> str:
    """What the command shows on a terminal of so many columns."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "import sys; from zhenwu.cli import main; sys.exit(main(sys.argv[1:]))", *arguments],
        stdout=follower, stderr=follower, stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm", "NO_COLOR": "", **environment},
    )  # fmt: skip
    os.close(follower)
    shown = b""
    while True:
        try:
            more = os.read(leader, 65536)
        except OSError:
            break
        if not more:
            break
        shown += more
    os.close(leader)
    assert process.wait() == 0
    return shown.decode("utf-8").replace("\r\n", "\n")


def test_colours_are_for_terminals_that_want_them(folder: Path) -> None:
    report = str(folder / "甲镇.txt")
    coloured = in_terminal("read", report, columns=80)
    assert "\x1b[" in coloured
    for plain in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[" not in in_terminal("read", report, columns=80, **plain)
    piped = subprocess.run(
        [sys.executable, "-c", "import sys; from zhenwu.cli import main; sys.exit(main(sys.argv[1:]))", "read", report],
        capture_output=True, check=True,
    )  # fmt: skip
    assert b"\x1b[" not in piped.stdout


def test_the_bar_is_seen_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    shown = in_terminal("read", str(folder), "--out", str(tmp_path / "out.parquet"), columns=80)
    assert "0/2" in shown or "2/2" in shown
    assert "2份报告" in shown
