"""Files: spreadsheets on their way into a ledger, and what is attached to records."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.ledgers.choices import ImportKind, ImportState
from zhenwu.ledgers.fields import SealedField
from zhenwu.ledgers.models.books import Ledger
from zhenwu.ledgers.models.records import Event, Record
from zhenwu.ledgers.querysets import AttachmentQuerySet


class ImportBatch(models.Model):
    """One file on its way into a ledger: staged, checked, then written whole or not at all."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="batches")
    kind = models.CharField("内容", max_length=10, choices=ImportKind.choices, default=ImportKind.RECORDS)
    area_code = models.CharField(max_length=15)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    sheet = models.CharField(max_length=100, blank=True)
    #: the file, sealed; kept until it is written or dropped
    content = models.BinaryField(null=True, blank=True)
    #: {"columns": {"0": "number", "3": ""}, "fixed": {"area_code": …}, "heads": […], "units": {"amount": "万元"}, …}
    mapping = models.JSONField(default=dict)
    #: {"rows": 32, "new": 6, "changed": 9, "same": 14, "faulty": 3, "total": 1}
    counts = models.JSONField(default=dict)
    #: Fault dictionaries with row and column
    faults = models.JSONField(default=list)
    #: [row number in the sheet, "new" | "changed" | "same" | "faulty" | …] of every line, in the order of the sheet
    results = models.JSONField(default=list)
    #: row number → {field key: value} typed in to mend the file's own cells; None drops the row
    edits = SealedField(default=dict, blank=True)
    #: record id → {field key: value before}, so that a written batch can be taken back
    before = SealedField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.STAGED)
    #: rows handled so far, while it is being read or written
    done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="imports"
    )
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name


class Attachment(models.Model):
    """A file that belongs to a record or an event, or is the paper behind a number (`figures.Receipt`). The row says what and whose;
    the content lies on the disk under its hash (`zhenwu.ledgers.files`)."""

    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    area_code = models.CharField(max_length=15)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    #: of the content as it is kept
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    #: whether it is encrypted at rest and opens only for who may see personal data, with a trace
    sealed = models.BooleanField("加密", default=False)
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why=""),
                name="attachment_withdraw_reason",
                violation_error_message="撤回须写理由。",
            ),
        ]

    def __str__(self) -> str:
        # the name of a sealed file may tell of a person, and this is what audit rows keep
        return f"附件{self.pk}" if self.sealed else self.name
