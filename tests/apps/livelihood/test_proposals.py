"""Proposals: entered within one's own area, sealed, joined visibly, costed before they are short-listed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from zhenwu.audit.models import AuditRow
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.livelihood.actions import (
    proposal_cost,
    proposal_decline,
    proposal_join,
    proposal_part,
    proposal_shortlist,
    proposal_withdraw,
    proposer_show,
)
from zhenwu.livelihood.models import Proposal
from zhenwu.livelihood.queries import similar, standing

pytestmark = pytest.mark.django_db


def test_a_cadre_enters_for_his_own_village_alone(town: Any, cast: Any, propose: Any) -> None:
    own = propose("修村口水渠", actor=cast.cadre, area_code=town.village, source="village")
    assert (own.town_code, own.number) == (town.code, 1)
    for place in (town.neighbour, town.code):
        with pytest.raises(Refused):
            propose("修路", actor=cast.cadre, area_code=place, source="village")
    with pytest.raises(Refused):
        propose("修路", actor=cast.auditor)
    assert Proposal.objects.count() == 1


def test_every_fault_is_named_and_nothing_is_written(propose: Any) -> None:
    with pytest.raises(BadInput) as caught:
        propose(" ", source="village", text="长" * 601, name="某某某")
    assert {fault.where for fault in caught.value.faults} == {"建议事项", "内容", "姓名"}
    with pytest.raises(BadInput):
        propose("修路", source="nobody")
    assert not Proposal.objects.exists() and not AuditRow.objects.filter(action="proposal_record").exists()


def test_the_proposer_is_sealed_and_shown_for_a_reason(propose: Any, cast: Any) -> None:
    row = propose("修村口水渠", name="王小虎", phone="13800138000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT proposer FROM livelihood_proposal")
        kept = cursor.fetchone()[0]
    assert "王小虎" not in kept and "13800138000" not in kept
    with pytest.raises(BadInput):
        proposer_show(row, actor=cast.clerk, why=" ")
    with pytest.raises(Refused):
        proposer_show(row, actor=cast.office, why="想联系")
    assert proposer_show(row, actor=cast.clerk, why="回复建议人")["name"] == "王小虎"
    trace = AuditRow.objects.get(action="proposer_show")
    assert trace.reason == "回复建议人" and "王小虎" not in str(trace.changes) + trace.thing_label


def test_who_entered_it_and_has_no_grant_any_more_is_shown_nothing(
    propose: Any, cast: Any, town: Any
) -> None:
    row = propose("修村口水渠", actor=cast.cadre, area_code=town.village, name="王小虎")
    assert proposer_show(row, actor=cast.cadre, why="回复建议人")["name"] == "王小虎"
    cast.cadre.grants.all().delete()
    cast.cadre.__dict__.pop("scope", None)
    with pytest.raises(Refused):
        proposer_show(row, actor=cast.cadre, why="再看一次")


def test_similar_ones_are_found_joined_and_parted(propose: Any, cast: Any) -> None:
    head = propose("硬化东坪村通组道路", text="下雨天进不了车。")
    same = propose("东坪村通组道路硬化", source="deputy")
    propose("新建老年助餐点", source="village")
    found = similar(head)
    assert [one.proposal for one in found] == [same]
    assert found[0].percent >= 60 and "东坪村通组道路" in found[0].words
    assert proposal_join([same], actor=cast.clerk, into=head, why="同一条路") == 1
    same.refresh_from_db()
    assert same.joined_into == head and same.likeness == found[0].percent and same.joined_why == "同一条路"
    assert not similar(head) and list(head.joined.all()) == [same]
    assert standing(head.town_code, head.year).by_state == {"collected": 2, "joined": 1}
    with pytest.raises(Conflict):
        proposal_join([same], actor=cast.clerk, into=head)
    with pytest.raises(Conflict):
        proposal_withdraw(head, actor=cast.clerk, why="记错")
    proposal_part(same, actor=cast.clerk, why="其实是两条路")
    same.refresh_from_db()
    assert same.state == "collected" and same.joined_into is None


def test_what_was_joined_before_moves_along(propose: Any, cast: Any) -> None:
    one, two, three = propose("修路一"), propose("修路二"), propose("修路三")
    proposal_join([one], actor=cast.clerk, into=two)
    proposal_join([two], actor=cast.clerk, into=three)
    assert set(three.joined.values_list("title", flat=True)) == {"修路一", "修路二"}
    with pytest.raises(BadInput):
        proposal_join([three], actor=cast.clerk, into=three)


def test_the_short_list_wants_money_and_reasons(propose: Any, cast: Any) -> None:
    row = propose("修村口水渠")
    with pytest.raises(BadInput) as caught:
        proposal_shortlist(row, actor=cast.clerk, grounds="")
    assert {fault.where for fault in caught.value.faults} == {"理由", "估算"}
    with pytest.raises(BadInput) as caught:
        proposal_cost(row, actor=cast.clerk, cost=Decimal(-1), basis="")
    assert {fault.where for fault in caught.value.faults} == {"估算", "估算依据"}
    proposal_cost(row, actor=cast.clerk, cost=Decimal("120000.50"), basis="每米300元")
    assert proposal_shortlist(row, actor=cast.clerk, grounds="受益的人多").state == "shortlisted"
    with pytest.raises(Conflict):
        proposal_shortlist(row, actor=cast.clerk, grounds="再来")
    assert proposal_decline(row, actor=cast.clerk, grounds="已列入县里项目").grounds == "已列入县里项目"
    row.refresh_from_db()
    assert row.cost == Decimal("120000.50")
    with pytest.raises(Refused):
        proposal_shortlist(row, actor=cast.office, grounds="想办")


def test_a_candidate_that_was_voted_on_stays_what_it_was(chosen: Any, cast: Any) -> None:
    for act in (
        lambda: proposal_decline(chosen.proposal, actor=cast.clerk, grounds="不办了"),
        lambda: proposal_withdraw(chosen.proposal, actor=cast.clerk, why="记错"),
        lambda: proposal_cost(chosen.proposal, actor=cast.clerk, cost=Decimal(5), basis="少些"),
    ):
        with pytest.raises(Conflict):
            act()


def test_a_stranger_sees_none(propose: Any, cast: Any) -> None:
    propose("修村口水渠")
    assert Proposal.objects.visible_to(cast.cadre).count() == 1
    assert not Proposal.objects.visible_to(cast.stranger).exists()
