"""Lights: how far a promise is, from evidence against the path expected to date. Pure; the thresholds are dated data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from zhenwu.plans.light import MEASURED, RULES, URGENCY, Goal, Light, RuleSet, Seen, Step, rules_on
from zhenwu.plans.paths import ONE, ZERO, expected_share

__all__ = [
    "MEASURED",
    "RULES",
    "URGENCY",
    "Goal",
    "Light",
    "RuleSet",
    "Seen",
    "Step",
    "by_check_ins",
    "by_steps",
    "combine",
    "expected_share",
    "overrule",
    "rules_on",
    "state",
]


#: Paths that are not even: the pace of some weeks says nothing about the rest of the year.
CURVED = ("season", "last_year")
CURVED_LEAST = Decimal("0.08")
#: Days after which the pace so far may be carried on.
LEAST_DAYS = 28
#: Units of what is no stock of things.
RATES = ("%", "位", "百分点")
FINE = Decimal("0.000001")


def state(
    goal: Goal,
    seen: Seen,
    *,
    start: date,
    due: date,
    day: date,
    waiting: bool = False,
    rule: RuleSet | None = None,
) -> Light:
    """The light of one goal on a day."""
    rule = rule or rules_on(day)
    as_of = min(seen.as_of or day, day)
    light = Light(
        "nodata", rule=rule.version, actual=seen.actual, target=goal.value, high=goal.high, operator=goal.operator,
        unit=goal.unit, as_of=seen.as_of if seen.actual is None else as_of, day=day, due=due, start=start, missing=seen.missing,
    )  # fmt: skip
    if goal.operator == "at_most" and goal.gathers:
        light = replace(light, kind="limit")
    elif goal.gathers or goal.baseline is not None:
        light = replace(light, kind="path")
    else:
        light = replace(light, kind="level")
    if light.kind != "level":
        light = _measure(light, goal, seen, as_of, rule)
    found = _decide(light, goal, seen, as_of, rule)
    if waiting and found != "done":
        found = "waiting"
    if found in ("done", "nodata", "stale"):
        light = replace(light, projection=None, need_per_week=None)
    return replace(light, state=found, computed_state=found)


def _measure(light: Light, goal: Goal, seen: Seen, as_of: date, rule: RuleSet) -> Light:
    """Shares, expected value, pace and projection."""
    start, due = light.start, light.due
    assert start is not None and due is not None
    base = goal.base
    way = goal.value - base
    sign = -1 if way < 0 else 1
    owed = expected_share(goal.path, start, due, as_of, goal.points, goal.last_year)
    expected = base + way * owed
    if goal.owed is not None:
        expected = goal.owed
    elif goal.whole:
        expected = base + sign * (abs(way) * owed).quantize(FINE).to_integral_value(ROUND_FLOOR)
    light = replace(light, expected_share=owed, expected=expected, base=None if goal.gathers else base)
    if seen.actual is None:
        return light
    gained = seen.actual - base
    light = replace(light, share=gained / way if way else None, gap=(seen.actual - expected) * sign)
    left = (due - as_of).days
    if left <= 0:
        return light
    need = (goal.value - seen.actual) * sign * 7 / left
    light = replace(light, need_per_week=need if need > 0 else None)
    so_far = (as_of - start).days + 1
    if goal.path in CURVED and not goal.points:
        # a year that is not even is carried on along its own curve, never by a season's weeks
        return replace(light, projection=base + gained / owed) if owed >= CURVED_LEAST else light
    if seen.earlier and start - timedelta(days=1) <= seen.earlier[0] < as_of:
        days, gained, recent = (as_of - seen.earlier[0]).days, seen.actual - seen.earlier[1], True
    elif so_far >= LEAST_DAYS:
        days, recent = so_far, False
    else:
        return light
    per_week = gained * 7 / days
    return replace(
        light, per_week=per_week * sign, projection=seen.actual + per_week * left / 7, recent=recent
    )


def _decide(light: Light, goal: Goal, seen: Seen, as_of: date, rule: RuleSet) -> str:
    day, due, start = light.day, light.due, light.start
    assert day is not None and due is not None and start is not None
    # The last figure of a period may come in a while after its end.
    over = day > due and (as_of >= due or day > due + timedelta(days=rule.filing_days))
    if seen.actual is None:
        if (
            day < start
            or seen.missing == "not_due"
            or (light.kind != "level" and light.expected == 0 and day <= due)
        ):
            return "idle"
        if day > due + timedelta(days=rule.filing_days):
            return "late"
        return "stale" if seen.missing == "stale" else "nodata"
    if light.kind == "level":
        if over:
            return "done" if _holds(goal, seen.actual, rule) else "late"
        if _is_old(day, as_of, rule) and day <= due:
            return "stale"
        return "pace" if _holds(_eased(goal, rule), seen.actual, rule) else "behind"
    if light.kind == "limit":
        if over:
            return "done" if seen.actual <= goal.value else "late"
        if _is_old(day, as_of, rule):
            return "stale"
        allowed = (goal.value * (light.expected_share or ZERO) / rule.pace).to_integral_value(ROUND_CEILING)
        return "pace" if seen.actual <= min(allowed, goal.value) else "behind"
    share, expected = light.share, light.expected or ZERO
    if share is not None and share >= ONE:
        return "done"
    if over:
        return "late"
    if day < start:
        return "idle"
    if _is_old(day, as_of, rule):
        return "stale"
    return _against_path(seen.actual, expected, goal, rule, light)


def _against_path(actual: Decimal, expected: Decimal, goal: Goal, rule: RuleSet, light: Light) -> str:
    way, owed = actual - goal.base, expected - goal.base
    if goal.value < goal.base:  # a level that is to come down
        way, owed = -way, -owed
    if owed <= 0:
        if way <= 0:
            return "idle" if goal.path == "end" or light.expected_share == 0 else "pace"
        return "ahead" if way >= rule.ahead_least or not goal.whole else "pace"
    if way >= owed * rule.ahead and (not goal.whole or way - owed >= rule.ahead_least):
        return "ahead"
    return "pace" if way >= owed * rule.pace else "behind"


def _eased(goal: Goal, rule: RuleSet) -> Goal:
    """Before its due date a stock without a known beginning is on pace when it is nearly there; rates and ranks hold as they are."""
    if goal.operator != "at_least" or goal.unit in RATES:
        return goal
    return replace(goal, value=goal.value * rule.pace)


def _holds(goal: Goal, actual: Decimal, rule: RuleSet) -> bool:
    """Whether a level is what was promised."""
    if goal.operator == "at_most":
        return actual <= goal.value
    if goal.operator == "range":
        return actual >= goal.value and (goal.high is None or actual <= goal.high)
    if goal.operator == "about":
        slack = rule.about_points if goal.unit == "%" else goal.value * (ONE - rule.pace)
        return actual >= goal.value - slack
    return actual >= goal.value


def _is_old(day: date, as_of: date, rule: RuleSet) -> bool:
    return (day - as_of).days > rule.stale_days


def by_steps(steps: Sequence[Step], *, start: date, due: date, day: date, waiting: bool = False) -> Light:
    """The light of an item that is followed by its milestones."""
    rule = rules_on(day)
    done = [s for s in steps if s.done and s.done <= day]
    open_ = sorted((s for s in steps if s not in done), key=lambda s: s.due)
    owed = [s for s in steps if s.due <= day]
    light = Light(
        "pace", "milestones", rule=rule.version, day=day, start=start, due=due, as_of=day, done_steps=len(done), steps=len(steps),
        step=open_[0] if open_ else None,
        share=Decimal(len(done)) / len(steps), expected_share=Decimal(len(owed)) / len(steps),
    )  # fmt: skip
    if not open_:
        found = "done"
    elif waiting:
        found = "waiting"
    elif day > due:
        found = "late"
    elif open_[0].due < day:
        found = "behind"
    elif len(done) > len(owed):
        found = "ahead"
    else:
        found = "idle" if day < start else "pace"
    return replace(light, state=found, computed_state=found)


def by_check_ins(
    *, start: date, due: date, day: date, last: date | None = None, note: str = "", percent: Decimal | None = None,
    finished: date | None = None, every: int | None = None, waiting: bool = False,
) -> Light:  # fmt: skip
    """The light of an item that no figure and no milestone follows: by what its office says, while that is fresh."""
    rule = rules_on(day)
    # what was said is held against the day on which it was said
    owed = expected_share("even", start, due, last or day)
    light = Light(
        "nodata", "check_in", rule=rule.version, day=day, start=start, due=due, as_of=last, note=note,
        share=percent / 100 if percent is not None else None, expected_share=owed if percent is not None else None,
    )  # fmt: skip
    if finished or (percent is not None and percent >= 100):
        found = "done"
        light = replace(light, as_of=finished or last)
    elif waiting:
        found = "waiting"
    elif day > due:
        found = "late"
    elif last is None:
        found = "idle" if day < start else "nodata"
    elif (day - last).days > (every or rule.check_in_days) + 7:
        found = "stale"
    elif percent is None:
        found = "pace"
    elif percent / 100 >= owed * rule.ahead:
        found = "ahead"
    else:
        found = "pace" if percent / 100 >= owed * rule.pace else "behind"
    return replace(light, state=found, computed_state=found)


def combine(lights: Sequence[Light]) -> Light:
    """One light for several goals of an item: the state that needs somebody most, with its own reasons."""
    return min(lights, key=lambda light: URGENCY.index(light.state))


def overrule(light: Light, state: str) -> Light:
    """A leader's judgement over the computed state; both stay."""
    return replace(light, state=state, computed_state=light.computed_state or light.state)
