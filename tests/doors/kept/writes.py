"""Every kind of write, with the page on which it must show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from tests.doors.kept import promises, records
from tests.doors.kept.promises import item_of

from zhenwu.ledgers.imports import import_write
from zhenwu.plans.models import Supervision

OVERVIEW, PLAN, DESK, FIGURES = "/", "/plan/", "/desk/", "/figures/"
PETITIONS = "/ledgers/petition/"


@dataclass(frozen=True)
class Write:
    """A kind of write. where : the page on which it must show. before : what is written before that page is looked at."""

    do: Callable[[Any], Any]
    where: str
    before: Callable[[Any], Any] | None = None


def figure(code: str, **query: str) -> str:
    return reverse("web:figure", args=[code]) + "?" + "&".join(f"{k}={v}" for k, v in query.items())


def _batch(demo: Any) -> None:
    demo.batch = import_write(records.staged(demo), actor=demo.users["zhou"])


VISITS = figure("petition.visits")
WRITES: dict[str, Write] = {
    "a record by form": Write(records.registered, VISITS),
    "an import": Write(records.imported, VISITS),
    "an import taken back": Write(records.import_taken_back, VISITS, _batch),
    "a withdrawal": Write(records.withdrawn, VISITS),
    "a correction": Write(records.changed, VISITS),
    "a stage": Write(records.stage_entered, "toilets"),
    "an event": Write(records.title_gained, PLAN),
    "a measurement": Write(records.measured, figure("enterprise.output")),
    "a statistic": Write(records.filed, FIGURES),
    "a revision": Write(records.revised, PLAN),
    "a zero report": Write(records.certified, "zero"),
    "coverage": Write(records.covered, FIGURES),
    "a definition": Write(records.redefined, VISITS),
    "a place's name": Write(records.renamed, VISITS),
    "a check-in": Write(promises.said, PLAN),
    "a milestone reached": Write(promises.step_done, PLAN, promises.steps_set),
    "milestones": Write(promises.steps_set, PLAN),
    "a target": Write(promises.aimed, OVERVIEW),
    "an override": Write(promises.overruled, PLAN),
    "waiting for the county": Write(promises.waiting, PLAN),
    "a notice": Write(promises.noticed, "plain"),
    "a reply": Write(promises.answered, "noticed"),
    "an edit": Write(promises.edited, PLAN),
    "an assignment": Write(promises.assigned, PLAN),
    "a change of the plan": Write(promises.changed, PLAN),
    "nesting": Write(promises.nested, PLAN),
    "a dropped item": Write(promises.dropped, PLAN),
    "an item done": Write(promises.closed, PLAN),
    "a plan reopened": Write(promises.reopened, PLAN),
    "a plan approved": Write(promises.approved, PLAN, promises.reopened),
}


def address(world: Any, name: str) -> str:
    """The page of a name, or the address itself."""
    items = {
        "plain": lambda: world.plain.pk,
        "toilets": lambda: item_of(world, "户厕改造").pk,
        "noticed": lambda: Supervision.objects.filter(item__plan=world.plan).first().item_id,
    }
    if name in items:
        return reverse("web:plan-item", args=[items[name]()])
    return figure("hotline.orders", area=world.village, period="2025-03") if name == "zero" else name
