"""Rhythms, meetings, commitments and their answers; who is asked for what; the pack and the minutes."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.keeping import forget
from zhenwu.audit.models import AuditRow
from zhenwu.desk.meeting_pack import meeting_pack, minutes_document, pack_document
from zhenwu.desk.my_desk import my_desk
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.meetings.actions import Decision, commitment_add, commitment_answer, meeting_hold, rhythm_set
from zhenwu.meetings.models import Commitment, Meeting, Rhythm
from zhenwu.meetings.queries import asked, commitments, next_meetings, owed, rhythms
from zhenwu.plans.actions import check_in, states_note, supervision_issue
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries import lit_plan
from zhenwu.writer.docx import compose

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 16)


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def test_a_rhythm_is_dated_and_the_old_one_stays_readable(town: Any, cast: Any) -> None:
    first = rhythm_set(
        actor=cast.clerk, area_code=town.code, kind="weekly", valid_from=date(2026, 1, 1), weekday=0
    )
    rhythm_set(actor=cast.clerk, area_code=town.code, kind="weekly", valid_from=date(2026, 10, 15), weekday=2)
    first.refresh_from_db()
    assert first.valid_until == date(2026, 10, 14)
    assert [row.weekday for row in rhythms(town.code, date(2026, 9, 1))] == [0]
    assert [(one.kind, one.on, one.before) for one in next_meetings(town.code, TODAY)] == [
        ("weekly", date(2026, 10, 21), None)
    ]
    rhythm_set(actor=cast.clerk, area_code=town.code, kind="weekly", valid_from=date(2026, 10, 15), weekday=3)
    assert Rhythm.objects.count() == 2
    with pytest.raises(BadInput) as caught:
        rhythm_set(
            actor=cast.clerk, area_code=town.code, kind="dispatch", valid_from=TODAY, days=[32], before=9
        )
    assert len(caught.value.faults) == 2
    with pytest.raises(BadInput, match="已另有安排"):
        rhythm_set(actor=cast.clerk, area_code=town.code, kind="weekly", valid_from=date(2026, 3, 1))
    with pytest.raises(Refused):
        rhythm_set(actor=cast.farming, area_code=town.code, kind="weekly", valid_from=TODAY)


def test_decisions_become_commitments_and_every_fault_is_named(town: Any, cast: Any, met: Meeting) -> None:
    assert [row.number for row in met.commitments.all()] == [1, 2]
    with pytest.raises(Conflict, match="已经记过"):
        meeting_hold(actor=cast.clerk, area_code=town.code, kind="weekly", on=met.on, minutes="再记")
    other = Office.objects.get(area__code=town.other_town, code="dangzheng")
    with pytest.raises(BadInput) as caught:
        meeting_hold(
            actor=cast.clerk, area_code=town.code, kind="weekly", on=date(2026, 10, 14),
            decisions=[Decision(" ", None, None), Decision("好", other, date(2026, 10, 1))],
        )  # fmt: skip
    assert len(caught.value.faults) == 5
    with pytest.raises(BadInput):
        meeting_hold(actor=cast.clerk, area_code=town.code, kind="weekly", on=date(2026, 10, 26))
    assert Meeting.objects.count() == 1
    office = Office.objects.get(area__code=town.code, code="nongye")
    added = commitment_add(met, actor=cast.clerk, decision=Decision("再报一次", office, date(2026, 10, 30)))
    assert added.number == 3
    assert set(AuditRow.objects.filter(thing__startswith="meetings").values_list("action", flat=True)) == {
        "rhythm_set", "meeting_hold", "commitment_add"
    }  # fmt: skip


def test_an_answer_is_a_line_of_the_office_and_the_newest_holds(town: Any, cast: Any, met: Meeting) -> None:
    row = met.commitments.get(number=1)
    states = {one.row.number: one.state for one in owed(commitments(cast.cadre, town.code), TODAY)}
    assert states == {1: "late", 2: "open"}
    with pytest.raises(Refused):
        commitment_answer(row, actor=cast.petitions, text="不是我的。")
    with pytest.raises(BadInput):
        commitment_answer(row, actor=cast.farming, text=" ")
    commitment_answer(row, actor=cast.farming, text="只排了两个村。", kept=False)
    assert owed(Commitment.objects.filter(pk=row.pk), TODAY)[0].state == "missed"
    commitment_answer(row, actor=cast.farming, text="三村都排好了。")
    found = owed(Commitment.objects.filter(pk=row.pk), TODAY)[0]
    assert found.answer is not None and (found.state, found.answer.text) == ("kept", "三村都排好了。")
    assert not commitments(cast.stranger, town.code).exists()


def test_only_what_no_figure_tells_is_asked_and_only_when_a_line_is_due(
    plan: Plan, cast: Any, met: Meeting, town: Any
) -> None:
    """Monday the 19th is asked from Thursday the 15th on; a line since the last meeting is enough."""
    meetings = next_meetings(town.code, TODAY)

    def keys() -> set[int]:
        forget()
        return {one.item.pk for one in asked(lit_plan(plan), meetings, TODAY)}

    park, toilets = _item(plan, "产业园一期征地"), _item(plan, "户厕改造300户")
    assert park.pk in keys() and toilets.pk not in keys()
    assert asked(lit_plan(plan), next_meetings(town.code, date(2026, 10, 14)), date(2026, 10, 14)) == []
    check_in(park, actor=cast.clerk, text="余3户。", on=date(2026, 10, 9))
    assert park.pk in keys()
    check_in(park, actor=cast.clerk, text="余1户。", on=date(2026, 10, 13))
    assert park.pk not in keys()
    jiwei = Office.objects.get(area__code=town.code, code="jiwei")
    rhythm_set(
        actor=cast.clerk,
        area_code=town.code,
        kind="weekly",
        valid_from=date(2026, 1, 1),
        weekday=0,
        offices=[jiwei],
    )
    found = asked(lit_plan(plan), next_meetings(town.code, TODAY), TODAY)
    assert found and {one.item.lead_office_id for one in found} == {jiwei.pk}


def test_a_desk_has_what_meetings_ask_and_gave(plan: Plan, cast: Any, met: Meeting, town: Any) -> None:
    entries = my_desk(cast.farming)
    mine = [(e.part, e.title, e.words) for e in entries if e.thing == "commitment"]
    assert mine == [("late", "三村各排一张工期表", "逾期1天")]
    commitment_answer(met.commitments.get(number=1), actor=cast.farming, text="排好了。")
    assert not [e for e in my_desk(cast.farming) if e.thing == "commitment"]
    lines = [e for e in my_desk(town.users["luo"]) if e.thing == "check-in"]
    assert lines and len({e.key for e in lines}) == len(lines)
    assert not [e for e in my_desk(cast.stranger) if e.thing in ("check-in", "commitment")]


def test_the_pack_puts_commitments_first_and_looks_ahead(
    plan: Plan, cast: Any, met: Meeting, town: Any
) -> None:
    park = _item(plan, "产业园一期征地")
    leader = Person.objects.get(name="韩雪", area__code=town.code)
    # an approved plan changes by request only, which is not what this test is about
    office = Office.objects.get(area__code=town.code, code="nongye")
    Item.objects.filter(pk=park.pk).update(leader=leader, lead_office=office)
    park.refresh_from_db()
    with clock.freeze(date(2026, 10, 9)):
        states_note(plan, actor=None)
    check_in(park, actor=cast.clerk, text="余3户未签。", percent=40, on=date(2026, 10, 15))
    states_note(plan, actor=None)
    soon = next(item for item in plan.items.all() if item.pk != park.pk)
    Item.objects.filter(pk=soon.pk).update(leader=leader, due_on=date(2026, 10, 23))
    supervision_issue(
        actor=cast.leader, item=park, requirement="说明余户。", leader=leader, reply_due=date(2026, 10, 21)
    )
    forget()
    pack = meeting_pack(plan, cast.cadre, leader=leader)
    assert pack is not None
    assert (pack.meeting.on, pack.following, pack.last) == (date(2026, 10, 19), date(2026, 10, 26), met)
    assert [(one.row.text, one.state) for one in pack.owed] == [("三村各排一张工期表", "late")]
    assert park.pk in {item.pk for item, _light in pack.behind}
    assert all(item.leader_id == leader.pk for item, _light in pack.behind)
    assert [(one.thing, one.on) for one in pack.due] == [
        ("notice", date(2026, 10, 21)),
        ("item", date(2026, 10, 23)),
    ]
    whole = meeting_pack(plan, cast.clerk)
    assert whole is not None and len(whole.owed) == 2 and len(whole.behind) >= len(pack.behind)
    assert (
        meeting_pack(plan, cast.stranger) is None and meeting_pack(plan, cast.clerk, kind="monthly") is None
    )
    made = docx.Document(io.BytesIO(compose(pack_document([pack, whole], plan))))
    text = "\n".join(p.text for p in made.paragraphs)
    for words in ("周碰头会议材料", "一、副镇长 韩雪", "二、全镇", "（一）上次议定", "期限6月30日已过108天"):
        assert words in text, words
    assert made.tables[0].rows[1].cells[0].text == "三村各排一张工期表"


def test_the_pack_takes_the_same_queries_however_much_there_is(
    plan: Plan, cast: Any, met: Meeting, town: Any
) -> None:
    def count() -> int:
        forget()
        with CaptureQueriesContext(connection) as queries:
            assert meeting_pack(plan, cast.clerk) is not None
        return len(queries)

    before = count()
    office = Office.objects.get(area__code=town.code, code="nongye")
    Item.objects.bulk_create(
        Item(plan=plan, kind="task", status="accepted", title=f"任务{n}", quote=f"任务{n}", lead_office=office, due_on=date(2026, 10, 22))
        for n in range(60)
    )  # fmt: skip
    for number in range(20):
        commitment_add(met, actor=cast.clerk, decision=Decision(f"再办{number}", office, date(2026, 10, 14)))
    for item in plan.items.filter(title__startswith="任务")[:10]:
        supervision_issue(actor=cast.leader, item=item, requirement="说明。")
    for row in met.commitments.all()[:10]:
        commitment_answer(row, actor=cast.clerk, text="办了。")
    assert count() == before


def test_minutes_come_out_as_a_document(cast: Any, met: Meeting) -> None:
    commitment_answer(met.commitments.get(number=2), actor=cast.clerk, text="值班表已报。")
    made = docx.Document(io.BytesIO(compose(minutes_document(met))))
    text = "\n".join(p.text for p in made.paragraphs)
    for words in (
        "周碰头会议纪要",
        "（2026年10月12日）",
        "主持：镇长 郑丽",
        "过了落后的任务。",
        "清溪镇人民政府",
    ):
        assert words in text, words
    assert [cell.text for cell in made.tables[0].rows[2].cells] == [
        "2",
        "值班表报党政办",
        "应急办",
        "10月20日",
        "已做到：值班表已报。",
    ]
