"""Notices: numbers, steps and their replay, more time, evidence, what joins, who judges, and what desks and counts show."""

from __future__ import annotations

import io
import threading
from datetime import date
from typing import Any

import docx
import pytest
from django.db import connection, transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.models import AuditRow
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.ledgers.actions import record_create, record_withdraw
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.plans.actions import (
    states_note,
    supervision_answer,
    supervision_close,
    supervision_escalate,
    supervision_extend,
    supervision_issue,
    supervision_receive,
    supervision_reply,
    supervision_settle,
)
from zhenwu.plans.actions.supervision import DECIDED
from zhenwu.plans.models import Item, Plan, Supervision, SupervisionStep
from zhenwu.plans.papers import notice_document
from zhenwu.plans.queries import lateness, my_desk, notices, of_kind
from zhenwu.plans.supervising import replay
from zhenwu.writer.docx import compose

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 16)


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def _petition(town: Any, actor: Any, number: str = "2026-801") -> Record:
    values = {
        "area_code": town.village, "number": number, "title": "反映水渠堵塞", "occurred_on": date(2026, 9, 3), "channel": "来访",
        "persons": 2,
    }  # fmt: skip
    return record_create(Ledger.objects.get(code="petition"), actor=actor, values=values)


def _replayed(notice: Supervision) -> None:
    """What the notice's columns say is what its steps come to."""
    notice.refresh_from_db()
    standing = replay(list(notice.steps.all()))
    assert {name: getattr(notice, name) for name in DECIDED} == {
        name: getattr(standing, name) for name in DECIDED
    }


def test_a_notice_from_issue_to_close(plan: Plan, cast: Any) -> None:
    item = _item(plan, "户厕改造")
    notice = supervision_issue(actor=cast.leader, item=item, requirement="说明三村开工不足的原因。")
    assert (notice.number, notice.office.name, notice.reply_due) == (
        "督办〔2026〕1号",
        "农业农村办",
        date(2026, 10, 23),
    )
    with pytest.raises(Refused):
        supervision_reply(notice, actor=cast.petitions, reply="不是我办的。")
    assert supervision_receive(notice, actor=cast.farming).state == "received"
    with pytest.raises(Conflict):
        supervision_receive(notice, actor=cast.farming)
    with pytest.raises(BadInput):
        supervision_reply(notice, actor=cast.farming, reply=" ")
    assert supervision_reply(notice, actor=cast.farming, reply="砂石涨价，已另找来源。").state == "replied"
    with pytest.raises(BadInput):
        supervision_close(notice, actor=cast.leader, accept=False)
    assert supervision_close(notice, actor=cast.leader, accept=False, why="没有赶工安排").state == "received"
    supervision_reply(notice, actor=cast.farming, reply="每周须完成12户，已排到村。")
    closed = supervision_close(notice, actor=cast.leader)
    assert (closed.state, closed.closed_on, closed.returns) == ("closed", TODAY, 1)
    for act in (
        lambda: supervision_reply(notice, actor=cast.farming, reply="再答。"),
        lambda: supervision_extend(notice, actor=cast.farming, until=date(2026, 11, 1), grounds="忙"),
        lambda: supervision_escalate(notice, actor=cast.leader, why="晚", leader=cast.leader.person),
        lambda: supervision_settle(notice, actor=cast.leader, why="了结"),
    ):
        with pytest.raises(Conflict, match="督办〔2026〕1号已办结，不能"):
            act()
    assert [step.kind for step in notice.steps.all()] == [
        "issue",
        "receive",
        "reply",
        "return",
        "reply",
        "close",
    ]
    assert AuditRow.objects.filter(action__startswith="supervision_").count() == 6
    _replayed(notice)


def test_a_step_is_never_changed_or_deleted(plan: Plan, cast: Any) -> None:
    step = supervision_issue(
        actor=cast.leader, item=_item(plan, "户厕改造"), requirement="说明原因。"
    ).steps.get()
    for act in (step.save, step.delete):
        with pytest.raises(TypeError):
            act()


