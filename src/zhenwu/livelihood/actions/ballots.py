"""Writes to ballots. The meeting decides; what it counted and announced is kept here, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhenwu.areas.turns import turn_take
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.livelihood.actions.proposals import words_faults
from zhenwu.livelihood.choices import Method, ProposalState, Threshold
from zhenwu.livelihood.models import Ballot, BallotLine, Proposal
from zhenwu.livelihood.queries.ballots import count_of
from zhenwu.livelihood.rights import EDIT, require
from zhenwu.livelihood.rules import Count, Line, ballot_faults, tally


@transaction.atomic
def ballot_record(
    *, actor: Any, town_code: str, year: int, meeting: str, held_on: date, presided_by: str, method: str, count: Count,
    minutes: str, round_number: int = 1,
) -> Ballot:  # fmt: skip
    """Keep a round of voting as the meeting counted it.

    count : its lines' keys are proposals. Refused with every fault at once: numbers that cannot be so, a candidate that is not
    on the short list, a result that the votes do not carry, equal votes without the meeting's decision. A round is kept once.
    """
    areacode.check(town_code)
    require(actor, EDIT, town_code)
    turn_take(town_code)
    candidates = Proposal.objects.select_for_update().order_by("pk")
    found = {row.pk: row for row in candidates.filter(pk__in=[line.key for line in count.lines])}
    faults = [*_about(year, meeting, held_on, presided_by, method, count, minutes, round_number)]
    for line in count.lines:
        row = found.get(line.key)
        if row is None or row.town_code != town_code or row.year != year:
            faults.append(
                Fault(
                    _("不是本镇这一年的候选"),
                    line.name,
                    _("入围的建议"),
                    _("请从候选名单里选"),
                    "ZW-BALLOT-CANDIDATE",
                )
            )
        elif row.state != ProposalState.SHORTLISTED:
            faults.append(
                Fault(
                    _("还没有入围（%(state)s）") % {"state": row.get_state_display()}, line.name, _("入围的建议"),
                    _("请先入围"), "ZW-BALLOT-CANDIDATE",
                )
            )  # fmt: skip
    faults += ballot_faults(count)
    if faults:
        raise BadInput.of(faults, source=meeting[:60])
    same = Ballot.objects.standing().filter(town_code=town_code, year=year, round=round_number).first()
    if same is not None:
        raise Conflict(
            _("第%(round)d轮票决已经记过") % {"round": round_number}, where=str(same), expected=_("每轮记一次"),
            do=_("记错了的，请先撤回再记；同票再投的，请记为下一轮"), code="ZW-BALLOT-TWICE",
        )  # fmt: skip
    ballot = Ballot.objects.create(
        town_code=town_code, year=year, round=round_number, meeting=meeting.strip(), held_on=held_on,
        presided_by=presided_by.strip(), method=method, threshold=count.threshold, places=count.places,
        per_ballot=count.per_ballot, due=count.due, present=count.present, issued=count.issued, returned=count.returned,
        spoiled=count.spoiled, minutes=minutes.strip(), decision=count.decision.strip(),
        entered_by=actor if getattr(actor, "pk", None) else None,
    )  # fmt: skip
    BallotLine.objects.bulk_create(
        BallotLine(ballot=ballot, proposal=found[line.key], votes=line.votes, chosen=line.chosen, order=order)
        for order, line in enumerate(count.lines)
    )
    audit_write(
        actor, "ballot_record", ballot,
        changes={"candidates": len(count.lines), "chosen": sum(line.chosen for line in count.lines), "present": count.present},
    )  # fmt: skip
    return ballot


def _about(
    year: int, meeting: str, held_on: date, presided_by: str, method: str, count: Count, minutes: str, round_number: int
) -> Iterable[Fault]:  # fmt: skip
    code = "ZW-BALLOT-MEETING"
    yield from words_faults(meeting, _("会议"), 120, code)
    yield from words_faults(presided_by, _("主持"), 60, code)
    yield from words_faults(minutes, _("会议记录"), 4000, code)
    if len(count.decision) > 300:
        yield from words_faults(count.decision, _("会议决定"), 300, code)
    if held_on > clock.today():
        yield Fault(
            _("%(day)s还没有到") % {"day": held_on}, _("日期"), _("今天或以前"), _("请改日期"), "ZW-DATE"
        )
    elif held_on.year not in (year - 1, year):
        yield Fault(
            _("%(day)s不是选%(year)d年实事的时候") % {"day": held_on, "year": year}, _("日期"),
            _("%(last)d或%(year)d年的一天") % {"last": year - 1, "year": year}, _("请改日期或年度"), "ZW-DATE",
        )  # fmt: skip
    if method not in Method.values:
        yield Fault(
            _("没有这种方式"), _("方式"), _("、").join(str(one.label) for one in Method), _("请选一个"), code
        )
    if count.threshold not in Threshold.values:
        known = _("、").join(str(one.label) for one in Threshold)
        yield Fault(_("没有这种条件"), _("选上条件"), known, _("请选一个"), code)
    if not 1 <= round_number <= 9:
        yield Fault(_("第%(n)d轮") % {"n": round_number}, _("第几轮"), _("1到9"), _("请改正"), code)


@transaction.atomic
def ballot_decide(ballot: Ballot, *, actor: Any, chosen: Iterable[int], decision: str) -> Ballot:
    """Keep how the meeting decided where votes were equal. chosen : proposals among those tied; votes stay what they are."""
    require(actor, EDIT, ballot.town_code)
    row: Ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    count = count_of(row)
    found, picked = tally(count), set(chosen)
    if (
        row.withdrawn_on
        or not found.tied
        or any(line.chosen for line in count.lines if line.key in found.tied)
    ):
        raise Conflict(
            _("这次票决没有待定的同票"), where=str(row), do=_("请刷新后再看"), code="ZW-BALLOT-STATE"
        )
    faults = words_faults(decision, _("会议决定"), 300, "ZW-BALLOT-TIE")
    if not picked or not picked <= found.tied or len(picked) > found.open_places:
        faults.append(
            Fault(
                _("选了%(n)d件") % {"n": len(picked)}, _("选上"),
                _("同票的候选里1到%(n)d件") % {"n": found.open_places}, _("请按会议的决定选"), "ZW-BALLOT-TIE",
            )
        )  # fmt: skip
    if faults:
        raise BadInput.of(faults, source=str(row))
    row.decision = decision.strip()
    row.save(update_fields=["decision"])
    row.lines.filter(proposal_id__in=picked).update(chosen=True)
    audit_write(actor, "ballot_decide", row, reason=decision, changes={"chosen": sorted(picked)})
    return row


@transaction.atomic
def ballot_withdraw(ballot: Ballot, *, actor: Any, why: str) -> Ballot:
    """Take a round that was entered wrongly out of force, so that it can be entered anew; it stays readable."""
    require(actor, EDIT, ballot.town_code)
    row: Ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if row.withdrawn_on:
        raise Conflict(_("已经撤回"), where=str(row), code="ZW-BALLOT-STATE")
    if row.lines.filter(project__isnull=False).exists():
        raise Conflict(
            _("选上的已列入计划，票决不能撤回"),
            where=str(row),
            do=_("请在计划里办理变更"),
            code="ZW-BALLOT-STATE",
        )
    if faults := words_faults(why, _("理由"), 200, "ZW-REASON"):
        raise BadInput.of(faults, source=str(row))
    row.withdrawn_on, row.withdrawn_why = clock.today(), why.strip()
    row.save(update_fields=["withdrawn_on", "withdrawn_why"])
    audit_write(actor, "ballot_withdraw", row, reason=why)
    return row


def lines_from(names: Mapping[int, str], votes: Mapping[int, int], chosen: Iterable[int]) -> tuple[Line, ...]:
    """Candidates as a form has them: proposal → name, proposal → votes, and which were announced as chosen."""
    picked = set(chosen)
    return tuple(Line(key, name, votes.get(key, 0), key in picked) for key, name in names.items())
