"""Small files of every kind, made in memory: sound ones, and what comes in their place."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

import docx
import pypdfium2
from tests.apps.ledgers.books import book
from tests.unit.reader.inputs.files import compound


@cache
def word(text: str = "受理告知书") -> bytes:
    """A Word document of one line."""
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


@cache
def paper() -> bytes:
    """A PDF of one empty page."""
    out = io.BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(out)
    document.close()
    return out.getvalue()


def ofd() -> bytes:
    """The outside of an OFD document."""
    return zipped({"OFD.xml": b"<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>"})


def zipped(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def exif(order: str = ">", upright: int = 6) -> bytes:
    """What a telephone writes: which way is up, and where it was (a tag of places)."""
    mark = b"MM\x00*" if order == ">" else b"II*\x00"
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, upright, 0) + struct.pack(
        f"{order}HHII", 0x8825, 4, 1, 38
    )
    return (
        b"Exif\x00\x00"
        + mark
        + struct.pack(f"{order}IH", 8, 2)
        + entries
        + b"\x00" * 4
        + b"N 26.0753 E 119.3062"
    )


def photo(*, order: str = ">", upright: int = 6, behind: bytes = b"") -> bytes:
    """A photograph of one grey pixel block, as a telephone would send it."""
    frame = _segment(0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00")
    tables = _segment(0xDB, b"\x00" + b"\x01" * 64) + _segment(0xC4, b"\x00" + b"\x00" * 16)
    scan = _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return (
        b"\xff\xd8" + _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + _segment(0xE1, exif(order, upright)) + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x>place</x>")
        + _segment(0xED, b"Photoshop 3.0\x00city") + _segment(0xFE, b"by Wang Xiaoming") + tables + frame + scan
        + b"\xff\xd9" + behind
    )  # fmt: skip


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(*, behind: bytes = b"") -> bytes:
    """A PNG of one pixel with words and a place in it."""
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + _chunk(b"tEXt", b"Author\x00Wang Xiaoming") + _chunk(b"eXIf", exif()[6:])
        + _chunk(b"IDAT", zlib.compress(b"\x00\x80")) + _chunk(b"IEND", b"") + behind
    )  # fmt: skip


@cache
def sheet() -> bytes:
    """An Excel sheet of two cells."""
    return book([["甲"], ["乙"]])


SOUND = {
    "受理告知书.docx": word,
    "名册.xlsx": sheet,
    "批复.pdf": paper,
    "来文.ofd": ofd,
    "现场.jpg": photo,
    "现场.JPEG": photo,
    "截图.png": picture,
}
__all__ = ["SOUND", "book", "compound", "exif", "ofd", "paper", "photo", "picture", "word", "zipped"]
