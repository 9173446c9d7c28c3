"""Run as a program of its own: writes where every character of the PDF on standard input stands.

A PDF can ask for any amount of memory and time, and the engine cannot be interrupted; so it works in a process with
limits, and whoever waits for it never suffers. Output: frames that begin with one letter.

P  a page: number of characters, number of objects that are no text, then the columns code, left, right, top, bottom, baseline, angle
E  the end: everything was told
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import mmap
import os
import resource
import struct
import sys
from array import array
from typing import Any

#: Beyond the size of the file itself, which is mapped.
MEMORY = 384 * 2**20
#: Seconds of computing, not of waiting.
SECONDS = 4
MOST_PAGES = 1000
MOST_CHARACTERS = 1_200_000

LOCKED, DAMAGED, TOO_LONG = 3, 4, 5
LOOK = "look"


def main() -> int:
    """Read standard input, write frames; the exit status says what went wrong."""
    size = os.fstat(0).st_size
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY + size, MEMORY + size))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2.raw as engine

    engine.FPDF_InitLibrary()
    with mmap.mmap(0, size, access=mmap.ACCESS_COPY) as content:
        data = (ctypes.c_char * size).from_buffer(content)
        try:
            document = engine.FPDF_LoadMemDocument64(data, size, None)
            if not document:
                locked = engine.FPDF_GetLastError() in (engine.FPDF_ERR_PASSWORD, engine.FPDF_ERR_SECURITY)
                return LOCKED if locked else DAMAGED
            pages = engine.FPDF_GetPageCount(document)
            if pages > MOST_PAGES:
                return TOO_LONG
            left = MOST_CHARACTERS
            # who only asks whether it opens waits for no page
            for number in range(0 if LOOK in sys.argv[1:] else pages):
                left -= _page(engine, document, number, left)
                if left < 0:
                    return TOO_LONG
            engine.FPDF_CloseDocument(document)
        finally:
            del data
    sys.stdout.buffer.write(b"E")
    sys.stdout.buffer.flush()
    return 0


def _page(engine: Any, document: Any, number: int, most: int) -> int:
    page = engine.FPDF_LoadPage(document, number)
    if not page:
        sys.stdout.buffer.write(b"P" + struct.pack("<II", 0, 1))
        return 0
    words = engine.FPDFText_LoadPage(page)
    count = max(0, engine.FPDFText_CountChars(words)) if words else 0
    if count > most:
        return count
    columns = _characters(engine, words, count)
    objects = 0 if columns[0] else max(0, engine.FPDFPage_CountObjects(page))
    sys.stdout.buffer.write(b"P" + struct.pack("<II", len(columns[0]), objects))
    for column in columns:
        column.tofile(sys.stdout.buffer)
    if words:
        engine.FPDFText_ClosePage(words)
    engine.FPDF_ClosePage(page)
    return count


def _characters(engine: Any, words: Any, count: int) -> tuple[array[Any], ...]:
    """The characters that the page itself shows, without the spaces and line ends that the engine makes up."""
    codes = array("I")
    numbers = [array("f") for _ in range(6)]
    box, x, y = engine.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    made_up, loose, origin, angle = (
        engine.FPDFText_IsGenerated,
        engine.FPDFText_GetLooseCharBox,
        engine.FPDFText_GetCharOrigin,
        engine.FPDFText_GetCharAngle,
    )
    for i in range(count):
        code = engine.FPDFText_GetUnicode(words, i)
        if made_up(words, i) == 1 or code < 32:
            continue
        if not loose(words, i, box_at) or not origin(words, i, x_at, y_at):
            continue
        turn = angle(words, i)
        row = (box.left, box.right, box.top, box.bottom)
        if not all(map(math.isfinite, (*row, x.value, y.value, turn))):
            continue
        codes.append(code)
        for column, value in zip(numbers, (*row, turn, 0.0), strict=True):
            column.append(value)
        # The baseline runs across the way the text is turned.
        quarter = round(turn / (math.pi / 2)) % 4
        numbers[5][-1] = (y.value, x.value, -y.value, -x.value)[quarter]
    left, right, top, bottom, turns, baseline = numbers
    return codes, left, right, top, bottom, baseline, turns


if __name__ == "__main__":
    sys.exit(main())
