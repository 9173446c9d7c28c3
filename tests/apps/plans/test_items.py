"""Reviewing: each action does what it says, leaves its audit row, and refuses what it must."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.models import AuditRow
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.plans.actions import (
    item_accept,
    item_assign,
    item_create,
    item_edit,
    item_merge,
    item_nest,
    item_reject,
    item_split,
    milestone_set,
    plan_approve,
    plan_create,
    plan_reopen,
    target_set,
)
from zhenwu.plans.models import Item, Plan

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return plan.items.get(quote__contains=words)


def _audited(action: str) -> int:
    return AuditRow.objects.filter(action=action).count()


def test_accept_and_reject(draft: Plan, cast: Any) -> None:
    items = list(draft.items.all()[:3])
    assert item_accept(items, actor=cast.clerk) == 3
    assert item_accept(items, actor=cast.clerk) == 0
    assert item_reject(items[:1], actor=cast.clerk, why="只是方向") == 1
    assert draft.items.filter(status="accepted").count() == 2
    assert (_audited("item_accept"), _audited("item_reject")) == (3, 1)


def test_edit_keeps_the_report_s_words(draft: Plan, cast: Any) -> None:
    item = _item(draft, "户厕改造300户")
    quote = item.quote
    item_edit(item, actor=cast.clerk, title="农村户厕改造", due_on=date(2026, 12, 20))
    item.refresh_from_db()
    assert (item.title, item.due_on, item.quote) == ("农村户厕改造", date(2026, 12, 20), quote)
    assert AuditRow.objects.get(action="item_edit").changes["title"][1] == "农村户厕改造"


def test_edit_names_every_fault(draft: Plan, cast: Any, town: Any) -> None:
    item = _item(draft, "户厕改造300户")
    stranger = Office.objects.get(area__code=town.other_town)
    with pytest.raises(BadInput) as caught:
        item_edit(
            item,
            actor=cast.clerk,
            title=" ",
            starts_on=date(2026, 5, 1),
            due_on=date(2026, 4, 1),
            lead_office=stranger,
        )
    assert len(caught.value.faults) == 3
    with pytest.raises(BadInput, match="这一栏不能改"):
        item_edit(item, actor=cast.clerk, quote="改写")


def test_split_at_a_place_of_the_quote(draft: Plan, cast: Any) -> None:
    item = _item(draft, "新增规模以上工业企业3家")
    at = item.quote.index("、") + 1
    first, rest = item_split(item, actor=cast.clerk, at=at)
    assert (first.title, rest.title) == ("新增规模以上工业企业3家", "高新技术企业2家")
    for one in (first, rest):
        assert draft.source_text[one.start : one.end] == one.quote
    assert first.targets.get().metric_code == "enterprise.scale.new"
    assert rest.targets.get().value == 2
    assert rest.order == first.order + 1
    assert list(draft.items.filter(order=rest.order)) == [rest]


@pytest.mark.parametrize("at", [0, -3, 999])
def test_split_outside_the_quote_is_refused(draft: Plan, cast: Any, at: int) -> None:
    with pytest.raises(BadInput, match="不能在第"):
        item_split(_item(draft, "户厕改造300户"), actor=cast.clerk, at=at)


def test_merge_keeps_words_targets_and_the_later_date(draft: Plan, cast: Any) -> None:
    first, second = _item(draft, "污水处理设施"), _item(draft, "通组道路")
    item_edit(second, actor=cast.clerk, due_on=date(2026, 11, 30))
    merged = item_merge([second, first], actor=cast.clerk)
    assert merged.pk == first.pk
    assert draft.source_text[merged.start : merged.end] == merged.quote
    assert "污水" in merged.quote and "通组道路" in merged.quote
    assert merged.targets.count() == 2 and merged.due_on == date(2026, 12, 31)
    second.refresh_from_db()
    assert (second.status, second.reading["merged_into"]) == ("rejected", first.pk)
    with pytest.raises(BadInput, match="两项以上"):
        item_merge([first], actor=cast.clerk)


def test_nest_and_no_circles(draft: Plan, cast: Any) -> None:
    parent, child, grandchild = list(draft.items.all()[:3])
    item_nest([child], actor=cast.clerk, parent=parent)
    item_nest([grandchild], actor=cast.clerk, parent=child)
    with pytest.raises(BadInput, match="自己下面"):
        item_nest([parent], actor=cast.clerk, parent=grandchild)
    item_nest([child], actor=cast.clerk, parent=None)
    child.refresh_from_db()
    assert child.parent is None


def test_assign_many_at_once(draft: Plan, cast: Any, town: Any) -> None:
    items = list(draft.items.all()[:5])
    office = Office.objects.get(area__code=town.code, code="jianshe")
    other = Office.objects.get(area__code=town.code, code="nongye")
    leader = Person.objects.get(name="杨帆")
    assert (
        item_assign(items, actor=cast.clerk, lead_office=office, leader=leader, offices=[office, other]) == 5
    )
    for item in Item.objects.filter(pk__in=[one.pk for one in items]):
        assert (item.lead_office, item.leader) == (office, leader)
        assert [one.code for one in item.offices.all()] == ["nongye"]
    assert _audited("item_assign") == 5


def test_targets_must_fit_their_metric(draft: Plan, cast: Any) -> None:
    item = _item(draft, "户厕改造300户")
    target = target_set(
        item,
        actor=cast.clerk,
        metric_code="project.invested",
        value=Decimal("1.2"),
        unit="亿元",
        path="season",
    )
    assert (target.value, target.unit) == (120_000_000, "元")
    with pytest.raises(BadInput) as caught:
        target_set(
            item, actor=cast.clerk, metric_code="toilet.done", value=Decimal(5), unit="公里", high=Decimal(3), path="zigzag",
            points=[(date(2026, 6, 1), Decimal("0.8")), (date(2026, 9, 1), Decimal("0.4"))],
        )  # fmt: skip
    assert len(caught.value.faults) == 4
    with pytest.raises(BadInput, match="没有指标"):
        target_set(item, actor=cast.clerk, metric_code="no.such", value=Decimal(5))


def test_milestones_keep_what_is_done_and_name_every_fault(draft: Plan, cast: Any) -> None:
    item = _item(draft, "产业园一期征地")
    item_edit(item, actor=cast.clerk, starts_on=date(2026, 2, 1))
    milestone_set(
        item,
        actor=cast.clerk,
        milestones=[("公告", date(2026, 3, 1), Decimal(20)), ("签约", date(2026, 6, 1), Decimal(80))],
    )
    item.milestones.filter(name="公告").update(done_on=date(2026, 3, 2))
    milestone_set(
        item,
        actor=cast.clerk,
        milestones=[("签约", date(2026, 5, 20), Decimal(80)), ("公告", date(2026, 3, 5), Decimal(20))],
    )
    assert [(s.name, s.done_on) for s in item.milestones.all()] == [
        ("公告", date(2026, 3, 2)),
        ("签约", None),
    ]
    with pytest.raises(BadInput) as caught:
        milestone_set(
            item, actor=cast.clerk,
            milestones=[("甲", date(2026, 1, 1), None), ("乙", date(2026, 12, 1), Decimal(120)), ("乙", date(2026, 4, 1), Decimal(90))],
        )  # fmt: skip
    assert len(caught.value.faults) == 4
    assert item.milestones.count() == 2


def test_approve_names_every_item_that_lacks_something(draft: Plan, cast: Any) -> None:
    with pytest.raises(BadInput, match="没有列入一项"):
        plan_approve(draft, actor=cast.leader)
    items = list(draft.items.all())
    item_accept(items, actor=cast.clerk)
    Item.objects.filter(pk__in=[items[0].pk, items[1].pk]).update(lead_office=None)
    Item.objects.filter(pk=items[1].pk).update(due_on=None)
    with pytest.raises(BadInput) as caught:
        plan_approve(draft, actor=cast.leader)
    lacking = {fault.where: fault.what for fault in caught.value.faults}
    assert lacking[items[1].title] == "没有牵头办公室和期限"
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_approved_items_have_codes_and_the_plan_its_signature(plan: Plan, cast: Any) -> None:
    assert (plan.state, plan.approved_by, plan.adopted_on) == ("approved", cast.leader, date(2026, 1, 12))
    codes = list(plan.items.values_list("code", flat=True))
    assert all(codes) and len(set(codes)) == len(codes)
    assert codes[0] == "A-01"
    with pytest.raises(Conflict):
        plan_approve(plan, actor=cast.leader)
    with pytest.raises(Conflict, match="计划已批准"):
        item_reject(list(plan.items.all()[:1]), actor=cast.clerk)


def test_reopen_needs_grounds(plan: Plan, cast: Any) -> None:
    with pytest.raises(BadInput, match="理由"):
        plan_reopen(plan, actor=cast.leader, why=" ")
    assert plan_reopen(plan, actor=cast.leader, why="漏了一项").state == "draft"


def test_a_closed_plan_is_not_changed(plan: Plan, cast: Any) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    item = Item.objects.select_related("plan").filter(plan=plan).first()
    with pytest.raises(Conflict, match="已收官"):
        item_edit(item, actor=cast.clerk, title="改")


def test_an_item_from_above_and_one_plan_a_year(plan: Plan, cast: Any, town: Any) -> None:
    with pytest.raises(Conflict, match="不能直接新增事项"):
        item_create(
            plan,
            actor=cast.clerk,
            title="县里新交办的一项",
            lead_office=cast.farming.office,
            due_on=date(2026, 11, 1),
        )
    assert not plan.items.filter(title="县里新交办的一项").exists()
    with pytest.raises(Conflict, match="已经有了"):
        plan_create(actor=cast.clerk, area_code=town.code, year=2026)


@pytest.mark.parametrize("who", ["leader", "farming", "cadre", "stranger", "auditor"])
def test_only_the_clerk_edits(draft: Plan, cast: Any, who: str) -> None:
    actor, item = getattr(cast, who), draft.items.first()
    before, audits = list(draft.items.values_list("title", "status")), AuditRow.objects.count()
    for act in (
        lambda: item_accept([item], actor=actor),
        lambda: item_reject([item], actor=actor),
        lambda: item_edit(item, actor=actor, title="改"),
        lambda: item_assign([item], actor=actor, due_on=date(2026, 6, 1)),
        lambda: item_split(item, actor=actor, at=2),
        lambda: item_merge(list(draft.items.all()[:2]), actor=actor),
        lambda: item_nest([item], actor=actor, parent=None),
        lambda: target_set(item, actor=actor, value=Decimal(1)),
        lambda: milestone_set(item, actor=actor, milestones=[]),
    ):
        with pytest.raises(Refused):
            act()
    assert list(draft.items.values_list("title", "status")) == before
    assert AuditRow.objects.count() == audits


@pytest.mark.parametrize("who", ["farming", "cadre", "stranger", "auditor"])
def test_only_the_leader_or_clerk_approves(draft: Plan, cast: Any, who: str) -> None:
    with pytest.raises(Refused):
        plan_approve(draft, actor=getattr(cast, who))
