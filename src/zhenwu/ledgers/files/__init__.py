"""Files attached to records, and the papers behind numbers.

Enters: a name and bytes that somebody sent. Leaves: a row that says what it is and whose, and the content on the disk under its hash,
for those who may open it. Knows nothing of numbers: `figures.paper_actions` attaches papers by the same rules.
"""

from zhenwu.ledgers.files.actions import (
    MOST_FILES,
    Given,
    Survey,
    attachment_keep,
    attachment_read,
    attachment_withdraw,
    file_add,
    file_give,
    file_withdraw,
    files_strays,
    files_survey,
    files_sweep,
    is_guarded,
    may_open,
)
from zhenwu.ledgers.files.keeping import held
from zhenwu.ledgers.files.kinds import Sound, check_file, largest, too_big
from zhenwu.ledgers.files.sending import file_headers

__all__ = [
    "MOST_FILES", "Given", "Sound", "Survey", "attachment_keep", "attachment_read", "attachment_withdraw", "check_file", "file_add",
    "file_give", "file_headers", "file_withdraw", "files_strays", "files_survey", "files_sweep", "held", "is_guarded", "largest",
    "may_open", "too_big",
]  # fmt: skip
