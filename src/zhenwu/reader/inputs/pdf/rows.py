"""Characters become rows: what stands on one baseline, whether it was painted in one go or in several."""

from __future__ import annotations

import math
import unicodedata
from array import array
from collections import Counter, defaultdict
from dataclasses import dataclass

#: Lengths are shares of the height of a line's characters. Baselines this close are one line.
SAME_LINE = 0.4
#: A gap this wide parts the cells of a table, or two columns.
CELL = 0.65
#: Spaces typed to stand in columns.
TABULATED = 2.2
#: How many characters a page may look back at to mend its rows; a page of text needs a few thousand.
_LOOKS = 4_000_000
_CODES = {
    0xA0: " ",
    0x3000: " ",
    0x2002: " ",
    0x2003: " ",
    0x2009: " ",
    0xAD: "",
    0xFFFE: "",
    0x200B: "",
    0xFEFF: "",
}


@dataclass(slots=True)
class Page:
    """A page's characters in the order in which they are painted, and the number of its objects when it has none."""

    codes: array[int]
    objects: int
    left: array[float]
    right: array[float]
    top: array[float]
    bottom: array[float]
    baseline: array[float]
    angle: array[float]


@dataclass(slots=True)
class Sign:
    text: str
    left: float
    right: float


@dataclass(slots=True)
class Row:
    """Characters on one baseline, from left to right, and what is made of them: text, and the number of its cells."""

    signs: list[Sign]
    baseline: float
    height: float
    column: int = 0
    text: str = ""
    cells: int = 1
    first_width: float = 0.0

    @property
    def left(self) -> float:
        return self.signs[0].left

    @property
    def right(self) -> float:
        return self.signs[-1].right


def rows_of(page: Page) -> list[Row]:
    """The rows of a page, in the order in which each was begun."""
    return _Rows(page).found


class _Rows:
    """Collects the rows of a page."""

    def __init__(self, page: Page) -> None:
        self.found: list[Row] = []
        self.looks = _LOOKS
        self.by_line: dict[int, list[Row]] = defaultdict(list)
        self._read(page)
        self.found = [row for row in self.found if any(sign.text.strip() for sign in row.signs)]

    def _read(self, page: Page) -> None:
        quarter = _turned(page.angle)
        row: Row | None = None
        for index, code in enumerate(page.codes):
            turn = page.angle[index] / (math.pi / 2)
            # a watermark lies across the page; what stands upside down is not of this text either
            if abs(turn - round(turn)) > 0.05 or round(turn) % 4 != quarter:
                continue
            sign = _character(code)
            left, right, height = _box(page, index, quarter)
            if not sign or height <= 0:
                continue
            baseline = page.baseline[index]
            if row is not None and abs(baseline - row.baseline) <= SAME_LINE * max(row.height, height):
                last = row.signs[-1]
                if sign == last.text and abs(left - last.left) < 0.15 * height:
                    continue  # bold by painting twice
                reach = CELL if last.text.strip() and sign.strip() else TABULATED
                if left >= last.right - 0.5 * height and left - last.right < reach * height:
                    row.signs.append(Sign(sign, left, right))
                    row.height = max(row.height, height)
                    continue
            if row is not None:
                self._settle(row)
            row = Row([Sign(sign, left, right)], baseline, height)
        if row is not None:
            self._settle(row)

    def _settle(self, row: Row) -> None:
        """Keep a run of characters: alone, or in the gap of a row on the same line that was painted before it."""
        line = round(row.baseline / max(1.0, row.height * 0.5))
        for near in (line, line - 1, line + 1):
            for other in self.by_line[near][-40:]:
                if abs(other.baseline - row.baseline) > SAME_LINE * max(row.height, other.height):
                    continue
                self.looks -= 2 * len(other.signs)
                if self.looks < 0:
                    break
                if _painted_twice(row, other):
                    return
                if _fits(row, other):
                    other.signs = sorted([*other.signs, *row.signs], key=lambda sign: sign.left)
                    other.height = max(other.height, row.height)
                    return
        self.found.append(row)
        self.by_line[line].append(row)


def _turned(angles: array[float]) -> int:
    """The quarter turn in which most of a page is written."""
    if not angles:
        return 0
    turns = Counter(
        round(angle / (math.pi / 2)) % 4
        for angle in angles
        if abs(angle * 2 / math.pi - round(angle * 2 / math.pi)) <= 0.05
    )
    return turns.most_common(1)[0][0] if turns else 0


def _box(page: Page, index: int, quarter: int) -> tuple[float, float, float]:
    """Left, right and height of a character on a page turned upright."""
    left, right, top, bottom = page.left[index], page.right[index], page.top[index], page.bottom[index]
    if quarter == 3:
        left, right, top, bottom = bottom, top, -left, -right
    elif quarter == 2:
        left, right, top, bottom = -right, -left, -bottom, -top
    elif quarter == 1:
        left, right, top, bottom = -top, -bottom, right, left
    return min(left, right), max(left, right), abs(top - bottom)


def _character(code: int) -> str:
    if code in _CODES:
        return _CODES[code]
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    sign = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF:
        # Fonts share one drawing among a character and the radical that looks like it.
        plain = unicodedata.normalize("NFKC", sign)
        return plain if len(plain) == 1 else sign
    return sign


def _painted_twice(row: Row, other: Row) -> bool:
    near = [sign for sign in other.signs if abs(sign.left - row.left) < 0.15 * row.height]
    if not near:
        return False
    at = other.signs.index(near[0])
    again = other.signs[at : at + len(row.signs)]
    return len(again) == len(row.signs) and all(
        a.text == b.text and abs(a.left - b.left) < 0.15 * row.height
        for a, b in zip(again, row.signs, strict=True)
    )


def _fits(row: Row, other: Row) -> bool:
    """Whether a run stands right beside, or in a gap of, another one without covering it."""
    slack = 0.25 * row.height
    reach = CELL * row.height
    if row.left >= other.right - slack:
        return row.left - other.right < reach
    if row.right <= other.left + slack:
        return other.left - row.right < reach
    if row.left < other.left or row.right > other.right:
        return False
    return all(sign.right <= row.left + slack or sign.left >= row.right - slack for sign in other.signs)
