"""Figures over a small town: coverage, statistics, aspects, evidence by scope, filing and revising."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.figures.actions import metric_install, statistic_file, statistic_revise
from zhenwu.figures.models import Metric, Statistic
from zhenwu.figures.queries import (
    Ask,
    by_children,
    evaluate,
    evidence,
    figure,
    find_metrics,
    metric_defs,
    series,
)
from zhenwu.kernel.errors import BadInput, Conflict, NotFound, Refused
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Coverage, Ledger, Record, ZeroReport

pytestmark = pytest.mark.django_db
Q3 = Period.to_month(2026, 9)


@pytest.fixture
def petitions(town):
    """Nine visits this year and four of last year's second half; the ledger is complete from July 2025."""
    ledger = Ledger.objects.get(code="petition")
    Coverage.objects.create(ledger=ledger, area_code=town.code, complete_from=date(2025, 7, 1))
    for i in range(9):
        Record.objects.create(
            ledger=ledger, area_code=town.village if i < 6 else town.neighbour, title=f"反映水渠{i}", number=f"X{i}",
            occurred_on=date(2026, 1 + i % 9, 5), closed_on=date(2026, 9, 30) if i < 4 else None, channel="visit",
            category="land" if i < 3 else "farming", persons=2,
        )  # fmt: skip
    for i in range(4):
        Record.objects.create(
            ledger=ledger, area_code=town.village, title="反映道路", number=f"Y{i}", occurred_on=date(2025, 8, 5),
            channel="visit", persons=1,
        )  # fmt: skip
    return ledger


def file(town, **more):
    """A statistic by the clerk, with what every one needs."""
    given = {
        "actor": town.users["zhou"], "metric_code": "revenue.local", "area_code": town.code, "period": "2026-01/2026-09",
        "basis": "to_date", "value": "7286", "unit": "万元", "paper": "9月统计月报", "source": "县财政局",
    }  # fmt: skip
    return statistic_file(**(given | more))


def test_a_value_says_where_it_came_from(town, petitions):
    found = figure("petition.visits", town.code, Q3)
    assert (found.value, found.source, found.as_of, found.missing) == (9, "computed", date(2026, 9, 30), "")
    assert found.print() == "9批"


def test_zero_and_no_data_are_two_answers(town, petitions):
    assert figure("petition.letters", town.code, Q3).value == 0
    nothing = figure("hotline.orders", town.code, Q3)
    assert (nothing.value, nothing.missing, nothing.print()) == (None, "nodata", "无数据")


def test_a_certified_zero_counts_without_coverage(town):
    ledger = Ledger.objects.get(code="hotline")
    ZeroReport.objects.create(
        ledger=ledger,
        area_code=town.code,
        start=date(2026, 9, 1),
        end=date(2026, 9, 30),
        by=town.users["zhou"],
    )
    found = figure("hotline.orders", town.code, Period.month(2026, 9))
    assert (found.value, found.missing) == (0, "")
    assert evidence(found, town.users["zhou"]).recount == 0


def test_no_denominator_is_never_zero_percent(town, petitions):
    rate = figure("petition.closed_rate", town.code, Period.month(2025, 7))
    assert (rate.value, rate.missing) == (None, "no_denominator")
    whole = figure("petition.closed_rate", town.code, Q3)
    # four carried over from last year were to be dealt with as well
    assert (whole.numerator, whole.denominator) == (4, 13)
    assert whole.print() == "30.77%"


def test_statistics_stand_in_before_the_ledger_began(town, petitions):
    file(town, metric_code="petition.visits", period="2025-01/2025-06", value=32, unit="")
    before = figure("petition.visits", town.code, Period.to_month(2025, 9))
    assert (before.value, before.source) == (36, "mixed")
    growth = figure("petition.visits", town.code, Q3, aspect="growth")
    assert growth.print() == "下降75%"
    shown = evidence(before, town.users["zhou"])
    assert (shown.kind, shown.recount, [label for label, _ in shown.parts]) == (
        "mixed",
        36,
        ["2025年7—9月", "报数"],
    )


def test_growth_from_no_data_is_undefined(town, petitions):
    growth = figure("petition.visits", town.code, Q3, aspect="growth")
    assert (growth.value, growth.missing) == (None, "nodata")


def test_a_running_year_is_compared_with_the_same_days(town, petitions):
    file(town, metric_code="petition.visits", period="2025-01/2025-06", value=32, unit="")
    growth = figure("petition.visits", town.code, Period.year(2026), aspect="growth")
    assert (growth.numerator, growth.denominator) == (9, 36)
    assert growth.shown == Period(date(2026, 1, 1), date(2026, 10, 16))


def test_a_rate_changes_in_points(town, petitions):
    for year, number in ((2025, 98), (2026, "98.6")):
        file(
            town, metric_code="insurance.medical_rate", period=f"{year}-01/{year}-09", basis="end", value=number, unit="",
        )  # fmt: skip
    change = figure("insurance.medical_rate", town.code, Q3, aspect="growth")
    assert (change.value, change.unit, change.print()) == (Decimal("0.6"), "百分点", "提高0.6个百分点")


