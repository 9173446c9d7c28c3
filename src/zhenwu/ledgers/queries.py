"""Reads: counts of ledgers, the cross table, sums, a record's clocks and neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Substr

from zhenwu.areas.models import Area
from zhenwu.audit.keeping import kept
from zhenwu.audit.marks import reach_of
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.ledgers.changes import entered_of, extended_of
from zhenwu.ledgers.choices import Archetype
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import Conditions, base, in_year, narrow, ordered, view_condition
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.ledgers.rules import Running, clocks_of

#: Rooms whose rows are counted here.
FROM = frozenset({"areas", "ledgers"})


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """A ledger as a line of the list of ledgers."""

    ledger: Ledger
    total: int
    open: int | None
    late: int
    last: date | None


def ledger_counts(user: Any, area: str, year: int) -> list[LedgerCount]:
    """Every ledger that a user may open with what stands in it. `open` is None where nothing is closed."""
    ledgers = list(Ledger.objects.visible_to(user).order_by("order", "code"))
    found = _standing_counts(user, area, year) if area else {}
    counts = []
    for ledger in ledgers:
        row = found.get(ledger.pk, {})
        register = ledger.archetype in (Archetype.SUBJECT, Archetype.PROJECT)
        counts.append(
            LedgerCount(
                ledger,
                (
                    row.get("open", 0)
                    if ledger.archetype == Archetype.SUBJECT
                    else row.get("all" if register else "year", 0)
                ),
                row.get("open", 0) if ledger.stages else None,
                row.get("late", 0) if ledger.stages else 0,
                row.get("last"),
            )
        )
    return counts


def _standing_counts(user: Any, area: str, year: int) -> Mapping[int, Mapping[str, Any]]:
    """What stands in each ledger by its key. Kept for everybody with the same grants until a record is written there."""

    def made() -> tuple[Mapping[int, Mapping[str, Any]], list[str]]:
        query = Record.objects.visible_to(user).standing().in_area(area)
        rows = query.values("ledger_id").order_by().annotate(
            year=Count("id", filter=in_year(year)),
            all=Count("id"),
            open=Count("id", filter=view_condition("open", year=year, user=user)),
            late=Count("id", filter=view_condition("late", year=year, user=user)),
            last=Max("occurred_on"),
        )  # fmt: skip
        return MappingProxyType({row["ledger_id"]: MappingProxyType(row) for row in rows}), [reach_of(area)]

    key = ("ledgers.standing", user.scope.reaches, area, year, today())
    return kept(key, FROM, made)


def view_counts(user: Any, defn: Definition, area: str, year: int) -> Mapping[str, Any]:
    """How many each view holds, and what the year brought: one query."""
    names = ["open", "late", "soon", "mine", "month", "all", "withdrawn"]
    wanted: dict[str, Any] = {
        name: Count("id", filter=view_condition(name, year=year, user=user)) for name in names
    }
    standing = Q(withdrawn_on__isnull=True)
    wanted["closed"] = Count("id", filter=standing & in_year(year, "closed_on"))
    wanted["amount"] = Sum("amount", filter=standing & in_year(year))

    def made() -> tuple[Mapping[str, Any], list[str]]:
        return MappingProxyType(base(user, defn, area).aggregate(**wanted)), [reach_of(area)]

    key = ("ledgers.views", user.scope.reaches, user.name, defn.ledger.pk, area, year, today())
    return kept(key, FROM, made)


@dataclass(frozen=True, slots=True)
class Cross:
    """Stage × place: columns are places, rows are stages, then all that are open, then those that are late."""

    places: list[tuple[str, str]]
    rows: list[tuple[str, str, list[tuple[str, int]], int]]
    open: list[int]
    open_total: int
    late: list[tuple[str, int]]
    late_total: int


def cross_table(user: Any, defn: Definition, area: str, *, projects: bool = False) -> Cross | None:
    """Open records by stage and by the places right below the area; None where there is nothing below or no stages.

    projects : also those that are finished, since a project's stages are its story.
    """
    if not defn.ledger.stages or not area:
        return None
    places = list(Area.objects.children_of(area).on(today()).order_by("order", "code"))
    if not places:
        return None
    width = areacode.child_width(area)
    query = base(user, defn, area).standing()
    if not projects:
        query = query.filter(closed_on__isnull=True)
    rows = query.order_by().annotate(place=Substr("area_code", 1, width)).values("place", "stage").annotate(
        n=Count("id"), open=Count("id", filter=Q(closed_on__isnull=True)),
        late=Count("id", filter=view_condition("late", year=0, user=user)),
    )  # fmt: skip
    heads = [place.code[:width] for place in places]
    counts: dict[tuple[str, str], int] = {}
    open_, late = dict.fromkeys(heads, 0), dict.fromkeys(heads, 0)
    for row in rows:
        counts[row["stage"], row["place"]] = row["n"]
        if row["place"] in open_:
            open_[row["place"]] += row["open"]
            late[row["place"]] += row["late"]
    shown = [s for s in defn.ledger.stages if projects or not s.get("closes")]
    lines = []
    for stage in shown:
        cells = [counts.get((stage["key"], head), 0) for head in heads]
        named = [(place.code, n) for place, n in zip(places, cells, strict=True)]
        lines.append((stage["key"], stage["name"], named, sum(cells)))
    return Cross(
        [(p.code, p.short) for p in places],
        lines,
        list(open_.values()),
        sum(open_.values()),
        [(place.code, late[head]) for place, head in zip(places, heads, strict=True)],
        sum(late.values()),
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """The sum line: of everything that the conditions hold, not of the page."""

    count: int
    persons: int | None
    amount: Decimal | None
    quantity: Decimal | None


def find_records(user: Any, defn: Definition, asked: Conditions) -> Any:
    """The records of a page's conditions in their order."""
    return ordered(narrow(base(user, defn, asked.area), defn, asked, user), defn, asked)


