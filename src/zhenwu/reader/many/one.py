"""Reads one file of many: its bytes once, with their digest, and whatever goes wrong as an error of ours."""

from __future__ import annotations

import hashlib
import stat
import traceback
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from zhenwu import __version__
from zhenwu.kernel.errors import BadInput, ZhenwuError
from zhenwu.reader import Reading, read
from zhenwu.reader.inputs import LARGEST

#: Size, and when bytes and entry last changed; a file with another one has to be read again.
Signature = tuple[int, int, int]
_TRIES = 3


@dataclass(frozen=True, slots=True)
class One:
    """What came of a file: its reading or its error."""

    signature: Signature | None
    sha256: str | None
    outcome: Reading | ZhenwuError


@lru_cache(maxsize=1)
def reader_version() -> str:
    """The reader's version and a digest of its code and lexicon, such as 0.1.0+3f2a9c41: other rules, another version."""
    total = hashlib.sha256()

    def take(folder: Traversable) -> None:
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.is_dir():
                if entry.name not in ("__pycache__", "many"):
                    take(entry)
            elif entry.name.endswith((".py", ".yaml")):
                total.update(entry.name.encode() + b"\0" + entry.read_bytes())

    for package in ("zhenwu.kernel", "zhenwu.lexicon", "zhenwu.reader"):
        take(files(package))
    return f"{__version__}+{total.hexdigest()[:8]}"


def signature(path: Path) -> Signature | None:
    """The file's signature; nothing where it cannot be asked."""
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_size, told.st_mtime_ns, told.st_ctime_ns


def read_one(path: Path, *, year: int | None = None) -> One:
    """Read a file. Never raises: a fault of the reader itself is an error with its place in the code."""
    seen, digest = None, None
    try:
        content, seen = _content(path)
        digest = hashlib.sha256(content).hexdigest()
        return One(seen, digest, read(content, name=path.name, year=year))
    except ZhenwuError as error:
        return One(seen or signature(path), digest, error)
    except MemoryError:
        return One(seen, digest, failure("ZW-READ-MEMORY", path.name, "读的时候内存不够"))
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        what = f"读的时候程序出错：{type(error).__name__}: {error}（{Path(place.filename).name}第{place.lineno}行）"
        return One(seen, digest, failure("ZW-READ-FAULT", path.name, what))


def failure(code: str, name: str, what: str) -> BadInput:
    """The error of a file that the reader, not the file's maker, may have to answer for."""
    return BadInput(
        what, where=name, expected="一份能读的报告", do="请单独读这份文件看看，或把它发给维护的人", code=code
    )


def _content(path: Path) -> tuple[bytes, Signature]:
    """The bytes of a file that did not change while they were read."""
    for _ in range(_TRIES):
        try:
            before = signature(path)
            if before is not None and not stat.S_ISREG(path.stat().st_mode):
                raise BadInput("不是普通文件", where=path.name, expected="一份文件", code="ZW-READ-OPEN")
            if before is None or before[0] > LARGEST:
                # refused unread, in the words of the reader
                read(path)
                continue
            content = path.read_bytes()
        except OSError:
            read(path)
            continue
        if signature(path) == before and len(content) == before[0]:
            return content, before
    raise BadInput(
        "读的时候文件一直在变", where=path.name, expected="写完了的文件", do="请等文件写完后再读", code="ZW-READ-CHANGED"
    )  # fmt: skip
