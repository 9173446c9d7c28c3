"""Spreadsheets on their way into a ledger.

Enters: the bytes of an xlsx, xls or csv. Leaves: a staged batch that says for every line what it would do, then all of its
lines in the ledger or none. reading, heading and rows know cells only; staging compares with the ledger; writing writes.
"""

from zhenwu.ledgers.imports.actions import (
    import_check,
    import_drop,
    import_edit,
    import_edits,
    import_map,
    import_stage,
    import_write,
)
from zhenwu.ledgers.imports.writing import import_undo

__all__ = [
    "import_check", "import_drop", "import_edit", "import_edits", "import_map", "import_stage", "import_undo", "import_write",
]  # fmt: skip
