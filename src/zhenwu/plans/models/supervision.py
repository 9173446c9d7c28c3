"""Supervision: notices that something is late, with a reply due."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.accounts.models import Office, Person
from zhenwu.ledgers.models import Record
from zhenwu.plans.choices import SupervisionState
from zhenwu.plans.models.plan import Item
from zhenwu.plans.querysets import SupervisionQuerySet


class Supervision(models.Model):
    """A notice that something is late, with a reply due."""

    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="supervisions"
    )
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="supervisions"
    )
    area_code = models.CharField(max_length=15)
    number = models.CharField("编号", max_length=40)
    requirement = models.TextField("要求")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="supervisions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    issued_on = models.DateField("发出")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reply_due = models.DateField("回复期限")
    received_on = models.DateField("签收", null=True, blank=True)
    replied_on = models.DateField("回复", null=True, blank=True)
    reply = models.TextField("回复内容", blank=True)
    closed_on = models.DateField("办结", null=True, blank=True)
    extended_to = models.DateField("延期到", null=True, blank=True)
    extension_grounds = models.CharField("延期理由", max_length=300, blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=SupervisionState.choices, default=SupervisionState.ISSUED
    )

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "number"],
                name="supervision_number",
                violation_error_message="编号重复。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.requirement[:30]}"
