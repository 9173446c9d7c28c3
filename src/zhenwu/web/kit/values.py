"""Filters that print values, days and periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import grouped, round_half_up
from zhenwu.kernel.units import scale
from zhenwu.web.english.amounts import date_words
from zhenwu.web.english.matching import told as english_told
from zhenwu.web.english.matching import typed as english_typed

register = template.Library()

#: Kinds of "no number"; zero is a number.
MISSING = {
    "nodata": _("无"),
    "undefined": _("不适用"),
    "stale": _("过期"),
    "masked": _("遮盖"),
    "not_due": _("未到"),
}
#: Same kinds under the names that other rooms use for them.
SYNONYMS = {
    "none": "nodata",
    "no_data": "nodata",
    "no_denominator": "undefined",
    "notdue": "not_due",
    "not-due": "not_due",
}
WEEKDAYS = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))


def as_decimal(value: object) -> Decimal | None:
    """The value as a Decimal, or None when it is no number."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def missing_word(value: object) -> str | None:
    """The word for a missing kind, or None when the value is none."""
    if value is None or value == "":
        return str(MISSING["nodata"])
    if isinstance(value, str):
        key = SYNONYMS.get(value, value)
        return str(MISSING[key]) if key in MISSING else None
    return None


@register.filter
def number(value: object, places: int | None = None) -> str:
    """Grouped, with a true minus.

    >>> number(Decimal("-1684.50")), number(3, 1)
    ('−1,684.5', '3.0')
    """
    amount = as_decimal(value)
    if amount is None:
        return missing_word(value) or str(value)
    return grouped(amount, places)


@register.filter
def signed(value: object, places: int | None = None) -> str:
    """A difference: +2, −7, 0."""
    amount = as_decimal(value)
    if amount is None:
        return missing_word(value) or str(value)
    text = grouped(amount, places)
    return f"+{text}" if amount > 0 else text


def in_unit(amount: Decimal, unit: str) -> str:
    """A value in base units printed in another, at most two decimals: 72860000 元 in 万元 is 7,286."""
    factor, _base = scale(unit)
    return grouped(round_half_up(amount / factor, 2))


@register.filter
def scaled(value: object, unit: str) -> str:
    """Base units into the column's unit, the number alone."""
    amount = as_decimal(value)
    if amount is None:
        return missing_word(value) or str(value)
    return in_unit(amount, unit)


@register.filter
def figure_value(value: object, unit: str = "") -> str | SafeString:
    """A number, or the word for why there is none."""
    amount = as_decimal(value)
    if amount is not None:
        return in_unit(amount, unit) if unit else grouped(amount)
    return format_html('<span class="mut">{}</span>', missing_word(value) or value)


@register.filter
def percent(value: object, places: int = 1) -> str:
    """A ratio as percent: 0.743 → 74.3%."""
    amount = as_decimal(value)
    if amount is None:
        return missing_word(value) or str(value)
    return f"{grouped(amount * 100, places)}%"


def _local(value: object) -> date | datetime | None:
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value if isinstance(value, date) else None


@register.filter
def day(value: object) -> str:
    """10-17."""
    moment_ = _local(value)
    return f"{moment_:%m-%d}" if moment_ else str(MISSING["nodata"])


@register.filter
def fullday(value: object) -> str:
    """2026-10-17."""
    moment_ = _local(value)
    return f"{moment_:%Y-%m-%d}" if moment_ else str(MISSING["nodata"])


@register.filter
def moment(value: object) -> str:
    """10-17 09:42."""
    moment_ = _local(value)
    return f"{moment_:%m-%d %H:%M}" if moment_ else str(MISSING["nodata"])


@register.filter
def spoken(value: object) -> str:
    """10月17日, for sentences."""
    moment_ = _local(value)
    if moment_ is None:
        return str(MISSING["nodata"])
    if (get_language() or "").startswith("en"):
        return f"{moment_:%-d %B}"
    return gettext("%(month)d月%(day)d日") % {"month": moment_.month, "day": moment_.day}


@register.filter
def weekday(value: object) -> str:
    """星期五."""
    moment_ = _local(value)
    return str(WEEKDAYS[moment_.weekday()]) if moment_ else ""


@register.filter
def spokenday(value: object) -> str:
    """10月16日 星期五, for heads of pages; in English the weekday stands first: Friday 16 October."""
    parts = (spoken(value), weekday(value))
    return " ".join(reversed(parts) if (get_language() or "").startswith("en") else parts).strip()


@register.filter
def label(value: object) -> str:
    """A Period as reports name it: 2026年1—9月, January–September 2026; in English a span that has no such name by its ISO form."""
    if not isinstance(value, Period):
        return str(value)
    if (get_language() or "").startswith("en"):
        return date_words(value.label) or value.iso
    return value.label


def _beside(value: object, marked: Callable[[object], str]) -> str:
    """A text marked; markup, whose parts are marked already, as it is; a text that is escaped stays so."""
    if isinstance(value, SafeString):
        return value if "<" in value else mark_safe(marked(value))
    return marked(value)


@register.filter
def typed(value: object) -> str:
    """What people typed: stays as it is on English pages, marked as Chinese. Markup is dressed already."""
    return _beside(value, english_typed)


@register.filter
def told(value: object) -> str:
    """What people typed or the product noted: in English as far as it is known, the rest marked as Chinese; not markup."""
    return _beside(value, english_told)


@register.filter
def named(thing: object) -> str:
    """A ledger's or metric's name: in English its English one, where it has any."""
    english = getattr(thing, "name_en", "") if (get_language() or "").startswith("en") else ""
    return str(english or getattr(thing, "name", ""))


@register.filter
def change(figure: object) -> str:
    """A year-on-year figure in words: 下降20.76%."""
    from zhenwu.web.figures.presenting import change_words

    return change_words(figure)  # type: ignore[arg-type]
