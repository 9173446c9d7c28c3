"""Who may do what to a ledger's records, in the words of refusals."""

from __future__ import annotations

from typing import Any

from zhenwu.kernel.errors import Conflict, NotFound, Refused
from zhenwu.ledgers.models import Attachment, Ledger, Record


def ledger_for(user: Any, code: str) -> Ledger:
    """The ledger that a user may open; out of reach reads like not there."""
    found = Ledger.objects.visible_to(user).filter(code=code).prefetch_related("fields").first()
    if found is None:
        raise NotFound(f"没有台账“{code}”", expected="你能看的台账", do="请从台账目录里选", code="ZW-LEDGER")
    return found


def record_for(user: Any, ledger: Ledger, pk: int) -> Record:
    """The record that a user may see; out of reach reads like not there."""
    query = Record.objects.visible_to(user).filter(ledger=ledger, pk=pk)
    found = query.select_related("ledger", "office", "parent", "subject", "batch", "created_by").first()
    if found is None:
        raise NotFound(
            f"{ledger.name}里没有记录{pk}", expected="你能看的记录", do="请从台账里选", code="ZW-RECORD"
        )
    return found


def file_for(user: Any, record: Record, pk: int) -> Attachment:
    """A file of a record that a user may see; another record's reads like not there."""
    rows = Attachment.objects.visible_to(user).select_related("record__ledger", "created_by")
    found = rows.filter(record=record, pk=pk).first()
    if found is None:
        raise NotFound(
            f"这条记录没有文件{pk}", expected="这条记录的文件", do="请从这条记录的文件里选", code="ZW-FILE"
        )
    return found


def may_write(actor: Any, ability: str, area_code: str, ledger: Ledger) -> None:
    """Refused unless the actor's grants allow it there; the system (None) may."""
    if actor is None or actor.scope.may(ability, area_code, ledger=ledger.code):
        return
    raise Refused(
        f"你不能在“{ledger.name}”里做这件事",
        expected="对这个区域和台账的授权",
        do="请找镇里的管理员授权",
        code="ZW-RIGHT",
    )


def may_anywhere(actor: Any, ability: str, ledger: Ledger) -> bool:
    """Whether any grant allows it in some area."""
    return actor is None or any(
        actor.scope.may(ability, r.code, ledger=ledger.code) for r in actor.scope.reaches
    )


def may_write_somewhere(actor: Any, ability: str, ledger: Ledger, area_code: str) -> None:
    """Refused when no grant allows it anywhere: known before a place is named."""
    if not may_anywhere(actor, ability, ledger):
        may_write(actor, ability, area_code or "0" * 12, ledger)


def still_standing(record: Record) -> None:
    """Conflict when the record was withdrawn."""
    if record.withdrawn_on:
        raise Conflict(
            f"“{record}”已于{record.withdrawn_on}撤回",
            expected="未撤回的记录",
            do="需要时请重新登记",
            code="ZW-WITHDRAWN",
        )