def test_the_same_thing_is_asked_for_once_and_a_second_demand_joins(plan: Plan, cast: Any, town: Any) -> None:
    item = _item(plan, "户厕改造")
    first = supervision_issue(actor=cast.leader, item=item, requirement="说明开工不足的原因。")
    other = Office.objects.get(area__code=town.code, code="jianshe")
    second = supervision_issue(
        actor=cast.clerk, item=item, requirement="报各村排期。", office=other, reply_due=date(2026, 10, 20)
    )
    assert second.pk == first.pk and Supervision.objects.count() == 1
    assert [(s.kind, s.text, s.by) for s in first.steps.all()] == [
        ("issue", "说明开工不足的原因。", cast.leader), ("join", "报各村排期。", cast.clerk)
    ]  # fmt: skip
    assert (second.reply_due, list(second.copies.all())) == (date(2026, 10, 20), [other])
    supervision_reply(first, actor=cast.farming, reply="已排。")
    again = supervision_issue(actor=cast.leader, item=item, requirement="还缺资金安排。")
    assert (again.pk, again.state, again.reply_due) == (first.pk, "received", date(2026, 10, 23))
    supervision_reply(first, actor=cast.farming, reply="资金已到位。")
    supervision_close(first, actor=cast.leader)
    new = supervision_issue(actor=cast.leader, item=item, requirement="又慢了。")
    assert (new.number, new.steps.count()) == ("督办〔2026〕2号", 1)
    _replayed(first)


def test_a_record_and_a_finding_can_be_asked_about(town: Any, cast: Any) -> None:
    record = _petition(town, cast.clerk)
    office = Office.objects.get(area__code=town.code, code="xinfang")
    about = supervision_issue(
        actor=cast.leader, record=record, office=office, requirement="逾期未办，说明原因。"
    )
    assert (about.area_code, about.about) == (town.code, "反映水渠堵塞")
    one = supervision_issue(
        actor=cast.leader, finding="报表与台账  对不上", office=office, requirement="核对。"
    )
    same = supervision_issue(
        actor=cast.clerk, finding="报表与台账 对不上", office=office, requirement="再核对。"
    )
    assert same.pk == one.pk
    with pytest.raises(BadInput) as caught:
        supervision_issue(
            actor=cast.leader,
            record=record,
            finding="两件事",
            office=office,
            requirement=" ",
            reply_due=date(2026, 1, 1),
        )
    assert len(caught.value.faults) == 3
    with pytest.raises(BadInput, match="没有写督办什么"):
        supervision_issue(actor=cast.leader, office=office, requirement="空问。")
    record_withdraw(record, actor=cast.clerk, why="重复登记")
    record.refresh_from_db()
    with pytest.raises(Conflict):
        supervision_issue(actor=cast.leader, record=record, office=office, requirement="说明。")


def test_a_notice_on_a_record_is_read_by_who_reaches_the_record(town: Any, cast: Any) -> None:
    office = Office.objects.get(area__code=town.code, code="xinfang")
    notice = supervision_issue(
        actor=cast.leader, record=_petition(town, cast.clerk), office=office, requirement="说明原因。"
    )
    readers = {
        name for name, user in town.users.items() if Supervision.objects.visible_to(user).filter(pk=notice.pk).exists()
    }  # fmt: skip
    assert {"zhou", "zheng", "chen", "liu"} <= readers  # the village cadre of its own village
    assert not {"zhao", "he", "bai"} & readers


def test_evidence_is_a_record_of_the_town(plan: Plan, cast: Any, town: Any) -> None:
    notice = supervision_issue(actor=cast.leader, item=_item(plan, "户厕改造"), requirement="说明原因。")
    record = _petition(town, cast.clerk)
    supervision_reply(notice, actor=cast.farming, reply="见信访件。", record=record)
    assert notice.steps.get(kind="reply").record == record
    supervision_close(notice, actor=cast.leader, accept=False, why="再说明")
    record_withdraw(record, actor=cast.clerk, why="重复登记")
    record.refresh_from_db()
    with pytest.raises(BadInput, match="不能作凭据"):
        supervision_reply(notice, actor=cast.farming, reply="见信访件。", record=record)


