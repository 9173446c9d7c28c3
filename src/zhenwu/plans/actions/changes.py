"""Changing a plan in force: a clerk or the item's office asks with grounds, a leader decides, the old version stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault, Refused
from zhenwu.kernel.printing import plain, print_value
from zhenwu.plans.actions.items import item_add, item_faults
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import ChangeKind as K
from zhenwu.plans.choices import ChangeState as S
from zhenwu.plans.choices import ItemStatus, PlanState
from zhenwu.plans.models import Change, Item, Plan, Target
from zhenwu.plans.rights import leads, may, require

LONGEST = 300


@transaction.atomic
def change_ask(
    plan: Plan, *, actor: Any, kind: str, grounds: str, item: Item | None = None, paper: str = "", title: str = "",
    due_on: date | None = None, office: Office | None = None, target: Target | None = None, value: Decimal | None = None,
    high: Decimal | None = None,
) -> Change:  # fmt: skip
    """Ask for a change of a plan in force.

    kind : add (title, office, due_on), drop, due (due_on), office (office), target (target, value, high in the target's own unit).
    Clerks ask for anything, an office for what it leads or joins and for additions. BadInput names every fault; nothing changes yet.
    """
    _require_asking(actor, plan, item)
    faults = _faults(plan, kind, grounds, item, paper)
    if not faults:
        faults = _ASKED[kind](plan, item, title, due_on, office, target, value, high)
    if faults:
        raise BadInput.of(faults, source=item.title if item else plan.title)
    if item is not None and item.changes.filter(kind=kind, state=S.ASKED).exists():
        raise Conflict(
            f"“{item.title}”已有一件{K(kind).label}待批",
            where=item.title,
            expected="批过再申请",
            do="请等领导批过",
            code="ZW-CHANGE-TWICE",
        )
    before, after, wanted = _told(kind, item, title, due_on, office, target, value, high)
    change = Change.objects.create(
        plan=plan, item=item, kind=kind, wanted=wanted, before=before[:300], after=after[:300], grounds=grounds.strip(),
        paper=paper.strip(), asked_on=clock.today(), asked_by=_signed(actor),
    )  # fmt: skip
    audit_write(actor, "change_ask", change, reason=change.grounds, changes={"from": before, "to": after})
    return change


def _signed(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None


def _require_asking(actor: Any, plan: Plan, item: Item | None) -> None:
    if may(actor, "plan.edit", plan.area_code):
        return
    require(actor, "plan.checkin", plan.area_code)
    if item is not None and not leads(actor, item):
        raise Refused(
            "您不能申请变更这一项",
            where=item.title,
            expected="牵头、配合办公室或党政办",
            code="ZW-PLAN-RIGHT",
        )


def _faults(plan: Plan, kind: str, grounds: str, item: Item | None, paper: str) -> list[Fault]:
    faults = []
    if kind not in K.values:
        faults.append(
            Fault(f"没有变更“{kind}”", "变更", "、".join(str(k.label) for k in K), code="ZW-CHANGE")
        )
    if plan.state != PlanState.APPROVED:
        faults.append(
            Fault(
                f"计划{plan.get_state_display()}，不用变更",
                "计划",
                "已批准的计划",
                "草稿请直接修改",
                "ZW-CHANGE",
            )
        )
    if not grounds.strip():
        faults.append(Fault("变更须写依据", "依据", "一句话", code="ZW-REASON"))
    if len(grounds) > LONGEST:
        faults.append(
            Fault(f"依据有{len(grounds)}字，太长", "依据", f"不超过{LONGEST}字", "请缩短", "ZW-REASON")
        )
    if len(paper.strip()) > 120:
        faults.append(Fault("文号太长", "文号", "不超过120字", "请缩短", "ZW-CHANGE"))
    if kind in K.values and kind != K.ADD and (item is None or item.status != ItemStatus.ACCEPTED):
        faults.append(
            Fault("没有要变更的事项", "事项", "计划里没有完成的一项", "请从事项页申请", "ZW-CHANGE")
        )
    return faults


def _ask_add(
    plan: Plan, item: Any, title: str, due: Any, office: Any, target: Any, value: Any, high: Any
) -> list[Fault]:
    faults = item_faults({"title": title, "due_on": due, "lead_office": office}, plan)
    faults += [
        Fault("新增事项没有写", name, "牵头和期限都要有", "请补上", "ZW-CHANGE")
        for name, given in (("牵头", office), ("期限", due)) if not given
    ]  # fmt: skip
    return faults


def _ask_drop(
    plan: Plan, item: Any, title: str, due: Any, office: Any, target: Any, value: Any, high: Any
) -> list[Fault]:
    return []


def _ask_due(
    plan: Plan, item: Item, title: str, due: Any, office: Any, target: Any, value: Any, high: Any
) -> list[Fault]:
    if due is None:
        return [Fault("没有写新的期限", "期限", "一个日期", code="ZW-CHANGE")]
    faults = item_faults({"due_on": due}, plan, item)
    if due == item.due_on:
        faults.append(Fault(f"期限已是{due}", "期限", "另一个日期", "不用变更", "ZW-CHANGE"))
    last = item.milestones.order_by("-due_on").first()
    if last is not None and due < last.due_on:
        faults.append(
            Fault(
                f"节点“{last.name}”{last.due_on}在期限之后",
                "期限",
                "不早于最后一个节点",
                "请先改节点",
                "ZW-CHANGE",
            )
        )
    return faults


def _ask_office(
    plan: Plan, item: Item, title: str, due: Any, office: Any, target: Any, value: Any, high: Any
) -> list[Fault]:
    if office is None:
        return [Fault("没有选办公室", "牵头", "本镇的一个办公室", code="ZW-CHANGE")]
    faults = item_faults({"lead_office": office}, plan, item)
    if office.pk == item.lead_office_id:
        faults.append(Fault(f"牵头已是{office}", "牵头", "另一个办公室", "不用变更", "ZW-CHANGE"))
    return faults


def _ask_target(
    plan: Plan, item: Item, title: str, due: Any, office: Any, target: Any, value: Any, high: Any
) -> list[Fault]:
    if target is None or target.item_id != item.pk:
        return [Fault("没有选目标", "目标", "这一项的一个目标", code="ZW-CHANGE")]
    if value is None:
        return [Fault("没有写新的目标值", "目标值", f"以{target.unit}计的数", code="ZW-CHANGE")]
    faults = []
    if (value, high) == (target.value, target.high):
        faults.append(Fault("目标值没有变", "目标值", "另一个数", "不用变更", "ZW-CHANGE"))
    if high is not None and high < value:
        faults.append(
            Fault(f"上限{high}低于目标值{value}", "上限", "不低于目标值", "请改上限", "ZW-TARGET-RANGE")
        )
    if abs(value) >= Decimal(10) ** 14 or value != round(value, 4):
        faults.append(Fault(f"{value}写不下", "目标值", "不超过14位整数、4位小数", "请核对", "ZW-CHANGE"))
    return faults


_ASKED: dict[str, Callable[..., list[Fault]]] = {
    K.ADD: _ask_add, K.DROP: _ask_drop, K.DUE: _ask_due, K.OFFICE: _ask_office, K.TARGET: _ask_target,
}  # fmt: skip


def _told(
    kind: str, item: Item | None, title: str, due: date | None, office: Office | None, target: Target | None, value: Decimal | None,
    high: Decimal | None,
) -> tuple[str, str, dict[str, Any]]:  # fmt: skip
    """Before and after in words, and what is wanted as JSON."""
    if kind == K.ADD or item is None:
        assert office is not None and due is not None
        return (
            "",
            f"{title.strip()}，{office}牵头，{due}前",
            {"title": title.strip(), "office": office.pk, "due_on": due.isoformat()},
        )
    if kind == K.DUE and due is not None:
        return str(item.due_on or ""), str(due), {"due_on": due.isoformat()}
    if kind == K.OFFICE and office is not None:
        return str(item.lead_office or ""), str(office), {"office": office.pk}
    if kind == K.TARGET and target is not None and value is not None:
        upper = "" if high is None else f"—{print_value(high, target.unit)}"
        old = "" if target.high is None else f"—{print_value(target.high, target.unit)}"
        wanted = {"target": target.pk, "value": plain(value), "high": None if high is None else plain(high)}
        words = f"{target.subject}{target.get_operator_display()}"
        return (
            f"{words}{print_value(target.value, target.unit)}{old}", f"{words}{print_value(value, target.unit)}{upper}", wanted,
        )  # fmt: skip
    return item.title, "", {}


def _open(change: Change) -> Change:
    change = (
        Change.objects.select_for_update(of=("self",)).select_related("plan", "item__plan").get(pk=change.pk)
    )
    if change.state != S.ASKED:
        raise Conflict(
            f"这件变更{change.get_state_display()}",
            where=str(change),
            do="请刷新后再看",
            code="ZW-CHANGE-STATE",
        )
    return change


@transaction.atomic
def change_approve(change: Change, *, actor: Any, answer: str = "") -> Item:
    """A leader approves: the item becomes what was asked, as a new version with the grounds; nobody approves what he asked for."""
    require(actor, "change.approve", change.area_code)
    change = _open(change)
    if actor is not None and change.asked_by_id == actor.pk:
        raise Refused(
            "自己申请的变更不能自己批", where=str(change), expected="另一位领导", code="ZW-PLAN-RIGHT"
        )
    if change.plan.state != PlanState.APPROVED:
        raise Conflict(
            f"计划{change.plan.get_state_display()}，不能变更", where=str(change.plan), code="ZW-PLAN-STATE"
        )
    if change.item is not None and change.item.status != ItemStatus.ACCEPTED:
        raise Conflict(
            f"事项{change.item.get_status_display()}，不能变更", where=change.item.title, code="ZW-ITEM-STATE"
        )
    item = _apply(change)
    change.item, change.state, change.answer = item, S.APPROVED, answer.strip()[:LONGEST]
    change.decided_on, change.decided_by = clock.today(), _signed(actor)
    change.save()
    versions_keep([item], "change_approve", actor, why=change.grounds, paper=change.paper)
    audit_write(
        actor,
        "change_approve",
        item,
        reason=change.grounds,
        changes={change.kind: [change.before, change.after]},
    )
    return item


def _apply(change: Change) -> Item:
    wanted, item = change.wanted, change.item
    if change.kind == K.ADD or item is None:
        office = Office.objects.get(pk=wanted["office"])
        return item_add(
            change.plan, title=wanted["title"], lead_office=office, owner=_head(office), due_on=date.fromisoformat(wanted["due_on"]),
            reading={"from": "change", "paper": change.paper}, group="年中新增",
        )  # fmt: skip
    if change.kind == K.DROP:
        item.status = ItemStatus.DROPPED
    elif change.kind == K.DUE:
        item.due_on = date.fromisoformat(wanted["due_on"])
    elif change.kind == K.OFFICE:
        item.lead_office = Office.objects.get(pk=wanted["office"])
        item.owner = _head(item.lead_office)
        item.offices.remove(item.lead_office)
    else:
        target = Target.objects.select_for_update().get(pk=wanted["target"], item=item)
        target.value, target.high = (
            Decimal(wanted["value"]),
            Decimal(wanted["high"]) if wanted["high"] else None,
        )
        target.save(update_fields=["value", "high"])
    item.save(update_fields=["status", "due_on", "lead_office", "owner"])
    return item


def _head(office: Office) -> Person | None:
    return Person.objects.filter(office=office, active=True).order_by("order", "id").first()


@transaction.atomic
def change_refuse(change: Change, *, actor: Any, answer: str) -> Change:
    """A leader refuses, with reasons; the item stays what it is."""
    require(actor, "change.approve", change.area_code)
    change = _open(change)
    if not answer.strip():
        raise BadInput("不批准须写理由", where="批示", expected="一句话", code="ZW-REASON")
    change.state, change.answer = S.REFUSED, answer.strip()[:LONGEST]
    change.decided_on, change.decided_by = clock.today(), _signed(actor)
    change.save(update_fields=["state", "answer", "decided_on", "decided_by"])
    audit_write(actor, "change_refuse", change, reason=change.answer)
    return change


@transaction.atomic
def change_withdraw(change: Change, *, actor: Any) -> Change:
    """Who asked, or a clerk, takes the request back before it is decided."""
    change = _open(change)
    if not (actor is None or change.asked_by_id == actor.pk or may(actor, "plan.edit", change.area_code)):
        raise Refused("只有申请人和党政办能撤回", where=str(change), code="ZW-PLAN-RIGHT")
    change.state, change.decided_on = S.WITHDRAWN, clock.today()
    change.save(update_fields=["state", "decided_on"])
    audit_write(actor, "change_withdraw", change)
    return change
