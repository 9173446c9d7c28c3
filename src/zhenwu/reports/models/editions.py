"""Public editions: what a town publishes on a day, frozen as it was published."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.kernel.period import Period
from zhenwu.ledgers.fields import FixedField
from zhenwu.plans.choices import State
from zhenwu.plans.models import Item
from zhenwu.reports.choices import EditionState
from zhenwu.reports.models.documents import Version
from zhenwu.reports.querysets import EditionQuerySet


class Edition(models.Model):
    """A dated public edition of a town. Its rows change while it is a draft, and never again once it is published."""

    area_code = models.CharField("区域", max_length=15)
    year = models.PositiveSmallIntegerField("年度")
    #: 1, 2, 3 … within the year, given when it is published; 0 before
    number = models.PositiveSmallIntegerField("期次", default=0)
    #: the whole months that its figures speak for
    period_start = models.DateField("起")
    period_end = models.DateField("截至")
    #: the plan whose promises it tells, and the day on which their states were computed
    plan_title = models.CharField(max_length=120, blank=True)
    states_on = models.DateField(null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    #: of everything that it shows: what somebody has seen is what he publishes
    seal = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_on = models.DateField("公布日期", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_on = models.DateField("撤回日期", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year", "number"],
                condition=Q(number__gt=0),
                name="edition_number",
                violation_error_message="这一年已有这一期。",
            ),
            models.UniqueConstraint(
                fields=["area_code"],
                condition=Q(state="draft"),
                name="edition_one_draft",
                violation_error_message="已有一期在准备。",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=models.F("period_start")),
                name="edition_order",
                violation_error_message="止不能早于起。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(published_on__isnull=False, number__gt=0),
                name="edition_published",
                violation_error_message="公布的一期有期次和公布日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_on__isnull=False) & ~Q(withdrawn_why="")),
                name="edition_withdraw_reason",
                violation_error_message="撤回须写理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年第{self.number}期" if self.number else f"{self.period.label}（未公布）"

    @property
    def period(self) -> Period:
        return Period(self.period_start, self.period_end)

    @property
    def slug(self) -> str:
        """Its own part of the public address: 2026-3."""
        return f"{self.year}-{self.number}"


class EditionFigure(models.Model):
    """A figure as it was when the edition was put together: value, definition, cut-off, source."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="figures")
    order = models.PositiveSmallIntegerField()
    metric_code = models.CharField(max_length=60)
    metric_version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=100, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    shown_in = models.CharField(max_length=10, blank=True)
    places = models.PositiveSmallIntegerField(default=2)
    #: None: of so few persons that it is not shown
    value = FixedField(places=4, null=True, blank=True)
    growth = FixedField(places=4, null=True, blank=True)
    #: % or 百分点
    growth_unit = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=10)
    #: last day that it speaks for
    as_of = models.DateField()
    #: [[label, words]]
    definition = models.JSONField(default=list)
    included = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "metric_code"],
                name="edition_figure_once",
                violation_error_message="这一期里已有这个数。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class EditionPromise(models.Model):
    """A promise of the approved plan, in the adopted report's own words, with its state on a day."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="promises")
    order = models.PositiveSmallIntegerField()
    #: tells it in another edition; nobody is named
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quote = models.TextField()
    livelihood = models.PositiveSmallIntegerField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    #: what the data say, where a leader judged otherwise
    computed_state = models.CharField(max_length=8, choices=State.choices, blank=True)
    included = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.quote[:60]


class EditionReport(models.Model):
    """An adopted report whose text the edition makes public."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="reports")
    order = models.PositiveSmallIntegerField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=150)
    included = models.BooleanField(default=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title
