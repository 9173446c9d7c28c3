"""Word files (docx): taken apart safely, and one rule of what their text is.

The rule lives here, because whoever reads a document and whoever writes into it must count the same characters. Enters:
the bytes of a file somebody sent. Leaves: its parts and paragraphs, or BadInput that says why not.
"""

from zhenwu.kernel.ooxml.archive import MAX_FILE, Archive
from zhenwu.kernel.ooxml.names import CONTENT_TYPES, MC, RELATIONS, STRICT, Element, R, W, w
from zhenwu.kernel.ooxml.package import (
    Names,
    Package,
    Story,
    content_type,
    names_of,
    open_document,
    open_package,
    parse,
    sheet_of,
)
from zhenwu.kernel.ooxml.text import Paragraph, Piece, fixed_places, text_of
from zhenwu.kernel.ooxml.walk import Walk, paragraphs

__all__ = [
    "CONTENT_TYPES",
    "MAX_FILE",
    "MC",
    "RELATIONS",
    "STRICT",
    "Archive",
    "Element",
    "Names",
    "Package",
    "Paragraph",
    "Piece",
    "R",
    "Story",
    "W",
    "Walk",
    "content_type",
    "fixed_places",
    "names_of",
    "open_document",
    "open_package",
    "paragraphs",
    "parse",
    "sheet_of",
    "text_of",
    "w",
]
