"""The container of old Office files (OLE compound file): which streams are in it, and whether it is all there.

Only enough is read to tell a whole Word document from one cut short, locked or of another program; the text itself
is LibreOffice's work. Every chain of sectors is bounded by the number of sectors that the file can hold.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF
_MOST_ENTRIES = 20_000


class Damaged(Exception):
    """The container does not hold together, or its end is missing."""


@dataclass(frozen=True, slots=True)
class Stream:
    """A named stream: where it begins and how long it is."""

    first: int
    size: int


class Compound:
    """A compound file's streams by name. Raises Damaged."""

    def __init__(self, content: bytes) -> None:
        if len(content) < 512 or not content.startswith(MAGIC):
            raise Damaged
        self.content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in (9, 12):
            raise Damaged
        self.sector = 1 << shift
        tables, first_directory, self.cutoff, _, _, first_more, _ = struct.unpack_from(
            "<II4xIIIII", content, 44
        )
        self.most = len(content) // self.sector + 1
        self.table = self._table(tables, first_more)
        self.streams: dict[str, Stream] = {}
        self.root = Stream(_END, 0)
        self._directory(first_directory)

    def _table(self, tables: int, more: int) -> array[int]:
        """The table that says for every sector which one follows."""
        numbers = [n for n in struct.unpack_from("<109I", self.content, 76) if n not in (_FREE, _END)]
        each = self.sector // 4
        seen = 0
        while more not in (_FREE, _END):
            seen += 1
            if seen > self.most or len(numbers) > self.most:
                raise Damaged
            block = struct.unpack(f"<{each}I", self._sector(more))
            numbers += [n for n in block[:-1] if n not in (_FREE, _END)]
            more = block[-1]
        if tables > self.most or len(numbers) < tables:
            raise Damaged
        made = array("I")
        for number in numbers[:tables]:
            made.extend(struct.unpack(f"<{each}I", self._sector(number)))
        return made

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.sector
        data = self.content[start : start + self.sector]
        if len(data) < self.sector:
            raise Damaged
        return data

    def chain(self, first: int, size: int | None = None) -> list[int]:
        """The sectors of a stream in order; with a size, all that it needs must lie within the file."""
        found: list[int] = []
        at = first
        while at != _END:
            if at >= len(self.table) or len(found) > self.most:
                raise Damaged
            found.append(at)
            at = self.table[at]
        if size is not None:
            if len(found) * self.sector < size:
                raise Damaged
            needed = found[: -(-size // self.sector)]
            last = size - (len(needed) - 1) * self.sector if needed else 0
            for number in needed:
                length = last if number == needed[-1] else self.sector
                if (number + 1) * self.sector + length > len(self.content):
                    raise Damaged
        return found

    def _directory(self, first: int) -> None:
        data = b"".join(self._sector(number) for number in self.chain(first)[: _MOST_ENTRIES // 4])
        for at in range(0, len(data) - 127, 128):
            entry = data[at : at + 128]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind in (2, 5) and 2 <= length <= 64:
                name = entry[: length - 2].decode("utf-16-le", "replace")
                if kind == 5:
                    self.root = Stream(start, size)
                else:
                    self.streams.setdefault(name, Stream(start, size))

    def check(self, name: str) -> None:
        """Damaged unless all of a stream is there."""
        stream = self.streams[name]
        if stream.size >= self.cutoff:
            self.chain(stream.first, stream.size)
        else:
            self.chain(self.root.first, self.root.size)

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a stream of ordinary size; fewer when it is kept among the small ones."""
        stream = self.streams[name]
        if stream.size < self.cutoff:
            return b""
        return self._sector(self.chain(stream.first)[0])[:size]
