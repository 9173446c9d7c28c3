"""How a township's days fall: working days, seasons and chance, the same for the same seed."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import Any

from zhenwu.kernel.calendar import add_working_days, is_working_day

EVEN = (1.0,) * 12
#: weights of the months, January first
SPRING_FESTIVAL = (0.9, 0.55, 1.1, 1.05, 1.05, 1.0, 1.0, 1.05, 1.05, 0.9, 1.05, 1.1)
BUILDING = (0.2, 0.1, 0.6, 1.1, 1.3, 1.1, 0.9, 1.0, 1.4, 1.5, 1.5, 1.3)
SAFETY = (1.2, 0.8, 1.0, 1.1, 1.2, 1.4, 1.1, 1.0, 1.1, 1.0, 0.9, 1.1)
CULTURE = (1.5, 1.6, 0.8, 1.0, 1.1, 1.0, 0.7, 0.7, 1.1, 1.3, 0.8, 0.7)
FARMING = (0.3, 0.4, 1.3, 1.4, 1.2, 1.0, 0.6, 0.8, 1.5, 1.6, 1.2, 0.6)


@dataclass(slots=True)
class Line:
    """One record with its whole life, as it would stand at the end of time; `cut` brings it back to a day."""

    ledger: str
    area_code: str
    values: dict[str, Any]
    #: (kind, detail, on, note, amount in 元, quantity)
    events: list[tuple[str, str, date, str, Any, Any]] = field(default_factory=list)
    #: (measure, start, end, planned, actual)
    measurements: list[tuple[str, date, date, Any, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """A town that lives: its villages with their share of what happens, and how much happens."""

    code: str
    name: str
    villages: tuple[str, ...]
    weights: tuple[float, ...]
    factor: float = 1.0

    def rng(self, *keys: object) -> random.Random:
        return random.Random("/".join(str(k) for k in (self.code, *keys)))

    def village(self, rng: random.Random) -> str:
        return rng.choices(self.villages, self.weights)[0]

    def count(self, number: int) -> int:
        return max(1, round(number * self.factor))


@cache
def _days(year: int, working: bool) -> tuple[date, ...]:
    first = date(year, 1, 1)
    days = (first + timedelta(days=i) for i in range(366))
    return tuple(d for d in days if d.year == year and (not working or is_working_day(d)))


def days(
    rng: random.Random, year: int, count: int, months: Sequence[float] = EVEN, *, working: bool = True
) -> list[date]:
    """`count` dates of a year in order, by the weights of its months."""
    pool = _days(year, working)
    heights = list(accumulate(months[d.month - 1] for d in pool))
    return sorted(pool[bisect(heights, rng.random() * heights[-1])] for _ in range(count))


def after(day: date, low: int, high: int, rng: random.Random) -> date:
    """A working day between `low` and `high` working days later."""
    return add_working_days(day, rng.randint(low, high))


def cut(line: Line, day: date) -> Line | None:
    """The line as it stands on a day; None when it had not begun."""
    if line.values["occurred_on"] > day:
        return None
    events = [e for e in line.events if e[2] <= day]
    values = dict(line.values)
    stages = [e for e in events if e[0] == "stage"]
    if any(e[0] == "stage" for e in line.events):
        values["stage"] = max(stages, key=lambda e: e[2])[1] if stages else line.events[0][1]
    for key in ("closed_on", "answered_on"):
        if values.get(key) and values[key] > day:
            values[key] = None
            for dependent in ("satisfied", "in_time", "called_back"):
                values.pop(dependent, None)
    measured = [m for m in line.measurements if m[2] <= day]
    return Line(line.ledger, line.area_code, values, events, measured)


FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = (
    "建国",
    "秀兰",
    "志强",
    "桂英",
    "海波",
    "小梅",
    "文华",
    "玉珍",
    "德明",
    "春生",
    "永康",
    "丽华",
    "大成",
    "月娥",
)


def person_name(rng: random.Random) -> str:
    return rng.choice(FAMILY) + rng.choice(GIVEN)


def mobile(rng: random.Random) -> str:
    """A number in a form that no operator gives out (19900…)."""
    return f"199000{rng.randint(0, 99999):05d}"


def resident_id(rng: random.Random) -> str:
    """A sound number of nobody: its first six digits name no place."""
    from zhenwu.kernel.ids import resident_check_digit

    born = date(1948, 1, 1) + timedelta(days=rng.randint(0, 18000))
    first = f"990101{born:%Y%m%d}{rng.randint(1, 998):03d}"
    return first + resident_check_digit(first)


def credit_code(rng: random.Random) -> str:
    from zhenwu.kernel.ids import credit_check_digit

    first = "91990101MA" + "".join(rng.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in range(7))
    return first + credit_check_digit(first)
