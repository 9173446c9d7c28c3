"""Ledgers, their records, and what happened to them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.accounts.models import Office
from zhenwu.ledgers.choices import Archetype, EventKind, FieldType, ImportState
from zhenwu.ledgers.fields import FixedField, SealedField
from zhenwu.ledgers.querysets import EventQuerySet, LedgerQuerySet, MeasurementQuerySet, RecordQuerySet


class Ledger(models.Model):
    """A named list of records of one archetype with its own fields, stages and deadlines."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    archetype = models.CharField("类型", max_length=10, choices=Archetype.choices)
    work_row = models.CharField("工作条目", max_length=3, db_index=True)
    unit = models.CharField("量词", max_length=10, default="件")
    #: code of the office that answers for it, in each town that has one
    office_code = models.SlugField("责任办公室", max_length=40, blank=True)
    #: [{"key": "accepted", "name": "受理", "closes": false}]
    stages = models.JSONField("阶段", default=list, blank=True)
    #: [{"from": "registered", "to": "accepted", "days": 15, "working": false, "extend": 0, "valid_from": …, "source": …}]
    clocks = models.JSONField("期限", default=list, blank=True)
    #: keys of the fields that together tell one record from another; the same line imported twice is one record
    identity = models.JSONField("识别", default=list, blank=True)
    sensitive = models.BooleanField("敏感", default=False)
    #: event kinds and titles that records of this ledger know: {"gain": [{"key": "above_scale", "name": "规上"}]}
    titles = models.JSONField("称号", default=list, blank=True)
    #: measures that are reported per period: [{"key": "output", "name": "产值", "unit": "元"}]
    measures = models.JSONField("计量", default=list, blank=True)
    active = models.BooleanField("在用", default=True)
    order = models.PositiveSmallIntegerField(default=0)
    definition_version = models.CharField(max_length=20, default="1")

    objects = LedgerQuerySet.as_manager()

    class Meta:
        ordering = ["work_row", "order", "code"]

    def __str__(self) -> str:
        return self.name

    def stage_name(self, key: str) -> str:
        return next((s["name"] for s in self.stages if s["key"] == key), key)

    @property
    def closing_stages(self) -> list[str]:
        return [s["key"] for s in self.stages if s.get("closes")]


class LedgerField(models.Model):
    """One field of a ledger; lives in the database so that an office adds a ledger without a programmer."""

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="fields")
    key = models.SlugField("键", max_length=40)
    label = models.CharField("名称", max_length=40)
    label_en = models.CharField(max_length=60, blank=True)
    type = models.CharField("类型", max_length=12, choices=FieldType.choices)
    #: a real column of Record (see RECORD_COLUMNS), or empty: kept in `data`, or sealed when personal
    column = models.CharField(max_length=20, blank=True)
    required = models.BooleanField("必填", default=False)
    personal = models.BooleanField("个人信息", default=False)
    #: [{"key": "visit", "name": "来访"}]
    choices = models.JSONField("选项", default=list, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    help = models.CharField("说明", max_length=200, blank=True)
    #: other column heads that spreadsheets use for it
    aliases = models.JSONField("别名", default=list, blank=True)
    low = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    #: shown in the ledger's table
    listed = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["ledger_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "key"],
                name="ledger_field_key",
                violation_error_message="台账里已有这个键。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger.code}.{self.key}"

    def choice_name(self, key: str) -> str:
        return next((c["name"] for c in self.choices if c["key"] == key), key)


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
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering = ["-end", "measure"]
        indexes = [models.Index(fields=["ledger", "measure", "end", "area_code"], name="measurement_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "measure", "start", "end"],
                condition=Q(replaced_by__isnull=True),
                name="measurement_once",
                violation_error_message="这个期间已经报过；改数请用更正。",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")),
                name="measurement_order",
                violation_error_message="止不能早于起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.measure} {self.start}—{self.end}"


class Coverage(models.Model):
    """From when a ledger is complete in an area. Before that a statistic stands in."""

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="coverages")
    area_code = models.CharField(max_length=15)
    complete_from = models.DateField("完整起日")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["ledger_id", "area_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "area_code"], name="coverage_once", violation_error_message="已登记过。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ledger} {self.area_code} {self.complete_from}"


class ZeroReport(models.Model):
    """A period without a case, certified (零报告): zero, not "no data"."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="zero_reports")
    area_code = models.CharField(max_length=15)
    start = models.DateField()
    end = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-end"]

    def __str__(self) -> str:
        return f"{self.ledger} {self.area_code} {self.start}—{self.end}"


class ImportBatch(models.Model):
    """One file on its way into a ledger: staged, checked, then written whole or not at all."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="batches")
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
    """A file that belongs to a record or an event."""

    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="attachments"
    )
    area_code = models.CharField(max_length=15)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A ledger's filter that somebody keeps."""

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="views")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ledger_views")
    name = models.CharField(max_length=40)
    query: Any = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
