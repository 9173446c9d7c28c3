"""Rows become lines in the order of reading: cells side by side, and columns one after the other."""

from __future__ import annotations

import itertools
import statistics

from zhenwu.reader.inputs.pdf.rows import SAME_LINE, TABULATED, Row, Sign

NOT_FIRST = frozenset("，。、；：！？）》】”’%％‰℃,.;:!?)]}")
#: Gaps, in heights of a character, that part Latin words, and numbers.
_WORD, _APART = 0.22, 0.45
_COLUMN_ROWS = 6
_COLUMN_WIDTH = 7
#: A column has fewer lines; further ones are not looked at, so that no page takes time by the square of its lines.
_LONGEST_COLUMN = 400


def ordered(rows: list[Row]) -> list[Row]:
    """The rows of a page as lines. Those on one line become cells of one row, except in two columns that were painted row by row."""
    lines: list[list[Row]] = []
    steps = [
        a.baseline - b.baseline for a, b in itertools.pairwise(rows) if a.left < b.right and b.left < a.right
    ]
    if sum(step < 0 for step in steps) > sum(step > 0 for step in steps):
        # painted from the foot of the page upwards
        rows = sorted(rows, key=lambda row: -row.baseline)
    for row in rows:
        line = lines[-1] if lines else []
        if (
            line
            and abs(line[-1].baseline - row.baseline) <= SAME_LINE * max(line[-1].height, row.height)
            and row.left >= line[-1].right
        ):
            line.append(row)
        else:
            lines.append([row])
    lines = [line if _tabular(lines, number) else [_whole(line)] for number, line in enumerate(lines)]
    made: list[Row] = []
    start = 0
    while start < len(lines):
        end = _columns(lines, start)
        if end:
            made += [_finished([line[0]]) for line in lines[start:end]]
            made += [_finished([line[1]]) for line in lines[start:end] if len(line) > 1]
            start = end
        else:
            made.append(_finished(lines[start]))
            start += 1
    _mark_columns(made)
    return made


def _tabular(lines: list[list[Row]], number: int) -> bool:
    """Whether the gaps of a line part cells: they are wide, or stand above or below another line's; else justifying made them."""
    line = lines[number]
    gaps = [(a.right, b.left) for a, b in itertools.pairwise(line)]
    if any(high - low > TABULATED * line[0].height for low, high in gaps):
        return True
    near = [
        one
        for at in (number - 1, number + 1)
        if 0 <= at < len(lines)
        for one in itertools.pairwise(lines[at])
    ]
    return any(a.right < high and low < b.left for low, high in gaps for a, b in near)


def _whole(line: list[Row]) -> Row:
    """The cells of a line as one."""
    if len(line) == 1:
        return line[0]
    signs = [sign for cell in line for sign in cell.signs]
    return Row(signs, line[0].baseline, max(cell.height for cell in line))


def _columns(lines: list[list[Row]], start: int) -> int:
    """Where a stretch of two columns of prose, painted across, ends; 0 when none begins here."""
    if len(lines[start]) != 2:
        return 0
    left_edge, gutter = lines[start][0].left, lines[start][1].left
    end = start
    while end < min(len(lines), start + _LONGEST_COLUMN):
        line = lines[end]
        height = line[0].height
        if len(line) == 2:
            fits = line[0].right <= gutter and -0.5 * height < line[1].left - gutter < 3 * height
        else:
            fits = len(line) == 1 and left_edge - height <= line[0].left and line[0].right <= gutter
        if not fits:
            break
        end += 1
    both = [line for line in lines[start:end] if len(line) == 2]
    if len(both) < _COLUMN_ROWS:
        return 0
    widths = [statistics.median(len(line[side].signs) for line in both) for side in (0, 1)]
    full = statistics.median((line[0].right - left_edge) / max(1.0, gutter - left_edge) for line in both)
    return end if min(widths) >= _COLUMN_WIDTH and full > 0.75 else 0


def _mark_columns(rows: list[Row]) -> None:
    """Number the columns of rows that were painted one column after the other: each begins with a jump up the page."""
    column, last_end = 0, 0
    for index in range(1, len(rows)):
        before, row = rows[index - 1], rows[index]
        if row.baseline > before.baseline + 2 * row.height and row.left > before.left + 3 * row.height:
            start = index
            while start > max(last_end, index - _LONGEST_COLUMN) and _beside(rows[start - 1], row):
                start -= 1
            if not rows[index - 1].column:
                column += 1
                for one in rows[start:index]:
                    one.column = column
            column += 1
            last_end = index
            low = min(one.baseline for one in rows[start:index])
            for one in rows[index : index + _LONGEST_COLUMN]:
                if one.left < row.left - row.height or one.baseline < low - 1.5 * row.height:
                    break
                one.column = column
                last_end += 1


def _beside(left: Row, right: Row) -> bool:
    """Whether a row stands to the left of a column that begins with another."""
    return left.right <= right.left and left.baseline <= right.baseline + 0.5 * right.height


def _finished(cells: list[Row]) -> Row:
    """One row of cells that stand side by side."""
    texts = [_line(cell) for cell in cells]
    between = "" if len(texts) > 1 and all(len(t) == 1 and t > "\u2e7f" for t in texts) else "\t"
    signs = [sign for cell in cells for sign in cell.signs if sign.text.strip()]
    made = Row(signs, cells[0].baseline, max(cell.height for cell in cells))
    made.text = between.join(t for t in texts if t)
    made.cells = 1 if not between else len(texts)
    made.first_width = _first_width(made)
    return made


def _line(row: Row) -> str:
    """A row's text, with a space where its characters stand apart and Latin words or numbers meet."""
    made: list[str] = []
    before: Sign | None = None
    space = False
    for sign in row.signs:
        if not sign.text.strip():
            space = True
            continue
        if before is not None:
            gap = (sign.left - before.right) / row.height
            if _tight(before.text) and _tight(sign.text):
                both_digits = before.text.isdigit() and sign.text.isdigit()
                if space or gap > (_APART if both_digits else _WORD):
                    made.append(" ")
            elif space and gap > TABULATED:
                made.append("\t")
        made.append(sign.text)
        before, space = sign, False
    return "".join(made)


def _tight(sign: str) -> bool:
    """A Latin letter, digit or mark, beside another of which a space says something."""
    return "!" <= sign <= "\u024f"


def _first_width(row: Row) -> float:
    """How wide the first unbreakable piece of a row is: a character with the marks after it, or a word."""
    end = 0
    if _tight(row.signs[0].text):
        while end + 1 < len(row.signs) and _tight(row.signs[end + 1].text):
            end += 1
    while end + 1 < len(row.signs) and row.signs[end + 1].text in NOT_FIRST:
        end += 1
    return row.signs[end].right - row.left
