"""What an item was, version by version."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date

from zhenwu.audit.words import ACTIONS
from zhenwu.plans.history import Difference, differences
from zhenwu.plans.models import Item


@dataclass(frozen=True, slots=True)
class Step:
    """One version of an item: who made it, when, why, by which paper, and what it changed. The first one changed nothing."""

    number: int
    on: date
    by: str
    action: str
    why: str
    paper: str
    changed: tuple[Difference, ...]

    @property
    def words(self) -> str:
        """The action as people read it."""
        return str(ACTIONS.get(self.action, self.action))


def item_history(item: Item) -> list[Step]:
    """The item's versions, the newest first, each with what it changed; in a constant number of queries."""
    rows = list(item.versions.select_related("by").order_by("number"))
    told = differences([(a.content, b.content) for a, b in itertools.pairwise(rows)])
    steps = [
        Step(row.number, row.on, str(row.by or ""), row.action, row.why, row.paper, tuple(changed))
        for row, changed in zip(rows, [[], *told], strict=True)
    ]
    return steps[::-1]
