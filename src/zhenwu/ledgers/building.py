"""Typed values → a record with its first events, ready to be saved; and a record back to its values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import Fault
from zhenwu.kernel.ids import mask_id, mask_mobile, mask_name
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.fields import fingerprint
from zhenwu.ledgers.models import Event, Record
from zhenwu.ledgers.rules import clocks_of, due_of, identity_of, order_faults, stage_settled
from zhenwu.ledgers.rules_fields import Rule, check_value
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit

#: key in `Record.data` of what stood behind the village's name: 一组
PLACE_REST = "group"


def read_values(
    rules: Mapping[str, Rule],
    given: Mapping[str, Any],
    *,
    places: Places,
    units: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], list[tuple[str, Fault, str]]]:
    """Typed values of what was given, and (field, fault, suggestion) for what cannot be taken.

    A blank value is None. Unknown keys are faults. The area becomes its code, the rest of its text goes to `group`.
    """
    values: dict[str, Any] = {}
    wrong: list[tuple[str, Fault, str]] = []
    for key, raw in given.items():
        rule = rules.get(key)
        if rule is None:
            if key == PLACE_REST:
                values[key] = raw
                continue
            fault = Fault(f"没有字段“{key}”", key, "、".join(rules), "请去掉或改成已有的字段", "ZW-FIELD")
            wrong.append((key, fault, ""))
            continue
        try:
            value = check_value(rule, raw, places=places, unit=(units or {}).get(key, ""))
        except Unfit as unfit:
            fault = Fault(unfit.what, rule.label, unfit.expected, unfit.do, "ZW-VALUE")
            wrong.append((key, fault, unfit.suggestion))
            continue
        if rule.type == "area" and value is not None:
            value, rest = value
            if rest:
                values[PLACE_REST] = rest
        values[key] = value
    return values, wrong


def missing_values(
    rules: Mapping[str, Rule], values: Mapping[str, Any], *, known: set[str]
) -> list[tuple[str, Fault]]:
    """Required fields without a value; `known` are keys that are faulty already and not reported twice."""
    return [
        (
            key,
            Fault(
                f"{rule.label}没有填",
                rule.label,
                rule.unit or _expected(rule),
                f"请补上{rule.label}",
                "ZW-REQUIRED",
            ),
        )
        for key, rule in rules.items()
        if rule.required and key not in known and values.get(key) in (None, "", [])
    ]


def _expected(rule: Rule) -> str:
    if rule.choices:
        return "、".join(name for _key, name in rule.choices)
    return {"date": "日期，如2026-09-03", "area": "村名或代码", "integer": "整数"}.get(rule.type, "必填")


def check_whole(defn: Definition, values: dict[str, Any]) -> list[Fault]:
    """Faults between fields; settles stage and closing day on the way."""
    faults = order_faults(values, defn.labels, today())
    return faults + stage_settled(values, defn.ledger.stages, defn.labels)


def record_identity(defn: Definition, values: Mapping[str, Any]) -> str | None:
    """What tells the record from another; identifying numbers of people enter as their keyed hash only."""
    keys = defn.ledger.identity
    area = values.get("area_code")
    if not keys or not area:
        return None
    parts = []
    for key in keys:
        value = values.get(key)
        rule = defn.rules.get(key)
        parts.append(fingerprint(str(value)) if rule and rule.personal and value else value)
    return identity_of(areacode.town_of(area)[:9], parts)


def title_for(defn: Definition, values: Mapping[str, Any]) -> str:
    """A title for a line that has none: the masked name of whom it concerns, else the ledger's name."""
    if values.get("title"):
        return str(values["title"])[:200]
    name = next((values[k] for k in defn.personal if defn.rules[k].type == "text" and values.get(k)), "")
    return f"{mask_name(str(name))}{defn.ledger.unit}" if name else defn.ledger.name


