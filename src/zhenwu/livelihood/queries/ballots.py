"""Reads of ballots: the counts as the rules want them, and the result with its ties."""

from __future__ import annotations

from dataclasses import dataclass

from zhenwu.livelihood.models import Ballot, BallotLine
from zhenwu.livelihood.rules import Count, Line, Tally, tally


def count_of(ballot: Ballot) -> Count:
    """A kept round as the rules look at it."""
    lines = tuple(
        Line(line.proposal_id, line.proposal.title, line.votes, line.chosen)
        for line in ballot.lines.select_related("proposal")
    )
    return Count(
        places=ballot.places, per_ballot=ballot.per_ballot, due=ballot.due, present=ballot.present, issued=ballot.issued,
        returned=ballot.returned, spoiled=ballot.spoiled, lines=lines, threshold=ballot.threshold, decision=ballot.decision,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with its rank; tied : its votes did not decide."""

    line: BallotLine
    rank: int
    tied: bool


@dataclass(frozen=True, slots=True)
class BallotView:
    """A round as a page shows it. undecided : equal votes that the meeting has not decided."""

    ballot: Ballot
    rows: tuple[Placed, ...]
    tally: Tally
    needed: int
    undecided: bool

    @property
    def chosen(self) -> tuple[Placed, ...]:
        return tuple(row for row in self.rows if row.line.chosen)

    @property
    def thin(self) -> bool:
        """Less than two thirds of the deputies were there, which a meeting of theirs needs."""
        return self.ballot.present * 3 < self.ballot.due * 2


def view_of(ballot: Ballot) -> BallotView:
    """The round with ranks and ties, the most votes first."""
    count = count_of(ballot)
    found = tally(count)
    lines = ballot.lines.select_related("proposal", "project").order_by("-votes", "order")
    rows = tuple(
        Placed(line, found.ranks[line.proposal_id], line.proposal_id in found.tied) for line in lines
    )
    undecided = bool(found.tied) and not any(row.line.chosen for row in rows if row.tied)
    return BallotView(ballot, rows, found, count.needed, undecided)


def ballots_of(town_code: str, year: int) -> list[Ballot]:
    """All rounds of a town's year, withdrawn ones last."""
    rows = Ballot.objects.filter(town_code=town_code, year=year)
    return sorted(rows, key=lambda row: (row.withdrawn_on is not None, row.round, row.pk))
