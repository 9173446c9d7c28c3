"""What an item was before: one row for every write to it, so that an old version stays readable."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.plans.models.plan import Item


class ItemVersion(models.Model):
    """An item as a write left it: by whom, when, why and by which paper. Append-only; the last one is what stands."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("版次")
    on = models.DateField("日期")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=40)
    why = models.TextField("依据", blank=True)
    paper = models.CharField("文号", max_length=120, blank=True)
    #: every field of the item with its targets and milestones (`zhenwu.plans.history.contents`)
    content = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name="item_version_once",
                violation_error_message="这一版已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} 第{self.number}版"
