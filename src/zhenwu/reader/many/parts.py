"""The folder of a run that is not finished: what it is, which files it reads, and the parts that are done.

`readings.parquet.parts/`
    run.json                what this run is; another one does not go on with it
    list-0.jsonl            the files in order, one a line; list-1.jsonl those that were new when it went on, and so on
    parts-1f0c…/0-000012/   all rows of one block of files: one Parquet file per table, and files.json with their signatures
    open.jsonl              blocks without a part when Spark's tasks were given out, one a line
    lock                    held while somebody works here

Every file is written beside its place, flushed to the disk and renamed, a part as a whole folder. A part is therefore there with all
its rows or not at all, whenever the machine stops; a block without a part is read again. Two who read one block harm each other in
nothing: each writes beside under a name of its own, and the later one throws its copy away. The folder of parts has a name of its own
for each run begun, so that a worker that outlives its run has nowhere to write.
"""

from __future__ import annotations

import contextlib
import fcntl
import heapq
import itertools
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhenwu.kernel.errors import Conflict
from zhenwu.reader.many.listing import Found, Passed, walk
from zhenwu.reader.many.one import Signature, signature
from zhenwu.reader.many.tables import Rows, arrow, schema

#: A block ends with so many files or bytes: what a kill can cost a worker, and what a worker keeps in memory.
FILES, BYTES = 64, 16 * 1024 * 1024
#: Rows of a row group in the finished table.
GROUP = 65_536


@dataclass(slots=True)
class Block:
    """Files that one worker reads in one go; `known` are errors that have been settled already, by the file's place."""

    name: str
    files: list[Found]
    known: dict[int, tuple[str, str]] = field(default_factory=dict)
    crashes: dict[int, int] = field(default_factory=dict)


def cut(number: int, found: Iterator[Found]) -> Iterator[Block]:
    """The blocks of a list, cut in the same places however often it is read."""
    files: list[Found] = []
    size = count = 0
    for entry in found:
        if files and (len(files) == FILES or size + entry.size > BYTES):
            yield Block(f"{number}-{count:06d}", files)
            files, size, count = [], 0, count + 1
        files.append(entry)
        size += entry.size
    if files:
        yield Block(f"{number}-{count:06d}", files)


def _sync(path: Path) -> None:
    """Flush a file's bytes, or a folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put(path: Path, write: Any) -> None:
    """Write a file beside its place, flush it and rename it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    write(beside)
    _sync(beside)
    beside.replace(path)
    _sync(path.parent)


def _clear(folder: Path) -> None:
    """Take a folder away. Renamed first: who still writes there finds no place, rather than finishing a part that is half gone."""
    gone = folder.with_name(f".{secrets.token_hex(8)}")
    folder.rename(gone)
    shutil.rmtree(gone)


def save_part(
    parts: Path, name: str, rows: Rows, signatures: Sequence[Signature | None], failed: int
) -> None:
    """Put the rows of a block into its place in one step. Somebody who was there before stays: their rows are the same."""
    # process numbers come twice on several machines
    made = parts / f".{name}.{secrets.token_hex(8)}"
    made.mkdir()
    parquet = arrow().parquet
    for table, values in rows.arrow().items():
        parquet.write_table(values, made / f"{table}.parquet", compression="zstd")
        _sync(made / f"{table}.parquet")
    (made / "files.json").write_text(json.dumps({"files": signatures, "failed": failed}), "ascii")
    _sync(made / "files.json")
    _sync(made)
    try:
        made.rename(parts / name)
    except OSError:
        if not (parts / name).is_dir():
            raise
        shutil.rmtree(made, ignore_errors=True)
    _sync(parts)


