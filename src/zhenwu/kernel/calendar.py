"""Working days by the official calendar."""

from __future__ import annotations

from datetime import date, timedelta

from zhenwu.kernel.holidays import DAYS_OFF, KNOWN_YEARS, MAKE_UP_DAYS


def is_working_day(day: date) -> bool:
    """Whether offices work; weekends alone decide in a year whose calendar is not announced yet.

    >>> is_working_day(date(2026, 2, 14)), is_working_day(date(2026, 10, 5))
    (True, False)
    """
    if day in MAKE_UP_DAYS:
        return True
    return day not in DAYS_OFF and day.weekday() < 5


def is_announced(day: date) -> bool:
    """Whether the year's official calendar is known."""
    return day.year in KNOWN_YEARS


def add_working_days(day: date, count: int) -> date:
    """The date `count` working days after `day` (the day itself is not counted)."""
    step = 1 if count >= 0 else -1
    left = abs(count)
    while left:
        day += timedelta(days=step)
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after `first` up to and including `last`; negative when last comes earlier."""
    if last < first:
        return -working_days_between(last, first)
    return sum(is_working_day(first + timedelta(days=i)) for i in range(1, (last - first).days + 1))
