"""How a number stands in a text: its digits, scale, decimals and hedge; what values it holds for; printing it anew.

Pure. A hedge is an interval: 1700余 holds for [1700, 1800), 近60 for values a little under 60.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from zhenwu.kernel.printing import plain
from zhenwu.reader.numerals import chinese

_MAGNITUDE = re.compile(r"[十百千]")
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千]+")
_SHAPE = re.compile(
    r"(?P<before>[^\d〇零一二两三四五六七八九十百千]*?)"
    r"(?P<digits>\d[\d,，]*(?:\.\d+)?|[〇零一二两三四五六七八九十百千]+)"
    r"(?P<mid>余|餘|多|来|几)?"
    r"(?P<scale>百万|千万|百亿|千亿|万亿|亿|万|億|萬)?"
    r"(?P<late>余|餘|多)?"
    r"(?P<after>\D*)"
)
_SCALES = {
    "": Decimal(1),
    "万": Decimal(10**4),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "萬": Decimal(10**4),
    "亿": Decimal(10**8),
    "億": Decimal(10**8),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
    "万亿": Decimal(10**12),
}
# Words that widen a number, by what a value must do to carry them.
ROUGHLY_MORE = ("余", "餘", "多", "来", "几")
AT_LEAST = ("以上", "不少于", "不低于", "不下", "至少", "之上", "达到或超过", "起")
MORE = ("超过", "超出", "突破", "超", "破", "过", "逾", "高于", "大于", "跨越")
ALMOST = ("将近", "接近", "近")
LESS = ("不足", "不到", "低于", "少于", "小于")
AT_MOST = ("以内", "不超过", "不高于", "不多于", "以下", "之内", "之下", "控制在", "至多")
ABOUT = ("约", "左右", "大约", "大概", "上下", "前后", "许")

_ALMOST_SHARE = Decimal("0.9")
_ABOUT_SHARE = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Shape:
    """A printed number taken apart: before + digits + mid + scale + late + after is the surface again."""

    before: str
    digits: str
    mid: str
    scale: str
    late: str
    after: str
    number: Decimal
    decimals: int
    factor: Decimal
    hedge: str

    @property
    def step(self) -> Decimal:
        """The place of the last digit that says something, in base units: 100 for 1700, 0.1 for 1.2."""
        if self.decimals:
            return self.factor * Decimal(1).scaleb(-self.decimals)
        digits = str(int(self.number))
        zeros = len(digits) - len(digits.rstrip("0")) if self.number else 0
        return self.factor * 10**zeros

    @property
    def printed_step(self) -> Decimal:
        """The last place that is printed, in base units: 1 for 1700, 0.01 亿 for 4.27亿."""
        return self.factor * Decimal(1).scaleb(-self.decimals)


@dataclass(frozen=True, slots=True)
class Interval:
    """Values that a printed number holds for; None is no bound."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: Decimal) -> bool:
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return self.high is None or value < self.high or (value == self.high and not self.high_open)


def shape(surface: str, value: Decimal | None = None) -> Shape | None:
    """Take a printed number apart; None for what is no single number (a range, a fraction, a masked one).

    value : what the reader made of it, in base units; it settles the scale (5公顷 is 75亩).

    >>> shape("1700余万元").factor, shape("1700余万元").hedge
    (Decimal('10000'), '余')
    """
    match = _SHAPE.fullmatch(surface.strip())
    if match is None or match["after"][:1] in ("/", "／") or match["after"].startswith("分之"):
        return None
    number = _number(match["digits"])
    if number is None:
        return None
    factor = _SCALES[match["scale"] or ""]
    if value is not None and number:
        factor = abs(value) / number
    decimals = len(match["digits"].partition(".")[2])
    before, mid, late, after = (match[name] or "" for name in ("before", "mid", "late", "after"))
    hedge = mid or late or _hedge(before, after)
    return Shape(
        before, match["digits"], mid, match["scale"] or "", late, after, number, decimals, factor, hedge
    )


def _number(digits: str) -> Decimal | None:
    if digits[0].isdecimal():
        return Decimal(digits.replace(",", "").replace("，", ""))
    return chinese(digits)


def _hedge(before: str, after: str) -> str:
    for words in (AT_LEAST, AT_MOST, LESS, MORE, ALMOST, ABOUT):
        for word in words:
            if before.endswith(word) or after.endswith(word):
                return word
    return ""


def interval(
    surface: str, value: Decimal, *, high: Decimal | None = None, qualifier: str = "exact"
) -> Interval:
    """The values for which the printed number is true; sizes only, a direction is compared apart.

    >>> Decimal(17_450_000) in interval("1700余万元", Decimal(17_000_000), qualifier="over")
    True
    >>> Decimal(18_000_000) in interval("1700余万元", Decimal(17_000_000), qualifier="over")
    False
    """
    value = abs(value)
    if high is not None:
        return Interval(value, abs(high))
    found = shape(surface, value)
    step = found.step if found else Decimal(1)
    hedge = found.hedge if found else ""
    if hedge in ROUGHLY_MORE:
        return Interval(value, value + step, high_open=True)
    if hedge in MORE:
        return Interval(value, None, low_open=True)
    if hedge in AT_LEAST or (not hedge and qualifier == "over"):
        return Interval(value, None)
    if hedge in ALMOST or (not hedge and qualifier == "under"):
        return Interval(value * _ALMOST_SHARE, value)
    if hedge in LESS:
        return Interval(None, value, high_open=True)
    if hedge in AT_MOST:
        return Interval(None, value)
    if hedge in ABOUT or qualifier == "about":
        width = max(value * _ABOUT_SHARE, step / 2)
        return Interval(value - width, value + width)
    half = (found.printed_step if found else Decimal(0)) / 2
    return Interval(value - half, value + half, high_open=bool(half))


