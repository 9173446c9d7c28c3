"""Which plans and items a query reaches: a plan is shared inside its town."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class PlanQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> PlanQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide(ability="plan.read"))


class ItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ItemQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide("plan__area_code", ability="plan.read"))

    def standing(self) -> ItemQuerySet:
        """Items of the plan as it stands: accepted or done, not suggestions, rejected or dropped ones."""
        return self.filter(status__in=["accepted", "done"])


class ChangeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> ChangeQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide("plan__area_code", ability="plan.read"))

    def open(self) -> ChangeQuerySet:
        """Not decided yet."""
        return self.filter(state="asked")


class SupervisionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> SupervisionQuerySet:
        """Notices of the own town; one about a record is read by who reaches the record or answers for the notice."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        mine = Q(office_id=user.office_id) if user.office_id else Q(pk__in=[])
        if user.person_id:
            mine |= Q(person_id=user.person_id) | Q(leader_id=user.person_id)
        reached = user.scope.records("record__area_code", "record__ledger__code")
        return self.in_town(user).filter(Q(record__isnull=True) | reached | mine)

    def in_town(self, user: Any) -> SupervisionQuerySet:
        """All notices of the own town, to be counted and not to be read."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide(ability="plan.read"))

    def open(self) -> SupervisionQuerySet:
        """Not closed yet."""
        return self.exclude(state="closed")
