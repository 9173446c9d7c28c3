"""Word documents: their text, filling numbers in, finding them again, and composing a new official
document.
"""

from __future__ import annotations

from zhenwu.kernel.ooxml import open_document, text_of
from zhenwu.writer.filling import Change, Mark, replace
from zhenwu.writer.finding import Found, find, lost
from zhenwu.writer.finding import traces_of as traces
from zhenwu.writer.official import Document, Heading, Paragraph, Table, compose

__all__ = [
    "Change",
    "Document",
    "Found",
    "Heading",
    "Mark",
    "Paragraph",
    "Table",
    "compose",
    "find",
    "lost",
    "paragraph_text",
    "replace",
    "traces",
]


def paragraph_text(data: bytes) -> str:
    """The document's text by the rule of `zhenwu.kernel.ooxml.text`: the same characters that the reader reads.

    Raises BadInput for anything that is not a sound docx.
    """
    return text_of(open_document(data).story().paragraphs())