def sums(query: Any, area: str) -> Sums:
    """Kept for who asks the database the very same, which says whose reach it is. area : the place that the query lies in."""

    def made() -> tuple[Sums, list[str]]:
        row = query.order_by().aggregate(
            n=Count("id"), persons=Sum("persons"), amount=Sum("amount"), quantity=Sum("quantity")
        )
        return Sums(row["n"], row["persons"], row["amount"], row["quantity"]), [reach_of(area)]

    try:
        question = query.order_by().query.sql_with_params()
    except EmptyResultSet:  # nothing can be in it
        return made()[0]
    return kept(("ledgers.sums", *question), FROM, made)


def place_names(area: str) -> dict[str, str]:
    """Names of everything in an area by code: one query for a page of records."""
    return dict(Area.objects.in_area(area).values_list("code", "name")) if area else {}


def place_name(code: str) -> str:
    """A record's place in words: 石桥村 2网格."""
    wanted = [areacode.village_of(code), code]
    names = dict(Area.objects.filter(code__in=wanted).values_list("code", "name"))
    return " ".join(dict.fromkeys(names.get(c, c) for c in wanted))


#: A list longer than this has no "previous" and "next".
LONGEST_WALK = 5000


def neighbours(
    user: Any, defn: Definition, asked: Conditions, pk: int
) -> tuple[int, int, int | None, int | None]:
    """(position, length, previous, next) of a record in a list; position 0 when it is not in it."""
    keys = list(find_records(user, defn, asked).values_list("id", flat=True)[:LONGEST_WALK])
    if pk not in keys:
        return 0, len(keys), None, None
    at = keys.index(pk)
    return at + 1, len(keys), keys[at - 1] if at else None, keys[at + 1] if at + 1 < len(keys) else None


def running_clocks(record: Record, defn: Definition) -> list[Running]:
    """The clocks of a record from its events, in order."""
    return clocks_of(
        defn.clocks, defn.order, entered_of(record), stage=record.stage, occurred_on=record.occurred_on,
        closed_on=record.closed_on, extended=extended_of(record),
    )  # fmt: skip


def recent_batches(user: Any, ledger: Ledger, limit: int = 10) -> Any:
    """The last imports into a ledger inside the user's reach."""
    reach = user.scope.records()
    query = (
        ledger.batches.filter(reach)
        .exclude(state="dropped")
        .defer("content", "results", "faults", "edits", "before")
    )
    return query.select_related("created_by").order_by("-id")[:limit]
