"""The lights of a whole plan, from a constant number of queries: one evaluation for all its figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from zhenwu.figures.queries import Ask, evaluate, metric_defs
from zhenwu.kernel import clock
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import MONEY
from zhenwu.plans.choices import Aspect, ItemStatus, PathKind
from zhenwu.plans.models import CheckIn, Item, Milestone, Override, Plan, Target
from zhenwu.plans.rules import (
    Goal,
    Light,
    Seen,
    Step,
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

    target: Target
    metric: Any
    figure: Any
    goal: Goal


def span(item: Item) -> tuple[date, date]:
    """From when to when an item's path runs."""
    year = item.plan.year
    return item.starts_on or date(year, 1, 1), item.due_on or date(year, 12, 31)


def ask_for(target: Target, area: str, period: Period, aspect: str | None = None) -> Ask:
    """The question that a target puts to the figures."""
    return Ask(target.metric_code, area, period, aspect or target.aspect, tuple(sorted(target.slice.items())))


def gathers(target: Target, metric: Any) -> bool:
    """Whether the target's value adds up over the year."""
    if target.aspect != Aspect.VALUE or metric.is_rate:
        return False
    # Offices file money to date, also where villages or towns cannot be summed (a village's income on average).
    filed_money = metric.kind == "filed" and metric.filed == "value" and metric.unit == MONEY
    return bool(metric.adds_over_time) or filed_money


def periods(target: Target, metric: Any, year: int, day: date) -> list[Period]:
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


def standing_items(plan: Plan) -> list[Item]:
    """The plan's items with everything that a light looks at."""
    return list(
        Item.objects.filter(plan=plan)
        .standing()
        .select_related("lead_office", "owner", "leader")
        .prefetch_related(
            "targets",
            Prefetch("milestones", Milestone.objects.order_by("due_on", "order")),
            Prefetch("check_ins", CheckIn.objects.order_by("-on", "-id").select_related("by")),
            Prefetch("overrides", Override.objects.order_by("-at", "-id").select_related("by")),
        )
    )


def lights(
    plan: Plan, *, day: date | None = None, user: Any = None, items: list[Item] | None = None
) -> dict[int, Light]:
    """Item id → its light on a day. user : None, or who looks; a plan out of reach has no lights.

    The states do not depend on who looks: they are made of figures, which a town shares, and not of records.
    """
    day = day or clock.today()
    if user is not None and not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return {}
    if items is None:
        items = standing_items(plan)
    for item in items:
        item.plan = plan
    defs = metric_defs()
    asked = _asks(plan, items, day, defs)
    found = evaluate(asked) if asked else {}
    own = {item.pk: _own(item, day, defs, found) for item in items}
    below: dict[int, list[Item]] = {}
    for item in items:
        if item.parent_id:
            below.setdefault(item.parent_id, []).append(item)
    return {item.pk: _judged(item, _nested(item, own, below, set()), day) for item in items}


def _targets(item: Item, defs: dict[str, Any]) -> Iterable[tuple[Target, Any]]:
    for target in item.targets.all():
        if metric := defs.get(target.metric_code):
            yield target, metric


def _asks(plan: Plan, items: list[Item], day: date, defs: dict[str, Any]) -> list[Ask]:
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


def _own(item: Item, day: date, defs: dict[str, Any], found: dict[Ask, Any]) -> Light | None:
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
    stones = list(item.milestones.all())
    if stones:
        steps = [Step(s.name, s.due_on, s.done_on, s.share) for s in stones]
        return by_steps(steps, start=start, due=due, day=day, waiting=waiting)
    said = [row for row in item.check_ins.all() if row.on <= day]
    if not said:
        return by_check_ins(start=start, due=due, day=day, waiting=waiting)
    last = said[0]
    percent = next((row.percent for row in said if row.percent is not None), None)
    return by_check_ins(
        start=start, due=due, day=day, last=last.on, note=last.text, percent=None if percent is None else Decimal(percent),
        finished=next((row.on for row in said if row.finished), None), every=item.check_every, waiting=waiting,
    )  # fmt: skip


def _of_target(
    item: Item,
    target: Target,
    metric: Any,
    found: dict[Ask, Any],
    *,
    start: date,
    due: date,
    day: date,
    waiting: bool,
) -> Light:
    area, year = item.plan.area_code, item.plan.year
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


def _points(item: Item, target: Target) -> tuple[tuple[date, Decimal], ...]:
    if target.points:
        return tuple((date.fromisoformat(day), Decimal(share)) for day, share in target.points)
    if target.path == PathKind.MILESTONES:
        return tuple((s.due_on, s.share / 100) for s in item.milestones.all() if s.share is not None)
    return ()


def _curve(target: Target, area: str, year: int, found: dict[Ask, Any]) -> tuple[Decimal, ...]:
    """Last year's running shares at the ends of its months; nothing when a month or the total is missing."""
    values = []
    for month in range(1, 13):
        figure = found.get(ask_for(target, area, Period.to_month(year - 1, month)))
        if figure is None or figure.value is None:
            return ()
        values.append(figure.value)
    return tuple(value / values[-1] for value in values) if values[-1] > 0 else ()


def _seen(target: Target, metric: Any, figure: Any, area: str, found: dict[Ask, Any], day: date) -> Seen:
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
    item: Item, own: dict[int, Light | None], below: dict[int, list[Item]], seen: set[int]
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


def _judged(item: Item, light: Light | None, day: date) -> Light:
    assert light is not None
    ruling = next((o for o in item.overrides.all() if o.until >= day and clock_day(o.at) <= day), None)
    return overrule(light, ruling.state) if ruling and light.state != "done" else light


def clock_day(moment: Any) -> date:
    """The civil day of an instant; a frozen today may lie before the machine's own."""
    return min(moment.astimezone(clock.CHINA).date(), clock.today())
