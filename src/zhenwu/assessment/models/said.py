"""What people say to a score: judgements with grounds, objections with their answers. Append-only."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.assessment.choices import Answer
from zhenwu.assessment.models.period import Assessment
from zhenwu.ledgers.fields import FixedField


class Judgement(models.Model):
    """Points that somebody gave for an item that nothing counts, with grounds and signature. A later one takes its place; both stay."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="judgements")
    subject_key = models.CharField(max_length=20)
    item = models.CharField("考评项", max_length=30)
    points = FixedField("得分", places=2)
    grounds = models.CharField("依据", max_length=300)
    on = models.DateField("日期")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["assessment", "subject_key"], name="judgement_subject")]

    def __str__(self) -> str:
        return f"{self.item} {self.points}"

    @property
    def area_code(self) -> str:
        return self.assessment.area_code


class Objection(models.Model):
    """What a subject holds against the points of an item, the answer, and its effect on item and total."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="objections")
    subject_key = models.CharField(max_length=20)
    subject_name = models.CharField(max_length=60)
    item = models.CharField("考评项", max_length=30)
    text = models.CharField("意见", max_length=300)
    on = models.DateField("提出")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=Answer.choices, default=Answer.OPEN)
    answer = models.CharField("答复", max_length=300, blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    points_before = FixedField("原得分", places=2, null=True, blank=True)
    #: what the item earns from now on, when the objection was upheld
    points_after = FixedField("改为", places=2, null=True, blank=True)
    total_before = FixedField("原总分", places=2, null=True, blank=True)
    total_after = FixedField("改后总分", places=2, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["assessment", "subject_key"], name="objection_subject")]

    def __str__(self) -> str:
        return f"{self.subject_name} {self.text[:30]}"

    @property
    def area_code(self) -> str:
        return self.assessment.area_code