class Workplace:
    """A run's folder. Use as a context: nobody else works in it meanwhile."""

    def __init__(self, folder: Path, run: dict[str, object]) -> None:
        self.folder = folder
        self.parts = folder
        self.run = run
        self.total = self.kept = self.failed = 0
        self.passed = Passed()

    def __enter__(self) -> Workplace:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (self.folder / "lock").open("w")
        try:
            # a lock of this process alone, which ends with it however it ends
            fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._lock.close()
            raise Conflict(
                "另有一个程序正在读到同一个地方",
                where=str(self.folder),
                expected="一个地方同时只有一个程序在读",
                do="请等它读完，或换一个--out",
                code="ZW-MANY-BUSY",
            ) from None
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def prepare(self, root: str, places: Sequence[str], *, fresh: bool) -> None:
        """List the files, or go on with the list that is there: changed files lose their part, new ones are added.

        fresh : begin anew. Raises Conflict when another run was left here.
        """
        told = self.folder / "run.json"
        if fresh:
            told.unlink(missing_ok=True)
        before = json.loads(told.read_text("ascii")) if told.exists() else None
        token = secrets.token_hex(4) if before is None else before["token"]
        self.parts = self.folder / f"parts-{token}"
        if before is None:
            for entry in self.folder.iterdir():
                if entry.is_dir():
                    _clear(entry)
                elif entry.name != "lock":
                    entry.unlink()
            self.parts.mkdir()
            self._list(0, walk(root, places, self.passed))
            _put(told, lambda path: path.write_text(json.dumps({"token": token, "run": self.run}), "ascii"))
        elif before["run"] != self.run:
            raise Conflict(
                "这里有上次没读完的，但那次读的不是同样的文件，或用的是另一版规则",
                where=str(self.folder),
                expected="同一条命令接着读",
                do="请用原来的命令接着读，或加--fresh从头读，或换一个--out",
                code="ZW-MANY-OTHER",
            )
        else:
            for left in self.parts.glob(".*"):
                # a worker of the ended run may just be putting it into its place
                with contextlib.suppress(FileNotFoundError):
                    _clear(left)
            self._refresh(root, places)
        self.total = sum(1 for _ in self._found())

    def _list(self, number: int, found: Iterator[Found]) -> None:
        def write(path: Path) -> None:
            with path.open("w", encoding="ascii") as file:
                for entry in found:
                    file.write(json.dumps([entry.path, entry.size, entry.closed]) + "\n")

        _put(self.folder / f"list-{number}.jsonl", write)

    def _lists(self) -> list[Path]:
        return sorted(self.folder.glob("list-*.jsonl"), key=lambda p: int(p.stem[5:]))

    def _found(self) -> Iterator[Found]:
        for path in self._lists():
            yield from _read(path)

    def _refresh(self, root: str, places: Sequence[str]) -> None:
        for block in self._all():
            part = self.parts / block.name
            if not part.is_dir():
                continue
            then = json.loads((part / "files.json").read_text("ascii"))
            now = [list(s) if (s := signature(Path(root, f.path))) else None for f in block.files]
            if then["files"] != now:
                _clear(part)
            else:
                self.kept += len(block.files)
                self.failed += then["failed"]
        known = heapq.merge(*map(_read, self._lists()), key=lambda f: f.order)
        added = _only_new(walk(root, places, self.passed), known)
        first = next(added, None)
        if first is not None:
            self._list(len(self._lists()), _chain(first, added))

    def _all(self) -> Iterator[Block]:
        """Every block in order."""
        for number, path in enumerate(self._lists()):
            yield from cut(number, _read(path))

    def open_blocks(self) -> Iterator[Block]:
        """Blocks that have no part yet."""
        for block in self._all():
            if not (self.parts / block.name).is_dir():
                yield block

    def hand_out(self) -> tuple[Path, int]:
        """The open blocks as a file that tasks on other machines read, one a line, and how many they are."""
        count = 0

        def write(path: Path) -> None:
            nonlocal count
            with path.open("w", encoding="ascii") as file:
                for block in self.open_blocks():
                    files = [(f.path, f.size, f.closed) for f in block.files]
                    file.write(json.dumps([block.name, files]) + "\n")
                    count += 1

        _put(self.folder / "open.jsonl", write)
        return self.folder / "open.jsonl", count

    def faults(self) -> int:
        """How many files could not be read, by the parts that are there."""
        return sum(
            json.loads((self.parts / block.name / "files.json").read_text("ascii"))["failed"]
            for block in self._all()
        )

    def merge(self, tables: Sequence[str], failures_in: str, out: Path) -> None:
        """Put all parts together into the finished table, or into a folder of all tables, and clear the workplace away."""
        pq = arrow().parquet
        for table in tables:
            place = out if len(tables) == 1 else out / f"{table}.parquet"
            place.parent.mkdir(parents=True, exist_ok=True)
            columns = schema(table, failures=table == failures_in)

            def write(path: Path, table: str = table, columns: Any = columns) -> None:
                with pq.ParquetWriter(path, columns, compression="zstd") as writer:
                    for batch in self._grouped(table):
                        writer.write_table(batch, row_group_size=GROUP)

            _put(place, write)
        self.discard()

    def discard(self) -> None:
        """Clear the workplace away; the first to go is what says that there is something to go on with."""
        (self.folder / "run.json").unlink()
        _clear(self.parts)
        shutil.rmtree(self.folder)

    def _grouped(self, table: str) -> Iterator[Any]:
        pa = arrow()
        waiting: list[Any] = []
        for block in self._all():
            part = pa.parquet.read_table(self.parts / block.name / f"{table}.parquet", memory_map=False)
            if part.num_rows:
                waiting.append(part)
            if sum(p.num_rows for p in waiting) >= GROUP:
                yield pa.concat_tables(waiting)
                waiting = []
        if waiting:
            yield pa.concat_tables(waiting)


def handed_out(path: Path, share: int, shares: int) -> Iterator[Block]:
    """One share of the blocks that were handed out."""
    with path.open(encoding="ascii") as file:
        for line in itertools.islice(file, share, None, shares):
            name, files = json.loads(line)
            yield Block(name, [Found(*f) for f in files])


def _read(path: Path) -> Iterator[Found]:
    with path.open(encoding="ascii") as file:
        for line in file:
            yield Found(*json.loads(line))


def _chain(first: Found, rest: Iterator[Found]) -> Iterator[Found]:
    yield first
    yield from rest


def _only_new(found: Iterator[Found], known: Iterator[Found]) -> Iterator[Found]:
    """What is found and not known; both are in order."""
    there = next(known, None)
    for entry in found:
        while there is not None and there.order < entry.order:
            there = next(known, None)
        if there is None or there.order != entry.order:
            yield entry
