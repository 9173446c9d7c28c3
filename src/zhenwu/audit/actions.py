"""The one way to leave a trace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models

from zhenwu.audit.marks import mark_move
from zhenwu.audit.models import AuditRow


def audit_write(
    actor: Any,
    action: str,
    thing: models.Model | str,
    *,
    area_code: str = "",
    reason: str = "",
    changes: dict[str, Any] | None = None,
    also: Iterable[str] = (),
) -> AuditRow:
    """Write the audit row of an action; must run inside the action's own transaction.

    actor : a user, or None for the system itself (demo, nightly work). thing : the row written, or a name when there
    is no single row. changes : field → [before, after], or counts; personal data must not be put here.
    also : areas beside `area_code` whose rows were written. The marks of all these places move (`zhenwu.audit.marks`).
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{action}: an audit row belongs into the transaction of its write")
    name = thing._meta.label_lower if isinstance(thing, models.Model) else thing
    place = area_code or str(getattr(thing, "area_code", "") or "")
    mark_move(name.partition(".")[0] if "." in name else "", [place, *also])
    return AuditRow.objects.create(
        actor=actor if getattr(actor, "pk", None) else None,
        actor_name=str(actor) if actor is not None else "系统",
        action=action,
        thing=name,
        thing_id=str(thing.pk) if isinstance(thing, models.Model) else "",
        thing_label=str(thing)[:200],
        area_code=place,
        reason=reason,
        changes=plain(changes or {}),
    )


def plain(value: Any) -> Any:
    """Values as JSON keeps them."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    return value
