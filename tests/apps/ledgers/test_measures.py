"""Sheets of what enterprises report: long and wide, months and running totals, whole or not at all, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.ledgers.bulk import bulk_load
from zhenwu.ledgers.choices import ImportKind, ImportState
from zhenwu.ledgers.imports import import_edit, import_map, import_stage, import_write
from zhenwu.ledgers.models import Ledger, Measurement, Record

from .books import book
from .firms import STEEL, WOOD, stands, whats, write

# --- shapes of sheets ---------------------------------------------------------------------------------------------------------


def test_the_long_sheet(firms):
    batch = firms.stage(
        [
            ["企业名称", "月份", "产值(万元)"],
            [STEEL, "2026-03", 95.5],
            [WOOD, "2026年3月", "40"],
            [STEEL, date(2026, 4, 1), 110],
        ]
    )
    assert (batch.kind, batch.state, batch.counts["new"]) == (ImportKind.MEASURES, ImportState.STAGED, 3)
    write(firms, batch)
    assert stands(firms.steel) == {
        "2026-01": 1_000_000,
        "2026-02": 800_000,
        "2026-03": 955_000,
        "2026-04": 1_100_000,
    }
    assert stands(firms.wood) == {"2026-03": 400_000}
    assert AuditRow.objects.filter(action="import_write").exists()


def test_the_wide_sheet_with_running_totals_and_a_title(firms):
    rows = [
        ["2026年1—4月规上工业企业产值表", None, None, None, None, None],
        ["单位:万元", None, None, None, None, None],
        ["序号", "企业名称", "1—2月", "1—3月", "1—4月", "同比±%"],
        [1, STEEL, 180, 270, 390, 5.2],
        [2, WOOD, 60, 95, None, -3],
        ["合计", None, 240, 365, 390, None],
        ["填表人:罗海燕", None, None, None, None, None],
    ]
    batch = firms.stage(rows)
    assert batch.counts["new"] == 2 and batch.counts["total"] == 1 and batch.counts["note"] == 1
    assert batch.mapping["columns"]["0"] == "" and batch.mapping["columns"]["5"] == ""
    write(firms, batch)
    assert stands(firms.steel) == {
        "2026-01": 1_000_000,
        "2026-02": 800_000,
        "2026-03": 900_000,
        "2026-04": 1_200_000,
    }
    assert stands(firms.wood) == {"2026-01/2026-02": 600_000, "2026-03": 350_000}


def test_two_lines_of_heads_name_measures_and_months(firms):
    rows = [
        ["单位名称", "产值(万元)", None, "用工(人)", None],
        [None, "2026年3月", "2026年4月", "2026年3月", "2026年4月"],
        [STEEL, 90, 120, 66, 68],
    ]
    merges = [(0, 0, 1, 0, "单位名称"), (0, 1, 0, 2, "产值(万元)"), (0, 3, 0, 4, "用工(人)")]
    write(firms, firms.stage(rows, book={"merges": merges}))
    assert stands(firms.steel)["2026-04"] == 1_200_000
    assert stands(firms.steel, "staff") == {"2026-03": 66, "2026-04": 68}


def test_this_month_and_the_total_to_date_of_a_monthly_form(firms):
    rows = [["2026年3月企业产值月报(单位:万元)", None, None], ["企业名称", "本月", "累计"], [STEEL, 90, 270]]
    write(firms, firms.stage(rows))
    assert stands(firms.steel)["2026-03"] == 900_000
    # a total to date that says more than the months: what was mended goes to the last of those that the form does not tell
    mended = firms.stage([*rows[:2], [STEEL, 90, 275]])
    assert mended.counts["changed"] == 1
    write(firms, mended)
    assert stands(firms.steel) == {"2026-01": 1_000_000, "2026-02": 850_000, "2026-03": 900_000}


def test_planned_and_done_stand_side_by_side(town):
    ledger = Ledger.objects.get(code="project")
    bulk_load(
        ledger,
        [
            {
                "number": "XM1",
                "title": "冷链仓储项目",
                "occurred_on": date(2026, 1, 5),
                "category": "industry",
                "amount": Decimal(5_000_000),
                "area_code": town.village,
            }
        ],
    )
    rows = [["项目编号", "年份", "计划完成投资1—12月(万元)", "完成投资1—9月(万元)"], ["XM1", 2026, 500, 320]]
    batch = import_stage(
        ledger, actor=town.users["luo"], area_code=town.code, name="投资.xlsx", data=book(rows)
    )
    assert not batch.faults, whats(batch)
    import_write(batch, actor=town.users["luo"])
    found = {Period(m.start, m.end).iso: (m.planned, m.actual) for m in Measurement.objects.current()}
    assert found == {"2026": (5_000_000, None), "2026-01/2026-09": (None, 3_200_000)}


def test_a_sheet_of_enterprises_is_still_one_of_records(firms):
    heads = ["企业名称", "统一社会信用代码", "登记日期", "所在村", "行业", "3月产值(万元)"]
    batch = firms.stage([heads, [STEEL, firms.codes[STEEL], "2015-03-01", "石桥村", "工业", 90]])
    assert batch.kind == ImportKind.RECORDS
    assert (
        firms.stage([heads[:1] + heads[5:], [STEEL, 90]], mapping={"fixed": {"year": "2026"}}).kind
        == ImportKind.MEASURES
    )


# --- who is meant -------------------------------------------------------------------------------------------------------------


def test_an_enterprise_is_found_by_code_then_by_name_or_alias(firms):
    heads = ["信用代码", "企业", "2026年3月产值(万元)"]
    batch = firms.stage([heads, [firms.codes[STEEL], "恒达机械(旧称)", 90], [None, "永盛木业", 40]])
    write(firms, batch)
    assert stands(firms.steel)["2026-03"] == 900_000 and stands(firms.wood)["2026-03"] == 400_000


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ([None, "清溪恒大机械有限公司"], "B列 企业名称:“企业”台账里没有企业名称“清溪恒大机械有限公司”"),
        (["91990101MA00000099", None], "A列 统一社会信用代码:校验位不对"),
        ([None, None], "B列 企业名称:没有写统一社会信用代码或企业名称"),
        (
            ["steel", WOOD],
            "B列 企业名称:统一社会信用代码是“清溪恒达机械有限公司”的，名称写的是“清溪永盛木业有限公司”",
        ),
    ],
)
def test_an_unknown_enterprise_is_a_named_fault(firms, line, what):
    code, name = line
    batch = firms.stage(
        [
            ["信用代码", "企业", "2026年3月产值(万元)"],
            [firms.codes[STEEL] if code == "steel" else code, name, 90],
        ]
    )
    assert whats(batch)[0].startswith(f"第2行{what}") and batch.state == ImportState.FAULTY
    assert all(f["expected"] and f["do"] for f in batch.faults)
    with pytest.raises(BadInput):
        import_write(batch, actor=firms.users["luo"])
    assert stands(firms.wood) == {}


def test_a_near_name_is_offered_and_a_shared_one_refused(firms):
    near = firms.stage([["企业", "2026年3月产值(万元)"], ["清溪恒大机械有限公司", 90]])
    assert near.faults[0]["suggestion"] == STEEL
    mended = import_edit(near, actor=firms.users["luo"], row=2, values={"title": STEEL})
    assert mended.state == ImportState.STAGED
    Record.objects.filter(pk=firms.wood.pk).update(title=STEEL)
    shared = firms.stage([["企业", "2026年3月产值(万元)"], [STEEL, 90]])
    assert "不止一家" in whats(shared)[0] and firms.codes[WOOD] in shared.faults[0]["expected"]


def test_nobody_reports_for_what_is_out_of_reach(firms):
    batch = firms.stage(
        [["企业", "2026年3月产值(万元)"], [STEEL, 90], [WOOD, 40]], user="liu", area=firms.village
    )
    assert [f["row"] for f in batch.faults] == [3] and "没有企业名称" in whats(batch)[0]


# --- what is wrong with a sheet -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heads", "line", "what"),
    [
        (["企业", "2026年3月产值(万元)"], [STEEL, "约90"], "是约数或范围"),
        (["企业", "2026年3月产值(万元)"], [STEEL, "停产"], "不是数字"),
        (["企业", "2026年11月产值(万元)"], [STEEL, 5], "2026年11月还没有过完"),
        (["企业", "月份", "产值(万元)"], [STEEL, "春天", 5], "不是期间"),
        (["企业", "月份", "产值(万元)"], [STEEL, "13月", 5], "不是期间"),
        (["企业", "月份", "产值(万元)"], [STEEL, None, 5], "没有写是哪个期间的数"),
        (["企业", "月份", "指标", "数值"], [STEEL, "2026-03", "利润", 5], "没有指标“利润”"),
        (["企业", "2026年1—3月用工(人)"], [STEEL, 5], "期末数"),
        (["企业", "2026年3月产值(万元)", "2026年1—3月产值(万元)"], [STEEL, 90, 170], "比以前各月报的还少"),
        (["企业", "2026年4月产值(万元)", "2026年5月产值(万元)", "2026年4—5月产值(万元)"], [STEEL, 90, 100, 170], "与各月之和190万元不符"),
        (["企业", "2026年1—5月产值(万元)", "2026年4月产值(万元)"], [WOOD, 500, 90], "拆不出来"),
    ],
)  # fmt: skip
def test_faults_have_their_place(firms, heads, line, what):
    batch = firms.stage([heads, line], mapping={"fixed": {"unit": "万元"}})
    assert what in " ".join(whats(batch)), whats(batch)
    assert all(f["row"] == 2 and f["column"] for f in batch.faults) and not Measurement.objects.filter(
        batch=batch
    )


def test_a_sheet_that_leaves_its_year_and_unit_unsaid_asks_once(firms):
    batch = firms.stage([["企业", "3月产值"], [STEEL, 90], [WOOD, 40]])
    assert whats(batch) == ["整张表:没有写年份", "整张表:没有写单位"] and batch.counts["faulty"] == 2
    batch = import_map(batch, actor=firms.users["luo"], mapping={"fixed": {"year": "2026", "unit": "万元"}})
    write(firms, batch)
    assert stands(firms.wood) == {"2026-03": 400_000}
    remembered = firms.stage([["企业", "3月产值"], [WOOD, 41]])
    assert whats(remembered) == ["整张表:没有写年份"], "the unit holds for the next sheet, the year does not"


def test_the_same_enterprise_twice(firms):
    batch = firms.stage([["企业", "2026年3月产值(万元)"], [STEEL, 90], ["恒达机械", 91]])
    assert "第2行已有" in whats(batch)[0] and batch.faults[0]["row"] == 3


def test_dashes_and_blanks_say_nothing(firms):
    batch = firms.stage([["企业", "2026年1月产值(万元)", "2026年2月产值(万元)"], [STEEL, "—", None]])
    assert batch.counts["same"] == 1 and not batch.faults


def test_tails_of_formulas_are_rounded_to_the_fen(firms):
    write(firms, firms.stage([["企业", "2026年3月产值(万元)"], [STEEL, 100 / 3]]))
    assert Measurement.objects.get(record=firms.steel, start=date(2026, 3, 1)).actual == Decimal("333333.33")
