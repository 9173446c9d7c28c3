"""Places in a document's text, and cutting its runs so that a place is made of whole runs."""

from __future__ import annotations

import copy
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lxml import etree

from zhenwu.kernel.ooxml import Element, Paragraph, Piece, w

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Placed(NamedTuple):
    """A piece with its place in the document's text and the number of its paragraph."""

    start: int
    end: int
    paragraph: int
    piece: Piece


def placed(found: list[Paragraph]) -> Iterator[Placed]:
    """Every piece with its place; between two paragraphs stands the first one's mark."""
    offset = 0
    for number, paragraph in enumerate(found):
        for piece in paragraph:
            yield Placed(offset, offset + len(piece.text), number, piece)
            offset += len(piece.text)
        offset += len(paragraph.mark)


def cut(found: list[Paragraph], offsets: Iterable[int]) -> None:
    """Split runs so that one begins at each offset; their text and formatting stay as they are.

    The paragraphs must be read anew after this.
    """
    points = sorted(set(offsets))
    # From the end to the beginning: a split moves only what comes after it.
    for place in reversed([one for one in placed(found) if one.piece.text]):
        run, node = place.piece.run, place.piece.node
        if run is None:
            continue
        for point in reversed(points[bisect_left(points, place.start) : bisect_left(points, place.end)]):
            _split_run(run, node if point == place.start else _split_text(node, point - place.start))


def _split_text(node: Element, at: int) -> Element:
    tail = etree.Element(node.tag)
    text = node.text or ""
    for element, part in ((node, text[:at]), (tail, text[at:])):
        element.text = part
        element.set(SPACE, "preserve")
    node.addnext(tail)
    return tail


def _split_run(run: Element, node: Element) -> None:
    child = node
    while child.getparent() is not run:
        parent = child.getparent()
        if parent is None:
            return
        child = parent
    position = run.index(child)
    if all(before.tag == w("rPr") for before in list(run)[:position]):
        return
    rest = etree.Element(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
    formatting = run.find(w("rPr"))
    if formatting is not None:
        rest.append(copy.deepcopy(formatting))
    for moved in list(run)[position:]:
        rest.append(moved)
    run.addnext(rest)


def set_text(pieces: list[Piece], text: str) -> None:
    """Give whole pieces a new text: it stands in the first one, in its formatting; the others go."""
    first, *others = pieces
    node = first.node
    if node.tag != w("t"):
        node = etree.Element(w("t"))
        first.node.addprevious(node)
        _drop(first.node)
    node.text = text
    node.set(SPACE, "preserve")
    for piece in others:
        _drop(piece.node)
        if piece.run is not None and all(child.tag == w("rPr") for child in piece.run):
            _drop(piece.run)


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
