"""Today as a civil date in China, which can be frozen for tests and demonstrations."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[date | None] = ContextVar("zhenwu_frozen_day", default=None)


def today() -> date:
    """The civil date in Asia/Shanghai; ZHENWU_TODAY=YYYY-MM-DD or `freeze` stops it."""
    day = _frozen.get()
    if day is not None:
        return day
    fixed = os.environ.get("ZHENWU_TODAY")
    return date.fromisoformat(fixed) if fixed else datetime.now(CHINA).date()


def now() -> datetime:
    """The instant, in Asia/Shanghai, with the frozen date where one is set."""
    instant = datetime.now(CHINA)
    day = today()
    return (
        instant if day == instant.date() else datetime.combine(day, time(instant.hour, instant.minute), CHINA)
    )


@contextmanager
def freeze(day: date) -> Iterator[None]:
    """Let today be `day` inside the block."""
    token = _frozen.set(day)
    try:
        yield
    finally:
        _frozen.reset(token)
