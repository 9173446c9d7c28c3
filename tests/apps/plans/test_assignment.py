"""Offices confirm what they were given or object; a clerk answers; the papers say the same."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from docx import Document as Word

from zhenwu.accounts.models import Office
from zhenwu.desk.plan_papers import assignment_sheet, office_notice
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.plans.actions import (
    assignment_confirm,
    assignment_object,
    assignment_send,
    item_edit,
    objection_move,
    objection_uphold,
)
from zhenwu.plans.models import Confirmation, Item, Plan
from zhenwu.plans.queries import item_history, my_desk, office_words, unasked

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


@pytest.fixture
def sent(plan: Plan, cast: Any) -> Plan:
    item_edit(
        _item(plan, "户厕改造300户"),
        actor=cast.clerk,
        offices=list(Office.objects.filter(area__code=plan.area_code, code="jianshe")),
    )
    assert assignment_send(plan, actor=cast.clerk) > 20
    return plan


def _word(plan: Plan, words: str, part: str = "lead") -> Confirmation:
    return Confirmation.objects.get(
        item=_item(plan, words), part=part, state__in=["asked", "objected", "confirmed"]
    )


def test_every_item_is_asked_for_once(sent: Plan, cast: Any) -> None:
    items = sent.items.standing()
    assert set(Confirmation.objects.filter(part="lead").values_list("item", flat=True)) == set(
        items.values_list("pk", flat=True)
    )
    assert _word(sent, "户厕改造300户", "join").office.code == "jianshe"
    assert (unasked(sent), assignment_send(sent, actor=cast.clerk)) == (0, 0)


def test_an_office_answers_for_itself_only(sent: Plan, cast: Any) -> None:
    mine, other = _word(sent, "户厕改造300户"), _word(sent, "信访事项办结率")
    assert assignment_confirm([mine], actor=cast.farming) == 1
    for act in (
        lambda: assignment_confirm([other], actor=cast.farming),
        lambda: assignment_object(other, actor=cast.clerk, reason="不对"),
    ):
        with pytest.raises(Refused):
            act()
    mine.refresh_from_db()
    assert (mine.state, mine.answered_by, mine.answered_on) == ("confirmed", cast.farming, clock.today())


def test_who_has_not_answered_is_seen(sent: Plan, cast: Any) -> None:
    words = {one.office.code: one for one in office_words(sent, date(2026, 10, 26))}
    assert words["nongye"].open == words["nongye"].led and words["nongye"].waits == 10
    assignment_confirm(words["nongye"].words, actor=cast.farming)
    now = {one.office.code: one for one in office_words(sent, date(2026, 10, 26))}["nongye"]
    assert (now.open, now.waits, now.confirmed) == (0, 0, words["nongye"].led)
    desk = [entry.title for entry in my_desk(cast.petitions) if entry.thing == "assignment"]
    assert len(desk) == 1 and "等您确认" in desk[0]


def test_an_objection_needs_reasons_and_gets_an_answer(sent: Plan, cast: Any) -> None:
    word = _word(sent, "户厕改造300户")
    with pytest.raises(BadInput, match="异议须写理由"):
        assignment_object(word, actor=cast.farming, reason=" ")
    assignment_object(word, actor=cast.farming, reason="建设办实施")
    assert [e.title for e in my_desk(cast.clerk) if e.thing == "assignment" and "异议" in e.title]
    with pytest.raises(Refused):
        objection_uphold(word, actor=cast.leader, why="不变")
    objection_uphold(word, actor=cast.clerk, why="改厕台账在农业农村办")
    word.refresh_from_db()
    assert (word.state, word.ruling) == ("upheld", "改厕台账在农业农村办")
    with pytest.raises(Conflict):
        assignment_object(word, actor=cast.farming, reason="再提")


def test_a_right_objection_moves_the_item_and_asks_the_other_office(sent: Plan, cast: Any) -> None:
    word, other = _word(sent, "户厕改造300户"), Office.objects.get(area__code=sent.area_code, code="jianshe")
    assignment_object(word, actor=cast.farming, reason="建设办实施")
    with pytest.raises(BadInput, match="就是提异议的办公室"):
        objection_move(word, actor=cast.clerk, office=word.office, why="改派")
    asked = objection_move(word, actor=cast.clerk, office=other, why="由建设办统一实施")
    item = _item(sent, "户厕改造300户")
    assert (item.lead_office, item.owner.office, asked.state) == (other, other, "asked")
    assert not item.offices.exists(), "who leads does not join"
    step = item_history(item)[0]
    assert step.why == "由建设办统一实施" and "牵头" in [one.label for one in step.changed]
    word.refresh_from_db()
    assert word.state == "moved"
    assert not Confirmation.objects.filter(item=item, office=word.office).exclude(state="moved").exists()


def test_a_draft_is_not_sent(draft: Plan, cast: Any) -> None:
    with pytest.raises(Conflict, match="不能下达"):
        assignment_send(draft, actor=cast.clerk)


def _words(data: bytes) -> tuple[Any, str]:
    word = Word(io.BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return word, "\n".join([p.text for p in word.paragraphs] + cells)


def test_the_sheet_lists_every_item_with_its_words(sent: Plan) -> None:
    word, text = _words(assignment_sheet(sent))
    assert word.paragraphs[0].text == "清溪镇2026年重点工作任务分工表"
    assert word.sections[0].page_width > word.sections[0].page_height
    items = list(sent.items.standing())
    assert all(
        item.title in text and (item.problem or " ".join(item.quote.split())) in text for item in items
    )
    groups = len({item.group for item in items})
    assert len(word.tables[0].rows) == 1 + len(items) + groups


def test_a_notice_names_what_an_office_leads_and_joins(sent: Plan) -> None:
    building = Office.objects.get(area__code=sent.area_code, code="jianshe")
    _word_file, text = _words(office_notice(sent, building))
    assert "配合农业农村办" in text and "一、牵头的工作" in text and "二、配合的工作" in text
    led = [item.title for item in sent.items.standing().filter(lead_office=building)]
    assert led and all(title in text for title in led)
    assert _item(sent, "信访事项办结率").title not in text
