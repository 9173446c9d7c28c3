"""Which livelihood projects a query reaches: all of them are shared inside a town, as its plan is."""

from __future__ import annotations

from typing import Any

from django.db import models

from zhenwu.areas.querysets import in_area


class TownQuerySet(models.QuerySet[Any]):
    """Rows that name their town in `town_code`."""

    def visible_to(self, user: Any) -> TownQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide("town_code", ability="plan.read"))

    def in_area(self, code: str) -> TownQuerySet:
        return self.filter(in_area(code, "town_code"))


class ProposalQuerySet(TownQuerySet):
    def standing(self) -> ProposalQuerySet:
        """Those that stand for themselves: neither joined into another one nor withdrawn."""
        return self.exclude(state__in=["joined", "withdrawn"])


class BallotQuerySet(TownQuerySet):
    def standing(self) -> BallotQuerySet:
        return self.filter(withdrawn_on__isnull=True)
