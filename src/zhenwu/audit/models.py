"""One row for every write, and how many there have been."""

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


class Mark(models.Model):
    """How many writes a room has had at a place, one row a write until they are folded into one.

    Rows are only added, so that no write waits for another; what was computed from the data holds as long as their sums stand.
    """

    #: the room whose rows were written; empty: any
    room = models.CharField(max_length=20, blank=True)
    #: the digits of the town's code that say something, or of a place above; empty: everywhere
    prefix = models.CharField(max_length=15, blank=True)
    writes = models.BigIntegerField(default=1)
    #: a sum of chances: a write that was rolled back never looks like another one
    salt = models.BigIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.room} {self.prefix} {self.writes}"
