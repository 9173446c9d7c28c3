"""The tables of plans, one module an idea."""

from zhenwu.plans.models.plan import Item, Milestone, Plan, Target
from zhenwu.plans.models.progress import CheckIn, Override, StateChange
from zhenwu.plans.models.supervision import Supervision, SupervisionSerial, SupervisionStep

__all__ = [
    "CheckIn",
    "Item",
    "Milestone",
    "Override",
    "Plan",
    "StateChange",
    "Supervision",
    "SupervisionSerial",
    "SupervisionStep",
    "Target",
]
