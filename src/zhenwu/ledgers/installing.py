"""Definitions from the catalogue into the database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.catalog import FieldSpec, LedgerSpec
from zhenwu.ledgers.models import Ledger, LedgerField


def ledger_install(specs: Iterable[LedgerSpec], *, actor: Any = None) -> list[Ledger]:
    """Create or renew ledgers with their fields. What an office added stays; the same specs again change nothing."""
    made: list[Ledger] = []
    created: list[str] = []
    changed: list[str] = []
    with transaction.atomic():
        for spec in specs:
            ledger = Ledger.objects.filter(code=spec.code).first()
            new = ledger is None
            ledger = ledger or Ledger(code=spec.code)
            touched = _put(ledger, _ledger_values(spec))
            old = {} if new else {row.key: row for row in ledger.fields.all()}
            for order, item in enumerate(spec.fields):
                row = old.get(item.key) or LedgerField(ledger=ledger, key=item.key)
                touched |= _put(row, _field_values(item, order))
            (created if new else changed if touched else []).append(spec.code)
            made.append(ledger)
        if created or changed:
            audit_write(
                actor, "ledger_install", "ledgers.ledger", changes={"created": created, "changed": changed}
            )
    return made


def _put(row: Any, values: dict[str, Any]) -> bool:
    """Save the row when a value differs."""
    if row.pk is not None and all(getattr(row, key) == value for key, value in values.items()):
        return False
    for key, value in values.items():
        setattr(row, key, value)
    row.save()
    return True


def _ledger_values(spec: LedgerSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "name_en": spec.name_en,
        "archetype": spec.archetype,
        "work_row": spec.work_row,
        "unit": spec.unit,
        "office_code": spec.office,
        "stages": [{"key": s.key, "name": s.name, "closes": s.closes} for s in spec.stages],
        "clocks": [clock.as_dict() for clock in spec.clocks],
        "identity": list(spec.identity),
        "sensitive": spec.sensitive,
        "titles": [{"key": key, "name": name} for key, name in spec.titles],
        "measures": [measure.as_dict() for measure in spec.measures],
        "order": spec.order,
        "active": True,
    }


def _field_values(spec: FieldSpec, order: int) -> dict[str, Any]:
    return {
        "label": spec.label,
        "label_en": spec.label_en,
        "type": spec.type,
        "column": spec.column,
        "required": spec.required,
        "personal": spec.personal,
        "choices": [{"key": key, "name": name} for key, name in spec.choices],
        "unit": spec.unit,
        "help": spec.help,
        "aliases": list(spec.aliases),
        "low": spec.low,
        "high": spec.high,
        "listed": spec.listed,
        "order": order,
    }
