"""The tables of many readings: their columns, made from the fields of a reading's parts, and the rows of read files.

Every table but `reports` begins with the columns of `HEAD` and then has one column per field of the part; a field that is a
place becomes two columns, _start and _end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, get_type_hints

from zhenwu.kernel.errors import BadInput, ZhenwuError
from zhenwu.reader import model

if TYPE_CHECKING:
    import pyarrow

Type = Literal["text", "int", "long", "flag", "number", "ints", "spans"]
#: Digits of a number: 28 before the point and 10 behind it.
PRECISION, SCALE = 38, 10
_PARTS: dict[str, type] = {
    "sections": model.Section,
    "figures": model.Figure,
    "targets": model.Target,
    "promises": model.Promise,
    "assertions": model.Assertion,
    "honours": model.Honour,
    "projects": model.Project,
    "problems": model.Problem,
    "checks": model.Check,
}
#: All tables of a run, the one about the files themselves first.
TABLES = ("reports", *_PARTS)
_TYPES: dict[Any, Type] = {
    str: "text", str | None: "text", int: "int", int | None: "int", bool: "flag", Decimal: "number",
    Decimal | None: "number", list[int]: "ints", tuple[int, ...]: "ints", list[tuple[int, int]]: "spans",
}  # fmt: skip
_SPAN = (tuple[int, int], tuple[int, int] | None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, what it holds, and how it is taken from a part of a reading."""

    name: str
    type: Type
    take: Callable[[Any], object]


#: What stands before a part's own fields: the file, the digest of its bytes, the reader that read it, the part's place in its list.
HEAD: tuple[tuple[str, Type], ...] = (("file", "text"), ("sha256", "text"), ("reader", "text"), ("n", "int"))
_REPORT: tuple[tuple[str, Type], ...] = (
    ("file", "text"), ("sha256", "text"), ("reader", "text"), ("size", "long"), ("kind", "text"), ("title", "text"),
    ("year", "int"), ("characters", "int"), *((name, "int") for name in _PARTS),
)  # fmt: skip
#: Set in the row of a file that could not be read, and there alone.
FAILED: tuple[tuple[str, Type], ...] = (("error", "text"), ("message", "text"))
#: Fields whose names are taken by the columns of failures.
_APART = {"message": "finding"}


def _columns(part: type) -> list[Column]:
    hints = get_type_hints(part)
    made: list[Column] = []
    for field in fields(part):
        hint, name = hints[field.name], field.name
        column = _APART.get(name, name)
        if hint in _SPAN:
            made.append(Column(f"{name}_start", "int", _edge(name, 0)))
            made.append(Column(f"{name}_end", "int", _edge(name, 1)))
        elif _TYPES[hint] == "number":
            made.append(Column(column, "number", _number(name)))
        elif _TYPES[hint] == "spans":
            made.append(Column(column, "spans", _spans(name)))
        else:
            made.append(Column(column, _TYPES[hint], attrgetter(name)))
    return made


def _edge(name: str, side: int) -> Callable[[Any], object]:
    return lambda part: None if (span := getattr(part, name)) is None else span[side]


def _number(name: str) -> Callable[[Any], object]:
    return lambda part: _fitting(getattr(part, name))


def _spans(name: str) -> Callable[[Any], object]:
    return lambda part: [{"start": start, "end": end} for start, end in getattr(part, name)]


def _fitting(value: Decimal | None) -> Decimal | None:
    """The value, or nothing where the column's digits do not hold it exactly; the surface still tells it."""
    if not value:
        return value if value is None else Decimal(0)
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return None
    zeros = next((i for i, digit in enumerate(reversed(digits)) if digit), len(digits))
    whole = len(digits) + exponent
    return value if -exponent - zeros <= SCALE and whole <= PRECISION - SCALE else None


COLUMNS: dict[str, list[Column]] = {name: _columns(part) for name, part in _PARTS.items()}


def names(table: str, *, failures: bool) -> list[tuple[str, Type]]:
    """The columns of a table in order, with what they hold. failures : whether it takes the rows of unreadable files."""
    own = [(c.name, c.type) for c in COLUMNS[table]] if table != "reports" else []
    return [*(_REPORT if table == "reports" else HEAD), *own, *(FAILED if failures else ())]


def arrow() -> Any:
    """The module pyarrow. BadInput where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise BadInput(
            "把许多份报告读成表要用pyarrow，这里没有装",
            expected="装有可选部分many的镇务",
            do="请运行：pip install 'zhenwu[many]'",
            code="ZW-MANY-ARROW",
        ) from error
    return pyarrow


def schema(table: str, *, failures: bool) -> pyarrow.Schema:
    """A table's columns as Arrow types."""
    pa = arrow()
    types = {
        "text": pa.string(),
        "int": pa.int32(),
        "long": pa.int64(),
        "flag": pa.bool_(),
        "number": pa.decimal128(PRECISION, SCALE),
        "ints": pa.list_(pa.field("element", pa.int32())),
        "spans": pa.list_(
            pa.field("element", pa.struct([pa.field("start", pa.int32()), pa.field("end", pa.int32())]))
        ),
    }
    return pa.schema([pa.field(name, types[type_]) for name, type_ in names(table, failures=failures)])


def printable(path: str) -> str:
    """A path as text; bytes of a name that are no UTF-8 show as \\x.. ."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class Rows:
    """Rows of files as they are read, column by column; `tables` names those that are wanted.

    With one table alone, the rows of unreadable files stand in it; with all, in `reports`.
    """

    def __init__(self, tables: Sequence[str], reader: str) -> None:
        self.reader = reader
        self.failures_in = "reports" if "reports" in tables else tables[0]
        self.values: dict[str, dict[str, list[object]]] = {
            table: {name: [] for name, _ in names(table, failures=table == self.failures_in)}
            for table in tables
        }

    def add(self, file: str, sha256: str, size: int, whole: model.Reading) -> None:
        """Take all rows of one reading."""
        for table, values in self.values.items():
            if table == "reports":
                counts: dict[str, object] = {part: len(getattr(whole, part)) for part in _PARTS}
                self._row(table, {
                    "file": file, "sha256": sha256, "reader": self.reader, "size": size, "kind": whole.source_kind,
                    "title": whole.title, "year": whole.year, "characters": len(whole.text), **counts,
                })  # fmt: skip
                continue
            parts = getattr(whole, table)
            count = len(parts)
            for name, value in (("file", file), ("sha256", sha256), ("reader", self.reader)):
                values[name].extend([value] * count)
            values["n"].extend(range(count))
            for column in COLUMNS[table]:
                take = column.take
                values[column.name].extend([take(p) for p in parts])
            if table == self.failures_in:
                for name, _ in FAILED:
                    values[name].extend([None] * count)

    def fail(self, file: str, sha256: str | None, size: int | None, error: ZhenwuError) -> None:
        """Take the row of a file that could not be read."""
        row: dict[str, object] = {
            "file": file, "sha256": sha256, "reader": self.reader, "error": error.code, "message": str(error),
        }  # fmt: skip
        if self.failures_in == "reports":
            row["size"] = size
        self._row(self.failures_in, row)

    def _row(self, table: str, row: dict[str, object]) -> None:
        for name, values in self.values[table].items():
            values.append(row.get(name))

    def arrow(self) -> dict[str, pyarrow.Table]:
        """The rows so far as Arrow tables."""
        pa = arrow()
        return {
            table: pa.table(values, schema=schema(table, failures=table == self.failures_in))
            for table, values in self.values.items()
        }
