"""What last year left open comes into this year's plan, and says from where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import ItemStatus, Operator, PlanState
from zhenwu.plans.models import Item, Plan, Target
from zhenwu.plans.rights import require

GROUP = "上年结转"


def _draft(plan: Plan, actor: Any) -> None:
    require(actor, "plan.edit", plan.area_code)
    # who carries over next waits: of two who press at once, one finds it carried
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise Conflict(
            f"计划{plan.get_state_display()}，不能再结转",
            where=plan.title,
            expected="草稿",
            do="请用“新增事项”申请变更",
            code="ZW-PLAN-STATE",
        )


def _source(plan: Plan, left: Item) -> None:
    faulty = left.plan.area_code != plan.area_code or left.plan.year != plan.year - 1
    if faulty:
        raise BadInput(
            f"“{left.title}”不在上一年的计划里",
            where="上年结转",
            expected=f"{plan.year - 1}年计划里的一项",
            code="ZW-CARRY",
        )
    if Item.objects.filter(plan=plan, carried_from=left).exclude(status=ItemStatus.REJECTED).exists():
        raise Conflict(
            f"“{left.title}”已经结转过", where="上年结转", do="请刷新后再看", code="ZW-CARRY-TWICE"
        )


@transaction.atomic
def item_carry(plan: Plan, *, actor: Any, left: Item, words: str = "", owed: Decimal | None = None) -> Item:
    """Bring an open item of last year into a draft plan as a suggestion, with its words, offices and what is still owed.

    words : what stood of it at the year's end. owed : the rest of its target, in the target's base unit.
    """
    _draft(plan, actor)
    _source(plan, left)
    last = plan.items.order_by("-order").values_list("order", flat=True).first() or 0
    item = Item.objects.create(
        plan=plan, status=ItemStatus.SUGGESTED, title=left.title, kind=left.kind, quote=left.quote, work_row=left.work_row, group=GROUP,
        standing=left.standing, lead_office=left.lead_office, owner=left.owner, leader=left.leader, evidence=left.evidence,
        problem=left.problem, due_on=date(plan.year, 12, 31), carried_from=left, order=last + 1,
        reading={"from": "last_plan", "words": words[:300]},
    )  # fmt: skip
    item.offices.set(left.offices.all())
    if owed is not None and owed > 0 and left.targets.count() == 1:
        old = left.targets.get()
        Target.objects.create(
            item=item, metric_code=old.metric_code, slice=old.slice, aspect=old.aspect, operator=Operator.AT_LEAST, value=owed,
            unit=old.unit, subject=old.subject, path=old.path if old.path != "milestones" else "even",
        )  # fmt: skip
    versions_keep([item], "item_carry", actor, why=words)
    audit_write(actor, "item_carry", item, changes={"from": left.pk})
    return item


@transaction.atomic
def item_continue(item: Item, *, actor: Any, left: Item) -> Item:
    """Say that an item of the draft is what last year left open, promised once more."""
    _draft(item.plan, actor)
    _source(item.plan, left)
    if item.carried_from_id:
        raise Conflict(
            f"“{item.title}”已接着上年的一项", where="上年结转", do="请另选一项", code="ZW-CARRY-TWICE"
        )
    item.carried_from = left
    item.save(update_fields=["carried_from"])
    versions_keep([item], "item_continue", actor)
    audit_write(actor, "item_continue", item, changes={"from": left.pk})
    return item


@transaction.atomic
def promise_carry(plan: Plan, *, actor: Any, title: str, quote: str, source: str, work_row: str = "") -> Item:
    """Bring a promise of the last report that nothing answered into a draft plan as a suggestion."""
    _draft(plan, actor)
    said = " ".join(title.split())[:200]
    if not said:
        raise BadInput("没有承诺的原话", where="上年报告", expected="一句话", code="ZW-CARRY")
    if (
        plan.items.filter(quote=quote, reading__from="last_report")
        .exclude(status=ItemStatus.REJECTED)
        .exists()
    ):
        raise Conflict(f"“{said}”已经结转过", where="上年报告", do="请刷新后再看", code="ZW-CARRY-TWICE")
    last = plan.items.order_by("-order").values_list("order", flat=True).first() or 0
    item = Item.objects.create(
        plan=plan, status=ItemStatus.SUGGESTED, title=said, kind="task", quote=quote, section=source[:120], work_row=work_row[:3],
        group=GROUP, due_on=date(plan.year, 12, 31), order=last + 1, reading={"from": "last_report", "words": source[:300]},
    )  # fmt: skip
    versions_keep([item], "promise_carry", actor, why=source)
    audit_write(actor, "promise_carry", item, changes={"source": source})
    return item
