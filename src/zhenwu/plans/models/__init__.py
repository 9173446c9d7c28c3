"""The tables of plans, one module an idea."""

from zhenwu.plans.models.answer import Answer
from zhenwu.plans.models.changes import Change
from zhenwu.plans.models.confirmation import Confirmation
from zhenwu.plans.models.history import ItemVersion
from zhenwu.plans.models.plan import Item, Milestone, Plan, Target
from zhenwu.plans.models.progress import CheckIn, Override, StateChange
from zhenwu.plans.models.supervision import Supervision, SupervisionSerial, SupervisionStep

__all__ = [
    "Answer",
    "Change",
    "CheckIn",
    "Confirmation",
    "Item",
    "ItemVersion",
    "Milestone",
    "Override",
    "Plan",
    "StateChange",
    "Supervision",
    "SupervisionSerial",
    "SupervisionStep",
    "Target",
]
