"""Tables as Excel files that a clerk can sort and sum and that an import can read again: one header row, no
merges.
"""

from __future__ import annotations

import datetime
import io
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Fault

# The number format of each kind; a code (resident ID, credit code, area code) is text and keeps its zeros.
KINDS = {
    "text": "",
    "code": "@",
    "count": "#,##0",
    "number": "#,##0.00",
    "plain": "General",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}
NUMERIC = {"count", "number", "plain", "money", "percent"}
_WIDTHS = {
    "text": 20,
    "code": 20,
    "count": 10,
    "number": 12,
    "plain": 12,
    "money": 14,
    "percent": 10,
    "date": 12,
    "time": 17,
}  # Excel keeps 15 digits of a number; what has more must stay text to stay itself.
_EXACT = 10**15
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
_LAST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its kind (a key of KINDS), its width in characters (0: by kind), a sum at the
    foot or not.

    A percent is given as a share (0.125 is shown as 12.5%). In any column a str is written as text, None is
    left empty.
    """

    label: str
    kind: str = "text"
    width: float = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a workbook: the name of its sheet, its columns, its rows (an iterator of any length)."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]


def table(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, notes: Sequence[str] = ()
) -> bytes:
    """Rows as an Excel file: the header stays in view and filters, the title names the sheet and heads each
    printed page.

    rows may be an iterator of any length; they are written as they come. notes go to a second sheet 说明.
    Raises BadInput for a row of another length, a text or a table that is too long for Excel, an unknown
    kind.
    """
    return tables(title, [Sheet(title, columns, rows)], notes=notes)


def tables(title: str, sheets: Sequence[Sheet], *, notes: Sequence[str] = ()) -> bytes:
    """Several tables as one Excel file, a sheet each, in order; names of sheets must differ. Otherwise like `table`."""
    for sheet in sheets:
        _check(sheet.columns)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "default_date_format": KINDS["date"]})
    book.set_properties(
        {"title": title, "created": datetime.datetime.combine(clock.today(), datetime.time())}
    )
    faults: list[Fault] = []
    for sheet in sheets:
        faults = _fill(book, sheet, title)
        if faults:
            break
    if not faults:
        _notes(book, title, notes)
    # Closing also removes the temporary files of a table that is refused.
    book.close()
    if faults:
        raise BadInput.of(faults, source=title)
    return out.getvalue()


def _fill(book: Any, wanted: Sheet, title: str) -> list[Fault]:
    """Write one sheet as its rows come; its faults, of which the first keeps anything more from being written."""
    columns = wanted.columns
    sheet = book.add_worksheet(sheet_name(wanted.name))
    look = {"bold": True, "bg_color": "#E8EEF4", "border": 1, "align": "center", "text_wrap": True}
    head = book.add_format(look)
    formats = [book.add_format({"num_format": KINDS[column.kind] or "General"}) for column in columns]
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width or max(_WIDTHS[column.kind], 2 * len(column.label) + 4))
    _print(sheet, title, len(columns))
    sheet.write_row(0, 0, [column.label for column in columns], head)
    count, sums, faults = 0, [Decimal(0)] * len(columns), list[Fault]()
    for count, row in enumerate(wanted.rows, 1):
        faults += _faulty(row, columns, count + 1)
        if len(faults) >= _LAST_FAULTS:
            break
        if faults:
            continue
        for number, value in enumerate(row):
            _write(sheet, count, number, value, columns[number].kind, formats[number])
            if columns[number].total and isinstance(value, int | float | Decimal):
                sums[number] += Decimal(str(value))
    if not faults:
        _foot(book, sheet, columns, sums, count)
        sheet.autofilter(0, 0, count, len(columns) - 1)
    return faults


def sheet_name(title: str) -> str:
    """A title as Excel allows it for a sheet: at most 31 characters, none of []:*?/\\ and no quote at its
    ends.
    """
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)[:31].strip(" '")
    return name if name and name.casefold() != "history" else "表"


def _check(columns: Sequence[Column]) -> None:
    faults = [
        Fault(
            f"列类型“{column.kind}”不存在", f"第{number}列", "、".join(KINDS), "请改用已有类型", BadInput.code
        )
        for number, column in enumerate(columns, 1)
        if column.kind not in KINDS
    ]
    if not columns:
        faults.append(Fault("表没有列", "表头", "至少一列", "请给出列名", BadInput.code))
    if faults:
        raise BadInput.of(faults)


def _faulty(row: Sequence[Any], columns: Sequence[Column], line: int) -> list[Fault]:
    if line >= MAX_ROWS:
        what = Fault(
            f"数据超过{MAX_ROWS - 2}行", f"第{line}行", "Excel容得下的行数", "请缩小范围后导出", BadInput.code
        )
        return [what] * _LAST_FAULTS
    if len(row) != len(columns):
        what = Fault(f"有{len(row)}个值", f"第{line}行", f"{len(columns)}个值", "请核对各列", BadInput.code)
        return [what]
    return [
        Fault(
            f"文字长{len(value)}字",
            f"第{line}行“{column.label}”",
            f"不超过{MAX_TEXT}字",
            "请缩短",
            BadInput.code,
        )
        for value, column in zip(row, columns, strict=True)
        if isinstance(value, str) and len(value) > MAX_TEXT
    ]


def _write(sheet: Any, line: int, number: int, value: Any, kind: str, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime.datetime):
        # Excel knows no time zones; what is shown is the wall clock.
        sheet.write_datetime(line, number, value.replace(tzinfo=None), form)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(line, number, value, form)
    elif isinstance(value, bool):
        sheet.write_string(line, number, "是" if value else "否", form)
    elif kind in NUMERIC and isinstance(value, int | float | Decimal) and -_EXACT < value < _EXACT:
        sheet.write_number(line, number, value, form)
    else:
        # Always as a string: a text that begins with "=" must not become a formula.
        sheet.write_string(line, number, str(value), form)


def _foot(book: Any, sheet: Any, columns: Sequence[Column], sums: list[Decimal], count: int) -> None:
    if not count or not any(column.total for column in columns):
        return
    line = count + 1
    for number, column in enumerate(columns):
        style = {"bold": True, "top": 1, "num_format": KINDS[column.kind] or "General"}
        if column.total:
            letter = xlsxwriter.utility.xl_col_to_name(number)
            # 109 sums what the filter shows; the value beside it is for readers that do not calculate.
            formula = f"=SUBTOTAL(109,{letter}2:{letter}{count + 1})"
            sheet.write_formula(line, number, formula, book.add_format(style), sums[number])
        elif number == 0:
            sheet.write_string(line, number, "合计", book.add_format(style))


def _print(sheet: Any, title: str, width: int) -> None:
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&C" + title.replace("&", "&&")[:200])
    sheet.set_footer("&C第&P页，共&N页")
    if width > 6:
        sheet.set_landscape()


def _notes(book: Any, title: str, notes: Sequence[str]) -> None:
    if not notes:
        return
    sheet = book.add_worksheet("说明" if sheet_name(title) != "说明" else "附注")
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    for line, text in enumerate(itertools.chain([title], notes)):
        sheet.write_string(line, 0, text[:MAX_TEXT])
