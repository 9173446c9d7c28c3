"""One door to assessments: out of reach reads like not there. And what the pages of the section share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.assessment.choices import SubjectKind
from zhenwu.assessment.models import Assessment, Rules
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import NotFound
from zhenwu.web.plans.access import need_reading
from zhenwu.web.request import ours


def place_in_view(request: HttpRequest) -> str:
    """The place that assesses: the county in view, or the town of the area in view; "" above a county."""
    need_reading(request)
    area = ours(request).zw.area
    if not area or areacode.level(area) in ("province", "city"):
        return ""
    return area if areacode.level(area) == "county" else areacode.town_of(area)


def kinds_of(place: str) -> list[SubjectKind]:
    """What a place assesses."""
    if areacode.level(place) == "county":
        return [SubjectKind.TOWN]
    return [SubjectKind.VILLAGE, SubjectKind.OFFICE]


def assessment_at(request: HttpRequest, pk: int) -> Assessment:
    need_reading(request)
    rows = Assessment.objects.visible_to(ours(request).user).select_related("rules", "published_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound(
            _("没有这次考评"), expected=_("本镇或本县的一次"), do=_("请从考评页进入"), code="ZW-ASSESSMENT"
        )
    return found


def rules_at(request: HttpRequest, pk: int) -> Rules:
    need_reading(request)
    found = Rules.objects.visible_to(ours(request).user).filter(pk=pk).first()
    if found is None:
        raise NotFound(
            _("没有这套办法"), expected=_("标准的或本镇的一套"), do=_("请从办法页进入"), code="ZW-RULES"
        )
    return found


def tabs(current: str) -> list[tuple[Any, ...]]:
    """The two pages of the section."""
    names = (("assessment", _("考评")), ("assessment-rules", _("考评办法")))
    return [(text, reverse(f"web:{name}"), None, name == current) for name, text in names]
