"""Files that people send as evidence: kept with what they answer, given out to who reads it, with a trace where they are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import Fault, NotFound, Refused
from zhenwu.ledgers.files import Given, attachment_keep, attachment_read, check_file, is_guarded
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.plans.models import Supervision
from zhenwu.plans.rights import answers_for, may


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was sent. personal : whoever sends it says that it tells of persons."""

    name: str
    data: bytes
    personal: bool = False


def evidence_faults(notice: Supervision, record: Record | None, attachment: Attachment | None) -> list[Fault]:
    """Evidence is a standing record of the town, or a file that belongs to it."""
    faults = []
    if record is not None and (record.withdrawn_on or areacode.town_of(record.area_code) != notice.area_code):
        faults.append(
            Fault(f"“{record}”不能作凭据", "凭据", "本镇没有撤回的记录", "请另选一条", "ZW-SUPERVISION")
        )
    if attachment is not None:
        event = attachment.event
        owner = attachment.record_id or (event.record_id if event is not None else None)
        if attachment.withdrawn_on or record is None or owner != record.pk:
            faults.append(
                Fault(
                    f"“{attachment.name}”不是这条记录的附件",
                    "附件",
                    "凭据记录的附件",
                    "请另选一个",
                    "ZW-SUPERVISION",
                )
            )
    return faults


def paper_keep(
    paper: Paper, *, actor: Any, area_code: str, among: Any, beside: tuple[Record | None, ...]
) -> Attachment:
    """Part of an action that answers with a file, inside its transaction and `files.held`.

    among : the files that it would stand beside; the same one again gives the one there.
    beside : the records that it is about; where one's ledger is guarded, the file is sealed whatever was said.
    """
    sealed = paper.personal or any(record is not None and is_guarded(record.ledger) for record in beside)
    row, _new = attachment_keep(
        check_file(paper.name, paper.data), actor=actor, area_code=area_code, among=among.filter(sealed=sealed), sealed=sealed
    )  # fmt: skip
    return row


def paper_give(attachment: Attachment, *, actor: Any, opens: bool, action: str, thing: Any) -> Given:
    """Its content: Refused for a sealed one where the actor may not open it; a sealed one leaves an audit row."""
    if attachment.sealed and not opens:
        raise Refused(
            "你不能打开这个文件",
            expected="办理的办公室或审核的人",
            do="请找责任办公室或党政办",
            code="ZW-RIGHT",
        )
    given = attachment_read(attachment)
    if attachment.sealed:
        with transaction.atomic():
            audit_write(actor, action, thing, changes={"file": attachment.pk, "size": attachment.size})
    return given


def opens_paper(actor: Any, notice: Supervision, attachment: Attachment) -> bool:
    """Whether somebody who reads the notice may open its file: a sealed one who answers for it, supervises or is its leader."""
    if actor is None or not attachment.sealed:
        return True
    mine = answers_for(actor, notice) or (actor.person_id is not None and actor.person_id == notice.leader_id)
    return mine or may(actor, "supervise", notice.area_code)


def supervision_paper(notice: Supervision, *, actor: Any, attachment: Attachment) -> Given:
    """The content of a file that a reply brought; the caller has found that the actor reads the notice."""
    if attachment.record_id or not notice.steps.filter(attachment=attachment).exists():
        raise NotFound("这份督办没有这个文件", expected="回复附上的文件", do="请从督办页里选", code="ZW-FILE")
    return paper_give(
        attachment, actor=actor, opens=opens_paper(actor, notice, attachment), action="supervision_paper", thing=notice
    )  # fmt: skip
