"""The columns of the tables, and the rows of a reading in them."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.house.rooms import ROOT, table

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import Figure, read
from zhenwu.reader.many.tables import HEAD, TABLES, Rows, names, printable, schema

TEXT = "一、2025年工作回顾\n税收预计1800余万元，同比增长9%。完成投资x万元，其中道路IO公里。\n二、2026年工作安排\n力争税收增长8%左右。"


def test_every_field_of_a_part_is_a_column() -> None:
    columns = set(schema("figures", failures=False).names)
    assert {f.name for f in fields(Figure)} - columns == {"sentence", "threshold"}
    assert {"sentence_start", "sentence_end", "threshold_start", "file", "sha256", "reader", "n"} <= columns


@pytest.mark.parametrize("table", TABLES)
def test_columns_of_a_table_have_names_of_their_own(table: str) -> None:
    found = schema(table, failures=True).names
    assert len(found) == len(set(found))


def test_types_are_narrow_and_exact() -> None:
    types = {field.name: field.type for field in schema("figures", failures=False)}
    assert types["value"] == pa.decimal128(38, 10)
    assert {types[name] for name in ("start", "end", "n", "section", "sentence_start")} == {pa.int32()}
    assert types["masked"] == pa.bool_()
    assert types["of"].value_type == pa.int32()
    assert schema("reports", failures=True).field("size").type == pa.int64()


def test_rows_say_what_the_reading_says() -> None:
    whole = read(TEXT)
    made = Rows(TABLES, "1+x")
    made.add("a.txt", "ab", 9, whole)
    tables = made.arrow()
    figures = tables["figures"].to_pylist()
    assert [(r["n"], r["subject"], r["value"], r["masked"], r["rule"]) for r in figures] == [
        (n, f.subject, f.value, f.masked, f.rule) for n, f in enumerate(whole.figures)
    ]
    assert all(whole.text[r["start"] : r["end"]] == r["surface"] for r in figures)
    assert [r["sentence_start"] for r in figures] == [f.sentence[0] for f in whole.figures]
    [report] = tables["reports"].to_pylist()
    assert (report["figures"], report["promises"], report["error"]) == (
        len(figures),
        len(whole.promises),
        None,
    )
    for name in TABLES[1:]:
        assert tables[name].num_rows == len(getattr(whole, name))


def test_an_unreadable_file_has_one_row_in_the_first_table() -> None:
    for tables in (("figures",), TABLES):
        made = Rows(tables, "1+x")
        made.fail("b.txt", None, 7, BadInput("文件是空的", where="b.txt", code="ZW-READ-EMPTY"))
        counted = {name: t.num_rows for name, t in made.arrow().items()}
        assert counted == dict.fromkeys(tables, 0) | {tables[0]: 1}
        [row] = made.arrow()[tables[0]].to_pylist()
        assert (row["file"], row["error"], row["message"]) == (
            "b.txt",
            "ZW-READ-EMPTY",
            "b.txt：文件是空的。",
        )


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_kept_exactly_or_left_out(value: Decimal) -> None:
    whole = read("一、2025年工作回顾\n全年新建公厕6座。")
    whole.figures[0].value = value
    made = Rows(("figures",), "1+x")
    made.add("a.txt", "ab", 9, whole)
    [row] = made.arrow()["figures"].to_pylist()
    exact = Fraction(value) if abs(value.adjusted()) < 60 else Fraction(0 if not value else 10**60)
    fits = abs(exact) < 10**28 and (exact * 10**10).denominator == 1
    assert (row["value"] == value) if fits else (row["value"] is None)


def test_a_name_of_other_bytes_is_printable() -> None:
    name = b"\xd5\xf2.txt".decode("utf-8", "surrogateescape")
    assert printable(name) == "\\xd5\\xf2.txt"


def test_the_page_of_the_reader_tells_every_column() -> None:
    rows = table(ROOT / "docs/reader.md", under="### Tables")
    told = {row[0].strip("`"): re.findall(r"`(\w+)`", row[1]) for row in rows if len(row) == 2}
    heads = [row[0].strip("`") for row in rows if len(row) == 3]
    assert heads == [name for name, _ in HEAD]
    for name in TABLES:
        columns = [column for column, _ in names(name, failures=name == "reports")]
        assert told[name] == columns[0 if name == "reports" else len(heads) :], name
