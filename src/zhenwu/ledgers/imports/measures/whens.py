"""Periods as the heads and cells of a sheet write them: 3月, 1—9月累计, 一季度, 本月, 2026-03. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from zhenwu.kernel.period import FIRST_YEAR, LAST_YEAR, Period
from zhenwu.ledgers.unfit import Unfit

_NUMERALS = {name: n for n, name in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_DASH = r"[-—–−~～至到]+"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年度?|[-./](?=\d{1,2}(?!\d)))")
_SPAN = re.compile(rf"(?<!\d)(\d{{1,2}})月?份?{_DASH}(\d{{1,2}})月")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d{2})[-./]?(\d{1,2})(?:[-./]\d{1,2})?(?:00:00:00)?(?!\d)")
_CHINESE = re.compile(r"(十[一二]?|[一二三四五六七八九])月")
_QUARTERS = {
    "一季度": (1, 3), "二季度": (4, 6), "三季度": (7, 9), "四季度": (10, 12), "1季度": (1, 3), "2季度": (4, 6), "3季度": (7, 9),
    "4季度": (10, 12), "上半年": (1, 6), "下半年": (7, 12), "前三季度": (1, 9), "前3季度": (1, 9), "全年": (1, 12),
}  # fmt: skip
_RUNNING = ("累计", "截至", "截止", "年初至", "1至本月", "1-本月", "1—本月")
_THIS = ("本月", "当月", "本期")
_EXCEL_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class When:
    """A stretch of months, of a year when one is named. this, running : the month, or the months up to it, that the sheet speaks of."""

    first: int = 0
    last: int = 0
    year: int = 0
    this: bool = False
    running: bool = False

    @property
    def key(self) -> str:
        """As it stands in a column's key: 3, 1-9, 2026/3, this, running; "" when the line says it."""
        if self.this or self.running:
            return "this" if self.this else "running"
        months = f"{self.first}-{self.last}" if self.last > self.first else str(self.first or "")
        return f"{self.year}/{months}" if self.year else months

    @classmethod
    def of(cls, key: str) -> When:
        """Back from the key; ValueError when it is none."""
        if key in ("this", "running"):
            return cls(this=key == "this", running=key == "running")
        year, _, months = key.rpartition("/")
        first, _, last = months.partition("-")
        found = cls(int(first or 0), int(last or first or 0), int(year or 0))
        if key and not (1 <= found.first <= found.last <= 12):
            raise ValueError(key)
        return found

    def period(self, year: int, month: int) -> Period | None:
        """The days meant, with what the sheet says as a whole; None when that is not enough."""
        if self.this or self.running:
            if not (year and month):
                return None
            return Period.month(year, month) if self.this else Period.to_month(year, month)
        year = self.year or year
        if not (self.first and year):
            return None
        return Period(Period.month(year, self.first).start, Period.month(year, self.last).end)


def plain(text: Any) -> str:
    """Characters as they are compared: no spaces, half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text)))


def year_in(text: str) -> int:
    """The first year that a text names, or 0."""
    found = _YEAR.search(plain(text))
    return int(found[1]) if found else 0


def when_in(text: Any) -> When | None:
    """The months that a head or a title names, or None.

    >>> when_in("1—9月累计产值"), when_in("9月累计").key, when_in("2026年3月").key, when_in("一季度").key
    (When(first=1, last=9, year=0, this=False, running=False), '1-9', '2026/3', '1-3')
    """
    words = plain(text)
    year = year_in(words)
    running = any(word in words for word in _RUNNING)
    if found := _SPAN.search(words):
        return _checked(int(found[1]), int(found[2]), year)
    for name in sorted(_QUARTERS, key=len, reverse=True):
        if name in words:
            return When(*_QUARTERS[name], year)
    month = 0
    if found := _MONTH.search(words):
        month = int(found[1])
    elif found := _CHINESE.search(words):
        month = _NUMERALS[found[1]]
    elif (found := _ISO.search(words)) and 1 <= int(found[2]) <= 12:
        year, month = int(found[1]), int(found[2])
    if month:
        return _checked(1 if running else month, month, year)
    if running:
        return When(running=True)
    return When(this=True) if any(word in words for word in _THIS) else None


def _checked(first: int, last: int, year: int) -> When | None:
    return When(first, last, year) if 1 <= first <= last <= 12 else None


def read_when(raw: Any, year: int) -> Period:
    """The period that a cell means; Unfit says what is wrong with it. year : of cells that name none."""
    if isinstance(raw, datetime | date):
        return Period.month(raw.year, raw.month)
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = plain(raw)
    if text.isdigit():
        return _from_digits(text, year)
    found = when_in(text)
    if found is None or found.this or found.running:
        if re.fullmatch(r"(19|20)\d{2}年度?", text):
            return Period.year(int(text[:4]))
        raise Unfit(f"“{text}”不是期间", "月份，如2026-03、3月或1—3月", "请改成月份")
    period = found.period(year, 0)
    if period is None:
        raise Unfit(f"“{text}”没有年份", "带年份的月份，如2026-03", "请补上年份，或在对列时填年份")
    return period


def _from_digits(text: str, year: int) -> Period:
    if len(text) == 6 and 1 <= int(text[4:]) <= 12 and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return Period.month(int(text[:4]), int(text[4:]))
    if len(text) == 5 and 25569 <= int(text) <= 73415:  # a spreadsheet's serial of the years 1970 to 2100
        day = _EXCEL_ZERO + timedelta(days=int(text))
        return Period.month(day.year, day.month)
    if 1 <= int(text) <= 12 and len(text) <= 2:
        if not year:
            raise Unfit(f"“{text}”没有年份", "带年份的月份，如2026-03", "请补上年份，或在对列时填年份")
        return Period.month(year, int(text))
    raise Unfit(f"“{text}”不是期间", "月份，如2026-03、3月或1—3月", "请改成月份")
