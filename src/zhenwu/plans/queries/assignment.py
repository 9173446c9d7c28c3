"""Who was given what, and what each office said to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from zhenwu.accounts.models import Office
from zhenwu.plans.choices import ConfirmationState as S
from zhenwu.plans.choices import ItemStatus, Part
from zhenwu.plans.models import Confirmation, Item, Plan


@dataclass(frozen=True, slots=True)
class SheetRow:
    """An item as the assignment sheet prints it."""

    pk: int
    number: int
    code: str
    group: str
    kind: str
    title: str
    quote: str
    lead: str
    owner: str
    joins: tuple[str, ...]
    leader: str
    due: date | None
    evidence: str
    standing: bool
    problem: str


def sheet_rows(plan: Plan, *, office: Office | None = None) -> list[SheetRow]:
    """The plan's standing items in its order, of one office those that it leads or joins; three queries."""
    items = (
        Item.objects.filter(plan=plan)
        .standing()
        .select_related("lead_office", "owner", "leader__office")
        .prefetch_related("offices")
    )
    rows = []
    for number, item in enumerate(items, 1):
        joins = list(item.offices.all())
        if office is not None and office.pk != item.lead_office_id and office not in joins:
            continue
        rows.append(
            SheetRow(
                item.pk, number, item.code, item.group, item.kind, item.title, " ".join(item.quote.split()), str(item.lead_office or ""),
                item.owner.name if item.owner else "", tuple(str(one) for one in joins), item.leader.title if item.leader else "",
                item.due_on, item.evidence, item.standing, item.problem,
            )
        )  # fmt: skip
    return rows


@dataclass(slots=True)
class OfficeWords:
    """What one office was given and said; `waits` days since the oldest item without an answer was asked."""

    office: Office
    words: list[Confirmation] = field(default_factory=list)
    waits: int = 0

    def _count(self, *states: str) -> int:
        return sum(one.state in states for one in self.words)

    @property
    def led(self) -> int:
        return sum(one.part == Part.LEAD for one in self.words)

    @property
    def joined(self) -> int:
        return len(self.words) - self.led

    @property
    def open(self) -> int:
        return self._count(S.ASKED)

    @property
    def confirmed(self) -> int:
        return self._count(S.CONFIRMED, S.UPHELD)

    @property
    def objected(self) -> int:
        return self._count(S.OBJECTED)


def office_words(plan: Plan, day: date) -> list[OfficeWords]:
    """Each office that was asked, in the town's order, with its words on what is its own still."""
    rows = (
        Confirmation.objects.filter(item__plan=plan, item__status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE])
        .exclude(state__in=[S.MOVED, S.LAPSED])
        .select_related("office", "item__plan", "item__leader", "answered_by", "ruled_by")
        .order_by("office__order", "office_id", "item__order", "id")
    )
    return _by_office(rows, day)


def _by_office(rows: Iterable[Confirmation], day: date) -> list[OfficeWords]:
    found: dict[int, OfficeWords] = {}
    for row in rows:
        mine = found.setdefault(row.office_id, OfficeWords(row.office))
        mine.words.append(row)
        if row.state == S.ASKED:
            mine.waits = max(mine.waits, (day - row.asked_on).days)
    return list(found.values())


def unasked(plan: Plan) -> int:
    """How many items in hand no office was asked to confirm yet, or not the one that leads them now."""
    from django.db.models import Exists, F, OuterRef

    live = Confirmation.objects.filter(item=OuterRef("pk"), office=F("item__lead_office")).exclude(
        state__in=[S.MOVED, S.LAPSED]
    )
    items = Item.objects.filter(plan=plan, status=ItemStatus.ACCEPTED, lead_office__isnull=False)
    return items.filter(~Exists(live)).count()
