"""Which files a run reads: folders walked in a fixed order, files and patterns as named."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.reader.many.tables import printable

#: What reports are written in; other files of a folder are passed over.
ENDINGS = frozenset((".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".txt"))


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, by its path below the run's root, with its size; `closed` for a folder that cannot be opened."""

    path: str
    size: int = 0
    closed: bool = False

    @property
    def order(self) -> tuple[str, ...]:
        """By folder, then by name: files of one folder stand together, as the walk gives them."""
        return PurePath(self.path).parts


@dataclass(slots=True)
class Passed:
    """What a walk left out."""

    others: int = 0
    links: int = 0


def roots(sources: Sequence[str]) -> tuple[str, list[str]]:
    """The folder above all sources, and the sources below it in order, without those that others contain.

    sources : folders, files or patterns with * and ?. Raises NotFound for what is not there.
    """
    found: list[str] = []
    for source in sources:
        if os.path.lexists(source):
            found.append(os.path.abspath(source))  # noqa: PTH100  (Path.resolve would follow links)
            continue
        # a pattern may begin anywhere, which Path.glob does not take
        matches = sorted(glob.glob(source, recursive=True)) if glob.has_magic(source) else []  # noqa: PTH207
        if not matches:
            raise NotFound(
                f"没有文件或目录“{printable(source)}”", expected="目录、文件或带*的文件名", do="请核对路径", code="ZW-FILE"
            )  # fmt: skip
        found.extend(map(os.path.abspath, matches))
    places = sorted(set(found), key=lambda path: PurePath(path).parts)
    kept: list[str] = []
    for place in places:
        inside = kept and PurePath(place).is_relative_to(kept[-1]) and Path(kept[-1]).is_dir()
        if not inside:
            kept.append(place)
    if len(kept) == 1:
        root = kept[0] if Path(kept[0]).is_dir() else str(Path(kept[0]).parent)
    else:
        root = os.path.commonpath([str(Path(place).parent) for place in kept])
    return root, [os.path.relpath(place, root) for place in kept]


def walk(root: str, places: Sequence[str], passed: Passed) -> Iterator[Found]:
    """Every report below the places, in order. Links to files are followed, links to folders are not, so there are no loops."""
    for place in places:
        path = Path(root, place)
        if path.is_dir():
            yield from _folder(root, "" if place == "." else place, passed)
        else:
            yield Found(place, _seen(path)[1])


def _folder(root: str, folder: str, passed: Passed) -> Iterator[Found]:
    """Folders wait in a list of their own, not on the call stack: depth is no limit."""
    waiting: list[Iterator[Found | str]] = [_entries(root, folder, passed)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, str):
            waiting.append(_entries(root, entry, passed))
        else:
            yield entry


def _entries(root: str, folder: str, passed: Passed) -> Iterator[Found | str]:
    """Reports of one folder and, as plain text, the folders in it."""
    try:
        # names alone: a hundred thousand files in one folder are no load
        entries = sorted(os.listdir(Path(root, folder)))  # noqa: PTH208
    except OSError:
        yield Found(folder or ".", closed=True)
        return
    for entry in entries:
        path = f"{folder}/{entry}" if folder else entry
        if entry.startswith((".", "~$")):
            passed.others += 1
            continue
        mode, size = _seen(Path(root, path))
        if stat.S_ISDIR(mode):
            if Path(root, path).is_symlink():
                passed.links += 1
            else:
                yield path
        elif PurePath(entry).suffix.lower() in ENDINGS and (stat.S_ISREG(mode) or not mode):
            yield Found(path, size)
        else:
            passed.others += 1


def _seen(path: Path) -> tuple[int, int]:
    """Mode and size of what a path leads to; zeros where it leads nowhere."""
    try:
        told = path.stat()
    except OSError:
        return 0, 0
    return told.st_mode, told.st_size


def nothing(sources: Sequence[str]) -> BadInput:
    """The error of a run without a file."""
    return BadInput(
        "没有可读的报告",
        where="、".join(map(printable, sources)),
        expected="docx、doc、pdf、html或txt文件",
        do="请核对目录",
        code="ZW-MANY-NONE",
    )
