"""When a town meets: weekdays, days of a month, days off, changes; and where a commitment stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhenwu.desk.my_desk import percent_in
from zhenwu.kernel.calendar import is_working_day
from zhenwu.meetings.rules import Beat, asks_from, commitment_state, last_day, meeting_days, next_day

START = date(2026, 1, 1)
MONDAYS = Beat("weekly", START, weekday=0)
TENS = Beat("dispatch", START, days=(10, 20, 31))


@pytest.mark.parametrize(
    ("beat", "day", "expected"),
    [
        (MONDAYS, date(2026, 10, 16), date(2026, 10, 19)),
        (MONDAYS, date(2026, 10, 19), date(2026, 10, 19)),
        # the Monday of the National Day holiday is held on the first working day after it
        (MONDAYS, date(2026, 10, 3), date(2026, 10, 8)),
        (TENS, date(2026, 10, 16), date(2026, 10, 20)),
        # 31 October is a Saturday: held on Monday, in another month
        (TENS, date(2026, 10, 21), date(2026, 11, 2)),
        # 31 of a month that has 30 days is its last day
        (TENS, date(2026, 11, 21), date(2026, 11, 30)),
        (Beat("monthly", START, days=(28,)), date(2026, 2, 20), date(2026, 2, 28)),
        (Beat("weekly", START, date(2026, 3, 1)), date(2026, 4, 1), None),
    ],
)
def test_the_next_meeting(beat: Beat, day: date, expected: date | None) -> None:
    assert next_day(beat, day) == expected


def test_the_meeting_before() -> None:
    assert last_day(MONDAYS, date(2026, 10, 19)) == date(2026, 10, 12)
    assert last_day(MONDAYS, date(2026, 1, 2)) is None


def test_answers_are_asked_working_days_ahead() -> None:
    assert asks_from(date(2026, 10, 19), 2) == date(2026, 10, 15)
    assert asks_from(date(2026, 10, 19), 0) == date(2026, 10, 19)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(0, 364).map(lambda days: START + timedelta(days=days)), st.integers(0, 6),
    st.lists(st.integers(1, 31), min_size=1, max_size=4),
)  # fmt: skip
def test_meetings_are_held_on_working_days_and_each_once(day: date, weekday: int, days: list[int]) -> None:
    for beat in (Beat("weekly", START, weekday=weekday), Beat("dispatch", START, days=tuple(days))):
        found = meeting_days(beat, day, day + timedelta(days=90))
        assert found == sorted(set(found)) and all(map(is_working_day, found))
        assert next_day(beat, day) == found[0] >= day
        before = last_day(beat, found[0])
        assert before is None or before < found[0]


@pytest.mark.parametrize(
    ("answers", "day", "state"),
    [
        ([], date(2026, 10, 9), "open"),
        ([], date(2026, 10, 10), "late"),
        ([True], date(2026, 10, 10), "kept"),
        ([False], date(2026, 10, 1), "missed"),
        ([False, True], date(2026, 12, 1), "kept"),
    ],
)
def test_a_commitment_without_an_answer_turns_red_by_itself(
    answers: list[bool], day: date, state: str
) -> None:
    assert commitment_state(date(2026, 10, 9), answers, day) == state


@pytest.mark.parametrize(
    ("line", "share"),
    [
        ("完成60%。", 60),
        ("完成 100％", 100),
        ("甲村100%，乙村40%", None),
        ("无数", None),
        ("120%", None),
        ("增长6.5%", None),
    ],
)
def test_a_share_in_a_line(line: str, share: int | None) -> None:
    assert percent_in(line) == share
