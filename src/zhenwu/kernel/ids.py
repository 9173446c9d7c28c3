"""Numbers that identify people and bodies: check digits, and how they are masked on screen."""

from __future__ import annotations

import re
from datetime import date

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: without I O S V Z


def resident_check_digit(first17: str) -> str:
    """GB 11643: the 18th character of a resident identity number."""
    return _RESIDENT_CHECKS[sum(int(d) * w for d, w in zip(first17, _RESIDENT_WEIGHTS, strict=True)) % 11]


def check_resident_id(value: str) -> str | None:
    """None when the number is sound, else what is wrong with it."""
    text = value.strip().upper()
    if len(text) != 18:
        return f"{len(text)}位，身份证号应为18位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        return "身份证号应为17位数字加1位数字或X"
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return f"出生日期{text[6:14]}不存在"
    if not 1880 <= born.year <= 2100:
        return f"出生年份{born.year}不对"
    if resident_check_digit(text[:17]) != text[17]:
        return "校验位不对，请核对原件"
    return None


def credit_check_digit(first17: str) -> str:
    """GB 32100: the 18th character of a unified social credit code.

    >>> credit_check_digit("91350100M000100Y4")
    '3'
    """
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def check_credit_code(value: str) -> str | None:
    """None when the code is sound, else what is wrong with it."""
    text = value.strip().upper()
    if len(text) != 18:
        return f"{len(text)}位，统一社会信用代码应为18位"
    wrong = [c for c in text if c not in _CREDIT_ALPHABET]
    if wrong:
        return f"含有不用的字符{'、'.join(dict.fromkeys(wrong))}"
    if credit_check_digit(text[:17]) != text[17]:
        return "校验位不对，请核对营业执照"
    return None


def check_mobile(value: str) -> str | None:
    """None when it is a mainland mobile number, else what is wrong with it."""
    text = value.strip()
    if not re.fullmatch(r"[0-9]*", text) or not text:
        return "手机号应全为数字"
    if len(text) != 11:
        return f"{len(text)}位，手机号应为11位"
    return None if re.fullmatch(r"1[3-9][0-9]{9}", text) else "手机号应以13—19开头"


def mask_name(value: str) -> str:
    """
    >>> mask_name("王小明")
    '王**'
    """
    return value[:1] + "**" if value else ""


def mask_id(value: str) -> str:
    """Keep the first and last four of an identity number or a credit code."""
    return value[:4] + "*" * max(4, len(value) - 8) + value[-4:] if len(value) > 8 else "****"


def mask_mobile(value: str) -> str:
    return value[:3] + "****" + value[-4:] if len(value) >= 8 else "****"
