"""`zhenwu read`: a report's sections, figures and promises, without a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from zhenwu.kernel.errors import BadInput, NotFound


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "read", help="读一份报告：目录、数、承诺", description="读一份报告，列出目录、数和承诺。"
    )
    command.add_argument("file", metavar="FILE", help="docx、pdf、html或txt;- 表示从标准输入读")
    command.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="表格(默认)或每行一个JSON"
    )
    command.add_argument(
        "--what", choices=("figures", "promises"), default="figures", help="读数(默认)或承诺"
    )
    command.add_argument("--year", type=int, help="所述年度，报告没有写明时用")
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


def run(arguments: argparse.Namespace) -> int:
    from zhenwu.kernel.period import check_year
    from zhenwu.reader import jsonl, read, table

    if arguments.year is not None:
        check_year(arguments.year)
    data, name = source(arguments.file)
    whole = read(data, name=name, year=arguments.year)
    if arguments.format == "jsonl":
        for line in jsonl(whole, arguments.what, doc=Path(name).stem):
            print(line)
    else:
        print(table(whole))
    return 0
