"""What last year left open, offered to a new plan: open items of last year's plan, or promises that the new report says nothing of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhenwu.desk.comparing import versions_compare
from zhenwu.plans.choices import ItemStatus
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries import Left, Link, item_chain, left_open
from zhenwu.reader.compare import Outcome
from zhenwu.reports.models import Version
from zhenwu.reports.queries import version_latest

#: Share of common pairs of characters from which an item looks like one of last year.
ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class OfferedItem:
    """An open item of last year's plan. likely : the item of the new plan that seems to promise it again. years : its history."""

    left: Left
    likely: Item | None
    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OfferedPromise:
    """A promise of the last report without an answer. key : its number among the report's promises."""

    key: int
    text: str
    state: str
    row: str
    source: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What last year left open for a plan; promises of the report only where there was no plan."""

    items: tuple[OfferedItem, ...] = ()
    promises: tuple[OfferedPromise, ...] = ()
    before: Plan | None = None

    def __len__(self) -> int:
        return len(self.items) + len(self.promises)


def offered(plan: Plan) -> Offer:
    """What last year left open and this plan has not taken up yet."""
    before = Plan.objects.filter(area_code=plan.area_code, year=plan.year - 1).exclude(state="draft").first()
    if before is None:
        return Offer(promises=tuple(_promises(plan)))
    free = list(
        plan.items.filter(carried_from=None).exclude(status=ItemStatus.REJECTED).prefetch_related("targets")
    )
    pairs = [(item, _pairs(item.title + item.quote)) for item in free]
    found = []
    for left in left_open(plan):
        years = tuple(item_chain(left.item))
        found.append(OfferedItem(left, _likely(left.item, pairs), years))
    return Offer(tuple(found), (), before)


def _pairs(text: str) -> set[str]:
    words = "".join(character for character in text if character.isalpha())
    return {words[at : at + 2] for at in range(len(words) - 1)}


def _likely(old: Item, pairs: list[tuple[Item, set[str]]]) -> Item | None:
    """The item most like the old one; one with the same metric of the same slice counts as alike."""
    own = _pairs(old.title + old.quote)
    metrics = {(t.metric_code, str(t.slice)) for t in old.targets.all() if t.metric_code}
    best, most = None, ALIKE
    for item, other in pairs:
        share = 2 * len(own & other) / max(1, len(own) + len(other))
        if metrics & {(t.metric_code, str(t.slice)) for t in item.targets.all()}:
            share += 0.5
        if share >= most:
            best, most = item, share
    return best


def _promises(plan: Plan) -> list[OfferedPromise]:
    """Promises of the report before the plan's own of which the plan's own report says nothing, or says that they were not kept."""
    this = (
        Version.objects.filter(sha256=plan.source_sha256, report__area_code=plan.area_code)
        .select_related("report")
        .first()
    )
    if this is None:
        return []
    last = (
        Version.objects.filter(
            report__area_code=plan.area_code, report__year=this.report.year - 1, report__based_on=None
        )
        .exclude(pk=this.pk)
        .select_related("report")
        .order_by("-pk")
        .first()
    )
    if last is None:
        return []
    last = version_latest(last.report)
    words: dict[Any, str] = {
        Outcome.ABSENT: "今年的报告没有提到",
        Outcome.CONTRADICTED: "今年的报告说没有做到",
        Outcome.PARTLY: "今年的报告说做了一部分",
    }
    comparison = versions_compare(last, this)
    taken = set(
        plan.items.filter(reading__from="last_report")
        .exclude(status=ItemStatus.REJECTED)
        .values_list("quote", flat=True)
    )
    return [
        OfferedPromise(
            sequel.promise, sequel.last.text, words[sequel.outcome], comparison.promises[sequel.promise].row, last.report.title
        )
        for sequel in comparison.sequels
        if sequel.outcome in words and sequel.again is None and sequel.last.text not in taken
        and comparison.promises[sequel.promise].kind != "intent"
    ]  # fmt: skip
