"""Which meetings and commitments a query reaches: they are shared inside a town, like its plan."""

from __future__ import annotations

from typing import Any

from django.db import models


class TownQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> TownQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide(ability="plan.read"))


class CommitmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> CommitmentQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide("meeting__area_code", ability="plan.read"))
