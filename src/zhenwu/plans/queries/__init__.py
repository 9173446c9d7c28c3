"""Every read of plans."""

from zhenwu.plans.queries.changes import Change, week_changes, week_of
from zhenwu.plans.queries.desk import DeskEntry, my_desk
from zhenwu.plans.queries.lights import lights
from zhenwu.plans.queries.tree import (
    Group,
    Node,
    VillageRow,
    by_village,
    counts,
    item_tree,
    path_series,
    plan_of,
    tally,
)

__all__ = [
    "Change",
    "DeskEntry",
    "Group",
    "Node",
    "VillageRow",
    "by_village",
    "counts",
    "item_tree",
    "lights",
    "my_desk",
    "path_series",
    "plan_of",
    "tally",
    "week_changes",
    "week_of",
]
