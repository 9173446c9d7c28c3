"""Long imports in the background."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django_tasks import TaskResultStatus, task
from django_tasks.signals import task_finished

from zhenwu.accounts.models import User
from zhenwu.kernel.errors import ZhenwuError
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.imports.staging import sheet_fault
from zhenwu.ledgers.models import ImportBatch


def _actor(pk: int | None) -> Any:
    return User.objects.get(pk=pk) if pk is not None else None


@task()
def import_check_task(batch_id: int, actor_id: int | None) -> None:
    """Check a batch's lines."""
    from zhenwu.ledgers.imports.actions import check_now

    batch = ImportBatch.objects.select_related("ledger").get(pk=batch_id)
    if batch.state == ImportState.READING:
        check_now(batch, actor=_actor(actor_id))


@task()
def import_write_task(batch_id: int, actor_id: int | None) -> None:
    """Write a batch; what stands against it is kept with the batch for whoever looks."""
    from zhenwu.ledgers.imports.actions import write_now

    batch = ImportBatch.objects.select_related("ledger").get(pk=batch_id)
    if batch.state != ImportState.WRITING:
        return  # it was written before its worker died
    try:
        write_now(batch, actor=_actor(actor_id))
    except ZhenwuError as error:
        faults = [sheet_fault(f.what, f.where, f.expected, f.do, f.code) for f in error.faults]
        ImportBatch.objects.filter(pk=batch_id, state=ImportState.WRITING).update(
            state=ImportState.FAULTY, faults=faults[:500]
        )


@receiver(task_finished, dispatch_uid="ledgers.imports")
def import_left(*, task_result: Any, **_signal: Any) -> None:
    """Say with the batch that its work broke off, so that nobody waits for it."""
    ours = (import_check_task.module_path, import_write_task.module_path)
    if task_result.status != TaskResultStatus.FAILED or task_result.task.module_path not in ours:
        return
    batch = ImportBatch.objects.filter(pk=task_result.args[0]).first()
    if batch is not None and batch.state in (ImportState.READING, ImportState.WRITING):
        batch.state = ImportState.FAULTY
        batch.faults = [
            sheet_fault(
                "这张表没有处理完，程序中途停了", batch.file_name, "从头到尾处理一遍",
                "台账一行也没有动；请重新上传，再停请告诉管理员", "ZW-IMPORT-BROKEN",
            )
        ]  # fmt: skip
        batch.save(update_fields=["state", "faults"])
