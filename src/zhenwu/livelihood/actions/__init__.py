"""Every write to livelihood projects: one transaction each, with its audit row."""

from zhenwu.livelihood.actions.ballots import ballot_decide, ballot_record, ballot_withdraw
from zhenwu.livelihood.actions.projects import entry_withdraw, project_pay, project_take, satisfaction_record
from zhenwu.livelihood.actions.proposals import (
    proposal_cost,
    proposal_decline,
    proposal_join,
    proposal_part,
    proposal_record,
    proposal_shortlist,
    proposal_withdraw,
    proposer_show,
)

__all__ = [
    "ballot_decide",
    "ballot_record",
    "ballot_withdraw",
    "entry_withdraw",
    "project_pay",
    "project_take",
    "proposal_cost",
    "proposal_decline",
    "proposal_join",
    "proposal_part",
    "proposal_record",
    "proposal_shortlist",
    "proposal_withdraw",
    "proposer_show",
    "satisfaction_record",
]
