"""Tables go out so that Excel, a clerk and an import can read them again."""

import datetime
import io
import tracemalloc
from decimal import Decimal

import openpyxl
import pytest
import python_calamine

from zhenwu.kernel.errors import BadInput
from zhenwu.writer import xlsx
from zhenwu.writer.xlsx import Column

COLUMNS = [
    Column("编号", "code"),
    Column("受理日期", "date"),
    Column("件数", "count", total=True),
    Column("金额（元）", "money", width=18, total=True),
    Column("办结率", "percent"),
    Column("备注"),
]
ROWS = [
    ["001234567890123456", datetime.date(2026, 1, 3), 12, Decimal("10.50"), Decimal("0.986"), "=1+1"],
    ["002", datetime.date(2026, 2, 28), 3, None, None, "首行\n次行"],
    ["003", None, "暂无数据", Decimal("-0.25"), 1, None],
]


def test_values_come_back() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(xlsx.table("信访台账", COLUMNS, ROWS, notes=["口径：按受理日期。"]))
    )
    assert book.sheet_names == ["信访台账", "说明"]
    assert book.get_sheet_by_index(0).to_python() == [
        ["编号", "受理日期", "件数", "金额（元）", "办结率", "备注"],
        ["001234567890123456", datetime.date(2026, 1, 3), 12.0, 10.5, 0.986, "=1+1"],
        ["002", datetime.date(2026, 2, 28), 3.0, "", "", "首行\n次行"],
        ["003", "", "暂无数据", -0.25, 1.0, ""],
        ["合计", "", 15.0, 10.25, "", ""],
    ]
    assert book.get_sheet_by_index(1).to_python() == [["信访台账"], ["口径：按受理日期。"]]


def test_look() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.table("台账", COLUMNS, ROWS))).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F4"
    assert sheet.print_title_rows == "$1:$1"
    assert [sheet.cell(2, column).number_format for column in range(1, 6)] == [
        *("@", "yyyy-mm-dd", "#,##0", "#,##0.00", "0.0%")
    ]
    assert sheet.column_dimensions["D"].width == pytest.approx(18, abs=1)
    assert sheet["C5"].value == "=SUBTOTAL(109,C2:C4)"
    assert sheet["F2"].data_type == "s"


def test_no_rows_no_sum() -> None:
    rows = python_calamine.load_workbook(io.BytesIO(xlsx.table("空", COLUMNS, [])))
    assert len(rows.get_sheet_by_index(0).to_python()) == 1


def test_long_numbers_stay_themselves() -> None:
    data = xlsx.table("表", [Column("数", "count")], [[1234567890123456789]])
    assert python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1] == [
        "1234567890123456789"
    ]


@pytest.mark.parametrize(
    ("title", "name"), [("a/b:c", "a b c"), ("", "表"), ("History", "表"), ("'长'" * 20, ("'长'" * 20)[1:31])]
)
def test_sheet_names(title: str, name: str) -> None:
    assert xlsx.sheet_name(title).strip("'") == name.strip("'")
    assert xlsx.table(title, COLUMNS, ROWS)


def test_faults() -> None:
    with pytest.raises(BadInput, match="第3行"):
        xlsx.table("表", COLUMNS, [ROWS[0], ["短"]])
    with pytest.raises(BadInput, match="32768"):
        xlsx.table("表", [Column("长")], [["长" * 32768]])
    with pytest.raises(BadInput, match="不存在"):
        xlsx.table("表", [Column("数", "float")], [])
    with pytest.raises(BadInput):
        xlsx.table("表", [], [])


def test_memory_does_not_grow_with_rows() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        data = xlsx.table("表", COLUMNS, (ROWS[0] for _ in range(count)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size - 2 * len(data)

    peak(10)
    assert peak(4000) < peak(500) + 300_000
