"""The plan on paper: the assignment sheet and each office's notice, as official documents."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhenwu.accounts.models import Office
from zhenwu.areas.models import Area
from zhenwu.kernel import clock
from zhenwu.plans.choices import ItemKind
from zhenwu.plans.models import Plan
from zhenwu.plans.queries import SheetRow, sheet_rows
from zhenwu.writer.official import Document, Heading, Paragraph, Table, compose

HEAD = ("序号", "事项", "报告原话", "牵头", "配合", "分管领导", "期限", "以什么为凭")
SHARES = (5, 17, 25, 9, 11, 11, 9, 13)
NOTICE_HEAD = ("序号", "事项", "分工", "期限", "以什么为凭")
NOTICE_SHARES = (7, 44, 9, 13, 27)


def town_name(plan: Plan) -> str:
    """The town's name as its papers are signed."""
    return str(Area.objects.filter(code=plan.area_code).values_list("name", flat=True).first() or "")


def spoken(day: date | None) -> str:
    """12月20日; a day of another year with it."""
    if day is None:
        return "未定"
    return (
        f"{day.month}月{day.day}日"
        if day.year == clock.today().year
        else f"{day.year}年{day.month}月{day.day}日"
    )


def sheet_title(plan: Plan) -> str:
    return f"{town_name(plan)}{plan.year}年重点工作任务分工表"


def said(row: SheetRow) -> str:
    """The report's own words, or for a measure the problem that it answers."""
    return f"针对：{row.problem}" if row.kind == ItemKind.MEASURE and row.problem else row.quote


def assignment_sheet(plan: Plan) -> bytes:
    """The whole plan as a table under its headings: an A4 sheet on its side, as docx."""
    rows: list[tuple[str, ...]] = []
    group = None
    for row in sheet_rows(plan):
        if row.group != group:
            group = row.group
            rows.append((group or "其他",))
        title = f"{row.title}（常年）" if row.standing else row.title
        lead = f"{row.lead} {row.owner}".strip() or "未定"
        rows.append(
            (
                str(row.number),
                title,
                said(row),
                lead,
                "、".join(row.joins),
                row.leader,
                spoken(row.due),
                row.evidence,
            )
        )
    blocks: list[Heading | Paragraph | Table] = (
        [Table(HEAD, rows, SHARES)] if rows else [Paragraph("没有列入的事项。")]
    )
    return compose(
        Document(
            sheet_title(plan),
            _source(plan),
            blocks,
            town_name(plan) + "人民政府",
            clock.today(),
            landscape=True,
        )
    )


def _source(plan: Plan) -> str:
    if not plan.source_title:
        return ""
    adopted = (
        f"，{plan.adopted_on.year}年{plan.adopted_on.month}月{plan.adopted_on.day}日{plan.adopted_by}通过"
        if plan.adopted_on
        else ""
    )
    return f"（据《{plan.source_title}》{adopted}）"


def office_notice(plan: Plan, office: Office) -> bytes:
    """A letter to one office: what it leads and joins, by when, and how to answer, as docx."""
    rows = sheet_rows(plan, office=office)
    led = [row for row in rows if row.lead == str(office)]
    joined = [row for row in rows if row.lead != str(office)]
    town = town_name(plan)
    text = (
        f"根据《{plan.source_title or plan.title}》，现将{plan.year}年由你们牵头的{len(led)}项、配合的{len(joined)}项工作下达如下，"
        "请对照期限组织实施，逐项确认；对分工有异议的，写明理由一并报回，由党政办答复。"
    )
    blocks: list[Heading | Paragraph | Table] = [
        Paragraph(f"{office.full_name or office.name}："),
        Paragraph(text),
    ]
    for number, (name, part) in enumerate((("牵头的工作", led), ("配合的工作", joined))):
        if part:
            numeral = "一二"[number if led else 0]
            blocks += [
                Heading(1, f"{numeral}、{name}"),
                Table(NOTICE_HEAD, list(_lines(part, office)), NOTICE_SHARES),
            ]
    return compose(
        Document(f"关于下达{plan.year}年重点工作任务的通知", "", blocks, town + "党政办公室", clock.today())
    )


def _lines(rows: Iterable[SheetRow], office: Office) -> Iterable[tuple[str, ...]]:
    for row in rows:
        part = "牵头" if row.lead == str(office) else f"配合{row.lead}"
        yield (
            str(row.number),
            f"{row.title}（常年）" if row.standing else row.title,
            part,
            spoken(row.due),
            row.evidence,
        )
