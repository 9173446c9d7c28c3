"""From what a value is put together: records, the statistics before them, or nothing, said in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from zhenwu.kernel.period import Period
from zhenwu.metrics.definition import parse_metric
from zhenwu.metrics.standing import Filed, decide, decide_filed, tile

TODAY = date(2026, 10, 16)
FLOW = parse_metric("visits", {"name": "来访", "unit": "批", "count": "petition"})
STOCK = parse_metric("open", {"name": "在办", "unit": "件", "count": "petition", "stock": True})
KINDS = parse_metric("kinds", {"name": "类别", "unit": "类", "distinct": "category", "of": "publication"})
RICH = parse_metric(
    "rich", {"name": "大户", "unit": "家", "count": "enterprise", "measure": "output", "at_least": 20_000_000}
)
FILED = parse_metric("revenue", {"name": "财政收入", "unit": "元", "filed": True})
RATE = parse_metric("rate", {"name": "参保率", "unit": "%", "filed": True, "additive": False})


def filed(
    number: int, period: str, value: int | None = 10, *, growth: str | None = None, basis: str = "to_date"
) -> Filed:
    level = None if value is None else Decimal(value)
    return Filed(number, Period.parse(period), basis, level, None if growth is None else Decimal(growth))


MONTHS = [filed(month, f"2025-{month:02}", basis="month") for month in range(1, 7)]


def test_records_count_where_their_ledger_is_complete():
    standing = decide(FLOW, Period.to_month(2026, 9), date(2025, 7, 1), [], TODAY)
    assert (standing.source, standing.counted, standing.missing) == ("computed", Period.to_month(2026, 9), "")


def test_a_period_still_running_is_counted_up_to_today():
    standing = decide(FLOW, Period.year(2026), date(2025, 7, 1), [], TODAY)
    assert standing.shown.end == TODAY


def test_a_period_ahead_is_not_due():
    assert decide(FLOW, Period.month(2026, 11), date(2025, 7, 1), [], TODAY).missing == "not_due"
    assert decide_filed(FILED, Period.year(2027), [], TODAY).missing == "not_due"


def test_before_coverage_the_statistic_of_the_same_period_stands_in():
    standing = decide(FLOW, Period.month(2025, 3), date(2025, 7, 1), MONTHS, TODAY)
    assert (standing.source, [f.id for f in standing.filed]) == ("received", [3])


def test_statistics_before_and_records_after_are_added():
    standing = decide(FLOW, Period.to_month(2025, 9), date(2025, 7, 1), MONTHS, TODAY)
    assert standing.source == "mixed"
    assert [f.id for f in standing.filed] == [1, 2, 3, 4, 5, 6]
    assert standing.counted == Period.parse("2025-07/2025-09")


def test_a_gap_before_the_records_is_no_data_not_less():
    assert decide(FLOW, Period.to_month(2025, 9), date(2025, 7, 1), MONTHS[1:], TODAY).missing == "nodata"
    assert decide(FLOW, Period.month(2026, 1), None, [], TODAY).missing == "nodata"


def test_distinct_values_are_never_added_over_time():
    assert decide(KINDS, Period.to_month(2025, 9), date(2025, 7, 1), MONTHS, TODAY).missing == "nodata"


def test_a_stock_asks_for_its_end_alone():
    assert decide(STOCK, Period.year(2025), date(2025, 7, 1), [], TODAY).source == "computed"
    before = decide(
        STOCK, Period.to_month(2025, 6), date(2025, 7, 1), [filed(1, "2025-01/2025-06", basis="end")], TODAY
    )
    assert before.source == "received"


def test_a_yearly_threshold_needs_the_whole_year():
    assert decide(RICH, Period.to_month(2025, 9), date(2025, 7, 1), [], TODAY).missing == "nodata"
    assert decide(RICH, Period.month(2026, 9), date(2025, 7, 1), [], TODAY).source == "computed"


def test_a_certified_zero_is_a_computed_zero():
    standing = decide(
        FLOW, Period.month(2025, 3), None, [Filed(0, Period.month(2025, 3), "month", Decimal(0))], TODAY
    )
    assert standing.source == "computed"


def test_few_long_statistics_are_taken_before_many_short_ones():
    half = filed(20, "2025-01/2025-06")
    assert tile([*MONTHS, half], Period.to_month(2025, 6)) == (half,)
    assert tile([filed(1, "2025-01/2025-05"), *MONTHS], Period.to_month(2025, 6)) == (
        filed(1, "2025-01/2025-05"),
        MONTHS[5],
    )
    assert tile(MONTHS, Period.to_month(2025, 7)) is None


@pytest.mark.parametrize(
    ("latest", "missing"),
    [("2026-01/2026-09", ""), ("2026-01/2026-08", "stale")],
)
def test_the_latest_filing_answers_a_running_year_until_it_is_stale(latest, missing):
    standing = decide_filed(FILED, Period.year(2026), [filed(1, latest)], TODAY)
    assert standing.filed[0].id == 1
    assert (standing.missing, standing.shown) == (missing, Period.parse(latest))
    assert standing.note


def test_a_year_long_over_is_not_answered_by_part_of_it():
    assert decide_filed(FILED, Period.year(2025), [filed(1, "2025-01/2025-12")], TODAY).missing == ""
    assert decide_filed(FILED, Period.year(2025), [filed(1, "2025-01/2025-11")], TODAY).missing == "stale"


def test_months_filed_singly_add_up_for_what_adds_and_not_for_a_rate():
    months = [filed(m, f"2026-{m:02}", basis="month") for m in range(1, 10)]
    assert len(decide_filed(FILED, Period.to_month(2026, 9), months, TODAY).filed) == 9
    rate = decide_filed(RATE, Period.to_month(2026, 9), months, TODAY)
    assert ([f.id for f in rate.filed], rate.missing) == ([1], "stale")


def test_a_rate_filed_at_the_end_speaks_for_every_period_that_ends_then():
    end = filed(7, "2026-01/2026-09", 98, basis="end")
    assert decide_filed(RATE, Period.month(2026, 9), [end], TODAY).filed == (end,)
