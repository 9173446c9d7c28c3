"""Real spreadsheets for tests, made in memory."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from zhenwu.kernel.ids import resident_check_digit

PETITION_HEADS = ["编号", "登记日期", "村", "渠道", "事项", "人数"]


def resident(serial: int) -> str:
    """A sound identity number of nobody."""
    first = f"99010119800101{serial:03d}"
    return first + resident_check_digit(first)


def book(
    rows: Sequence[Sequence[Any]], *, name: str = "表1", merges: Sequence[tuple[int, int, int, int, Any]] = ()
) -> bytes:
    """An xlsx with one sheet. merges : (first row, first column, last row, last column, value), from 0."""
    out = io.BytesIO()
    work = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = work.add_worksheet(name)
    day = work.add_format({"num_format": "yyyy-mm-dd"})
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(r, c, value, day)
            elif value is not None:
                sheet.write(r, c, value)
    for top, left, bottom, right, value in merges:
        sheet.merge_range(top, left, bottom, right, value)
    work.close()
    return out.getvalue()


def petition(number: str, **other: Any) -> list[Any]:
    """One sound line of the petitions' sheet."""
    line = {
        "编号": number,
        "登记日期": "2026-09-03",
        "村": "石桥村",
        "渠道": "来访",
        "事项": "反映水渠堵塞",
        "人数": 2,
    }
    return [{**line, **other}[head] for head in PETITION_HEADS]
