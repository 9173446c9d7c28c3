"""Who may do what to a plan, and which plans are closed to changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhenwu.kernel.errors import Conflict, Refused
from zhenwu.plans.choices import ItemStatus, PlanState
from zhenwu.plans.models import Item, Plan, Supervision

WORDS = {
    "plan.edit": "编辑计划",
    "plan.approve": "批准计划",
    "plan.override": "改判状态",
    "change.approve": "批准计划变更",
    "answer.sign": "签发年终答复",
    "plan.checkin": "报进展",
    "supervise": "发督办",
}


#: What an approved plan promises: changed only with grounds and a leader's approval.
PROMISED = {"due_on": "期限", "lead_office": "牵头", "value": "目标值", "high": "上限", "operator": "要求"}


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


def require_free(item: Item, fields: Iterable[str]) -> None:
    """Conflict when what a plan in force promises is to be changed without grounds and a leader's approval."""
    if item.plan.state == PlanState.APPROVED and item.status == ItemStatus.ACCEPTED:
        bound = [PROMISED[name] for name in fields if name in PROMISED]
        if bound:
            raise Conflict(
                f"计划已批准，{'、'.join(bound)}不能直接改", where=item.title, expected="有依据、经领导批准的变更", do="请用“申请变更”",
                code="ZW-ITEM-BOUND",
            )  # fmt: skip


def require_drafting(plan: Plan, verb: str) -> None:
    """Conflict when the plan is in force: what it promises is added to, dropped or joined only by an approved change."""
    if plan.state == PlanState.APPROVED:
        raise Conflict(
            f"计划已批准，不能直接{verb}", where=plan.title, expected="有依据、经领导批准的变更", do="请用“申请变更”",
            code="ZW-ITEM-BOUND",
        )  # fmt: skip


def leads(actor: Any, item: Item) -> bool:
    """Whether the item is the actor's: his office leads or joins it, or he owns or oversees it."""
    if actor is None:
        return True
    if actor.person_id and actor.person_id in (item.owner_id, item.leader_id):
        return True
    if actor.office_id is None:
        return False
    return actor.office_id == item.lead_office_id or item.offices.filter(pk=actor.office_id).exists()


def require_progress(actor: Any, item: Item) -> None:
    """Refused unless the actor may report on the item: who edits the plan on every one, an office on its own."""
    if may(actor, "plan.edit", item.area_code) or (
        may(actor, "plan.checkin", item.area_code) and leads(actor, item)
    ):
        return
    raise Refused(
        "您不能给这一项报进展",
        where=item.title,
        expected="牵头、配合办公室或党政办",
        do="请联系牵头办公室",
        code="ZW-PLAN-RIGHT",
    )


def require_running(item: Item) -> None:
    """Conflict unless the item stands in a plan in force: nothing else has progress to be reported or judged."""
    if item.plan.state != PlanState.APPROVED or item.status not in (ItemStatus.ACCEPTED, ItemStatus.DONE):
        raise Conflict(
            f"{item.plan.get_state_display()}计划里{item.get_status_display()}的事项不能报进展", where=item.title,
            expected="已批准计划里列入的事项", do="请先批准计划", code="ZW-ITEM-STATE",
        )  # fmt: skip


def answers_for(actor: Any, notice: Supervision) -> bool:
    """Whether the notice was sent to the actor or his office."""
    return (
        actor is None
        or actor.office_id == notice.office_id
        or (actor.person_id is not None and actor.person_id == notice.person_id)
    )


def require_addressed(actor: Any, notice: Supervision) -> None:
    """Refused unless the notice was sent to the actor or his office."""
    if not answers_for(actor, notice):
        raise Refused(
            "这份督办不是发给您的",
            where=notice.number,
            expected=str(notice.office),
            do="请由责任办公室办理",
            code="ZW-PLAN-RIGHT",
        )


def require_part(actor: Any, notice: Supervision) -> None:
    """Refused unless the actor has a part in the notice: it was sent to him, or he may supervise there."""
    if not may(actor, "supervise", notice.area_code):
        require_addressed(actor, notice)


def reviews(actor: Any, notice: Supervision) -> bool:
    """Whether the actor may judge what the office says: he may supervise there, and is not the one who answers."""
    return actor is None or (may(actor, "supervise", notice.area_code) and not answers_for(actor, notice))


def require_review(actor: Any, notice: Supervision) -> None:
    """Refused unless the actor may supervise there and does not answer for the notice himself."""
    require(actor, "supervise", notice.area_code)
    if not reviews(actor, notice):
        raise Refused(
            "发给自己的督办不能自己审核",
            where=notice.number,
            expected="发出督办的人或分管领导",
            do="请由分管领导审核",
            code="ZW-PLAN-RIGHT",
        )
