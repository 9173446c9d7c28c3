"""Changes of a plan in force: asked for with grounds, approved or refused by a leader."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.plans.choices import ChangeKind, ChangeState
from zhenwu.plans.models.plan import Item, Plan
from zhenwu.plans.querysets import ChangeQuerySet


class Change(models.Model):
    """What is to become otherwise in a plan in force. Nothing changes before a leader has approved."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    #: the item concerned; of an addition the new one, once approved
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("变更", max_length=8, choices=ChangeKind.choices)
    #: what is wanted, by the item's field names; of a target its key, value and upper bound
    wanted = models.JSONField(default=dict)
    #: the same in words, as asked: before and after
    before = models.CharField("原定", max_length=300, blank=True)
    after = models.CharField("改为", max_length=300, blank=True)
    grounds = models.CharField("依据", max_length=300)
    paper = models.CharField("文号", max_length=120, blank=True)
    state = models.CharField("状态", max_length=10, choices=ChangeState.choices, default=ChangeState.ASKED)
    asked_on = models.DateField("申请日期")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField("批准日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField("批示", max_length=300, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "kind"],
                condition=models.Q(state="asked", item__isnull=False),
                name="change_open_once",
                violation_error_message="同一项同一种变更已有一件待批。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.item or self.after}"

    @property
    def area_code(self) -> str:
        return self.plan.area_code
