"""Turns: what a place counts on is given out to one after the other."""

from __future__ import annotations

from zhenwu.areas.models import Area


def turn_take(code: str) -> None:
    """Wait until nobody else is giving out a number in the place; the turn lasts as long as the transaction.

    The embedded database has one writer at a time anyway.
    """
    list(Area.objects.select_for_update(no_key=True).filter(code=code).values_list("pk", flat=True))
