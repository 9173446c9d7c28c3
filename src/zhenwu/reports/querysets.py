"""Which reports a query reaches: a report is shared inside its town."""

from __future__ import annotations

from typing import Any

from django.db import models


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ReportQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide())
