"""Writes to a plan, each as somebody makes it on the demonstration. demo.plain : an item that only check-ins follow."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.plans.actions import (
    change_approve,
    change_ask,
    check_in,
    item_assign,
    item_done,
    item_edit,
    item_nest,
    item_override,
    item_wait,
    milestone_done,
    milestone_set,
    plan_approve,
    plan_reopen,
    supervision_issue,
    supervision_receive,
    supervision_reply,
    target_set,
)
from zhenwu.plans.models import Item, Milestone, Supervision


def item_of(demo: Any, words: str) -> Item:
    """The item whose words in the report contain these."""
    items = Item.objects.select_related("plan").exclude(kind="measure")
    return items.get(plan=demo.plan, quote__contains=words)


def said(demo: Any) -> None:
    item = demo.plain
    check_in(item, actor=demo.users["zhou"], text="三个村已完成。", percent=97)


def step_done(demo: Any) -> None:
    stone = Milestone.objects.filter(item__plan=demo.plan, item__status="accepted", done_on=None).first()
    milestone_done(stone, actor=demo.users["zhou"])


def steps_set(demo: Any) -> None:
    steps = [
        ("进场", date(2026, 4, 1), Decimal(10)),
        ("过半", date(2026, 8, 1), Decimal(50)),
        ("完工", date(2026, 9, 1), None),
    ]
    milestone_set(demo.plain, actor=demo.users["zhou"], milestones=steps)


def aimed(demo: Any) -> None:
    target = item_of(demo, "户厕改造").targets.get()
    target_set(
        target.item,
        actor=demo.users["zhou"],
        target=target,
        value=target.value,
        unit="户",
        metric_code=target.metric_code,
        path="end",
    )


def overruled(demo: Any) -> None:
    item_override(
        demo.plain,
        actor=demo.users["zheng"],
        state="late",
        grounds="县里另有要求。",
        until=date(2026, 11, 1),
        computed="pace",
    )


def waiting(demo: Any) -> None:
    item_wait(demo.plain, actor=demo.users["zhou"], since=date(2026, 9, 1), why="等县里批复")


def noticed(demo: Any) -> None:
    supervision_issue(actor=demo.users["zheng"], item=demo.plain, requirement="说明进展。")


def answered(demo: Any) -> None:
    notice = Supervision.objects.select_related("item", "office").first()
    actor = next(u for u in demo.users.values() if u.office_id == notice.office_id)
    if notice.state == "issued":
        supervision_receive(notice, actor=actor)
        notice.refresh_from_db()
    supervision_reply(notice, actor=actor, reply="已排工期，月底前完成。")


def edited(demo: Any) -> None:
    item_edit(demo.plain, actor=demo.users["zhou"], title="改过的事项")


def assigned(demo: Any) -> None:
    person = demo.users["zheng"].person
    item_assign([demo.plain], actor=demo.users["zhou"], owner=person, starts_on=date(2026, 9, 1))


def changed(demo: Any) -> None:
    change = change_ask(
        demo.plan,
        actor=demo.users["zhou"],
        item=demo.plain,
        kind="due",
        due_on=date(2026, 10, 1),
        grounds="县里要求提前。",
    )
    change_approve(change, actor=demo.users["zheng"])


def nested(demo: Any) -> None:
    parent = Item.objects.filter(plan=demo.plan, status="accepted").exclude(pk=demo.plain.pk).last()
    item_nest([demo.plain], actor=demo.users["zhou"], parent=parent)


def dropped(demo: Any) -> None:
    change = change_ask(
        demo.plan, actor=demo.users["zhou"], item=demo.plain, kind="drop", grounds="县里取消了这项工作"
    )
    change_approve(change, actor=demo.users["zheng"])


def closed(demo: Any) -> None:
    item_done(demo.plain, actor=demo.users["zhou"], why="验收单")


def reopened(demo: Any) -> None:
    plan_reopen(demo.plan, actor=demo.users["zheng"], why="还要再审")


def approved(demo: Any) -> None:
    plan_approve(demo.plan, actor=demo.users["zheng"])
