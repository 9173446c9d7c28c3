"""Wants → few SQL statements → the exact integer of each want.

Rows are grouped by elementary spans of days (those between the bounds of all periods asked) and by code prefix, so that any
number of periods and places over one ledger costs one scan; what does not add up over time gets a column for each day asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zhenwu.kernel.period import Period
from zhenwu.metrics import clauses
from zhenwu.metrics.atoms import Atom, Want
from zhenwu.metrics.clauses import Piece, column_sql, conditions, date_sql, in_places, join
from zhenwu.metrics.dialects import Dialect

#: Aggregates in one SELECT; SQLite takes 2000 columns and 32766 parameters.
MOST_COLUMNS = 120
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Scan:
    """One statement and how to read its rows into the integers of the wants it answers."""

    piece: Piece
    read: Callable[[list[Row]], dict[Want, int]]


def plan_scans(wants: Iterable[Want], ledgers: Mapping[str, int], dialect: Dialect) -> list[Scan]:
    """Statements that answer all wants. ledgers : code → primary key; a want of an unknown ledger is left out."""
    groups: dict[tuple[str, ...], list[Want]] = {}
    for want in dict.fromkeys(wants):
        if want.atom.ledger in ledgers:
            groups.setdefault(_group(want.atom), []).append(want)
    scans: list[Scan] = []
    for key, group in groups.items():
        maker = _MAKERS[key[0]]
        scans.extend(maker(group, ledgers[group[0].atom.ledger], dialect))
    return scans


def _group(atom: Atom) -> tuple[str, ...]:
    """Atoms with an equal key are answered by one scan."""
    if atom.shape in ("count", "sum"):
        return ("spans", atom.table, atom.ledger, atom.date)
    if atom.shape == "distinct":
        return ("distinct", atom.table, atom.ledger, atom.date, atom.column, repr(atom.where))
    if atom.shape in ("holding", "under_way"):
        return (atom.shape, atom.ledger, atom.detail)
    return (atom.shape, atom.ledger, atom.measure)


# Flows: one row for each span of days and each place.


def _spans(periods: Iterable[Period]) -> list[date]:
    """First days of the elementary spans, the last one being the day after everything asked."""
    return sorted({day for p in periods for day in (p.start, p.end + timedelta(days=1))})


def _span_sql(column: str, firsts: list[date]) -> Piece:
    """Which span a day lies in; rows outside all spans were dropped by WHERE."""
    if len(firsts) == 2:
        return Piece("0")
    arms = " ".join(f"WHEN {column} < %s THEN {i}" for i in range(len(firsts) - 2))
    return Piece(f"CASE {arms} ELSE {len(firsts) - 2} END", tuple(firsts[1:-1]))


def _place_sql(group: list[Want]) -> str:
    return f"SUBSTR(r.area_code, 1, {max(len(p) for w in group for p in w.place)})"


def _within(column: str, firsts: list[date]) -> Piece:
    return Piece(f" AND {column} >= %s AND {column} < %s", (firsts[0], firsts[-1]))


class _Places:
    """Which rows of a result belong to a place; worked out once for each place."""

    def __init__(self, codes: list[str]) -> None:
        self.codes, self.known = codes, dict[tuple[str, ...], list[int]]()

    def rows(self, place: tuple[str, ...]) -> list[int]:
        if place not in self.known:
            self.known[place] = [i for i, code in enumerate(self.codes) if code.startswith(place)]
        return self.known[place]


def _span_scans(group: list[Want], ledger: int, dialect: Dialect) -> Iterator[Scan]:
    for part in _by_atoms(group):
        atoms = list(dict.fromkeys(w.atom for w in part))
        column, firsts = date_sql(atoms[0]), _spans(w.period for w in part)
        aggregates = []
        for atom in atoms:
            what = column_sql(atom.column, atom.table, dialect) if atom.shape == "sum" else "1"
            aggregates.append(
                Piece("SUM(CASE WHEN ") + conditions(atom, dialect) + f" THEN {what} ELSE 0 END)"
            )
        # A measurement belongs to a period only with both its ends: a year's total is no December's.
        whole = atoms[0].table == "measurements"
        began = Piece(", ") + _span_sql("m.start", firsts) if whole else Piece("")
        piece = (
            Piece("SELECT ") + _span_sql(column, firsts) + f", {_place_sql(part)}, " + join(aggregates, ", ") + began
            + Piece(f" {clauses.source(atoms[0].table)}", (ledger,)) + _narrow(atoms) + _within(column, firsts)
            + (_within("m.start", firsts) if whole else "") + " AND " + in_places(p for w in part for p in w.place)
            + (f" GROUP BY 1, 2, {len(atoms) + 3}" if whole else " GROUP BY 1, 2")
        )  # fmt: skip
        yield Scan(piece, _span_reader(part, atoms, firsts, whole))


def _narrow(atoms: list[Atom]) -> Piece:
    """Lets the index of events and measurements be used."""
    if atoms[0].table == "events":
        kinds = sorted({a.event for a in atoms})
        piece = Piece(f" AND e.kind IN ({', '.join(['%s'] * len(kinds))})", tuple(kinds))
        if all(a.detail for a in atoms):
            details = sorted({a.detail for a in atoms})
            piece += Piece(f" AND e.detail IN ({', '.join(['%s'] * len(details))})", tuple(details))
        return piece
    if atoms[0].table == "measurements":
        measures = sorted({a.measure for a in atoms})
        return Piece(f" AND m.measure IN ({', '.join(['%s'] * len(measures))})", tuple(measures))
    return Piece("")


def _span_reader(
    group: list[Want], atoms: list[Atom], firsts: list[date], whole: bool
) -> Callable[[list[Row]], dict[Want, int]]:
    index = {day: i for i, day in enumerate(firsts)}
    column = {atom: i + 2 for i, atom in enumerate(atoms)}

    def read(rows: list[Row]) -> dict[Want, int]:
        places = _Places([str(r[1]) for r in rows])
        found: dict[Want, int] = {}
        for want in group:
            low, high = index[want.period.start], index[want.period.end + timedelta(days=1)]
            at = column[want.atom]
            found[want] = sum(
                int(rows[i][at] or 0)
                for i in places.rows(want.place)
                if low <= rows[i][0] < high and (not whole or rows[i][-1] >= low)
            )
        return found

    return read


# Distinct values: neither spans nor places add up, so the values themselves come back.


def _distinct_scans(group: list[Want], ledger: int, dialect: Dialect) -> Iterator[Scan]:
    atom = group[0].atom
    column, firsts = date_sql(atom), _spans(w.period for w in group)
    value = column_sql(atom.column, atom.table, dialect)
    piece = (
        Piece("SELECT DISTINCT ") + _span_sql(column, firsts) + f", {_place_sql(group)}, {value}"
        + Piece(f" {clauses.source(atom.table)}", (ledger,)) + _within(column, firsts)
        + " AND " + conditions(atom, dialect) + " AND " + in_places(p for w in group for p in w.place)
    )  # fmt: skip
    index = {day: i for i, day in enumerate(firsts)}

    def read(rows: list[Row]) -> dict[Want, int]:
        places = _Places([str(r[1]) for r in rows])
        found: dict[Want, int] = {}
        for want in group:
            low, high = index[want.period.start], index[want.period.end + timedelta(days=1)]
            values = {rows[i][2] for i in places.rows(want.place) if low <= rows[i][0] < high}
            found[want] = len(values - {None, ""})
        return found

    yield Scan(piece, read)


# Stocks: one column for each thing and each day (or stretch) asked.

_Column = tuple[Atom, Period]


def _by_atoms(group: list[Want]) -> Iterator[list[Want]]:
    """Parts of a group with few enough atoms for one statement."""
    atoms = list(dict.fromkeys(w.atom for w in group))
    for i in range(0, len(atoms), MOST_COLUMNS):
        some = set(atoms[i : i + MOST_COLUMNS])
        yield [w for w in group if w.atom in some] if len(some) < len(atoms) else group


def _by_columns(group: list[Want]) -> Iterator[tuple[list[Want], list[_Column]]]:
    """Parts of a group with few enough (atom, period) columns for one statement."""
    columns = list(dict.fromkeys((w.atom, w.atom.window(w.period)) for w in group))
    for i in range(0, len(columns), MOST_COLUMNS):
        some = columns[i : i + MOST_COLUMNS]
        chosen = set(some)
        yield [w for w in group if (w.atom, w.atom.window(w.period)) in chosen], some


def _column_reader(group: list[Want], columns: list[_Column]) -> Callable[[list[Row]], dict[Want, int]]:
    at = {column: i + 1 for i, column in enumerate(columns)}

    def read(rows: list[Row]) -> dict[Want, int]:
        places = _Places([str(r[0]) for r in rows])
        return {
            w: sum(int(rows[i][at[w.atom, w.atom.window(w.period)]] or 0) for i in places.rows(w.place))
            for w in group
        }

    return read


def standing_at(end: date) -> Piece:
    """On the register at the end of a day: entered by then and not closed by then."""
    return Piece("r.occurred_on <= %s AND (r.closed_on IS NULL OR r.closed_on > %s)", (end, end))


def held_at(end: date) -> Piece:
    """Holding the title at the end of a day, and still on the register."""
    return standing_at(end) + Piece(" AND h.since <= %s AND (h.until IS NULL OR h.until > %s)", (end, end))


def under_way_in(period: Period) -> Piece:
    """Begun by the end of a period and not finished before its start."""
    return Piece(
        "r.occurred_on <= %s AND h.since <= %s AND (r.closed_on IS NULL OR r.closed_on >= %s)",
        (period.end, period.end, period.start),
    )


def _standing_scans(group: list[Want], ledger: int, dialect: Dialect) -> Iterator[Scan]:
    for part, columns in _by_columns(group):
        aggregates = []
        for atom, period in columns:
            what = column_sql(atom.column, atom.table, dialect) if atom.column else "1"
            test = standing_at(period.end) + " AND " + conditions(atom, dialect)
            aggregates.append(Piece("SUM(CASE WHEN ") + test + f" THEN {what} ELSE 0 END)")
        last = max(period.end for _, period in columns)
        piece = (
            Piece(f"SELECT {_place_sql(part)}, ") + join(aggregates, ", ")
            + Piece(f" {clauses.source('records')}", (ledger,)) + Piece(" AND r.occurred_on <= %s AND ", (last,))
            + in_places(p for w in part for p in w.place) + " GROUP BY 1"
        )  # fmt: skip
        yield Scan(piece, _column_reader(part, columns))


def _span_of_state_scans(group: list[Want], ledger: int, dialect: Dialect) -> Iterator[Scan]:
    atom = group[0].atom
    source = clauses.holding_source if atom.shape == "holding" else clauses.under_way_source
    for part, columns in _by_columns(group):
        aggregates = []
        for each, period in columns:
            test = held_at(period.end) if each.shape == "holding" else under_way_in(period)
            test = test + " AND " + conditions(each, dialect)
            aggregates.append(Piece("COUNT(DISTINCT CASE WHEN ") + test + " THEN r.id END)")
        piece = (
            Piece(f"SELECT {_place_sql(part)}, ") + join(aggregates, ", ") + " " + source(atom, ledger) + " AND "
            + in_places(p for w in part for p in w.place) + " GROUP BY 1"
        )  # fmt: skip
        yield Scan(piece, _column_reader(part, columns))


def _threshold_scans(group: list[Want], ledger: int, dialect: Dialect) -> Iterator[Scan]:
    for part, columns in _by_columns(group):
        windows = list(dict.fromkeys((atom.where, window) for atom, window in columns))
        name = {key: f"s{i}" for i, key in enumerate(windows)}
        sums = []
        for (where, window), alias in name.items():
            test = Piece('m.start >= %s AND m."end" <= %s', (window.start, window.end))
            for cond in where:
                test = test + " AND " + clauses.condition(cond, "measurements", dialect)
            sums.append(Piece("SUM(CASE WHEN ") + test + f" THEN m.actual ELSE 0 END) AS {alias}")
        inner = (
            Piece(f"SELECT {_place_sql(part)} AS place, ") + join(sums, ", ")
            + Piece(f" {clauses.source('measurements')}", (ledger,))
            + Piece(" AND m.measure = %s AND ", (part[0].atom.measure,)) + in_places(p for w in part for p in w.place)
            + Piece(' AND m.start >= %s AND m."end" <= %s', _stretch(window for _, window in columns))
            + f" GROUP BY r.id, {_place_sql(part)}"
        )  # fmt: skip
        aggregates = [
            Piece(f"SUM(CASE WHEN {name[atom.where, window]} >= %s THEN 1 ELSE 0 END)", (threshold(atom),))
            for atom, window in columns
        ]
        piece = Piece("SELECT place, ") + join(aggregates, ", ") + " FROM (" + inner + ") t GROUP BY 1"
        yield Scan(piece, _column_reader(part, columns))


def _stretch(windows: Iterable[Period]) -> tuple[date, date]:
    found = list(windows)
    return min(w.start for w in found), max(w.end for w in found)


def threshold(atom: Atom) -> int:
    """The threshold as the integer that measurements are kept in."""
    assert atom.at_least is not None
    return int(atom.at_least.scaleb(4))


_MAKERS: dict[str, Callable[[list[Want], int, Dialect], Iterator[Scan]]] = {
    "spans": _span_scans,
    "distinct": _distinct_scans,
    "standing": _standing_scans,
    "holding": _span_of_state_scans,
    "under_way": _span_of_state_scans,
    "threshold": _threshold_scans,
}
