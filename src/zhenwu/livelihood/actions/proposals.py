"""Writes to proposals: collected, joined and parted, costed, short-listed or not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from zhenwu.accounts.models import Office
from zhenwu.areas.models import Area
from zhenwu.areas.turns import turn_take
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.kernel.period import check_year
from zhenwu.livelihood.choices import ProposalState, Source
from zhenwu.livelihood.likeness import alike
from zhenwu.livelihood.models import BallotLine, Proposal
from zhenwu.livelihood.rights import EDIT, PROPOSE, require

#: Money above this is a slip of the keyboard: no township has it.
MOST_MONEY = Decimal(10) ** 12


def money_faults(amount: Decimal | None, where: str) -> list[Fault]:
    """What is wrong with an amount in yuan."""
    if amount is None or 0 < amount < MOST_MONEY:
        return []
    return [
        Fault(
            _("金额%(amount)s不对") % {"amount": amount},
            where,
            _("大于零的元数"),
            _("请改正"),
            "ZW-LIVELIHOOD-MONEY",
        )
    ]


def words_faults(text: str, where: str, most: int, code: str) -> list[Fault]:
    """What is wrong with words that must be there and may not be too long."""
    if not text.strip():
        return [Fault(_("没有写"), where, _("一句话"), _("请写上"), code)]
    if len(text) > most:
        return [
            Fault(
                _("有%(n)d字，太长") % {"n": len(text)},
                where,
                _("不超过%(most)d字") % {"most": most},
                _("请缩短"),
                code,
            )
        ]
    return []


def _only(proposal: Proposal, states: tuple[str, ...], act: str) -> Proposal:
    """The row as it is now, locked; Conflict when its state does not allow the act."""
    row: Proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state not in states:
        raise Conflict(
            _("%(state)s的建议不能%(act)s") % {"state": row.get_state_display(), "act": act},
            where=str(row),
            do=_("请刷新后再看"),
            code="ZW-PROPOSAL-STATE",
        )
    return row


def _not_voted(proposal: Proposal, act: str) -> None:
    line = BallotLine.objects.filter(proposal=proposal, ballot__withdrawn_on__isnull=True).first()
    if line is not None:
        raise Conflict(
            _("已经交付票决的候选不能%(act)s") % {"act": act},
            where=str(proposal),
            do=_("票决记错了的，请先撤回票决"),
            code="ZW-PROPOSAL-VOTED",
        )


@transaction.atomic
def proposal_record(
    *, actor: Any, area_code: str, year: int, title: str, source: str, text: str = "", received_on: date | None = None,
    people: int | None = None, name: str = "", phone: str = "",
) -> Proposal:  # fmt: skip
    """Enter what somebody proposes for a year. name, phone : of a resident or deputy, sealed at once."""
    areacode.check(area_code)
    require(actor, PROPOSE, area_code)
    day = received_on or clock.today()
    faults = [*words_faults(title, _("建议事项"), 80, "ZW-PROPOSAL")]
    if len(text) > 600:
        faults += words_faults(text, _("内容"), 600, "ZW-PROPOSAL")
    if source not in Source.values:
        known = _("、").join(str(one.label) for one in Source)
        faults.append(Fault(_("没有这种来源"), _("来自"), known, _("请选一个"), "ZW-PROPOSAL"))
    if day > clock.today():
        faults.append(
            Fault(
                _("%(day)s还没有到") % {"day": day}, _("收到日期"), _("今天或以前"), _("请改日期"), "ZW-DATE"
            )
        )
    if (name or phone) and source not in (Source.RESIDENT, Source.DEPUTY):
        faults.append(
            Fault(
                _("村和办公室的建议不记个人"),
                _("姓名"),
                _("空着"),
                _("请去掉姓名和电话"),
                "ZW-PROPOSAL-PERSON",
            )
        )
    if len(name) > 20 or len(phone) > 20:
        faults.append(
            Fault(_("姓名或电话太长"), _("姓名"), _("各不超过20字"), _("请改正"), "ZW-PROPOSAL-PERSON")
        )
    if (
        areacode.level(area_code) not in ("township", "village")
        or not Area.objects.filter(code=area_code).exists()
    ):
        faults.append(Fault(_("没有这个镇村"), _("区域"), _("本镇或一个村"), _("请从名单里选"), "ZW-AREA"))
    if faults:
        raise BadInput.of(faults, source=title[:40])
    check_year(year)
    town = areacode.town_of(area_code)
    turn_take(town)
    last = Proposal.objects.filter(town_code=town, year=year).aggregate(last=Max("number"))["last"] or 0
    left = {key: value.strip() for key, value in (("name", name), ("phone", phone)) if value.strip()}
    row = Proposal.objects.create(
        town_code=town, area_code=area_code, year=year, number=last + 1, title=title.strip(), text=text.strip(), source=source,
        received_on=day, people=people, proposer=left, entered_by=actor if getattr(actor, "pk", None) else None,
    )  # fmt: skip
    audit_write(actor, "proposal_record", row, changes={"source": source, "year": year})
    return row


@transaction.atomic
def proposal_join(proposals: list[Proposal], *, actor: Any, into: Proposal, why: str = "") -> int:
    """Join proposals into another one of the same year that wants the same; all stay readable, with how like they are."""
    require(actor, EDIT, into.town_code)
    turn_take(into.town_code)
    head = _only(into, (ProposalState.COLLECTED, ProposalState.SHORTLISTED), _("并入别的"))
    if not proposals:
        raise BadInput(
            _("没有选要并入的建议"),
            where=str(head),
            expected=_("至少一件"),
            do=_("请先勾选"),
            code="ZW-PROPOSAL-JOIN",
        )
    for one in proposals:
        row = _only(one, (ProposalState.COLLECTED, ProposalState.DECLINED), _("并入别的"))
        if row.pk == head.pk or (row.town_code, row.year) != (head.town_code, head.year):
            raise BadInput(
                _("只能并入同镇同年的另一件"),
                where=str(row),
                expected=str(head),
                do=_("请另选"),
                code="ZW-PROPOSAL-JOIN",
            )
        _not_voted(row, _("并入别的"))
        row.state, row.joined_into, row.joined_why = ProposalState.JOINED, head, why.strip()[:200]
        row.likeness = alike((row.title, row.text), (head.title, head.text))
        row.save(update_fields=["state", "joined_into", "joined_why", "likeness"])
        row.joined.update(joined_into=head)
        audit_write(
            actor, "proposal_join", row, reason=why, changes={"into": str(head), "likeness": row.likeness}
        )
    return len(proposals)


@transaction.atomic
def proposal_part(proposal: Proposal, *, actor: Any, why: str) -> Proposal:
    """Take a proposal out of the one it was joined into."""
    require(actor, EDIT, proposal.town_code)
    row = _only(proposal, (ProposalState.JOINED,), _("分开"))
    if faults := words_faults(why, _("理由"), 200, "ZW-REASON"):
        raise BadInput.of(faults, source=str(row))
    head = row.joined_into
    row.state, row.joined_into, row.likeness, row.joined_why = ProposalState.COLLECTED, None, None, ""
    row.save(update_fields=["state", "joined_into", "likeness", "joined_why"])
    audit_write(actor, "proposal_part", row, reason=why, changes={"from": str(head)})
    return row


@transaction.atomic
def proposal_cost(
    proposal: Proposal, *, actor: Any, cost: Decimal, basis: str, office: Office | None = None
) -> Proposal:
    """Say what it would cost (yuan), on what basis, and who could do it."""
    require(actor, EDIT, proposal.town_code)
    row = _only(
        proposal, (ProposalState.COLLECTED, ProposalState.SHORTLISTED, ProposalState.DECLINED), _("估算")
    )
    _not_voted(row, _("估算"))
    faults = [*money_faults(cost, _("估算")), *words_faults(basis, _("估算依据"), 200, "ZW-PROPOSAL-COST")]
    if office is not None and areacode.town_of(office.area_code) != row.town_code:
        faults.append(
            Fault(
                _("“%(office)s”不在本镇") % {"office": office},
                _("可承办"),
                _("本镇的办公室"),
                _("请另选"),
                "ZW-OFFICE",
            )
        )
    if faults:
        raise BadInput.of(faults, source=str(row))
    before = row.cost
    row.cost, row.cost_basis, row.office = cost, basis.strip(), office or row.office
    row.save(update_fields=["cost", "cost_basis", "office"])
    audit_write(actor, "proposal_cost", row, changes={"cost": [before, cost]})
    return row


@transaction.atomic
def proposal_shortlist(proposal: Proposal, *, actor: Any, grounds: str) -> Proposal:
    """Make it a candidate for the ballot: costed, with reasons."""
    require(actor, EDIT, proposal.town_code)
    row = _only(proposal, (ProposalState.COLLECTED, ProposalState.DECLINED), _("入围"))
    faults = words_faults(grounds, _("理由"), 300, "ZW-REASON")
    if row.cost is None:
        faults.append(
            Fault(_("还没有估算"), _("估算"), _("多少钱、凭什么估"), _("请先估算"), "ZW-PROPOSAL-COST")
        )
    if faults:
        raise BadInput.of(faults, source=str(row))
    return _settle(row, ProposalState.SHORTLISTED, actor, "proposal_shortlist", grounds)


@transaction.atomic
def proposal_decline(proposal: Proposal, *, actor: Any, grounds: str) -> Proposal:
    """Leave it off the short list, with reasons."""
    require(actor, EDIT, proposal.town_code)
    row = _only(proposal, (ProposalState.COLLECTED, ProposalState.SHORTLISTED), _("不入围"))
    _not_voted(row, _("不入围"))
    if faults := words_faults(grounds, _("理由"), 300, "ZW-REASON"):
        raise BadInput.of(faults, source=str(row))
    return _settle(row, ProposalState.DECLINED, actor, "proposal_decline", grounds)


@transaction.atomic
def proposal_withdraw(proposal: Proposal, *, actor: Any, why: str) -> Proposal:
    """Take out of force what was entered wrongly; it stays readable."""
    require(actor, EDIT, proposal.town_code)
    row = _only(
        proposal, (ProposalState.COLLECTED, ProposalState.SHORTLISTED, ProposalState.DECLINED), _("撤回")
    )
    _not_voted(row, _("撤回"))
    if row.joined.exists():
        raise Conflict(
            _("已有别的建议并入"), where=str(row), do=_("请先把并入的分开"), code="ZW-PROPOSAL-STATE"
        )
    if faults := words_faults(why, _("理由"), 300, "ZW-REASON"):
        raise BadInput.of(faults, source=str(row))
    return _settle(row, ProposalState.WITHDRAWN, actor, "proposal_withdraw", why)


def _settle(row: Proposal, state: str, actor: Any, action: str, grounds: str) -> Proposal:
    before, row.state, row.grounds = row.state, state, grounds.strip()
    row.save(update_fields=["state", "grounds"])
    audit_write(actor, action, row, reason=grounds, changes={"state": [before, state]})
    return row


def proposer_show(proposal: Proposal, *, actor: Any, why: str) -> dict[str, str]:
    """Name and telephone in the clear, once, for a reason that the audit keeps."""
    own = actor is not None and actor.pk == proposal.entered_by_id
    require(actor, PROPOSE if own else EDIT, proposal.area_code if own else proposal.town_code)
    if faults := words_faults(why, _("理由"), 200, "ZW-REASON"):
        raise BadInput.of(faults, source=str(proposal))
    with transaction.atomic():
        audit_write(actor, "proposer_show", proposal, reason=why)
    return {key: str(value) for key, value in proposal.proposer.items()}
