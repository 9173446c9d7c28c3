"""The same run as a Spark job, with the same rows: each task reads blocks of files by the same crew and hands on their parts.

Every executor must see the files and the place of the tables under the same paths and have this package installed. Without a
running session one is made on this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from zhenwu.kernel.errors import BadInput
from zhenwu.reader.many.crew import Crew, Orders
from zhenwu.reader.many.listing import Found, Passed, nothing, roots, walk
from zhenwu.reader.many.parts import Block, cut
from zhenwu.reader.many.run import MEMORY, SECONDS, Summary, chosen
from zhenwu.reader.many.tables import PRECISION, SCALE, Type, arrow, names

_TYPES: dict[Type, str] = {
    "text": "string", "int": "int", "long": "bigint", "flag": "boolean", "number": f"decimal({PRECISION},{SCALE})",
    "ints": "array<int>", "spans": "array<struct<start:int,end:int>>",
}  # fmt: skip


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
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Summary:
    """Read many reports into tables by Spark; arguments and tables are those of `zhenwu.reader.many.run`.

    jobs : cores of a session made here. What an ended job has done is lost: Spark begins anew.
    """
    out = Path(out).absolute()
    tables = chosen(out, what)
    root, places = roots(sources)
    passed = Passed()
    # one text per block: names of files may hold bytes that Spark's texts do not
    blocks = [
        (json.dumps([b.name, [(f.path, f.size, f.closed) for f in b.files]]),)
        for b in cut(0, walk(root, places, passed))
    ]
    if not blocks:
        raise nothing(sources)
    spark = session(jobs)
    orders = {"root": root, "tables": tables, "year": year, "seconds": seconds, "memory": memory}
    count = min(len(blocks), 2 * max(jobs, spark.sparkContext.defaultParallelism))
    tasks = spark.createDataFrame(blocks, "block string").repartition(count)
    parts = tasks.mapInArrow(partial(_read, orders), "name string, part binary").persist()
    beside = out.with_name(f".{out.name}.spark")
    try:
        # read everything once, on all cores, before one core writes each table
        parts.count()
        failed = 0
        for table in tables:
            failures = table == tables[0]
            columns = ", ".join(f"{name} {_TYPES[type_]}" for name, type_ in names(table, failures=failures))
            rows = parts.where(parts["name"] == table).coalesce(1).mapInArrow(_decoded, columns)
            shutil.rmtree(beside, ignore_errors=True)
            rows.write.parquet(f"file://{beside}", compression="zstd")
            place = out if len(tables) == 1 else out / f"{table}.parquet"
            place.parent.mkdir(exist_ok=True)
            next(beside.glob("part-*.parquet")).replace(place)
            if failures:
                failed = spark.read.parquet(f"file://{place}").where("error is not null").count()
    finally:
        parts.unpersist()
        shutil.rmtree(beside, ignore_errors=True)
    return Summary(out, sum(len(json.loads(text)[1]) for (text,) in blocks), 0, failed, passed)


def _read(told: dict[str, Any], batches: Iterator[Any]) -> Iterator[Any]:
    """A task: read its blocks by one supervised worker; hand on the parts as they are."""
    pa = arrow()
    with tempfile.TemporaryDirectory(prefix="zhenwu-many-") as folder:
        place = Path(folder)
        orders = Orders(parts=folder, **told)
        with Crew(orders, 1, place) as crew:
            for batch in batches:
                for text in batch.column(0).to_pylist():
                    name, files = json.loads(text)
                    block = Block(name, [Found(*f) for f in files])
                    crew.read(iter([block]), lambda read, failed: None)
                    made = [(place / name / f"{table}.parquet").read_bytes() for table in orders.tables]
                    shutil.rmtree(place / name)
                    yield pa.RecordBatch.from_pydict(
                        {"name": list(orders.tables), "part": pa.array(made, pa.binary())}
                    )


def _decoded(batches: Iterator[Any]) -> Iterator[Any]:
    """The rows of parts."""
    pa = arrow()
    for batch in batches:
        for content in batch.column(1):
            yield from pa.parquet.read_table(pa.BufferReader(content.as_buffer())).to_batches()
