"""Working days with days off and make-up days, and the stopped clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhenwu.kernel import clock
from zhenwu.kernel.calendar import add_working_days, is_announced, is_working_day, working_days_between
from zhenwu.kernel.holidays import DAYS_OFF, KNOWN_YEARS, MAKE_UP_DAYS

days = st.dates(date(2022, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-10-16", True),  # a plain Friday
        ("2026-10-17", False),  # a plain Saturday
        ("2026-10-10", True),  # a Saturday made up for the National Day
        ("2026-09-20", True),  # a Sunday made up for the Mid-Autumn Festival
        ("2026-10-07", False),  # a Wednesday of the National Day
        ("2026-02-23", False),  # a Monday of the Spring Festival
        ("2025-01-26", True),
        ("2024-02-09", True),  # New Year's Eve was a working day on paper that year
        ("2031-01-01", True),  # not announced yet: weekends alone decide
    ],
)
def test_the_official_calendar_decides(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


def test_make_up_days_are_weekend_days_and_no_days_off() -> None:
    assert all(day.weekday() >= 5 for day in MAKE_UP_DAYS)
    assert not MAKE_UP_DAYS & DAYS_OFF
    assert {day.year for day in MAKE_UP_DAYS} == KNOWN_YEARS


@pytest.mark.parametrize("year", sorted(KNOWN_YEARS))
def test_a_year_has_about_250_working_days(year: int) -> None:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    assert 247 <= sum(is_working_day(first + timedelta(days=i)) for i in range(length)) <= 252
    assert is_announced(first) and not is_announced(date(max(KNOWN_YEARS) + 1, 1, 1))


def test_a_limit_runs_over_the_holidays() -> None:
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert add_working_days(date(2026, 10, 10), -3) == date(2026, 9, 30)
    assert add_working_days(date(2026, 10, 17), 0) == date(2026, 10, 17)


@given(days, st.integers(1, 60))
def test_adding_is_undone_by_counting(day: date, count: int) -> None:
    later = add_working_days(day, count)
    assert is_working_day(later) and working_days_between(day, later) == count
    assert working_days_between(later, day) == -count


@given(days, days, days)
def test_counts_add_up(one: date, two: date, three: date) -> None:
    first, second, third = sorted((one, two, three))
    both = working_days_between(first, second) + working_days_between(second, third)
    assert working_days_between(first, third) == both


def test_the_clock_stops_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    outside = clock.today()
    with clock.freeze(date(2025, 2, 28)):
        assert clock.today() == clock.now().date() == date(2025, 2, 28)
        with clock.freeze(date(2024, 2, 29)):
            assert clock.today() == date(2024, 2, 29)
        assert clock.today() == date(2025, 2, 28)
    assert clock.today() == outside


def test_the_environment_stops_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    from contextvars import Context

    monkeypatch.setenv("ZHENWU_TODAY", "2026-03-08")
    # An empty context knows nothing of the day that every test is frozen at.
    assert Context().run(clock.today) == date(2026, 3, 8)
    assert Context().run(clock.now).utcoffset() == timedelta(hours=8)
    monkeypatch.delenv("ZHENWU_TODAY")
    assert Context().run(clock.today) == Context().run(clock.now).date()
