"""Writes to projects: taken into the plan, paid for, tested."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhenwu.accounts.models import Office
from zhenwu.areas.turns import turn_take
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.livelihood.actions.proposals import money_faults, words_faults
from zhenwu.livelihood.choices import Grade, Judges
from zhenwu.livelihood.models import Ballot, BallotLine, Payment, Project, SatisfactionTest
from zhenwu.livelihood.rights import EDIT, require
from zhenwu.livelihood.rules import grade_faults
from zhenwu.plans.actions import item_edit
from zhenwu.plans.actions.items import item_add, item_faults
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import ItemKind, ItemStatus
from zhenwu.plans.models import Item, Plan


@transaction.atomic
def project_take(
    line: BallotLine, *, actor: Any, number: int, item: Item | None = None, title: str = "", office: Office | None = None,
    due_on: date | None = None, planned: Decimal | None = None, funds: str = "",
) -> Project:  # fmt: skip
    """Make a chosen candidate an item of the year's plan, with its number among the livelihood projects.

    item : the item that the report brought into the plan already; without it a new one is made, which needs an office and a due date.
    """
    ballot = line.ballot
    require(actor, EDIT, ballot.town_code)
    turn_take(ballot.town_code)
    ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if ballot.withdrawn_on or not line.chosen or Project.objects.filter(line=line).exists():
        raise Conflict(
            _("只有选上而还没有列入的候选可以列入计划"),
            where=line.proposal.title,
            do=_("请刷新后再看"),
            code="ZW-PROJECT-STATE",
        )
    plan = Plan.objects.filter(area_code=ballot.town_code, year=ballot.year).first()
    if plan is None:
        raise Conflict(
            _("%(year)d年还没有计划") % {"year": ballot.year}, where=line.proposal.title, expected=_("这一年的计划"),
            do=_("请先导入工作报告"), code="ZW-PROJECT-PLAN",
        )  # fmt: skip
    planned = line.proposal.cost if planned is None else planned
    name = (title or (item.title if item else "") or line.proposal.title).strip()[:80]
    faults = money_faults(planned, _("计划资金"))
    if not 1 <= number <= 99:
        faults.append(
            Fault(_("序号%(n)d不对") % {"n": number}, _("序号"), _("1到99"), _("请改正"), "ZW-PROJECT")
        )
    elif Project.objects.filter(town_code=ballot.town_code, year=ballot.year, number=number).exists():
        faults.append(
            Fault(
                _("已有第%(n)d件") % {"n": number},
                _("序号"),
                _("没有用过的序号"),
                _("请改序号"),
                "ZW-PROJECT",
            )
        )
    if len(funds) > 200:
        faults += words_faults(funds, _("资金来源"), 200, "ZW-PROJECT")
    if item is not None and (
        item.plan_id != plan.pk or item.status not in (ItemStatus.ACCEPTED, ItemStatus.DONE)
    ):
        faults.append(
            Fault(_("不是这一年计划里列入的事项"), _("计划事项"), str(plan), _("请另选"), "ZW-PROJECT")
        )
    if item is not None and Project.objects.filter(item=item).exists():
        faults.append(Fault(_("已有一件实事"), _("计划事项"), _("一项对一件"), _("请另选"), "ZW-PROJECT"))
    if item is None:
        lacks = [(office, _("牵头")), (due_on, _("期限"))]
        faults += [
            Fault(_("没有写"), where, _("新列事项要有牵头和期限"), _("请补上"), "ZW-PROJECT") for value, where in lacks if not value
        ]  # fmt: skip
        faults += item_faults({"title": name, "lead_office": office, "due_on": due_on}, plan)
    if faults:
        raise BadInput.of(faults, source=line.proposal.title)
    if item is None:
        # the deputies have decided: their ballot is the approval that a plan in force asks for
        item = item_add(
            plan, title=name, kind=ItemKind.PROJECT, livelihood=number, lead_office=office, due_on=due_on
        )
        versions_keep([item], "project_take", actor, why=f"{ballot.meeting}{ballot.held_on}票决选上")
    elif item.livelihood != number:
        item_edit(item, actor=actor, livelihood=number)
    project = Project.objects.create(
        town_code=ballot.town_code, year=ballot.year, number=number, title=name, line=line, item=item, planned=planned,
        funds=funds.strip(),
    )  # fmt: skip
    audit_write(actor, "project_take", project, changes={"item": item.pk, "planned": planned})
    return project


def _past(day: date) -> list[Fault]:
    if day <= clock.today():
        return []
    return [Fault(_("%(day)s还没有到") % {"day": day}, _("日期"), _("今天或以前"), _("请改日期"), "ZW-DATE")]


@transaction.atomic
def project_pay(
    project: Project, *, actor: Any, amount: Decimal, on: date | None = None, note: str = ""
) -> Payment:
    """Money was paid for the project (yuan)."""
    require(actor, EDIT, project.town_code)
    day = on or clock.today()
    faults = [*money_faults(amount, _("金额")), *_past(day)]
    if len(note) > 200:
        faults += words_faults(note, _("说明"), 200, "ZW-PROJECT")
    if faults:
        raise BadInput.of(faults, source=project.title)
    row = Payment.objects.create(
        project=project,
        on=day,
        amount=amount,
        note=note.strip(),
        by=actor if getattr(actor, "pk", None) else None,
    )
    audit_write(actor, "project_pay", project, changes={"amount": amount, "on": day})
    return row


@transaction.atomic
def satisfaction_record(
    project: Project, *, actor: Any, kind: str, asked: int, answered: int, grades: Mapping[str, int], on: date | None = None,
    note: str = "",
) -> SatisfactionTest:  # fmt: skip
    """Keep a test: how many were asked, how many answered, what they said. grades : grade → how many."""
    require(actor, EDIT, project.town_code)
    day = on or clock.today()
    counts = {grade.value: int(grades.get(grade.value, 0)) for grade in Grade}
    faults = [*grade_faults(asked, answered, counts.values()), *_past(day)]
    if kind not in Judges.values:
        known = _("、").join(str(one.label) for one in Judges)
        faults.append(Fault(_("没有这种测评"), _("谁评"), known, _("请选一个"), "ZW-TEST"))
    if len(note) > 200:
        faults += words_faults(note, _("说明"), 200, "ZW-TEST")
    if faults:
        raise BadInput.of(faults, source=project.title)
    Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if project.tests.filter(kind=kind, on=day, withdrawn_on__isnull=True).exists():
        raise Conflict(
            _("这一天的测评已经记过"),
            where=project.title,
            expected=_("一次记一遍"),
            do=_("记错了的，请先撤回"),
            code="ZW-TEST-TWICE",
        )
    row = SatisfactionTest.objects.create(
        project=project, kind=kind, on=day, asked=asked, answered=answered, note=note.strip(),
        by=actor if getattr(actor, "pk", None) else None, **counts,
    )  # fmt: skip
    audit_write(
        actor, "satisfaction_record", project, changes={"kind": kind, "asked": asked, "answered": answered}
    )
    return row


@transaction.atomic
def entry_withdraw(entry: Payment | SatisfactionTest, *, actor: Any, why: str) -> None:
    """Take a payment or a test that was entered wrongly out of force; it stays readable."""
    require(actor, EDIT, entry.area_code)
    entry = type(entry).objects.select_for_update(of=("self",)).select_related("project").get(pk=entry.pk)
    if entry.withdrawn_on:
        raise Conflict(_("已经撤回"), where=str(entry), code="ZW-PROJECT-STATE")
    if faults := words_faults(why, _("理由"), 200, "ZW-REASON"):
        raise BadInput.of(faults, source=str(entry))
    entry.withdrawn_on, entry.withdrawn_why = clock.today(), why.strip()
    entry.save(update_fields=["withdrawn_on", "withdrawn_why"])
    audit_write(actor, "entry_withdraw", entry, reason=why)
