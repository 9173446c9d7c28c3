"""Records, what happened to them, and what they report for periods."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.accounts.models import Office
from zhenwu.ledgers.choices import EventKind
from zhenwu.ledgers.fields import FixedField, SealedField
from zhenwu.ledgers.models.books import Ledger
from zhenwu.ledgers.querysets import EventQuerySet, MeasurementQuerySet, RecordQuerySet


class Record(models.Model):
    """One line of a ledger. What nearly every figure uses are real columns; what is particular to a ledger is in `data`."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="records")
    area_code = models.CharField("区域", max_length=15)
    number = models.CharField("编号", max_length=40, blank=True)
    title = models.CharField("事项", max_length=200)
    aliases = models.JSONField(default=list, blank=True)
    occurred_on = models.DateField("日期")
    stage = models.CharField("阶段", max_length=30, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    category = models.CharField("类别", max_length=40, blank=True)
    channel = models.CharField("渠道", max_length=40, blank=True)
    level = models.CharField("级别", max_length=40, blank=True)
    #: whether the person concerned was satisfied; None: not asked or not answered
    satisfied = models.BooleanField("满意", null=True, blank=True)
    subject = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="affairs"
    )
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    amount = FixedField("金额(元)", places=2, null=True, blank=True)
    quantity = FixedField("数量", places=4, null=True, blank=True)
    persons = models.PositiveIntegerField("人数", null=True, blank=True)
    handler = models.CharField("经办", max_length=40, blank=True)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    data = models.JSONField(default=dict, blank=True)
    personal = SealedField(default=dict, blank=True)
    #: equal for two lines that tell of the same thing; unique within its ledger
    identity = models.CharField(max_length=80, null=True, blank=True)
    batch = models.ForeignKey(
        "ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="records"
    )
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-id"]
        indexes = [
            models.Index(fields=["ledger", "area_code", "occurred_on"], name="record_place_day"),
            models.Index(fields=["ledger", "occurred_on", "area_code"], name="record_day_place"),
            models.Index(
                fields=["ledger", "due_on"], condition=Q(closed_on__isnull=True), name="record_open_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "identity"],
                name="record_identity",
                violation_error_message="台账里已有这条记录。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("occurred_on")),
                name="record_close_order",
                violation_error_message="办结日期不能早于登记日期。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why=""),
                name="record_withdraw_reason",
                violation_error_message="撤回须写理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Event(models.Model):
    """Something that happened to a record on a date. Append-only; an amount that a stage fixes stays with it."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="events")
    #: copied from the record, so that figures scan one table
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15)
    kind = models.CharField("类别", max_length=12, choices=EventKind.choices)
    #: the stage entered, the title gained or lost, the kind of measure
    detail = models.CharField(max_length=40, blank=True)
    on = models.DateField("日期")
    by = models.CharField("谁", max_length=60, blank=True)
    amount = FixedField(places=2, null=True, blank=True)
    quantity = FixedField(places=4, null=True, blank=True)
    note = models.TextField("内容", blank=True)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    batch = models.ForeignKey(
        "ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["ledger", "kind", "detail", "on", "area_code"], name="event_kind_day"),
            models.Index(fields=["record", "on"], name="event_record"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()} {self.note[:30]}"


class Measurement(models.Model):
    """A value reported for a record and a period: an enterprise's monthly output, buildings started of those planned."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="measurements")
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15)
    measure = models.SlugField("计量", max_length=40)
    start = models.DateField("起")
    end = models.DateField("止")
    planned = FixedField("计划", places=4, null=True, blank=True)
    actual = FixedField("实际", places=4, null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    batch = models.ForeignKey(
        "ImportBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="measurements"
    )
    #: a month may take the place of itself and of a running total that it is a part of
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced"
    )
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ["-end", "measure"]
        indexes = [models.Index(fields=["ledger", "measure", "end", "area_code"], name="measurement_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "measure", "start", "end"],
                condition=Q(replaced_by__isnull=True, withdrawn_on__isnull=True),
                name="measurement_once",
                violation_error_message="这个期间已经报过；改数请用更正。",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")),
                name="measurement_order",
                violation_error_message="止不能早于起。",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_why=""),
                name="measurement_withdraw_reason",
                violation_error_message="撤回须写理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.measure} {self.start}—{self.end}"
