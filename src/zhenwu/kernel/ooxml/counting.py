"""Numbers as Word's automatic numbering writes them, and the signs that its symbol fonts hide behind other characters."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
    (4, "iv"), (1, "i"),
)  # fmt: skip


def _spelled(number: int, digits: str, scales: tuple[str, str, str, str]) -> str:
    """Counted out below ten thousand: 一百零五; larger numbers, which no list reaches, digit by digit."""
    if not 0 < number < 10_000:
        return _positional(number, digits)
    made, gap = "", False
    ten, hundred, thousand, _ = scales
    for size, scale in ((1000, thousand), (100, hundred), (10, ten), (1, "")):
        digit = number // size % 10
        if not digit:
            gap = bool(made)
            continue
        made += (digits[0] if gap else "") + digits[digit] + scale
        gap = False
    return made


def _positional(number: int, digits: str) -> str:
    return "".join(digits[int(c)] for c in str(number))


def _counting(number: int) -> str:
    """一, 十, 二十一; a hundred and more digit by digit, as the standard has it."""
    if number >= 100:
        return _positional(number, "○" + _DIGITS[1:])
    return _thousand(number)


def _thousand(number: int) -> str:
    made = _spelled(number, _DIGITS, ("十", "百", "千", "万"))
    return made[1:] if made.startswith("一十") else made


def _japanese(number: int) -> str:
    if not 0 < number < 10_000:
        return _positional(number, "〇" + _DIGITS[1:])
    made = ""
    for size, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        if digit := number // size % 10:
            made += ("" if digit == 1 and scale else _DIGITS[digit]) + scale
    return made


def _roman(number: int) -> str:
    if not 0 < number < 5000:
        return str(number)
    made = ""
    for value, letters in _ROMAN:
        made += letters * (number // value)
        number %= value
    return made


def _letters(number: int) -> str:
    """a to z, then aa, bb, cc as Word counts on."""
    if number < 1:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 30)


def _listed(number: int, signs: str) -> str:
    """A sign of a closed row, plain digits where it ends."""
    return signs[number - 1] if 0 < number <= len(signs) else str(number)


def _block(number: int, first: str, most: int) -> str:
    """A row of ready-made signs (①, ⑴, ⒈), plain digits where it ends."""
    return chr(ord(first) + number - 1) if 0 < number <= most else str(number)


def _circled(number: int) -> str:
    if 20 < number <= 35:
        return chr(0x3251 + number - 21)
    if 35 < number <= 50:
        return chr(0x32B1 + number - 36)
    return _block(number, "①", 20)


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _full_width(number: int) -> str:
    return str(number).translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": lambda n: _block(n, "⒈", 20),
    "decimalEnclosedParen": lambda n: _block(n, "⑴", 20),
    "numberInDash": lambda n: f"- {n} -",
    "chineseCounting": _counting,
    "taiwaneseCounting": _counting,
    "chineseCountingThousand": _thousand,
    "taiwaneseCountingThousand": _thousand,
    "koreanDigital2": lambda n: _positional(n, "〇" + _DIGITS[1:]),
    "ideographDigital": lambda n: _positional(n, "〇" + _DIGITS[1:]),
    "taiwaneseDigital": lambda n: _positional(n, "○" + _DIGITS[1:]),
    "japaneseDigitalTenThousand": lambda n: _positional(n, "〇" + _DIGITS[1:]),
    "japaneseCounting": _japanese,
    "chineseLegalSimplified": lambda n: _spelled(n, _LEGAL, ("拾", "佰", "仟", "万")),
    "ideographLegalTraditional": lambda n: _spelled(n, _LEGAL_TRADITIONAL, ("拾", "佰", "仟", "萬")),
    "ideographTraditional": lambda n: _listed(n, _STEMS),
    "ideographZodiac": lambda n: _listed(n, _BRANCHES),
    "ideographZodiacTraditional": lambda n: (
        _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12] if 0 < n <= 60 else str(n)
    ),
    "ideographEnclosedCircle": lambda n: _block(n, "㊀", 10),
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "ordinal": _ordinal,
    "hex": lambda n: f"{n:X}",
    "none": lambda _: "",
}


def written(number: int, form: str) -> str:
    """A number in one of Word's number formats (`w:numFmt`); digits for a format that nothing Chinese uses.

    >>> written(21, "chineseCounting"), written(10, "ideographDigital"), written(3, "decimalEnclosedCircle"), written(2, "upperRoman")
    ('二十一', '一〇', '③', 'II')
    """
    return _FORMATS.get(form, str)(number)


# By code within the font; a symbol font's character may also be written 0xF000 higher.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "◆", 0x77: "◆", 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "■",
    0xA8: "□", 0xAB: "★", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑",
} | {0x80 + n: chr(ord("①") + n - 1) for n in range(1, 11)} | {0x8B + n: chr(ord("①") + n - 1) for n in range(1, 11)}  # fmt: skip
_WINGDINGS_2 = {0x4F: "×", 0x50: "√", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA2: "■", 0xA3: "□"} | {
    0x69 + n: chr(ord("①") + n - 1) for n in range(1, 11)
}
_SYMBOL = {
    0x6D: "μ", 0x61: "α", 0x62: "β", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x70: "π", 0xA3: "≤", 0xA5: "∞", 0xA8: "◆", 0xAB: "↔", 0xAC: "←",
    0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xD7: "·", 0xA2: "′",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def sign(font: str, code: int) -> str:
    """The character that a symbol font shows for a code, one character always; □ for one that nobody knows.

    >>> sign("Wingdings", 0xF0FE), sign("Symbol", 0xF0B1), sign("", 0x2103), sign("Symbol", 0x25)
    ('☑', '±', '℃', '%')
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get(font.strip().casefold())
    if table is not None and low in table:
        return table[low]
    if (
        low == code
        and 0x20 < code < 0x110000
        and not (0xD800 <= code < 0xF900)
        and font.casefold() not in _FONTS
    ):
        return chr(code)
    # Symbol keeps digits and marks where ASCII has them.
    if font.casefold() == "symbol" and 0x20 < low < 0x40:
        return chr(low)
    return "□"


def bullet(font: str, text: str) -> str:
    """The sign before the items of an unnumbered list, ● where a font hides another one behind a letter.

    >>> bullet("Wingdings", "\\uf06e"), bullet("", "—"), bullet("Courier New", "o")
    ('■', '—', '●')
    """
    if len(text) != 1:
        return text
    if font.strip().casefold() in _FONTS:
        made = sign(font, ord(text))
        return "●" if made == "□" and ord(text) & 0xFF not in (0x6F, 0x71, 0x72, 0xA8, 0xA3) else made
    return "●" if "\ue000" <= text <= "\uf8ff" or text.isalnum() else text