def fill_record(record: Record, defn: Definition, values: Mapping[str, Any]) -> None:
    """Put typed values where they are kept: real columns, data, or sealed."""
    data, personal = dict(record.data or {}), dict(record.personal or {})
    for key, value in values.items():
        rule = defn.rules.get(key)
        if rule is None or (not rule.column and not rule.personal):
            target = data
        elif rule.personal:
            target = personal
        else:
            if key == "title":
                continue
            setattr(record, rule.column, value if value is not None else _blank(rule.column))
            continue
        if value in (None, "", []):
            target.pop(key, None)
        else:
            target[key] = kept(value)
    record.data, record.personal = data, personal
    if "title" in values or not record.title:
        record.title = title_for(defn, {**personal, **values})
    record.office_id = defn.office_of(record.area_code)


def _blank(column: str) -> Any:
    return "" if column in ("number", "stage", "category", "channel", "level", "handler") else None


def kept(value: Any) -> Any:
    """A typed value as JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def values_of(record: Record, defn: Definition) -> dict[str, Any]:
    """The typed values of a record, personal ones included: for comparing, never for showing."""
    found: dict[str, Any] = {}
    for key, rule in defn.rules.items():
        if rule.personal:
            raw = record.personal.get(key)
        elif rule.column:
            raw = getattr(record, rule.column)
            raw = None if raw == "" else raw
        else:
            raw = record.data.get(key)
        found[key] = typed(rule, raw)
    if record.data.get(PLACE_REST):
        found[PLACE_REST] = record.data[PLACE_REST]
    return found


def typed(rule: Rule, raw: Any) -> Any:
    """A kept value as its type."""
    if isinstance(raw, str) and rule.type == "date":
        return date.fromisoformat(raw)
    if isinstance(raw, str) and rule.type in ("money", "decimal"):
        return Decimal(raw)
    return raw


def masked(rule: Rule, value: Any) -> str:
    """A personal value as everybody may see it."""
    text = "" if value is None else str(value)
    if not text:
        return ""
    if rule.type == "phone":
        return mask_mobile(text)
    return mask_id(text) if rule.type in ("resident_id", "credit_code") else mask_name(text)


def first_events(record: Record, defn: Definition, *, actor: Any, batch: Any = None) -> list[Event]:
    """The stages that a new record is known to have entered: its first, an answer, and where it stands now."""
    order = defn.order
    if not order:
        return []
    entered: dict[str, date] = {order[0]: record.occurred_on}
    answered = typed(Rule("", "", "date"), record.data.get("answered_on"))
    if answered and "answered" in order:
        entered["answered"] = answered
    if record.stage and record.stage != order[0]:
        entered.setdefault(record.stage, record.closed_on or answered or record.occurred_on)
    return [
        stage_event(record, defn, key, day, actor=actor, batch=batch)
        for key, day in sorted(entered.items(), key=lambda item: order.index(item[0]))
    ]


def stage_event(
    record: Record, defn: Definition, stage: str, on: date, *, actor: Any, batch: Any = None, note: str = ""
) -> Event:
    return Event(
        record=record, ledger_id=record.ledger_id, area_code=record.area_code, kind=EventKind.STAGE, detail=stage, on=on,
        by=str(actor)[:60] if actor is not None else "", note=note or defn.ledger.stage_name(stage), created_by=actor,
        batch=batch, amount=record.amount if stage == "signed" else None,
    )  # fmt: skip


def set_due(record: Record, defn: Definition, entered: Mapping[str, date], *, extended: int = 0) -> None:
    """The deadline that the ledger's clocks give, unless the ledger has its own field for it."""
    if "due_on" in defn.rules or not defn.clocks:
        return
    running = clocks_of(
        defn.clocks, defn.order, entered, stage=record.stage, occurred_on=record.occurred_on,
        closed_on=record.closed_on, extended=extended,
    )  # fmt: skip
    record.due_on = due_of(running, closed=record.closed_on is not None)
