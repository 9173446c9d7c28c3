"""A period that is assessed, and its scores as they were published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.assessment.choices import Phase, SubjectKind
from zhenwu.assessment.models.rules import Rules
from zhenwu.assessment.querysets import AssessmentQuerySet
from zhenwu.kernel.period import Period
from zhenwu.ledgers.fields import FixedField


class Assessment(models.Model):
    """Villages, offices or towns of a place, held for a period against one version of rules."""

    area_code = models.CharField("区域", max_length=15)
    subject = models.CharField("考评谁", max_length=8, choices=SubjectKind.choices)
    start = models.DateField("起")
    end = models.DateField("止")
    name = models.CharField("名称", max_length=80)
    rules = models.ForeignKey(
        Rules, on_delete=models.PROTECT, related_name="assessments", verbose_name="办法"
    )
    phase = models.CharField("状态", max_length=10, choices=Phase.choices, default=Phase.OPEN)
    published_on = models.DateField("公布", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-end", "subject", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "subject", "start", "end"],
                name="assessment_once",
                violation_error_message="这一期已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")),
                name="assessment_dates",
                violation_error_message="止的日期不能早于起的日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


class Frozen(models.Model):
    """A subject's score on the day of publishing, with every item's points. Never changed."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="frozen")
    subject_key = models.CharField(max_length=20)
    subject_name = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    points = FixedField("总分", places=2, null=True, blank=True)
    base = FixedField("计入分值", places=2)
    full = FixedField("分值", places=2)
    bonus = FixedField("加分", places=2)
    #: [{"key", "name", "weight", "points", "out", "shown", "adjusted"}], numbers as text
    marks = models.JSONField(default=list)

    class Meta:
        ordering = ["place", "subject_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "subject_key"],
                name="frozen_once",
                violation_error_message="已经公布过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.points}"

    @property
    def area_code(self) -> str:
        return self.assessment.area_code

    def mark(self, key: str) -> dict[str, Any]:
        """The item's points as published; empty for an item that was not there."""
        return next((dict(mark) for mark in self.marks if mark["key"] == key), {})
