"""A record together with the records that hang on it: an inspection and the hazards it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from zhenwu.kernel.errors import BadInput, Fault, ZhenwuError
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger, Record

#: ledger → (ledger of its children, what one is called)
CHILDREN = {"inspection": ("hazard", "隐患")}
#: What children take over from their parent when they do not say it themselves.
_INHERITED = ("occurred_on", "area_code", "category")


def record_create_with(
    ledger: Ledger, *, actor: Any, values: Mapping[str, Any], children: Sequence[Mapping[str, Any]]
) -> Record:
    """Register a record and its children, all or none; faults of a child are named after its place in the list."""
    if not children:
        return record_create(ledger, actor=actor, values=values)
    code, word = CHILDREN[ledger.code]
    below = Ledger.objects.prefetch_related("fields").get(code=code)
    faults: list[Fault] = []
    parent: Record | None = None
    try:
        with transaction.atomic():
            try:
                parent = record_create(ledger, actor=actor, values=values)
            except BadInput as error:
                faults += error.faults
            inherited = {key: values[key] for key in _INHERITED if values.get(key)}
            for index, child in enumerate(children, 1):
                told = {key: value for key, value in child.items() if value not in (None, "")}
                try:
                    record_create(below, actor=actor, values={**inherited, **told}, parent=parent)
                except ZhenwuError as error:
                    if not isinstance(error, BadInput):
                        raise
                    faults += [
                        replace(f, where=f"{word}{index} {f.where}")
                        for f in error.faults
                        if parent or _own(f, child)
                    ]
            if faults:
                raise BadInput.of(faults, source=ledger.name)
    except BadInput:
        raise BadInput.of(faults, source=ledger.name) from None
    assert parent is not None
    return parent


def _own(fault: Fault, child: Mapping[str, Any]) -> bool:
    """Whether a fault is the child's and not one that its faulty parent already has."""
    return fault.where not in ("发现日期", "村")
