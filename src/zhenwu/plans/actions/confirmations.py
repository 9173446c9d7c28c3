"""The assignment goes out, offices confirm or object, and a clerk answers each objection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault, Refused
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import ConfirmationState as S
from zhenwu.plans.choices import ItemStatus, Part, PlanState
from zhenwu.plans.models import Confirmation, Item, Plan
from zhenwu.plans.rights import require

#: States of a word that counts; the others are past.
LIVE = (S.ASKED, S.CONFIRMED, S.OBJECTED, S.UPHELD)
#: Longest reason and ruling.
LONGEST = 300


def _said(text: str, what: str, item: Item) -> str:
    """The reasons, or BadInput when there are none or too many."""
    text = text.strip()
    if not text:
        raise BadInput(f"{what}须写理由", where=what, expected="一句话", code="ZW-REASON")
    if len(text) > LONGEST:
        raise BadInput(
            f"{what}有{len(text)}字，太长",
            where=item.title,
            expected=f"不超过{LONGEST}字",
            do="请缩短",
            code="ZW-REASON",
        )
    return text


@transaction.atomic
def assignment_send(plan: Plan, *, actor: Any) -> int:
    """Ask every office to confirm what it leads or joins and has not been asked for; returns how many were asked.

    What an office was asked for and no longer has lapses. Only of a plan in force.
    """
    require(actor, "plan.edit", plan.area_code)
    if plan.state != PlanState.APPROVED:
        raise Conflict(
            f"“{plan.title}”{plan.get_state_display()}，不能下达",
            expected="已批准的计划",
            do="请先批准计划",
            code="ZW-PLAN-STATE",
        )
    today, given = clock.today(), _given(plan)
    live = {
        (one.item_id, one.office_id): one
        for one in Confirmation.objects.filter(item__plan=plan, state__in=LIVE)
    }
    gone = [one for key, one in live.items() if key not in given]
    for one in gone:
        one.state = S.LAPSED
    Confirmation.objects.bulk_update(gone, ["state"])
    made = Confirmation.objects.bulk_create(
        Confirmation(item_id=item, office_id=office, part=part, asked_on=today)
        for (item, office), part in given.items()
        if (item, office) not in live
    )
    audit_write(actor, "assignment_send", plan, changes={"asked": len(made), "lapsed": len(gone)})
    return len(made)


def _given(plan: Plan) -> dict[tuple[int, int], str]:
    """(item, office) → the office's part, of what is still to be done."""
    items = Item.objects.filter(plan=plan, status=ItemStatus.ACCEPTED)
    leads = items.filter(lead_office__isnull=False).values_list("pk", "lead_office_id")
    joins = Item.offices.through.objects.filter(item__in=items).values_list("item_id", "office_id")
    return {**dict.fromkeys(joins, Part.JOIN), **dict.fromkeys(leads, Part.LEAD)}


def _own(words: Sequence[Confirmation], actor: Any) -> list[Confirmation]:
    """The rows locked, all of them the actor's office's to answer; else Refused or Conflict naming each that is not."""
    rows = list(
        Confirmation.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.pk for one in words])
        .select_related("item__plan", "office")
    )
    if not rows:
        raise BadInput("没有选事项", where="事项", expected="至少一项", do="请先勾选", code="ZW-CONFIRM")
    if actor is not None and any(row.office_id != actor.office_id for row in rows):
        raise Refused(
            "只能答复派给本办公室的事项",
            expected="本办公室的事项",
            do="请由牵头或配合办公室答复",
            code="ZW-PLAN-RIGHT",
        )
    wrong = [row for row in rows if row.state not in (S.ASKED, S.OBJECTED, S.CONFIRMED)]
    if wrong:
        raise Conflict.of(
            [
                Fault(
                    f"{row.get_state_display()}，不能再答复",
                    row.item.title,
                    do="请刷新后再看",
                    code="ZW-CONFIRM-STATE",
                )
                for row in wrong
            ]
        )
    return rows


