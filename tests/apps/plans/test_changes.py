"""A plan in force changes only with grounds and a leader's approval, and the old version stays readable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.plans.actions import (
    change_approve,
    change_ask,
    change_refuse,
    change_withdraw,
    item_accept,
    item_assign,
    item_create,
    item_edit,
    item_merge,
    item_reject,
    target_set,
)
from zhenwu.plans.models import Change, Item, Plan
from zhenwu.plans.queries import item_history, my_desk

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def test_what_is_promised_is_not_edited(plan: Plan, cast: Any) -> None:
    item = _item(plan, "户厕改造300户")
    target = item.targets.get()
    for act in (
        lambda: item_edit(item, actor=cast.clerk, due_on=date(2026, 12, 20)),
        lambda: item_assign([item], actor=cast.clerk, lead_office=_item(plan, "信访事项办结率").lead_office),
        lambda: target_set(
            item,
            actor=cast.clerk,
            target=target,
            value=Decimal(260),
            unit="户",
            metric_code=target.metric_code,
        ),
    ):
        with pytest.raises(Conflict, match="不能直接改"):
            act()
    item_edit(item, actor=cast.clerk, title="改厕", due_on=item.due_on, evidence="验收单")
    assert _item(plan, "户厕改造300户").title == "改厕"


def test_nothing_comes_into_or_out_of_a_plan_in_force_but_by_a_change(plan: Plan, cast: Any) -> None:
    """Neither a clerk nor who may approve has another way: no action adds, drops, takes in or joins past a request."""
    toilets, parks = _item(plan, "户厕改造300户"), _item(plan, "产业园一期征地")
    suggested = Item.objects.create(
        plan=plan, title="迟到的建议", quote="迟到的建议", status="suggested", order=99
    )
    Item.objects.filter(pk=parks.pk).update(due_on=date(2026, 6, 30))
    parks.refresh_from_db()
    before = {(item.pk, item.status, item.due_on, item.lead_office_id) for item in plan.items.all()}
    for who in (cast.clerk, cast.leader):
        for act in (
            lambda who=who: item_create(plan, actor=who, title="另一项"),
            lambda who=who: item_accept([suggested], actor=who),
            lambda who=who: item_reject([toilets], actor=who, why="不做了"),
            lambda who=who: item_merge([toilets, parks], actor=who),
        ):
            with pytest.raises(Conflict if who is cast.clerk else (Conflict, Refused)):
                act()
    assert {(item.pk, item.status, item.due_on, item.lead_office_id) for item in plan.items.all()} == before
    change = change_ask(plan, actor=cast.clerk, item=parks, kind="drop", grounds="县里调整项目")
    change_approve(change, actor=cast.leader)
    assert _item(plan, "产业园一期征地").status == "dropped"
    assert item_history(parks)[0].why == "县里调整项目"


def test_a_due_date_moves_with_grounds_and_the_old_one_stays(plan: Plan, cast: Any) -> None:
    item = _item(plan, "户厕改造300户")
    change = change_ask(
        plan,
        actor=cast.farming,
        item=item,
        kind="due",
        due_on=date(2027, 3, 31),
        grounds="县里统一延期",
        paper="云政办〔2026〕9号",
    )
    item.refresh_from_db()
    assert (item.due_on, change.before, change.after) == (date(2026, 12, 31), "2026-12-31", "2027-03-31")
    assert [entry.title for entry in my_desk(cast.leader) if entry.thing == "change"] == ["1件计划变更待批"]
    with pytest.raises(Refused):
        change_approve(change, actor=cast.clerk)
    change_approve(change, actor=cast.leader, answer="同意")
    item.refresh_from_db()
    change.refresh_from_db()
    assert (item.due_on, change.state, change.decided_by) == (date(2027, 3, 31), "approved", cast.leader)
    step = item_history(item)[0]
    assert (step.why, step.paper, step.by, step.on) == (
        "县里统一延期",
        "云政办〔2026〕9号",
        str(cast.leader),
        clock.today(),
    )
    assert [(d.before, d.after) for d in step.changed if d.field == "due_on"] == [
        ("2026-12-31", "2027-03-31")
    ]


def test_a_target_an_office_and_an_end(plan: Plan, cast: Any) -> None:
    item, other = _item(plan, "户厕改造300户"), _item(plan, "信访事项办结率").lead_office
    target = item.targets.get()
    for wanted in (
        {"kind": "target", "target": target, "value": Decimal(260)},
        {"kind": "office", "office": other},
    ):
        change_approve(
            change_ask(plan, actor=cast.clerk, item=item, grounds="县里调整", **wanted), actor=cast.leader
        )
    item.refresh_from_db()
    target.refresh_from_db()
    assert (target.value, item.lead_office, item.owner.office) == (Decimal(260), other, other)
    change_approve(
        change_ask(plan, actor=cast.clerk, item=item, kind="drop", grounds="并入上级项目"), actor=cast.leader
    )
    item.refresh_from_db()
    assert item.status == "dropped"
    assert item not in plan.items.standing()


def test_a_task_from_above_comes_in_with_office_and_due_date(plan: Plan, cast: Any) -> None:
    change = change_ask(
        plan,
        actor=cast.clerk,
        kind="add",
        title="自建房回头看",
        office=cast.farming.office,
        due_on=date(2026, 11, 30),
        grounds="县里部署",
    )
    assert not plan.items.filter(title="自建房回头看").exists()
    item = change_approve(change, actor=cast.leader)
    assert (item.status, item.lead_office, item.owner.office, item.code[:2]) == (
        "accepted",
        cast.farming.office,
        cast.farming.office,
        "Z-",
    )
    assert item_history(item)[0].why == "县里部署"


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"kind": "due", "due_on": date(2026, 12, 31)}, "期限已是2026-12-31"),
        ({"kind": "due"}, "没有写新的期限"),
        ({"kind": "due", "due_on": date(2040, 1, 1)}, "不在计划年度前后"),
        ({"kind": "office"}, "没有选办公室"),
        ({"kind": "target"}, "没有选目标"),
        ({"kind": "merge"}, "没有变更“merge”"),
        ({"kind": "due", "due_on": date(2026, 11, 1), "grounds": " "}, "变更须写依据"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_asked(
    plan: Plan, cast: Any, wanted: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput) as caught:
        change_ask(plan, actor=cast.clerk, item=_item(plan, "户厕改造300户"), **{"grounds": "依据", **wanted})
    assert says in str(caught.value)
    assert not Change.objects.exists()


def test_one_request_at_a_time_and_each_has_its_end(plan: Plan, cast: Any) -> None:
    item = _item(plan, "户厕改造300户")

    def ask(day: int) -> Change:
        return change_ask(
            plan, actor=cast.farming, item=item, kind="due", due_on=date(2026, 12, day), grounds="下雨"
        )

    first = ask(20)
    with pytest.raises(Conflict, match="待批"):
        ask(21)
    with pytest.raises(BadInput, match="不批准须写理由"):
        change_refuse(first, actor=cast.leader, answer="")
    change_refuse(first, actor=cast.leader, answer="按期完成")
    with pytest.raises(Conflict):
        change_approve(first, actor=cast.leader)
    second = ask(21)
    with pytest.raises(Refused):
        change_withdraw(second, actor=cast.petitions)
    assert change_withdraw(second, actor=cast.farming).state == "withdrawn"
    assert _item(plan, "户厕改造300户").due_on == date(2026, 12, 31)


def test_nobody_approves_what_he_asked_for_nor_asks_for_another_office_s(plan: Plan, cast: Any) -> None:
    item = _item(plan, "户厕改造300户")
    with pytest.raises(Refused):
        change_ask(plan, actor=cast.petitions, item=item, kind="drop", grounds="不做了")
    with pytest.raises(Refused):
        change_ask(plan, actor=cast.stranger, item=item, kind="drop", grounds="不做了")
    change = change_ask(plan, actor=cast.clerk, item=item, kind="drop", grounds="不做了")
    Change.objects.filter(pk=change.pk).update(asked_by=cast.leader)
    with pytest.raises(Refused, match="自己申请的变更不能自己批"):
        change_approve(change, actor=cast.leader)
