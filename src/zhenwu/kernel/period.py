"""Periods of civil days, as reports name them: a year, a month, January to September, a day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from zhenwu.kernel.errors import BadInput

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
FIRST_YEAR, LAST_YEAR = 1949, 2100


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def check_year(year: int) -> int:
    """The year itself when a township could mean it; else BadInput (20222 is a slip, not a year)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadInput(
            f"年份{year}不对",
            expected=f"{FIRST_YEAR}—{LAST_YEAR}之间的四位年份",
            do="请改正年份后再试",
            code="ZW-YEAR",
        )
    return year


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Civil days from start to end, both included.

    >>> Period.to_month(2024, 9).label
    '2024年1—9月'
    >>> Period.parse("2024-01/2024-09").year_before().iso
    '2023-01/2023-09'
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise BadInput(
                f"期间的结束{self.end}早于开始{self.start}", expected="结束不早于开始", code="ZW-PERIOD"
            )

    @classmethod
    def year(cls, year: int) -> Period:
        check_year(year)
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        check_year(year)
        return cls(date(year, month, 1), month_end(year, month))

    @classmethod
    def to_month(cls, year: int, month: int) -> Period:
        """January to the given month, the running total of the field (period to date)."""
        check_year(year)
        return cls(date(year, 1, 1), month_end(year, month))

    @classmethod
    def to_day(cls, day: date) -> Period:
        """1 January to the given day."""
        return cls(date(day.year, 1, 1), day)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read "2024", "2024-09", "2024-01/2024-09" or "2024-06-24"; BadInput says what was expected."""
        first, _, last = text.strip().partition("/")
        try:
            start, end = _bound(first, last=False), _bound(last or first, last=True)
        except ValueError:
            raise BadInput(
                f"期间“{text}”读不懂",
                expected="2024、2024-09、2024-01/2024-09或2024-06-24这样的写法",
                do="请改正后再试",
                code="ZW-PERIOD",
            ) from None
        check_year(start.year)
        check_year(end.year)
        return cls(start, end)

    @property
    def iso(self) -> str:
        """The shortest ISO form."""
        if self.is_year:
            return f"{self.start.year}"
        if self.whole_months:
            first, last = f"{self.start:%Y-%m}", f"{self.end:%Y-%m}"
            return first if first == last else f"{first}/{last}"
        first, last = self.start.isoformat(), self.end.isoformat()
        return first if first == last else f"{first}/{last}"

    def __str__(self) -> str:
        return self.iso

    @property
    def whole_months(self) -> bool:
        return self.start.day == 1 and self.end == month_end(self.end.year, self.end.month)

    @property
    def is_year(self) -> bool:
        return (
            self.start.year == self.end.year
            and (self.start.month, self.end.month) == (1, 12)
            and self.whole_months
        )

    @property
    def is_month(self) -> bool:
        return self.whole_months and (self.start.year, self.start.month) == (self.end.year, self.end.month)

    @property
    def kind(self) -> str:
        """year, month, to_date (from 1 January, whole months) or span."""
        if self.is_year:
            return "year"
        if self.is_month:
            return "month"
        if self.whole_months and (self.start.month, self.start.year) == (1, self.end.year):
            return "to_date"
        return "span"

    @property
    def label(self) -> str:
        """As a report would print it."""
        start, end = self.start, self.end
        if self.is_year:
            return f"{start.year}年"
        if self.is_month:
            return f"{start.year}年{start.month}月"
        if self.whole_months:
            if start.year == end.year:
                return f"{start.year}年{start.month}—{end.month}月"
            return f"{start.year}年{start.month}月—{end.year}年{end.month}月"
        if start == end:
            return f"{start.year}年{start.month}月{start.day}日"
        if start.year == end.year:
            return f"{start.year}年{start.month}月{start.day}日—{end.month}月{end.day}日"
        return f"{start.year}年{start.month}月{start.day}日—{end.year}年{end.month}月{end.day}日"

    @property
    def short(self) -> str:
        """As a report would print it where its year has been said.

        >>> Period.to_month(2026, 9).short
        '1—9月'
        """
        return self.label.removeprefix(f"{self.start.year}年") or self.label

    def year_before(self) -> Period:
        """The same period of the year before; 29 February becomes 28, and whole months stay whole."""
        end = month_end_or_shift(self.end) if self.start.day == 1 else _shift(self.end)
        return Period(_shift(self.start), end)

    def months(self) -> Iterator[Period]:
        """Every month that the period touches."""
        year, month = self.start.year, self.start.month
        while (year, month) <= (self.end.year, self.end.month):
            yield Period.month(year, month)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def covers(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def cut_before(self, day: date) -> Period | None:
        """The part before `day`, or None."""
        last = min(self.end, day - timedelta(days=1))
        return Period(self.start, last) if last >= self.start else None

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


def _shift(day: date) -> date:
    return date(day.year - 1, day.month, min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


def month_end_or_shift(day: date) -> date:
    """A year earlier; a month's end stays a month's end."""
    if day == month_end(day.year, day.month):
        return month_end(day.year - 1, day.month)
    return _shift(day)


def _bound(text: str, *, last: bool) -> date:
    match = _ISO.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 12, 31) if last else date(year, 1, 1)
    if day is None:
        return month_end(year, month) if last and 1 <= month <= 12 else date(year, month, 1)
    return date(year, month, day)
