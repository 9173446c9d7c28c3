"""Bars, cells, small lines and charts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.base import token_kwargs as read_kwargs
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhenwu.kernel.printing import grouped
from zhenwu.kernel.shares import shares
from zhenwu.web.kit.states import ORDER, WORDS, shape, tone
from zhenwu.web.kit.values import as_decimal

register = template.Library()


def _within(value: Decimal) -> str:
    return f"{min(max(value, Decimal(0)), Decimal(100)):.1f}"


@register.simple_tag
def bar(done: object, expected: object = None, state: str = "pace", *, text: bool = False) -> SafeString:
    """Actual as a bar, what was due by now as a tick; both in percent of the whole."""
    amount, due = as_decimal(done), as_decimal(expected)
    fill = tick = words = ""
    if amount is not None:
        fill = format_html('<i class="k-{}" style="width:{}%"></i>', tone(state), _within(amount))
        if text:
            words = format_html('<span class="pc">{}%</span>', grouped(amount, 1))
    if due is not None:
        tick = format_html('<u style="left:{}%"></u>', _within(due))
    return format_html('<span class="bar" aria-hidden="true">{}{}</span>{}', fill, tick, words)


def _counted(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return [(key, counts[key]) for key in ORDER if counts.get(key)]


@register.simple_tag
def cells(counts: Mapping[str, int], *, small: bool = False) -> SafeString:
    """One cell a task, ordered by state: counted, never averaged."""
    boxes = format_html_join(
        "", '<i class="k-{}"></i>', ((tone(k),) for k, n in _counted(counts) for _ in range(n))
    )
    if small:
        return format_html('<span class="mini" aria-hidden="true">{}</span>', boxes)
    total = max(sum(counts.values()), 1)
    return format_html('<div class="cells" aria-hidden="true" style="--n:{}">{}</div>', min(total, 60), boxes)


@register.simple_tag
def legend(counts: Mapping[str, int], url: str = "") -> SafeString:
    """What the cells mean, with counts that filter and their share."""
    parts = shares(dict(_counted(counts)))
    joint = "&amp;" if "?" in url else "?"
    items = []
    for key, count in _counted(counts):
        figure = format_html("<b>{}</b>", count)
        if url:
            figure = format_html('<a href="{}{}state={}">{}</a>', url, mark_safe(joint), key, figure)
        share = f"{parts[key]}%"
        items.append((tone(key), shape(key), WORDS[key], figure, share))
    row = '<li><span class="st st-{}">{}{}</span>{}<small>{}</small></li>'
    return format_html('<ul class="legend">{}</ul>', format_html_join("", row, items))


def _line(
    values: Sequence[object], top: float, step: float, height: float
) -> tuple[str, tuple[float, float] | None]:
    """SVG path of a series with gaps, and its last point."""
    path, last, pen_up = "", None, True
    for index, value in enumerate(values):
        amount = as_decimal(value)
        if amount is None:
            pen_up = True
            continue
        last = (round(3 + index * step, 1), round(height - float(amount) / top * height + 3, 1))
        path += f"{'M' if pen_up else 'L'}{last[0]} {last[1]}"
        pen_up = False
    return path, last


@register.simple_tag
def spark(series: Sequence[object], previous: Sequence[object] = ()) -> SafeString:
    """A year's small line: this year solid, last year dashed. The figure beside it says the numbers."""
    numbers = [a for a in map(as_decimal, [*series, *previous]) if a is not None]
    if not numbers:
        return mark_safe("")
    top = float(max(max(numbers), Decimal(1)))
    step = 134 / max(len(series) - 1, len(previous) - 1, 1)
    now, last = _line(series, top, step, 30)
    before, _ = _line(previous, top, step, 30)
    dot = format_html('<circle cx="{}" cy="{}" r="2.5" fill="var(--accent)"/>', *last) if last else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 140 40" width="140" height="40" aria-hidden="true">'
        '<path d="M0 37.5H140" stroke="var(--line)"/>'
        '<path d="{}" fill="none" stroke="var(--ink-4)" stroke-width="1.1" stroke-dasharray="3 2.5"/>'
        '<path d="{}" fill="none" stroke="var(--accent)" stroke-width="1.6" stroke-linejoin="round"/>{}</svg>',
        before,
        now,
        dot,
    )


def _plain(value: object) -> object:
    """JSON for drawing only: a Decimal becomes a float here and nowhere else."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Iterable):
        return list(value)
    return str(value)


#: `<` and friends as escapes, so that no text can end the script element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


class ChartNode(Node):
    """{% chart id option height= label= %}table{% endchart %}."""

    def __init__(
        self,
        ident: FilterExpression,
        option: FilterExpression,
        extra: dict[str, FilterExpression],
        body: NodeList,
    ) -> None:
        self.ident, self.option, self.extra, self.body = ident, option, extra, body

    def render(self, context: Context) -> SafeString:
        request = context.get("request")
        if request is not None and hasattr(request, "zw"):
            request.zw.charts = True
        extra = {name: value.resolve(context) for name, value in self.extra.items()}
        data = json.dumps(self.option.resolve(context), default=_plain, ensure_ascii=False).translate(
            _ESCAPES
        )
        ident = self.ident.resolve(context)
        return format_html(
            '<figure class="chart" id="{}" data-chart="{}-option" aria-label="{}" style="--h:{}">'
            '<script type="application/json" id="{}-option">{}</script>'
            '<div class="chart-table">{}</div></figure>',
            ident,
            ident,
            extra.get("label", ""),
            extra.get("height", "17rem"),
            ident,
            mark_safe(data),
            self.body.render(context),
        )


@register.tag
def chart(parser: Parser, token: Token) -> ChartNode:
    """An ECharts chart of the house's looks; the table inside stays for whoever has no script."""
    bits = token.split_contents()[1:]
    if len(bits) < 2:
        raise template.TemplateSyntaxError("{% chart id option height= label= %} needs an id and an option")
    ident, option = parser.compile_filter(bits[0]), parser.compile_filter(bits[1])
    rest = bits[2:]
    extra = read_kwargs(rest, parser)
    if rest:
        raise template.TemplateSyntaxError(f"{{% chart %}} does not know {' '.join(rest)}")
    body = parser.parse(("endchart",))
    parser.delete_first_token()
    return ChartNode(ident, option, extra, body)
