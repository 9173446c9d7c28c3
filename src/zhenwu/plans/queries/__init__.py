"""Every read of plans."""

from zhenwu.plans.queries.answers import (
    AnswerRow,
    Left,
    Link,
    answer_rows,
    item_chain,
    left_open,
    outcome_counts,
    outcome_shares,
    unanswered,
)
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
    "AnswerRow",
    "Change",
    "DeskEntry",
    "Group",
    "ItemRow",
    "Lateness",
    "Left",
    "Link",
    "LitPlan",
    "Node",
    "OfficeWords",
    "SheetRow",
    "Step",
    "VillageRow",
    "Waiting",
    "answer_rows",
    "by_village",
    "counts",
    "history",
    "is_late",
    "is_mine",
    "item_chain",
    "item_history",
    "item_tree",
    "lateness",
    "left_open",
    "lights",
    "lit_plan",
    "my_desk",
    "notices",
    "of_kind",
    "office_words",
    "outcome_counts",
    "outcome_shares",
    "path_series",
    "plan_of",
    "sheet_rows",
    "tally",
    "unanswered",
    "unasked",
    "waiting_notices",
    "week_changes",
    "week_of",
]
