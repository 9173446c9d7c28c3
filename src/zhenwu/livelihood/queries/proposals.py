"""Reads of proposals: what stands, what is like what, who is a candidate."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zhenwu.livelihood.choices import ProposalState
from zhenwu.livelihood.likeness import SIMILAR, alike, shared_words
from zhenwu.livelihood.models import Proposal

#: Similar ones that a page shows.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Similar:
    """Another proposal that may want the same, with how like it is and in which words."""

    proposal: Proposal
    percent: int
    words: tuple[str, ...]


def similar(proposal: Proposal, least: int = SIMILAR) -> list[Similar]:
    """Standing proposals of the same town and year that read alike, the most alike first.

    Compared are the titles, and the titles with their texts; the higher of the two counts.
    """
    whole = f"{proposal.title}。{proposal.text}"
    found = []
    others = Proposal.objects.filter(town_code=proposal.town_code, year=proposal.year).standing()
    for other in others.exclude(pk=proposal.pk).order_by("number"):
        text = f"{other.title}。{other.text}"
        percent = alike((proposal.title, proposal.text), (other.title, other.text))
        if percent >= least:
            found.append(Similar(other, percent, tuple(shared_words(whole, text))))
    found.sort(key=lambda one: (-one.percent, one.proposal.number))
    return found[:SHOWN]


@dataclass(frozen=True, slots=True)
class Standing:
    """How many proposals a year has, by state and by who proposed them."""

    total: int
    by_state: dict[str, int]
    by_source: dict[str, int]

    @property
    def shortlisted(self) -> int:
        return self.by_state.get(ProposalState.SHORTLISTED, 0)


def standing(town_code: str, year: int) -> Standing:
    """Counted without what was withdrawn; what was joined counts as collected."""
    rows = list(
        Proposal.objects.filter(town_code=town_code, year=year)
        .exclude(state=ProposalState.WITHDRAWN)
        .values_list("state", "source")
    )
    return Standing(
        len(rows), dict(Counter(state for state, _ in rows)), dict(Counter(source for _, source in rows))
    )


def candidates(town_code: str, year: int) -> list[Proposal]:
    """The short list, in the order of numbers."""
    rows = Proposal.objects.filter(town_code=town_code, year=year, state=ProposalState.SHORTLISTED)
    return list(rows.order_by("number"))
