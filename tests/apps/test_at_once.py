"""Two at once, on the engine where two really write at once: no number, no objection, no item twice; nothing slips past a closing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from tests.apps.assessment.conftest import half, judge_all, record, rules
from tests.apps.livelihood.conftest import cast, propose, shortlist, vote
from tests.apps.plans.conftest import draft, plan, report

from zhenwu.accounts.models import Office
from zhenwu.assessment.actions import assessment_publish, judgement_give, objection_raise
from zhenwu.kernel import clock
from zhenwu.kernel.errors import Conflict, ZhenwuError
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.livelihood.actions import proposal_decline, proposal_record
from zhenwu.livelihood.models import Ballot, Proposal
from zhenwu.plans.actions import (
    answer_confirm,
    answer_return,
    answer_sign,
    answers_suggest,
    item_carry,
    plan_close,
)
from zhenwu.plans.models import Answer, Item, Plan
from zhenwu.plans.queries.answers import answer_rows

__all__ = [
    "cast",
    "draft",
    "half",
    "judge_all",
    "plan",
    "propose",
    "record",
    "report",
    "rules",
    "shortlist",
    "vote",
]
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 10, 16)
MANY = 5


def _run(acts: list[Callable[[], object]]) -> list[Exception | None]:
    """Every act in a thread of its own; what each of them was answered."""
    found: list[Exception | None] = [None] * len(acts)

    def go(number: int) -> None:
        try:
            with clock.freeze(TODAY):
                acts[number]()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def at_once(act: Callable[[int], object]) -> list[Exception | None]:
    """The same act of many people at the same moment."""
    ready = threading.Barrier(MANY)

    def one(number: int) -> Callable[[], object]:
        def go() -> object:
            ready.wait(30)
            return act(number)

        return go

    return _run([one(number) for number in range(MANY)])


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> Exception | None:
    """What the second is answered that comes while the first is written and not yet settled."""
    written, asked = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            first()
            written.set()
            # long enough for the second one to have looked at what stands
            asked.wait(0.7)

    def late() -> None:
        assert written.wait(30)
        second()

    wrong, answer = _run([slow, late])
    assert wrong is None
    return answer


def refusals(found: list[Exception | None]) -> list[Exception]:
    """Those that were refused, all of them in words."""
    told = [error for error in found if error is not None]
    assert all(isinstance(error, ZhenwuError) for error in told), told
    return told


def test_proposals_are_numbered_one_after_the_other(town: Any, cast: Any) -> None:
    said = at_once(
        lambda n: proposal_record(
            actor=cast.clerk, area_code=town.code, year=2026, source="resident", title=f"修第{n}条路"
        )
    )
    assert refusals(said) == []
    assert sorted(Proposal.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_records_get_numbers_of_their_own(town: Any, cast: Any) -> None:
    petition = Ledger.objects.get(code="petition")
    values = {"occurred_on": "2026-10-12", "area_code": town.village, "channel": "visit", "persons": "1"}
    said = at_once(
        lambda n: record_create(petition, actor=cast.clerk, values={**values, "title": f"反映道路{n}"})
    )
    assert refusals(said) == []
    assert sorted(Record.objects.values_list("number", flat=True)) == [f"2026-000{n}" for n in range(1, 6)]


def test_a_candidate_cannot_be_declined_while_its_ballot_is_kept(
    cast: Any, shortlist: Any, vote: Any
) -> None:
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    said = meanwhile(
        lambda: vote((one, 60, True), (two, 40, True), (three, 20, False)),
        lambda: proposal_decline(three, actor=cast.clerk, grounds="没有地"),
    )
    assert isinstance(said, Conflict) and Ballot.objects.count() == 1
    three.refresh_from_db()
    assert three.state == "shortlisted"


def test_a_ballot_cannot_be_kept_while_a_candidate_is_declined(cast: Any, shortlist: Any, vote: Any) -> None:
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    said = meanwhile(
        lambda: proposal_decline(three, actor=cast.clerk, grounds="没有地"),
        lambda: vote((one, 60, True), (two, 40, True), (three, 20, False)),
    )
    assert isinstance(said, ZhenwuError) and not Ballot.objects.exists()


def test_an_item_is_objected_to_once_until_it_is_answered(half: Any, town: Any) -> None:
    cadre = town.users["liu"]
    said = at_once(
        lambda n: objection_raise(half, actor=cadre, subject=town.village, item="duty", text=f"第{n}条")
    )
    assert len(refusals(said)) == MANY - 1 and half.objections.count() == 1


def test_nobody_judges_what_is_being_published(half: Any, town: Any, judge_all: Any) -> None:
    from decimal import Decimal

    judge_all(half)
    clerk = town.users["zhou"]
    given: dict[str, Any] = {
        "subject": town.village,
        "item": "duty",
        "points": Decimal(10),
        "grounds": "再核",
    }
    said = meanwhile(
        lambda: assessment_publish(half, actor=town.users["zheng"]),
        lambda: judgement_give(half, actor=clerk, **given),
    )
    assert isinstance(said, Conflict)
    assert half.judgements.filter(subject_key=town.village).count() == 1


def test_what_last_year_left_open_is_carried_over_once(town: Any, cast: Any) -> None:
    office = Office.objects.get(area__code=town.code, code="dangzheng")
    past = Plan.objects.create(area_code=town.code, year=2025, title="2025年计划", state="closed")
    left = Item.objects.create(plan=past, kind="task", status="accepted", title="修渠", lead_office=office)
    new = Plan.objects.create(area_code=town.code, year=2026, title="2026年计划")
    said = at_once(lambda n: item_carry(new, actor=cast.clerk, left=left))
    assert len(refusals(said)) == MANY - 1 and new.items.count() == 1


def _confirm(item: Item, actor: Any, text: str) -> Answer:
    return answer_confirm(item, actor=actor, outcome="not", text=text, reason="砂石涨价")


def test_working_answers_out_again_leaves_what_an_office_is_saying(plan: Any, cast: Any) -> None:
    answers_suggest(plan, actor=cast.clerk)
    item = answer_rows(plan)[0].item
    said = meanwhile(
        lambda: _confirm(item, cast.clerk, "办公室自己的话"), lambda: answers_suggest(plan, actor=cast.clerk)
    )
    assert said is None
    kept = Answer.objects.get(item=item)
    assert (kept.state, kept.text, kept.outcome) == ("confirmed", "办公室自己的话", "not")


def test_no_answer_is_sent_back_from_a_plan_that_is_being_closed(plan: Any, cast: Any) -> None:
    answers_suggest(plan, actor=cast.clerk)
    for row in answer_rows(plan):
        _confirm(row.item, cast.clerk, "没有做完")
    answers = list(Answer.objects.filter(item__plan=plan))
    answer_sign(answers, actor=cast.leader)
    said = meanwhile(
        lambda: plan_close(plan, actor=cast.leader),
        lambda: answer_return(answers[0], actor=cast.leader, why="再写细些"),
    )
    assert isinstance(said, Conflict)
    plan.refresh_from_db()
    assert (
        plan.state == "closed" and not Answer.objects.filter(item__plan=plan).exclude(state="signed").exists()
    )
