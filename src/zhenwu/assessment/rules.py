"""Scoring, pure: an item and what was measured give points; points give a total and an order. Decimal throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhenwu.assessment.choices import Kind, Out
from zhenwu.catalog import ItemSpec
from zhenwu.kernel.printing import round_half_up

#: Decimals of points, of items and totals alike: a total recounts by hand from the points printed.
PLACES = 2
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Given:
    """What was measured, or judged, of one subject. missing : why there is no value. denominator : of a rate, where known."""

    value: Decimal | None = None
    missing: str = ""
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Points of one item. out : why it is left out, and its weight with it. adjusted : an objection was upheld."""

    key: str
    weight: Decimal
    points: Decimal | None = None
    out: str = ""
    bonus: bool = False
    adjusted: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """points : None when nothing counts. base : weights that count; full : all weights; bonus : added points, in `points` already."""

    points: Decimal | None
    base: Decimal
    full: Decimal
    bonus: Decimal
    left_out: tuple[str, ...]


def item_mark(item: ItemSpec, given: Given) -> Mark:
    """Points of an item for what was measured, rounded half up to 2 decimals.

    A rate over nothing or over less than `least`, and what nobody has reported or judged, is left out and earns no zero (unless the
    rules say that silence earns nothing). What is over its time but was reported late counts with its last value.
    """
    bonus = item.kind == Kind.ADD
    out = _out(item, given)
    if out == Out.NODATA and item.nodata == "zero":
        return Mark(item.key, item.weight, ZERO, "", bonus)
    if out or given.value is None:
        return Mark(item.key, item.weight, None, out, bonus)
    return Mark(item.key, item.weight, round_half_up(_points(item, given.value), PLACES), "", bonus)


def _out(item: ItemSpec, given: Given) -> str:
    if item.kind == Kind.JUDGED:
        return "" if given.value is not None else Out.UNJUDGED.value
    if given.missing == "no_denominator" or given.denominator == 0:
        return Out.NO_DENOMINATOR.value
    if given.value is None:
        return Out.NODATA.value
    if given.denominator is not None and given.denominator < item.least:
        return Out.THIN.value
    return ""


def _points(item: ItemSpec, value: Decimal) -> Decimal:
    if item.kind == Kind.REACH:
        assert item.full is not None and item.zero is not None
        share = (value - item.zero) / (item.full - item.zero)
        return _within(item.weight * share, item.cap if item.cap is not None else item.weight)
    if item.kind == Kind.DEDUCT:
        assert item.per is not None
        return item.weight - _within(item.per * value, item.cap if item.cap is not None else item.weight)
    if item.kind == Kind.ADD:
        assert item.per is not None and item.cap is not None
        return _within(item.per * value, item.cap)
    return _within(value, item.weight)


def _within(value: Decimal, most: Decimal) -> Decimal:
    return min(max(value, ZERO), most)


def most_of(item: ItemSpec) -> Decimal:
    """The most points that an item can earn."""
    if item.kind == Kind.ADD or (item.kind == Kind.REACH and item.cap is not None):
        return item.cap or ZERO
    return item.weight


def total(marks: Iterable[Mark]) -> Total:
    """Points of the items that count, scaled from their weights to all weights, and what is added on top.

    Where all items count, it is their plain sum. An item left out neither helps nor harms: the rest is taken for the whole.
    """
    rows = list(marks)
    weighed = [mark for mark in rows if not mark.bonus]
    counted = [(mark, mark.points) for mark in weighed if mark.points is not None]
    base = sum((mark.weight for mark, _points in counted), ZERO)
    full = sum((mark.weight for mark in weighed), ZERO)
    bonus = sum((mark.points for mark in rows if mark.bonus and mark.points is not None), ZERO)
    left_out = tuple(mark.key for mark in rows if mark.points is None)
    if not base:
        return Total(None, base, full, bonus, left_out)
    earned = sum((points for _mark, points in counted), ZERO)
    return Total(round_half_up(earned * full / base, PLACES) + bonus, base, full, bonus, left_out)


def standing(totals: Mapping[str, Decimal | None]) -> dict[str, int]:
    """Place of each subject by its points: equal points share the better place; who has none has no place."""
    known = {key: points for key, points in totals.items() if points is not None}
    return {key: 1 + sum(other > points for other in known.values()) for key, points in known.items()}
