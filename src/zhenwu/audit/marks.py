"""How far the data have moved: sums of writes by room and place, so that what was computed from them holds until they move.

Every audit row moves the mark of its room and town in the same transaction. A move is a new row and never an update: writers do
not wait for each other, and a sum that has stood since before a reading says that nothing was written to what was read.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from zhenwu.audit.models import Mark
from zhenwu.kernel import areacode

#: Moves are folded into one row for each room and place whenever a key divides by this.
FOLD = 256
SALT = 1 << 31
#: Digits of a town's prefix: marks are not kept finer.
TOWN = areacode.WIDTHS["township"]

#: Sums of marks: (room, prefix, writes, salt) for each.
Stamp = tuple[tuple[str, str, int, int], ...]


def reach_of(code: str) -> str:
    """The prefix of a town for everything in it, of a place above for the place; empty for what is no place.

    >>> reach_of("990101101201"), reach_of("990101000000"), reach_of("")
    ('990101101', '990101', '')
    """
    return areacode.prefix(areacode.town_of(code)) if code.isdigit() and len(code) >= 12 else ""


def mark_move(room: str, areas: Iterable[str]) -> None:
    """Say that rows of a room were written at these places; inside the transaction that writes them.

    room : empty for all rooms. areas : codes; an empty one, or what is no code, means everywhere.
    """
    # A change in the tree of places may change what any place adds up to.
    prefixes = {""} if room == "areas" else {reach_of(code) for code in areas}
    for prefix in sorted({""} if "" in prefixes else prefixes):
        mark = Mark.objects.create(room=room, prefix=prefix, salt=secrets.randbelow(SALT))
        if mark.pk % FOLD == 0:
            marks_fold()


def marks_fold() -> None:
    """Put one row with their sums in place of the moves that are seen; a reader finds the same sums before and after."""
    rows = list(Mark.objects.select_for_update(skip_locked=True).order_by("id"))
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for row in rows:
        writes, salt = sums.get((row.room, row.prefix), (0, 0))
        sums[row.room, row.prefix] = (writes + row.writes, salt + row.salt)
    Mark.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Mark.objects.bulk_create(
        Mark(room=room, prefix=prefix, writes=writes, salt=salt)
        for (room, prefix), (writes, salt) in sums.items()
    )


@dataclass(frozen=True, slots=True)
class Marks:
    """All sums at one moment."""

    rows: Stamp

    def stamp(self, rooms: frozenset[str], reach: frozenset[str]) -> Stamp:
        """The sums that bear on these rooms: of what is written everywhere, and in, around or above these prefixes."""
        towns = {prefix[:TOWN] for prefix in reach}

        def bears(room: str, prefix: str) -> bool:
            if room and room not in rooms:
                return False
            return not prefix or any(prefix.startswith(town) or town.startswith(prefix) for town in towns)

        return tuple(row for row in self.rows if bears(row[0], row[1]))


def marks() -> Marks:
    """The sums as they stand: one query."""
    rows = (
        Mark.objects.order_by("room", "prefix")
        .values_list("room", "prefix")
        .annotate(all_writes=Sum("writes"), all_salt=Sum("salt"))
    )
    return Marks(tuple((room, prefix, int(writes), int(salt)) for room, prefix, writes, salt in rows))
