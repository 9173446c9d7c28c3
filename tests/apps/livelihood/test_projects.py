"""What was chosen becomes an item of the plan; its money and tests; what outsiders see of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhenwu.accounts.models import Office
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.livelihood.actions import (
    ballot_withdraw,
    entry_withdraw,
    project_pay,
    project_take,
    proposal_join,
    satisfaction_record,
)
from zhenwu.livelihood.models import Project
from zhenwu.livelihood.queries import item_choices, project_views, public_project, public_projects

pytestmark = pytest.mark.django_db


def test_a_chosen_candidate_becomes_a_new_item(chosen: Any, plan: Any, cast: Any, town: Any) -> None:
    with pytest.raises(BadInput) as caught:
        project_take(chosen, actor=cast.clerk, number=0)
    assert {fault.where for fault in caught.value.faults} == {"序号", "牵头", "期限"}
    office = Office.objects.get(area__code=town.code, code="nongye")
    project = project_take(chosen, actor=cast.clerk, number=9, office=office, due_on=date(2026, 11, 30))
    item = project.item
    assert (item.livelihood, item.lead_office, item.title) == (9, office, "改造户厕")
    assert item.status == "accepted" and project.planned == Decimal(100_000)
    with pytest.raises(Conflict):
        project_take(chosen, actor=cast.clerk, number=8, office=office, due_on=date(2026, 11, 30))
    with pytest.raises(Conflict):
        ballot_withdraw(chosen.ballot, actor=cast.clerk, why="记错")


def test_the_reports_own_item_is_taken(chosen: Any, plan: Any, cast: Any) -> None:
    item = item_choices(plan)[0]
    project = project_take(chosen, actor=cast.clerk, number=7, item=item)
    item.refresh_from_db()
    assert project.item == item and item.livelihood == 7
    assert item not in item_choices(plan)
    other = chosen.ballot.lines.select_related("ballot", "proposal").get(proposal__title="硬化道路")
    with pytest.raises(BadInput) as caught:
        project_take(other, actor=cast.clerk, number=7, item=item)
    assert {fault.where for fault in caught.value.faults} == {"序号", "计划事项"}


def test_what_cannot_be_taken(chosen: Any, cast: Any, plan: Any) -> None:
    loser = chosen.ballot.lines.select_related("ballot", "proposal").get(chosen=False)
    with pytest.raises(Conflict):
        project_take(loser, actor=cast.clerk, number=1)
    with pytest.raises(Refused):
        project_take(chosen, actor=cast.leader, number=1)
    assert not Project.objects.exists()


def test_without_a_plan_there_is_nothing_to_take_it_into(chosen: Any, cast: Any) -> None:
    with pytest.raises(Conflict) as caught:
        project_take(chosen, actor=cast.clerk, number=1)
    assert caught.value.code == "ZW-PROJECT-PLAN"


@pytest.fixture
def project(chosen: Any, plan: Any, cast: Any, propose: Any) -> Any:
    same = propose("户厕改造请快些", source="deputy", name="王小虎", phone="13800138000")
    proposal_join([same], actor=cast.clerk, into=chosen.proposal)
    return project_take(chosen, actor=cast.clerk, number=1, item=item_choices(plan)[0], planned=Decimal(1000))


def test_money_adds_up_and_what_was_wrong_is_withdrawn(project: Any, cast: Any, town: Any) -> None:
    for amount, day in ((Decimal(0), None), (Decimal(5), date(2026, 10, 17))):
        with pytest.raises(BadInput):
            project_pay(project, actor=cast.clerk, amount=amount, on=day)
    project_pay(project, actor=cast.clerk, amount=Decimal("600.10"))
    wrong = project_pay(project, actor=cast.clerk, amount=Decimal("500"))
    view = project_views(town.code, 2026)[0]
    assert (view.paid, view.over) == (Decimal("1100.10"), Decimal("100.10"))
    with pytest.raises(BadInput):
        entry_withdraw(wrong, actor=cast.clerk, why="")
    entry_withdraw(wrong, actor=cast.clerk, why="重复记了")
    view = project_views(town.code, 2026)[0]
    assert (view.paid, view.over) == (Decimal("600.10"), None)
    with pytest.raises(Refused):
        project_pay(project, actor=cast.office, amount=Decimal(1))


def test_a_test_without_answers_has_no_share(project: Any, cast: Any) -> None:
    grades = {"satisfied": 30, "fairly": 9, "unsatisfied": 2, "unsure": 1}
    heard = satisfaction_record(
        project, actor=cast.clerk, kind="residents", asked=45, answered=42, grades=grades
    )
    assert heard.share == Decimal(39) / Decimal(42)
    silent = satisfaction_record(project, actor=cast.clerk, kind="deputies", asked=10, answered=0, grades={})
    assert silent.share is None
    with pytest.raises(Conflict):
        satisfaction_record(project, actor=cast.clerk, kind="residents", asked=45, answered=42, grades=grades)
    with pytest.raises(BadInput) as caught:
        satisfaction_record(project, actor=cast.clerk, kind="friends", asked=1, answered=2, grades=grades)
    assert {fault.where for fault in caught.value.faults} == {"谁评", "答复人数"}
    entry_withdraw(heard, actor=cast.clerk, why="表拿错了")
    again = satisfaction_record(
        project, actor=cast.clerk, kind="residents", asked=45, answered=42, grades=grades
    )
    assert public_project(project).tests == (again, silent)


def test_outsiders_see_counts_and_no_person(project: Any, cast: Any, town: Any, plan: Any) -> None:
    project_pay(project, actor=cast.clerk, amount=Decimal("600.10"))
    [shown] = public_projects(town.code, 2026)
    assert shown.proposals == (("居民", 1), ("人大代表", 1))
    assert (shown.votes, shown.rank, shown.paid) == (60, 1, Decimal("600.10"))
    assert "王小虎" not in repr(shown) and "13800138000" not in repr(shown)
    plan.state = "draft"
    plan.save(update_fields=["state"])
    assert public_projects(town.code, 2026) == []