def test_more_time_is_asked_with_grounds_and_granted_or_refused(plan: Plan, cast: Any) -> None:
    notice = supervision_issue(actor=cast.leader, item=_item(plan, "户厕改造"), requirement="说明原因。")
    with pytest.raises(BadInput) as caught:
        supervision_extend(notice, actor=cast.farming, until=date(2026, 10, 20), grounds=" ")
    assert len(caught.value.faults) == 2
    with pytest.raises(Conflict, match="没有待答复的延期申请"):
        supervision_answer(notice, actor=cast.leader, grant=True)
    asked = supervision_extend(notice, actor=cast.farming, until=date(2026, 10, 30), grounds="等村里对账")
    assert (asked.extended_to, asked.asked_until) == (None, date(2026, 10, 30))
    with pytest.raises(Conflict):
        supervision_extend(asked, actor=cast.farming, until=date(2026, 11, 2), grounds="再要两天")
    with pytest.raises(BadInput):
        supervision_answer(asked, actor=cast.leader, grant=False)
    refused = supervision_answer(asked, actor=cast.leader, grant=False, grounds="台账里有数，不必等")
    assert (refused.asked_until, refused.due) == (None, date(2026, 10, 23))
    asked = supervision_extend(refused, actor=cast.farming, until=date(2026, 10, 28), grounds="等验收单")
    granted = supervision_answer(asked, actor=cast.leader, grant=True)
    assert (granted.due, granted.extension_grounds) == (date(2026, 10, 28), "等验收单")
    own = supervision_extend(granted, actor=cast.leader, until=date(2026, 11, 3), grounds="县里来检查")
    assert own.due == date(2026, 11, 3)
    _replayed(notice)


def test_an_unanswered_notice_goes_to_the_leader_in_charge(plan: Plan, cast: Any, town: Any) -> None:
    item = _item(plan, "户厕改造")
    Item.objects.filter(pk=item.pk).update(leader=None)
    item.refresh_from_db()
    notice = supervision_issue(actor=cast.clerk, item=item, requirement="说明原因。", on=date(2026, 9, 30))
    han = Person.objects.get(name="韩雪", area__code=town.code)
    assert [e.words for e in my_desk(cast.clerk) if e.thing == "supervision"] == ["逾期未回复"]
    with pytest.raises(BadInput, match="没有分管领导"):
        supervision_escalate(notice, actor=cast.clerk, why="逾期未回复")
    up = supervision_escalate(notice, actor=cast.clerk, why="逾期未回复", leader=han)
    assert (up.state, up.leader) == ("escalated", han)
    assert [e.words for e in my_desk(town.users["han"]) if e.thing == "supervision"] == ["上报给你"]
    assert not [e for e in my_desk(cast.clerk) if e.thing == "supervision"]
    settled = supervision_settle(up, actor=town.users["han"], why="已当面交办，按月调度。")
    assert (settled.state, settled.closed_on) == ("closed", TODAY)
    _replayed(notice)


def test_nobody_judges_his_own_answer(plan: Plan, cast: Any) -> None:
    item = _item(plan, "产业园一期征地")
    office = cast.clerk.office
    notice = supervision_issue(actor=cast.leader, item=item, office=office, requirement="说明原因。")
    supervision_reply(notice, actor=cast.clerk, reply="县里在批。")
    with pytest.raises(Refused, match="不能自己审核"):
        supervision_close(notice, actor=cast.clerk)
    assert supervision_close(notice, actor=cast.leader).state == "closed"


@pytest.mark.parametrize("who", ["farming", "cadre", "stranger", "auditor"])
def test_only_who_supervises_issues(plan: Plan, cast: Any, who: str) -> None:
    with pytest.raises(Refused):
        supervision_issue(actor=getattr(cast, who), item=_item(plan, "户厕改造"), requirement="说明原因。")


def test_steps_do_not_run_ahead_of_their_days(plan: Plan, cast: Any) -> None:
    notice = supervision_issue(
        actor=cast.leader, item=_item(plan, "户厕改造"), requirement="说明原因。", on=date(2026, 10, 12)
    )
    for day in (date(2026, 10, 9), date(2026, 10, 17)):
        with pytest.raises(BadInput):
            supervision_reply(notice, actor=cast.farming, reply="已排。", on=day)
    assert notice.steps.count() == 1


