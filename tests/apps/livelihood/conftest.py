"""Candidates of a year in the standing world, and a ballot as a meeting counted it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.plans.conftest import draft, plan, report
from tests.unit.livelihood.conftest import in_chinese

__all__ = ["cast", "chosen", "draft", "in_chinese", "plan", "propose", "report", "shortlist", "vote"]
#: of the standing world's year
YEAR = 2026


@pytest.fixture
def cast(town: Any) -> SimpleNamespace:
    """People by what they are."""
    users = town.users
    return SimpleNamespace(
        clerk=users["zhou"], leader=users["zheng"], office=users["chen"], cadre=users["liu"], stranger=users["bai"],
        auditor=users["shen"],
    )  # fmt: skip


@pytest.fixture
def propose(town: Any, cast: Any) -> Callable[..., Any]:
    """Enter a proposal as the clerk."""
    from zhenwu.livelihood.actions import proposal_record

    def enter(title: str, **fields: Any) -> Any:
        usual = {"actor": cast.clerk, "area_code": town.code, "year": YEAR, "source": "resident"}
        return proposal_record(title=title, **{**usual, **fields})

    return enter


@pytest.fixture
def shortlist(propose: Any, cast: Any) -> Callable[..., list[Any]]:
    """Proposals on the short list, costed at 10 to 10·n 万元."""
    from zhenwu.livelihood.actions import proposal_cost, proposal_shortlist

    def make(*titles: str) -> list[Any]:
        rows = []
        for number, title in enumerate(titles, 1):
            row = propose(title)
            proposal_cost(row, actor=cast.clerk, cost=Decimal(100_000 * number), basis="按去年价")
            rows.append(proposal_shortlist(row, actor=cast.clerk, grounds="受益的人多"))
        return rows

    return make


@pytest.fixture
def vote(town: Any, cast: Any) -> Callable[..., Any]:
    """Record a round: rows with votes and whether they were chosen, two places of 80 deputies, 70 there."""
    from zhenwu.livelihood.actions import ballot_record
    from zhenwu.livelihood.rules import Count, Line

    def record(
        *lines: tuple[Any, int, bool], actor: Any = cast.clerk, round_number: int = 1, **fields: Any
    ) -> Any:
        usual: dict[str, Any] = {
            "places": 2, "per_ballot": 2, "due": 80, "present": 70, "issued": 70, "returned": 70, "spoiled": 2,
        }  # fmt: skip
        count = Count(
            lines=tuple(Line(row.pk, row.title, votes, won) for row, votes, won in lines),
            **{**usual, **fields},
        )
        return ballot_record(
            actor=actor, town_code=town.code, year=YEAR, meeting="镇人代会第五次会议", held_on=date(YEAR, 1, 12),
            presided_by="大会主席团", method="secret", count=count, minutes="当场计票并宣布。", round_number=round_number,
        )  # fmt: skip

    return record


@pytest.fixture
def chosen(shortlist: Any, vote: Any) -> Any:
    """A ballot line that was chosen."""
    one, two, three = shortlist("改造户厕", "硬化道路", "建停车场")
    ballot = vote((one, 60, True), (two, 40, True), (three, 20, False))
    return ballot.lines.select_related("ballot", "proposal").get(proposal=one)
