"""Pages of ledgers: who sees what, what they answer, how many queries they take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import openpyxl
import pytest
from django.urls import reverse

from zhenwu.audit.models import AuditRow
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import coverage_set, measurement_report, record_create, record_withdraw
from zhenwu.ledgers.bulk import Line, bulk_load
from zhenwu.ledgers.models import Ledger, Record, SavedView

from .pages import FIRM, VALUES, page


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


@pytest.mark.parametrize(("name", "most"), [("ledger", 22), ("record", 30)])
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


def test_a_register_opens_with_what_stands_on_it(client, world):
    record_create(Ledger.objects.get(code="enterprise"), actor=world.users["zhou"], values=FIRM)
    text = page(client, "ledger", "enterprise")
    assert "云岭铸件厂" in text and "在册" in text
    assert "云岭铸件厂" not in page(client, "ledger", "enterprise", view="all")


def test_a_record_says_in_which_figures_it_is_counted(client, world):
    coverage_set(world.ledger, actor=None, area_code=world.code, complete_from=date(2026, 1, 1))
    text = page(client, "record", "petition", world.own.pk)
    section = text[text.index("计入这些数据") :]
    assert "接待来访群众" in section and "2026年9月" in section and "+2" in section
    link = "petition.visits?" + urlencode({"area": world.code, "period": "2026-09"}).replace("&", "&amp;")
    assert link in section
    client.force_login(world.users["liu"])
    assert urlencode({"area": world.village}) in page(client, "record", "petition", world.own.pk), (
        "the area in view"
    )
    record_withdraw(world.own, actor=world.users["zhou"], why="登记重复")
    assert "已撤回的记录不计入" in page(client, "record", "petition", world.own.pk)


def test_numbers_of_a_record_are_listed_and_withdrawn(client, world):
    firm = record_create(Ledger.objects.get(code="enterprise"), actor=world.users["zhou"], values=FIRM)
    quarter = Period(date(2026, 1, 1), date(2026, 3, 31))
    measurement_report(
        firm,
        actor=None,
        measure="output",
        period=quarter,
        actual=Decimal(3_000_000),
        planned=Decimal(2_500_000),
    )
    text = page(client, "record", "enterprise", firm.pk)
    assert "2026年1—3月" in text and ">300<" in text and ">250<" in text
    number = firm.measurements.get()
    url = reverse("web:record-unmeasure", args=["enterprise", firm.pk, number.pk])
    assert client.post(url, {"why": " "}).status_code == 400
    foreign = reverse("web:record-unmeasure", args=["petition", world.own.pk, number.pk])
    assert client.post(foreign, {"why": "报错"}).status_code == 404
    assert client.post(url, {"why": "报成了别家的"}).status_code == 302
    assert not firm.measurements.current().exists() and "还没有报数" in page(
        client, "record", "enterprise", firm.pk
    )


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
