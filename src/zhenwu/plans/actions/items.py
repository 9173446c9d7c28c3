"""Writes to items while a plan is reviewed, and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.plans.actions.versions import require_unchanged, versions_keep
from zhenwu.plans.choices import ItemKind, ItemStatus, PlanState
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.rights import require, require_drafting, require_free, require_open

EDITABLE = (
    "title", "kind", "work_row", "group", "standing", "livelihood", "starts_on", "due_on", "evidence", "check_every", "problem",
    "ledger", "record", "order",
)  # fmt: skip
NAMES = {"lead_office": "牵头", "owner": "责任人", "leader": "分管领导"}
ASSIGNABLE = ("lead_office", "owner", "leader", "due_on", "starts_on", "standing", "evidence")


def _edit(actor: Any, items: Sequence[Item]) -> None:
    for plan in {item.plan_id: item.plan for item in items}.values():
        require(actor, "plan.edit", plan.area_code)
        require_open(plan)


def _only(items: Sequence[Item], statuses: Iterable[str], verb: str) -> None:
    """Conflict that names every item whose status does not allow it."""
    allowed = set(statuses)
    faults = [
        Fault(f"{item.get_status_display()}，不能{verb}", item.title, do="请刷新后再看", code="ZW-ITEM-STATE")
        for item in items
        if item.status not in allowed
    ]
    if faults:
        raise Conflict.of(faults)


@transaction.atomic
def item_create(
    plan: Plan,
    *,
    actor: Any,
    title: str,
    kind: str = ItemKind.TASK,
    why: str = "",
    **fields: Any,
) -> Item:
    """Add an item that no report says to a draft; a plan in force gets one by an approved change (`change_ask`)."""
    require(actor, "plan.edit", plan.area_code)
    require_open(plan)
    require_drafting(plan, "新增事项")
    faults = item_faults({"title": title, "kind": kind, **fields}, plan)
    if faults:
        raise BadInput.of(faults, source=title)
    item = item_add(plan, title=title, kind=kind, **fields)
    versions_keep([item], "item_create", actor, why=why)
    audit_write(actor, "item_create", item, reason=why, changes={"title": title})
    return item


def item_add(plan: Plan, *, title: str, kind: str = ItemKind.TASK, **fields: Any) -> Item:
    """Part of the actions that add an accepted item: the row, last in the plan, with a code where the plan is in force."""
    order = plan.items.order_by("-order").values_list("order", flat=True).first() or 0
    code = ""
    if plan.state == PlanState.APPROVED:
        code = f"Z-{plan.items.filter(code__startswith='Z-').count() + 1:02d}"
    return Item.objects.create(
        plan=plan,
        title=title.strip(),
        kind=kind,
        status=ItemStatus.ACCEPTED,
        order=order + 1,
        code=code,
        **fields,
    )


@transaction.atomic
def item_accept(items: Sequence[Item], *, actor: Any) -> int:
    """Take suggestions into the plan; those already in stay as they are. Returns how many were taken in."""
    _edit(actor, items)
    _only(items, [ItemStatus.SUGGESTED, ItemStatus.ACCEPTED, ItemStatus.REJECTED], "列入")
    fresh = [item for item in items if item.status != ItemStatus.ACCEPTED]
    for item in fresh:
        require_drafting(item.plan, "列入")
    _set_status(fresh, ItemStatus.ACCEPTED, actor, "item_accept")
    return len(fresh)


@transaction.atomic
def item_reject(items: Sequence[Item], *, actor: Any, why: str = "") -> int:
    """Leave suggestions out of the plan; an approved plan drops items instead, with grounds."""
    _edit(actor, items)
    _only(items, [ItemStatus.SUGGESTED, ItemStatus.ACCEPTED, ItemStatus.REJECTED], "不列入")
    if any(item.status == ItemStatus.ACCEPTED and item.plan.state != PlanState.DRAFT for item in items):
        raise Conflict(
            "计划已批准，列入的事项不能直接去掉", do="请用“申请变更”，写明依据", code="ZW-ITEM-APPROVED"
        )
    fresh = [item for item in items if item.status != ItemStatus.REJECTED]
    _set_status(fresh, ItemStatus.REJECTED, actor, "item_reject", why)
    return len(fresh)


def _set_status(items: Sequence[Item], status: str, actor: Any, action: str, why: str = "") -> None:
    for item in items:
        before, item.status = item.status, status
        audit_write(actor, action, item, reason=why, changes={"status": [before, status]})
    Item.objects.bulk_update(items, ["status"])
    versions_keep(items, action, actor, why=why)


@transaction.atomic
def item_edit(item: Item, *, actor: Any, version: int | None = None, **fields: Any) -> Item:
    """Change an item's words, dates or place in the plan; the report's own words (`quote`) stay what they are.

    version : number of the version that the editor looked at; a Conflict tells what somebody else changed since.
    """
    _edit(actor, [item])
    require_unchanged(item, version)
    unknown = [name for name in fields if name not in (*EDITABLE, *ASSIGNABLE, "offices")]
    if unknown:
        raise BadInput.of(
            [Fault("这一栏不能改", name, "、".join(EDITABLE), code="ZW-ITEM-FIELD") for name in unknown]
        )
    _check(fields, item.plan, item)
    _write(item, fields, actor, "item_edit")
    versions_keep([item], "item_edit", actor)
    return item


@transaction.atomic
def item_assign(items: Sequence[Item], *, actor: Any, **fields: Any) -> int:
    """Give many items at once a lead office, cooperating offices, an owner, a leader, a due date. What is not named stays."""
    _edit(actor, items)
    wrong = [name for name in fields if name not in (*ASSIGNABLE, "offices")]
    if wrong:
        raise BadInput.of(
            [Fault("这一栏不能批量分派", name, "、".join(ASSIGNABLE), code="ZW-ITEM-FIELD") for name in wrong]
        )
    for item in items:
        _check(fields, item.plan, item)
    for item in items:
        _write(item, dict(fields), actor, "item_assign")
    versions_keep(items, "item_assign", actor)
    return len(items)


def _write(item: Item, fields: dict[str, Any], actor: Any, action: str) -> None:
    offices = fields.pop("offices", None)
    changes: dict[str, Any] = {}
    for name, value in fields.items():
        before = getattr(item, name)
        if before != value:
            changes[name] = [before, value]
            setattr(item, name, value)
    if changes:
        item.save(update_fields=list(changes))
    if offices is not None:
        wanted = [office for office in offices if office.pk != item.lead_office_id]
        before = sorted(item.offices.values_list("name", flat=True))
        after = sorted(office.name for office in wanted)
        if before != after:
            item.offices.set(wanted)
            changes["offices"] = [before, after]
    if changes:
        audit_write(actor, action, item, changes=changes)


def _check(fields: Mapping[str, Any], plan: Plan, item: Item) -> None:
    require_free(
        item, [name for name, value in fields.items() if name != "offices" and getattr(item, name) != value]
    )
    faults = item_faults(fields, plan, item)
    if faults:
        raise BadInput.of(faults, source=item.title)


def item_faults(fields: Mapping[str, Any], plan: Plan, item: Item | None = None) -> list[Fault]:
    """Everything wrong with the fields, of an item that there is or of a new one."""
    faults = []
    if "title" in fields and not str(fields["title"]).strip():
        faults.append(Fault("事项不能空", "事项", "一句话", code="ZW-ITEM-TITLE"))
    if "title" in fields and len(str(fields["title"])) > 200:
        faults.append(Fault("事项太长", "事项", "不超过200字", "请缩短，原话仍在承诺原话里", "ZW-ITEM-TITLE"))
    if "kind" in fields and fields["kind"] not in ItemKind.values:
        faults.append(
            Fault(
                f"没有种类“{fields['kind']}”",
                "种类",
                "、".join(str(k.label) for k in ItemKind),
                code="ZW-ITEM-KIND",
            )
        )
    start = fields.get("starts_on", item.starts_on if item else None)
    due = fields.get("due_on", item.due_on if item else None)
    if start and due and due < start:
        faults.append(
            Fault(f"期限{due}早于开始{start}", "期限", "不早于开始", "请改期限或开始", "ZW-ITEM-DATES")
        )
    if isinstance(due, date) and not plan.year - 1 <= due.year <= plan.year + 5:
        faults.append(
            Fault(
                f"期限{due}不在计划年度前后", "期限", f"{plan.year}年前后的日期", "请改期限", "ZW-ITEM-DATES"
            )
        )
    for name in ("lead_office", "owner", "leader"):
        thing = fields.get(name)
        if isinstance(thing, Office | Person) and areacode.town_of(thing.area_code) != areacode.town_of(
            plan.area_code
        ):
            faults.append(
                Fault(
                    f"“{thing}”不在本镇",
                    NAMES[name],
                    "本镇的办公室或人员",
                    code="ZW-ITEM-OFFICE",
                )
            )
    return faults


@transaction.atomic
def item_split(
    item: Item, *, actor: Any, at: int, title: str = "", rest_title: str = ""
) -> tuple[Item, Item]:
    """Cut an item in two at a place of its quote (characters from the quote's start); both keep their own words and place."""
    _edit(actor, [item])
    _only([item], [ItemStatus.SUGGESTED, ItemStatus.ACCEPTED], "拆分")
    head, tail = item.quote[:at].strip("，、；。 "), item.quote[at:].strip("，、；。 ")
    if not 0 < at < len(item.quote) or not head or not tail:
        raise BadInput(
            f"不能在第{at}字拆开",
            where=item.title,
            expected=f"1到{max(len(item.quote) - 1, 1)}之间，两边都有话",
            code="ZW-ITEM-SPLIT",
        )
    before, end = item.quote, item.end
    later = plan_after(item)
    rest = Item(
        plan=item.plan, parent=item.parent, kind=item.kind, status=item.status, title=(rest_title or tail)[:200], quote=tail,
        section=item.section, work_row=item.work_row, group=item.group, standing=item.standing, lead_office=item.lead_office,
        owner=item.owner, leader=item.leader, starts_on=item.starts_on, due_on=item.due_on, order=item.order + 1,
        evidence=item.evidence, problem=item.problem, carried_from=item.carried_from,
        reading={**item.reading, "split_from": item.pk},
    )  # fmt: skip
    if item.start is not None:
        cut = item.start + at + (len(item.quote) - at - len(item.quote[at:].lstrip("，、；。 ")))
        rest.start, rest.end = cut, end
        item.end = item.start + len(item.quote[:at].rstrip("，、；。 "))
    for other in later:
        other.order += 1
    Item.objects.bulk_update(later, ["order"])
    item.quote, item.title = head, (title or head)[:200]
    item.save(update_fields=["quote", "title", "end"])
    rest.save()
    rest.offices.set(item.offices.all())
    for target in item.targets.all():
        placed = target.start is not None and rest.start is not None
        moves = target.start >= rest.start if placed else bool(target.subject) and target.subject in tail  # type: ignore[operator]
        if moves:
            target.item = rest
            target.save(update_fields=["item"])
    versions_keep([item, rest], "item_split", actor)
    audit_write(actor, "item_split", item, changes={"quote": [before, head], "rest": rest.pk})
    return item, rest


def plan_after(item: Item) -> list[Item]:
    """The items that stand after this one."""
    return list(Item.objects.filter(plan_id=item.plan_id, order__gt=item.order))


@transaction.atomic
def item_merge(items: Sequence[Item], *, actor: Any, title: str = "") -> Item:
    """Make one item of several; the first stays, with all their words and targets, the others are left out.

    In a plan in force only items of one lead office and one due date are joined: neither is changed without an approved change.
    """
    _edit(actor, items)
    if len(items) < 2 or len({item.plan_id for item in items}) != 1:
        raise BadInput("合并要同一计划里的两项以上", expected="至少两项", do="请先勾选", code="ZW-ITEM-MERGE")
    _only(items, [ItemStatus.SUGGESTED, ItemStatus.ACCEPTED], "合并")
    first, *others = sorted(items, key=lambda one: (one.order, one.pk))
    if len({(one.lead_office_id, one.due_on) for one in items}) > 1:
        require_drafting(first.plan, "合并牵头或期限不同的事项")
    source = first.plan.source_text
    placed = [one for one in (first, *others) if one.start is not None and one.end is not None]
    if len(placed) == len(items) and source:
        first.start = min(one.start for one in placed if one.start is not None)
        first.end = max(one.end for one in placed if one.end is not None)
        first.quote = source[first.start : first.end]
    else:
        first.quote = "；".join(one.quote for one in (first, *others) if one.quote)
    first.title = (title or "、".join(one.title for one in (first, *others)))[:200]
    first.due_on = max((one.due_on for one in (first, *others) if one.due_on), default=None)
    first.save(update_fields=["quote", "title", "start", "end", "due_on"])
    first.parent = _above(first, others)
    first.carried_from = next((one.carried_from for one in (first, *others) if one.carried_from_id), None)
    first.save(update_fields=["parent", "carried_from"])
    below = list(Item.objects.filter(parent__in=others).exclude(pk=first.pk))
    joined = {office for one in others for office in (*one.offices.all(), one.lead_office) if office}
    first.offices.add(*(office for office in joined if office.pk != first.lead_office_id))
    for other in others:
        other.targets.update(item=first)
        other.milestones.update(item=first)
        other.children.exclude(pk=first.pk).update(parent=first)
        other.status = ItemStatus.REJECTED
        other.reading = {**other.reading, "merged_into": first.pk}
    Item.objects.bulk_update(others, ["status", "reading"])
    versions_keep([first, *others, *below], "item_merge", actor)
    audit_write(actor, "item_merge", first, changes={"merged": [one.pk for one in others]})
    return first


def _above(first: Item, others: Sequence[Item]) -> Item | None:
    """What the merged item hangs under: the nearest item above that is not merged itself nor hangs under one that is."""
    gone = {one.pk for one in (first, *others)}
    chain: list[Item] = []
    above = first.parent
    while above is not None and above.pk not in {one.pk for one in chain}:
        chain.append(above)
        above = above.parent
    last = max((at for at, one in enumerate(chain) if one.pk in gone), default=-1)
    return chain[last + 1] if last + 1 < len(chain) else None


@transaction.atomic
def item_nest(items: Sequence[Item], *, actor: Any, parent: Item | None) -> int:
    """Put items under another one, or (None) back to the top; a circle is refused."""
    _edit(actor, items)
    if parent is not None:
        above: Item | None = parent
        seen: set[int] = set()
        while above is not None and above.pk not in seen:
            seen.add(above.pk)
            above = above.parent
        circle = [item.title for item in items if item.pk in seen]
        if circle:
            raise BadInput(
                f"“{parent.title}”在“{circle[0]}”之下，事项不能放到自己下面",
                where="上级事项",
                expected="不在它下面的一项",
                do="请另选上级事项",
                code="ZW-ITEM-CYCLE",
            )
        if any(item.plan_id != parent.plan_id for item in items):
            raise BadInput("上级事项不在同一计划", where=parent.title, code="ZW-ITEM-PLAN")
    for item in items:
        before, item.parent = item.parent_id, parent
        audit_write(actor, "item_nest", item, changes={"parent": [before, parent.pk if parent else None]})
    Item.objects.bulk_update(items, ["parent"])
    versions_keep(items, "item_nest", actor)
    return len(items)
