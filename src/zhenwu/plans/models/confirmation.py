"""What the offices say to the items that they were given."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.accounts.models import Office
from zhenwu.plans.choices import ConfirmationState, Part
from zhenwu.plans.models.plan import Item


class Confirmation(models.Model):
    """One office's word on one item: asked, confirmed, or objected to with reasons that a clerk answers."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="confirmations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="confirmations")
    part = models.CharField("分工", max_length=6, choices=Part.choices, default=Part.LEAD)
    state = models.CharField(
        "答复", max_length=10, choices=ConfirmationState.choices, default=ConfirmationState.ASKED
    )
    asked_on = models.DateField("下达")
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField("异议理由", max_length=300, blank=True)
    ruled_on = models.DateField("处理日期", null=True, blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ruling = models.CharField("处理意见", max_length=300, blank=True)

    class Meta:
        ordering = ["item__order", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "office"],
                condition=models.Q(state__in=["asked", "confirmed", "objected", "upheld"]),
                name="confirmation_once",
                violation_error_message="这个办公室对这一项已有答复。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.office} {self.get_state_display()}"

    @property
    def area_code(self) -> str:
        return self.item.area_code
