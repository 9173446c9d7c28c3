"""Lines become paragraphs: a line break stays only where the writer made one.

That is where the next word would have fitted on the line, or the next line is indented or stands further off.
"""

from __future__ import annotations

import itertools
import re
import statistics
from collections import defaultdict
from collections.abc import Sequence

from zhenwu.reader.inputs.pdf.furniture import without_furniture
from zhenwu.reader.inputs.pdf.order import NOT_FIRST, ordered
from zhenwu.reader.inputs.pdf.rows import Page, Row, rows_of

#: A line of fewer characters does not break for want of room.
_SHORTEST = 8
_HEADING = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节部]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|附[：:]|各位代表"
)
_FINAL = frozenset("。！？；：!?;:…")


def text(pages: Sequence[Page]) -> str:
    """The text of all pages: one line for each paragraph, heading or row of a table."""
    lines = [ordered(rows_of(page)) for page in pages]
    pitch = _pitch(lines)
    lines = without_furniture(lines, pitch)
    edges = [_edges(rows) for rows in lines]
    # a page of headings alone does not tell where its lines would end
    usual = statistics.median([edge[0][1] for edge in edges if 0 in edge] or [0.0])
    made: list[list[str]] = []
    before: Row | None = None
    right, opened = 0.0, False  # whether the row before is its paragraph's first
    for rows, edge in zip(lines, edges, strict=True):
        for row in rows:
            low, high = edge[row.column]
            if (
                before is not None
                and _joins(before, row, right, low, pitch)
                and not (opened and _closes(before, row))
            ):
                opened = False
                made[-1] += [_glue(before.text, row.text), row.text]
            else:
                made.append([row.text])
                opened = True
            before, right = row, max(high, usual) if row.column == 0 else high
    return "\n".join("".join(parts) for parts in made)


def _pitch(pages: list[list[Row]]) -> float:
    """The usual distance between two lines, in heights of a character."""
    steps = [
        (before.baseline - row.baseline) / row.height
        for rows in pages
        for before, row in itertools.pairwise(rows)
        if 0 < before.baseline - row.baseline < 4 * row.height and before.cells == row.cells == 1
    ]
    return statistics.median(steps) if steps else 1.5


def _edges(rows: list[Row]) -> dict[int, tuple[float, float]]:
    """The left and right edge of each column's text."""
    columns: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        columns[row.column].append(row)
    edges = {}
    for column, some in columns.items():
        lefts, rights = sorted(row.left for row in some), sorted(row.right for row in some)
        # one line may hang out; many do not
        edges[column] = (lefts[len(lefts) // 10], rights[-1 - len(rights) // 20])
    return edges


def _joins(before: Row, row: Row, right: float, left: float, pitch: float) -> bool:
    """Whether a row goes on in the paragraph of the row before.

    right : where the column of the row before ends. left : where this one's begins. pitch : the usual distance of two lines.
    """
    if before.cells > 1 or row.cells > 1 or not 0.8 < row.height / before.height < 1.25:
        return False
    if row.text[0] in NOT_FIRST:
        return True
    if before.right - before.left < _SHORTEST * before.height:
        return False
    step = (before.baseline - row.baseline) / row.height
    if before.right + row.first_width <= right - 0.2 * row.height or (step > 0 and step > 1.45 * pitch):
        return False
    if row.left > left + 1.2 * row.height:
        # indented, unless it is the rest of a title that stands in the middle
        return abs(before.left + before.right - row.left - row.right) < 1.2 * row.height
    return not (before.text[-1] in _FINAL and _HEADING.match(row.text))


def _closes(first: Row, row: Row) -> bool:
    """Whether a paragraph's first line is all of it: it ends with a sentence, and what follows begins no further left."""
    return first.text[-1] in _FINAL and row.left >= first.left - 0.5 * row.height


def _glue(before: str, after: str) -> str:
    """A space where a line of Latin words breaks; nothing inside a number or beside Chinese."""
    both = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalnum()
    return " " if both else ""
