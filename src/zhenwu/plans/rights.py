"""Who may do what to a plan, and which plans are closed to changes."""

from __future__ import annotations

from typing import Any

from zhenwu.kernel.errors import Conflict, Refused
from zhenwu.plans.choices import PlanState
from zhenwu.plans.models import Item, Plan, Supervision

WORDS = {
    "plan.edit": "编辑计划",
    "plan.approve": "批准计划",
    "plan.override": "改判状态",
    "plan.checkin": "报进展",
    "supervise": "发督办",
}


def may(actor: Any, ability: str, area_code: str) -> bool:
    """Whether the actor may; the system itself (None) may everything."""
    return actor is None or actor.scope.may(ability, area_code)


def require(actor: Any, ability: str, area_code: str) -> None:
    """Refused unless the actor may."""
    if not may(actor, ability, area_code):
        raise Refused(
            f"您不能{WORDS.get(ability, ability)}",
            where=area_code,
            expected="有这项权限的人",
            do="请联系本镇党政办",
            code="ZW-PLAN-RIGHT",
        )


def require_open(plan: Plan) -> None:
    """Conflict when the year of the plan is over and answered for."""
    if plan.state == PlanState.CLOSED:
        raise Conflict(
            f"“{plan.title}”已收官，不能再改",
            expected="草稿或已批准的计划",
            do="请改下一年的计划",
            code="ZW-PLAN-CLOSED",
        )


def leads(actor: Any, item: Item) -> bool:
    """Whether the item is the actor's: his office leads or joins it, or he owns or oversees it."""
    if actor is None:
        return True
    if actor.person_id and actor.person_id in (item.owner_id, item.leader_id):
        return True
    if actor.office_id is None:
        return False
    return actor.office_id == item.lead_office_id or item.offices.filter(pk=actor.office_id).exists()


def answers_for(actor: Any, notice: Supervision) -> bool:
    """Whether the notice was sent to the actor or his office."""
    return (
        actor is None
        or actor.office_id == notice.office_id
        or (actor.person_id is not None and actor.person_id == notice.person_id)
    )