def test_the_filed_growth_wins_over_the_ratio_of_levels(town):
    file(town, period="2025-01/2025-09", value="7000")
    file(town, growth="8.5")
    growth = figure("revenue.local", town.code, Q3, aspect="growth")
    assert growth.print() == "增长8.5%"
    assert evidence(growth, town.users["zhou"]).recount == Decimal("8.5")
    Statistic.objects.update(growth=None)
    assert figure("revenue.local", town.code, Q3, aspect="growth").print() == "增长4.09%"


def test_growth_alone_is_enough(town):
    file(town, metric_code="industry.value_added", value=None, unit="", growth="6.4")
    assert figure("industry.value_added", town.code, Q3, aspect="growth").print() == "增长6.4%"
    assert figure("industry.value_added", town.code, Q3).missing == "nodata"


def test_an_old_filing_is_shown_as_stale(town):
    file(town, period="2026-01/2026-06", value="4000")
    found = figure("revenue.local", town.code, Period.year(2026))
    assert (found.value, found.missing, found.as_of) == (40_000_000, "stale", date(2026, 6, 30))
    assert figure("revenue.local", town.code, Period.month(2026, 12)).missing == "not_due"


def test_share_of_a_village_and_of_a_slice(town, petitions):
    village = figure("petition.visits", town.village, Q3, aspect="share")
    assert village.print() == "66.67%"
    land = figure("petition.visits", town.code, Q3, aspect="share", slice={"category": "land"})
    assert (land.numerator, land.denominator, land.print()) == (3, 9, "33.33%")


def test_rank_among_siblings_and_as_filed(town, petitions):
    rank = figure("petition.visits", town.village, Q3, aspect="rank")
    assert (rank.print(), rank.denominator) == (
        "第12位",
        12,
    )  # fewer visits are better, ten villages have none
    file(town, metric_code="rank.county", value=None, unit="", rank=3, rank_of=8, basis="to_date")
    filed = figure("rank.county", town.code, Q3)
    assert filed.print() == "第3位"


def test_years_without_a_fire_make_a_streak(town):
    for year in range(2021, 2026):
        file(
            town, metric_code="fire.points", period=str(year), basis="year", value=1 if year == 2021 else 0, unit=""
        )  # fmt: skip
    assert figure("fire.points", town.code, Period.year(2025), aspect="streak").print() == "连续4年"


def test_months_and_villages_add_up_to_the_town(town, petitions):
    months = series("petition.visits", town.code, 2026)
    assert [m.value for m in months] == [1] * 9 + [0]
    villages = by_children("petition.visits", town.code, Q3)
    assert len(villages) == 12
    assert sum(f.value for _, f in villages) == 9


def test_a_withdrawn_record_does_not_count(town, petitions):
    Record.objects.filter(number="X0").update(withdrawn_on=date(2026, 10, 1), withdrawn_why="登记错了")
    assert figure("petition.visits", town.code, Q3).value == 8


def test_evidence_lists_what_one_may_see_and_counts_the_rest(town, petitions):
    found = figure("petition.visitors", town.code, Q3)
    everything = evidence(found, town.users["zhou"])
    assert (everything.visible, everything.hidden, everything.recount) == (9, 0, 18)
    cadre = evidence(found, town.users["liu"], limit=4)
    assert (cadre.visible, cadre.hidden, cadre.total, len(cadre.rows)) == (6, 3, 9, 4)
    assert (cadre.recount, cadre.visible_sum) == (18, 12)
    assert {row.area_code for row in cadre.rows} == {town.village}
    stranger = evidence(found, town.users["bai"])
    assert (stranger.visible, stranger.hidden) == (0, 9)


def test_evidence_of_a_rate_shows_both_its_lists(town, petitions):
    shown = evidence(figure("petition.closed_rate", town.code, Q3), town.users["zhou"])
    assert [(label, part.total) for label, part in shown.parts] == [("办结信访事项", 4), ("应办信访事项", 13)]
    assert shown.recount == figure("petition.closed_rate", town.code, Q3).value


def test_asking_many_takes_one_scan_a_ledger(town, petitions, django_assert_max_num_queries):
    months = [Period.month(year, month) for year in (2025, 2026) for month in range(1, 10)]
    with django_assert_max_num_queries(11):
        evaluate(
            [
                Ask("petition.visits", town.code, p, aspect)
                for p in months
                for aspect in ("value", "difference")
            ]
        )


def test_what_does_not_exist_is_named(town):
    with pytest.raises(NotFound, match=r"petition\.moods"):
        figure("petition.moods", town.code, Q3)
    with pytest.raises(BadInput, match="colour"):
        figure("petition.visits", town.code, Q3, aspect="colour")


