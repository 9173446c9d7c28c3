"""Bytes of a spreadsheet → the cells of its sheets, or why not. No database."""

from __future__ import annotations

import csv
import io
import math
import re
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import PurePath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.ooxml import open_package

LARGEST_FILE = 20 * 2**20
MOST_ROWS = 200_000
MOST_CELLS = 10_000_000
MOST_COLUMNS = 300
KINDS = (".xlsx", ".xls", ".csv")
_EXPECTED = "一张xlsx、xls或csv表格"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]+)(\d+)")
_MAGICS = (
    (b"PK\x03\x04", "xlsx或压缩包"), (_OLE, "旧版Office文件"), (b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"), (b"<", "网页"),
)  # fmt: skip


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet, row 1 first. merged : (first row, first column, last row, last column), from 0."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def _refuse(what: str, name: str, *, expected: str = _EXPECTED, do: str) -> BadInput:
    return BadInput(what, where=name or "整个文件", expected=expected, do=do, code="ZW-FILE")


def read_sheets(data: bytes, name: str) -> list[Sheet]:
    """The visible sheets that hold something; BadInput when the file is not what its name says, empty, encrypted,
    damaged, huge or a bomb."""
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        raise _refuse(f"不收“{kind or '没有扩展名'}”的文件", name, do="请用Excel或WPS另存为xlsx后再上传")
    if not data.strip():
        raise _refuse("文件是空的", name, do="请重新导出或另存后再上传")
    if len(data) > LARGEST_FILE:
        raise _refuse(
            f"文件太大（{len(data) / 2**20:.0f} MB）", name, expected=f"不超过{LARGEST_FILE // 2**20} MB",
            do="请按月或按村拆成几张表，去掉图片后再上传",
        )  # fmt: skip
    if kind == ".csv":
        sheets = [_read_csv(data, name)]
    else:
        _check_kind(data, kind, name)
        sheets = _read_book(data, name)
    found = [sheet for sheet in sheets if any(not _blank(c) for row in sheet.rows for c in row)]
    if not found:
        raise _refuse("表里没有内容", name, expected="有表头和至少一行记录的表格", do="请确认选对了文件")
    return found


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _check_kind(data: bytes, kind: str, name: str) -> None:
    """Whether the bytes are what the name says."""
    if kind == ".xlsx":
        if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") not in data:
            raise _refuse(
                "文件其实是旧版表格（xls），扩展名却是xlsx", name, do="请用Excel或WPS打开，另存为xlsx后再上传"
            )
        package = open_package(data, source=name, kind="表格（xlsx）")
        sheets = {part: body for part, body in package.parts.items() if part.startswith("xl/worksheets/")}
        if not sheets:
            raise _refuse("文件里没有工作表", name, do="请确认选对了文件，Word文件请到“报告”里读")
        for part, body in sheets.items():
            _check_extent(body, part, name)
        return
    if data.startswith(_OLE):
        return
    actual = next(
        (what for magic, what in _MAGICS if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic)), "文字"
    )
    raise _refuse(f"扩展名是xls，内容其实是{actual}", name, do="请用Excel或WPS打开，另存为xlsx后再上传")


def _check_extent(body: bytes, part: str, name: str) -> None:
    """A single far cell makes a reader lay out everything before it: look before reading."""
    last_row = last_column = 0
    for match in _CELL.finditer(body):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - 64
        last_row, last_column = max(last_row, int(match[2])), max(last_column, column)
    if last_row > MOST_ROWS + 100 or last_row * last_column > MOST_CELLS or last_column > 16_384:
        raise _refuse(
            f"表格到第{last_row}行、第{last_column}列才完", name,
            expected=f"不超过{MOST_ROWS}行、{MOST_COLUMNS}列", do="请删去表格后面的空行空列，或按月拆成几张表",
        )  # fmt: skip


def _read_book(data: bytes, name: str) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = []
        for index, meta in enumerate(book.sheets_metadata):
            if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
                continue
            sheet = book.get_sheet_by_index(index)
            if sheet.total_height > MOST_ROWS + 100:
                raise _refuse(
                    f"工作表“{meta.name}”有{sheet.total_height}行", name, expected=f"不超过{MOST_ROWS}行",
                    do="请按月或按村拆成几张表后再上传",
                )  # fmt: skip
            rows = [[_cell(c) for c in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
            merged = [(a[0], a[1], b[0], b[1]) for a, b in (sheet.merged_cell_ranges or [])]
            sheets.append(Sheet(meta.name, rows, merged))
    except PasswordError:
        raise _refuse(
            "文件设了打开密码", name, expected="未加密的表格", do="请取消密码另存后再上传"
        ) from None
    except (CalamineError, OSError, ValueError, IndexError, OverflowError) as problem:
        if "encrypt" in str(problem).lower() or "password" in str(problem).lower():
            raise _refuse(
                "文件设了打开密码", name, expected="未加密的表格", do="请取消密码另存后再上传"
            ) from None
        raise _refuse(
            "文件损坏或不是表格，读不出来", name, do="请用Excel或WPS打开，另存为xlsx后再上传"
        ) from problem
    return sheets


def _cell(value: Any) -> Any:
    """Cells as the rules know them: "" is nothing, a duration, a bare time or a number beyond all bounds is text."""
    if isinstance(value, str):
        return value if value.strip() else None
    boundless = isinstance(value, float) and not math.isfinite(value)
    return str(value) if boundless or isinstance(value, time | timedelta) else value


def decode(data: bytes) -> str:
    """Text of a csv: UTF-8 with or without mark, UTF-16 with mark, else GB18030."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _read_csv(data: bytes, name: str) -> Sheet:
    for magic, what in _MAGICS:
        if data.startswith(magic):
            raise _refuse(f"扩展名是csv，内容其实是{what}", name, do="请用Excel或WPS打开，另存为xlsx后再上传")
    try:
        text = decode(data)
    except UnicodeDecodeError:
        raise _refuse(
            "文字编码认不出来", name, expected="UTF-8或GB18030的csv", do="请用Excel或WPS另存为xlsx后再上传"
        ) from None
    if "\x00" in text:
        raise _refuse("内容不是文字", name, do="请用Excel或WPS打开，另存为xlsx后再上传")
    head = text[:4096]
    mark = max(",\t;，", key=lambda m: head.count(m))
    try:
        rows = [[c if c.strip() else None for c in row[:MOST_COLUMNS]]
                for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]  # fmt: skip
    except csv.Error as problem:
        raise _refuse(f"csv不完整：{problem}", name, do="请用Excel或WPS打开，另存为xlsx后再上传") from None
    if len(rows) > MOST_ROWS + 100:
        raise _refuse(
            f"有{len(rows)}行", name, expected=f"不超过{MOST_ROWS}行", do="请按月或按村拆成几张表后再上传"
        )
    return Sheet("csv", rows)
