"""The text of a pdf: a process of its own tells where each character stands, and the modules here make rows, lines and paragraphs of it."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import tempfile
import threading
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from zhenwu.reader.inputs import faults
from zhenwu.reader.inputs.pdf import child, paragraphs
from zhenwu.reader.inputs.pdf.rows import Page
from zhenwu.reader.inputs.source import Source

_KIND = "PDF"
#: The child limits its own computing; this ends one that waits for something that never comes.
_SECONDS = 20
_COLUMNS = ("left", "right", "top", "bottom", "baseline", "angle")


class _Broken(Exception):
    """The child ended before it had told everything."""


def read(source: Source) -> tuple[str, list[str]]:
    """The text of a pdf file, and what was left unread in words.

    Raises BadInput: encrypted, truncated, too long or too heavy, a scan without text, or fonts without characters.
    """
    _check_whole(source)
    pages = list(_pages(source))
    if not any(page.codes for page in pages):
        if any(page.objects for page in pages):
            raise faults.picture(source.name, f"{len(pages)}页里都是图片，没有文字")
        raise faults.empty(source.name, "没有文字")
    text = paragraphs.text(pages)
    strange = sum(1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or c < "\t")
    if strange * 3 > len(text.replace("\n", "")):
        raise faults.garbled(source.name)
    unread = [number for number, page in enumerate(pages, 1) if page.objects and not page.codes]
    notes = [f"第{'、'.join(map(str, unread[:20]))}页只有图片，没有读"] if unread else []
    return text, notes


def check(source: Source) -> None:
    """Whether a pdf file opens, whatever is on its pages. Raises BadInput: encrypted, truncated, too long or too heavy."""
    _check_whole(source)
    for _page in _pages(source, child.LOOK):
        pass


def _check_whole(source: Source) -> None:
    """Refuse a file whose end is missing: the engine would read the pages that are left and not say so."""
    source.file.seek(max(0, source.size - 4096))
    if b"%%EOF" not in source.file.read():
        raise faults.truncated(source.name, _KIND)
    at = source.head.find(b"/Linearized")
    if at >= 0 and (said := source.head.find(b"/L ", at, at + 512)) >= 0:
        length = source.head[said + 3 : said + 15].split(b"/")[0].split()
        if length and length[0].isdigit() and int(length[0]) > source.size:
            raise faults.truncated(source.name, _KIND)


def _pages(source: Source, *asked: str) -> Iterator[Page]:
    """The pages one after another, as the child tells them."""
    with tempfile.TemporaryFile() as copy:
        source.file.seek(0)
        file: BinaryIO = source.file
        try:
            file.fileno()
        except (OSError, AttributeError):
            while block := source.file.read(2**20):
                copy.write(block)
            copy.seek(0)
            file = cast(BinaryIO, copy)
        else:
            # what is read ahead here must not be missing there
            os.lseek(file.fileno(), 0, os.SEEK_SET)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(Path(child.__file__)), *asked],
            stdin=file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        watch = threading.Timer(_SECONDS, process.kill)
        watch.start()
        try:
            assert process.stdout is not None
            yield from _frames(cast(BinaryIO, process.stdout))
        except _Broken:
            raise _fault(process.wait(), source.name) from None
        finally:
            watch.cancel()
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


def _frames(stream: BinaryIO) -> Iterator[Page]:
    while (kind := stream.read(1)) == b"P":
        count, objects = struct.unpack("<II", _exactly(stream, 8))
        codes = array("I", _exactly(stream, 4 * count))
        yield Page(codes, objects, *(array("f", _exactly(stream, 4 * count)) for _ in _COLUMNS))
    if kind != b"E":
        raise _Broken


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise _Broken
    return data


def _fault(status: int, name: str) -> Exception:
    if status == child.LOCKED:
        return faults.encrypted(name)
    if status == child.DAMAGED:
        return faults.truncated(name, _KIND)
    if status == child.TOO_LONG:
        return faults.too_large(
            name, "太多页或太多字", f"{child.MOST_PAGES}页、{child.MOST_CHARACTERS // 10_000}万字"
        )
    return faults.too_heavy(name)