def reprint(surface: str, old: Decimal, new: Decimal) -> str | None:
    """The new value as the old one was printed: scale, decimals, hedge; None when it cannot be put that way.

    A hedge that the new value does not need (exactly 2300, not 2300余) is left out; one that it carries stays true.

    >>> reprint("1700余万元", Decimal(17_000_000), Decimal(23_456_000))
    '2300余万元'
    >>> reprint("0.3亿元", Decimal(30_000_000), Decimal(45_600_000)), reprint("两家", Decimal(2), Decimal(3))
    ('0.5亿元', '三家')
    """
    found = shape(surface, old)
    if found is None or new < 0 or (found.before and _MAGNITUDE.fullmatch(found.digits)):
        # 破百万 is a claim about a threshold: another number in it would be another sentence.
        return None
    value = new / found.factor
    mode, keep = _rounding(found)
    rounded = _rounded(found, value, mode)
    hedged = bool(found.hedge)
    if hedged and keep and rounded == value:
        # 余 and 近 are not true of an exact number; 以上 and 约 are.
        return _assemble(found, value, hedge=False)
    if hedged and found.hedge in ALMOST and value < rounded * _ALMOST_SHARE:
        rounded = _quantized(value, found.decimals, ROUND_HALF_UP)
        return _assemble(found, rounded, hedge=False)
    return _assemble(found, rounded, hedge=hedged)


def _rounding(found: Shape) -> tuple[str, bool]:
    """How to round, and whether an exact value drops the hedge."""
    if found.hedge in ROUGHLY_MORE or found.hedge in MORE:
        return ROUND_FLOOR, True
    if found.hedge in AT_LEAST:
        return ROUND_FLOOR, False
    if found.hedge in ALMOST or found.hedge in LESS:
        return ROUND_CEILING, True
    if found.hedge in AT_MOST:
        return ROUND_CEILING, False
    return ROUND_HALF_UP, False


def _rounded(found: Shape, value: Decimal, mode: str) -> Decimal:
    if not found.hedge or found.decimals or value == 0:
        return _quantized(value, found.decimals, mode)
    # A hedged whole number keeps as many telling digits as it had, two at least from 100 on.
    digits = str(int(found.number)).rstrip("0")
    rough = found.hedge in ROUGHLY_MORE or found.hedge in ALMOST or found.hedge in ABOUT
    telling = max(len(digits), 1 if rough and value < 100 else 2)
    place = value.adjusted() - telling + 1
    if place <= 0:
        return _quantized(value, 0, mode)
    unit = Decimal(10) ** place
    return (value / unit).to_integral_value(mode) * unit


def _quantized(value: Decimal, decimals: int, mode: str) -> Decimal:
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=mode)
    if rounded or not value:
        return rounded
    # 0.00 of something is not nothing: as many places as show two digits.
    return value.quantize(Decimal(1).scaleb(value.adjusted() - 1), rounding=mode)


def _assemble(found: Shape, number: Decimal, *, hedge: bool) -> str:
    before, after, mid, late = found.before, found.after, found.mid, found.late
    if found.hedge and not hedge:
        mid = late = ""
        before = before.removesuffix(found.hedge)
        after = after.removesuffix(found.hedge)
    return f"{before}{_digits(found, number)}{mid}{found.scale}{late}{after}"


def _digits(found: Shape, number: Decimal) -> str:
    if _CHINESE.fullmatch(found.digits) and number == number.to_integral_value() and 0 <= number <= 10:
        count = int(number)
        # A measure word wants 两; a bare 2 is 二.
        two = "两" if found.digits == "两" or found.after else "二"
        return two if count == 2 else "零一二三四五六七八九十"[count]
    text = plain(number) if "." not in found.digits else f"{number:f}"
    if "," in found.digits:
        whole, dot, rest = text.partition(".")
        text = f"{int(whole):,}{dot}{rest}"
    return text


def difference(surface: str, value: Decimal, computed: Decimal) -> str:
    """By how much the text says more or less than the data, in the text's own scale; "" when it is the same.

    >>> difference("4.27亿元", Decimal(427_000_000), Decimal(431_000_000))
    '少0.04亿元'
    """
    gap = value - computed
    if not gap:
        return ""
    found = shape(surface, value) if value else shape(surface)
    word = "多" if gap > 0 else "少"
    if found is None or not found.factor:
        return f"{word}{plain(abs(gap))}"
    places = max(found.decimals, 0)
    shown = _quantized(abs(gap) / found.factor, places, ROUND_HALF_UP)
    unit = found.after
    for hedge in (*AT_LEAST, *AT_MOST, *ABOUT):
        unit = unit.removesuffix(hedge)
    unit = "个百分点" if unit == "%" else unit
    return f"{word}{plain(shown)}{found.scale}{unit}"
