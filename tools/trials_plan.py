"""Imports a report as a plan and counts how many of its promises arrive as an item that a clerk need not change.

In a database of its own, with the fictional town's offices and the standard catalogue; part of `make trials`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Kinds of promise that must arrive; what is too vague to check may be left out.
HARD = ("target", "project", "task")
#: Marks at a promise's ends that are not its words.
EDGES = '，、；。,;:：！!？? \n\t\u3000“”"《》'
LIMITS, ROWS = 0.85, 0.75


@dataclass
class Arrivals:
    """How many promises there are, arrived with their own limits, and have the right row of work; what did not, in words."""

    promises: int = 0
    limits: int = 0
    rows: int = 0
    amiss: list[str] = field(default_factory=list)

    def add(self, other: Arrivals) -> None:
        self.promises += other.promises
        self.limits += other.limits
        self.rows += other.rows
        self.amiss += other.amiss

    @property
    def good(self) -> bool:
        return self.limits >= LIMITS * self.promises and self.rows >= ROWS * self.promises

    def __str__(self) -> str:
        whole = max(1, self.promises)
        return (
            f"promises {self.promises}  limits right {self.limits} ({self.limits / whole:.3f})  "
            f"row right {self.rows} ({self.rows / whole:.3f})"
        )


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


def arrivals(gold: Iterable[Mapping[str, Any]], items: Iterable[Any], text: str) -> Arrivals:
    """Hold promises (quote, at, kind, row) against a plan's items (start, end, work_row) of the same text.

    An item has the promise's limits when both begin and end at the same characters, marks at the ends aside. The row is asked of
    those items and of the best overlap where the limits differ.
    """
    spans = [(*_bare(text, item.start, item.end), item) for item in items if item.start is not None]
    found = Arrivals()
    for promise in gold:
        if promise["kind"] not in HARD:
            continue
        found.promises += 1
        start, end = _bare(text, promise["at"], promise["at"] + len(promise["quote"]))
        same = next((item for low, high, item in spans if (low, high) == (start, end)), None)
        near = same or max(
            (one for one in spans if min(end, one[1]) > max(start, one[0])),
            key=lambda one: min(end, one[1]) - max(start, one[0]),
            default=(0, 0, None),
        )[2]  # fmt: skip
        found.limits += same is not None
        right = near is not None and near.work_row == promise["row"]
        found.rows += right
        if same is None:
            found.amiss.append(f"limits: {promise['quote']}")
        if not right:
            found.amiss.append(
                f"row {promise['row']}, suggested {near.work_row if near else 'nothing'}: {promise['quote']}"
            )
    return found


def settle(home: Path) -> None:
    """An empty database in a folder, with the fictional town's places and people and the standard catalogue."""
    import os

    os.environ["ZHENWU_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenwu.config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from zhenwu import catalog
    from zhenwu.demo import people
    from zhenwu.figures.actions import metric_install
    from zhenwu.ledgers.actions import ledger_install

    people.install()
    ledger_install(catalog.ledgers(), actor=None)
    metric_install(catalog.metrics(), actor=None)


def trial(path: Path, undertaken: Path, year: int) -> Arrivals:
    """Import a report as the fictional town's plan of a year, count, and leave nothing behind."""
    from django.db import transaction

    from zhenwu.demo import places
    from zhenwu.desk.plan_import import plan_import

    gold = [json.loads(line) for line in undertaken.read_text("utf-8").splitlines() if line.strip()]
    with transaction.atomic():
        plan = plan_import(path.read_bytes(), actor=None, area_code=places.MAIN, year=year, name=path.name)
        found = arrivals(gold, plan.items.all(), plan.source_text)
        transaction.set_rollback(True)
    return found
