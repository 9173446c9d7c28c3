"""Where the bytes come from: a path, which is opened and not loaded, bytes, or a stream such as standard input."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zhenwu.reader.inputs import faults

#: Word and PDF files may carry photographs, which are not read.
LARGEST = 256 * 2**20
#: Files that are all text, and old documents, which are handed on whole.
LARGEST_TEXT = 36 * 2**20
LARGEST_DOC = 50 * 2**20
#: The longest text, in characters; a work report has ten to thirty thousand.
LONGEST = 12_000_000


@dataclass(slots=True)
class Source:
    """An open file with its name and size."""

    file: BinaryIO
    name: str
    size: int
    head: bytes

    def whole(self, most: int) -> bytes:
        """All its bytes; BadInput when there are more than `most`."""
        if self.size > most:
            raise too_large(self.name, self.size, most)
        self.file.seek(0)
        return self.file.read(most)

    def blank(self) -> bool:
        """Whether there is nothing in it but blanks and zeros."""
        if self.head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
            return False
        self.file.seek(0)
        while block := self.file.read(2**20):
            if block.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
                return False
        return True


def opened(source: bytes | Path | BinaryIO, name: str) -> Source:
    """Open a source; whoever asked closes `file`. Raises BadInput: not there, not readable, too large."""
    if isinstance(source, bytes):
        return _made(io.BytesIO(source), name)
    if isinstance(source, Path):
        name = name or source.name
        try:
            if not source.is_file():
                raise faults.cannot_open(name)
            return _made(source.open("rb"), name)
        except (OSError, ValueError) as error:
            raise faults.cannot_open(name) from error
    # A pipe cannot be wound back, and tells no size: it is read until it ends or grows too large.
    return _made(io.BytesIO(source.read(LARGEST + 1)), name)


def _made(file: BinaryIO, name: str) -> Source:
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > LARGEST:
        file.close()
        raise too_large(name, size, LARGEST)
    return Source(file, name, size, file.read(4096))


def too_large(name: str, size: int, most: int) -> Exception:
    """The error about a file of so many bytes."""
    return faults.too_large(name, f"{-(-size // 2**20)} MB", f"{most // 2**20} MB")
