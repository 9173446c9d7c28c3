"""Statistical division codes (统计用区划代码): a place's ancestors are the first digits of its code.

12 digits (2 province, 2 city, 2 county, 3 township, 3 village), unused parts zero; 3 more for a grid. Everything under a
place is a range of codes, so scope and totals are index scans: `BETWEEN low AND high`.
"""

from __future__ import annotations

import re

from zhenwu.kernel.errors import BadInput

LEVELS = ("province", "city", "county", "township", "village", "grid")
LEVEL_NAMES = {
    "province": "省", "city": "市", "county": "县", "township": "乡镇", "village": "村", "grid": "网格",
}  # fmt: skip
WIDTHS = {"province": 2, "city": 4, "county": 6, "township": 9, "village": 12, "grid": 15}
_CODE = re.compile(r"[0-9]{12}(?:[0-9]{3})?")


def check(code: str) -> str:
    """The code itself when well formed, else BadInput."""
    if not _CODE.fullmatch(code) or code.startswith("00"):
        raise BadInput(
            f"区划代码“{code}”不对",
            expected="12位统计用区划代码，网格为15位",
            do="请在区域名录里查到代码再填",
            code="ZW-AREA-CODE",
        )
    return code


def level(code: str) -> str:
    """
    >>> level("990101101000"), level("990101101201"), level("990101101201003")
    ('township', 'village', 'grid')
    """
    if len(code) == 15:
        return "grid"
    for name in ("village", "township", "county", "city"):
        low = WIDTHS[LEVELS[LEVELS.index(name) - 1]]
        if code[low : WIDTHS[name]].strip("0"):
            return name
    return "province"


def prefix(code: str) -> str:
    """The digits that say something: '990101101' for a township."""
    return code[: WIDTHS[level(code)]]


def bounds(code: str) -> tuple[str, str]:
    """Lowest and highest code of everything in the place, the place included.

    >>> bounds("990101101000")
    ('990101101000', '990101101999999')
    """
    start = prefix(code)
    return start.ljust(12, "0"), start.ljust(15, "9")


def within(code: str, area: str) -> bool:
    """Whether `code` lies in `area` (or is it)."""
    return code.startswith(prefix(area))


def parent(code: str) -> str | None:
    """The place one level up, or None for a province."""
    index = LEVELS.index(level(code))
    return code[: WIDTHS[LEVELS[index - 1]]].ljust(12, "0") if index else None


def at(code: str, wanted: str) -> str:
    """The ancestor of `code` at a level (the code itself when it is higher already).

    >>> at("990101101201003", "township")
    '990101101000'
    """
    if LEVELS.index(level(code)) <= LEVELS.index(wanted):
        return code
    return code[: WIDTHS[wanted]].ljust(12, "0")


def town_of(code: str) -> str:
    return at(code, "township")


def village_of(code: str) -> str:
    return at(code, "village")


def child_width(code: str) -> int:
    """Digits that tell the children of a place apart."""
    index = LEVELS.index(level(code))
    return WIDTHS[LEVELS[min(index + 1, len(LEVELS) - 1)]]
