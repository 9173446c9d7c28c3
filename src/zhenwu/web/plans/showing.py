"""How lights, items and passages look on pages: short values, sentences with links, marked words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhenwu.kernel.calendar import working_days_between
from zhenwu.kernel.printing import best_scale, grouped, round_half_up
from zhenwu.kernel.units import scale
from zhenwu.plans.choices import SupervisionState
from zhenwu.plans.models import Item, Supervision
from zhenwu.plans.queries import ItemRow, is_mine
from zhenwu.plans.queries.lights import Source
from zhenwu.plans.rights import answers_for, reviews
from zhenwu.plans.rules import Light
from zhenwu.plans.sentences import light_html
from zhenwu.plans.supervising import UNANSWERED
from zhenwu.web.english.matching import typed
from zhenwu.web.plans.access import figure_url

#: Characters of the report around a promise.
AROUND = 90


def sentence(light: Light, url: str = "") -> SafeString:
    """The light's sentence, its own value linked to the figure, the others bold."""

    def mark(text: str, role: str) -> SafeString:
        if role == "actual" and url:
            return format_html('<a href="{}"><b>{}</b></a>', url, text)
        if role == "typed":
            return format_html("{}", typed(text))
        return format_html("<b>{}</b>", text)

    return light_html(light, mark)


def in_scale(light: Light) -> tuple[Decimal, str]:
    """Factor and unit in which the light's target is printed, and everything beside it."""
    shown = light.source.metric.shown_in if isinstance(light.source, Source) else ""
    if shown and scale(shown)[1] == light.unit:
        return scale(shown)[0], shown
    return best_scale(light.target, light.unit) if light.target is not None else (Decimal(1), light.unit)


def target_name(item: ItemRow, light: Light) -> str:
    """A target without its number, which stands beside it: the metric's name, with what of it is meant."""
    if not isinstance(light.source, Source):
        return item.title
    name = light.source.metric.name
    return _("%(name)s增速") % {"name": name} if light.source.target.aspect == "growth" else name


def short(value: Decimal | None, light: Light) -> str:
    """A value in the target's scale, grouped, without its unit."""
    if value is None:
        return ""
    factor, _unit = in_scale(light)
    scaled = value / factor
    return grouped(round_half_up(scaled, 0 if abs(scaled) >= 1000 else 2))


def brief(light: Light) -> str:
    """What the tree shows at the right of an item: 198/300, 95.8%, 2/3."""
    if light.kind == "milestones":
        return f"{light.done_steps}/{light.steps}"
    if light.kind == "check_in":
        return f"{light.share * 100:.0f}%" if light.share is not None else ""
    if light.actual is None:
        return ""
    if light.kind in ("path", "limit") and light.target is not None:
        return f"{short(light.actual, light)}/{short(light.target, light)}"
    return f"{short(light.actual, light)}{light.unit}"


def percent_of(share: Decimal | None) -> Decimal | None:
    return None if share is None else share * 100


def left_words(due: date | None, day: date) -> str:
    """余63天, 逾期4天."""
    if due is None:
        return ""
    days = (due - day).days
    return _("余%(days)d天") % {"days": days} if days >= 0 else _("逾期%(days)d天") % {"days": -days}


def working_words(due: date, day: date) -> str:
    days = working_days_between(day, due)
    return (
        _("余%(days)d个工作日") % {"days": days} if days >= 0 else _("逾期%(days)d个工作日") % {"days": -days}
    )


def notice_row(row: Supervision, day: Any, user: Any) -> dict[str, Any]:
    """A notice as lists show it: its due date, what is left, the state whose colour it takes."""
    due = row.extended_to or row.reply_due
    owed = row.state in UNANSWERED
    state = "behind" if owed else "pace"
    if row.state == SupervisionState.CLOSED:
        state = "done"
    elif owed and due < day:
        state = "late"
    return {
        "row": row, "due": due, "left": working_words(due, day) if owed else "", "state": state,
        "addressed": answers_for(user, row), "mine": is_mine(user, row),
        "may_close": row.state == SupervisionState.REPLIED and reviews(user, row),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """A promise in its report: what stands before, the words themselves, what follows."""

    before: str
    quote: str
    after: str


def passage(item: Item, around: int = AROUND) -> Words:
    """The promise with what stands around it in the same paragraph."""
    text = item.plan.source_text
    if item.start is None or item.end is None or not text:
        return Words("", item.quote, "")
    low = max(text.rfind("\n", 0, item.start) + 1, item.start - around)
    high = text.find("\n", item.end)
    high = min(len(text) if high < 0 else high, item.end + around)
    before, after = text[low : item.start].lstrip(), text[item.end : high].rstrip()
    if low > 0 and text[low - 1] != "\n":
        cut = max(before.find(mark) for mark in "。；，")
        before = "……" + (before[cut + 1 :] if 0 <= cut < len(before) - 12 else before)
    if high < len(text) and text[high : high + 1] != "\n":
        stop = after.rfind("。")
        after = after[: stop + 1] if stop > 0 else after + "……"
    return Words(before, text[item.start : item.end], after)


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a quote and the place behind it where the item may be split."""

    text: str
    at: int


def cuts(quote: str) -> list[Cut]:
    """A quote in the pieces between its marks; the last piece has no cut behind it."""
    found, start = [], 0
    for index, character in enumerate(quote[:-1], 1):
        if character in "，、；。,;":
            found.append(Cut(quote[start:index], index))
            start = index
    return [*found, Cut(quote[start:], 0)]


def goal_rows(items: Iterable[tuple[ItemRow, Light]]) -> list[dict[str, Any]]:
    """Rows of the table of targets."""
    rows = []
    for item, light in items:
        _factor, unit = in_scale(light)
        source = light.source
        rows.append(
            {
                "item": item,
                "light": light,
                "name": target_name(item, light),
                "unit": unit,
                "target": short(light.target, light),
                "high": short(light.high, light),
                "actual": short(light.actual, light),
                "url": figure_url(source),
                "share": percent_of(light.share) if light.kind == "path" else None,
                "owed": percent_of(light.expected_share),
                "status": getattr(source.figure, "status", "") if source is not None else "",
            }
        )
    return rows
