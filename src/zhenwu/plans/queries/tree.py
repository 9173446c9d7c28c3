"""The plan as a tree with counts, an item by village, and the points of its chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.areas.models import Area
from zhenwu.figures.queries import Ask, evaluate_kept
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.period import Period
from zhenwu.kernel.shares import share_out
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries.lights import Source, ask_for, gathers, lights, lit_plan, span
from zhenwu.plans.queries.standing import ItemRow
from zhenwu.plans.rules import Light, Seen, expected_share, state


@dataclass(slots=True)
class Node:
    """An item in the tree, with its light and what hangs below it."""

    item: ItemRow
    light: Light
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """A heading of the tree."""

    name: str
    nodes: list[Node] = field(default_factory=list)

    def walk(self) -> Iterable[Node]:
        stack = list(reversed(self.nodes))
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def counts(self) -> dict[str, int]:
        return tally(node.light for node in self.walk())


def plan_of(area: str, year: int, user: Any) -> Plan | None:
    """The plan of the town that an area lies in, if the user reaches it."""
    if not area or areacode.level(area) in ("province", "city", "county"):
        return None
    return Plan.objects.visible_to(user).filter(area_code=areacode.town_of(area), year=year).first()


def tally(found: Iterable[Light]) -> dict[str, int]:
    """State → how many; counted upwards, never averaged."""
    counted: dict[str, int] = {}
    for light in found:
        counted[light.state] = counted.get(light.state, 0) + 1
    return counted


def counts(plan: Plan, *, day: date | None = None, lit: Mapping[int, Light] | None = None) -> dict[str, int]:
    """State → how many of the plan's standing items."""
    return tally((lights(plan, day=day) if lit is None else lit).values())


def item_tree(plan: Plan, user: Any, *, day: date | None = None) -> list[Group]:
    """The plan's headings with their items in order; nothing for who does not reach the plan."""
    if not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return []
    lit = lit_plan(plan, day=day)
    nodes = {item.pk: Node(item, lit.lights[item.pk]) for item in lit.items}
    groups: dict[str, Group] = {}
    for item in lit.items:
        node = nodes[item.pk]
        if item.parent_id in nodes:
            nodes[item.parent_id].children.append(node)
        else:
            groups.setdefault(item.group, Group(item.group)).nodes.append(node)
    return list(groups.values())


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village's part of an item. planned, expected : None where the target was not shared out."""

    area: Area
    planned: Decimal | None
    actual: Decimal | None
    missing: str
    expected: Decimal | None
    light: Light | None

    @property
    def gap(self) -> Decimal | None:
        return None if self.actual is None or self.expected is None else self.actual - self.expected


def by_village(item: Item | ItemRow, light: Light, *, day: date | None = None) -> list[VillageRow]:
    """An item's metric in each village, the furthest behind first; empty when no figure follows the item."""
    source = light.source
    if not isinstance(source, Source) or source.figure is None:
        return []
    day = day or clock.today()
    target, period = source.target, source.figure.period
    if source.metric.kind == "filed" and not target.split:
        return []
    villages = list(Area.objects.children_of(item.area_code).on(day))
    asks = {village.code: ask_for(target, village.code, period) for village in villages}
    found = evaluate_kept(asks.values())
    start, due = span(item)
    planned = {code: Decimal(part) for code, part in target.split.items() if code in asks}
    owed = share_out(light.expected, planned, whole=source.goal.whole) if light.expected is not None else {}
    rows = []
    for village in villages:
        figure, plan, due_now = found[asks[village.code]], planned.get(village.code), owed.get(village.code)
        lit = None
        if plan and due_now is not None:
            goal = replace(source.goal, value=plan, baseline=None, owed=due_now)
            lit = state(goal, Seen(figure.value, figure.missing, light.as_of), start=start, due=due, day=day)
        if figure.value is not None or plan is not None:
            rows.append(VillageRow(village, plan, figure.value, figure.missing, due_now, lit))
    rows.sort(key=lambda row: (row.gap is None, row.gap or Decimal(0), row.area.order, row.area.code))
    return rows


@dataclass(frozen=True, slots=True)
class Line:
    """The points of an item's chart: path, actual and what it comes to at this pace."""

    path: list[tuple[date, Decimal]]
    actual: list[tuple[date, Decimal]]
    projection: list[tuple[date, Decimal]]


def path_series(item: Item | ItemRow, light: Light) -> Line | None:
    """Path and values over the year, month by month and on the last day told; None where nothing gathers."""
    source = light.source
    if not isinstance(source, Source) or not gathers(source.target, source.metric) or light.as_of is None:
        return None
    if light.actual is None or light.target is None:
        return None
    target, year = source.target, item.year
    start, due = span(item)
    base = date(year, 1, 1)
    ends = [Period.month(year, month).end for month in range(1, 13)]
    asks: dict[date, Ask] = {}
    for end in ends:
        if end < light.as_of:
            asks[end] = ask_for(target, item.area_code, Period(base, end))
    found = evaluate_kept(asks.values())
    actual = [(base, Decimal(0))]
    actual += [(end, value) for end, ask in asks.items() if (value := found[ask].value) is not None]
    actual.append((light.as_of, light.actual))
    goal = source.goal
    corners = [day for day, _ in goal.points] or ends
    path = [(start, Decimal(0))]
    path += [
        (day, goal.value * expected_share(goal.path, start, due, day, goal.points, goal.last_year))
        for day in corners
        if start <= day < due
    ]
    path.append((due, goal.value))
    projection = (
        [(light.as_of, light.actual), (due, light.projection)] if light.projection is not None else []
    )
    return Line(path, actual, projection)
