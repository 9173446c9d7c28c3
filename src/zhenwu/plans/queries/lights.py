"""The lights of a whole plan, from a constant number of queries: one evaluation for all its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from zhenwu.audit.keeping import kept
from zhenwu.audit.marks import reach_of
from zhenwu.figures.queries import FROM, Ask, evaluated_kept, metric_defs
from zhenwu.kernel import clock
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import MONEY
from zhenwu.plans.choices import Aspect, ItemStatus, PathKind
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries.standing import Aim, ItemRow, standing_items
from zhenwu.plans.rules import (
    Goal,
    Light,
    Seen,
    by_check_ins,
    by_steps,
    combine,
    overrule,
    rules_on,
    state,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a light's value comes from: the target, the figure that gave it, and the goal as the rules saw it."""

    target: Aim
    metric: Any
    figure: Any
    goal: Goal


def span(item: Item | ItemRow) -> tuple[date, date]:
    """From when to when an item's path runs."""
    return item.starts_on or date(item.year, 1, 1), item.due_on or date(item.year, 12, 31)


def ask_for(target: Aim, area: str, period: Period, aspect: str | None = None) -> Ask:
    """The question that a target puts to the figures."""
    return Ask(target.metric_code, area, period, aspect or target.aspect, target.slice)


def gathers(target: Aim, metric: Any) -> bool:
    """Whether the target's value adds up over the year."""
    if target.aspect != Aspect.VALUE or metric.is_rate:
        return False
    # Offices file money to date, also where villages or towns cannot be summed (a village's income on average).
    filed_money = metric.kind == "filed" and metric.filed == "value" and metric.unit == MONEY
    return bool(metric.adds_over_time) or filed_money


def periods(target: Aim, metric: Any, year: int, day: date) -> list[Period]:
    """The periods to ask for, best first: to the day for what records tell, to the last months for what offices file."""
    last = min(day, date(year, 12, 31))
    if last < date(year, 1, 1):
        return []
    months = [Period.to_month(year, month) for month in range(last.month, 0, -1)]
    months = [period for period in months if period.end <= last]
    if metric.kind == "filed" or target.aspect != Aspect.VALUE:
        if metric.kind != "filed":
            return [Period.to_day(last), *months[:1]]
        return months
    return [Period.to_day(last)]


def _window(period: Period, weeks: int) -> Period | None:
    day = period.end - timedelta(weeks=weeks)
    return Period(period.start, day) if day >= period.start else None


@dataclass(frozen=True, slots=True)
class LitPlan:
    """A plan's standing items in their order, and the light of each by its key."""

    items: tuple[ItemRow, ...]
    lights: Mapping[int, Light]


def lit_plan(plan: Plan, *, day: date | None = None) -> LitPlan:
    """A plan with its lights on a day, for pages: made anew only after a write that may turn one. Shared by all who reach the plan."""
    day = day or clock.today()
    rooms = FROM | {"accounts", "plans"}

    def made() -> tuple[LitPlan, frozenset[str]]:
        found, reach = _light_up(plan, day)
        return found, reach | {reach_of(plan.area_code)}

    return kept(("plans.lit", plan.pk, day, clock.today()), rooms, made)


def lights(plan: Plan, *, day: date | None = None, user: Any = None) -> dict[int, Light]:
    """Item id → its light on a day, computed now. user : None, or who looks; a plan out of reach has no lights.

    The states do not depend on who looks: they are made of figures, which a town shares, and not of records.
    """
    if user is not None and not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return {}
    return dict(_light_up(plan, day or clock.today())[0].lights)


def _light_up(plan: Plan, day: date) -> tuple[LitPlan, frozenset[str]]:
    """The lights, and where their figures were counted."""
    items = standing_items(plan, day)
    defs = metric_defs()
    counted = evaluated_kept(_asks(plan, items, day, defs))
    own = {item.pk: _own(item, day, defs, counted.figures) for item in items}
    below: dict[int, list[ItemRow]] = {}
    for item in items:
        if item.parent_id:
            below.setdefault(item.parent_id, []).append(item)
    judged = {item.pk: _judged(item, _nested(item, own, below, set()), day) for item in items}
    return LitPlan(tuple(items), MappingProxyType(judged)), counted.reach


def _targets(item: ItemRow, defs: dict[str, Any]) -> Iterable[tuple[Aim, Any]]:
    for target in item.targets:
        if metric := defs.get(target.metric_code):
            yield target, metric


def _asks(plan: Plan, items: list[ItemRow], day: date, defs: dict[str, Any]) -> list[Ask]:
    weeks = rules_on(day).window_weeks
    wanted: dict[Ask, None] = {}
    for item in items:
        for target, metric in _targets(item, defs):
            for period in periods(target, metric, plan.year, day):
                wanted[ask_for(target, plan.area_code, period)] = None
            if gathers(target, metric):
                if metric.kind != "filed" and (
                    before := _window(Period.to_day(min(day, date(plan.year, 12, 31))), weeks)
                ):
                    wanted[ask_for(target, plan.area_code, before)] = None
                if target.path == PathKind.LAST_YEAR:
                    for month in range(1, 13):
                        wanted[ask_for(target, plan.area_code, Period.to_month(plan.year - 1, month))] = None
            elif target.baseline is None and target.aspect == Aspect.VALUE and metric.kind == "stock":
                wanted[ask_for(target, plan.area_code, Period.year(plan.year - 1))] = None
    return list(wanted)


