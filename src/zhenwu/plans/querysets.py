"""Which plans and items a query reaches: a plan is shared inside its town."""

from __future__ import annotations

from typing import Any

from django.db import models


class PlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PlanQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide())


class ItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ItemQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide("plan__area_code"))

    def standing(self) -> ItemQuerySet:
        """Items of the plan as it stands: accepted or done, not suggestions, rejected or dropped ones."""
        return self.filter(status__in=["accepted", "done"])


class SupervisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> SupervisionQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide())

    def open(self) -> SupervisionQuerySet:
        """Not closed yet."""
        return self.exclude(state="closed")
