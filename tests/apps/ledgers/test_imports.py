"""Spreadsheets: what is read, what is refused, written whole or not at all, and taken back."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.ledgers.actions import record_change
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.imports import actions as importing
from zhenwu.ledgers.imports import (
    import_drop,
    import_edit,
    import_map,
    import_stage,
    import_undo,
    import_write,
)
from zhenwu.ledgers.imports.reading import read_sheets
from zhenwu.ledgers.models import Event, ImportBatch, Ledger, Record

from .books import PETITION_HEADS, book, petition, resident

TOILET_HEADS = ["户主身份证号", "户主", "组别", "备注", "进度", "完工时间", "补助", "立项日期"]


@pytest.fixture
def stage(town):  # type: ignore[no-untyped-def]
    """Stage rows (or bytes) as the clerk: stage("petition", rows)."""

    def do(code, rows, *, name="登记.xlsx", user="zhou", area=None, mapping=None, **other):  # type: ignore[no-untyped-def]
        data = rows if isinstance(rows, bytes) else book(rows, **other)
        return import_stage(
            Ledger.objects.get(code=code),
            actor=town.users[user],
            area_code=area or town.code,
            name=name,
            data=data,
            mapping=mapping,
        )

    return do


def whats(batch: ImportBatch) -> list[str]:
    return [f"{f['where']}:{f['what']}" for f in batch.faults]


# --- files that are no tables -------------------------------------------------------------------------------------------------


def _locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("[Content_Types].xml", "<Types/>")
        pack.writestr("xl/worksheets/sheet1.xml", b"0" * 300_000_000)
    return out.getvalue()


def _far_cell() -> bytes:
    work = openpyxl.Workbook()
    work.active["A1"] = "编号"
    work.active.cell(1_000_000, 500, "x")
    out = io.BytesIO()
    work.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("空.xlsx", b"", "空的"),
        ("网页.xlsx", b"<html><table></table></html>", "其实是网页"),
        ("网页.xls", b"<html><table></table></html>", "其实是网页"),
        ("画.xlsx", b"\x89PNG\r\n\x1a\n0000", "其实是图片"),
        ("旧.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "旧版表格"),
        ("密.xlsx", _locked(), "密码"),
        ("坏.xlsx", b"PK\x03\x04broken", "损坏"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "读不出来"),
        ("弹.xlsx", _bomb(), "异常膨胀"),
        ("远.xlsx", _far_cell(), "第1000000行"),
        ("大.csv", b"a" * (20 * 2**20 + 1), "太大"),
        ("表.csv", b"PK\x03\x04", "其实是xlsx"),
        ("报告.docx", b"PK\x03\x04", "不收“.docx”"),
        ("没有", b"1,2", "没有扩展名"),
        ("白.csv", b",,,\r\n,,,\r\n", "没有内容"),
        ("文章.csv", "去年以来，我镇努力工作。\n今年继续努力。".encode(), "找不到表头"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(town, stage, name, data, what):
    with pytest.raises(BadInput) as error:
        stage("petition", data, name=name)
    assert what in str(error.value)
    assert all(fault.expected and fault.do for fault in error.value.faults)
    assert not ImportBatch.objects.exists()


def test_csv_in_old_chinese_writing(stage):
    text = "编号,登记日期,村,渠道,事项,人数\r\n1,2026-09-03,石桥村,来访,反映水渠堵塞,2\r\n"
    for data in (
        text.encode("gb18030"),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        text.replace(",", "\t").encode(),
    ):
        assert stage("petition", data, name="登记.csv").counts["new"] == 1


def test_more_rows_than_anybody_imports():
    with pytest.raises(BadInput, match="200200行"):
        read_sheets(b"a,b\n" * 200_200, "长.csv")


# --- heads and lines ----------------------------------------------------------------------------------------------------------


def test_titles_two_line_heads_and_merges(stage):
    rows = [
        ["清溪镇信访登记表"],
        ["单位：件"],
        ["编号", "登记日期", "村", "渠道", "反映人", None, "反映事项", "人数"],
        [None, None, None, None, "姓名", "电话", None, None],
        ["1", "2026.9.3", "石桥村", "来访", "王小明", "13812342716", "反映水渠堵塞", "2人"],
        ["2", "2026.9.4", None, "来信", "李四", None, "反映路灯不亮", 1],
    ]
    merges = [(0, 0, 0, 7, "清溪镇信访登记表"), (2, 4, 2, 5, "反映人"), (4, 2, 5, 2, "石桥村")]
    merges += [(2, c, 3, c, rows[2][c]) for c in (0, 1, 2, 3, 6, 7)]
    batch = stage("petition", rows, merges=merges)
    assert whats(batch) == []
    assert batch.counts["new"] == 2
    assert [batch.mapping["columns"][str(c)] for c in (4, 5)] == ["petitioner", "phone"]


def test_two_lines_of_heads_without_merges(stage, town):
    rows = [["户主", None, "村组", "进度", "立项", "完工"], ["身份证号", "姓名", None, None, "日期", "日期"],
            [resident(1), "王小明", "大塘村", "已完工", "2026.1.12", "2026年9月11日"]]  # fmt: skip
    batch = stage("toilet", rows)
    assert list(batch.mapping["columns"].values()) == [
        "owner_id",
        "owner",
        "area_code",
        "stage",
        "occurred_on",
        "closed_on",
    ]
    assert batch.counts["new"] == 1


def test_totals_blank_lines_notes_and_repeated_heads_are_no_records(stage):
    rows = [PETITION_HEADS, petition("1"), [None] * 6, ["小计", None, None, None, None, 2], PETITION_HEADS, petition("2"),
            ["合计", None, None, None, None, 4], ["填表人：周敏", None, "审核人：郑毅"]]  # fmt: skip
    batch = stage("petition", rows)
    assert [(n, r) for n, r in batch.results] == [
        (2, "new"), (4, "total"), (5, "head"), (6, "new"), (7, "total"), (8, "note"),
    ]  # fmt: skip
    assert whats(batch) == []


def test_unknown_columns_are_told_and_missing_ones_are_faults(stage):
    rows = [["编号", "村", "事项", "天气"], ["1", "石桥村", "反映水渠堵塞", "晴"]]
    batch = stage("petition", rows)
    assert batch.mapping["columns"]["3"] == ""
    assert {f["label"] for f in batch.faults} == {"登记日期", "渠道", "人数"}


def test_one_value_for_all_lines_fills_a_missing_column(stage, town):
    rows = [["编号", "登记日期", "事项", "人数", "渠道"], ["1", "2026-09-03", "反映水渠堵塞", 2, "来访"]]
    batch = stage("petition", rows)
    assert batch.state == ImportState.FAULTY
    batch = import_map(
        batch, actor=town.users["zhou"], mapping={"columns": {}, "fixed": {"area_code": "石桥村"}}
    )
    assert batch.state == ImportState.STAGED
    batch = stage("petition", rows, user="liu", area=town.village)
    assert batch.state == ImportState.STAGED  # a village's own sheet needs no column of villages


def test_a_wrong_mapping_is_refused_whole(stage, town):
    batch = stage("petition", [PETITION_HEADS, petition("1")])
    with pytest.raises(BadInput) as error:
        import_map(
            batch, actor=town.users["zhou"], mapping={"columns": {"0": "nothing", "9": "title", "1": "title"}}
        )
    assert len(error.value.faults) == 3


def test_every_bad_cell_has_its_place(stage, town):
    rows = [PETITION_HEADS, petition("1", 登记日期="2026-09-31"), petition("2", 登记日期="20222年3月2日"), petition("3", 村="大埔村"),
            petition("4", 村="990101101999"), petition("5", 人数="约3人"), petition("6", 渠道="托人"), petition("1"),
            petition("8", 事项=None), petition("9", 登记日期=45538), petition("10", 登记日期=date(2026, 9, 9))]  # fmt: skip
    batch = stage("petition", rows)
    found = {(f["row"], f["column"]): f["what"] for f in batch.faults}
    assert set(found) == {(2, "B"), (3, "B"), (4, "C"), (5, "C"), (6, "F"), (7, "D"), (8, "A"), (9, "E")}
    assert "与第2行相同" in found[8, "A"]
    with pytest.raises(BadInput) as error:
        import_write(batch, actor=town.users["zhou"])
    assert len(error.value.faults) == 8
    assert all("登记.xlsx 表“表1” 第" in fault.where for fault in error.value.faults)
    assert not Record.objects.exists()


def test_units_of_heads_and_cells(stage):
    heads = ["批次号", "发放日期", "村", "项目", "种类", "金额(万元)", "人数"]
    rows = [heads, ["1", "2026-09-03", "石桥村", "改厕", "改厕奖补", 3.2, 16],
            ["2", "2026-09-03", "石桥村", "改厕", "改厕奖补", "3200元", 1],
            ["3", "2026-09-03", "石桥村", "改厕", "改厕奖补", "3.2万", 1]]  # fmt: skip
    batch = stage("subsidy", rows)
    assert [f["row"] for f in batch.faults] == [4]
    batch = import_edit(batch, actor=None, row=4, values={"amount": "3.2"})
    import_write(batch, actor=None)
    assert sorted(Record.objects.values_list("amount", flat=True)) == [
        Decimal(3200),
        Decimal(32000),
        Decimal(32000),
    ]


def test_personal_values_of_faults_are_masked(stage):
    rows = [TOILET_HEADS, [resident(1)[:-1], "王小明", "大塘村", None, "在建", None, 2000, "2026-03-01"]]
    batch = stage("toilet", rows)
    assert resident(1)[:-1] not in str(batch.faults)
    assert resident(1)[:-1].encode() not in bytes(batch.content or b"")


# --- mending, writing, again, undoing -----------------------------------------------------------------------------------------


def toilets() -> list[list[object]]:
    return [TOILET_HEADS, [resident(1), "邓大", "大塘村 一组", None, "在建", None, 2000, "2026-03-01"],
            [resident(2), "李二", "大塘村 一组", None, "已完工", "2026.8.30", 2000, "2026-03-01"],
            [resident(3)[:-1], "李三", "大埔村 四组", None, "已完工", "2026-09-31", "2千元", "2026-03-01"],
            ["合计", None, None, None, None, None, 6000]]  # fmt: skip


def test_mended_cells_are_written_with_the_rest(stage, town):
    clerk = town.users["zhou"]
    batch = stage("toilet", toilets())
    assert len(batch.faults) == 3
    batch = import_edit(
        batch,
        actor=clerk,
        row=4,
        values={"owner_id": resident(3), "area_code": "大塘村 四组", "closed_on": "2026-09-30"},
    )
    assert batch.counts["effects"] == {"": 3, "building": 1, "finished": 2}
    batch = import_write(batch, actor=clerk)
    assert batch.state == ImportState.WRITTEN and batch.content is None
    assert Record.objects.filter(batch=batch).count() == 3
    assert AuditRow.objects.filter(action="import_write").count() == 1
    finished = Record.objects.get(personal__isnull=False, closed_on=date(2026, 9, 30))
    assert [e.detail for e in finished.events.order_by("on")] == ["planned", "finished"]
    assert finished.data["group"] == "四组" and finished.amount == 2000


def test_the_same_file_again_changes_nothing(stage, town):
    clerk = town.users["zhou"]
    rows = toilets()[:3]
    import_write(stage("toilet", rows), actor=clerk)
    before = (Record.objects.count(), Event.objects.count())
    again = stage("toilet", rows)
    assert (again.counts["same"], again.mapping["remembered"]) == (2, True)
    import_write(again, actor=clerk)
    assert (Record.objects.count(), Event.objects.count()) == before


def test_changed_lines_enter_stages_and_undo_brings_back(stage, town):
    clerk = town.users["zhou"]
    rows = toilets()[:3]
    first = import_write(stage("toilet", rows), actor=clerk)
    rows[1][4], rows[1][5] = "已完工", "2026-10-11"
    second = stage("toilet", rows)
    assert dict(second.results) == {2: "changed", 3: "same"}
    second = import_write(second, actor=clerk)
    record = Record.objects.get(closed_on=date(2026, 10, 11))
    assert record.stage == "finished"
    with pytest.raises(BadInput):
        import_undo(second, actor=clerk, why=" ")
    import_undo(second, actor=clerk, why="传错了")
    record.refresh_from_db()
    assert (record.stage, record.closed_on) == ("building", None)
    assert not record.events.filter(kind="stage", on=date(2026, 10, 11)).exists()
    import_undo(ImportBatch.objects.get(pk=first.pk), actor=clerk, why="传错了")
    assert not Record.objects.standing().exists() and Record.objects.count() == 2
    assert stage("toilet", rows).counts["new"] == 2


def test_what_moved_on_is_not_undone(stage, town):
    clerk = town.users["zhou"]
    batch = import_write(stage("petition", [PETITION_HEADS, petition("1"), petition("2")]), actor=clerk)
    record_change(Record.objects.get(number="2"), actor=clerk, values={"persons": "4"}, why="核实")
    with pytest.raises(Conflict, match="1条记录又有了动态"):
        import_undo(batch, actor=clerk, why="传错了")
    assert Record.objects.standing().count() == 2


def test_a_ledger_that_moved_on_is_seen_before_writing(stage, town):
    clerk = town.users["zhou"]
    one, two = (stage("petition", [PETITION_HEADS, petition("1")]) for _ in range(2))
    import_write(one, actor=clerk)
    written = import_write(two, actor=clerk)
    assert written.counts["same"] == 1
    assert Record.objects.count() == 1
    with pytest.raises(Conflict):
        import_write(written, actor=clerk)


def test_a_dropped_file_is_not_kept(stage, town):
    batch = import_drop(stage("petition", [PETITION_HEADS, petition("1")]), actor=town.users["zhou"])
    assert batch.content is None and not Record.objects.exists()
    with pytest.raises(Conflict):
        import_write(batch, actor=town.users["zhou"])


def test_another_village_is_not_there(stage, town):
    rows = [PETITION_HEADS, petition("1"), petition("2", 村="老街村")]
    batch = stage("petition", rows, user="liu", area=town.village)
    assert whats(batch) == ["第3行C列 村:没有“老街村”"]
    with pytest.raises(Refused):
        stage("petition", rows, user="zheng")


def test_a_number_used_elsewhere_tells_nothing_of_it(stage, town):
    import_write(
        stage("petition", [PETITION_HEADS, petition("7", 村="老街村", 事项="反映噪声")]),
        actor=town.users["zhou"],
    )
    batch = stage("petition", [PETITION_HEADS, petition("7")], user="liu", area=town.village)
    assert "已被别的记录用了" in whats(batch)[0]
    assert "噪声" not in str(batch.faults) and "老街" not in str(batch.faults)


def test_long_files_go_through_the_background(stage, town, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(importing, "LONG", 2)
    rows = [PETITION_HEADS, *(petition(str(n)) for n in range(5))]
    with django_capture_on_commit_callbacks(execute=True):
        batch = stage("petition", rows)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"]) == (ImportState.STAGED, 5)
    with django_capture_on_commit_callbacks(execute=True):
        batch = import_write(batch, actor=town.users["zhou"])
    assert Record.objects.count() == 5


def test_a_number_beyond_all_bounds_is_a_fault_of_its_cell(stage):  # type: ignore[no-untyped-def]
    rows = [PETITION_HEADS, [None, 54321, "石桥村", "来访", "反映水渠堵塞", 12345]]
    with zipfile.ZipFile(io.BytesIO(book(rows))) as pack:
        parts = {name: pack.read(name) for name in pack.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>12345</v>", b"<v>1e999</v>").replace(
        b"<v>54321</v>", b"<v>-1e999</v>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, body in parts.items():
            pack.writestr(name, body)
    batch = stage("petition", out.getvalue())
    assert batch.state != ImportState.WRITTEN
    assert {f["where"].split(" ")[-1] for f in batch.faults} >= {"登记日期", "人数"}
