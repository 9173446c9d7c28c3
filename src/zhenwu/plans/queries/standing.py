"""A plan's items with everything that their lights look at, as values: read in a constant number of queries, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Window
from django.db.models.functions import RowNumber

from zhenwu.kernel import clock
from zhenwu.plans.models import CheckIn, Item, Milestone, Override, Plan, Target
from zhenwu.plans.rules import Step


@dataclass(frozen=True, slots=True)
class Aim:
    """A target. points : (day, share due by it). split : code of a village → its part."""

    metric_code: str
    slice: tuple[tuple[str, str], ...]
    aspect: str
    operator: str
    value: Decimal
    high: Decimal | None
    unit: str
    baseline: Decimal | None
    path: str
    points: tuple[tuple[date, Decimal], ...]
    split: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """What check-ins come to: the last line with its day, the last percent, the last day that said "finished"."""

    on: date | None = None
    text: str = ""
    percent: int | None = None
    finished: date | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A leader's judgement, from the day it was signed until the last day it holds."""

    since: date
    until: date
    state: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A standing item. Offices and people are their names, with their keys beside them."""

    pk: int
    area_code: str
    year: int
    parent_id: int | None
    code: str
    kind: str
    status: str
    title: str
    group: str
    livelihood: int | None
    starts_on: date | None
    due_on: date | None
    done_on: date | None
    waiting_since: date | None
    check_every: int | None
    lead_office_id: int | None
    lead_office: str
    owner_id: int | None
    owner: str
    leader_id: int | None
    targets: tuple[Aim, ...] = ()
    steps: tuple[Step, ...] = ()
    said: Said = Said()
    rulings: tuple[Ruling, ...] = ()


_COLUMNS = (
    "pk", "parent_id", "code", "kind", "status", "title", "group", "livelihood", "starts_on", "due_on", "done_on", "waiting_since",
    "check_every", "lead_office_id", "lead_office__name", "owner_id", "owner__name", "leader_id",
)  # fmt: skip
_NAMES = {"lead_office__name": "lead_office", "owner__name": "owner"}


def standing_items(plan: Plan, day: date) -> list[ItemRow]:
    """The plan's items in its order, with what was said and judged until a day."""
    aims, steps, rulings = _targets(plan), _steps(plan), _rulings(plan)
    said = _said(plan, day)
    found = []
    for row in Item.objects.filter(plan=plan).standing().values(*_COLUMNS):
        fields: dict[str, Any] = {_NAMES.get(name, name): value for name, value in row.items()}
        for name in _NAMES.values():
            fields[name] = fields[name] or ""
        pk = fields["pk"]
        found.append(
            ItemRow(
                area_code=plan.area_code, year=plan.year, targets=tuple(aims.get(pk, ())), steps=tuple(steps.get(pk, ())),
                said=said.get(pk, Said()), rulings=tuple(rulings.get(pk, ())), **fields,
            )
        )  # fmt: skip
    return found


def _by_item(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for item, value in rows:
        found.setdefault(item, []).append(value)
    return found


def _targets(plan: Plan) -> dict[int, list[Aim]]:
    names = (
        "metric_code",
        "slice",
        "aspect",
        "operator",
        "value",
        "high",
        "unit",
        "baseline",
        "path",
        "points",
        "split",
    )
    rows = Target.objects.filter(item__plan=plan).order_by("item_id", "id").values_list("item_id", *names)
    found = []
    for item, *values in rows:
        one = dict(zip(names, values, strict=True))
        one["slice"] = tuple(sorted(one["slice"].items()))
        one["points"] = tuple((date.fromisoformat(day), Decimal(share)) for day, share in one["points"])
        found.append((item, Aim(**one)))
    return _by_item(found)


def _steps(plan: Plan) -> dict[int, list[Step]]:
    rows = Milestone.objects.filter(item__plan=plan).order_by("due_on", "order")
    names = ("item_id", "name", "due_on", "done_on", "share")
    return _by_item((item, Step(*rest)) for item, *rest in rows.values_list(*names))


def _rulings(plan: Plan) -> dict[int, list[Ruling]]:
    """The newest first."""
    rows = Override.objects.filter(item__plan=plan).order_by("-at", "-id")
    return _by_item(
        (item, Ruling(clock_day(at), until, state))
        for item, at, until, state in rows.values_list("item_id", "at", "until", "state")
    )


def _said(plan: Plan, day: date) -> dict[int, Said]:
    """Of each item the newest lines only, however many there are."""
    rows = CheckIn.objects.filter(item__plan=plan, on__lte=day)
    newest = Window(RowNumber(), partition_by="item_id", order_by=["-on", "-id"])
    lines = rows.annotate(nth=newest).filter(nth=1).order_by().values_list("item_id", "on", "text")
    shares = rows.filter(percent__isnull=False).annotate(nth=newest).filter(nth=1).order_by()
    percents = dict(shares.values_list("item_id", "percent"))
    ended = rows.filter(finished=True).order_by().values("item_id").annotate(last=Max("on"))
    finished = dict(ended.values_list("item_id", "last"))
    return {item: Said(on, text, percents.get(item), finished.get(item)) for item, on, text in lines}


def clock_day(moment: Any) -> date:
    """The civil day of an instant; a frozen today may lie before the machine's own."""
    return min(moment.astimezone(clock.CHINA).date(), clock.today())
