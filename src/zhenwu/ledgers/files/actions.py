"""Attach a file to a record, withdraw it, give it out; and what every attaching shares."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.catalog import file_kinds
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict, NotFound, Refused
from zhenwu.ledgers.files import keeping
from zhenwu.ledgers.files.kinds import Sound, check_file
from zhenwu.ledgers.models import Attachment, Event, Ledger, Record
from zhenwu.ledgers.rights import may_write, still_standing

#: Files that one record or one paper may have.
MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class Given:
    """A file on its way to somebody. shown : a browser may show it in place. sealed : nobody on the way may keep it."""

    name: str
    media_type: str
    content: bytes
    shown: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class Survey:
    """What lies on the disk beside what the rows say. lost : rows whose file is gone or changed."""

    rows: int
    lost: tuple[Attachment, ...]
    strays: tuple[Path, ...]


def is_guarded(ledger: Ledger) -> bool:
    """Whether files of the ledger's records are sealed: it is sensitive, or has fields about persons."""
    return ledger.sensitive or ledger.fields.filter(personal=True).exists()


def may_open(actor: Any, attachment: Attachment) -> bool:
    """Whether somebody who sees the record may open its file: a sealed one as personal data, a withdrawn one as who withdraws."""
    record = attachment.record
    if actor is None or record is None:
        return True
    needed = ["record.write"] if attachment.sealed else []
    needed += ["record.withdraw"] if attachment.withdrawn_on else []
    ledger = record.ledger.code
    return all(actor.scope.may(ability, attachment.area_code, ledger=ledger) for ability in needed)


def file_add(record: Record, *, actor: Any, name: str, data: bytes, event: Event | None = None) -> Attachment:
    """Attach a file to a record, or to something that happened to it. The same file again changes nothing and gives the one there.

    BadInput as `check_file`, or when the record has as many as it may; nothing is kept then.
    """
    still_standing(record)
    may_write(actor, "record.write", record.area_code, record.ledger)
    sound = check_file(name, data)
    if event is not None and event.record_id != record.pk:
        raise NotFound("这条动态不是这条记录的", expected="这条记录的动态", code="ZW-EVENT")
    with keeping.held(), transaction.atomic():
        locked = Record.objects.select_for_update(of=("self",)).select_related("ledger").get(pk=record.pk)
        still_standing(locked)
        attachment, new = attachment_keep(
            sound, actor=actor, area_code=locked.area_code, among=locked.attachments, sealed=is_guarded(locked.ledger),
            record=locked, event=event,
        )  # fmt: skip
        if new:
            audit_write(actor, "file_add", attachment, changes=_traced(attachment))
    return attachment


def attachment_keep(
    sound: Sound, *, actor: Any, area_code: str, among: Any, sealed: bool, record: Record | None = None, event: Event | None = None
) -> tuple[Attachment, bool]:  # fmt: skip
    """Keep a sound file and write its row, inside the action's transaction and `keeping.held`; False when it is there already.

    among : the standing files that it would stand beside.
    """
    digest = keeping.put(sound.content, sealed=sealed)
    standing = among.filter(withdrawn_on__isnull=True)
    twin = standing.filter(sha256=digest).first()
    if twin is not None:
        return twin, False
    if standing.count() >= MOST_FILES:
        raise BadInput(
            f"已有{MOST_FILES}个文件", where="文件", expected=f"最多{MOST_FILES}个", do="请并成一份PDF，或先撤回不用的",
            code="ZW-FILE-MANY",
        )  # fmt: skip
    row = Attachment.objects.create(
        record=record, event=event, area_code=area_code, name=sound.name, media_type=sound.kind.media_type, sha256=digest,
        size=len(sound.content), sealed=sealed, created_by=actor,
    )  # fmt: skip
    return row, True


def _traced(attachment: Attachment) -> dict[str, Any]:
    return {"record": str(attachment.record_id or ""), "kind": attachment.media_type, "size": attachment.size}


