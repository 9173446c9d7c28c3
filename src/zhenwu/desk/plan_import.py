"""A work report comes in and becomes a draft plan: each promise, target and admitted problem, with its place in the text."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction

from zhenwu.areas.models import Area
from zhenwu.audit.actions import audit_write
from zhenwu.desk.linking import links_suggest
from zhenwu.desk.plan_measures import measures, propose_evidence
from zhenwu.desk.plan_owners import Owners
from zhenwu.desk.plan_reading import suggestions
from zhenwu.desk.reading import report_read
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.kernel.period import check_year
from zhenwu.plans.actions import items_suggest, plan_create
from zhenwu.plans.choices import ItemStatus, PlanState
from zhenwu.plans.models import Plan
from zhenwu.plans.rights import require
from zhenwu.reader import Reading, read
from zhenwu.reader.model import AHEAD
from zhenwu.reports.queries import version_latest

#: A shorter text is a note or a letter, not a year's report.
LEAST_CHARACTERS = 300


@transaction.atomic
def plan_import(data: bytes, *, actor: Any, area_code: str, year: int, name: str) -> Plan:
    """Read a report's year-ahead part into the town's draft plan of a year.

    data, name : the file. year : the year of the plan; the report reviews the year before. The same file again gives the
    plan that is there and changes nothing; another file replaces a draft of which nothing has been taken in yet, else it is
    a Conflict. BadInput says every fault with its place. The report itself is kept as well (`report_read`).
    """
    town = _town(area_code)
    check_year(year)
    require(actor, "plan.edit", town)
    digest = hashlib.sha256(data).hexdigest()
    known = Plan.objects.select_for_update().filter(area_code=town, year=year).first()
    if known is not None and known.source_sha256 == digest:
        return known
    if known is not None:
        _replaceable(known)
    whole = reading_ahead(data, name=name, year=year)
    owners = Owners.of(town, year)
    found = suggestions(whole, year=year, owners=owners)
    if not found:
        raise BadInput(
            "年度安排里没有读出目标或任务",
            where=name,
            expected="写明要做什么、做到多少的段落",
            do="请确认导入的是全文",
            code="ZW-PLAN-NOTHING",
        )
    found += measures(whole, year=year, owners=owners)
    propose_evidence(found, dict(metric_defs()))
    report = report_read(data, actor=actor, area_code=town, year=year, name=name)
    links_suggest(version_latest(report), actor=actor)
    plan = known or plan_create(actor=actor, area_code=town, year=year)
    _take_source(plan, whole, digest=digest, name=name, actor=actor)
    items_suggest(plan, found, actor=actor)
    return plan


def _town(area_code: str) -> str:
    """The code of a township that the tree knows."""
    areacode.check(area_code)
    if (
        areacode.level(area_code) != "township"
        or not Area.objects.filter(code=area_code, level="township").exists()
    ):
        raise BadInput(
            f"没有乡镇“{area_code}”",
            where="区域",
            expected="区域名录里一个乡镇的12位代码",
            do="请在管理—区域里查代码",
            code="ZW-AREA",
        )
    return area_code


def _replaceable(plan: Plan) -> None:
    """A draft that nobody has begun to review may be read anew; anything else stands."""
    begun = plan.items.exclude(status=ItemStatus.SUGGESTED).exists()
    if plan.state != PlanState.DRAFT or begun:
        raise Conflict(
            f"{plan.year}年的计划已由“{plan.source_name or plan.title}”建立，审核已经开始", where=plan.title,
            expected="还没有开始审核的草稿", do="请在已有的计划里修改", code="ZW-PLAN-BEGUN",
        )  # fmt: skip


def reading_ahead(data: bytes, *, name: str, year: int) -> Reading:
    """The reading of a report whose year ahead is `year`; BadInput when the file is no such report."""
    whole = read(data, name=name)
    if len(whole.text.strip()) < LEAST_CHARACTERS or not whole.sections:
        raise BadInput(
            f"这份文字有{len(whole.text.strip())}字，分不出部分，不像一份工作报告", where=name, expected="政府工作报告全文",
            do="请换成报告全文（docx、pdf、html或txt）", code="ZW-PLAN-NOT-REPORT",
        )  # fmt: skip
    if whole.year is None:
        whole = read(data, name=name, year=year - 1)
    elif whole.year != year - 1:
        raise BadInput(
            f"报告回顾的是{whole.year}年，安排的是{whole.year + 1}年", where=name, expected=f"安排{year}年工作的报告",
            do=f"请把年份改为{whole.year + 1}，或换一份报告", code="ZW-PLAN-YEAR",
        )  # fmt: skip
    if not any(section.role in AHEAD for section in whole.sections):
        heads = "、".join(section.title for section in whole.sections if section.level == 1)[:80]
        raise BadInput(
            f"没有找到{year}年的安排，只有：{heads or '没有标题的文字'}", where=name, expected="带“目标”“主要工作”一类标题的部分",
            do="请确认导入的是全文，不是回顾部分", code="ZW-PLAN-NO-AHEAD",
        )  # fmt: skip
    return whole


def _take_source(plan: Plan, whole: Reading, *, digest: str, name: str, actor: Any) -> None:
    """Make the reading the plan's source; what an earlier file suggested goes."""
    before = plan.source_name
    if plan.items.exists():
        plan.items.all().delete()
    title = whole.title if whole.title and len(whole.title) <= 60 else f"{plan.year}年政府工作报告"
    plan.source_title = title
    plan.source_name, plan.source_sha256, plan.source_text = name[:200], digest, whole.text
    plan.save(update_fields=["source_title", "source_name", "source_sha256", "source_text"])
    audit_write(actor, "plan_import", plan, changes={"source": [before, name], "characters": len(whole.text)})
