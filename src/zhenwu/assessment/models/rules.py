"""Rules in the database: the standard ones as installed, and a town's own, version after version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.assessment.choices import SubjectKind
from zhenwu.assessment.querysets import RulesQuerySet
from zhenwu.catalog.assessment_specs import ItemSpec, read_items


class Rules(models.Model):
    """A set of items in force from a day. Never changed: a change is a new version."""

    #: whose rules they are; empty: the standard ones
    area_code = models.CharField("区域", max_length=15, blank=True)
    code = models.CharField("代码", max_length=40)
    name = models.CharField("名称", max_length=60)
    subject = models.CharField("考评谁", max_length=8, choices=SubjectKind.choices)
    version = models.PositiveSmallIntegerField("版本", default=1)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    source = models.CharField("依据", max_length=200, blank=True)
    #: ItemSpec.as_json of each item
    items = models.JSONField("考评项", default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RulesQuerySet.as_manager()

    class Meta:
        ordering = ["area_code", "subject", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "code", "version"],
                name="rules_version",
                violation_error_message="这一版已经有了。",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="rules_dates",
                violation_error_message="止的日期不能早于起的日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"

    @property
    def specs(self) -> tuple[ItemSpec, ...]:
        """The items as the rules of scoring want them. What was kept has passed the check, so metrics are taken as known."""
        known = [str(item.get("metric", "")) for item in self.items]
        return read_items(self.items, known, subject=self.subject, source=self.name)
