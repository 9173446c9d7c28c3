"""Every kind of light, case by case: lights.yaml is the table that docs/plan.md explains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from zhenwu.plans.rules import Goal, Light, Seen, Step, by_check_ins, by_steps, state

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "lights.yaml").read_text(encoding="utf-8")
)
YEAR = {"start": date(2026, 1, 1), "due": date(2026, 12, 31), "day": date(2026, 10, 16)}


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def light_of(case: dict[str, Any]) -> Light:
    when = {key: case.get(key, usual) for key, usual in YEAR.items()}
    waiting = case.get("waiting", False)
    if "steps" in case:
        return by_steps([Step(*step) for step in case["steps"]], waiting=waiting, **when)
    if "said" in case:
        said = dict(case["said"])
        said["percent"] = _number(said.get("percent"))
        return by_check_ins(waiting=waiting, **said, **when)
    value, _, unit = str(case["goal"]).partition(" ")
    goal = Goal(
        Decimal(value), unit, case.get("op", "at_least"), _number(case.get("high")), not case.get("level", False),
        _number(case.get("base")), case.get("path", "even"), tuple((day, Decimal(share)) for day, share in case.get("points", ())),
        tuple(Decimal(str(share)) for share in case.get("last_year", ())),
    )  # fmt: skip
    earlier = case.get("early")
    seen = Seen(
        _number(case.get("actual")), case.get("missing", ""), case.get("as_of"),
        (earlier[0], Decimal(str(earlier[1]))) if earlier else None,
    )  # fmt: skip
    return state(goal, seen, waiting=waiting, **when)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_light(case: dict[str, Any]) -> None:
    light = light_of(case)
    projection = None if light.projection is None else str(round(light.projection, 2))
    assert [light.state, projection, light.sentence, light.words] == case["is"]
    assert light.computed_state == light.state
    assert light.rule == "2026-01"


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 80
    assert len({case["name"] for case in CASES}) == len(CASES)
