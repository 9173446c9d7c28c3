"""Heads that sort, pages, views, tabs, segments and chips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import QueryDict
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhenwu.web.kit.states import shape, tone

register = template.Library()


def _query(context: Context, **changes: object) -> str:
    """The page's own parameters with some changed; None removes one."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _into(url: str, target: str) -> SafeString:
    """A link's attributes: it works as a link, and htmx changes only the target."""
    if not target:
        return format_html('href="{}"', url)
    return format_html('href="{}" hx-get="{}" hx-target="{}" hx-push-url="true"', url, url, target)


@register.simple_tag(takes_context=True)
def th(
    context: Context,
    text: str,
    key: str = "",
    *,
    num: bool = False,
    target: str = "",
    default: str = "",
    param: str = "sort",
) -> SafeString:
    """A table head; with a key it sorts: `?sort=due`, again `?sort=-due`. `default` is the order without a parameter."""
    classes = "n" if num else ""
    if not key:
        return format_html('<th scope="col" class="{}">{}</th>', classes, text)
    request = context.get("request")
    now = (request.GET.get(param) if request is not None else None) or default
    wanted, order, arrow = key, "none", ""
    if now == key:
        wanted, order, arrow = f"-{key}", "ascending", " ↑"
    elif now == f"-{key}":
        order, arrow = "descending", " ↓"
    if arrow:
        classes = f"{classes} srt".strip()
    link = _into(_query(context, **{param: wanted, "page": None}), target)
    return format_html(
        '<th scope="col" class="{}" aria-sort="{}"><a {}>{}{}</a></th>', classes, order, link, text, arrow
    )


@register.inclusion_tag("web/parts/pager.html", takes_context=True)
def pager(
    context: Context, page: Page, unit: str = "", *, target: str = "", param: str = "page", keys: bool = True
) -> dict[str, Any]:
    """Where in the list one is, and the pages beside; no infinite scroll."""
    before = _query(context, **{param: page.previous_page_number()}) if page.has_previous() else ""
    after = _query(context, **{param: page.next_page_number()}) if page.has_next() else ""
    return {
        "page": page,
        "unit": unit,
        "keys": keys,
        "before": _into(before, target) if before else "",
        "after": _into(after, target) if after else "",
    }


def _row(css: str, items: Iterable[Sequence[Any]], target: str) -> SafeString:
    links = []
    for item in items:
        text, url, count, current, key = [*item, None, None, None][:5]
        links.append(
            (
                _into(str(url), target),
                mark_safe(' class="on" aria-current="true"') if current else "",
                format_html('<span class="st st-{}">{}</span>', tone(str(key)), shape(str(key)))
                if key
                else "",
                text,
                format_html(" <em>{}</em>", count) if count is not None else "",
            )
        )
    return format_html('<div class="{}">{}</div>', css, format_html_join("", "<a {}{}>{}{}{}</a>", links))


@register.simple_tag
def views(items: Iterable[Sequence[Any]], *, target: str = "") -> SafeString:
    """Saved views as tabs with counts; items (text, url, count or None, is current)."""
    return _row("views", items, target)


@register.simple_tag
def tabs(items: Iterable[Sequence[Any]], *, target: str = "") -> SafeString:
    """Tabs of a side panel."""
    return _row("ptabs", items, target)


@register.simple_tag
def seg(items: Iterable[Sequence[Any]], *, target: str = "") -> SafeString:
    """Segments: one of a few; a fifth item is the key of a sign."""
    return _row("seg", items, target)


@register.inclusion_tag("web/parts/chip.html")
def chip(name: str, value: object, remove: str = "", *, target: str = "") -> dict[str, Any]:
    """A condition; its × removes it."""
    return {"name": name, "value": value, "remove": _into(remove, target) if remove else ""}
