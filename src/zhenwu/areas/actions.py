"""Writes to the tree of areas."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.areas.models import Area, AreaSet
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Fault


@dataclass(frozen=True, slots=True)
class AreaSpec:
    """One place as the name list gives it."""

    code: str
    name: str
    order: int = 0
    households: int | None = None
    population: int | None = None
    geometry: dict[str, Any] | None = field(default=None, hash=False)


@transaction.atomic
def area_install(specs: Iterable[AreaSpec], *, actor: Any, valid_from: date | None = None) -> int:
    """Add places that are not there yet and rename those that are; returns how many were added.

    Every place needs its parent, in the list or in the tree; all that lack one are named at once.
    """
    rows = list(specs)
    known = dict(Area.objects.values_list("code", "id"))
    given = {row.code for row in rows}
    faults = []
    for row in rows:
        areacode.check(row.code)
        above = areacode.parent(row.code)
        if above and above not in known and above not in given:
            faults.append(
                Fault(
                    f"“{row.name}”的上级{above}不在名录里",
                    row.code,
                    "先有上级，后有下级",
                    "把上级一并导入",
                    "ZW-AREA-PARENT",
                )
            )
    if faults:
        raise BadInput.of(faults, source="区域名录")
    fresh = [
        Area(
            code=row.code,
            name=row.name,
            level=areacode.level(row.code),
            order=row.order,
            households=row.households,
            population=row.population,
            geometry=row.geometry,
            **({"valid_from": valid_from} if valid_from else {}),
        )
        for row in rows
        if row.code not in known
    ]
    Area.objects.bulk_create(fresh)
    renamed = 0
    for row in rows:
        if row.code in known:
            renamed += Area.objects.filter(code=row.code).exclude(name=row.name).update(name=row.name)
    if fresh or renamed:
        audit_write(actor, "area_install", "areas.area", changes={"added": len(fresh), "renamed": renamed})
    return len(fresh)


@transaction.atomic
def area_set_create(*, actor: Any, code: str, name: str, area_code: str, members: Iterable[str]) -> AreaSet:
    """Name a set of places that is no branch of the tree."""
    found = list(Area.objects.filter(code__in=list(members)))
    group = AreaSet.objects.create(code=code, name=name, area_code=area_code)
    group.members.set(found)
    audit_write(actor, "area_set_create", group, changes={"members": [a.code for a in found]})
    return group
