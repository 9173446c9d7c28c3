"""Icons, numbers with evidence, crumbs, and the boxes that say what is empty, slow or wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhenwu.kernel.errors import ZhenwuError
from zhenwu.web import navigation
from zhenwu.web.kit.values import figure_value

register = template.Library()

SPRITE = "zhenwu/vendor/icons.svg"


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite (tools/icons.txt lists them); with a label a screen reader hears it."""
    source = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="ic" role="img" aria-label="{}"><use href="{}"/></svg>', label, source)
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}"/></svg>', source)


@register.simple_tag
def num(value: object, url: str = "", *, pop: str = "", bold: bool = False) -> SafeString:
    """A number that opens its evidence: the link works without script, `pop` is what the popover gets."""
    text: object = value if isinstance(value, str) else figure_value(value)
    if bold:
        text = format_html("<b>{}</b>", text)
    if not url:
        return format_html("{}", text)
    popper = format_html(' data-pop="{}" aria-haspopup="dialog"', pop) if pop else ""
    return format_html('<a class="num" href="{}"{}>{}</a>', url, popper, text)


@register.simple_tag
def crumb(*parts: str, note: str = "") -> SafeString:
    """Where the page is: text and address in turn; the last text, without an address, is the page itself."""
    steps = []
    for index in range(0, len(parts) - 1, 2):
        steps.append(
            format_html('<a href="{}">{}</a><i aria-hidden="true">/</i>', parts[index + 1], parts[index])
        )
    if len(parts) % 2:
        steps.append(format_html("<b>{}</b>", parts[-1]))
    tail = format_html("<span>{}</span>", note) if note else ""
    return format_html(
        '<div class="crumb">{}{}</div>', format_html_join("", "{}", ((s,) for s in steps)), tail
    )


@register.simple_tag
def stage(step: int, of: int = 5) -> SafeString:
    """How far a record is, as small boxes; the stage's name stands beside it."""
    boxes = format_html_join(
        "", "<i{}></i>", ((mark_safe(' class="y"') if i < step else "",) for i in range(of))
    )
    return format_html('<span class="stg" aria-hidden="true">{}</span>', boxes)


@register.simple_tag
def steps(items: Iterable[tuple[str, str]]) -> SafeString:
    """Steps of a flow; items (text, "done" | "now" | "")."""
    rows = []
    for text, how in items:
        css = {"done": "d", "now": "c"}.get(how, "")
        here = mark_safe(' aria-current="step"') if how == "now" else ""
        rows.append((css, here, icon("check") if how == "done" else "", text))
    return format_html('<ol class="steps">{}</ol>', format_html_join("", '<li class="{}"{}>{}{}</li>', rows))


@register.inclusion_tag("web/parts/empty.html")
def empty(
    title: str, text: str = "", url: str = "", action: str = "", *, more: str = "", more_url: str = ""
) -> dict[str, Any]:
    """What will stand here, and the one next step."""
    return {"title": title, "text": text, "url": url, "action": action, "more": more, "more_url": more_url}


@register.inclusion_tag("web/parts/error_box.html")
def error_box(error: ZhenwuError, *, title: str = "") -> dict[str, Any]:
    """What, where, what was expected, what to do; the code in small type."""
    return {"error": error, "title": title}


@register.inclusion_tag("web/parts/progress.html")
def progress(done: int, total: int, text: str = "", *, url: str = "", note: str = "") -> dict[str, Any]:
    """Long work with its count; with `url` it asks there every 2 s for the next state."""
    share = min(100, round(done * 100 / total)) if total else 0
    return {"done": done, "total": total, "text": text, "url": url, "note": note, "share": share}


@register.simple_tag
def skeleton(lines: int = 3) -> SafeString:
    """Grey lines, without shimmer, where a part is on its way."""
    widths = (100, 82, 64)
    rows = ((widths[i % 3],) for i in range(lines))
    return format_html(
        '<div class="sk" aria-hidden="true">{}</div>', format_html_join("", '<i style="width:{}%"></i>', rows)
    )


@register.simple_tag
def style(name: str) -> SafeString:
    """A page's own style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static(f"zhenwu/pages/{name}.css"))


@register.simple_tag
def script(name: str) -> SafeString:
    """A script file of ours; inline scripts are refused."""
    return format_html('<script src="{}" defer></script>', static(f"zhenwu/{name}.js"))


@register.simple_tag
def zw_url(name: str) -> str:
    """A `web:` address, or its plain path while nobody serves it."""
    return navigation.address(name)
