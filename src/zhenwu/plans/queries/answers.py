"""The year's answers: each promise with what became of it, and what a plan of last year left open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.kernel import clock
from zhenwu.kernel.printing import print_value
from zhenwu.kernel.shares import shares
from zhenwu.plans.answering import Changed, Suggested, suggest
from zhenwu.plans.choices import AnswerState, ChangeState, ItemStatus
from zhenwu.plans.models import Answer, Change, Item, Plan
from zhenwu.plans.queries.lights import Source, lit_plan
from zhenwu.plans.rules import Light


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """An item of the plan as it was made, with its light at the end, its kept answer and what the evidence suggests."""

    item: Item
    light: Light | None
    answer: Answer | None
    suggested: Suggested
    figures: tuple[dict[str, str], ...]

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else self.suggested.outcome

    @property
    def text(self) -> str:
        return self.answer.text if self.answer else self.suggested.text

    @property
    def reason(self) -> str:
        return self.answer.reason if self.answer else self.suggested.reason

    @property
    def state(self) -> str:
        """open (no answer), or the answer's own state."""
        return self.answer.state if self.answer else "open"

    @property
    def shown(self) -> tuple[dict[str, str], ...]:
        """The figures as kept with the answer, or as they are now."""
        return tuple(self.answer.figures) if self.answer else self.figures


def last_day(plan: Plan) -> date:
    """The day whose lights answer: the end of the plan's year, or today before it."""
    return min(clock.today(), date(plan.year, 12, 31))


def answer_rows(plan: Plan, *, day: date | None = None) -> list[AnswerRow]:
    """One row for every item that the plan ever took in, in its order; what was dropped needs its answer as well."""
    day = day or last_day(plan)
    lit = lit_plan(plan, day=day)
    said = {row.pk: row.said.text for row in lit.items}
    items = (
        Item.objects.filter(plan=plan, status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE, ItemStatus.DROPPED])
        .select_related(
            "plan",
            "lead_office",
            "owner",
            "leader__office",
            "answer__confirmed_by",
            "answer__signed_by",
            "carried_from__plan",
        )
        .order_by("order", "id")
    )
    changes: dict[int, list[Changed]] = {}
    for one in Change.objects.filter(plan=plan, state=ChangeState.APPROVED, item__isnull=False).order_by(
        "id"
    ):
        if one.item_id is not None:
            changes.setdefault(one.item_id, []).append(Changed(one.kind, one.before, one.after, one.grounds))
    rows = []
    for item in items:
        light = lit.lights.get(item.pk)
        dropped = item.status == ItemStatus.DROPPED
        found = suggest(
            light, changes.get(item.pk, []), dropped=dropped, year=plan.year, said=said.get(item.pk, "")
        )
        rows.append(AnswerRow(item, light, getattr(item, "answer", None), found, figures_of(light)))
    return rows


def figures_of(light: Light | None) -> tuple[dict[str, str], ...]:
    """The figure that a light rests on, as printed: name, target, actual, as of."""
    if light is None or light.target is None:
        return ()
    source: Any = light.source
    name = source.metric.name if isinstance(source, Source) else ""
    actual = print_value(light.actual, light.unit) if light.actual is not None else ""
    high = f"—{print_value(light.high, light.unit)}" if light.high is not None else ""
    as_of = light.as_of.isoformat() if light.as_of else ""
    return (
        {
            "name": name,
            "target": print_value(light.target, light.unit) + high,
            "actual": actual,
            "as_of": as_of,
        },
    )


def outcome_counts(rows: list[AnswerRow]) -> dict[str, int]:
    """Outcome → how many, all four always there."""
    return {key: sum(row.outcome == key for row in rows) for key in ("done", "part", "not", "changed")}


def outcome_shares(counts: dict[str, int]) -> dict[str, int]:
    """Whole percents that add up to 100."""
    return shares(counts)


def unanswered(rows: list[AnswerRow]) -> list[AnswerRow]:
    """The items without an answer that a leader signed."""
    return [row for row in rows if row.state != AnswerState.SIGNED]


@dataclass(frozen=True, slots=True)
class Left:
    """What an item of an earlier plan left open. owed : what is still missing of what adds up, all of it without data."""

    item: Item
    state: str
    words: str
    owed: Decimal | None


def left_open(plan: Plan) -> list[Left]:
    """Items of the town's plan of the year before that are not done and not in this plan yet, with what stands of them."""
    before = Plan.objects.filter(area_code=plan.area_code, year=plan.year - 1).exclude(state="draft").first()
    if before is None:
        return []
    taken = set(
        Item.objects.filter(plan=plan)
        .exclude(status=ItemStatus.REJECTED)
        .values_list("carried_from_id", flat=True)
    )
    found = []
    for row in answer_rows(before):
        over = row.outcome == "done" or row.item.status != ItemStatus.ACCEPTED
        if over or row.item.pk in taken:
            continue
        owed, light = None, row.light
        if light and light.kind == "path" and light.target is not None and light.base is None:
            owed = max(light.target - (light.actual or Decimal(0)), Decimal(0))
        found.append(Left(row.item, row.outcome, row.text, owed))
    return found


@dataclass(frozen=True, slots=True)
class Link:
    """One year of a promise that comes back: the item of that year and what became of it."""

    item: Item
    outcome: str
    text: str


def item_chain(item: Item) -> list[Link]:
    """The years of a promise, the oldest first: what the item was carried over from, itself, and what carried it on."""
    chain, seen = [item], {item.pk}
    above = item.carried_from
    while above is not None and above.pk not in seen:
        seen.add(above.pk)
        chain.insert(0, above)
        above = above.carried_from
    below = item.carried_to.exclude(status=ItemStatus.REJECTED).select_related("plan").first()
    while below is not None and below.pk not in seen:
        seen.add(below.pk)
        chain.append(below)
        below = below.carried_to.exclude(status=ItemStatus.REJECTED).select_related("plan").first()
    if len(chain) == 1:
        return []
    answers = {one.item_id: one for one in Answer.objects.filter(item__in=chain)}
    return [
        Link(one, answers[one.pk].get_outcome_display(), answers[one.pk].text)
        if one.pk in answers
        else Link(one, "", "")
        for one in chain
    ]
