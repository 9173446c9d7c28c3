"""Every read of plans."""

from zhenwu.plans.queries.assignment import OfficeWords, SheetRow, office_words, sheet_rows, unasked
from zhenwu.plans.queries.changes import Change, week_changes, week_of
from zhenwu.plans.queries.desk import DeskEntry, my_desk
from zhenwu.plans.queries.history import Step, item_history
from zhenwu.plans.queries.lights import LitPlan, lights, lit_plan
from zhenwu.plans.queries.standing import ItemRow
from zhenwu.plans.queries.supervision import (
    Lateness,
    Waiting,
    history,
    is_late,
    is_mine,
    lateness,
    notices,
    of_kind,
    waiting_notices,
)
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
    "Lateness",
    "LitPlan",
    "Node",
    "OfficeWords",
    "SheetRow",
    "Step",
    "VillageRow",
    "Waiting",
    "by_village",
    "counts",
    "history",
    "is_late",
    "is_mine",
    "item_history",
    "item_tree",
    "lateness",
    "lights",
    "lit_plan",
    "my_desk",
    "notices",
    "of_kind",
    "office_words",
    "path_series",
    "plan_of",
    "sheet_rows",
    "tally",
    "unasked",
    "waiting_notices",
    "week_changes",
    "week_of",
]
