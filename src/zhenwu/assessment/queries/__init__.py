"""Every read of assessment."""

from zhenwu.assessment.queries.board import Board, Cell, Row, board, last_year, total_with
from zhenwu.assessment.queries.measures import Measured, measured
from zhenwu.assessment.queries.subjects import Subject, rules_in_force, subjects_of

__all__ = [
    "Board",
    "Cell",
    "Measured",
    "Row",
    "Subject",
    "board",
    "last_year",
    "measured",
    "rules_in_force",
    "subjects_of",
    "total_with",
]
