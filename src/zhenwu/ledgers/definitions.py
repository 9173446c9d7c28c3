"""A ledger with its fields, read once for many rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from zhenwu.accounts.models import Office
from zhenwu.areas.models import Area
from zhenwu.areas.querysets import in_area
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.ledgers.models import Ledger
from zhenwu.ledgers.rules import Clock
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.ledgers.rules_places import Places


@dataclass(frozen=True)
class Definition:
    """What rows of a ledger are checked and built by."""

    ledger: Ledger
    rules: dict[str, Rule]
    heads: dict[str, list[str]]
    clocks: tuple[Clock, ...]
    offices: dict[str, int] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, str]:
        return {key: rule.label for key, rule in self.rules.items()}

    @property
    def order(self) -> list[str]:
        return [stage["key"] for stage in self.ledger.stages]

    @property
    def personal(self) -> list[str]:
        return [key for key, rule in self.rules.items() if rule.personal]

    def office_of(self, area_code: str) -> int | None:
        """The office of the record's town that answers for the ledger."""
        return self.offices.get(areacode.town_of(area_code))

    def choice_name(self, key: str, value: str) -> str:
        rule = self.rules.get(key)
        return next((name for k, name in rule.choices if k == value), value) if rule else value


def definition(ledger: Ledger) -> Definition:
    """Three queries at most, whatever the number of rows."""
    rules: dict[str, Rule] = {}
    heads: dict[str, list[str]] = {}
    for row in ledger.fields.all():
        choices = [(c["key"], c["name"]) for c in row.choices]
        if row.key == "stage" and not choices:
            choices = [(s["key"], s["name"]) for s in ledger.stages]
        rules[row.key] = Rule(
            key=row.key,
            label=row.label,
            type=row.type,
            column=row.column,
            required=row.required,
            personal=row.personal,
            choices=tuple(choices),
            unit=row.unit,
            low=row.low,
            high=row.high,
        )
        heads[row.key] = [row.label, *row.aliases]
    offices = {}
    if ledger.office_code:
        for office_id, code in Office.objects.filter(code=ledger.office_code).values_list("id", "area__code"):
            offices[code] = office_id
    return Definition(ledger, rules, heads, tuple(Clock.of(row) for row in ledger.clocks), offices)


def places_within(code: str) -> Places:
    """The places of an area that are in force, for reading names."""
    rows = Area.objects.filter(in_area(code, "code")).on(today()).values_list("code", "name")
    return Places(code, rows)


def places_of(actor: Any, area_code: str = "") -> Places:
    """The places that somebody may write records for, inside an area when one is given; the system may write everywhere."""
    codes: Iterable[str]
    if actor is None:
        codes = [area_code] if area_code else []
    else:
        reach = [r.code for r in actor.scope.reaches]
        codes = [c if areacode.within(c, area_code) else area_code for c in reach
                 if not area_code or areacode.within(c, area_code) or areacode.within(area_code, c)]  # fmt: skip
    rows: dict[str, str] = {}
    query = Area.objects.on(today())
    if actor is None and not area_code:
        rows.update(query.values_list("code", "name"))
    for code in set(codes):
        rows.update(query.filter(in_area(code, "code")).values_list("code", "name"))
    home = area_code or min(codes, key=lambda c: len(areacode.prefix(c)), default="")
    if home and home not in rows:
        rows.update(Area.objects.filter(code=home).values_list("code", "name"))
    return Places(home, sorted(rows.items()))
