"""The year's answers as papers: a document, a table for Excel, and material for the review part of the next report."""

from __future__ import annotations

from collections.abc import Sequence

from zhenwu.desk.plan_papers import spoken, town_name
from zhenwu.kernel import clock
from zhenwu.plans.choices import AnswerState, ItemKind, Outcome
from zhenwu.plans.models import Plan
from zhenwu.plans.queries import AnswerRow, outcome_counts, outcome_shares
from zhenwu.writer.official import Document, Heading, Paragraph, Table, compose
from zhenwu.writer.xlsx import Column, tables
from zhenwu.writer.xlsx import Sheet as XlsxSheet

HEAD = ("序号", "承诺", "牵头", "目标", "完成", "兑现情况", "说明")
SHARES = (5, 24, 10, 10, 10, 10, 31)
OPEN = "没有答复"


def answers_title(plan: Plan) -> str:
    return f"{town_name(plan)}{plan.year}年承诺践诺情况"


def promise_of(row: AnswerRow) -> str:
    """The report's own words, of a measure the problem that it answers, else the plan's words."""
    item = row.item
    if item.kind == ItemKind.MEASURE and item.problem:
        return f"针对：{item.problem}"
    return " ".join(item.quote.split()) or item.title


def outcome_of(row: AnswerRow) -> str:
    """The kept outcome in words; an item without an answer is named as such."""
    return str(Outcome(row.answer.outcome).label) if row.answer else OPEN


def explained(row: AnswerRow) -> str:
    """The answer with its reasons."""
    if row.answer is None:
        return ""
    head = {"part": "原因：", "not": "原因：", "changed": "依据："}.get(row.answer.outcome, "")
    return row.answer.text + (f"{head}{row.answer.reason}" if row.answer.reason else "")


def _one(row: AnswerRow, key: str) -> str:
    return "；".join(one[key] for one in row.shown if one[key])


def summary(plan: Plan, rows: Sequence[AnswerRow]) -> str:
    """The counts in one sentence; shares are printed only where every item has its answer, and add up to 100."""
    answered = [row for row in rows if row.answer is not None]
    counts = outcome_counts(answered)
    parts = outcome_shares(counts)
    whole = len(answered) == len(rows)
    words = [
        f"{Outcome(key).label}{count}项" + (f"，占{parts[key]}%" if whole else "")
        for key, count in counts.items()
        if count
    ]
    rest = "" if whole else f"；没有答复{len(rows) - len(answered)}项"
    return f"{plan.year}年向人民群众承诺并列入计划的{len(rows)}项中，{'；'.join(words)}{rest}。"


def answers_docx(plan: Plan, rows: Sequence[AnswerRow]) -> bytes:
    """Every promise under its heading with its outcome, figures and reasons, as docx on an A4 sheet on its side."""
    lines: list[tuple[str, ...]] = []
    group: str | None = None
    for number, row in enumerate(rows, 1):
        if row.item.group != group:
            group = row.item.group
            lines.append((group or "其他",))
        lines.append(
            (
                str(number), promise_of(row), str(row.item.lead_office or ""), _one(row, "target"), _one(row, "actual"), outcome_of(row),
                explained(row),
            )
        )  # fmt: skip
    blocks: list[Heading | Paragraph | Table] = [Paragraph(summary(plan, rows))]
    if lines:
        blocks.append(Table(HEAD, lines, SHARES))
    town = town_name(plan)
    return compose(
        Document(answers_title(plan), "", blocks, f"{town}人民政府", clock.today(), landscape=True)
    )


COLUMNS = (
    Column("编号", "code", 8), Column("分组", width=16), Column("承诺", width=44), Column("种类", width=10), Column("牵头", width=14),
    Column("责任人", width=10), Column("分管领导", width=18), Column("期限", "date"), Column("指标", width=20), Column("目标", width=14),
    Column("完成", width=14), Column("数据截至", width=12), Column("兑现情况", width=12), Column("答复", width=44),
    Column("原因或依据", width=30), Column("答复状态", width=12), Column("确认日期", "date"), Column("签发日期", "date"),
)  # fmt: skip


def answers_xlsx(plan: Plan, rows: Sequence[AnswerRow]) -> bytes:
    """The same as an Excel table to sort and filter, with the counts on a second sheet."""

    def line(row: AnswerRow) -> tuple[object, ...]:
        item, answer = row.item, row.answer
        return (
            item.code, item.group, promise_of(row), str(item.get_kind_display()), str(item.lead_office or ""), str(item.owner or ""),
            item.leader.title if item.leader else "", item.due_on, _one(row, "name"), _one(row, "target"), _one(row, "actual"),
            _one(row, "as_of"), outcome_of(row), answer.text if answer else "", answer.reason if answer else "",
            str(AnswerState(answer.state).label) if answer else OPEN, answer.confirmed_on if answer else None,
            answer.signed_on if answer else None,
        )  # fmt: skip

    answered = [row for row in rows if row.answer is not None]
    counts = outcome_counts(answered)
    totals = [[str(Outcome(key).label), count] for key, count in counts.items()] + [
        [OPEN, len(rows) - len(answered)]
    ]
    sheets = [
        XlsxSheet("承诺践诺", COLUMNS, map(line, rows)),
        XlsxSheet("汇总", (Column("兑现情况", width=16), Column("项数", "count", total=True)), totals),
    ]
    return tables(answers_title(plan), sheets)


def review_docx(plan: Plan, rows: Sequence[AnswerRow]) -> bytes:
    """Material for the review part of the next report: signed answers under the plan's headings, what was not done with its reasons."""
    signed = [row for row in rows if row.answer is not None and row.answer.state == AnswerState.SIGNED]
    blocks: list[Heading | Paragraph | Table] = [Paragraph(summary(plan, rows))]
    groups = dict.fromkeys(row.item.group for row in signed)
    for number, group in enumerate(groups, 1):
        blocks.append(Heading(1, f"{_numeral(number)}、{group or '其他'}"))
        for row in signed:
            if row.item.group == group and row.answer is not None:
                signed_on = spoken(row.answer.signed_on)
                blocks.append(
                    Paragraph(f"{row.item.title}：{outcome_of(row)}。{explained(row)}（{signed_on}签发）")
                )
    if not signed:
        blocks.append(Paragraph("还没有签发的答复。"))
    return compose(
        Document(
            f"{plan.year}年工作回顾素材",
            f"（出自{answers_title(plan)}）",
            blocks,
            town_name(plan) + "党政办公室",
            clock.today(),
        )
    )


def _numeral(number: int) -> str:
    """一 to 九十九.

    >>> [_numeral(n) for n in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else digits[tens] + "十"
    return head + (digits[ones] if ones or not tens else "")
