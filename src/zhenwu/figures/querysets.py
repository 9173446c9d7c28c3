"""Which metrics and statistics a query reaches."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from zhenwu.areas.querysets import in_area


class MetricQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> MetricQuerySet:
        """The version of each metric in force on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class StatisticQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> StatisticQuerySet:
        """Statistics are shared inside the user's towns."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide())

    def in_area(self, code: str) -> StatisticQuerySet:
        return self.filter(in_area(code))

    def current(self) -> StatisticQuerySet:
        """Without revisions that were replaced."""
        return self.filter(replaced_by__isnull=True)
