"""Photographs and pictures, written anew: what shows the picture stays, what tells where and by whom it was taken goes.

A telephone writes the place into every photograph. Of JPEG only the picture, its colours and which way is up are kept, of PNG
the picture and its colours; whatever hangs on behind the picture is cut off. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

#: What a picture is made of: frames, tables, scans, restart intervals.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_KEPT = {*_FRAMES, 0xC4, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD, 0xE0}
#: Inside a scan, a marker is 0xFF with neither a stuffed zero, a restart nor filling behind it.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"pHYs",
    b"bKGD",
}
_ORIENTATION = 0x0112


class Broken(ValueError):
    """No whole picture."""


def clean_jpeg(data: bytes) -> bytes:
    """The picture alone. Raises Broken."""
    made = bytearray(b"\xff\xd8")
    framed = scanned = False
    for marker, body, scan in _segments(data):
        if marker == 0xD9:
            if framed and scanned:
                return bytes(made + b"\xff\xd9")
            break
        if marker == 0xE1 and body.startswith(b"Exif\x00\x00"):
            made += _upright(body[6:])
        elif marker in _KEPT or (marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00")):
            made += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + scan
        elif marker == 0xEE and body.startswith(b"Adobe") and len(body) == 12:
            made += struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body
        framed |= marker in _FRAMES and len(body) > 5 and body[3:5] != b"\x00\x00"
        scanned |= marker == 0xDA
    raise Broken


def _segments(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(marker, body, what follows a scan's head) in order, until the picture ends."""
    if not data.startswith(b"\xff\xd8\xff"):
        raise Broken
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise Broken
        marker = data[at + 1]
        at += 1 if marker == 0xFF else 2
        if marker == 0xFF:
            continue
        if marker == 0xD9:
            yield marker, b"", b""
            return
        if at + 2 > len(data):
            break
        (length,) = struct.unpack_from(">H", data, at)
        if length < 2 or at + length > len(data):
            break
        body, at = data[at + 2 : at + length], at + length
        scan = b""
        if marker == 0xDA:
            found = _MARKER.search(data, at)
            if found is None:
                break
            scan, at = data[at : found.start()], found.start()
        yield marker, body, scan
    raise Broken


def _upright(tiff: bytes) -> bytes:
    """A segment that says which way is up and nothing else; empty where the photograph does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None or len(tiff) < 14:
        return b""
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    if first + 2 > len(tiff):
        return b""
    (count,) = struct.unpack_from(f"{order}H", tiff, first)
    for entry in range(first + 2, min(first + 2 + 12 * count, len(tiff) - 11), 12):
        tag, kind, number, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
        if tag == _ORIENTATION and kind == 3 and number == 1 and 1 < value <= 8:
            body = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, tag, 3, 1, value, 0, 0)
            return struct.pack(">BBH", 0xFF, 0xE1, len(body) + 2) + body
    return b""


def clean_png(data: bytes) -> bytes:
    """The picture alone. Raises Broken."""
    if not data.startswith(_PNG):
        raise Broken
    made, at = bytearray(_PNG), len(_PNG)
    seen: set[bytes] = set()
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if (
            end > len(data)
            or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]
        ):
            break
        if not seen and (kind != b"IHDR" or 0 in struct.unpack_from(">II", data, at + 8)):
            break
        seen.add(kind)
        if kind in _CHUNKS:
            made += data[at:end]
        at = end
        if kind == b"IEND":
            if b"IDAT" in seen:
                return bytes(made)
            break
    raise Broken
