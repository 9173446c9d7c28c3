"""Writes on how far an item is: check-ins, steps done, judgements, and states as they turn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.ledgers.models import Record
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import ItemStatus, State
from zhenwu.plans.models import CheckIn, Item, Milestone, Override, Plan, StateChange
from zhenwu.plans.rights import require, require_progress, require_running

#: Longest time for which a judgement may stand against the evidence.
OVERRIDE_DAYS = 92


def _past(day: date, where: str) -> list[Fault]:
    if day > clock.today():
        return [Fault(f"{day}还没有到", where, f"不晚于{clock.today()}", "请改日期", "ZW-DATE")]
    return []


@transaction.atomic
def check_in(
    item: Item, *, actor: Any, text: str, on: date | None = None, percent: int | None = None, value: Decimal | None = None,
    finished: bool = False, record: Record | None = None,
) -> CheckIn:  # fmt: skip
    """One line on how far an item is. It is never changed; a later one says more. `finished` closes an item that no figure follows."""
    require_progress(actor, item)
    require_running(item)
    day = on or clock.today()
    faults = _past(day, "日期")
    if not text.strip():
        faults.append(Fault("进展不能空", "进展", "一句话", code="ZW-CHECKIN"))
    if len(text) > 300:
        faults.append(Fault(f"进展有{len(text)}字，太长", "进展", "不超过300字", "请缩短", "ZW-CHECKIN"))
    if percent is not None and not 0 <= percent <= 100:
        faults.append(Fault(f"完成{percent}%不对", "完成%", "0到100", "请改正", "ZW-CHECKIN"))
    if finished and item.targets.exclude(metric_code="").exists():
        faults.append(
            Fault(
                "这一项由数据算出，不能报完成",
                "已完成",
                "让数据说话",
                "请先记台账或报数；有争议请领导改判",
                "ZW-CHECKIN-COUNTED",
            )
        )
    if faults:
        raise BadInput.of(faults, source=item.title)
    row = CheckIn.objects.create(
        item=item, on=day, text=text.strip(), percent=percent, value=value, finished=finished, record=record,
        by=actor if getattr(actor, "pk", None) else None,
    )  # fmt: skip
    if finished:
        item.status, item.done_on = ItemStatus.DONE, day
        item.save(update_fields=["status", "done_on"])
        versions_keep([item], "check_in", actor, why=text)
    audit_write(actor, "check_in", item, changes={"on": day, "percent": percent, "finished": finished})
    return row


@transaction.atomic
def milestone_done(milestone: Milestone, *, actor: Any, on: date | None = None) -> Milestone:
    """A step was reached."""
    item = milestone.item
    require_progress(actor, item)
    require_running(item)
    day = on or clock.today()
    if milestone.done_on:
        raise Conflict(
            f"“{milestone.name}”{milestone.done_on}已完成", where=item.title, code="ZW-MILESTONE-DONE"
        )
    if faults := _past(day, milestone.name):
        raise BadInput.of(faults, source=item.title)
    milestone.done_on = day
    milestone.save(update_fields=["done_on"])
    versions_keep([item], "milestone_done", actor)
    audit_write(actor, "milestone_done", item, changes={"milestone": milestone.name, "on": day})
    return milestone


@transaction.atomic
def item_done(item: Item, *, actor: Any, why: str, on: date | None = None) -> Item:
    """Close an item as done on the word of who edits the plan, with what proves it."""
    require(actor, "plan.edit", item.area_code)
    require_running(item)
    day = on or clock.today()
    faults = _past(day, "完成日期")
    if not why.strip():
        faults.append(Fault("没有写凭什么算完成", "依据", "一句话", code="ZW-REASON"))
    if faults:
        raise BadInput.of(faults, source=item.title)
    item.status, item.done_on = ItemStatus.DONE, day
    item.save(update_fields=["status", "done_on"])
    versions_keep([item], "item_done", actor, why=why)
    audit_write(actor, "item_done", item, reason=why, changes={"on": day})
    return item


@transaction.atomic
def item_wait(item: Item, *, actor: Any, since: date | None, why: str = "") -> Item:
    """Stop the town's clock while the county has the ball, or (None) let it run again."""
    require(actor, "plan.edit", item.area_code)
    require_running(item)
    faults = _past(since, "从") if since else []
    if since and not why.strip():
        faults.append(Fault("待上级须写等什么", "等什么", "一句话", code="ZW-REASON"))
    if faults:
        raise BadInput.of(faults, source=item.title)
    before, item.waiting_since = item.waiting_since, since
    item.save(update_fields=["waiting_since"])
    versions_keep([item], "item_wait", actor, why=why)
    audit_write(actor, "item_wait", item, reason=why, changes={"waiting_since": [before, since]})
    return item


@transaction.atomic
def item_override(
    item: Item, *, actor: Any, state: str, grounds: str, until: date, computed: str | None = None
) -> Override:
    """A leader's judgement beside the computed light: grounds, signature, until a date."""
    require(actor, "plan.override", item.area_code)
    require_running(item)
    day = clock.today()
    faults = []
    if state not in State.values:
        faults.append(
            Fault(f"没有状态“{state}”", "改判为", "、".join(str(s.label) for s in State), code="ZW-OVERRIDE")
        )
    if not grounds.strip():
        faults.append(Fault("改判须写理由", "理由", "一句话", code="ZW-OVERRIDE"))
    if not day <= until or (until - day).days > OVERRIDE_DAYS:
        faults.append(
            Fault(f"有效到{until}不对", "有效到", f"今天起{OVERRIDE_DAYS}天以内", "请改日期", "ZW-OVERRIDE")
        )
    if actor is None:
        faults.append(Fault("改判须有人签名", "改判人", "一位领导", code="ZW-OVERRIDE"))
    if computed is None:
        computed = _light(item, day).computed_state
    if computed == state:
        faults.append(Fault("算出的就是这个状态", "改判为", "另一个状态", "不用改判", "ZW-OVERRIDE"))
    if faults:
        raise BadInput.of(faults, source=item.title)
    row = Override.objects.create(
        item=item, state=state, computed=computed, grounds=grounds.strip(), until=until, by=actor
    )
    audit_write(
        actor, "item_override", item, reason=grounds, changes={"state": [computed, state], "until": until}
    )
    return row


def _light(item: Item, day: date) -> Any:
    from zhenwu.plans.queries import lights

    return lights(item.plan, day=day)[item.pk]


@transaction.atomic
def states_note(plan: Plan, *, actor: Any = None, day: date | None = None) -> list[StateChange]:
    """Keep which lights turned since they were last noted, for the week's changes; run once a day and after writes to a plan."""
    from zhenwu.plans.queries import lights

    day = day or clock.today()
    turned: list[StateChange] = []
    items = {item.pk: item for item in plan.items.standing()}
    for pk, light in lights(plan, day=day).items():
        item = items[pk]
        if item.last_state == light.state or (item.last_state_on and item.last_state_on > day):
            continue
        change = StateChange(
            item=item, on=day, before=item.last_state, after=light.state, sentence=light.sentence[:300]
        )
        item.last_state, item.last_state_on = light.state, day
        turned.append(change)
    if turned:
        StateChange.objects.filter(on=day, item__in=[change.item for change in turned]).delete()
        StateChange.objects.bulk_create(turned)
        Item.objects.bulk_update([change.item for change in turned], ["last_state", "last_state_on"])
        audit_write(actor, "states_note", plan, changes={"day": day, "turned": len(turned)})
    return turned
