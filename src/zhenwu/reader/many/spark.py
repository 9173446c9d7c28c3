"""The same run as a Spark job: each task reads blocks of files by the same crew into the same parts, so that either engine goes on
with what the other has left.

The driver lists the files, holds the lock, hands out the blocks that have no part, and puts the parts together. Every executor must
see the files and the place of the tables under the same paths and have this package installed. Without a running session one is made
on this machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from zhenwu.kernel.errors import BadInput
from zhenwu.reader.many.crew import Crew, Orders, stopped
from zhenwu.reader.many.parts import Workplace, handed_out
from zhenwu.reader.many.run import MEMORY, SECONDS, Summary, carried_out
from zhenwu.reader.many.tables import arrow


def session(jobs: int) -> Any:
    """The Spark session that is there, or one on this machine. BadInput where pyspark or Java is missing."""
    arrow()
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BadInput(
            "用Spark读要有pyspark，这里没有装",
            expected="装有可选部分spark的镇务",
            do="请运行：pip install 'zhenwu[spark]'，或去掉--engine spark",
            code="ZW-MANY-SPARK",
        ) from error
    there = SparkSession.getActiveSession()
    if there is not None:
        return there
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        made = (
            SparkSession.builder.appName("zhenwu read")
            .master(f"local[{jobs}]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.ui.showConsoleProgress", "false")
            .getOrCreate()
        )
        made.sparkContext.setLogLevel("ERROR")
        return made
    except Exception as error:
        raise BadInput(
            f"Spark起不来：{str(error).splitlines()[0] if str(error) else type(error).__name__}",
            expected="装有Java 17或更新版本的机器",
            do="请装Java（Debian：apt-get install default-jre-headless），或去掉--engine spark",
            code="ZW-MANY-SPARK",
        ) from error


def run(
    sources: Sequence[str],
    out: str | Path,
    *,
    what: str = "figures",
    jobs: int = 1,
    year: int | None = None,
    fresh: bool = False,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Summary:
    """Read many reports into tables by Spark; arguments and tables are those of `zhenwu.reader.many.run`.

    jobs : cores of a session made here.
    """
    return carried_out(
        lambda: partial(_by_spark, session(jobs)), sources, out,
        what=what, year=year, fresh=fresh, seconds=seconds, memory=memory,
    )  # fmt: skip


def _by_spark(spark: Any, place: Workplace, orders: Orders, tell: Callable[[int, int], None]) -> None:
    handed, blocks = place.hand_out()
    if not blocks:
        return
    count = min(blocks, 2 * spark.sparkContext.defaultParallelism)
    # tasks get the number of their share alone: the list of files stays on the disk, however long it is
    shares = spark.range(0, count, 1, count)
    try:
        shares.mapInArrow(partial(read_shares, orders, handed.absolute(), count), "files int").count()
    except Exception as error:
        raise stopped(_reason(error)) from error
    if next(place.open_blocks(), None) is not None:
        raise stopped("有的任务没有写出结果，各台机器看到的可能不是同一个目录")


def read_shares(orders: Orders, handed: Path, count: int, batches: Iterator[Any]) -> Iterator[Any]:
    """A task: read the blocks of its share by one supervised worker; what an earlier attempt has finished stays."""
    pa = arrow()
    with tempfile.TemporaryDirectory(prefix="zhenwu-many-") as folder, Crew(orders, 1, Path(folder)) as crew:
        for batch in batches:
            for share in batch.column(0).to_pylist():
                for block in handed_out(handed, share, count):
                    if not Path(orders.parts, block.name).is_dir():
                        crew.read(iter([block]), lambda read, failed: None)
                    # told block by block: a task whose Spark is gone ends here
                    yield pa.RecordBatch.from_pydict({"files": pa.array([len(block.files)], pa.int32())})


def _reason(error: Exception) -> str:
    """Why a job ended: what a crew said, out of the many lines that Spark makes of it, or else the first of them.

    >>> _reason(Exception("Job aborted:\\n zhenwu.kernel.errors.ZhenwuError: 读不下去了：磁盘已满。应为：能写的磁盘。\\n at Executor"))
    '磁盘已满'
    >>> _reason(Exception("Java heap space\\n at Executor"))
    'Java heap space'
    """
    lines = str(error).strip().splitlines() or [type(error).__name__]
    said = next((line.partition("读不下去了：")[2] for line in lines if "读不下去了：" in line), lines[0])
    return said.partition("。应为：")[0]
