"""A report becomes a draft plan: every promise with its words, its place, an office and a metric."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.desk.plan_import import plan_import
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.plans.choices import ItemKind, ItemStatus
from zhenwu.plans.models import Item, Plan
from zhenwu.reports.models import Report

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return plan.items.get(quote__contains=words)


def test_every_promise_comes_with_its_words_and_place(draft: Plan) -> None:
    items = list(draft.items.all())
    assert len(items) >= 18
    for item in items:
        assert draft.source_text[item.start : item.end] == item.quote
        assert item.status == ItemStatus.SUGGESTED
    measures = [item.start for item in items if item.kind == ItemKind.MEASURE]
    promised = [item.start for item in items if item.kind != ItemKind.MEASURE]
    assert (promised, measures) == (sorted(promised), sorted(measures))
    assert [item.start for item in items] == promised + measures, "what the problems ask for comes last"
    assert min(promised) > draft.source_text.index("2026年主要目标") > max(measures)


def test_numbers_become_targets_with_metrics(draft: Plan) -> None:
    toilets = _item(draft, "户厕改造300户").targets.get()
    assert (toilets.metric_code, toilets.value, toilets.unit) == ("toilet.done", Decimal(300), "户")
    revenue = _item(draft, "地方财政收入增长8%").targets.get()
    assert (revenue.metric_code, revenue.aspect, revenue.value, revenue.unit) == (
        "revenue.local",
        "growth",
        8,
        "%",
    )
    output = _item(draft, "规模以上工业增加值").targets.get()
    assert (output.operator, output.value) == ("about", 6)
    assert _item(draft, "新增规模以上工业企业3家").targets.count() == 2


def test_goals_are_targets_and_the_rest_are_tasks(draft: Plan) -> None:
    assert _item(draft, "地方财政收入增长8%").kind == "target"
    assert _item(draft, "地方财政收入增长8%").group == "年度目标"
    assert _item(draft, "户厕改造300户").kind == "task"
    assert _item(draft, "户厕改造300户").group == "聚焦农业农村"
    assert _item(draft, "公开政务信息").group == "政府自身建设"


def test_office_owner_and_due_date_are_suggested(draft: Plan) -> None:
    toilets = _item(draft, "户厕改造300户")
    assert toilets.lead_office is not None and toilets.lead_office.name == "农业农村办"
    assert toilets.owner is not None and toilets.owner.name == "何志强"
    assert toilets.due_on == date(2026, 12, 31)
    assert _item(draft, "产业园一期征地").due_on == date(2026, 6, 30)
    assert _item(draft, "老年助餐点").due_on == date(2026, 9, 30)


def test_the_office_of_last_year_comes_first(town: Any, draft: Plan, report: bytes) -> None:
    from zhenwu.accounts.models import Office

    building = Office.objects.get(area__code=town.code, code="jianshe")
    before = Plan.objects.create(area_code=town.code, year=2026 - 1, title="2025年度计划")
    Item.objects.create(
        plan=before, kind="task", status="accepted", title="户厕改造", work_row="B9", lead_office=building
    )
    Plan.objects.filter(pk=draft.pk).delete()
    again = plan_import(report, actor=town.users["zhou"], area_code=town.code, year=2026, name="报告.txt")
    farmland = again.items.get(quote__contains="高标准农田")
    assert farmland.lead_office == building
    assert farmland.reading["office"] == "上年由其牵头"


def test_the_same_file_again_changes_nothing(town: Any, draft: Plan, report: bytes) -> None:
    rows, audits = Item.objects.count(), AuditRow.objects.count()
    again = plan_import(
        report, actor=town.users["zhou"], area_code=town.code, year=2026, name="另一个名字.txt"
    )
    assert again.pk == draft.pk
    assert (Item.objects.count(), AuditRow.objects.count()) == (rows, audits)


def test_the_report_is_kept_as_well(town: Any, draft: Plan) -> None:
    kept = Report.objects.get(area_code=town.code)
    assert kept.versions.get().text == draft.source_text


def test_another_file_replaces_an_untouched_draft_only(town: Any, draft: Plan, report: bytes) -> None:
    from zhenwu.plans.actions import item_accept

    other = report.replace("380次".encode(), "390次".encode())
    clerk = town.users["zhou"]
    changed = plan_import(other, actor=clerk, area_code=town.code, year=2026, name="改稿.txt")
    assert changed.pk == draft.pk and changed.items.filter(quote__contains="390次").exists()
    item_accept(list(changed.items.all()[:1]), actor=clerk)
    with pytest.raises(Conflict, match="审核已经开始"):
        plan_import(report, actor=clerk, area_code=town.code, year=2026, name="报告.txt")


@pytest.mark.parametrize(
    ("data", "area", "year", "says"),
    [
        ("明天上午九点在三楼会议室开会。".encode(), "990101101000", 2026, "不像一份工作报告"),
        (None, "990101999000", 2026, "没有乡镇"),
        (None, "990101101201", 2026, "没有乡镇"),
        (None, "12345", 2026, "区划代码"),
        (None, "990101101000", 20222, "年份20222"),
        (None, "990101101000", 2025, "报告回顾的是2025年"),
        (b"", "990101101000", 2026, ""),
    ],
)
def test_bad_input_says_what_is_wrong_and_writes_nothing(
    town: Any, report: bytes, data: bytes | None, area: str, year: int, says: str
) -> None:
    with pytest.raises(BadInput) as caught:
        plan_import(
            report if data is None else data,
            actor=town.users["zhou"],
            area_code=area,
            year=year,
            name="文件.txt",
        )
    assert says in str(caught.value)
    assert all(fault.what and (fault.expected or fault.do) for fault in caught.value.faults)
    assert not Plan.objects.exists() and not Report.objects.exists()


def test_a_review_alone_is_no_plan(town: Any, report: bytes) -> None:
    text = report.decode()
    review = text[: text.index("三、2026年主要目标")] + "全镇群众生活水平进一步提高。" * 20
    with pytest.raises(BadInput, match="没有找到2026年的安排"):
        plan_import(
            review.encode(), actor=town.users["zhou"], area_code=town.code, year=2026, name="回顾.txt"
        )
    assert not Plan.objects.exists()


@pytest.mark.parametrize("who", ["he", "liu", "bai", "shen"])
def test_only_the_town_s_clerk_imports(town: Any, report: bytes, who: str) -> None:
    with pytest.raises(Refused):
        plan_import(report, actor=town.users[who], area_code=town.code, year=2026, name="报告.txt")
    assert not Plan.objects.exists()
