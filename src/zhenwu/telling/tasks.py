"""Sending in the background."""

from __future__ import annotations

from django_tasks import task


@task()
def message_send_task(message_id: int) -> None:
    """Send one message of the outbox."""
    from zhenwu.telling.actions import message_send

    message_send(message_id, actor=None)
