"""The rows behind a number: the same atom, compiled to a list whose contributions add up to the number."""

from __future__ import annotations

from collections.abc import Mapping

from zhenwu.metrics import clauses
from zhenwu.metrics.atoms import Want
from zhenwu.metrics.clauses import Piece, column_sql, conditions, date_sql, in_places
from zhenwu.metrics.dialects import Dialect
from zhenwu.metrics.scans import held_at, standing_at, threshold, under_way_in


def plan_listing(
    want: Want, ledgers: Mapping[str, int], dialect: Dialect, *, record: int | None = None
) -> Piece:
    """A statement with one row per contribution: id (in the atom's table), record_id, day, part (the exact integer).

    record : the key of the one record whose contributions are asked for; without it all rows are listed.
    """
    ledger = ledgers[want.atom.ledger]
    return _LISTINGS[want.atom.shape](want, ledger, dialect, record)


def _rows(want: Want, record: int | None) -> Piece:
    """In the places of the want; of the one record, when one is asked for."""
    places = in_places(want.place)
    return places if record is None else places + Piece(" AND r.id = %s", (record,))


def _flow(want: Want, ledger: int, dialect: Dialect, record: int | None) -> Piece:
    atom, period = want.atom, want.period
    day = date_sql(atom)
    key = {"events": "e.id", "measurements": "m.id"}.get(atom.table, "r.id")
    what = f"COALESCE({column_sql(atom.column, atom.table, dialect)}, 0)" if atom.shape == "sum" else "1"
    piece = (
        Piece(f"SELECT {key} AS id, r.id AS record_id, {day} AS day, {what} AS part {clauses.source(atom.table)}", (ledger,))
        + Piece(f" AND {day} >= %s AND {day} <= %s AND ", (period.start, period.end)) + conditions(atom, dialect)
        + " AND " + _rows(want, record)
    )  # fmt: skip
    if atom.table == "measurements":
        piece += Piece(" AND m.start >= %s", (period.start,))
    return piece


def _distinct(want: Want, ledger: int, dialect: Dialect, record: int | None) -> Piece:
    """Every row is listed; the first of each value counts one."""
    atom, period = want.atom, want.period
    value, day = column_sql(atom.column, atom.table, dialect), date_sql(atom)
    every = (
        Piece(f"{clauses.source(atom.table)}", (ledger,))
        + Piece(f" AND {day} >= %s AND {day} <= %s AND ", (period.start, period.end)) + conditions(atom, dialect)
        + " AND " + in_places(want.place) + f" AND {value} IS NOT NULL AND {value} <> ''"
    )  # fmt: skip
    only = Piece("") if record is None else Piece(" AND r.id = %s", (record,))
    firsts = Piece("SELECT MIN(r.id) ") + every + f" GROUP BY {value}"
    return (
        Piece(f"SELECT r.id AS id, r.id AS record_id, {day} AS day, CASE WHEN r.id IN (") + firsts
        + ") THEN 1 ELSE 0 END AS part " + every + only
    )  # fmt: skip


def _standing(want: Want, ledger: int, dialect: Dialect, record: int | None) -> Piece:
    atom = want.atom
    what = f"COALESCE({column_sql(atom.column, atom.table, dialect)}, 0)" if atom.column else "1"
    return (
        Piece(f"SELECT r.id AS id, r.id AS record_id, r.occurred_on AS day, {what} AS part ")
        + Piece(clauses.source("records"), (ledger,)) + " AND " + standing_at(want.period.end)
        + " AND " + conditions(atom, dialect) + " AND " + _rows(want, record)
    )  # fmt: skip


def _state(want: Want, ledger: int, dialect: Dialect, record: int | None) -> Piece:
    atom = want.atom
    holding = atom.shape == "holding"
    source = clauses.holding_source if holding else clauses.under_way_source
    return (
        Piece("SELECT r.id AS id, r.id AS record_id, MIN(h.since) AS day, 1 AS part ") + source(atom, ledger) + " AND "
        + (held_at(want.period.end) if holding else under_way_in(want.period)) + " AND " + conditions(atom, dialect)
        + " AND " + _rows(want, record) + " GROUP BY r.id"
    )  # fmt: skip


def _threshold(want: Want, ledger: int, dialect: Dialect, record: int | None) -> Piece:
    atom, window = want.atom, want.atom.window(want.period)
    return (
        Piece('SELECT r.id AS id, r.id AS record_id, MAX(m."end") AS day, 1 AS part ')
        + Piece(clauses.source("measurements"), (ledger,)) + " AND " + conditions(atom, dialect)
        + Piece(' AND m.start >= %s AND m."end" <= %s AND ', (window.start, window.end)) + _rows(want, record)
        + Piece(" GROUP BY r.id HAVING SUM(m.actual) >= %s", (threshold(atom),))
    )  # fmt: skip


_LISTINGS = {
    "count": _flow,
    "sum": _flow,
    "distinct": _distinct,
    "standing": _standing,
    "holding": _state,
    "under_way": _state,
    "threshold": _threshold,
}
