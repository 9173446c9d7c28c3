"""Every read of plans."""

from zhenwu.plans.queries.changes import Change, week_changes, week_of
from zhenwu.plans.queries.desk import DeskEntry, my_desk
from zhenwu.plans.queries.lights import LitPlan, lights, lit_plan
from zhenwu.plans.queries.standing import ItemRow
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
    "ItemRow",
    "LitPlan",
    "Node",
    "VillageRow",
    "by_village",
    "counts",
    "item_tree",
    "lights",
    "lit_plan",
    "my_desk",
    "path_series",
    "plan_of",
    "tally",
    "week_changes",
    "week_of",
]
