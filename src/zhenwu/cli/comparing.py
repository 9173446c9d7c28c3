"""`zhenwu compare`: what became of last year's promises, by this year's report; without a database."""

from __future__ import annotations

import argparse

from zhenwu.cli.reading import source


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "compare",
        help="拿两年的报告对照：承诺的事后来怎样",
        description="拿同一个镇相邻两年的报告对照：前一年的每个目标和承诺，后一年说完成了、部分完成、没有提到还是不符。",
    )
    command.add_argument("last", metavar="LAST", help="前一年的报告：docx、pdf、html或txt")
    command.add_argument("this", metavar="THIS", help="后一年的报告；- 表示从标准输入读")
    command.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="表格(默认)或每行一个JSON"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from zhenwu.reader import read
    from zhenwu.reader.compare import compare, jsonl, table

    readings = []
    for name in (arguments.last, arguments.this):
        data, label = source(name)
        readings.append(read(data, name=label))
    found = compare(*readings)
    if arguments.format == "jsonl":
        for line in jsonl(found):
            print(line)
    else:
        print(table(found))
    return 0