@transaction.atomic
def assignment_confirm(words: Sequence[Confirmation], *, actor: Any) -> int:
    """The office takes the items on; returns how many it had not confirmed before."""
    fresh = [row for row in _own(words, actor) if row.state != S.CONFIRMED]
    for row in fresh:
        row.state, row.answered_on, row.answered_by, row.reason = (
            S.CONFIRMED,
            clock.today(),
            _signed(actor),
            "",
        )
        audit_write(actor, "assignment_confirm", row)
    Confirmation.objects.bulk_update(fresh, ["state", "answered_on", "answered_by", "reason"])
    return len(fresh)


@transaction.atomic
def assignment_object(word: Confirmation, *, actor: Any, reason: str) -> Confirmation:
    """The office does not take the item on, for reasons; the clerk answers."""
    (row,) = _own([word], actor)
    row.reason = _said(reason, "异议", row.item)
    row.state, row.answered_on, row.answered_by = S.OBJECTED, clock.today(), _signed(actor)
    row.save(update_fields=["state", "answered_on", "answered_by", "reason"])
    audit_write(actor, "assignment_object", row, reason=row.reason)
    return row


def _ruled(word: Confirmation, actor: Any, why: str) -> Confirmation:
    """The objection, locked and with its ruling; Refused or Conflict when it is not the actor's or not open."""
    require(actor, "plan.edit", word.area_code)
    row = (
        Confirmation.objects.select_for_update(of=("self",))
        .select_related("item__plan", "office")
        .get(pk=word.pk)
    )
    if row.state != S.OBJECTED:
        raise Conflict(
            f"{row.get_state_display()}，没有待处理的异议",
            where=row.item.title,
            do="请刷新后再看",
            code="ZW-CONFIRM-STATE",
        )
    row.ruling = _said(why, "处理意见", row.item)
    row.ruled_on, row.ruled_by = clock.today(), _signed(actor)
    return row


@transaction.atomic
def objection_uphold(word: Confirmation, *, actor: Any, why: str) -> Confirmation:
    """The item stays where it is, for reasons; the office is bound by it."""
    row = _ruled(word, actor, why)
    row.state = S.UPHELD
    row.save(update_fields=["state", "ruling", "ruled_on", "ruled_by"])
    audit_write(actor, "objection_uphold", row, reason=row.ruling)
    return row


@transaction.atomic
def objection_move(word: Confirmation, *, actor: Any, office: Office, why: str) -> Confirmation:
    """The objection is right: another office takes the part over and is asked in turn. Returns what it is asked."""
    row = _ruled(word, actor, why)
    item = row.item
    faults = []
    if areacode.town_of(office.area_code) != areacode.town_of(item.area_code):
        faults.append(Fault(f"“{office}”不在本镇", "改派给", "本镇的办公室", "请另选", "ZW-ITEM-OFFICE"))
    if office.pk == row.office_id:
        faults.append(
            Fault(
                f"“{office}”就是提异议的办公室", "改派给", "另一个办公室", "请另选，或维持", "ZW-ITEM-OFFICE"
            )
        )
    if faults:
        raise BadInput.of(faults, source=item.title)
    before = row.office.name
    row.state = S.MOVED
    row.save(update_fields=["state", "ruling", "ruled_on", "ruled_by"])
    if row.part == Part.LEAD:
        item.lead_office = office
        item.owner = Person.objects.filter(office=office, active=True).order_by("order", "id").first()
        item.save(update_fields=["lead_office", "owner"])
        item.offices.remove(office)
    else:
        item.offices.remove(row.office)
        if office.pk != item.lead_office_id:
            item.offices.add(office)
    Confirmation.objects.filter(item=item, office=office, state__in=LIVE).update(state=S.LAPSED)
    asked = Confirmation.objects.create(item=item, office=office, part=row.part, asked_on=clock.today())
    versions_keep([item], "objection_move", actor, why=row.ruling)
    audit_write(actor, "objection_move", row, reason=row.ruling, changes={"office": [before, office.name]})
    return asked


def _signed(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None
