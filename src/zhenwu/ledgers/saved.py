"""Filters that somebody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.errors import BadInput
from zhenwu.ledgers.models import Ledger, SavedView

MOST_VIEWS = 20


def view_save(ledger: Ledger, *, actor: Any, name: str, query: Mapping[str, Any]) -> SavedView:
    """Keep a filter under a name; the same name again replaces it."""
    name = name.strip()
    if not name or len(name) > 40:
        raise BadInput(
            "视图没有名字" if not name else "名字太长",
            where="名字",
            expected="1—40个字",
            do="请写个名字",
            code="ZW-VIEW",
        )
    mine = SavedView.objects.filter(ledger=ledger, owner=actor)
    if mine.exclude(name=name).count() >= MOST_VIEWS:
        raise BadInput(
            f"已有{MOST_VIEWS}个视图",
            where="视图",
            expected=f"最多{MOST_VIEWS}个",
            do="请先删去不用的",
            code="ZW-VIEW",
        )
    with transaction.atomic():
        view, _new = SavedView.objects.update_or_create(
            ledger=ledger, owner=actor, name=name, defaults={"query": dict(query)}
        )
        audit_write(actor, "view_save", view, changes={"query": dict(query)})
    return view


def view_drop(view: SavedView, *, actor: Any) -> None:
    """Forget a filter of one's own."""
    with transaction.atomic():
        audit_write(actor, "view_drop", view)
        view.delete()