def _own(item: ItemRow, day: date, defs: dict[str, Any], found: Mapping[Ask, Any]) -> Light | None:
    """The light of the item's own evidence; None when nothing follows it and others are below it."""
    start, due = span(item)
    waiting = item.waiting_since is not None and item.waiting_since <= day
    counted = [
        _of_target(item, target, metric, found, start=start, due=due, day=day, waiting=waiting)
        for target, metric in _targets(item, defs)
    ]
    if item.status == ItemStatus.DONE and item.done_on and item.done_on <= day:
        light = (
            combine(counted)
            if counted
            else by_check_ins(start=start, due=due, day=day, finished=item.done_on)
        )
        return replace(light, state="done", computed_state="done")
    if counted:
        return combine(counted)
    if item.steps:
        return by_steps(item.steps, start=start, due=due, day=day, waiting=waiting)
    said = item.said
    return by_check_ins(
        start=start, due=due, day=day, last=said.on, note=said.text, percent=None if said.percent is None else Decimal(said.percent),
        finished=said.finished, every=item.check_every, waiting=waiting,
    )  # fmt: skip


def _of_target(
    item: ItemRow,
    target: Aim,
    metric: Any,
    found: Mapping[Ask, Any],
    *,
    start: date,
    due: date,
    day: date,
    waiting: bool,
) -> Light:
    area, year = item.area_code, item.year
    figure = None
    for period in periods(target, metric, year, day):
        figure_here = found.get(ask_for(target, area, period))
        figure = figure or figure_here
        if figure_here is not None and figure_here.value is not None:
            figure = figure_here
            break
    adds = gathers(target, metric)
    baseline = target.baseline
    if not adds and baseline is None and target.aspect == Aspect.VALUE and metric.kind == "stock":
        before = found.get(ask_for(target, area, Period.year(year - 1)))
        baseline = before.value if before is not None else None
        if baseline is not None and (baseline >= target.value or target.operator == "at_most"):
            baseline = None
    goal = Goal(
        target.value, target.unit, target.operator, target.high, adds, baseline, target.path, _points(item, target),
        _curve(target, area, year, found) if adds and target.path == PathKind.LAST_YEAR else (),
    )  # fmt: skip
    light = state(
        goal, _seen(target, metric, figure, area, found, day), start=start, due=due, day=day, waiting=waiting
    )
    return replace(light, source=Source(target, metric, figure, goal))


def _points(item: ItemRow, target: Aim) -> tuple[tuple[date, Decimal], ...]:
    if target.points:
        return target.points
    if target.path == PathKind.MILESTONES:
        return tuple((s.due, s.share / 100) for s in item.steps if s.share is not None)
    return ()


def _curve(target: Aim, area: str, year: int, found: Mapping[Ask, Any]) -> tuple[Decimal, ...]:
    """Last year's running shares at the ends of its months; nothing when a month or the total is missing."""
    values = []
    for month in range(1, 13):
        figure = found.get(ask_for(target, area, Period.to_month(year - 1, month)))
        if figure is None or figure.value is None:
            return ()
        values.append(figure.value)
    return tuple(value / values[-1] for value in values) if values[-1] > 0 else ()


def _seen(target: Aim, metric: Any, figure: Any, area: str, found: Mapping[Ask, Any], day: date) -> Seen:
    if figure is None:
        return Seen(missing="nodata")
    if figure.value is None:
        return Seen(missing=figure.missing or "nodata", as_of=figure.as_of)
    as_of = min(figure.as_of or figure.period.end, day)
    earlier = None
    if gathers(target, metric):
        if metric.kind == "filed":
            wanted = as_of - timedelta(weeks=rules_on(day).window_weeks)
            months = [Period.to_month(as_of.year, m) for m in range(as_of.month - 1, 0, -1)]
            near = [p for p in months if p.end <= wanted + timedelta(days=6)]
            before = found.get(ask_for(target, area, near[0])) if near else None
        else:
            window = _window(Period.to_day(min(day, figure.period.end)), rules_on(day).window_weeks)
            before = found.get(ask_for(target, area, window)) if window else None
        if before is not None and before.value is not None:
            earlier = (before.period.end, before.value)
    return Seen(figure.value, "", as_of, earlier)


def _nested(
    item: ItemRow, own: dict[int, Light | None], below: dict[int, list[ItemRow]], seen: set[int]
) -> Light | None:
    """An item that nothing follows takes what its children say."""
    light = own[item.pk]
    children = [child for child in below.get(item.pk, []) if child.pk not in seen]
    said = light is not None and (
        light.kind not in ("check_in", "none") or light.as_of is not None or light.state == "done"
    )
    if said or not children:
        return light
    parts = [
        found for child in children if (found := _nested(child, own, below, seen | {item.pk})) is not None
    ]
    return combine(parts) if parts else light


def _judged(item: ItemRow, light: Light | None, day: date) -> Light:
    assert light is not None
    ruling = next((one for one in item.rulings if one.until >= day and one.since <= day), None)
    return overrule(light, ruling.state) if ruling and light.state != "done" else light
