"""How areas are looked up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from zhenwu.kernel import areacode


def in_area(code: str, field: str = "area_code") -> Q:
    """Condition for everything in a place: one range over a plain index."""
    low, high = areacode.bounds(code)
    return Q(**{f"{field}__gte": low, f"{field}__lte": high})


class AreaQuerySet(models.QuerySet[Any]):
    def in_area(self, code: str) -> AreaQuerySet:
        return self.filter(in_area(code, "code"))

    def on(self, day: date) -> AreaQuerySet:
        """In force on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)

    def children_of(self, code: str) -> AreaQuerySet:
        level = areacode.LEVELS.index(areacode.level(code))
        if level + 1 >= len(areacode.LEVELS):
            return self.none()
        return self.in_area(code).filter(level=areacode.LEVELS[level + 1])

    def visible_to(self, user: Any) -> AreaQuerySet:
        """Names of places are public to every signed-in user."""
        return self if getattr(user, "is_authenticated", False) else self.none()
