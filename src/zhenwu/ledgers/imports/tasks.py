"""Long imports in the background."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from zhenwu.accounts.models import User
from zhenwu.kernel.errors import ZhenwuError
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.models import ImportBatch


def _actor(pk: int | None) -> Any:
    return User.objects.get(pk=pk) if pk is not None else None


@task()
def import_check_task(batch_id: int, actor_id: int | None) -> None:
    """Check a batch's lines."""
    from zhenwu.ledgers.imports.actions import check_now

    check_now(ImportBatch.objects.select_related("ledger").get(pk=batch_id), actor=_actor(actor_id))


@task()
def import_write_task(batch_id: int, actor_id: int | None) -> None:
    """Write a batch; what stands against it is kept with the batch for whoever looks."""
    from zhenwu.ledgers.imports.actions import write_now

    batch = ImportBatch.objects.select_related("ledger").get(pk=batch_id)
    try:
        write_now(batch, actor=_actor(actor_id))
    except ZhenwuError as error:
        faults = [
            {
                "what": f.what, "where": f.where, "expected": f.expected, "do": f.do, "code": f.code, "row": 0, "key": "",
                "column": "", "label": "", "value": "", "suggestion": "",
            }
            for f in error.faults
        ]  # fmt: skip
        ImportBatch.objects.filter(pk=batch_id, state=ImportState.WRITING).update(
            state=ImportState.FAULTY, faults=faults[:500]
        )
