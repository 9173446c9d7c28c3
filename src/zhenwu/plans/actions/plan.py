"""Writes to a plan as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.kernel.period import check_year
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import ItemStatus, PlanState
from zhenwu.plans.models import Item, Plan, Target
from zhenwu.plans.rights import require, require_open


@dataclass(slots=True)
class Suggestion:
    """An item as the reading of a report suggests it, with its targets' fields."""

    fields: dict[str, Any]
    targets: list[dict[str, Any]] = field(default_factory=list)
    lead_office: Office | None = None


@transaction.atomic
def plan_create(
    *, actor: Any, area_code: str, year: int, title: str = "", source_title: str = "", source_name: str = "",
    source_sha256: str = "", source_text: str = "", adopted_on: date | None = None, adopted_by: str = "",
) -> Plan:  # fmt: skip
    """Begin a town's plan of a year as a draft; a second one for the same year is a Conflict."""
    require(actor, "plan.edit", area_code)
    areacode.check(area_code)
    check_year(year)
    if Plan.objects.filter(area_code=area_code, year=year).exists():
        raise Conflict(
            f"{year}年的计划已经有了",
            where=area_code,
            expected="一年一个计划",
            do="请打开已有的计划",
            code="ZW-PLAN-EXISTS",
        )
    plan = Plan.objects.create(
        area_code=area_code, year=year, title=title or f"{year}年度计划", source_title=source_title[:120],
        source_name=source_name[:200], source_sha256=source_sha256, source_text=source_text, adopted_on=adopted_on,
        adopted_by=adopted_by,
    )  # fmt: skip
    audit_write(actor, "plan_create", plan, changes={"year": year, "source": source_name})
    return plan


@transaction.atomic
def items_suggest(plan: Plan, suggestions: Sequence[Suggestion], *, actor: Any) -> list[Item]:
    """Add what a report was read to promise, each to be accepted or not."""
    require(actor, "plan.edit", plan.area_code)
    require_open(plan)
    items = Item.objects.bulk_create(
        Item(plan=plan, status=ItemStatus.SUGGESTED, lead_office=one.lead_office, order=order, **one.fields)
        for order, one in enumerate(suggestions, 1)
    )
    Target.objects.bulk_create(
        Target(item=item, **fields)
        for item, one in zip(items, suggestions, strict=True)
        for fields in one.targets
    )
    versions_keep(items, "items_suggest", actor)
    audit_write(
        actor,
        "items_suggest",
        plan,
        changes={"items": len(items), "targets": sum(len(s.targets) for s in suggestions)},
    )
    return items


@transaction.atomic
def plan_approve(plan: Plan, *, actor: Any, adopted_on: date | None = None, adopted_by: str = "") -> Plan:
    """Put the plan in force. Every accepted item needs a lead office and a due date; all that lack one are named at once."""
    require(actor, "plan.approve", plan.area_code)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise Conflict(f"“{plan.title}”{plan.get_state_display()}，不用再批准", code="ZW-PLAN-APPROVED")
    items = list(plan.items.filter(status=ItemStatus.ACCEPTED).prefetch_related("children"))
    faults = approve_faults(items)
    if faults:
        raise BadInput.of(faults, source=plan.title)
    group: dict[str, int] = {}
    for item in items:
        if not item.code:
            group.setdefault(item.group, len(group))
            item.code = _code(plan, item, list(group).index(item.group))
            item.save(update_fields=["code"])
    versions_keep(items, "plan_approve", actor)
    plan.state, plan.approved_at = PlanState.APPROVED, clock.now()
    plan.approved_by = actor if getattr(actor, "pk", None) else None
    plan.adopted_on, plan.adopted_by = adopted_on or plan.adopted_on, adopted_by or plan.adopted_by
    plan.save(update_fields=["state", "approved_at", "approved_by", "adopted_on", "adopted_by"])
    audit_write(actor, "plan_approve", plan, changes={"items": len(items)})
    return plan


def _code(plan: Plan, item: Item, group: int) -> str:
    """A short name to speak of an item by: the group's letter and a number within it."""
    letter = chr(ord("A") + group % 26)
    taken = Item.objects.filter(plan=plan, code__startswith=f"{letter}-").count()
    return f"{letter}-{taken + 1:02d}"


def approve_faults(items: Sequence[Item]) -> list[Fault]:
    """What keeps these accepted items from being approved, item by item."""
    faults = []
    for item in items:
        lacks = [
            name for name, value in (("牵头办公室", item.lead_office_id), ("期限", item.due_on)) if not value
        ]
        if lacks:
            faults.append(
                Fault(
                    f"没有{'和'.join(lacks)}",
                    item.title,
                    "每项都有牵头办公室和期限",
                    "请在审核页补上，或不列入",
                    "ZW-PLAN-OWNER",
                )
            )
        if item.due_on and item.starts_on and item.due_on < item.starts_on:
            faults.append(Fault("期限早于开始", item.title, "期限不早于开始", "请改期限", "ZW-PLAN-DATES"))
    if not items:
        faults.append(Fault("没有列入一项", "计划", "至少一项", "请先在审核页列入", "ZW-PLAN-EMPTY"))
    return faults


@transaction.atomic
def plan_reopen(plan: Plan, *, actor: Any, why: str) -> Plan:
    """Take an approval back so that the review can go on; needs grounds."""
    require(actor, "plan.approve", plan.area_code)
    if plan.state != PlanState.APPROVED:
        raise Conflict(f"“{plan.title}”{plan.get_state_display()}，不能退回审核", code="ZW-PLAN-STATE")
    if not why.strip():
        raise BadInput("退回审核须写理由", where="理由", expected="一句话", code="ZW-REASON")
    plan.state, plan.approved_at, plan.approved_by = PlanState.DRAFT, None, None
    plan.save(update_fields=["state", "approved_at", "approved_by"])
    audit_write(actor, "plan_reopen", plan, reason=why)
    return plan
