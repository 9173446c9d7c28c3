"""A report's text as a page shows it: headings apart, numbers as links, claims marked."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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

    def at(self, place: int) -> int:
        return place + bisect_right(self.breaks, place)

    def span(self, start: int, end: int, tag: str, attributes: Mapping[str, str | int | None]) -> Span:
        low = self.at(start)
        return Span(low, max(low + 1, self.at(end - 1) + 1), tag, attributes)


def layout(text: str, passages: Sequence[Passage], figures: Iterable[PrintedFigure]) -> Layout:
    """Put a line break before and after each heading that has none; documents from a web page often come as one line."""
    inside = [(f.start, f.end) for f in figures]
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
        and not any(low < place < high for low, high in inside)
    )
    parts, last = [], 0
    for place in breaks:
        parts += [text[last:place], "\n"]
        last = place
    shown = "".join([*parts, text[last:]])
    found = Layout(shown, breaks, {})
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
    return Layout(shown, breaks, roles)


def reading_marks(
    found: Layout, figures: Iterable[PrintedFigure], *, chosen: str, address: str
) -> list[Span]:
    """Numbers by what they are: done, to be done, hedged, suspect; each opens beside the text."""
    spans = []
    for figure in figures:
        kind = reading_class(figure) + (" rd-sel" if figure.key == chosen else "")
        spans.append(
            found.span(
                figure.start,
                figure.end,
                "a",
                {
                    "class": f"rd {kind}",
                    "id": f"n-{figure.key}",
                    "href": f"{address}?f={figure.key}#n-{figure.key}",
                    "hx-get": f"{address}?f={figure.key}",
                    "hx-target": "#side",
                },
            )
        )
    return spans


def heading_anchors(found: Layout, passages: Iterable[Passage], taken: Iterable[Span]) -> list[Span]:
    """Where an outline's links arrive: the first character of each passage that no other mark has."""
    starts = {span.start for span in taken}
    return [
        found.span(p.start, p.start + 1, "span", {"id": f"p-{p.start}"})
        for p in passages
        if found.at(p.start) not in starts
        and p.start < len(found.text)
        and found.text[found.at(p.start)] != "\n"
    ]


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
    links: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.tag == "a":
            if any(low < span.end and span.start < high for low, high in links):
                continue
            links.append((span.start, span.end))
        kept.append(span)
    return marked(found.text, kept, roles=found.roles)
