"""What the report room keeps: documents with their numbers, and the public editions of a town."""

from zhenwu.reports.models.documents import (
    LINK_FIELDS,
    Assertion,
    LinkMemory,
    Passage,
    PrintedFigure,
    Report,
    Version,
)
from zhenwu.reports.models.editions import Edition, EditionFigure, EditionPromise, EditionReport

__all__ = [
    "LINK_FIELDS",
    "Assertion",
    "Edition",
    "EditionFigure",
    "EditionPromise",
    "EditionReport",
    "LinkMemory",
    "Passage",
    "PrintedFigure",
    "Report",
    "Version",
]
