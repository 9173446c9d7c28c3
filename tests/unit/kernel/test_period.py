"""Periods: how they are written, named, shifted and cut."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import FIRST_YEAR, LAST_YEAR, Period, check_year, month_end

years = st.integers(FIRST_YEAR + 1, LAST_YEAR)
months = st.integers(1, 12)
days = st.dates(date(FIRST_YEAR + 1, 1, 1), date(LAST_YEAR, 12, 31))
spans = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))


@pytest.mark.parametrize(
    ("text", "start", "end", "label", "kind"),
    [
        ("2026", "2026-01-01", "2026-12-31", "2026年", "year"),
        ("2026-09", "2026-09-01", "2026-09-30", "2026年9月", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024年2月", "month"),
        ("2026-01/2026-09", "2026-01-01", "2026-09-30", "2026年1—9月", "to_date"),
        ("2026-04/2026-06", "2026-04-01", "2026-06-30", "2026年4—6月", "span"),
        ("2025-11/2026-02", "2025-11-01", "2026-02-28", "2025年11月—2026年2月", "span"),
        ("2026-06-24", "2026-06-24", "2026-06-24", "2026年6月24日", "span"),
        ("2026-01-01/2026-02-03", "2026-01-01", "2026-02-03", "2026年1月1日—2月3日", "span"),
        ("2025-12-30/2026-01-03", "2025-12-30", "2026-01-03", "2025年12月30日—2026年1月3日", "span"),
    ],
)
def test_a_written_period_has_its_days_and_its_name(
    text: str, start: str, end: str, label: str, kind: str
) -> None:
    period = Period.parse(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)
    assert (period.label, period.kind, period.iso, str(period)) == (label, kind, text, text)


@pytest.mark.parametrize(
    "text",
    ["", "20222", "2026-13", "2026-00", "2026-02-30", "2026/2025", "去年", "2026-9", "26", "2026/2999"],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput) as caught:
        Period.parse(text)
    (fault,) = caught.value.faults
    assert fault.what and fault.expected and fault.code.startswith("ZW-")


@pytest.mark.parametrize("year", [0, 26, FIRST_YEAR - 1, LAST_YEAR + 1, 20222])
def test_a_slip_is_no_year(year: int) -> None:
    for make in (check_year, Period.year, lambda y: Period.month(y, 1), lambda y: Period.to_month(y, 9)):
        with pytest.raises(BadInput, match=str(year)):
            make(year)


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(BadInput, match="早于"):
        Period(date(2026, 2, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026", "2025"),
        ("2026-01/2026-09", "2025-01/2025-09"),
        ("2024-02", "2023-02"),
        ("2025-02", "2024-02"),  # 28 days stand against 29: whole months stay whole
        ("2025-01/2025-02", "2024-01/2024-02"),
        ("2024-02-29", "2023-02-28"),
        ("2025-02-28", "2024-02-28"),  # a day stays a day
        ("2026-01-01/2026-10-16", "2025-01-01/2025-10-16"),
    ],
)
def test_the_year_before_is_the_same_kind_of_period(now: str, before: str) -> None:
    assert Period.parse(now).year_before() == Period.parse(before)


@given(spans)
def test_what_is_written_is_read_back(period: Period) -> None:
    assert Period.parse(period.iso) == period


@given(spans)
def test_months_tile_what_they_touch(period: Period) -> None:
    found = list(period.months())
    assert found[0].contains(period.start) and found[-1].contains(period.end)
    for first, second in pairwise(found):
        assert first.end + timedelta(days=1) == second.start
    assert all(
        month.is_month and month.end == month_end(month.start.year, month.start.month) for month in found
    )


@given(spans, days)
def test_cutting_keeps_exactly_the_days_before(period: Period, day: date) -> None:
    part = period.cut_before(day)
    if day <= period.start:
        assert part is None
    else:
        assert part is not None and period.covers(part)
        assert part.end == min(period.end, day - timedelta(days=1))


@given(spans, days)
def test_a_period_contains_its_days(period: Period, day: date) -> None:
    assert period.contains(day) == period.covers(Period(day, day))
    assert period.days == (period.end - period.start).days + 1


@given(years, months)
def test_a_running_total_grows_into_the_year(year: int, month: int) -> None:
    total = Period.to_month(year, month)
    assert total.covers(Period.month(year, month)) and Period.year(year).covers(total)
    assert total.kind == {1: "month", 12: "year"}.get(month, "to_date")
    assert (
        total.year_before().year_before() == Period.to_month(year - 2, month)
        if year > FIRST_YEAR + 2
        else True
    )


@given(days)
def test_to_day_starts_with_the_year(day: date) -> None:
    period = Period.to_day(day)
    assert (period.start, period.end) == (date(day.year, 1, 1), day)


@given(spans, spans)
def test_order_is_by_start_and_then_end(one: Period, other: Period) -> None:
    assert (one < other) == ((one.start, one.end) < (other.start, other.end))
