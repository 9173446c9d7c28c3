"""Writes to records, their rights and their audit rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu import catalog
from zhenwu.audit.models import AuditRow
from zhenwu.catalog.ledger_specs import COLUMNS, FIELD_TYPES, read_ledgers
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import (
    coverage_set,
    event_add,
    ledger_install,
    measurement_report,
    personal_show,
    record_change,
    record_create,
    record_withdraw,
    stage_enter,
    zero_certify,
)
from zhenwu.ledgers.choices import RECORD_COLUMNS, FieldType
from zhenwu.ledgers.families import record_create_with
from zhenwu.ledgers.models import Event, Ledger, Measurement, Record

VALUES = {"occurred_on": "2026-09-01", "area_code": "石桥村 三组", "channel": "来访", "title": "反映沟渠堵塞", "persons": "3人",
          "petitioner": "王小明", "phone": "13812342716"}  # fmt: skip


@pytest.fixture
def petition(town):  # type: ignore[no-untyped-def]
    ledger = Ledger.objects.get(code="petition")
    return record_create(ledger, actor=town.users["chen"], values=VALUES)


def test_the_catalogue_speaks_of_columns_and_types_that_exist():
    assert set(COLUMNS) <= set(RECORD_COLUMNS)
    assert set(FIELD_TYPES) == set(FieldType.values)
    assert len(catalog.ledgers()) == 19


def test_a_faulty_catalogue_names_every_fault():
    with pytest.raises(BadInput) as error:
        read_ledgers(
            "x: {name: 甲, archetype: thing, row: Z9, unit: 件, fields: [[title, 名, texts, {}]]}",
            source="x.yaml",
        )
    places = {fault.where for fault in error.value.faults}
    assert {"x.archetype", "x.row", "x.title", "x.fields"} <= places


def test_installing_twice_changes_nothing(town):
    before = AuditRow.objects.count()
    ledger_install(catalog.ledgers(), actor=None)
    assert AuditRow.objects.count() == before


def test_a_record_is_registered_with_its_stage_deadline_and_audit(town, petition):
    assert petition.number == "2026-0001"
    assert petition.area_code == town.village
    assert (petition.stage, petition.due_on) == ("registered", date(2026, 9, 16))
    assert petition.personal == {"petitioner": "王小明", "phone": "13812342716"}
    assert "王小明" not in str(AuditRow.objects.get(action="record_create").changes)
    assert [e.detail for e in petition.events.all()] == ["registered"]


def test_every_fault_is_named_at_once(town):
    wrong = {
        "occurred_on": "2026-09-31",
        "area_code": "石乔村",
        "channel": "来人",
        "persons": "0",
        "petitioner_id": "1234",
        "no": 1,
    }
    with pytest.raises(BadInput) as error:
        record_create(Ledger.objects.get(code="petition"), actor=town.users["chen"], values=wrong)
    assert [f.where for f in error.value.faults] == [
        "登记日期",
        "村",
        "渠道",
        "人数",
        "身份证号",
        "no",
        "事项",
    ]
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"occurred_on": "2026-12-01"}, "登记日期"),
        ({"closed_on": "2026-08-01", "stage": "办结"}, "办结日期"),
        ({"stage": "办结"}, "办结日期"),
        ({"closed_on": "2026-09-09", "stage": "办理"}, "阶段"),
    ],
)
def test_fields_that_contradict_each_other(town, changed, where):
    with pytest.raises(BadInput) as error:
        record_create(Ledger.objects.get(code="petition"), actor=town.users["chen"], values=VALUES | changed)
    assert where in [fault.where for fault in error.value.faults]


def test_the_same_number_is_taken_once(town, petition):
    with pytest.raises(BadInput, match="已经有了"):
        record_create(petition.ledger, actor=town.users["chen"], values=VALUES | {"number": petition.number})


def test_a_village_cadre_writes_in_the_own_village_only(town):
    petition = Ledger.objects.get(code="petition")
    assert record_create(petition, actor=town.users["liu"], values=VALUES)
    with pytest.raises(BadInput, match="没有“老街村”"):
        record_create(petition, actor=town.users["liu"], values=VALUES | {"area_code": "老街村"})
    with pytest.raises((Refused, BadInput)):
        record_create(petition, actor=town.users["zheng"], values=VALUES)


def test_a_department_writes_in_its_own_ledgers_only(town):
    values = {"occurred_on": "2026-09-01", "area_code": "石桥村", "title": "纠纷", "number": "1"}
    with pytest.raises(Refused):
        record_create(Ledger.objects.get(code="dispute"), actor=town.users["chen"], values=values)


def test_stages_move_the_deadline_and_close(town, petition):
    chen = town.users["chen"]
    record = stage_enter(petition, actor=chen, stage="accepted", on=date(2026, 9, 7))
    assert record.due_on == date(2026, 11, 6)
    event_add(record, actor=chen, kind="extend", on=date(2026, 9, 20), quantity=Decimal(30))
    record.refresh_from_db()
    assert record.due_on == date(2026, 12, 6)
    with pytest.raises(BadInput, match="已延30天"):
        event_add(record, actor=chen, kind="extend", on=date(2026, 9, 21), quantity=Decimal(1))
    with pytest.raises(BadInput, match="早于上一阶段"):
        stage_enter(record, actor=chen, stage="closed", on=date(2026, 9, 2))
    record = stage_enter(record, actor=chen, stage="closed", on=date(2026, 10, 9))
    assert record.closed_on == date(2026, 10, 9)
    record = stage_enter(record, actor=chen, stage="handling", on=date(2026, 10, 10))
    assert record.closed_on is None


def test_an_event_needs_words_and_a_day_that_has_come(town, petition):
    with pytest.raises(BadInput) as error:
        event_add(petition, actor=town.users["chen"], kind="measure", on=date(2026, 12, 1))
    assert {f.where for f in error.value.faults} == {"日期", "内容"}


def test_a_change_needs_a_reason_and_leaves_a_correction_without_content(town, petition):
    with pytest.raises(BadInput, match="没有写理由"):
        record_change(petition, actor=town.users["chen"], values={"persons": "5"}, why=" ")
    record_change(
        petition, actor=town.users["chen"], values={"persons": "5", "petitioner": "李四"}, why="核实"
    )
    event = Event.objects.get(kind="correct")
    assert "人数" in event.note and "李四" not in event.note
    assert AuditRow.objects.get(action="record_change").changes == {
        "persons": [3, 5],
        "petitioner": ["***", "***"],
    }


def test_a_withdrawn_record_stays_and_frees_its_number(town, petition):
    chen = town.users["chen"]
    record = record_withdraw(petition, actor=chen, why="重复登记")
    assert record.withdrawn_on == town.today
    with pytest.raises(Conflict):
        record_change(record, actor=chen, values={"persons": "5"}, why="改")
    assert record_create(record.ledger, actor=chen, values=VALUES | {"number": record.number})


def test_showing_a_name_leaves_its_reason(town, petition):
    with pytest.raises(BadInput):
        personal_show(petition, actor=town.users["chen"], key="petitioner", why="")
    assert personal_show(petition, actor=town.users["chen"], key="petitioner", why="回访") == "王小明"
    assert AuditRow.objects.get(action="personal_show").reason == "回访"


def test_a_measure_is_reported_once_and_corrected_by_a_new_row(town):
    clerk = town.users["zhou"]
    firm = record_create(
        Ledger.objects.get(code="enterprise"), actor=clerk,
        values={"title": "云岭铸件厂", "credit_code": "91350100M000100Y43", "occurred_on": "2020-01-01",
                "area_code": "石桥村", "category": "工业"},
    )  # fmt: skip
    month = Period.month(2026, 9)
    first = measurement_report(firm, actor=clerk, measure="output", period=month, actual=Decimal(32000))
    again = measurement_report(firm, actor=clerk, measure="output", period=month, actual=Decimal(32000))
    assert again.pk == first.pk
    second = measurement_report(firm, actor=clerk, measure="output", period=month, actual=Decimal(35000))
    assert list(Measurement.objects.current()) == [second]
    with pytest.raises(BadInput, match="没有计量"):
        measurement_report(firm, actor=clerk, measure="noise", period=month, actual=Decimal(1))


def test_zero_is_certified_only_where_nothing_happened(town, petition):
    clerk = town.users["zhou"]
    with pytest.raises(Conflict, match="不是零"):
        zero_certify(petition.ledger, actor=clerk, area_code=town.code, period=Period.month(2026, 9))
    assert zero_certify(petition.ledger, actor=clerk, area_code=town.code, period=Period.month(2026, 8))
    assert coverage_set(petition.ledger, actor=clerk, area_code=town.code, complete_from=date(2026, 1, 1))


def test_an_inspection_and_its_hazards_are_one(town):
    inspection = Ledger.objects.get(code="inspection")
    clerk = town.users["zhou"]
    values = {
        "occurred_on": "2026-10-16",
        "area_code": "石桥村",
        "title": "烟花零售点",
        "category": "消防",
        "inspectors": "宋伟",
    }
    child = {"title": "后门堆放纸箱", "level": "一般", "due_on": "2026-10-12"}
    with pytest.raises(BadInput) as error:
        record_create_with(inspection, actor=clerk, values=values, children=[child])
    assert [f.where for f in error.value.faults] == ["隐患1 整改期限"]
    assert not Record.objects.exists()
    parent = record_create_with(
        inspection, actor=clerk, values=values, children=[child | {"due_on": "2026-10-30"}]
    )
    hazard = Record.objects.get(ledger__code="hazard")
    assert (hazard.parent_id, hazard.area_code, hazard.number) == (parent.pk, town.village, "2026-0001")
