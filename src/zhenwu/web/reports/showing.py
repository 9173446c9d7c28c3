"""What the reading page shows of a reading: outline, marked text, lists whose rows say why, checks with their places."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhenwu.web.reports.facts import Facts
from zhenwu.web.reports.rules import check_words
from zhenwu.web.reports.texts import Layout, anchors, html, layout, reading_marks
from zhenwu.web.reports.whole import Whole
from zhenwu.writer.html import Span

_HALF = str.maketrans("，：；！？（）", ",:;!?()")
_FULL = str.maketrans(",:;()", "，：；（）")
#: More contradictions than these nobody works off on a page; the export has them all.
MOST_CHECKS = 100
_MOST_PLACES = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the text that a check speaks of."""

    mark: str
    text: str


def show(
    whole: Whole, *, items: Sequence[Any] = (), chosen: str = "", at: int | None = None
) -> dict[str, Any]:
    """The context of the reading page.

    items : those of the plan that was made of this report. chosen : the key of a number. at : a place in the text.
    """
    promised = _with_items(whole.entries["promises"], items)
    selected = chosen if any(f.key == chosen for f in whole.figures) else ""
    if not selected and at is not None:
        selected = next((p["key"] for p in promised if p["start"] <= at < p["end"]), "")
    found = layout(whole.text, whole.passages, whole.figures)
    spans = reading_marks(found, whole.figures, whole.entries, chosen=selected)
    spans += _check_marks(found, whole.checks)
    spans += anchors(found, whole.passages)
    if at is not None and at < len(whole.text):
        spans.append(found.span(at, at + 1, "span", {"id": "at", "class": "at"}))
    facts = Facts(whole, promised)
    figures = facts.numbers()
    return {
        "whole": whole,
        "outline": _outline(whole),
        "text": html(found, spans),
        "selected": selected,
        "figures": figures,
        "suspects": [row for row in figures if row.doubt],
        "lists": facts.lists(),
        "checks": _checks(whole),
        "contradictions": len(whole.checks),
        "promises": promised,
        "in_plan": [p for p in promised if p["item"] is not None],
    }


def _with_items(promises: Sequence[dict[str, Any]], items: Sequence[Any]) -> list[dict[str, Any]]:
    """Each promise with the item of the plan that stands where it stands, or None; both come in order of their places."""
    placed = [i for i in items if i.start is not None]
    made, first = [], 0
    for promise in promises:
        while first < len(placed) and (placed[first].end or placed[first].start + 1) <= promise["start"]:
            first += 1
        here = placed[first] if first < len(placed) and placed[first].start < promise["end"] else None
        made.append({**promise, "item": here})
    return made


def _outline(whole: Whole) -> list[dict[str, Any]]:
    """Parts with their titles and how many numbers stand in each and below."""
    starts = [f.start for f in whole.figures]
    rows = []
    for passage in whole.passages:
        count = bisect_left(starts, passage.end) - bisect_left(starts, passage.start)
        # points of a list (一是、二是) are parts too, but no lines of an outline unless numbers stand in them
        if count or (passage.title and passage.level < 3):
            title = heading(whole.text, passage.start, passage.title)
            level = max(0, min(passage.level, 3) - 1)
            rows.append({"passage": passage, "title": title, "count": count, "level": level})
    return rows


def heading(text: str, start: int, title: str) -> str:
    """A heading as the text prints it, with its number; the reader's title where the two do not agree.

    >>> heading("（一）强产业，稳增长。今年", 0, "强产业,稳增长")
    '（一）强产业，稳增长'
    """
    printed = text[start : start + len(title) + 12].lstrip()
    at = printed.translate(_HALF).find(title) if title else -1
    return printed[: at + len(title)].strip() if 0 <= at <= 8 else title


def _check_marks(found: Layout, checks: Sequence[Mapping[str, Any]]) -> list[Span]:
    return [
        found.span(low, high, "span", {"class": "m-k", "id": f"m-k{number}-{index}"})
        for number, check in enumerate(checks[:MOST_CHECKS], 1)
        for index, (low, high) in enumerate(check["spans"][:_MOST_PLACES])
        if low < min(high, len(found.source))
    ]


def _checks(whole: Whole) -> list[dict[str, Any]]:
    """Each contradiction in words, with the places it speaks of and the part it stands in."""
    made = []
    for number, check in enumerate(whole.checks[:MOST_CHECKS], 1):
        spans = check["spans"]
        places = [
            Place(f"m-k{number}-{index}", whole.words(low, high))
            for index, (low, high) in enumerate(spans[:_MOST_PLACES])
        ]
        section = whole.passage_at(spans[0][0]) if spans else None
        title = heading(whole.text, section.start, section.title) if section is not None else ""
        label, message = check_words(check["kind"]), check["message"].translate(_FULL)
        made.append({"label": label, "message": message, "places": places, "section": title})
    return made
