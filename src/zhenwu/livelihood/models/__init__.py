"""The tables of livelihood projects, one module an idea."""

from zhenwu.livelihood.models.ballot import Ballot, BallotLine
from zhenwu.livelihood.models.project import Payment, Project, SatisfactionTest
from zhenwu.livelihood.models.proposal import Proposal

__all__ = ["Ballot", "BallotLine", "Payment", "Project", "Proposal", "SatisfactionTest"]
