"""The year's end: every promise gets an answer, and what is left open comes into the next plan."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from docx import Document as Word

from zhenwu.desk.plan_answers import answers_docx, answers_xlsx, review_docx, summary
from zhenwu.desk.plan_carrying import offered
from zhenwu.desk.plan_import import plan_import
from zhenwu.figures.actions import statistic_file
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.kernel.period import Period
from zhenwu.plans.actions import (
    answer_confirm,
    answer_return,
    answer_sign,
    answers_suggest,
    change_approve,
    change_ask,
    check_in,
    item_carry,
    item_continue,
    item_create,
    plan_approve,
    plan_close,
    plan_create,
    promise_carry,
)
from zhenwu.plans.models import Answer, Item, Plan, Target
from zhenwu.plans.queries import answer_rows, item_chain, left_open, outcome_counts, outcome_shares

pytestmark = pytest.mark.django_db
END = date(2026, 12, 31)


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def _outcomes(plan: Plan) -> dict[str, str]:
    return {row.item.quote or row.item.title: row.suggested.outcome for row in answer_rows(plan)}


@pytest.fixture
def year(plan: Plan, cast: Any, town: Any) -> Plan:
    """The plan at the end of its year: one target reached, one begun, one dropped, one lowered; the rest without a word."""
    with clock.freeze(END):
        statistic_file(
            actor=None, metric_code="revenue.local", area_code=town.code, period=Period.to_month(2026, 11), basis="to_date",
            growth=Decimal("8.2"), paper="财政所报表", source="财政所",
        )  # fmt: skip
    park, members = _item(plan, "新能源部件产业园一期征地"), _item(plan, "办好代表建议")
    with clock.freeze(date(2026, 11, 2)):
        check_in(park, actor=cast.clerk, text="征地完成六成。", percent=60)
        check_in(members, actor=cast.clerk, text="12件全部答复。", percent=100, finished=True)
    for item, wanted in (
        (_item(plan, "送戏送电影"), {"kind": "drop"}),
        (
            _item(plan, "户厕改造300户"),
            {"kind": "target", "target": _item(plan, "户厕改造300户").targets.get(), "value": Decimal(260)},
        ),
    ):
        change_approve(
            change_ask(plan, actor=cast.clerk, item=item, grounds="县里统一调整", **wanted), actor=cast.leader
        )
    return plan


def test_the_evidence_suggests_every_answer(year: Plan, cast: Any) -> None:
    with clock.freeze(END):
        found = {row.item.quote: row.suggested for row in answer_rows(year)}

    def of(words: str) -> Any:
        return next(one for quote, one in found.items() if words in quote)

    assert of("财政收入增长8%").outcome == "done" and "8.2" in of("财政收入增长8%").text
    assert of("产业园一期征地").outcome == "part"
    assert of("办好代表建议").outcome == "done"
    assert (of("送戏送电影").outcome, of("送戏送电影").reason) == ("changed", "县里统一调整")
    assert (
        of("户厕改造300户").outcome == "changed"
        and "300户" in of("户厕改造300户").text
        and "260户" in of("户厕改造300户").text
    )
    assert of("走访企业300次").outcome in ("not", "part")


def test_answers_are_worked_out_confirmed_and_signed(year: Plan, cast: Any) -> None:
    with clock.freeze(END):
        count = answers_suggest(year, actor=cast.clerk)
        assert count == len(answer_rows(year)) == Answer.objects.count()
        park = _item(year, "产业园一期征地")
        with pytest.raises(BadInput, match="没有全部做到，要写原因"):
            answer_confirm(park, actor=cast.clerk, outcome="part", text="征地六成。", reason="")
        with pytest.raises(BadInput, match="要写凭什么算做到"):
            answer_confirm(park, actor=cast.clerk, outcome="done", text="完成。")
        with pytest.raises(BadInput, match="没有批准过的变更"):
            answer_confirm(park, actor=cast.clerk, outcome="changed", text="改了。", reason="县里")
        with pytest.raises(Refused):
            answer_confirm(park, actor=cast.farming, outcome="part", text="六成", reason="补偿未谈妥")
        answer = answer_confirm(
            park, actor=cast.clerk, outcome="part", text="征地完成六成。", reason="两户补偿未谈妥"
        )
        with pytest.raises(Conflict, match="还没有确认"):
            answer_sign(list(Answer.objects.all()), actor=cast.leader)
        with pytest.raises(Refused):
            answer_sign([answer], actor=cast.clerk)
        assert answer_sign([answer], actor=cast.leader) == 1
        with pytest.raises(Conflict, match="已签发"):
            answer_confirm(park, actor=cast.clerk, outcome="done", text="完成", reason="验收")
        assert answers_suggest(year, actor=cast.clerk) == count - 1, "what is signed stays"
        answer_return(answer, actor=cast.leader, why="写明哪两户")
    answer.refresh_from_db()
    assert (answer.state, answer.returned, answer.signed_by) == ("drafted", "写明哪两户", None)


def _answer_all(plan: Plan, cast: Any) -> None:
    answers_suggest(plan, actor=cast.clerk)
    for row in answer_rows(plan):
        answer_confirm(
            row.item, actor=cast.clerk, outcome=row.outcome, text=row.text, reason=row.reason or "人手不足"
        )
    answer_sign(list(Answer.objects.filter(item__plan=plan)), actor=cast.leader)


def test_the_plan_closes_when_every_item_is_answered(year: Plan, cast: Any) -> None:
    with clock.freeze(END):
        with pytest.raises(Conflict) as caught:
            plan_close(year, actor=cast.leader)
        told = str(caught.value)
        assert all(row.item.title in told for row in answer_rows(year))
        _answer_all(year, cast)
        assert plan_close(year, actor=cast.leader).state == "closed"
        rows = answer_rows(Plan.objects.get(pk=year.pk))
    counts = outcome_counts(rows)
    assert sum(counts.values()) == len(rows) and sum(outcome_shares(counts).values()) == 100


def test_the_papers_say_what_the_page_says(year: Plan, cast: Any) -> None:
    with clock.freeze(END):
        rows = answer_rows(year)
        assert f"没有答复{len(rows)}项" in summary(year, rows) and "占" not in summary(year, rows)
        _answer_all(year, cast)
        rows = answer_rows(year)
        word = Word(io.BytesIO(answers_docx(year, rows)))
        table = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
        book = openpyxl.load_workbook(io.BytesIO(answers_xlsx(year, rows)))
        review = "\n".join(p.text for p in Word(io.BytesIO(review_docx(year, rows))).paragraphs)
    by_number = {line[0]: line for line in table}
    for number, row in enumerate(rows, 1):
        line = by_number[str(number)]
        assert line[5] == row.answer.get_outcome_display()
        assert row.answer.text in line[6] and (not row.answer.reason or row.answer.reason in line[6])
    sheet = book["承诺践诺"]
    assert sheet.max_row == len(rows) + 1
    assert [cell.value for cell in sheet[2]][12] == rows[0].answer.get_outcome_display()
    counted = {row[0].value: row[1].value for row in book["汇总"].iter_rows(min_row=2, max_row=6)}
    assert counted["兑现"] == outcome_counts(rows)["done"] and counted["没有答复"] == 0
    assert summary(year, rows) in review and all(row.item.title in review for row in rows)


@pytest.fixture
def last(town: Any, cast: Any) -> Plan:
    """A plan of last year: one item half done, one done, one never begun."""
    with clock.freeze(date(2025, 1, 20)):
        plan = plan_create(actor=cast.clerk, area_code=town.code, year=2025)
        given = {"lead_office": cast.farming.office, "due_on": date(2025, 12, 31), "actor": cast.clerk}
        half = item_create(plan, title="农村户厕改造260户", **given)
        done = item_create(plan, title="办好代表建议", **given)
        item_create(plan, title="整修上溪桥", quote="整修上溪桥", **given)
        plan = plan_approve(plan, actor=cast.leader)
    with clock.freeze(date(2025, 11, 20)):
        for item, percent in ((half, 40), (done, 100)):
            item = Item.objects.select_related("plan").get(pk=item.pk)
            check_in(item, actor=cast.farming, text=f"到{percent}%", percent=percent, finished=percent == 100)
    return plan


def test_what_last_year_left_open_is_offered_and_says_from_where(last: Plan, draft: Plan, cast: Any) -> None:
    offer = offered(draft)
    assert [one.left.item.title for one in offer.items] == ["农村户厕改造260户", "整修上溪桥"]
    assert offer.items[0].likely == _item(draft, "户厕改造300户")
    assert offer.items[1].likely is None
    bridge = offer.items[1].left
    carried = item_carry(draft, actor=cast.clerk, left=bridge.item, words=bridge.words, owed=bridge.owed)
    assert (carried.status, carried.carried_from, carried.lead_office, carried.due_on) == (
        "suggested", bridge.item, cast.farming.office, date(2026, 12, 31),
    )  # fmt: skip
    again = item_continue(_item(draft, "户厕改造300户"), actor=cast.clerk, left=offer.items[0].left.item)
    assert again.carried_from.plan == last
    assert not offered(draft).items
    with pytest.raises(Conflict, match="已经结转过"):
        item_carry(draft, actor=cast.clerk, left=bridge.item)


def test_an_item_that_comes_back_shows_its_years(last: Plan, draft: Plan, cast: Any) -> None:
    with clock.freeze(date(2025, 12, 31)):
        _answer_all(last, cast)
    bridge = last.items.get(title="整修上溪桥")
    carried = item_carry(draft, actor=cast.clerk, left=bridge)
    years = item_chain(carried)
    assert [(link.item.plan.year, link.outcome) for link in years] == [(2025, "未兑现"), (2026, "")]
    assert [link.item for link in item_chain(bridge)] == [bridge, carried]


def test_what_counts_carries_over_with_what_is_still_owed(last: Plan, draft: Plan, cast: Any) -> None:
    toilets = last.items.get(title="农村户厕改造260户")
    Target.objects.create(
        item=toilets, metric_code="toilet.done", value=Decimal(260), unit="户", subject="改厕"
    )
    left = next(one for one in left_open(draft) if one.item == toilets)
    assert left.owed == 260, "nothing was counted"
    carried = item_carry(draft, actor=cast.clerk, left=left.item, words=left.words, owed=left.owed)
    assert [(target.metric_code, target.value) for target in carried.targets.all()] == [
        ("toilet.done", Decimal(260))
    ]


def test_without_a_plan_the_last_report_s_promises_are_offered(town: Any, cast: Any, report: bytes) -> None:
    from zhenwu.desk.reading import report_read

    before = (
        report.decode()
        .replace("2025年工作回顾", "2024年工作回顾")
        .replace("2026年", "2025年")
        .replace("2025年，全镇", "2024年，全镇")
    )
    before = before.replace("全年开展安全检查380次", "建成清溪气象科普馆，全年开展安全检查380次")
    report_read(before.encode(), actor=cast.clerk, area_code=town.code, year=2025, name="上年报告.txt")
    plan = plan_import(report, actor=cast.clerk, area_code=town.code, year=2026, name="报告.txt")
    offer = offered(plan)
    assert not offer.items
    hall = next(one for one in offer.promises if "气象科普馆" in one.text)
    assert (hall.state, "2025年" in hall.source or "报告" in hall.source) == ("今年的报告没有提到", True)
    carried = promise_carry(
        plan, actor=cast.clerk, title=hall.text, quote=hall.text, source=hall.source, work_row=hall.row
    )
    assert (carried.status, carried.reading["from"]) == ("suggested", "last_report")
    assert hall.text not in [one.text for one in offered(plan).promises]
