"""States: sign and word; colour is only the third."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

WORDS = {
    "done": _("已完成"),
    "ahead": _("超前"),
    "pace": _("按进度"),
    "behind": _("落后"),
    "late": _("逾期"),
    "idle": _("未到期"),
    "nodata": _("无数据"),
    "stale": _("过期"),
    "waiting": _("待上级"),
}
#: Order in which counts and cells stand.
ORDER = ("done", "ahead", "pace", "behind", "late", "idle", "nodata", "stale", "waiting")
#: The colour of a state that has none of its own.
TONE = {"nodata": "idle", "stale": "behind", "waiting": "pace"}

_LINE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
_ON = 'fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"'
_RING = f'<circle cx="8" cy="8" r="6.25" {_LINE}/>'
_SHAPES = {
    "done": f'<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M5 8.3 7.1 10.4 11 6.2" {_ON}/>',
    "ahead": f'<path d="M3 3.5 7.5 8 3 12.5M8.5 3.5 13 8l-4.5 4.5" {_LINE}/>',
    "pace": f'{_RING}<circle cx="8" cy="8" r="2.25" fill="currentColor"/>',
    "behind": f'<path d="M8 2.2 14.4 13.4H1.6ZM8 6.6v3" {_LINE}/><circle cx="8" cy="11.5" r=".9" fill="currentColor"/>',
    "late": '<rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor"/>'
    f'<path d="M8 4.5v4" {_ON}/><circle cx="8" cy="11.4" r="1" fill="#fff"/>',
    "idle": f'<circle cx="8" cy="8" r="6.25" {_LINE} stroke-dasharray="2 2.9"/>',
    "nodata": f'{_RING}<path d="M5.5 8h5" {_LINE}/>',
    "stale": f'{_RING}<path d="M8 4.5V8l2.5 1.5" {_LINE}/>',
    "waiting": f'{_RING}<path d="M5.2 8h.1M8 8h.1M10.8 8h.1" {_LINE}/>',
}


def tone(key: str) -> str:
    """The state whose colour the key takes."""
    return TONE.get(key, key) if key in WORDS else "idle"


def shape(key: str) -> SafeString:
    """The sign's drawing, hidden from readers: the word stands beside it."""
    body = _SHAPES.get(key, _SHAPES["idle"])
    return mark_safe(f'<svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">{body}</svg>')


@register.simple_tag
def sign(key: str) -> SafeString:
    """The sign alone; a screen reader hears the word."""
    return _sign(key, get_language() or "")


@lru_cache(maxsize=64)
def _sign(key: str, language: str) -> SafeString:
    """A tree has hundreds of them, and there are nine."""
    return format_html(
        '<span class="st st-{}" title="{}">{}<span class="sr">{}</span></span>',
        tone(key),
        WORDS.get(key, key),
        shape(key),
        WORDS.get(key, key),
    )


@register.simple_tag
def state(key: str, words: str = "", *, big: bool = False) -> SafeString:
    """Sign and word; own words when the general one says too little (逾期 4 天)."""
    return format_html(
        '<span class="st st-{}{}">{}<span>{}</span></span>',
        tone(key),
        " big" if big else "",
        shape(key),
        words or WORDS.get(key, key),
    )


@register.filter
def state_word(key: str) -> str:
    """The word alone, for titles and exports."""
    return str(WORDS.get(key, key))