def test_a_number_that_came_to_nothing_leaves_no_gap(plan: Plan, cast: Any, town: Any) -> None:
    office = Office.objects.get(area__code=town.code, code="xinfang")
    with pytest.raises(RuntimeError, match="halfway"), transaction.atomic():
        supervision_issue(actor=cast.leader, finding="一", office=office, requirement="说明。")
        raise RuntimeError("halfway")
    numbers = [
        supervision_issue(actor=cast.leader, finding=word, office=office, requirement="说明。").serial for word in "二三"
    ]  # fmt: skip
    assert numbers == [1, 2]
    other = Office.objects.get(area__code=town.other_town, code="dangzheng")
    theirs = supervision_issue(actor=cast.stranger, finding="一", office=other, requirement="说明。")
    assert theirs.number == "督办〔2026〕1号"
    with clock.freeze(date(2027, 1, 4)):
        assert (
            supervision_issue(actor=None, finding="新年", office=office, requirement="说明。").number
            == "督办〔2027〕1号"
        )


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_who_issue_at_once_get_numbers_without_gaps_and_one_notice_a_thing(town: Any) -> None:
    office = Office.objects.select_related("area").get(area__code=town.code, code="xinfang")
    ready = threading.Barrier(6)

    def issue(number: int) -> None:
        try:
            with clock.freeze(TODAY):
                ready.wait(30)
                for finding in ("同一件事", f"第{number}件"):
                    supervision_issue(actor=None, finding=finding, office=office, requirement=f"{number}问")
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(Supervision.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6, 7]
    same = Supervision.objects.get(finding="同一件事")
    assert sorted(same.steps.values_list("kind", flat=True)) == ["issue", *["join"] * 5]
    assert SupervisionStep.objects.count() == 12


def test_repeated_lateness_is_counted_by_task_and_by_office(plan: Plan, cast: Any, town: Any) -> None:
    item = _item(plan, "产业园一期征地")
    for day in (date(2026, 6, 1), TODAY):
        with clock.freeze(day):
            states_note(plan, actor=None)
    notice = supervision_issue(actor=cast.leader, item=item, requirement="说明原因。", on=date(2026, 9, 10))
    answering = next(user for user in town.users.values() if user.office_id == item.lead_office_id)
    supervision_reply(notice, actor=answering, reply="在谈。", on=date(2026, 9, 25))
    supervision_close(notice, actor=cast.leader, accept=False, why="太略", on=date(2026, 9, 28))
    offices, items = lateness(cast.cadre, area=town.code, year=2026)
    row = next(row for row in items if row.key == item.pk)
    assert (row.turned, row.notices, row.late_replies, row.returns, row.escalated, row.open) == (
        1,
        1,
        1,
        1,
        0,
        1,
    )
    names = [office.name for office in offices]
    order = list(
        Office.objects.filter(name__in=names, area__code=town.code)
        .order_by("order")
        .values_list("name", flat=True)
    )
    assert names == order and item.lead_office.name in names
    assert lateness(cast.stranger, area=town.code, year=2026) == ([], [])


def test_the_list_keeps_what_an_earlier_year_left_open(plan: Plan, cast: Any, town: Any) -> None:
    item = _item(plan, "户厕改造")
    supervision_issue(actor=cast.leader, item=item, requirement="说明原因。", on=date(2026, 10, 12))
    rows = list(notices(cast.farming, area=town.code, year=2027))
    assert [row.number for row in rows] == ["督办〔2026〕1号"]
    assert len(of_kind(rows, "mine", cast.farming, TODAY)) == 1
    assert of_kind(rows, "late", cast.farming, TODAY) == []
    assert len(of_kind(rows, "late", cast.farming, date(2026, 10, 20))) == 1


def test_the_document_says_everything(plan: Plan, cast: Any, town: Any) -> None:
    item = _item(plan, "户厕改造")
    copied = Office.objects.get(area__code=town.code, code="jianshe")
    notice = supervision_issue(
        actor=cast.leader, item=item, requirement="说明开工不足的原因", copies=[copied]
    )
    supervision_issue(actor=cast.clerk, item=item, requirement="报各村排期。")
    supervision_reply(notice, actor=cast.farming, reply="已排到村。")
    notice.refresh_from_db()
    document = docx.Document(io.BytesIO(compose(notice_document(notice))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in (
        "督办通知单", "督办〔2026〕1号", "农业农村办", "1.说明开工不足的原因。", "2.报各村排期。", "请于2026年10月23日前书面回复",
        "清溪镇人民政府", "2026年10月16日", "抄送：建设办。",
    ):  # fmt: skip
        assert words in text, words
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "2026年10月16日", "回复", cast.farming.name, "已排到村。"
    ]  # fmt: skip
