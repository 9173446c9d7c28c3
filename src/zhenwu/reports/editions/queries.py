"""Reads of public editions: inside the town, and by anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhenwu.areas.models import Area
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import NotFound
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.comparing import Content, content_of
from zhenwu.reports.models import Edition


@dataclass(frozen=True, slots=True)
class TownEdition:
    """A town that has published, with its latest edition and how many there are."""

    area: Area
    county: str
    latest: Edition
    count: int


def edition_get(pk: int, user: Any) -> Edition:
    """An edition in the user's reach; out of reach reads like not there."""
    rows = Edition.objects.filter(user.scope.town_wide(ability="report.read"), pk=pk)
    found = rows.select_related("created_by", "published_by").first()
    if found is None:
        raise NotFound(
            "没有这一期", where=f"编号{pk}", expected="本镇的一期", do="请从公开页里选", code="ZW-PUBLIC"
        )
    return found


def editions_of(user: Any, area_code: str) -> list[Edition]:
    """A place's editions in every state, drafts first, then the latest."""
    rows = Edition.objects.filter(user.scope.town_wide(ability="report.read")).in_area(area_code)
    rows = rows.select_related("created_by", "published_by")
    return sorted(rows, key=lambda e: (e.state != EditionState.DRAFT, -e.period_end.toordinal(), -e.pk))


def towns_published() -> list[TownEdition]:
    """Towns that have an edition in force, by code."""
    latest: dict[str, list[Edition]] = {}
    for edition in Edition.objects.published():
        latest.setdefault(edition.area_code, []).append(edition)
    codes = set(latest) | {areacode.parent(code) or "" for code in latest}
    areas = {area.code: area for area in Area.objects.filter(code__in=codes)}
    return [
        TownEdition(
            areas[code], getattr(areas.get(areacode.parent(code) or ""), "name", ""), rows[0], len(rows)
        )
        for code, rows in sorted(latest.items())
        if code in areas
    ]


def public_editions(area_code: str) -> list[Edition]:
    """A town's editions in force, latest first."""
    return list(Edition.objects.published().filter(area_code=area_code))


def edition_at(area_code: str, year: int, number: int) -> Edition | None:
    """The edition at its own address: in force or withdrawn; None where there was never one."""
    rows = Edition.objects.filter(area_code=area_code, year=year, number=number)
    return rows.filter(state__in=[EditionState.PUBLISHED, EditionState.WITHDRAWN]).first()


def edition_before(edition: Edition) -> Content | None:
    """The published edition that came before this one, with its rows."""
    rows = Edition.objects.published().filter(area_code=edition.area_code).exclude(pk=edition.pk)
    if edition.number:
        rows = rows.filter(period_end__lte=edition.period_end, pk__lt=edition.pk)
    found = rows.first()
    return content_of(found) if found is not None else None
