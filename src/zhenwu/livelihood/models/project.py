"""Livelihood projects: chosen candidates as items of the plan, with their money and what deputies and residents say of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.ledgers.fields import FixedField
from zhenwu.livelihood.choices import CONTENT, Grade, Judges
from zhenwu.livelihood.models.ballot import BallotLine
from zhenwu.livelihood.querysets import TownQuerySet
from zhenwu.plans.models import Item


class Project(models.Model):
    """A chosen candidate that the plan follows."""

    town_code = models.CharField("乡镇", max_length=15)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("实事", max_length=80)
    line = models.OneToOneField(
        BallotLine, on_delete=models.PROTECT, related_name="project", verbose_name="票决"
    )
    item = models.OneToOneField(
        Item, on_delete=models.PROTECT, related_name="livelihood_project", verbose_name="计划事项"
    )
    planned = FixedField("计划资金", places=2, null=True, blank=True)
    funds = models.CharField("资金来源", max_length=200, blank=True)

    objects = TownQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["town_code", "year", "number"],
                name="project_number",
                violation_error_message="这个序号已经有一件实事。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number} {self.title}"

    @property
    def area_code(self) -> str:
        return self.town_code


class Entry(models.Model):
    """What is entered of a project once and, where it was wrong, taken out of force with a reason."""

    on = models.DateField("日期")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_on = models.DateField("撤回", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)

    class Meta:
        abstract = True

    project: Any

    @property
    def area_code(self) -> str:
        return str(self.project.town_code)


class Payment(Entry):
    """Money paid for a project."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="payments")
    amount = FixedField("金额", places=2)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="payment_positive", violation_error_message="金额应大于零。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"


class SatisfactionTest(Entry):
    """How many were asked about a project, how many answered, and what they said."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="tests")
    kind = models.CharField("谁评", max_length=10, choices=Judges.choices)
    asked = models.PositiveIntegerField("问到")
    answered = models.PositiveIntegerField("答复")
    satisfied = models.PositiveIntegerField("满意", default=0)
    fairly = models.PositiveIntegerField("基本满意", default=0)
    unsatisfied = models.PositiveIntegerField("不满意", default=0)
    unsure = models.PositiveIntegerField("不了解", default=0)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "on"],
                condition=Q(withdrawn_on__isnull=True),
                name="test_once",
                violation_error_message="这一天的测评已经记过。",
            ),
            models.CheckConstraint(
                condition=Q(answered__lte=models.F("asked")),
                name="test_answered",
                violation_error_message="答复的不能多于问到的。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()} {self.on}"

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Grade → how many said so, in the order of the grades."""
        return [(str(grade.label), int(getattr(self, grade.value))) for grade in Grade]

    @property
    def content(self) -> int:
        return sum(int(getattr(self, grade.value)) for grade in CONTENT)

    @property
    def share(self) -> Decimal | None:
        """Part of the answers that is content, 0 to 1; None when nobody answered, which is no zero."""
        return Decimal(self.content) / Decimal(self.answered) if self.answered else None
