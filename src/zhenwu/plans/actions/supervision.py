"""Notices that something is late: issued, received, answered, closed or taken further."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.ledgers.models import Record
from zhenwu.plans.choices import SupervisionState as S
from zhenwu.plans.models import Item, Supervision
from zhenwu.plans.rights import may, require, require_addressed, require_part

#: Working days for a reply when the issuer names none.
REPLY_DAYS = 5


@transaction.atomic
def supervision_issue(
    *, actor: Any, requirement: str, office: Office | None = None, item: Item | None = None, record: Record | None = None,
    person: Person | None = None, reply_due: date | None = None, on: date | None = None,
) -> Supervision:  # fmt: skip
    """Ask an office to answer for something late. While a notice on the same thing is open, a second one is a Conflict."""
    office = office or (item.lead_office if item else None)
    area = item.area_code if item else record.area_code if record else office.area_code if office else ""
    require(actor, "supervise", areacode.town_of(area) if area else "")
    day = on or clock.today()
    due = reply_due or add_working_days(day, REPLY_DAYS)
    faults = []
    if not requirement.strip():
        faults.append(Fault("没有写要求", "要求", "一句话", code="ZW-SUPERVISION"))
    if office is None:
        faults.append(
            Fault("没有督办对象", "责任办公室", "一个办公室", "请先分派牵头办公室", "ZW-SUPERVISION")
        )
    if due < day:
        faults.append(
            Fault(
                f"回复期限{due}早于发出日期{day}", "回复期限", "不早于发出日期", "请改日期", "ZW-SUPERVISION"
            )
        )
    if faults:
        raise BadInput.of(faults, source=item.title if item else "")
    assert office is not None
    if item or record:
        running = Supervision.objects.open().filter(item=item, record=record).first()
        if running:
            raise Conflict(
                f"{running.number}还没有办结，同一件事不重复督办", where=str(item or record), expected="办结后再发",
                do="请在原督办里催办", code="ZW-SUPERVISION-TWICE",
            )  # fmt: skip
    town = areacode.town_of(area)
    serial = Supervision.objects.filter(area_code=town, issued_on__year=day.year).count() + 1
    notice = Supervision.objects.create(
        item=item, record=record, area_code=town, number=f"督办〔{day.year}〕{serial}号", requirement=requirement.strip(),
        office=office, person=person or (item.owner if item else None), issued_on=day,
        issued_by=actor if getattr(actor, "pk", None) else None, reply_due=due,
    )  # fmt: skip
    audit_write(actor, "supervision_issue", notice, changes={"office": office.name, "reply_due": due})
    return notice


def _move(notice: Supervision, states: tuple[str, ...], verb: str) -> Supervision:
    notice = Supervision.objects.select_for_update().get(pk=notice.pk)
    if notice.state not in states:
        raise Conflict(
            f"{notice.number}{notice.get_state_display()}，不能{verb}", expected="、".join(str(S(s).label) for s in states),
            do="请刷新后再看", code="ZW-SUPERVISION-STATE",
        )  # fmt: skip
    return notice


@transaction.atomic
def supervision_receive(notice: Supervision, *, actor: Any, on: date | None = None) -> Supervision:
    """The office has read it."""
    require_addressed(actor, notice)
    notice = _move(notice, (S.ISSUED,), "签收")
    notice.received_on, notice.state = on or clock.today(), S.RECEIVED
    notice.save(update_fields=["received_on", "state"])
    audit_write(actor, "supervision_receive", notice)
    return notice


@transaction.atomic
def supervision_reply(notice: Supervision, *, actor: Any, reply: str, on: date | None = None) -> Supervision:
    """The office answers; an answer to a notice not yet received receives it as well."""
    require_addressed(actor, notice)
    notice = _move(notice, (S.ISSUED, S.RECEIVED, S.ESCALATED), "回复")
    if not reply.strip():
        raise BadInput("回复不能空", where=notice.number, expected="原因和安排", code="ZW-SUPERVISION")
    day = on or clock.today()
    notice.received_on = notice.received_on or day
    notice.replied_on, notice.reply, notice.state = day, reply.strip(), S.REPLIED
    notice.save(update_fields=["received_on", "replied_on", "reply", "state"])
    audit_write(actor, "supervision_reply", notice)
    return notice


@transaction.atomic
def supervision_close(
    notice: Supervision, *, actor: Any, accept: bool = True, why: str = "", on: date | None = None
) -> Supervision:
    """The issuer is content, or (accept=False, with reasons) sends the answer back."""
    require(actor, "supervise", notice.area_code)
    notice = _move(notice, (S.REPLIED,), "审核")
    if not accept and not why.strip():
        raise BadInput("退回须写理由", where=notice.number, expected="一句话", code="ZW-REASON")
    if accept:
        notice.state, notice.closed_on = S.CLOSED, on or clock.today()
    else:
        notice.state = S.RECEIVED
    notice.save(update_fields=["state", "closed_on"])
    audit_write(actor, "supervision_close", notice, reason=why, changes={"accepted": accept})
    return notice


@transaction.atomic
def supervision_escalate(notice: Supervision, *, actor: Any, why: str) -> Supervision:
    """Take an unanswered notice to the leader in charge."""
    require(actor, "supervise", notice.area_code)
    notice = _move(notice, (S.ISSUED, S.RECEIVED), "上报")
    if not why.strip():
        raise BadInput("上报须写理由", where=notice.number, expected="一句话", code="ZW-REASON")
    notice.state = S.ESCALATED
    notice.save(update_fields=["state"])
    audit_write(actor, "supervision_escalate", notice, reason=why)
    return notice


@transaction.atomic
def supervision_extend(notice: Supervision, *, actor: Any, until: date, grounds: str) -> Supervision:
    """More time: the office asks with grounds, who may supervise grants by doing the same."""
    require_part(actor, notice)
    notice = _move(notice, (S.ISSUED, S.RECEIVED), "延期")
    faults = []
    if not grounds.strip():
        faults.append(Fault("延期须写理由", "理由", "一句话", code="ZW-REASON"))
    if until <= notice.reply_due:
        faults.append(
            Fault(
                f"延期到{until}不晚于原期限{notice.reply_due}",
                "延期到",
                "晚于原期限",
                "请改日期",
                "ZW-SUPERVISION",
            )
        )
    if faults:
        raise BadInput.of(faults, source=notice.number)
    notice.extension_grounds = grounds.strip()
    if may(actor, "supervise", notice.area_code):
        notice.extended_to = until
    notice.save(update_fields=["extension_grounds", "extended_to"])
    audit_write(
        actor,
        "supervision_extend",
        notice,
        reason=grounds,
        changes={"until": until, "granted": bool(notice.extended_to)},
    )
    return notice
