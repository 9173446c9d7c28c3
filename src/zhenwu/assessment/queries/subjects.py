"""Who is assessed, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhenwu.accounts.models import Office
from zhenwu.areas.models import Area
from zhenwu.assessment.choices import SubjectKind
from zhenwu.assessment.models import Rules


@dataclass(frozen=True, slots=True)
class Subject:
    """A village, a town (key: its code) or an office (key: office-12, area_code: its town)."""

    key: str
    name: str
    area_code: str
    office_id: int | None = None


def subjects_of(area_code: str, kind: str, day: date) -> list[Subject]:
    """The villages of a town, the towns of a county that were in force on a day, or the town's own offices."""
    if kind == SubjectKind.OFFICE:
        rows = Office.objects.filter(area__code=area_code, external=False).order_by("order", "id")
        return [Subject(f"office-{office.pk}", office.name, area_code, office.pk) for office in rows]
    places = Area.objects.children_of(area_code).on(day).order_by("order", "code")
    return [Subject(area.code, area.name, area.code) for area in places]


def rules_in_force(area_code: str, kind: str, day: date) -> Rules | None:
    """The place's own rules of a day, else the standard ones."""
    rows = Rules.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day), subject=kind, valid_from__lte=day
    )
    own = rows.filter(area_code=area_code).order_by("-valid_from", "-version").first()
    return own or rows.filter(area_code="").order_by("-valid_from", "-version").first()
