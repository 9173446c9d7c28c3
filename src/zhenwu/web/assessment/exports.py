"""An assessment as a spreadsheet: the table, every item's value and points, and the rules it was made by."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from zhenwu.assessment.choices import Kind, Out
from zhenwu.assessment.queries import Board


def board_xlsx(board: Board) -> bytes:
    """Three sheets: scores, a line a subject; items of each subject; rules. Points are numbers, what is left out is a word."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    heads = [
        _("名次"),
        _("考评对象"),
        *(item.name for item in board.items),
        _("计入分值"),
        _("总分"),
        _("去年总分"),
        _("现在算出"),
    ]
    _sheet(
        book, _("考评表"), f"{board.assessment.name} {board.assessment.rules}", heads, _scores(board), bold
    )
    heads = [_("考评对象"), _("考评项"), _("分值"), _("数据"), _("得分"), _("依据"), _("现在得分")]
    _sheet(book, _("得分明细"), board.assessment.name, heads, _items(board), bold)
    heads = [
        _("考评项"),
        _("计分办法"),
        _("分值"),
        _("指标"),
        _("满分值"),
        _("零分值"),
        _("每个扣（加）"),
        _("封顶"),
        _("最小分母"),
        _("说明"),
    ]
    _sheet(
        book,
        _("考评办法"),
        f"{board.assessment.rules} {board.assessment.rules.source}",
        heads,
        _rules(board),
        bold,
    )
    book.close()
    return stream.getvalue()


def _scores(board: Board) -> Iterator[list[Any]]:
    for row in board.rows:
        cells = [cell.points if not cell.out else str(Out(cell.out).label) for cell in row.cells]
        later = row.now.points if row.changed else None
        yield [
            row.place,
            row.subject.name,
            *cells,
            row.base,
            row.points,
            row.last.points if row.last else None,
            later,
        ]


def _items(board: Board) -> Iterator[list[Any]]:
    for row in board.rows:
        for cell in row.cells:
            earned = cell.points if not cell.out else str(Out(cell.out).label)
            grounds = cell.judgement.grounds if cell.judgement else cell.item.basis
            later = cell.mark.points if cell.changed else None
            yield [row.subject.name, cell.item.name, cell.item.weight, cell.shown, earned, grounds, later]


def _rules(board: Board) -> Iterator[list[Any]]:
    for item in board.items:
        kind = str(Kind(item.kind).label)
        yield [
            item.name, kind, item.weight, item.metric, item.full, item.zero, item.per, item.cap, item.least or None, item.basis,
        ]  # fmt: skip


def _sheet(book: Any, name: str, title: str, heads: list[str], rows: Iterator[list[Any]], bold: Any) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, bold)
    sheet.set_column(0, len(heads), 14)
    sheet.freeze_panes(2, 2)
    for column, head in enumerate(heads):
        sheet.write_string(1, column, str(head), bold)
    for line, row in enumerate(rows, 2):
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            else:
                sheet.write_number(line, column, value)
