"""Imports on their pages: from file to ledger, columns, faults, samples."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse
from tests.apps.ledgers.books import PETITION_HEADS, petition, resident

from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import ImportBatch, Ledger, Record

from .pages import FIRM, page, send


def test_the_import_walks_from_file_to_ledger(client, world):
    text = send(
        client,
        [PETITION_HEADS, petition("A1"), petition("A2", 登记日期="2026-09-31"), petition("A3", 村="石乔村")],
    ).content.decode()
    batch = ImportBatch.objects.get()
    assert "2</b>行有错" in text and "9月只有30天" in text and "石桥村" in text
    url = reverse("web:import", args=["petition", batch.pk])
    assert "写入3行" in text and "disabled" in text
    assert client.post(url, {"do": "write"}).status_code == 400
    client.post(url, {"do": "edit", "row": "3", "key": "occurred_on", "value": "2026-09-30"})
    client.post(url, {"do": "drop-faulty"})
    text = client.post(url, {"do": "write"}, follow=True).content.decode()
    assert "新增<b>2</b>行" in text
    assert Record.objects.filter(number__startswith="A").count() == 2
    client.post(url, {"do": "undo", "why": "传错了"})
    assert not Record.objects.standing().filter(number__startswith="A").exists()


def test_missing_columns_lead_to_the_columns_page(client, world):
    answer = send(
        client, [["编号", "登记日期", "事项", "人数", "渠道"], ["B1", "2026-09-03", "反映水渠", 2, "来访"]]
    )
    assert "1</b>个必填项没有对应的列" in answer.content.decode()
    batch = ImportBatch.objects.get()
    url = reverse("web:import-columns", args=["petition", batch.pk])
    columns = {f"c{i}": key for i, key in enumerate(["number", "occurred_on", "title", "persons", "channel"])}
    answer = client.post(url, {**columns, "fixed-area_code": "石桥村"}, follow=True)
    assert "新增<b>1</b>" in answer.content.decode()


def test_faulty_lines_come_back_as_a_table(client, world, tmp_path):
    send(
        client,
        [["户主身份证号", "户主", "村", "立项日期"], [resident(1)[:-1], "王小明", "大塘村", "2026-03-01"]],
        code="toilet",
    )
    answer = client.get(reverse("web:import-faulty", args=["toilet", ImportBatch.objects.get().pk]))
    path = tmp_path / "b.xlsx"
    path.write_bytes(answer.content)
    rows = list(openpyxl.load_workbook(path).worksheets[0].values)
    assert resident(1)[:-1] in rows[1] and "17位" in str(rows[1][-1])


@pytest.mark.parametrize(
    ("name", "data", "what"), [("a.xlsx", b"<html>", "其实是网页"), ("a.pdf", b"%PDF-1.7", "不收“.pdf”")]
)
def test_the_upload_door_refuses_in_words(client, world, name, data, what):
    answer = send(client, data, name=name)
    assert answer.status_code == 400 and what in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_another_reachs_import_is_not_there(client, world):
    send(client, [PETITION_HEADS, petition("A1")])
    pk = ImportBatch.objects.get().pk
    client.force_login(world.users["liu"])
    for name in ("import", "import-columns", "import-faulty", "import-progress"):
        page(client, name, "petition", pk, status=404)


def test_a_sheet_of_measures_from_upload_to_undo(client, world):
    firm = record_create(Ledger.objects.get(code="enterprise"), actor=world.users["zhou"], values=FIRM)
    rows = [["企业名称", "1月", "2月", "1—3月累计"], [FIRM["title"], 90.5, None, 300]]
    answer = send(client, rows, code="enterprise")
    batch = ImportBatch.objects.get()
    columns = reverse("web:import-columns", args=["enterprise", batch.pk])
    assert answer.redirect_chain[-1][0] == columns and "哪一期" in answer.content.decode()
    told = {f"c{i}": key for i, key in enumerate(["title", "actual::", "actual::", "actual::"])}
    told |= {
        "w0": "",
        "w1": "1",
        "w2": "2",
        "w3": "1-3",
        "fixed-year": "2026",
        "fixed-measure": "output",
        "fixed-unit": "万元",
    }
    text = client.post(columns, told, follow=True).content.decode()
    assert "1行里新增<b>1</b>" in text and "<ins>90.5</ins>" in text and "<ins>300</ins>" in text
    url = reverse("web:import", args=["enterprise", batch.pk])
    assert "已写入" in client.post(url, {"do": "write"}, follow=True).content.decode()
    assert sorted(firm.measurements.current().values_list("actual", flat=True)) == [905_000, 2_095_000]
    again = send(client, [rows[0], [FIRM["title"], 91, None, 300]], code="enterprise", kind="measures")
    assert again.status_code == 200
    client.post(url, {"do": "undo", "why": "传错了"})
    assert not firm.measurements.current().exists()


def test_samples_come_filled_in(client, world):
    record_create(Ledger.objects.get(code="enterprise"), actor=world.users["zhou"], values=FIRM)
    url = reverse("web:import-sample", args=["enterprise"])
    assert (
        openpyxl.load_workbook(io.BytesIO(client.get(url).content)).worksheets[0]["A1"].value == "企业名称*"
    )
    answer = client.get(url, {"kind": "measures", "measure": "output"})
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]["B2"].value == FIRM["title"]
    assert "没有计量" in client.get(url, {"kind": "measures", "measure": "noise"}).content.decode()
    client.force_login(world.users["zheng"])
    assert client.get(url).status_code == 403
