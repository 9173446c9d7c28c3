"""Keeps what is dear to compute in this process's memory, for as long as nothing that it was computed from has been written.

The marks are read before anything else: what a write changes meanwhile is then kept under sums that no later reader finds. A result
is shared by requests and threads, so it must be made of things that never change, and must not depend on who asks or in which
language unless its key does.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from django.db import connection

from zhenwu.audit.marks import Marks, Stamp, marks

#: Results that one process keeps; the one not asked for longest goes first.
MOST = 160

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Found:
    """A result, the places that it was computed from, and the sums that stood before it was."""

    value: Any
    reach: frozenset[str]
    stamp: Stamp

    def holds(self, now: Marks, rooms: frozenset[str]) -> bool:
        return self.stamp == now.stamp(rooms, self.reach)


@dataclass(eq=False, slots=True)
class _Slot:
    """A place for one result; who computes it holds the lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: _Found | None = None


_slots: OrderedDict[Hashable, _Slot] = OrderedDict()
_guard = threading.Lock()


def kept(key: Hashable, rooms: frozenset[str], make: Callable[[], tuple[T, Iterable[str]]]) -> T:
    """What `make` gives, computed anew only when a write has touched what it came from.

    key : everything that the result depends on beside the data: what, for whom, for which day. rooms : whose rows it is computed
    from. make : gives the result and the code prefixes of the places that it looked at ("" for all, none for what belongs to no
    place). Threads that want the same wait for one. Inside a transaction nothing is kept nor taken: it may see what it has not
    marked yet.
    """
    if _in_transaction():
        return make()[0]
    slot = _slot(key)
    found = slot.found
    if found is not None and found.holds(marks(), rooms):
        return cast(T, found.value)
    with slot.lock:
        now, found = marks(), slot.found
        if found is not None and found.holds(now, rooms):
            return cast(T, found.value)
        value, places = make()
        reach = frozenset(places)
        slot.found = _Found(value, reach, now.stamp(rooms, reach))
        return value


def forget() -> None:
    """Drop everything kept, for who has written past the actions."""
    with _guard:
        _slots.clear()


def _slot(key: Hashable) -> _Slot:
    with _guard:
        slot = _slots.get(key)
        if slot is None:
            slot = _slots[key] = _Slot()
            while len(_slots) > MOST:
                _slots.popitem(last=False)
        else:
            _slots.move_to_end(key)
        return slot


def _in_transaction() -> bool:
    """Whether a transaction is open; that of a test case, which stands for the database itself, is none."""
    blocks = connection.atomic_blocks
    return bool(blocks) and not getattr(blocks[-1], "_from_testcase", False)
