"""Numerals as township reports write them: Arabic, Chinese, and Arabic that scanning has damaged."""

from __future__ import annotations

from decimal import Decimal

from zhenwu.lexicon import lexicon

_LEX = lexicon()
_OCR = str.maketrans({k: v for k, v in _LEX.ocr.items() if len(k) == 1})
_LONG_OCR = {k: v for k, v in _LEX.ocr.items() if len(k) > 1}


def arabic(text: str) -> tuple[Decimal, bool]:
    """Value of an Arabic numeral, and whether scanning had damaged it.

    >>> arabic("16,679"), arabic("IO(X)")
    ((Decimal('16679'), False), (Decimal('1000'), True))
    """
    plain = text.replace(",", "")
    if plain.replace(".", "", 1).isdigit():
        return Decimal(plain), False
    for seen, meant in _LONG_OCR.items():
        plain = plain.replace(seen, meant)
    return Decimal(plain.translate(_OCR)), True


def chinese(text: str) -> Decimal | None:
    """Value of a Chinese numeral; None when it is none.

    >>> chinese("一千零五"), chinese("三百二十万"), chinese("二〇二五"), chinese("十")
    (Decimal('1005'), Decimal('3200000'), Decimal('2025'), Decimal('10'))
    """
    digits, multipliers, sections = _LEX.digits, _LEX.multipliers, _LEX.sections
    whole, _, part = text.partition("点")
    if not whole or (part and not all(c in digits for c in part)):
        return None
    if len(whole) > 1 and all(c in digits for c in whole):
        total = int("".join(str(digits[c]) for c in whole))
    else:
        total = section = 0
        digit: int | None = None
        smallest = 10
        for c in whole:
            if c in digits:
                if digit:
                    return None
                digit = digits[c]
                if digit == 0:
                    smallest = 10
            elif c in _LEX.vague:
                digit = _LEX.vague[c]
            elif c in multipliers:
                section += (1 if digit is None else digit) * multipliers[c]
                smallest, digit = multipliers[c], None
            elif c in sections:
                total += ((section + (digit or 0)) or 1) * sections[c]
                if sections[c] > 10000 and total % sections[c]:
                    total = (total // 10000 * 10000 + total % 10000) * 1
                smallest, section, digit = sections[c], 0, None
            else:
                return None
        # 三百二 is 320, 一万五 is 15000: a last digit without its multiplier
        total += section + (digit or 0) * (smallest // 10 if smallest > 10 else 1)
    value = Decimal(total)
    if part:
        value += Decimal("0." + "".join(str(digits[c]) for c in part))
    return value
