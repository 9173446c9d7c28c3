"""Two at once: what the database refuses because somebody else was first, in words."""

from __future__ import annotations

import logging

from django.db import DatabaseError

from zhenwu.kernel.errors import Conflict

#: PostgreSQL's codes: a rule of uniqueness, a deadlock, a transaction that cannot be lined up, a lock that did not come free.
_STATES = frozenset({"23505", "40P01", "40001", "55P03"})
#: What SQLite says of the same.
_SAID = ("UNIQUE constraint failed", "database is locked")
logger = logging.getLogger(__name__)


def clash(error: Exception) -> Conflict | None:
    """The conflict that a door answers with when another request won the race; None where the fault is ours.

    Nothing was written: an action is one transaction. Which rule was met goes to the log, not to the page.
    """
    if not isinstance(error, DatabaseError):
        return None
    state = getattr(error.__cause__, "sqlstate", None)
    if state not in _STATES and not str(error).startswith(_SAID):
        return None
    logger.warning("Two at once: %s %s", state or "", str(error).splitlines()[0])
    return Conflict(
        "别人刚刚写了同一处，您的没有写入", expected="一次一个人写", do="请刷新页面，看过现在的内容后再试", code="ZW-AT-ONCE"
    )  # fmt: skip
