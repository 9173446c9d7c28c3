"""`zhenwu read … --out`: many reports into tables, with a line that tells how far it is."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING, TextIO

from zhenwu.kernel.errors import BadInput

if TYPE_CHECKING:
    from zhenwu.reader.many import Progress, Summary


def add(group: argparse._ArgumentGroup) -> None:
    """The options of a run over many reports."""
    group.add_argument(
        "--out", metavar="OUT", help="NAME.parquet（--what那一张表）或目录名（全部表）；停下后再运行同一条命令就接着读"
    )  # fmt: skip
    group.add_argument("--jobs", type=int, metavar="N", help="同时用几个进程（默认：能用的处理器数）")
    group.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="本机进程（默认）或Spark"
    )
    group.add_argument("--fresh", action="store_true", help="从头读，不接着上次")
    group.add_argument("--timeout", type=float, metavar="S", help="一份文件最多读几秒（默认120）")
    group.add_argument("--memory", type=float, metavar="GB", help="一个进程最多用多少内存（默认4，0为不限）")


class Line:
    """One line on a terminal that is written anew: how many of how many, how fast, how long still. Elsewhere it stays silent."""

    def __init__(self, stream: TextIO, *, width: int = 24) -> None:
        self.stream = stream
        self.width = width
        self.shows = stream.isatty()
        self.began = self.last = time.monotonic()
        self.drawn = False

    def __call__(self, progress: Progress) -> None:
        """Draw how far it is, at most five times a second."""
        now = time.monotonic()
        if not self.shows or (now - self.last < 0.2 and progress.done < progress.total):
            return
        self.last, self.drawn = now, True
        self.stream.write(f"\r\x1b[K{bar(progress, now - self.began, self.width)}")
        self.stream.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.drawn:
            self.stream.write("\r\x1b[K")
            self.stream.flush()


def bar(progress: Progress, seconds: float, width: int) -> str:
    """The line itself.

    >>> from zhenwu.reader.many import Progress
    >>> bar(Progress(total=200, done=100, kept=40, failed=1), 30.0, 8)
    '████░░░░ 100/200  每秒2份  还要50秒  读不了1份'
    """
    full = width * progress.done // max(1, progress.total)
    text = f"{'█' * full}{'░' * (width - full)} {progress.done}/{progress.total}"
    read = progress.done - progress.kept
    if read and seconds > 0:
        rate = read / seconds
        text += f"  每秒{rate:.3g}份  还要{lasting((progress.total - progress.done) / rate)}"
    return f"{text}  读不了{progress.failed}份" if progress.failed else text


def lasting(seconds: float) -> str:
    """A time as people say it.

    >>> lasting(42.4), lasting(125), lasting(7300)
    ('42秒', '2分05秒', '2小时01分')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole}秒"
    if whole < 3600:
        return f"{whole // 60}分{whole % 60:02d}秒"
    return f"{whole // 3600}小时{whole % 3600 // 60:02d}分"


def run(arguments: argparse.Namespace) -> int:
    """Read and say what was read; 1 where a file could not be."""
    from zhenwu.reader.many import MEMORY, SECONDS
    from zhenwu.reader.many import run as read_many

    if "-" in arguments.file:
        raise BadInput(
            "标准输入里只能有一份报告", expected="目录或文件", do="请去掉--out", code="ZW-MANY-OUT"
        )
    if arguments.format != "table":
        raise BadInput(
            "--out写的是Parquet表，不能再要--format", expected="--out或--format", code="ZW-MANY-OUT"
        )
    jobs = arguments.jobs if arguments.jobs is not None else len(os.sched_getaffinity(0))
    seconds = arguments.timeout if arguments.timeout is not None else SECONDS
    memory = round(arguments.memory * 1024**3) if arguments.memory is not None else MEMORY
    for name, value, least in (("--jobs", jobs, 1), ("--timeout", seconds, 0.1), ("--memory", memory, 0)):
        if value < least:
            raise BadInput(f"{name}不能小于{least}", expected=f"不小于{least}的数", code="ZW-MANY-NUMBER")
    line = Line(sys.stderr)
    began = time.monotonic()
    try:
        if arguments.engine == "spark":
            import zhenwu.reader.many.spark as spark

            made = spark.run(
                arguments.file, arguments.out, what=arguments.what, jobs=jobs, year=arguments.year, fresh=arguments.fresh,
                seconds=seconds, memory=memory,
            )  # fmt: skip
        else:
            made = read_many(
                arguments.file, arguments.out, what=arguments.what, jobs=jobs, year=arguments.year, fresh=arguments.fresh,
                seconds=seconds, memory=memory, tell=line,
            )  # fmt: skip
    except KeyboardInterrupt:
        line.clear()
        print("停下了。已读完的都留着；再运行同一条命令就接着读。", file=sys.stderr)
        return 130
    line.clear()
    print(told(made, time.monotonic() - began))
    return 1 if made.failed else 0


def told(made: Summary, seconds: float) -> str:
    """What a run did, in one sentence or two."""
    kept = f"，其中{made.kept}份是上次读的" if made.kept else ""
    bad = f"，{made.failed}份读不了（表里各有一行写明原因）" if made.failed else ""
    text = f"{made.out}：{made.total}份报告{kept}{bad}，用了{lasting(seconds)}。"
    left = []
    if made.passed.others:
        left.append(f"{made.passed.others}个不是报告格式的文件")
    if made.passed.links:
        left.append(f"{made.passed.links}个目录链接")
    return f"{text}没有读：{'、'.join(left)}。" if left else text
