"""Notices read: the list with what waits, the history of one, how often things and offices were late, and what a desk shows of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhenwu.accounts.models import Office
from zhenwu.areas.querysets import in_area
from zhenwu.kernel import clock
from zhenwu.plans.choices import SupervisionState as S
from zhenwu.plans.models import Item, StateChange, Supervision, SupervisionStep
from zhenwu.plans.querysets import SupervisionQuerySet
from zhenwu.plans.supervising import UNANSWERED

#: What the list may be narrowed to.
KINDS = ("open", "late", "mine", "review", "closed")


def notices(user: Any, *, area: str, year: int) -> SupervisionQuerySet:
    """The notices of a place and year that the user may read, with what earlier years left open, the newest first."""
    when = Q(year=year) | Q(year__lt=year) & ~Q(state=S.CLOSED)
    found: SupervisionQuerySet = Supervision.objects.visible_to(user).filter(in_area(area), when)
    return found.select_related("item", "record__ledger", "office", "person", "issued_by", "leader")


def is_mine(user: Any, notice: Supervision) -> bool:
    """Whether the notice was sent to the user or his office, or taken further to him."""
    return bool(
        (user.office_id and user.office_id == notice.office_id)
        or (user.person_id and user.person_id == notice.person_id)
        or (user.person_id and user.person_id == notice.leader_id and notice.escalated_on)
    )


def is_late(notice: Supervision, day: date) -> bool:
    """Whether an answer is owed and was due before the day."""
    return notice.state in UNANSWERED and (notice.extended_to or notice.reply_due) < day


def of_kind(rows: Iterable[Supervision], kind: str, user: Any, day: date) -> list[Supervision]:
    """Those of a kind; the open ones stand in the order in which their answers are due."""
    keep = {
        "open": lambda row: row.state != S.CLOSED,
        "late": lambda row: is_late(row, day),
        "mine": lambda row: row.state != S.CLOSED and is_mine(user, row),
        "review": lambda row: row.state == S.REPLIED or row.asked_until is not None,
        "closed": lambda row: row.state == S.CLOSED,
    }[kind]
    found = [row for row in rows if keep(row)]
    return (
        found
        if kind == "closed"
        else sorted(found, key=lambda row: (row.extended_to or row.reply_due, row.pk))
    )


def history(notice: Supervision) -> list[SupervisionStep]:
    """All its steps in their order."""
    return list(notice.steps.select_related("by", "record__ledger", "attachment"))


@dataclass(frozen=True, slots=True)
class Lateness:
    """How often a task or an office was late in a year. turned : days on which a light turned to late."""

    key: int
    name: str
    turned: int
    notices: int
    late_replies: int
    returns: int
    escalated: int
    open: int


def _lateness(
    names: Iterable[tuple[int, str]], turned: Counter[int], by_key: dict[int, list[Supervision]]
) -> list[Lateness]:
    found = []
    for key, name in names:
        rows = by_key.get(key, [])
        if rows or turned[key]:
            found.append(
                Lateness(
                    key, name, turned[key], len(rows), sum(row.late_replies for row in rows), sum(row.returns for row in rows),
                    sum(row.escalated_on is not None for row in rows), sum(row.state != S.CLOSED for row in rows),
                )
            )  # fmt: skip
    return found


def lateness(user: Any, *, area: str, year: int) -> tuple[list[Lateness], list[Lateness]]:
    """Offices in the town's own order, then tasks that were late or asked for more than once; counts, and nobody is ranked."""
    rows = list(
        Supervision.objects.in_town(user).filter(in_area(area), year=year).only(
            "item_id", "office_id", "late_replies", "returns", "escalated_on", "state"
        )
    )  # fmt: skip
    changes = StateChange.objects.filter(
        user.scope.town_wide("item__plan__area_code", ability="plan.read"),
        in_area(area, "item__plan__area_code"), item__plan__year=year, after="late"
    ).values_list("item_id", "item__lead_office_id")  # fmt: skip
    items: Counter[int] = Counter()
    turned: Counter[int] = Counter()
    for item, office in changes:
        items[item] += 1
        if office:
            turned[office] += 1
    by_office: dict[int, list[Supervision]] = {}
    by_item: dict[int, list[Supervision]] = {}
    for row in rows:
        by_office.setdefault(row.office_id, []).append(row)
        if row.item_id:
            by_item.setdefault(row.item_id, []).append(row)
    offices = Office.objects.filter(pk__in={*by_office, *turned}).order_by("area_id", "order", "id")
    repeated = [key for key in {*by_item, *items} if len(by_item.get(key, ())) + items[key] > 1]
    titles = Item.objects.filter(pk__in=repeated).order_by("order", "id").values_list("pk", "title")
    return (
        _lateness(((office.pk, office.name) for office in offices), turned, by_office),
        _lateness(titles, items, by_item),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that waits for somebody. what : receive, reply, review, answer (more time asked), escalate or decide."""

    notice: Supervision
    what: str
    due: date | None = None


def waiting_notices(user: Any, *, day: date | None = None) -> Iterator[Waiting]:
    """What waits for the user in notices: to answer, to review, to grant time, to take further, to decide as leader in charge."""
    day = day or clock.today()
    mine = Q(office_id=user.office_id) if user.office_id else Q(pk__in=[])
    if user.person_id:
        mine |= Q(person_id=user.person_id) | Q(leader_id=user.person_id, escalated_on__isnull=False)
    rows = Supervision.objects.visible_to(user).open().filter(mine | Q(issued_by=user))
    for row in rows.select_related("item", "record", "office", "issued_by"):
        due = row.extended_to or row.reply_due
        to_me = (user.office_id and row.office_id == user.office_id) or (
            user.person_id and row.person_id == user.person_id
        )
        judging = not to_me and (row.issued_by_id == user.pk or row.leader_id == user.person_id)
        if to_me:
            if row.state in UNANSWERED:
                yield Waiting(row, "receive" if row.state == S.ISSUED else "reply", due)
        elif judging:
            if row.state == S.REPLIED:
                yield Waiting(row, "review")
            elif row.asked_until is not None:
                yield Waiting(row, "answer")
            elif row.state == S.ESCALATED and row.leader_id == user.person_id:
                yield Waiting(row, "decide")
            elif row.state != S.ESCALATED and due < day:
                yield Waiting(row, "escalate", due)


def words_of(waiting: Waiting) -> str:
    """What is to be done, on a label."""
    return {
        "receive": _("签收"), "reply": _("回复"), "review": _("审核"), "answer": _("答复延期"), "escalate": _("逾期未回复"),
        "decide": _("上报给你"),
    }[waiting.what]  # fmt: skip