def test_the_words_of_a_report_find_a_metric(town):
    metric, aspect, slices, score, why = find_metrics("接待来访群众", "人次")[0]
    assert (metric.code, aspect, slices) == ("petition.visitors", "value", ())
    assert score >= 95 and "接待来访群众" in why


# filing


def test_filing_keeps_value_paper_and_trace(town):
    row = file(town, growth="8.5", number="财月〔2026〕9号", issued_on=date(2026, 10, 9))
    assert (row.value, row.growth, row.receipt.source) == (72_860_000, Decimal("8.5"), "县财政局")
    assert AuditRow.objects.get(action="statistic_file").area_code == town.code
    assert figure("revenue.local", town.code, Q3).print() == "7286万元"


def test_a_bad_filing_names_every_fault_and_writes_nothing(town):
    with pytest.raises(BadInput) as error:
        file(
            town, metric_code="revenue.moon", period="20222", value="七千", growth="-120", rank="0", paper=" ", source="",
            area_code="999999999999", issued_on=date(2027, 1, 1),
        )  # fmt: skip
    assert {f.where for f in error.value.faults} >= {
        "指标",
        "期间",
        "数值",
        "位次",
        "文件",
        "出具单位",
        "区域",
        "成文日期",
    }
    assert not Statistic.objects.exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"period": "2026-09"}, "口径不合"),
        ({"period": "2026", "basis": "year"}, "还没有结束"),
        ({"period": "2027", "basis": "year"}, "还没有开始"),
        ({"unit": "家"}, "单位"),
        ({"value": "99999999", "unit": "亿元"}, "太大"),
        ({"value": None}, "都没有填"),
        ({"metric_code": "insurance.medical_rate", "unit": "", "value": "9860"}, "不像一个比率"),
        ({"metric_code": "rank.county", "unit": "", "value": None, "rank": 9, "rank_of": 8}, "大于总数"),
        ({"growth": "-150"}, "同比"),
        ({"value": "12.345678", "unit": "元"}, "小数太多"),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_in_words(town, more, words):
    with pytest.raises(BadInput, match=words):
        file(town, **more)
    assert not Statistic.objects.exists()


def test_a_period_is_filed_once_and_then_revised(town):
    first = file(town)
    with pytest.raises(Conflict, match="更正"):
        file(town, value="7300")
    second = statistic_revise(
        first, actor=town.users["zhou"], value="7300", unit="万元", paper="10月修订", source="县财政局"
    )
    assert figure("revenue.local", town.code, Q3).value == 73_000_000
    first.refresh_from_db()
    assert first.replaced_by_id == second.pk and first.value == 72_860_000
    with pytest.raises(Conflict, match="更正过"):
        statistic_revise(first, actor=town.users["zhou"], value="1", paper="又改", source="县财政局")


def test_an_estimate_may_be_filed_ahead_and_says_so(town):
    file(town, period="2026", basis="year", status="estimate", value="9800")
    assert figure("revenue.local", town.code, Period.year(2026)).status == "estimate"


def test_who_may_not_file_is_refused(town):
    with pytest.raises(Refused):
        file(town, actor=town.users["liu"], area_code=town.village)
    with pytest.raises(BadInput, match="没有区域"):
        file(town, actor=town.users["bai"])


def test_definitions_are_versions(town):
    from dataclasses import replace

    spec = metric_defs()["petition.visits"]
    again = metric_install([spec])
    assert Metric.objects.filter(code=spec.code).count() == 1 and again[0].version == 1
    metric_install([replace(spec, definition={"count": "petition", "where": {"channel": "web"}})])
    assert [m.version for m in Metric.objects.filter(code=spec.code)] == [1, 2]
    assert metric_defs()[spec.code].version == 2
    assert figure(spec.code, town.code, Period.year(2025)).version == 1


def test_every_definition_can_be_said_in_words(town):
    from zhenwu.figures.words import definition_words

    for code, metric in metric_defs().items():
        words = dict(definition_words(metric))
        assert {"数什么", "归期", "归地"} <= words.keys(), code
        assert not any(letter.isascii() and letter.isalpha() for letter in words["数什么"]), (code, words)
        assert not any(letter.isascii() and letter.isalpha() for letter in words.get("条件", "")), (
            code,
            words,
        )


def test_merged_towns_and_area_sets_are_counted_whole(town, petitions):
    from zhenwu.areas.models import Area, AreaSet

    old = Area.objects.create(
        code="990101901000", name="旧镇", level="township", valid_until=date(2025, 12, 31)
    )
    old.successors.add(Area.objects.get(code=town.code))
    Record.objects.create(
        ledger=petitions,
        area_code="990101901201",
        title="旧镇来访",
        occurred_on=date(2026, 2, 1),
        channel="visit",
    )
    assert figure("petition.visits", town.code, Q3).value == 10
    part = AreaSet.objects.create(code="east", name="东片", area_code=town.code)
    part.members.add(Area.objects.get(code=town.village), Area.objects.get(code=town.neighbour))
    assert figure("petition.visits", "east", Q3).value == 9
