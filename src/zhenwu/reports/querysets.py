"""Which reports and editions a query reaches: a report is shared inside its town, a published edition with everybody."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from zhenwu.areas.querysets import in_area


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ReportQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide(ability="report.read"))


class EditionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> EditionQuerySet:
        """Published editions for everybody; drafts and withdrawn ones inside the town."""
        public = Q(state="published")
        if not getattr(user, "is_authenticated", False):
            return self.filter(public)
        return self.filter(public | user.scope.town_wide(ability="report.read"))

    def in_area(self, code: str) -> EditionQuerySet:
        return self.filter(in_area(code))

    def published(self) -> EditionQuerySet:
        """What outsiders see, latest first."""
        return self.filter(state="published").order_by("-period_end", "-published_on", "-id")
