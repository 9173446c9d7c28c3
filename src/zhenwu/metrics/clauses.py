"""Pieces of SQL that scans and evidence share: conditions, code ranges, joins. A piece is text with %s and its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zhenwu.kernel.errors import BadInput
from zhenwu.metrics.atoms import Atom
from zhenwu.metrics.definition import PLACES, RECORD_COLUMNS, Condition
from zhenwu.metrics.dialects import Dialect

RECORDS, EVENTS, MEASUREMENTS = "ledgers_record", "ledgers_event", "ledgers_measurement"
#: More ranges than this are read as the one range that holds them all; rows of other places are dropped afterwards.
MOST_RANGES = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """SQL with its parameters, in the order of the text."""

    sql: str
    params: tuple[Any, ...] = ()

    def __add__(self, other: Piece | str) -> Piece:
        if isinstance(other, str):
            return Piece(self.sql + other, self.params)
        return Piece(self.sql + other.sql, self.params + other.params)


def join(pieces: Iterable[Piece], separator: str) -> Piece:
    found = list(pieces)
    return Piece(separator.join(p.sql for p in found), tuple(v for p in found for v in p.params))


def column_sql(name: str, table: str, dialect: Dialect) -> str:
    """How a field is read: a column of the record (r), of the event (e) or measurement (m), or the record's JSON."""
    if table == "events" and name in ("amount", "quantity"):
        # An amount that the event fixed outlives later changes of the record.
        return f"COALESCE(e.{name}, r.{name})"
    if table == "measurements" and name in ("actual", "planned"):
        return f"m.{name}"
    if name in RECORD_COLUMNS:
        return f"r.{name}"
    return dialect.json("r.data", name)


def date_sql(atom: Atom) -> str:
    """The date that puts a row into a period."""
    return {"events": 'e."on"', "measurements": 'm."end"'}.get(atom.table, f"r.{atom.date}")


def condition(cond: Condition, table: str, dialect: Dialect) -> Piece:
    """One condition as SQL that is true or false, never NULL."""
    column = column_sql(cond.field, table, dialect)
    stored = cond.field in RECORD_COLUMNS
    if cond.operator == "known":
        text = not stored or cond.field not in (*PLACES, "satisfied", "occurred_on", "closed_on", "due_on")
        return Piece(f"({column} IS NOT NULL AND {column} <> '')" if text else f"{column} IS NOT NULL")
    if cond.operator in ("at_least", "below"):
        if cond.field not in PLACES:
            raise BadInput(f"字段{cond.field}不能比大小", expected="、".join(PLACES), code="ZW-METRIC")
        limit = int(Decimal(cond.values[0]).scaleb(PLACES[cond.field]))
        return Piece(f"{column} {'>=' if cond.operator == 'at_least' else '<'} %s", (limit,))
    values = tuple(_plain(v, cond.field, dialect) for v in cond.values)
    marks = ", ".join(["%s"] * len(values))
    if cond.operator == "in":
        return (
            Piece(f"{column} = %s", values) if len(values) == 1 else Piece(f"{column} IN ({marks})", values)
        )
    return Piece(f"({column} IS NULL OR {column} NOT IN ({marks}))", values)


def _plain(value: Any, name: str, dialect: Dialect) -> Any:
    if name in RECORD_COLUMNS:
        return value
    if isinstance(value, bool):
        return dialect.true if value else dialect.false
    return str(value)


def conditions(atom: Atom, dialect: Dialect) -> Piece:
    """All conditions of an atom that depend on the row alone, joined by AND."""
    pieces = [condition(c, atom.table, dialect) for c in atom.where]
    if atom.table == "events":
        pieces.append(Piece("e.kind = %s", (atom.event,)))
        if atom.detail:
            pieces.append(Piece("e.detail = %s", (atom.detail,)))
    if atom.table == "measurements":
        pieces.append(Piece("m.measure = %s", (atom.measure,)))
    return join(pieces, " AND ") if pieces else Piece("1 = 1")


def outermost(prefixes: Iterable[str]) -> list[str]:
    """The prefixes that lie in no other one.

    >>> outermost(["990101101201", "990101101", "990101102"])
    ['990101101', '990101102']
    """
    found: list[str] = []
    for prefix in sorted(set(prefixes)):
        if not found or not prefix.startswith(found[-1]):
            found.append(prefix)
    return found


def common(prefixes: Sequence[str]) -> str:
    """The digits that all prefixes begin with."""
    low, high = min(prefixes), max(prefixes)
    return next((low[:i] for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), low)


def in_places(prefixes: Iterable[str]) -> Piece:
    """Condition for rows in the places: ranges over a plain index, never LIKE."""
    wanted = outermost(prefixes)
    if len(wanted) > MOST_RANGES:
        wanted = [common(wanted)]
    ranges = [Piece("r.area_code BETWEEN %s AND %s", (p.ljust(12, "0"), p.ljust(15, "9"))) for p in wanted]
    return ranges[0] if len(ranges) == 1 else Piece("(") + join(ranges, " OR ") + ")"


def source(table: str) -> str:
    """FROM with its joins and the conditions that always hold: what was withdrawn or replaced does not count."""
    if table == "events":
        return f"FROM {EVENTS} e JOIN {RECORDS} r ON r.id = e.record_id WHERE e.ledger_id = %s AND r.withdrawn_on IS NULL"
    if table == "measurements":
        return (
            f"FROM {MEASUREMENTS} m JOIN {RECORDS} r ON r.id = m.record_id "
            "WHERE m.ledger_id = %s AND m.replaced_by_id IS NULL AND m.withdrawn_on IS NULL AND r.withdrawn_on IS NULL"
        )
    return f"FROM {RECORDS} r WHERE r.ledger_id = %s AND r.withdrawn_on IS NULL"


def holding_source(atom: Atom, ledger: int) -> Piece:
    """Records joined with the times they held a title: from each gain to the first loss after it."""
    lost = (
        f"(SELECT MIN(l.\"on\") FROM {EVENTS} l WHERE l.record_id = e.record_id AND l.kind = 'lose' "
        'AND l.detail = e.detail AND (l."on" > e."on" OR (l."on" = e."on" AND l.id > e.id)))'
    )
    return Piece(
        f'FROM (SELECT e.record_id, e."on" AS since, {lost} AS until FROM {EVENTS} e '
        f"WHERE e.ledger_id = %s AND e.kind = 'gain' AND e.detail = %s) h "
        f"JOIN {RECORDS} r ON r.id = h.record_id WHERE r.withdrawn_on IS NULL",
        (ledger, atom.detail),
    )


def under_way_source(atom: Atom, ledger: int) -> Piece:
    """Records joined with the day their work began: a stage entered, or, without one, the day of the record."""
    if not atom.detail:
        return Piece(
            f"FROM (SELECT id AS record_id, occurred_on AS since FROM {RECORDS} WHERE ledger_id = %s) h "
            f"JOIN {RECORDS} r ON r.id = h.record_id WHERE r.withdrawn_on IS NULL",
            (ledger,),
        )
    return Piece(
        f'FROM (SELECT e.record_id, MIN(e."on") AS since FROM {EVENTS} e '
        f"WHERE e.ledger_id = %s AND e.kind = 'stage' AND e.detail = %s GROUP BY e.record_id) h "
        f"JOIN {RECORDS} r ON r.id = h.record_id WHERE r.withdrawn_on IS NULL",
        (ledger, atom.detail),
    )
