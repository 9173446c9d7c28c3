"""Plans, their items and targets: what was promised, by whom, by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.accounts.models import Office, Person
from zhenwu.ledgers.fields import FixedField
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.plans.choices import Aspect, ItemKind, ItemStatus, Operator, PathKind, PlanState, State
from zhenwu.plans.querysets import ItemQuerySet, PlanQuerySet


class Plan(models.Model):
    """A town's year: the items of its adopted report, with the text they were read from."""

    area_code = models.CharField("区域", max_length=15)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    state = models.CharField("状态", max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    #: the adopted report as read; every item's place is an offset into this text
    source_title = models.CharField("出自", max_length=120, blank=True)
    source_name = models.CharField(max_length=200, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    source_text = models.TextField(blank=True)
    adopted_on = models.DateField("通过日期", null=True, blank=True)
    adopted_by = models.CharField("通过会议", max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "area_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year"],
                name="plan_once",
                violation_error_message="这一年的计划已经有了。",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One promise: a target, a project or a task, in the report's own words and in the plan's."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField("编号", max_length=12, blank=True)
    kind = models.CharField("种类", max_length=8, choices=ItemKind.choices)
    status = models.CharField("列入", max_length=10, choices=ItemStatus.choices, default=ItemStatus.SUGGESTED)
    title = models.CharField("事项", max_length=200)
    #: the report's own words and their place in Plan.source_text
    quote = models.TextField("承诺原话", blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    section = models.CharField("所在部分", max_length=120, blank=True)
    work_row = models.CharField("工作条目", max_length=3, blank=True)
    #: heading in the plan's tree
    group = models.CharField("分组", max_length=60, blank=True)
    standing = models.BooleanField("常年工作", default=False)
    livelihood = models.PositiveSmallIntegerField("民生实事序号", null=True, blank=True)
    lead_office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="led_items", verbose_name="牵头"
    )
    offices = models.ManyToManyField(Office, blank=True, related_name="joined_items", verbose_name="配合")
    owner = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_items",
        verbose_name="责任人",
    )
    leader = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="overseen_items",
        verbose_name="分管领导",
    )
    starts_on = models.DateField("开始", null=True, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    evidence = models.CharField("以什么为凭", max_length=200, blank=True)
    check_every = models.PositiveSmallIntegerField("几天报一次进展", null=True, blank=True)
    waiting_since = models.DateField("待上级", null=True, blank=True)
    #: why the reader suggested it (its rule), and what it was not sure of
    reading = models.JSONField(default=dict, blank=True)
    problem = models.TextField("针对的问题", blank=True)
    carried_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="carried_to",
        verbose_name="上年结转",
    )
    #: a ledger or one record (a project) that shows its progress
    ledger = models.ForeignKey(Ledger, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_items"
    )
    done_on = models.DateField("完成日期", null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    #: number of its last version; a form that was opened at an older one is not written over it
    version = models.PositiveIntegerField("版次", default=0)
    #: state as last computed, to tell what changed; the light itself is always computed anew
    last_state = models.CharField(max_length=8, choices=State.choices, blank=True)
    last_state_on = models.DateField(null=True, blank=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]
        indexes = [
            models.Index(fields=["plan", "status"], name="item_plan_status"),
            models.Index(fields=["lead_office", "due_on"], name="item_office_due"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def area_code(self) -> str:
        return self.plan.area_code

    @property
    def year(self) -> int:
        return self.plan.year


class Target(models.Model):
    """The number that an item is to reach, and the path to it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="targets")
    metric_code = models.CharField("指标", max_length=60, blank=True)
    #: filters that narrow the metric: {"category": "toilet"}
    slice = models.JSONField(default=dict, blank=True)
    aspect = models.CharField("看什么", max_length=10, choices=Aspect.choices, default=Aspect.VALUE)
    operator = models.CharField("要求", max_length=8, choices=Operator.choices, default=Operator.AT_LEAST)
    value = FixedField("目标值", places=4)
    high = FixedField("上限", places=4, null=True, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    subject = models.CharField("报告里的说法", max_length=100, blank=True)
    #: where the number stands in Plan.source_text
    start = models.PositiveIntegerField(null=True, blank=True)
    baseline = FixedField("基数", places=4, null=True, blank=True)
    path = models.CharField("路径", max_length=10, choices=PathKind.choices, default=PathKind.EVEN)
    #: [["2026-04-01", "0.08"], …]: share due by a date; empty: worked out from `path`
    points = models.JSONField(default=list, blank=True)
    #: share of the target per village or office: {"990101101201": "34"}
    split = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["item_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(high__isnull=True) | Q(high__gte=models.F("value")),
                name="target_range",
                violation_error_message="上限不能低于目标值。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_operator_display()}{self.value}{self.unit}"


class Milestone(models.Model):
    """A dated step of an item."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField("节点", max_length=100)
    due_on = models.DateField("期限")
    share = models.DecimalField("应完成%", max_digits=5, decimal_places=2, null=True, blank=True)
    done_on = models.DateField("完成", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "order"]

    def __str__(self) -> str:
        return self.name
