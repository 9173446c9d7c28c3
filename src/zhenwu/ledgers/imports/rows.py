"""Lines of a sheet under its heads: which are records, which are totals, notes or repeated heads. No database."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zhenwu.ledgers.imports.heading import Heading, plain_head
from zhenwu.ledgers.imports.reading import Sheet

_TOTAL = re.compile(
    r"(本页|本月|全年|累计|全镇|全村)?(合计|小计|总计|共计|累计|汇总)[:数]?$|(合计|小计|总计)\b"
)
_NOTE = re.compile(r"(填表|制表|审核|填报|报送|负责|统计|单位负责|说明|备注|注)(人|单位|日期|时间|说明)?[:]")


@dataclass(slots=True)
class SheetLine:
    """One line with what stands in its mapped cells. kind : "record", "total", "note", "head"; number : row as Excel counts."""

    number: int
    kind: str
    cells: dict[str, Any]


def _text(cell: Any) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(cell))) if cell is not None else ""


def sheet_lines(
    sheet: Sheet, heading: Heading, edits: Mapping[str, Any] | None = None
) -> Iterator[SheetLine]:
    """Every line below the heads that is not blank, edits applied.

    A cell merged downwards counts for all lines it covers. An edit of None drops the line: it comes as kind "dropped".
    """
    columns = {column: key for column, key in heading.columns.items() if key}
    down = _merged_down(sheet, heading.first)
    plain_heads = [plain_head(h) for h in heading.heads]
    edits = edits or {}
    for index in range(heading.first, len(sheet.rows)):
        row = sheet.rows[index]
        number = index + 1
        cells = {key: row[column] if column < len(row) else None for column, key in columns.items()}
        for column, value in down.get(index, {}).items():
            if column in columns:
                cells[columns[column]] = value
        own = [row[c] for c in columns if c < len(row) and row[c] is not None]
        mended = edits.get(str(number), {}) if str(number) in edits else {}
        if mended is None:
            yield SheetLine(number, "dropped", cells)
            continue
        if not own and not mended:
            if any(cell is not None for cell in row) and _kind(row, columns, plain_heads) != "record":
                yield SheetLine(number, _kind(row, columns, plain_heads), cells)
            continue
        kind = "record" if mended else _kind(row, columns, plain_heads)
        yield SheetLine(number, kind, {**cells, **mended})


def _suspect(row: list[Any], plain_heads: list[str]) -> bool:
    """Whether a line may be something else than a record; nearly all are not, and are looked at no further."""
    first = next((cell for cell in row if cell is not None), None)
    if first is not None and len(str(first)) <= 4:
        return True  # 合计, 甲, (1)
    return any(
        isinstance(cell, str)
        and (
            "计" in cell
            or "汇总" in cell
            or ":" in cell
            or "：" in cell
            or plain_head_of(cell) in plain_heads
        )
        for cell in row
        if cell is not None
    )


@lru_cache(maxsize=8192)
def plain_head_of(cell: str) -> str:
    return plain_head(cell) if len(cell) <= 40 else cell


def _kind(row: list[Any], columns: Mapping[int, str], plain_heads: list[str]) -> str:
    if not _suspect(row, plain_heads):
        return "record"
    texts = [(c, _text(cell)) for c, cell in enumerate(row) if cell is not None and _text(cell)]
    if not texts:
        return "record"
    first = texts[0][1]
    if _TOTAL.match(first) and len(first) <= 8:
        return "total"
    strings = [t for _c, t in texts if not re.fullmatch(r"[\d.,]+", t)]
    if len(texts) <= 4 and any(_TOTAL.fullmatch(t) for t in strings):
        return "total"
    if len(texts) <= 6 and (_NOTE.match(first) or (len(texts) == 1 and len(first) > 12 and ":" in first)):
        return "note"
    same = sum(
        1 for c, t in texts if c < len(plain_heads) and plain_head(t) == plain_heads[c] and plain_heads[c]
    )
    if same >= max(2, len(texts) * 2 // 3):
        return "head"
    if len(texts) >= 3 and all(re.fullmatch(rf"[(]?{c + 1}(\.0)?[)]?|[甲乙丙]", t) for c, t in texts):
        return "head"
    return "record"


def _merged_down(sheet: Sheet, first: int) -> dict[int, dict[int, Any]]:
    """Row → column → value of the merged cell above that covers it."""
    found: dict[int, dict[int, Any]] = {}
    for top, left, bottom, right in sheet.merged:
        if bottom <= top or bottom < first or left != right or top < first or bottom - top > 5000:
            continue
        value = sheet.rows[top][left] if top < len(sheet.rows) and left < len(sheet.rows[top]) else None
        if value is None:
            continue
        for row in range(top + 1, min(bottom + 1, len(sheet.rows))):
            found.setdefault(row, {})[left] = value
    return found
