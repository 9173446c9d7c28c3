"""What became of each promise when its year was over."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.plans.choices import AnswerState, Outcome
from zhenwu.plans.models.plan import Item


class Answer(models.Model):
    """The answer that an item gets at the year's end: worked out, confirmed by its office, signed off by a leader."""

    item = models.OneToOneField(Item, on_delete=models.CASCADE, related_name="answer")
    state = models.CharField(
        "答复状态", max_length=10, choices=AnswerState.choices, default=AnswerState.DRAFTED
    )
    outcome = models.CharField("兑现情况", max_length=8, choices=Outcome.choices)
    #: what the evidence alone said, kept beside what was confirmed
    suggested = models.CharField("数据显示", max_length=8, choices=Outcome.choices)
    text = models.CharField("答复", max_length=500)
    reason = models.CharField("原因或依据", max_length=300, blank=True)
    #: [{"name", "target", "actual", "as_of"}] as printed when the answer was worked out
    figures = models.JSONField(default=list, blank=True)
    drafted_on = models.DateField("拟稿")
    confirmed_on = models.DateField("确认", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField("签发", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: why a leader sent it back
    returned = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        ordering = ["item__order", "id"]

    def __str__(self) -> str:
        return f"{self.item} {self.get_outcome_display()}"

    @property
    def area_code(self) -> str:
        return self.item.area_code
