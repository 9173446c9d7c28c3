"""What became of an item: check-ins, judgements and the days on which its light turned."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.ledgers.fields import FixedField
from zhenwu.ledgers.models import Record
from zhenwu.plans.choices import State
from zhenwu.plans.models.plan import Item


class CheckIn(models.Model):
    """One line on how far an item is, where no figure tells. Never changed; a later one says more."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="check_ins")
    on = models.DateField("日期")
    text = models.CharField("进展", max_length=300)
    value = FixedField("数值", places=4, null=True, blank=True)
    #: share done in percent, where neither figures nor milestones tell
    percent = models.PositiveSmallIntegerField("完成%", null=True, blank=True)
    finished = models.BooleanField("已完成", default=False)
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"


class Override(models.Model):
    """A leader's judgement beside the computed light: with grounds, signed, until a date. Both stay visible."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="overrides")
    state = models.CharField("改判为", max_length=8, choices=State.choices)
    computed = models.CharField("算出为", max_length=8, choices=State.choices)
    grounds = models.CharField("理由", max_length=300)
    until = models.DateField("有效到")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.item} {self.get_state_display()}"


class StateChange(models.Model):
    """An item's light turned on a day; kept so that a week's changes are read, not recomputed. Append-only."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="state_changes")
    on = models.DateField("日期")
    before = models.CharField("原为", max_length=8, choices=State.choices, blank=True)
    after = models.CharField("转为", max_length=8, choices=State.choices)
    sentence = models.CharField("当时的话", max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "on"],
                name="state_change_daily",
                violation_error_message="这一天已经记过状态。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.item} {self.get_after_display()}"
