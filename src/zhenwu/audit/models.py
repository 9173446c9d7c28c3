"""One row for every write."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.audit.words import ACTIONS


class AuditRow(models.Model):
    """What one action did. Append-only: `save` of an existing row and `delete` are refused."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=80)
    action = models.CharField(max_length=60, db_index=True)
    thing = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=40, blank=True)
    thing_label = models.CharField(max_length=200, blank=True)
    area_code = models.CharField(max_length=15, blank=True, db_index=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["thing", "thing_id"], name="audit_thing")]

    @property
    def words(self) -> str:
        """The action as people read it."""
        return str(ACTIONS.get(self.action, self.action))

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("An audit row is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit row is never deleted.")