def file_withdraw(attachment: Attachment, *, actor: Any, why: str) -> Attachment:
    """Take a record's file out of force, with a reason; row and content stay."""
    record = attachment.record
    if record is None:
        raise NotFound("这个文件不属于记录", expected="记录的文件", code="ZW-FILE")
    may_write(actor, "record.write", attachment.area_code, record.ledger)
    with transaction.atomic():
        row = attachment_withdraw(attachment, actor=actor, why=why)
        audit_write(actor, "file_withdraw", row, reason=row.withdrawn_why, changes=_traced(row))
    return row


def attachment_withdraw(attachment: Attachment, *, actor: Any, why: str) -> Attachment:
    """Mark a file withdrawn, inside the action's transaction. BadInput without a reason, Conflict when it is already."""
    why = why.strip()[:200]
    if not why:
        raise BadInput("没有写理由", where="理由", expected="一句话", do="请写明为什么撤回", code="ZW-REASON")
    row = (
        Attachment.objects.select_for_update(of=("self",))
        .select_related("record__ledger")
        .get(pk=attachment.pk)
    )
    if row.withdrawn_on:
        raise Conflict(
            f"这个文件已于{row.withdrawn_on}撤回",
            expected="未撤回的文件",
            do="请刷新页面",
            code="ZW-WITHDRAWN",
        )
    row.withdrawn_on, row.withdrawn_why = today(), why
    row.save(update_fields=["withdrawn_on", "withdrawn_why"])
    return row


def file_give(attachment: Attachment, *, actor: Any) -> Given:
    """The content of a record's file. A sealed one leaves an audit row; Refused for who may not see personal data."""
    if not may_open(actor, attachment):
        raise Refused(
            "你不能打开这个文件",
            expected="能看这条记录的个人信息的授权",
            do="请找登记的人或镇里的管理员",
            code="ZW-RIGHT",
        )
    given = attachment_read(attachment)
    if attachment.sealed:
        with transaction.atomic():
            audit_write(actor, "file_give", attachment, changes=_traced(attachment))
    return given


def attachment_read(attachment: Attachment) -> Given:
    """The content as it was kept; Conflict when the disk does not have it any more."""
    try:
        content = keeping.get(attachment.sha256, attachment.sealed)
    except keeping.Lost:
        raise Conflict(
            f"“{attachment.name}”的内容读不出来", where="文件", expected="备份里有这个文件和加密它的密钥",
            do="请管理员运行 zhenwu files check，从备份里补回", code="ZW-FILE-LOST",
        ) from None  # fmt: skip
    shown = any(kind.shown and kind.media_type == attachment.media_type for kind in file_kinds().values())
    return Given(attachment.name, attachment.media_type, content, shown, attachment.sealed)


def files_survey() -> Survey:
    """Every row's file looked at, and the files that no row names."""
    lost, rows = [], 0
    for row in Attachment.objects.order_by("id").iterator():
        rows += 1
        try:
            keeping.get(row.sha256, row.sealed)
        except keeping.Lost:
            lost.append(row)
    return Survey(rows, tuple(lost), tuple(files_strays()))


def files_strays() -> list[Path]:
    """The files that no row names and that are older than a day."""
    return keeping.strays(_named())


def _named() -> set[Path]:
    found = Attachment.objects.order_by().values_list("sha256", "sealed").distinct()
    return {keeping.path_of(digest, sealed) for digest, sealed in found}


def files_sweep(*, actor: Any) -> int:
    """Delete the files that no row names and that are older than a day; how many there were."""
    with keeping.held(alone=True), transaction.atomic():
        strays = keeping.strays(_named())
        if strays:
            audit_write(actor, "files_sweep", "ledgers.attachment", changes={"files": len(strays)})
        for path in strays:
            path.unlink(missing_ok=True)
    return len(strays)
