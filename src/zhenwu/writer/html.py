"""A text as HTML with marked stretches: numbers that link to their evidence, claims that turn red."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import NamedTuple

# Only phrasing elements: a mark stands inside a paragraph.
TAGS = frozenset(
    [
        *("a", "abbr", "b", "button", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "mark"),
        *("q", "s", "small", "span", "strong", "sub", "sup", "time", "u"),
    ]
)
ROLES = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote"])
_CLICKABLE = {"a", "button"}
_NAME = re.compile(r"(?!on)[a-z][a-z0-9-]*")
# A browser skips blanks and control characters in an address before it looks at its scheme.
_BLANK = re.compile(r"[\x00-\x20]")
_ADDRESS = re.compile(r"(?:https?://|mailto:|[/#?])|(?![a-z][a-z0-9+.-]*:)", re.IGNORECASE)


class Safe(str):
    """HTML whose text has been escaped; template engines that know `__html__` print it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


class Span(NamedTuple):
    """A stretch of the text and the element around it; a plain tuple will do. An attribute of None is left
    out.
    """

    start: int
    end: int
    tag: str = "span"
    attributes: Mapping[str, str | int | None] = {}


def marked(
    text: str,
    spans: Iterable[Span | tuple[int, int, str, Mapping[str, str | int | None]]] = (),
    *,
    roles: Mapping[int, str] | None = None,
) -> Safe:
    """The text as HTML paragraphs, one a line, with spans wrapped.

    roles : the element of a line by its number from 0, "p" when it has none; empty lines are left out.
    Every element tells in data-start where its text begins.
    Spans may lie in one another, overlap and run over lines: the one that begins later is cut where the
    earlier one or the line ends; its pieces carry the same attributes, the id only the first.
    Raises ValueError for a span outside the text or empty, an element or attribute that does not belong
    into running text, an address that is code, one link or button inside another.
    """
    ordered = sorted((Span(*span) for span in spans), key=lambda span: (span.start, -span.end))
    for span in ordered:
        _check(span, len(text))
    for role in (roles or {}).values():
        if role not in ROLES:
            raise ValueError(f"role {role!r} is none of {sorted(ROLES)}")
    lines: list[str] = []
    begun: set[int] = set()
    open_here: list[int] = []  # spans that a line has left open, and the next that no line has reached
    coming = offset = 0
    for number, line in enumerate(text.split("\n")):
        end = offset + len(line)
        here = [span for span in open_here if ordered[span].end > offset]
        while coming < len(ordered) and ordered[coming].start < end:
            if ordered[coming].end > offset:
                here.append(coming)
            coming += 1
        if line:
            role = (roles or {}).get(number, "p")
            inner = _line(text, offset, end, here, ordered, begun)
            lines.append(f'<{role} data-start="{offset}">{inner}</{role}>')
        open_here = [span for span in here if ordered[span].end > end]
        offset = end + 1
    return Safe("\n".join(lines))


def _check(span: Span, length: int) -> None:
    if not 0 <= span.start < span.end <= length:
        raise ValueError(f"span {span.start}—{span.end} is empty or outside the text of {length} characters")
    if span.tag not in TAGS:
        raise ValueError(f"element {span.tag!r} is none of {sorted(TAGS)}")
    for name, value in span.attributes.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"attribute {name!r} is not allowed")
        if name in ("href", "src", "formaction") and not _ADDRESS.match(_BLANK.sub("", str(value))):
            raise ValueError(f"address {value!r} is not allowed")


def _line(
    text: str, start: int, end: int, here: Sequence[int], ordered: Sequence[Span], begun: set[int]
) -> str:
    """One line: at each edge the elements that end there are closed, and those cut by that opened again.

    here : the spans that touch the line, in order; a span that begins later is always the inner one.
    """
    ends = {edge for number in here for edge in (ordered[number].start, ordered[number].end)}
    edges = sorted({start, end} | {edge for edge in ends if start < edge < end})
    out: list[str] = []
    opened: list[int] = []
    coming = 0
    for edge, after in zip(edges, [*edges[1:], end], strict=True):
        wanted = [number for number in opened if ordered[number].end > edge] if edge < end else []
        while edge < end and coming < len(here) and ordered[here[coming]].start <= edge:
            wanted.append(here[coming])
            coming += 1
        same = 0
        while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
            same += 1
        out += [f"</{ordered[number].tag}>" for number in reversed(opened[same:])]
        clickable = sum(ordered[number].tag in _CLICKABLE for number in wanted[:same])
        for position in range(same, len(wanted)):
            span = ordered[wanted[position]]
            if span.tag in _CLICKABLE:
                if clickable:
                    raise ValueError(f"span {span.start}—{span.end}: a {span.tag} inside a link or button")
                clickable += 1
            out.append(_open(span, first=wanted[position] not in begun))
            begun.add(wanted[position])
        opened = wanted
        out.append(escape(text[edge:after], quote=False))
    return "".join(out)


def _open(span: Span, *, first: bool) -> str:
    attributes = "".join(
        f' {name}="{escape(str(value))}"'
        for name, value in span.attributes.items()
        if value is not None and (first or name != "id")
    )
    return f"<{span.tag}{attributes}>"
