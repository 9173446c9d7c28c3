"""Bookmarks around numbers: `_F_<key>`. The underscore hides them in Word's list; they survive Word, WPS
and LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from zhenwu.kernel.ooxml import Element, Paragraph, w
from zhenwu.writer.runs import placed

PREFIX = "_F_"
# Word cuts a bookmark's name at 40 characters and tells no case apart.
KEY = re.compile(r"[A-Za-z0-9_]{1,37}")


@dataclass(frozen=True, slots=True)
class Bookmarked:
    """A bookmarked number's key and place, with its two elements."""

    key: str
    start: int
    end: int
    elements: tuple[Element, ...]


def bookmarked(found: list[Paragraph]) -> list[Bookmarked]:
    """Our bookmarks in order of their beginning; of two with one key (a copied paragraph) only the first."""
    opened: dict[str, tuple[str, int, Element]] = {}
    closed: list[Bookmarked] = []
    for place in placed(found):
        node, number = place.piece.node, str(place.piece.node.get(w("id"), ""))
        name = str(node.get(w("name"), ""))
        if node.tag == w("bookmarkStart") and name.upper().startswith(PREFIX):
            opened.setdefault(number, (name[len(PREFIX) :], place.start, node))
        elif node.tag == w("bookmarkEnd") and number in opened:
            key, start, first = opened.pop(number)
            closed.append(Bookmarked(key, start, max(start, place.start), (first, node)))
    seen: set[str] = set()
    kept = []
    for one in sorted(closed, key=lambda one: one.start):
        if one.key.casefold() not in seen:
            seen.add(one.key.casefold())
            kept.append(one)
    return kept


def remove(bookmark: Bookmarked) -> None:
    """Take a bookmark away; its text stays."""
    for element in bookmark.elements:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def free_number(roots: Iterable[Element]) -> int:
    """The first bookmark number above all that are used."""
    used = [
        str(one.get(w("id"), "")) for root in roots for one in root.iter(w("bookmarkStart"), w("bookmarkEnd"))
    ]
    return max((int(number) for number in used if number.isdecimal()), default=0) + 1


def put(first: Element, last: Element, key: str, number: int) -> None:
    """Put a bookmark around the runs from first to last."""
    start = etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): PREFIX + key})
    first.addprevious(start)
    last.addnext(etree.Element(w("bookmarkEnd"), {w("id"): str(number)}))
