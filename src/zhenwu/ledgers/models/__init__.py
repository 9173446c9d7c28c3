"""Ledgers, their records, what happened to them and what they report, and the files that bring it in."""

from zhenwu.ledgers.models.books import Coverage, Ledger, LedgerField, SavedView, ZeroReport
from zhenwu.ledgers.models.incoming import Attachment, ImportBatch
from zhenwu.ledgers.models.records import Event, Measurement, Record

__all__ = [
    "Attachment", "Coverage", "Event", "ImportBatch", "Ledger", "LedgerField", "Measurement", "Record", "SavedView",
    "ZeroReport",
]  # fmt: skip
