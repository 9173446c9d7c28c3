"""Reads a work report: its sections, every number and every promise, each with its place and the rule that found it.

Enters: a text, a file's bytes, its path or a stream (docx, doc, pdf, html, txt). Leaves: a `Reading`, whose offsets all count
characters of `Reading.text`. Knows the lexicon and the kernel; nothing of databases, accounts or pages. For docx the text follows
the rule of `zhenwu.kernel.ooxml.text`, by which the writer counts too, so that a place can be led back to the document.
"""

from zhenwu.reader.inputs import Extracted, extract
from zhenwu.reader.model import (
    Assertion,
    Check,
    Figure,
    Honour,
    Problem,
    Project,
    Promise,
    Reading,
    Section,
    Target,
)
from zhenwu.reader.output import explain, jsonl
from zhenwu.reader.reading import read
from zhenwu.reader.terminal import table

__all__ = [
    "Assertion",
    "Check",
    "Extracted",
    "Figure",
    "Honour",
    "Problem",
    "Project",
    "Promise",
    "Reading",
    "Section",
    "Target",
    "explain",
    "extract",
    "jsonl",
    "read",
    "table",
]
