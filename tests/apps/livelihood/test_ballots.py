"""Ballots are kept whole or not at all, once, and ties wait for the meeting."""

from __future__ import annotations

from typing import Any

import pytest

from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.livelihood.actions import ballot_decide, ballot_record, ballot_withdraw
from zhenwu.livelihood.models import Ballot, BallotLine
from zhenwu.livelihood.queries import view_of

pytestmark = pytest.mark.django_db


def test_a_round_is_kept_with_its_counts(shortlist: Any, vote: Any, cast: Any) -> None:
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    ballot = vote((one, 60, True), (two, 40, True), (three, 20, False))
    view = view_of(ballot)
    assert [row.line.proposal for row in view.chosen] == [one, two]
    assert [row.rank for row in view.rows] == [1, 2, 3]
    assert (ballot.valid, view.needed, view.undecided, view.thin) == (68, 0, False, False)
    with pytest.raises(Conflict) as caught:
        vote((one, 60, True), (two, 40, True), (three, 20, False))
    assert "第1轮" in str(caught.value)
    with pytest.raises(Refused):
        vote((one, 60, True), (two, 40, True), (three, 20, False), actor=cast.leader, round_number=2)
    assert Ballot.objects.count() == 1


def test_faults_are_named_all_at_once_and_nothing_is_written(
    shortlist: Any, propose: Any, vote: Any, town: Any, cast: Any
) -> None:
    one, two = shortlist("改造户厕", "硬化道路")
    loose = propose("建停车场")
    with pytest.raises(BadInput) as caught:
        vote((one, 71, True), (two, 40, True), (loose, 20, False), issued=75)
    codes = {(fault.code, fault.where) for fault in caught.value.faults}
    assert codes == {
        ("ZW-BALLOT-CANDIDATE", "建停车场"), ("ZW-BALLOT-VOTERS", "发出票数"), ("ZW-BALLOT-VOTES", "改造户厕"),
    }  # fmt: skip
    assert not Ballot.objects.exists() and not BallotLine.objects.exists()


def test_what_is_said_of_the_meeting_is_checked(shortlist: Any, town: Any, cast: Any) -> None:
    from datetime import date

    from zhenwu.livelihood.rules import Count, Line

    one, two = shortlist("改造户厕", "硬化道路")
    lines = (Line(one.pk, one.title, 9, True), Line(two.pk, two.title, 1))
    count = Count(1, 1, 12, 10, 10, 10, 0, lines, "most")
    with pytest.raises(BadInput) as caught:
        ballot_record(
            actor=cast.clerk, town_code=town.code, year=2026, meeting="", held_on=date(2024, 1, 5), presided_by=" ",
            method="shout", count=count, minutes="", round_number=0,
        )  # fmt: skip
    assert {fault.where for fault in caught.value.faults} == {
        "会议", "主持", "会议记录", "日期", "方式", "选上条件", "第几轮",
    }  # fmt: skip


def test_a_tie_waits_for_the_meeting(shortlist: Any, vote: Any, cast: Any) -> None:
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    ballot = vote((one, 60, True), (two, 30, False), (three, 30, False))
    view = view_of(ballot)
    assert view.undecided and view.tally.tied == {two.pk, three.pk} and view.tally.open_places == 1
    for chosen, said in (([], "选道路"), ([two.pk, three.pk], "都选"), ([one.pk], "选户厕"), ([two.pk], " ")):
        with pytest.raises(BadInput):
            ballot_decide(ballot, actor=cast.clerk, chosen=chosen, decision=said)
    ballot_decide(ballot, actor=cast.clerk, chosen=[two.pk], decision="再次举手，多数选道路")
    ballot.refresh_from_db()
    view = view_of(ballot)
    assert not view.undecided and [row.line.proposal for row in view.chosen] == [one, two]
    with pytest.raises(Conflict):
        ballot_decide(ballot, actor=cast.clerk, chosen=[three.pk], decision="改主意")


def test_a_second_round_is_another_one(shortlist: Any, vote: Any) -> None:
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    vote((one, 60, True), (two, 30, False), (three, 30, False))
    again = vote((two, 40, True), (three, 28, False), places=1, per_ballot=1, round_number=2)
    assert [row.line.proposal for row in view_of(again).chosen] == [two]


def test_a_round_entered_wrongly_is_withdrawn_and_stays_readable(
    shortlist: Any, vote: Any, cast: Any
) -> None:
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    wrong = vote((one, 60, True), (two, 40, True), (three, 20, False))
    with pytest.raises(BadInput):
        ballot_withdraw(wrong, actor=cast.clerk, why="")
    ballot_withdraw(wrong, actor=cast.clerk, why="抄错一列")
    with pytest.raises(Conflict):
        ballot_withdraw(wrong, actor=cast.clerk, why="再撤")
    vote((one, 60, True), (three, 40, True), (two, 20, False))
    assert Ballot.objects.count() == 2 and Ballot.objects.standing().count() == 1
