"""`zhenwu read`: a report's sections, figures and promises in a terminal, or many reports into tables; without a database."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import BinaryIO

from zhenwu.cli import many
from zhenwu.kernel.errors import BadInput, NotFound


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "read",
        help="读一份报告：目录、数、承诺；或把许多份读成表",
        description="读一份报告，列出目录、数和承诺；给出--out时，把许多份报告读成Parquet表。",
    )
    command.add_argument(
        "file", metavar="FILE", nargs="+", help="docx、doc、pdf、html或txt；-表示从标准输入读；有--out时也可以是目录和带*的文件名"
    )  # fmt: skip
    command.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="表格（默认）或每行一个JSON"
    )
    command.add_argument(
        "--what",
        default="figures",
        help="figures数（默认）或promises承诺；有--out时也可以是其他表",
    )
    command.add_argument("--explain", action="store_true", help="表格里写明每个数和承诺是按哪条规则读出来的")
    command.add_argument("--year", type=int, help="所述年度，报告没有写明时用")
    many.add(command.add_argument_group("许多份报告"))
    command.set_defaults(run=run)


def source(name: str) -> tuple[bytes, str]:
    """A file's bytes and its name; - is standard input. NotFound when there is no such file."""
    if name == "-":
        return sys.stdin.buffer.read(), "标准输入"
    path = Path(name)
    try:
        return path.read_bytes(), path.name
    except FileNotFoundError:
        raise NotFound(
            f"没有文件“{name}”", expected="一个可以读的文件", do="请核对路径", code="ZW-FILE"
        ) from None
    except (IsADirectoryError, PermissionError) as error:
        raise BadInput(
            f"“{name}”读不了({error.strerror})", expected="一个可以读的文件", code="ZW-FILE"
        ) from None


def report(name: str) -> tuple[Path | BinaryIO, str]:
    """A report to read: a path, which is opened and not loaded, or standard input, read until it ends or is too large."""
    if name == "-":
        return sys.stdin.buffer, "标准输入"
    path = Path(name)
    if not path.exists():
        raise NotFound(f"没有文件“{name}”", expected="一个可以读的文件", do="请核对路径", code="ZW-FILE")
    return path, path.name


def run(arguments: argparse.Namespace) -> int:
    from zhenwu.kernel.period import check_year

    if arguments.year is not None:
        check_year(arguments.year)
    if arguments.out:
        return many.run(arguments)
    if len(arguments.file) > 1 or Path(arguments.file[0]).is_dir():
        raise BadInput(
            "要读的不止一份，没有说读到哪里",
            expected="一份报告，或用--out写明表的位置",
            do="例如：zhenwu read 目录 --out readings.parquet",
            code="ZW-MANY-OUT",
        )
    if arguments.what not in ("figures", "promises"):
        raise BadInput(
            f"没有--out时不能列出“{arguments.what}”", expected="figures或promises", code="ZW-MANY-TABLE"
        )
    return _one(arguments)


def _one(arguments: argparse.Namespace) -> int:
    from zhenwu.reader import jsonl, read
    from zhenwu.reader.terminal import Look, printed

    data, name = report(arguments.file[0])
    whole = read(data, name=name, year=arguments.year)
    for note in whole.unread:
        print(f"{name}：{note}", file=sys.stderr)
    status = 0
    if not whole.figures and not whole.promises:
        print(f"{name}：没有读出一个数和一项承诺，不像一份工作报告。请确认是报告全文。", file=sys.stderr)
        status = 1
    if arguments.format == "jsonl":
        for line in jsonl(whole, arguments.what, doc=Path(name).stem):
            print(line)
        return status
    look = Look.of(sys.stdout, os.environ)
    for line in printed(whole, look, what=arguments.what, explained=arguments.explain):
        print(line)
    return status
