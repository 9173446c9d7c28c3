"""A target's number held against the number that answers it: reached, short of it, over the limit, turned round."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, Decimal

from zhenwu.reader.compare.shapes import Outcome
from zhenwu.reader.model import Figure

#: Counting words that reports use for the same things; a number in one may answer a target in another.
_ALIKE = (
    frozenset(("个", "处", "座", "所", "家", "间", "栋", "幢", "项", "套", "台", "台套")),
    frozenset(("次", "场", "场次", "期", "轮", "轮次", "批次", "班次")),
    frozenset(("人", "名", "位")),
    frozenset(("件", "起", "条", "宗", "批")),
)
#: Units of one dimension: unit → (common unit, factor).
_SCALES = {
    "公里": ("米", Decimal(1000)), "米": ("米", Decimal(1)), "延米": ("米", Decimal(1)),
    "公顷": ("亩", Decimal(15)), "亩": ("亩", Decimal(1)),
    "平方公里": ("平方米", Decimal(1_000_000)), "平方米": ("平方米", Decimal(1)),
    "吨": ("公斤", Decimal(1000)), "公斤": ("公斤", Decimal(1)), "斤": ("公斤", Decimal("0.5")), "亿斤": ("公斤", Decimal(50_000_000)),
}  # fmt: skip
_NEAR = Decimal("0.95")
_LIMIT = re.compile("以内|之内|不超过|不高于|不多于|控制在|以下|低于|少于|降[低到至]|压减到|压缩到|至多")


def family(unit: str) -> str:
    """The unit by which numbers of one kind find each other.

    >>> family("处") == family("座"), family("公里"), family("人次")
    (True, '米', '人次')
    """
    if unit in _SCALES:
        return _SCALES[unit][0]
    return next((min(group) for group in _ALIKE if unit in group), unit)


def measure(value: Decimal, unit: str) -> Decimal:
    """A value in the common unit of its dimension."""
    return value * _SCALES[unit][1] if unit in _SCALES else value


def is_limit(target: Figure, words: str) -> bool:
    """Whether a target says what must not be passed (控制在100万元以内)."""
    return (
        target.qualifier == "under"
        and target.kind != "rank"
        and bool(_LIMIT.search(target.surface) or _LIMIT.search(words))
    )


def hold(target: Figure, said: Figure, words: str = "") -> tuple[Outcome, Decimal | None, str]:
    """What a number says of a target in the same unit: outcome, share reached, rule. words : those of the promise.

    以上 asks for at least the number, 左右 for nineteen twentieths of it, 以内 for no more than it; growth must go the promised way;
    of a range the lower end counts. A share is rounded down, so that what fell short never reads as 100 %.
    """
    assert target.value is not None
    assert said.value is not None
    wanted, told = measure(target.value, target.unit), measure(said.value, said.unit)
    if target.kind == "rank":
        if told <= wanted:
            return Outcome.DONE, None, "rank_reached"
        return Outcome.CONTRADICTED, None, "rank_missed"
    if target.kind == "growth":
        down = target.direction == "down"
        if said.direction is not None and (said.direction == "down") != down and told != 0:
            return Outcome.CONTRADICTED, None, "turned"
    elif wanted == 0:
        return (Outcome.DONE, None, "zero_kept") if told == 0 else (Outcome.CONTRADICTED, None, "zero_broken")
    elif is_limit(target, words):
        if told <= wanted:
            return Outcome.DONE, None, "limit_kept"
        return Outcome.CONTRADICTED, None, "limit_broken"
    if told == 0:
        return Outcome.CONTRADICTED, Decimal(0), "number_none"
    share = (told / wanted).quantize(Decimal("0.001"), ROUND_DOWN)
    if told == wanted and said.qualifier == "under":
        return Outcome.PARTLY, None, "number_nearly"  # 近300户 is not 300户
    if told >= wanted:
        return Outcome.DONE, share, "number_reached"
    if told >= wanted * _NEAR and "about" in (target.qualifier, said.qualifier):
        return Outcome.DONE, share, "number_about"
    return Outcome.PARTLY, share, "number_short"


def grown(before: Figure, after: Figure) -> Decimal | None:
    """Growth in percent between two levels of one quantity; None from nothing or from zero."""
    if before.value is None or after.value is None or before.value <= 0 or before.unit != after.unit:
        return None
    return ((after.value / before.value - 1) * 100).quantize(Decimal("0.1"))
