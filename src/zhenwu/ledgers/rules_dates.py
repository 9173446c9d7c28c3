"""Dates as people and spreadsheets write them. Pure."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from zhenwu.kernel.clock import today
from zhenwu.kernel.period import FIRST_YEAR, LAST_YEAR
from zhenwu.ledgers.unfit import Unfit

_EXPECTED = "日期，如2026-09-03"
_FULL = re.compile(r"(\d{1,6})[-./年](\d{1,2})[-./月](\d{1,2})[日号]?")
_MONTH_DAY = re.compile(r"(\d{1,2})[-./月](\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?")
_TIME = re.compile(r"[T ]?(上午|下午)?\d{1,2}[:时]\d{1,2}([:分]\d{1,2}(\.\d+)?秒?|分)?$")
_WEEKDAY = re.compile(r"[((]?(星期|周|礼拜)[一二三四五六日天][))]?")
#: Day 0 of Excel's calendar; its serials of these years are five digits.
_EXCEL_ZERO = date(1899, 12, 30)
_SERIAL = (date(1949, 1, 1) - _EXCEL_ZERO).days, (date(LAST_YEAR, 12, 31) - _EXCEL_ZERO).days


def read_date(raw: Any) -> date:
    """The civil date that a cell or a form field means; Unfit says what is wrong with it.

    >>> read_date("2024.9.3"), read_date("2024年9月3日(星期二)"), read_date(45538)
    (datetime.date(2024, 9, 3), datetime.date(2024, 9, 3), datetime.date(2024, 9, 3))
    """
    if isinstance(raw, datetime):
        return _in_range(raw.date(), str(raw.year))
    if isinstance(raw, date):
        return _in_range(raw, str(raw.year))
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return _from_number(Decimal(str(raw)))
    return _from_text(str(raw))


@lru_cache(maxsize=4096)
def _from_text(raw: str) -> date:
    """The same days come again and again in a sheet; what is none is not kept, since its words depend on today."""
    text = unicodedata.normalize("NFKC", raw).strip()
    text = _WEEKDAY.sub("", text).strip()
    text = _TIME.sub("", text).strip() if len(text) > 10 else text
    text = re.sub(r"\s+", "", text)
    if text.isdigit():
        return _from_digits(text)
    if re.fullmatch(r"\d{5}\.\d+", text):
        return _from_number(Decimal(text))
    if match := _FULL.fullmatch(text):
        return _checked(match[1], int(match[2]), int(match[3]))
    if match := _MONTH.fullmatch(text):
        raise Unfit(f"“{text}”没有写日", _EXPECTED, "请补上是几日")
    if match := _MONTH_DAY.fullmatch(text):
        raise _without_year(text, int(match[1]), int(match[2]))
    raise Unfit(f"“{raw.strip()}”不是日期", _EXPECTED, "请改成年月日齐全的日期")


def _from_number(number: Decimal) -> date:
    if _SERIAL[0] <= number <= _SERIAL[1]:
        return _EXCEL_ZERO + timedelta(days=int(number))
    if number == int(number):
        return _from_digits(str(int(number)))
    raise Unfit(f"“{number}”不是日期", _EXPECTED, "请改成年月日齐全的日期")


def _from_digits(text: str) -> date:
    if len(text) == 8:
        return _checked(text[:4], int(text[4:6]), int(text[6:]))
    if len(text) == 5 and _SERIAL[0] <= int(text) <= _SERIAL[1]:
        return _EXCEL_ZERO + timedelta(days=int(text))
    raise Unfit(f"“{text}”不是日期", _EXPECTED, "请改成年月日齐全的日期")


def _checked(year_text: str, month: int, day: int) -> date:
    year = int(year_text)
    if len(year_text) == 2:
        suggestion = f"20{year:02d}-{month:02d}-{day:02d}" if _exists(2000 + year, month, day) else ""
        raise Unfit(f"年份“{year_text}”只有两位", "四位年份", "请写全年份", suggestion)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        suggestion = ""
        if len(year_text) == 5:  # one key hit twice: 20222, 20024
            candidates = {year_text[:i] + year_text[i + 1 :] for i in range(5)}
            near = sorted(
                int(c) for c in candidates if abs(int(c) - today().year) <= 10 and _exists(int(c), month, day)
            )
            suggestion = f"{near[0]}-{month:02d}-{day:02d}" if len(near) == 1 else ""
        raise Unfit(
            f"年份{year_text}不对", f"{FIRST_YEAR}—{LAST_YEAR}之间的四位年份", "请改正年份", suggestion
        )
    if not 1 <= month <= 12:
        raise Unfit(f"没有{month}月", "1—12月", "请核对月份")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Unfit(f"没有这一天：{year}年{month}月只有{last}天", _EXPECTED, "请核对日期")
    return date(year, month, day)


def _without_year(text: str, month: int, day: int) -> Unfit:
    now = today()
    suggestion = ""
    if _exists(now.year, month, day):
        year = now.year if date(now.year, month, day) <= now else now.year - 1
        suggestion = f"{year}-{month:02d}-{day:02d}" if _exists(year, month, day) else ""
    return Unfit(f"“{text}”没有年份", _EXPECTED, "请补上年份", suggestion)


def _in_range(day: date, shown: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unfit(f"年份{shown}不对", f"{FIRST_YEAR}—{LAST_YEAR}之间的四位年份", "请改正年份")
    return day


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
