"""Days, periods and numbers with units, as English writes them."""

from __future__ import annotations

import re
from decimal import Decimal

from zhenwu.kernel.printing import plain, round_half_up
from zhenwu.web.english.words import words

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
#: Large numbers are said in these: (at least so many, the word).
LARGE = ((10**9, "billion"), (10**6, "million"))
MYRIADS = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}

_YEAR, _MONTH, _DAY = r"(\d{4})年", r"(1[0-2]|[1-9])", r"(3[01]|[12]\d|[1-9])"
_DASH = "[—–-]"
_AMOUNT = re.compile(r"([−+-]?)(\d[\d,]*(?:\.\d+)?)\s?(百万|千万|[千万亿])?([^\d\s]{0,5})")


#: Pattern of a day or period → its English.
_DATES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), english)
    for pattern, english in (
        (rf"{_YEAR}{_MONTH}月{_DAY}日{_DASH}{_YEAR}{_MONTH}月{_DAY}日", "{2} {1m} {0} – {5} {4m} {3}"),
        (rf"{_YEAR}{_MONTH}月{_DAY}日{_DASH}{_MONTH}月{_DAY}日", "{2} {1m} – {4} {3m} {0}"),
        (rf"{_YEAR}{_MONTH}月{_DAY}日", "{2} {1m} {0}"),
        (rf"{_YEAR}{_MONTH}月{_DASH}{_YEAR}{_MONTH}月", "{1m} {0} – {3m} {2}"),
        (rf"{_YEAR}{_MONTH}{_DASH}{_MONTH}月", "{1m}–{2m} {0}"),
        (rf"{_YEAR}{_MONTH}月", "{1m} {0}"),
        (rf"{_YEAR}{_DASH}{_YEAR}", "{0}–{1}"),
        (_YEAR, "{0}"),
        (rf"{_MONTH}月{_DAY}日", "{1} {0m}"),
        (rf"{_MONTH}{_DASH}{_MONTH}月", "{0m}–{1m}"),
        (rf"{_MONTH}月", "{0m}"),
    )
)


def date_words(text: str) -> str | None:
    """A day or period in English; None for anything else.

    >>> date_words("2026年1—9月"), date_words("10月7日"), date_words("清溪镇")
    ('January–September 2026', '7 October', None)
    """
    for pattern, english in _DATES:
        if found := pattern.fullmatch(text):
            for number, value in enumerate(found.groups()):
                month = MONTHS[int(value) - 1] if int(value) <= 12 else ""
                english = english.replace(f"{{{number}m}}", month).replace(f"{{{number}}}", value)
            return english
    return None


def amount_words(text: str) -> str | None:
    """A number with its unit in English; None for anything else.

    >>> amount_words("7286万元"), amount_words("1批")
    ('72.86 million yuan', '1 group')
    """
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    sign, digits, myriad, unit = found.groups()
    units = words().units
    if unit and unit not in units:
        return None
    if not unit and not myriad:
        return None
    value = Decimal(digits.replace(",", ""))
    shown = digits
    if myriad:
        value *= MYRIADS[myriad]
        shown = large(value)
    one, many = units.get(unit, ("", ""))
    name = one if value == 1 else many
    return f"{sign}{shown}{' ' if name and not name.startswith('%') else ''}{name}"


def large(value: Decimal) -> str:
    """A number that was said in 万 or 亿, by thousands or millions.

    >>> large(Decimal(72860000)), large(Decimal(300000))
    ('72.86 million', '300,000')
    """
    for least, word in LARGE:
        if value >= least:
            return f"{plain(round_half_up(value / least, 6))} {word}"
    return f"{value.normalize():,f}"
