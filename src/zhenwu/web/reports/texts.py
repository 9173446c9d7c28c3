"""A report's text as a page shows it: headings apart, numbers as links, claims marked."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhenwu.reports.choices import Handling, Verdict
from zhenwu.reports.models import Assertion, Passage, PrintedFigure
from zhenwu.writer.html import Safe, Span, marked

_SUSPECT = "rd-bad"
_LONG_HEADING = 60
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")


@dataclass(frozen=True, slots=True)
class Layout:
    """The text with its headings on lines of their own, and how places move into it."""

    text: str
    breaks: Sequence[int]
    roles: Mapping[int, str]
    source: str = ""

    def at(self, place: int) -> int:
        return place + bisect_right(self.breaks, place)

    def span(self, start: int, end: int, tag: str, attributes: Mapping[str, str | int | None]) -> Span:
        low = self.at(start)
        return Span(low, max(low + 1, self.at(end - 1) + 1), tag, attributes)


def layout(text: str, passages: Sequence[Passage], figures: Iterable[PrintedFigure]) -> Layout:
    """Put a line break before and after each heading that has none; documents from a web page often come as one line."""
    figures = sorted(figures, key=lambda f: f.start)
    starts = [f.start for f in figures]
    wanted: set[int] = set()
    heads: dict[int, int] = {}
    for passage in passages:
        start = (
            passage.start
            + len(text[passage.start : passage.end])
            - len(text[passage.start : passage.end].lstrip())
        )
        heads[start] = passage.level
        wanted.add(start)
        if passage.title and text.startswith(passage.title, start):
            wanted.add(start + len(passage.title))
    breaks = sorted(
        place
        for place in wanted
        if 0 < place < len(text)
        and text[place - 1] != "\n"
        and text[place] != "\n"
        and not _inside(place, figures, starts)
    )
    parts, last = [], 0
    for place in breaks:
        parts += [text[last:place], "\n"]
        last = place
    shown = "".join([*parts, text[last:]])
    found = Layout(shown, breaks, {}, text)
    lines: list[int] = [0]
    for match in re.finditer("\n", shown):
        lines.append(match.end())
    roles: dict[int, str] = {}
    for start, level in heads.items():
        number = bisect_right(lines, found.at(start)) - 1
        line = shown[lines[number] : (lines[number + 1] if number + 1 < len(lines) else len(shown))].strip()
        if 0 < len(line) <= _LONG_HEADING:
            roles[number] = "h3" if level <= 1 else "h4"
    first = next((n for n, start in enumerate(lines) if shown[start : start + 1].strip()), 0)
    opening = shown[lines[first] : (lines[first + 1] if first + 1 < len(lines) else len(shown))].strip()
    if len(opening) <= _LONG_HEADING and not _NUMBERED.match(opening):
        roles[first] = "h2"
    return Layout(shown, breaks, roles, text)


def _inside(place: int, figures: Sequence[PrintedFigure], starts: Sequence[int]) -> bool:
    """Whether a break at this place would cut a number in two."""
    before = bisect_left(starts, place) - 1
    return before >= 0 and figures[before].start < place < figures[before].end


def reading_marks(
    found: Layout,
    figures: Iterable[PrintedFigure],
    entries: Mapping[str, Iterable[Mapping[str, Any]]],
    *,
    chosen: str,
) -> list[Span]:
    """Numbers by what they are, each leading to its row; the words of every other list as quiet stretches.

    A stretch shows only while its list is looked at. All that says where it leads is made of keys of our own, never of the text.
    """
    spans = []
    for figure in figures:
        kind = reading_class(figure) + (" rd-sel" if figure.key == chosen else "")
        row = {
            "class": f"rd {kind}",
            "id": f"n-{figure.key}",
            "href": f"#r-{figure.key}",
            "data-r": figure.key,
        }
        spans.append(found.span(figure.start, figure.end, "a", row))
    for name, listed in entries.items():
        for entry in listed:
            key = entry["key"]
            mark = {"class": f"m-{name}" + (" on" if key == chosen else ""), "data-r": key}
            spans.append(found.span(entry["start"], entry["end"], "span", {**mark, "id": f"m-{key}"}))
            for number, (low, high) in enumerate(entry.get("mentions", ())):
                if (low, high) != (entry["start"], entry["end"]) and low < min(high, len(found.source)):
                    spans.append(found.span(low, high, "span", {**mark, "id": f"m-{key}-{number}"}))
    return spans


def anchors(found: Layout, passages: Iterable[Passage]) -> list[Span]:
    """Where an outline's links arrive: the first printed character of each part."""
    spans = []
    for passage in passages:
        place = passage.start
        while place < min(passage.end, len(found.source)) and found.source[place].isspace():
            place += 1
        if place < min(passage.end, len(found.source)):
            spans.append(found.span(place, place + 1, "span", {"id": f"p-{passage.start}", "class": "at"}))
    return spans


def reading_class(figure: PrintedFigure) -> str:
    """The mark of a number that was read."""
    if suspect(figure):
        return _SUSPECT
    if figure.modality == "target":
        return "rd-hg" if figure.qualifier == "about" else "rd-tg"
    return "rd-hg" if figure.qualifier != "exact" or figure.modality == "estimate" else "rd-vl"


def suspect(figure: PrintedFigure) -> bool:
    """Whether somebody must look: blotted out, damaged, or not understood."""
    return figure.masked or figure.damaged or figure.value is None


def draft_marks(
    found: Layout, figures: Iterable[PrintedFigure], claims: Iterable[Assertion], *, pop: str, address: str
) -> list[Span]:
    """Numbers by verdict with their evidence behind them; claims that no longer hold."""
    spans = [
        found.span(
            figure.start,
            figure.end,
            "a",
            {
                "class": f"rd {verdict_class(figure.verdict, figure.handling)}".strip(),
                "id": f"n-{figure.key}",
                "href": f"{address}?f={figure.key}#i-{figure.key}",
                "data-pop": pop.replace("KEY", figure.key) if figure.verdict != Verdict.TARGET else None,
                "aria-haspopup": "dialog" if figure.verdict != Verdict.TARGET else None,
            },
        )
        for figure in figures
    ]
    for claim in claims:
        if claim.verdict in (Verdict.AGREES, Verdict.TARGET, "") or claim.handling != Handling.OPEN:
            continue
        kind = "cl-df" if claim.verdict == Verdict.DIFFERS else "cl-un"
        spans.append(
            found.span(
                claim.start,
                claim.end,
                "span",
                {"class": f"cl {kind}", "id": f"c-{claim.pk}", "title": claim.why},
            )
        )
    return spans


def verdict_class(verdict: str, handling: str) -> str:
    """The mark of a number that was proved."""
    if handling == Handling.KEPT:
        return "rd-kept"
    return {
        Verdict.DIFFERS: "rd-df",
        Verdict.UNTRACEABLE: "rd-un",
        Verdict.MISSING: "rd-un",
        Verdict.TARGET: "rd-tg",
        Verdict.AGREES: "rd-ok",
    }.get(verdict, "rd-vl")  # type: ignore[call-overload]


def html(found: Layout, spans: Iterable[Span]) -> Safe:
    """The text as HTML, without what would nest one link in another."""
    kept: list[Span] = []
    linked = 0  # up to here the text lies in a link
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.tag == "a":
            if span.start < linked:
                continue
            linked = span.end
        kept.append(span)
    return marked(found.text, kept, roles=found.roles)
