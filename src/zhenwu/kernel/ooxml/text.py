"""One rule of what a Word document's text is; whoever reads a document and whoever writes into it counts the same characters.

- Every w:p in the order in which they begin, also in tables, content controls and text boxes (a box follows its
  paragraph); after them the footnotes and endnotes that the text refers to.
- In it w:t, a tab as "\\t", a break as "\\n", a non-breaking hyphen as "-", a symbol as its character. Insertions count;
  deletions, hidden text, field codes, readings over characters and a content control's prompt do not.
- A paragraph's automatic number or bullet stands before it. It is text without a run: nobody can write there.
- Paragraphs end with "\\n", those at the end of a table's cell with a tab, the last of a row with "\\n". A paragraph whose
  mark is deleted or hidden has no end: the next one goes on in it.
- Headers, footers, comments and the numbers of notes are not text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from zhenwu.kernel.ooxml.names import Element


class Piece(NamedTuple):
    """A stretch of text with the run and the element it comes from.

    A bookmark's start or end is a piece of no text, whose run is None: it has a place between characters. What is
    `fixed` can be read but not written: an automatic number, which stands at its paragraph's start, or a formula.
    """

    text: str
    run: Element | None
    node: Element
    fixed: bool = False


@dataclass(slots=True)
class Paragraph:
    """A w:p, its pieces in order, and what ends it: a line end, a tab in a table, nothing where the next one goes on in it."""

    element: Element | None
    pieces: list[Piece] = field(default_factory=list)
    mark: str = "\n"

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)


def text_of(found: list[Paragraph]) -> str:
    """The document's text: its paragraphs, each with its mark but the last."""
    parts = [part for paragraph in found for part in (paragraph.text, paragraph.mark)]
    return "".join(parts[:-1])


def fixed_places(found: Sequence[Paragraph]) -> list[tuple[int, int]]:
    """The places of text that stands in no run, so that nothing can be written there: automatic numbers, formulas."""
    places, offset = [], 0
    for paragraph in found:
        for piece in paragraph:
            end = offset + len(piece.text)
            if piece.fixed:
                places.append((offset, end))
            offset = end
        offset += len(paragraph.mark)
    return places
