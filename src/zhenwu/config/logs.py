"""What the log leaves out."""

from __future__ import annotations

import logging
import re

#: The address of a calendar is its key.
_KEY = re.compile(r"(/calendar/)[^/\s?\"']+")


class WithoutKeys(logging.Filter):
    """Lines about a calendar's address lose the key in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        if "/calendar/" in text:
            record.msg, record.args = _KEY.sub(r"\1…", text), ()
        return True
