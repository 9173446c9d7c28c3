"""The paper behind a filed number, as a file: attach it, withdraw it, give it out."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.figures.models import Receipt, Statistic
from zhenwu.figures.rights import may_statistic
from zhenwu.kernel.errors import NotFound
from zhenwu.ledgers.files import (
    Given,
    Sound,
    attachment_keep,
    attachment_read,
    attachment_withdraw,
    check_file,
    held,
)
from zhenwu.ledgers.models import Attachment


def paper_add(statistic: Statistic, *, actor: Any, name: str, data: bytes) -> Attachment:
    """Attach a file to the receipt of a number. The same file again changes nothing and gives the one there.

    BadInput as `check_file`; nothing is kept then.
    """
    may_statistic(actor, "statistic.file", statistic.area_code)
    sound = check_file(name, data)
    with held(), transaction.atomic():
        return paper_attach(statistic.receipt, actor=actor, sound=sound)


def paper_attach(receipt: Receipt, *, actor: Any, sound: Sound) -> Attachment:
    """Write the row of a paper that was found sound, inside the transaction of who files the number and `files.held`."""
    locked = Receipt.objects.select_for_update().get(pk=receipt.pk)
    row, new = attachment_keep(
        sound, actor=actor, area_code=locked.area_code, among=locked.files, sealed=False
    )
    if new:
        locked.files.add(row)
        audit_write(
            actor,
            "paper_add",
            row,
            changes={"receipt": str(locked.pk), "kind": row.media_type, "size": row.size},
        )
    return row


def paper_withdraw(statistic: Statistic, *, actor: Any, attachment: Attachment, why: str) -> Attachment:
    """Take a paper's file out of force, with a reason; row and content stay."""
    may_statistic(actor, "statistic.file", statistic.area_code)
    _own(statistic, attachment)
    with transaction.atomic():
        row = attachment_withdraw(attachment, actor=actor, why=why)
        audit_write(
            actor,
            "paper_withdraw",
            row,
            reason=row.withdrawn_why,
            changes={"receipt": str(statistic.receipt_id)},
        )
    return row


def paper_give(statistic: Statistic, *, actor: Any, attachment: Attachment) -> Given:
    """The content of a paper: for who reads numbers; a withdrawn one for who files them. It holds no personal data and leaves no row."""
    ability = "statistic.file" if attachment.withdrawn_on else "statistic.read"
    may_statistic(actor, ability, statistic.area_code)
    _own(statistic, attachment)
    return attachment_read(attachment)


def _own(statistic: Statistic, attachment: Attachment) -> None:
    if not statistic.receipt.files.filter(pk=attachment.pk).exists():
        raise NotFound("这个数的文件里没有它", expected="这个数的文件", do="请从报数页里选", code="ZW-FILE")
