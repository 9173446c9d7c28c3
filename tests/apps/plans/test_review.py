"""The review of a draft: problems, evidence, nesting, merging, versions, and two clerks at one item."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.plans.actions import (
    item_accept,
    item_assign,
    item_edit,
    item_merge,
    item_nest,
    item_split,
    milestone_set,
    target_set,
)
from zhenwu.plans.choices import ItemKind
from zhenwu.plans.history import contents
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries import item_history

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def test_problems_become_measures_with_owners(draft: Plan) -> None:
    measures = list(draft.items.filter(kind=ItemKind.MEASURE))
    assert [one.problem for one in measures] == ["产业项目偏少", "部分村改厕进度不快", "安全隐患整改不够及时"]
    assert [one.lead_office.code for one in measures if one.lead_office] == ["jingfa", "jianshe", "yingji"]
    assert all(
        one.owner and one.due_on == date(2026, 12, 31) and one.quote == one.problem for one in measures
    )
    assert {one.group for one in measures} == {"存在问题的整改"}


def test_every_item_is_told_what_will_count(draft: Plan) -> None:
    said = {
        words: _item(draft, words).evidence
        for words in ("户厕改造300户", "财政收入增长8%", "公开政务信息700条")
    }
    assert said["财政收入增长8%"] == "地方财政收入报数和回执"
    assert all("台账" in said[words] for words in ("户厕改造300户", "公开政务信息700条"))


def test_words_change_and_the_report_s_own_stay(draft: Plan, cast: Any) -> None:
    item = _item(draft, "户厕改造300户")
    quote = item.quote
    item_edit(item, actor=cast.clerk, title="农村户厕改造", standing=True, evidence="验收名册")
    item.refresh_from_db()
    assert (item.title, item.quote, item.standing) == ("农村户厕改造", quote, True)
    newest, first = item_history(item)
    assert [(one.field, one.after) for one in newest.changed] == [
        ("title", "农村户厕改造"), ("evidence", "验收名册"), ("standing", "是"),
    ]  # fmt: skip
    assert (newest.number, newest.by, first.number, first.changed) == (2, str(cast.clerk), 1, ())


def test_what_changes_nothing_makes_no_version(draft: Plan, cast: Any) -> None:
    item = _item(draft, "户厕改造300户")
    item_edit(item, actor=cast.clerk, title=item.title)
    target = item.targets.get()
    target_set(
        item, actor=cast.clerk, target=target, value=Decimal("300.00"), unit="户", metric_code=target.metric_code, slice=target.slice,
        operator=target.operator, subject=target.subject, path=target.path,
    )  # fmt: skip
    assert [step.number for step in item_history(item)] == [1]


def test_two_clerks_at_one_item_lose_nothing(draft: Plan, cast: Any) -> None:
    mine, theirs = _item(draft, "户厕改造300户"), _item(draft, "户厕改造300户")
    opened = mine.version
    item_edit(theirs, actor=cast.clerk, version=opened, due_on=date(2026, 11, 30))
    with pytest.raises(Conflict) as caught:
        item_edit(mine, actor=cast.clerk, version=opened, title="改厕", due_on=date(2026, 12, 20))
    told = str(caught.value)
    assert "2026-12-31" in told and "2026-11-30" in told and "期限" in told and str(cast.clerk) in told
    mine.refresh_from_db()
    assert (mine.title != "改厕", mine.due_on) == (True, date(2026, 11, 30))
    item_edit(mine, actor=cast.clerk, version=mine.version, title="改厕", due_on=date(2026, 12, 20))
    assert [step.number for step in item_history(mine)] == [3, 2, 1]


def test_a_circle_is_refused_with_both_names(draft: Plan, cast: Any) -> None:
    top, middle, low = list(draft.items.all())[:3]
    item_nest([middle], actor=cast.clerk, parent=top)
    item_nest([low], actor=cast.clerk, parent=middle)
    with pytest.raises(BadInput) as caught:
        item_nest([top], actor=cast.clerk, parent=low)
    assert top.title in str(caught.value) and low.title in str(caught.value)
    assert not Item.objects.get(pk=top.pk).parent_id


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_merged_parent_leaves_no_circle(draft: Plan, cast: Any, order: tuple[int, int]) -> None:
    first, second, third = list(draft.items.all())[:3]
    pair = (first, second)
    item_nest([third], actor=cast.clerk, parent=pair[order[0]])
    item_nest([pair[order[0]]], actor=cast.clerk, parent=pair[order[1]])
    kept = item_merge([first, second], actor=cast.clerk)
    kept.refresh_from_db()
    third.refresh_from_db()
    assert (kept.parent_id, third.parent_id) == (None, kept.pk)


def test_a_merge_keeps_every_office_and_every_word(draft: Plan, cast: Any) -> None:
    toilets, show = _item(draft, "户厕改造300户"), _item(draft, "送戏送电影")
    quotes = toilets.quote, show.quote
    merged = item_merge([toilets, show], actor=cast.clerk, title="两件实事")
    assert all(quote in merged.quote for quote in quotes)
    assert show.lead_office in merged.offices.all() or show.lead_office == merged.lead_office
    assert merged.targets.count() == 2


def test_after_any_write_the_last_version_is_what_stands(draft: Plan, cast: Any) -> None:
    items = list(draft.items.all())
    item_accept(items, actor=cast.clerk)
    item_assign(items[:5], actor=cast.clerk, standing=True, due_on=date(2026, 11, 1))
    item_split(_item(draft, "户厕改造300户"), actor=cast.clerk, at=4)
    milestone_set(items[2], actor=cast.clerk, milestones=[("开工", date(2026, 4, 1), Decimal(30))])
    item_merge(items[6:8], actor=cast.clerk)
    now = contents(draft.items.values_list("pk", flat=True))
    for item in draft.items.all():
        kept = list(item.versions.order_by("number"))
        assert [one.number for one in kept] == list(range(1, item.version + 1))
        assert kept[-1].content == now[item.pk]


@pytest.mark.parametrize(
    ("milestones", "says"),
    [
        (
            [("开工", date(2026, 4, 1), Decimal(30)), ("备料", date(2026, 4, 1), Decimal(40))],
            "备料同在2026-04-01",
        ),
        ([("开工", date(2026, 6, 1), Decimal(60)), ("过半", date(2026, 8, 1), Decimal(50))], "份额小于前面"),
        ([("开工", date(2027, 1, 5), None)], "晚于事项期限"),
    ],
)
def test_milestones_that_overlap_are_told(draft: Plan, cast: Any, milestones: Any, says: str) -> None:
    item = _item(draft, "户厕改造300户")
    with pytest.raises(BadInput) as caught:
        milestone_set(item, actor=cast.clerk, milestones=milestones)
    assert says in str(caught.value)
    assert not item.milestones.exists()


def test_due_before_start_and_a_metric_of_another_unit_are_told(draft: Plan, cast: Any) -> None:
    item = _item(draft, "户厕改造300户")
    with pytest.raises(BadInput, match="期限2026-03-01早于开始2026-05-01"):
        item_edit(item, actor=cast.clerk, starts_on=date(2026, 5, 1), due_on=date(2026, 3, 1))
    with pytest.raises(BadInput, match="单位“户”与指标“地方财政收入”的“元”不同"):
        target_set(item, actor=cast.clerk, value=Decimal(3), unit="户", metric_code="revenue.local")
