"""Ledgers with their fields, from when they are complete, and the views that people keep of them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from zhenwu.ledgers.choices import Archetype, FieldType
from zhenwu.ledgers.querysets import LedgerQuerySet


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
    #: measures that are reported per period: [{"key": "output", "name": "产值", "unit": "元", "stock": false, "aliases": […]}]
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
