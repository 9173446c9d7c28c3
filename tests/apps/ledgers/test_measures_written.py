"""What sheets of measures do to the ledger and to figures; once more, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.figures.queries import figure
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import coverage_set, measurement_report, measurement_withdraw
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.imports import import_undo, import_write
from zhenwu.ledgers.imports.reading import read_sheets
from zhenwu.ledgers.imports.samples import sample_give
from zhenwu.ledgers.models import Measurement

from .firms import STEEL, WOOD, stands, write

# --- writing, once more, and back ---------------------------------------------------------------------------------------------

REVISED = [["企业", "2026年2月产值(万元)", "2026年3月产值(万元)"], [STEEL, 85, 90], [WOOD, 50, 40]]


def test_what_changes_is_shown_and_the_old_number_kept(firms):
    batch = firms.stage(REVISED)
    assert (batch.counts["changed"], batch.counts["new"]) == (1, 1)
    assert batch.counts["effects"] == {"reported": 3, "corrected": 1}
    write(firms, batch)
    old = Measurement.objects.get(record=firms.steel, actual=800_000)
    assert old.replaced_by.actual == 850_000 and stands(firms.steel)["2026-02"] == 850_000


def test_the_same_file_again_changes_nothing(firms):
    write(firms, firms.stage(REVISED))
    count = Measurement.objects.count()
    again = firms.stage(REVISED)
    assert again.counts["same"] == 2 and not again.counts.get("new") and not again.counts["effects"]
    write(firms, again)
    assert Measurement.objects.count() == count


def test_a_batch_is_taken_back(firms):
    before = stands(firms.steel), stands(firms.wood)
    batch = write(firms, firms.stage(REVISED))
    undone = import_undo(batch, actor=firms.users["luo"], why="报错了")
    assert undone.state == ImportState.UNDONE and (stands(firms.steel), stands(firms.wood)) == before
    assert Measurement.objects.filter(batch=batch, withdrawn_why="报错了").count() == 4
    with pytest.raises(Conflict):
        import_undo(undone, actor=firms.users["luo"], why="再撤一次")


def test_a_split_total_comes_back_whole(firms):
    write(firms, firms.stage([["企业", "2026年1—3月产值(万元)"], [WOOD, 90]]))
    batch = write(
        firms, firms.stage([["企业", "2026年1月产值(万元)", "2026年2月产值(万元)"], [WOOD, 30, 20]])
    )
    assert stands(firms.wood) == {"2026-01": 300_000, "2026-02": 200_000, "2026-03": 400_000}
    import_undo(batch, actor=firms.users["luo"], why="报错了")
    assert stands(firms.wood) == {"2026-01/2026-03": 900_000}


def test_not_taken_back_over_a_later_report(firms):
    batch = write(firms, firms.stage(REVISED))
    measurement_report(
        firms.steel,
        actor=firms.users["luo"],
        measure="output",
        period=Period.month(2026, 3),
        actual=Decimal(1),
    )
    with pytest.raises(Conflict, match="又报过数"):
        import_undo(batch, actor=firms.users["luo"], why="报错了")
    assert stands(firms.steel)["2026-03"] == 1


def test_who_reports_meanwhile_stops_the_writing(firms, monkeypatch):
    from zhenwu.ledgers.imports.measures import writing

    batch = firms.stage(REVISED)
    hold = writing._hold

    def late(*args):  # type: ignore[no-untyped-def]
        Measurement.objects.create(
            record=firms.wood, ledger=firms.ledger, area_code=firms.wood.area_code, measure="output", start=date(2026, 5, 1),
            end=date(2026, 5, 31), actual=1,
        )  # fmt: skip
        return hold(*args)

    monkeypatch.setattr(writing, "_hold", late)
    with pytest.raises(Conflict, match="有人报过"):
        import_write(batch, actor=firms.users["luo"])
    assert not Measurement.objects.filter(batch=batch).exists()


def test_figures_recount_and_are_foreseen(firms):
    year = Period.to_month(2026, 9)
    coverage_set(firms.ledger, actor=None, area_code=firms.code, complete_from=date(2020, 1, 1))
    assert figure("enterprise.output", firms.code, year).value == 1_800_000
    batch = firms.stage([["企业", "2026年1—9月产值(万元)"], [STEEL, 2100], [WOOD, 40]])
    foreseen = {
        (f["metric"], f["area"]): (f["before"], f["after"]) for f in batch.counts["figures"] if "area" in f
    }
    assert foreseen["enterprise.output", firms.code] == ("1800000", "21400000")
    assert foreseen["enterprise.output_2000", firms.code] == ("0", "1")
    assert Measurement.objects.count() == 2, "a look writes nothing"
    write(firms, batch)
    assert figure("enterprise.output", firms.code, year).value == 21_400_000
    import_undo(batch, actor=firms.users["luo"], why="报错了")
    assert figure("enterprise.output", firms.code, year).value == 1_800_000


def test_the_sample_is_filled_in_and_read(firms):
    import io

    import openpyxl

    name, content = sample_give(
        firms.ledger, actor=firms.users["luo"], area_code=firms.code, kind="measures", measure="output"
    )
    assert name == "企业产值2026.xlsx" and len(read_sheets(content, name)) == 2
    work = openpyxl.load_workbook(io.BytesIO(content))
    sheet = work.worksheets[0]
    assert [cell.value for cell in sheet["B"]][1:] == [STEEL, WOOD]
    sheet["C2"], sheet["E3"] = 101, 33
    out = io.BytesIO()
    work.save(out)
    write(firms, firms.stage(out.getvalue(), name=name))
    assert stands(firms.steel)["2026-01"] == 1_010_000 and stands(firms.wood) == {"2026-03": 330_000}
    assert AuditRow.objects.filter(action="sample_give", changes__rows=2).exists()


# --- single numbers -----------------------------------------------------------------------------------------------------------


def test_a_period_inside_another_is_refused(firms):
    clerk = firms.users["luo"]
    write(firms, firms.stage([["企业", "2026年4—6月产值(万元)"], [WOOD, 90]]))
    with pytest.raises(BadInput, match="重复计算"):
        measurement_report(
            firms.wood, actor=clerk, measure="output", period=Period.month(2026, 5), actual=Decimal(1)
        )
    measurement_report(
        firms.wood, actor=clerk, measure="output", period=Period.month(2026, 7), actual=Decimal(1)
    )
    for month in (4, 5):  # what stands at a month's end is no part of a quarter
        measurement_report(
            firms.wood, actor=clerk, measure="staff", period=Period.month(2026, month), actual=Decimal(9)
        )
    assert stands(firms.wood) == {"2026-04/2026-06": 900_000, "2026-07": 1}


def test_a_number_is_withdrawn_with_a_reason(firms):
    clerk, row = firms.users["luo"], Measurement.objects.get(record=firms.steel, start=date(2026, 2, 1))
    with pytest.raises(BadInput, match="理由"):
        measurement_withdraw(row, actor=clerk, why=" ")
    with pytest.raises(Refused):
        measurement_withdraw(row, actor=firms.users["shen"], why="报错")
    measurement_withdraw(row, actor=clerk, why="报成了别家的")
    assert stands(firms.steel) == {"2026-01": 1_000_000}
    with pytest.raises(Conflict):
        measurement_withdraw(row, actor=clerk, why="再撤")
    measurement_report(
        firms.steel, actor=clerk, measure="output", period=Period.month(2026, 2), actual=Decimal(7)
    )
    assert stands(firms.steel)["2026-02"] == 7
