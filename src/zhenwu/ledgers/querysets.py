"""Which ledgers and records a query reaches. Every read of records begins with `visible_to`."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from zhenwu.areas.querysets import in_area
from zhenwu.kernel.period import Period


class LedgerQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> LedgerQuerySet:
        """Ledgers that a user may open: those named in the grants, or all where a grant names none.

        A grid member without named ledgers sees those that are not sensitive.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        condition = Q(pk__in=[])
        for reach in user.scope.reaches:
            if reach.ledgers:
                condition |= Q(code__in=reach.ledgers)
            elif reach.role == "grid":
                condition |= Q(sensitive=False)
            else:
                condition |= Q()
                return self.filter(active=True)
        return self.filter(condition, active=True)


class RecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RecordQuerySet:
        """Records inside the code ranges of the user's grants, and nothing else."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.records())

    def in_area(self, code: str) -> RecordQuerySet:
        return self.filter(in_area(code))

    def in_period(self, period: Period, field: str = "occurred_on") -> RecordQuerySet:
        return self.filter(**{f"{field}__gte": period.start, f"{field}__lte": period.end})

    def standing(self) -> RecordQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def open_on(self, day: date) -> RecordQuerySet:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), occurred_on__lte=day)


class EventQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> EventQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.records())

    def in_area(self, code: str) -> EventQuerySet:
        return self.filter(in_area(code))

    def in_period(self, period: Period) -> EventQuerySet:
        return self.filter(on__gte=period.start, on__lte=period.end)


class MeasurementQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> MeasurementQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.records())

    def in_area(self, code: str) -> MeasurementQuerySet:
        return self.filter(in_area(code))

    def current(self) -> MeasurementQuerySet:
        """Without those that were replaced or withdrawn."""
        return self.filter(replaced_by__isnull=True, withdrawn_on__isnull=True)


class AttachmentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> AttachmentQuerySet:
        """Files of records in reach; those of no record are papers behind numbers, which are shared inside a town."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        of_records = user.scope.records(ledger="record__ledger__code")
        return self.filter(
            (Q(record__isnull=False) & of_records) | (Q(record__isnull=True) & user.scope.town_wide())
        )

    def standing(self) -> AttachmentQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)
