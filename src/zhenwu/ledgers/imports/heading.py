"""Where a sheet's heads are and which fields they mean. No database."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.units import scale
from zhenwu.ledgers.imports.reading import Sheet

#: Titles, notes and the unit may stand above the heads.
SEARCHED_ROWS = 15
_BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
_UNIT_NOTE = re.compile(r"单位[::]\s*([万亿千百]*[元亩人户])")
_DECOR = re.compile(r"[\s*#:::、,。．.·_—\-]+")
_UNITS = re.compile(
    r"[(\[【〔]\s*(?:单位[::])?\s*([万亿千百]{0,2}(?:元|亩|公顷|人次|人|户|件|公里|千米|平方米|吨))\s*[)\]】〕]"
)
_TYPED_UNITS = ("money", "decimal", "integer")


@dataclass(slots=True)
class Heading:
    """first : index of the first row below the heads. columns : column → field key, "" when not read."""

    sheet: str
    first: int
    heads: list[str]
    columns: dict[int, str]
    units: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """Equal for two sheets with the same heads: what a confirmed mapping is remembered by."""
        return hashlib.sha256("\x1f".join(plain_head(h) for h in self.heads).encode()).hexdigest()[:32]


def plain_head(text: Any) -> str:
    """A head without spaces, marks and brackets: "补助 (元)*" → 补助."""
    if text is None:
        return ""
    clean = unicodedata.normalize("NFKC", str(text))
    return _DECOR.sub("", _BRACKETS.sub("", clean)).lower()


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def find_heading(
    sheets: Sequence[Sheet], heads: Mapping[str, Sequence[str]], required: Sequence[str], source: str
) -> tuple[Sheet, Heading]:
    """The sheet and the heads that match a ledger best; BadInput when none does.

    heads : field key → label and other names. A head may take two rows, and merged cells count for all they cover.
    """
    known: dict[str, tuple[str, int]] = {}
    for key, names in heads.items():
        for rank, name in enumerate([key, *names]):
            known.setdefault(plain_head(name), (key, rank))

    def match(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[int, str]]:
        found = _match(rows, known)
        return len(found) * 4, found

    best = best_heading(sheets, match)
    if best is None or best[0] < 7:
        shown = "、".join(names[0] for names in heads.values() if names)
        raise BadInput.of(
            [
                Fault(
                    "找不到表头", f"工作表“{'”“'.join(s.name for s in sheets[:5])}”", f"含有这些列名的一行：{shown}",
                    "请确认选对了台账和文件，列名写在记录上面的一行", "ZW-HEADING",
                )
            ],
            source=source,
        )  # fmt: skip
    return best[1], best[2]


def best_heading(
    sheets: Sequence[Sheet], match: Callable[[Sequence[Sequence[Any]]], tuple[int, dict[int, str]]]
) -> tuple[int, Sheet, Heading] | None:
    """The line, or two lines, of the first ones that `match` (rows → score, column → key) likes best, with its score.

    Of two lines that say the same the single one is taken; merged cells count for all they cover.
    """
    best: tuple[int, Sheet, Heading] | None = None
    for sheet in sheets:
        filled = _filled(sheet, SEARCHED_ROWS + 2)
        for index in range(min(SEARCHED_ROWS, len(filled))):
            for depth in (1, 2):
                rows = filled[index : index + depth]
                if len(rows) < depth:
                    continue
                score, found = match(rows)
                score -= depth
                if best is None or score > best[0]:
                    names = [_shown(rows, c) for c in range(len(rows[0]))]
                    above = [str(c) for row in sheet.rows[:index] for c in row if c is not None]
                    columns = {c: found.get(c, "") for c, name in enumerate(names) if name}
                    below = _below(sheet, index, depth)
                    best = score, sheet, Heading(sheet.name, below, names, columns, above=above)
    return best


def named_unit(head: str) -> str:
    """The unit that a head names in brackets."""
    found = _UNITS.search(unicodedata.normalize("NFKC", head))
    return found[1] if found else ""


def unit_noted(heading: Heading) -> str:
    """The unit of money that a note above the heads gives: 单位：万元."""
    notes = (_UNIT_NOTE.search(unicodedata.normalize("NFKC", text)) for text in heading.above)
    return next((found[1] for found in notes if found), "")


def set_units(heading: Heading, types: Mapping[str, str]) -> None:
    """Units that heads name in brackets, or that a note above the table gives to its money columns."""
    note = unit_noted(heading)
    for column, key in heading.columns.items():
        kind = types.get(key, "")
        if kind not in _TYPED_UNITS:
            continue
        if named := named_unit(heading.heads[column]):
            heading.units[key] = named
        elif note and kind == "money" and scale(note)[1] == "元":
            heading.units[key] = note


def _filled(sheet: Sheet, count: int) -> list[list[Any]]:
    """The first rows with merged cells repeated over all they cover."""
    width = max((len(row) for row in sheet.rows[:count]), default=0)
    rows = [[*row, *[None] * (width - len(row))] for row in sheet.rows[:count]]
    for top, left, bottom, right in sheet.merged:
        if top >= len(rows) or right - left >= 40:
            continue
        value = rows[top][left] if left < width else None
        for r in range(top, min(bottom + 1, len(rows))):
            for c in range(left, min(right + 1, width)):
                rows[r][c] = value
    return rows


def _below(sheet: Sheet, index: int, depth: int) -> int:
    """First row under the heads: a head cell merged downwards takes the rows that it covers."""
    bottoms = [bottom for top, _left, bottom, _right in sheet.merged if index <= top < index + depth]
    return max([index + depth - 1, *(b for b in bottoms if b < index + depth + 2)]) + 1


def head_texts(rows: Sequence[Sequence[Any]], column: int) -> list[str]:
    """What a column may be called: both heads together, its lower one, the one above."""
    parts = [str(row[column]).strip() for row in rows if row[column] is not None]
    parts = list(dict.fromkeys(parts))
    return ["".join(parts), *reversed(parts)] if len(parts) > 1 else parts


def _shown(rows: Sequence[Sequence[Any]], column: int) -> str:
    parts = [re.sub(r"\s+", "", str(row[column])) for row in rows if row[column] is not None]
    return "".join(dict.fromkeys(parts))[:60]


def _match(rows: Sequence[Sequence[Any]], known: Mapping[str, tuple[str, int]]) -> dict[int, str]:
    """Column → field; each field once, the better name first."""
    hits = []
    for column in range(len(rows[0])):
        for order, text in enumerate(head_texts(rows, column)):
            hit = known.get(plain_head(text)) if len(text) <= 40 else None
            if hit:
                hits.append((hit[1], order, column, hit[0]))
                break
    found: dict[int, str] = {}
    for _rank, _order, column, key in sorted(hits):
        if key not in found.values():
            found[column] = key
    return found
