"""Pages of ledgers: who sees what, what they answer, how many queries they take."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.apps.ledgers.books import PETITION_HEADS, book, petition, resident

from zhenwu.audit.models import AuditRow
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.bulk import Line, bulk_load
from zhenwu.ledgers.models import ImportBatch, Ledger, Record, SavedView

VALUES = {
    "occurred_on": "2026-09-20",
    "channel": "来访",
    "persons": 2,
    "petitioner": "王小明",
    "phone": "13812342716",
}
FIRM = {
    "title": "云岭铸件厂", "credit_code": "91350100M000100Y43", "occurred_on": "2020-01-01", "area_code": "石桥村", "category": "工业",
}  # fmt: skip


@pytest.fixture
def world(town, client):  # type: ignore[no-untyped-def]
    """Petitions in two villages; the clerk signed in."""
    ledger = Ledger.objects.get(code="petition")
    rows = [
        {"number": f"2026-{n:04d}", "occurred_on": date(2026, 9, 1) + timedelta(8 * n), "channel": "visit", "persons": 2, "title": title,
         "area_code": town.village if n % 2 else town.neighbour, "petitioner": "王小明", "handler": "陈立"}
        for n, title in enumerate(["反映水渠堵塞", "反映路灯不亮", "要求明确界址", "反映噪声扰民"], 1)
    ]  # fmt: skip
    bulk_load(ledger, rows)
    town.ledger = ledger
    town.own = Record.objects.get(number="2026-0001")
    town.foreign = Record.objects.get(number="2026-0002")
    client.force_login(town.users["zhou"])
    return town


def page(client, name, *args, status=200, **query):  # type: ignore[no-untyped-def]
    answer = client.get(reverse(f"web:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_list_counts_by_work_row(client, world):
    text = page(client, "ledger-list")
    assert "信访事项" in text and "D2" in text and "在办<b>4</b>件" in text


def test_a_ledger_answers_in_one_sentence(client, world):
    text = page(client, "ledger", "petition")
    assert "收<a" in text and "在办" in text and "反映水渠堵塞" in text
    assert "王**" in text and "王小明" not in text


@pytest.mark.parametrize(
    ("query", "found", "hidden"),
    [
        ({"find": "水渠"}, "反映水渠堵塞", "反映路灯不亮"),
        ({"find": "反映 路灯"}, "反映路灯不亮", "反映水渠堵塞"),
        ({"find": "2026-0003"}, "要求明确界址", "反映路灯不亮"),
        ({"view": "late"}, "反映水渠堵塞", "反映噪声扰民"),
        ({"from": "2026-09-20"}, "要求明确界址", "反映水渠堵塞"),
        ({"stage": "registered", "channel": "visit"}, "反映噪声扰民", "没有符合条件"),
    ],
)
def test_conditions(client, world, query, found, hidden):
    text = page(client, "ledger", "petition", **query)
    table = text[text.index('<div id="table">') :]
    assert found in table and hidden not in table


def test_an_unfit_condition_says_so(client, world):
    assert "9月只有30天" in page(client, "ledger", "petition", **{"from": "2026-09-31"})


def test_a_part_of_the_page_is_the_table_alone(client, world):
    answer = client.get(
        reverse("web:ledger", args=["petition"]),
        {"sort": "-number"},
        headers={"HX-Request": "true", "HX-Target": "table"},
    )
    text = answer.content.decode()
    assert "<html" not in text and text.index("2026-0004") < text.index("2026-0001")


def test_a_cadre_sees_the_own_village_only(client, world):
    client.force_login(world.users["liu"])
    text = page(client, "ledger", "petition")
    assert "反映水渠堵塞" in text and "反映路灯不亮" not in text
    page(client, "record", "petition", world.own.pk)
    foreign = page(client, "record", "petition", world.foreign.pk, status=404)
    nothing = page(client, "record", "petition", 999_999, status=404)
    assert foreign.replace(str(world.foreign.pk), "0").count("没有记录") == nothing.replace(
        "999999", "0"
    ).count("没有记录")
    assert "反映路灯不亮" not in foreign


def test_a_department_has_no_other_ledgers(client, world):
    client.force_login(world.users["chen"])
    page(client, "ledger", "petition")
    assert "没有台账" in page(client, "ledger", "dispute", status=404)
    assert "没有台账" in page(client, "ledger", "nothing", status=404)


def test_outsiders_sign_in_first(client, world):
    client.logout()
    assert client.get(reverse("web:ledger", args=["petition"])).status_code == 302


@pytest.mark.parametrize("name", ["record-add", "import-new"])
def test_who_may_only_read_is_refused(client, world, name):
    client.force_login(world.users["zheng"])
    page(client, name, "petition", status=403)
    assert reverse("web:record-add", args=["petition"]) not in page(client, "ledger", "petition")


@pytest.mark.parametrize(("name", "most"), [("ledger", 22), ("record", 24)])
def test_queries_do_not_grow_with_records(client, world, name, most, django_assert_max_num_queries):
    args = ["petition", world.own.pk] if name == "record" else ["petition"]
    page(client, name, *args)
    with django_assert_max_num_queries(most) as few:
        page(client, name, *args)
    taken = len(few.captured_queries)
    rows = [Line({"number": f"2026-1{n:03d}", "occurred_on": date(2026, 9, 9), "channel": "visit", "persons": 1,
                  "title": "反映噪声", "area_code": world.village}) for n in range(60)]  # fmt: skip
    bulk_load(world.ledger, rows)
    page(client, name, *args)
    with django_assert_max_num_queries(taken):
        page(client, name, *args)


def test_a_record_shows_clock_timeline_and_masked_fields(client, world):
    text = page(client, "record", "petition", world.own.pk)
    assert "期限尺" in text and "登记后第" in text and "王**" in text and "王小明" not in text


def test_a_name_is_shown_for_a_reason_only(client, world):
    url = reverse("web:record-show", args=["petition", world.own.pk])
    refused = client.post(url, {"key": "petitioner", "why": ""})
    assert refused.status_code == 400 and "王小明" not in refused.content.decode()
    shown = client.post(url, {"key": "petitioner", "why": "回访"})
    assert "王小明" in shown.content.decode() and shown["Cache-Control"] == "no-store"
    assert AuditRow.objects.get(action="personal_show").reason == "回访"


def test_short_forms_of_a_record(client, world):
    base = ["petition", world.own.pk]
    client.post(
        reverse("web:record-event", args=base), {"kind": "measure", "on": "2026-10-01", "note": "实地踏勘"}
    )
    client.post(reverse("web:record-stage", args=base), {"stage": "accepted", "on": "2026-10-08"})
    client.post(
        reverse("web:record-event", args=base),
        {"kind": "extend", "on": "2026-10-09", "days": "30", "note": "案情复杂"},
    )
    world.own.refresh_from_db()
    assert world.own.stage == "accepted" and world.own.events.count() == 4
    bad = client.post(
        reverse("web:record-event", args=base), {"kind": "measure", "on": "2026-10-41", "note": "再踏勘"}
    )
    assert (
        bad.status_code == 400 and "再踏勘" in bad.content.decode() and "10月只有31天" in bad.content.decode()
    )


def test_the_form_names_every_fault_beside_its_field(client, world):
    url = reverse("web:record-add", args=["petition"])
    text = client.post(
        url, {**VALUES, "area_code": world.village, "channel": "visit", "title": "", "persons": "0"}
    ).content.decode()
    assert "2处要改" in text and "0太小" in text and "事项没有填" in text
    assert "王小明" in text  # what was typed stays
    answer = client.post(
        url, {**VALUES, "area_code": world.village, "channel": "visit", "title": "新的", "next": "1"}
    )
    assert answer["Location"] == url
    assert Record.objects.get(title="新的").number == "2026-0005"


def test_an_inspection_takes_its_hazards(client, world):
    url = reverse("web:record-add", args=["inspection"])
    head = {
        "occurred_on": "2026-10-16",
        "area_code": world.village,
        "title": "烟花零售点",
        "category": "fire",
        "inspectors": "宋伟",
    }
    more = client.post(url, {**head, "found": "yes", "children": "0", "more": "1"}).content.decode()
    assert "隐患1" in more and "处要改" not in more
    child = {
        "found": "yes",
        "children": "1",
        "child0-title": "后门堆放纸箱",
        "child0-level": "general",
        "child0-due_on": "2026-10-12",
    }
    text = client.post(url, {**head, **child}).content.decode()
    assert "早于发现日期2026-10-16" in text and not Record.objects.filter(ledger__code="inspection").exists()
    client.post(url, {**head, **child, "child0-due_on": "2026-10-30"})
    assert Record.objects.get(ledger__code="hazard").parent.title == "烟花零售点"


def test_change_and_withdraw_ask_why(client, world):
    pk = world.own.pk
    shown = page(client, "record-change", "petition", pk)
    assert "王小明" not in shown and "王**" in shown
    url = reverse("web:record-change", args=["petition", pk])
    told = {"number": "2026-0001", "occurred_on": "2026-09-09", "area_code": world.village, "channel": "visit", "title": "反映水渠堵塞",
            "persons": "7", "stage": "registered", "handler": "陈立"}  # fmt: skip
    assert client.post(url, {**told, "why": ""}).status_code == 400
    assert client.post(url, {**told, "why": "核实人数"}).status_code == 302
    world.own.refresh_from_db()
    assert (world.own.persons, world.own.personal["petitioner"]) == (7, "王小明")
    assert client.post(reverse("web:record-withdraw", args=["petition", pk]), {"why": ""}).status_code == 400
    client.post(reverse("web:record-withdraw", args=["petition", pk]), {"why": "重复"})
    assert "重复" in page(client, "record", "petition", pk)


def test_views_are_kept_and_dropped(client, world):
    url = reverse("web:ledger-views", args=["petition"])
    client.post(url, {"name": "石桥来访", "query": f"view=open&place={world.village}&channel=visit"})
    view = SavedView.objects.get()
    assert view.query == {"view": "open", "place": world.village, "channel": "visit"}
    assert "石桥来访" in page(client, "ledger", "petition")
    client.post(url, {"drop": view.pk})
    assert not SavedView.objects.exists()


def test_an_export_is_masked_narrowed_and_audited(client, world, tmp_path):
    answer = client.get(reverse("web:ledger-export", args=["petition"]), {"find": "水渠"})
    path = tmp_path / "a.xlsx"
    path.write_bytes(answer.content)
    rows = list(openpyxl.load_workbook(path).worksheets[0].values)
    assert len(rows) >= 2 and "王**" in rows[1] and "王小明" not in str(rows)
    assert AuditRow.objects.get(action="ledger_export").changes == {"rows": 1}


def send(client, rows, *, code="petition", name="登记.xlsx", **told):  # type: ignore[no-untyped-def]
    data = rows if isinstance(rows, bytes) else book(rows)
    told["file"] = SimpleUploadedFile(name, data)
    return client.post(reverse("web:import-new", args=[code]), told, follow=True)


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


def test_a_register_opens_with_what_stands_on_it(client, world):
    record_create(Ledger.objects.get(code="enterprise"), actor=world.users["zhou"], values=FIRM)
    text = page(client, "ledger", "enterprise")
    assert "云岭铸件厂" in text and "在册" in text
    assert "云岭铸件厂" not in page(client, "ledger", "enterprise", view="all")


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


def test_every_ledger_has_all_its_pages(client, world):
    for ledger in Ledger.objects.all():
        page(client, "ledger", ledger.code)
        page(client, "record-add", ledger.code)
        page(client, "import-new", ledger.code)
    record = record_create(
        Ledger.objects.get(code="enterprise"), actor=world.users["zhou"],
        values=FIRM,
    )  # fmt: skip
    url = reverse("web:record-measure", args=["enterprise", record.pk])
    assert client.post(url, {"measure": "output", "actual": "3.2万元", "month": "2026-09"}).status_code == 302
    assert client.post(url, {"measure": "output", "actual": "约3万元", "month": "2026-08"}).status_code == 400
    assert "3.2" in page(client, "record", "enterprise", record.pk)
