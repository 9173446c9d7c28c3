"""Metric definitions, statistics and their receipts."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhenwu.accounts.models import Office
from zhenwu.figures.querysets import MetricQuerySet, StatisticQuerySet
from zhenwu.ledgers.fields import FixedField
from zhenwu.ledgers.models import Attachment


class Metric(models.Model):
    """The definition of a number: what is counted, over which ledger, in which unit. Versions are rows."""

    class Kind(models.TextChoices):
        FLOW = "flow", _("期内发生")
        STOCK = "stock", _("期末在册")
        FILED = "filed", _("部门报数")
        RATIO = "ratio", _("比率")

    code = models.CharField("代码", max_length=60)
    version = models.PositiveSmallIntegerField("版本", default=1)
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField(max_length=100, blank=True)
    unit = models.CharField("单位", max_length=10, blank=True)
    work_row = models.CharField("工作条目", max_length=3, db_index=True)
    kind = models.CharField("种类", max_length=6, choices=Kind.choices)
    #: as in the catalogue: count, sum, of, where, ratio, filed, stock …; read by zhenwu.metrics
    definition = models.JSONField("口径", default=dict)
    #: names that reports use for it
    aliases = models.JSONField("别名", default=list, blank=True)
    additive = models.BooleanField("各地可加", default=True)
    #: whether more is better (True), worse (False) or neither (None)
    better_up = models.BooleanField(null=True, blank=True)
    office_code = models.SlugField("责任办公室", max_length=40, blank=True)
    #: most places that are ever printed
    places = models.PositiveSmallIntegerField(default=2)
    #: printed unit, where the usual scaling would lose what matters (an income in 元)
    shown_in = models.CharField("显示单位", max_length=10, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    valid_from = models.DateField(default=date(2000, 1, 1))
    valid_until = models.DateField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    headline = models.BooleanField("总览显示", default=False)

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["work_row", "order", "code", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="metric_version", violation_error_message="这个版本已有。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}({self.unit})" if self.unit else self.name


class Receipt(models.Model):
    """The paper that a statistic came from, and who filed it."""

    area_code = models.CharField(max_length=15)
    paper = models.CharField("文件", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    source = models.CharField("出具单位", max_length=100)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts"
    )
    #: the paper itself, as files
    files = models.ManyToManyField(Attachment, blank=True, related_name="receipts")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-filed_at"]

    def __str__(self) -> str:
        return f"{self.paper}{self.number}"


class Statistic(models.Model):
    """A number that an office filed: level, growth or rank. Revisions are new rows; the filed growth is kept as filed."""

    class Status(models.TextChoices):
        PRELIMINARY = "preliminary", _("初步")
        ESTIMATE = "estimate", _("预计")
        FINAL = "final", _("正式")

    class Basis(models.TextChoices):
        MONTH = "month", _("当月")
        TO_DATE = "to_date", _("累计")
        YEAR = "year", _("全年")
        END = "end", _("期末")

    #: code of the metric, stable over its versions
    metric_code = models.CharField("指标", max_length=60, db_index=True)
    area_code = models.CharField("区域", max_length=15)
    #: the peers a rank is among: "全县乡镇"
    peer_group = models.CharField("排名范围", max_length=60, blank=True)
    start = models.DateField("起")
    end = models.DateField("止")
    basis = models.CharField("口径", max_length=8, choices=Basis.choices)
    value = FixedField("数值", places=4, null=True, blank=True)
    #: percent as filed, often on a comparable basis: need not equal the ratio of published levels
    growth = FixedField("同比(%)", places=4, null=True, blank=True)
    rank = models.PositiveIntegerField("位次", null=True, blank=True)
    rank_of = models.PositiveIntegerField("共", null=True, blank=True)
    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.FINAL)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="statistics")
    note = models.CharField("说明", max_length=200, blank=True)
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StatisticQuerySet.as_manager()

    class Meta:
        ordering = ["metric_code", "-end", "-id"]
        indexes = [models.Index(fields=["metric_code", "area_code", "end"], name="statistic_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["metric_code", "area_code", "peer_group", "start", "end"],
                condition=Q(replaced_by__isnull=True),
                name="statistic_once",
                violation_error_message="这个期间已经报过；改数请用更正，旧数会保留。",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(growth__isnull=False) | Q(rank__isnull=False),
                name="statistic_says_something",
                violation_error_message="数值、同比、位次至少填一项。",
            ),
            models.CheckConstraint(
                condition=Q(end__gte=models.F("start")),
                name="statistic_order",
                violation_error_message="止不能早于起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric_code} {self.area_code} {self.start}—{self.end}"
