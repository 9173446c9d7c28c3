"""Paths, and which rules are in force."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from zhenwu.plans.paths import SEASON, expected_share
from zhenwu.plans.rules import Goal, Seen, combine, overrule, rules_on, state

START, DUE = date(2026, 1, 1), date(2026, 12, 31)
CURVE = tuple(Decimal(n) / 100 for n in (0, 2, 14, 26, 36, 45, 53, 64, 80, 90, 98, 100))


@pytest.mark.parametrize("path", ["even", "months", "season", "milestones", "last_year", "end"])
@pytest.mark.parametrize(("start", "due"), [(START, DUE), (date(2026, 3, 10), date(2026, 9, 20)), (DUE, DUE)])
def test_a_path_rises_from_nothing_to_all(path: str, start: date, due: date) -> None:
    points = (
        ((date(2026, 4, 1), Decimal("0.1")), (date(2026, 8, 1), Decimal("0.6")))
        if path == "milestones"
        else ()
    )
    days = [start + timedelta(days=n) for n in range((due - start).days + 1)]
    owed = [expected_share(path, start, due, day, points, CURVE) for day in days]
    assert owed == sorted(owed)
    assert expected_share(path, start, due, start - timedelta(days=1), points, CURVE) == 0
    assert owed[-1] == 1 and expected_share(path, start, due, due + timedelta(days=9), points, CURVE) == 1


def test_what_paths_owe() -> None:
    assert expected_share("season", START, DUE, date(2026, 4, 30)) == sum(SEASON[:4])
    assert expected_share("last_year", START, DUE, date(2026, 6, 30), (), CURVE) == Decimal("0.45")
    assert expected_share("last_year", START, DUE, date(2026, 6, 30)) == expected_share(
        "even", START, DUE, date(2026, 6, 30)
    )
    assert expected_share("months", START, DUE, date(2026, 2, 27)) == Decimal(1) / 12
    assert expected_share("end", START, DUE, date(2026, 12, 30)) == 0
    points = ((date(2026, 10, 1), Decimal(220) / 300),)
    assert (
        round(300 * expected_share("milestones", START, date(2026, 12, 20), date(2026, 10, 17), points), 6)
        == 236
    )


def test_several_goals_take_the_state_that_needs_somebody_most() -> None:
    day = date(2026, 10, 16)
    found = [
        state(Goal(Decimal(100), "户"), Seen(Decimal(actual), as_of=day), start=START, due=DUE, day=day)
        for actual in (100, 80, 40)
    ]
    assert [light.state for light in found] == ["done", "pace", "behind"]
    assert combine(found) is found[2]
    ruled = overrule(found[2], "waiting")
    assert (ruled.state, ruled.computed_state, ruled.overruled) == ("waiting", "behind", True)
    assert rules_on(day).version == "2026-01"
