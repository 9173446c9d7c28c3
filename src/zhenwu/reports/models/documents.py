"""Documents: reports, their versions, and the numbers they print."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from zhenwu.accounts.models import Office
from zhenwu.ledgers.fields import FixedField
from zhenwu.reports.choices import Handling, LinkState, ReportKind, ReportState, Verdict
from zhenwu.reports.querysets import ReportQuerySet


class Report(models.Model):
    """A narrative about an area and a year: read in, or being drafted."""

    area_code = models.CharField("区域", max_length=15)
    year = models.PositiveSmallIntegerField("所述年度")
    kind = models.CharField("种类", max_length=8, choices=ReportKind.choices, default=ReportKind.WORK)
    title = models.CharField("标题", max_length=150)
    state = models.CharField("状态", max_length=8, choices=ReportState.choices)
    #: the report it was drafted from
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="drafts"
    )
    #: the period that its review figures are about; the draft's cut-off
    period_start = models.DateField()
    period_end = models.DateField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["area_code", "year"], name="report_place_year")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One state of a report's text, with the document it came in. Never changed once a later one exists."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    media = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    #: as extracted; every offset is into this
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    #: what the whole reading said beyond figures: checks, problems, promises' count
    reading = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["report_id", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="version_number",
                violation_error_message="这份报告已有这一稿。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report} 第{self.number}稿"

    @property
    def area_code(self) -> str:
        return self.report.area_code


class Passage(models.Model):
    """A section of a version, in the tree of its headings; an office may be asked to write it (供稿)."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="passages")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(default=1)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


#: What a suggestion sets on a printed figure, and what moves with its number into another version.
LINK_FIELDS = (
    "link", "metric_code", "aspect", "slice", "link_area", "link_start", "link_end", "link_score", "link_why",
)  # fmt: skip


class PrintedFigure(models.Model):
    """A number as a version prints it: how it was read, what it is linked to, and whether it holds."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="figures")
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures"
    )
    #: stable over the versions of a report: the bookmark's name is _F_<key>
    key = models.CharField(max_length=12)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    surface = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    value = FixedField(places=4, null=True, blank=True)
    high = FixedField(places=4, null=True, blank=True)
    unit = models.CharField(max_length=10, blank=True)
    qualifier = models.CharField(max_length=6, default="exact")
    kind = models.CharField(max_length=8, default="level")
    direction = models.CharField(max_length=4, blank=True)
    period = models.CharField(max_length=24, blank=True)
    modality = models.CharField(max_length=8, default="actual")
    masked = models.BooleanField(default=False)
    damaged = models.BooleanField(default=False)
    rule = models.CharField(max_length=60, blank=True)
    # what it is linked to
    link = models.CharField(max_length=10, choices=LinkState.choices, default=LinkState.NONE)
    metric_code = models.CharField(max_length=60, blank=True)
    aspect = models.CharField(max_length=10, blank=True)
    slice = models.JSONField(default=dict, blank=True)
    link_area = models.CharField(max_length=15, blank=True)
    link_start = models.DateField(null=True, blank=True)
    link_end = models.DateField(null=True, blank=True)
    #: why it was suggested, and how sure: 0—100
    link_score = models.PositiveSmallIntegerField(default=0)
    link_why = models.CharField(max_length=200, blank=True)
    # what the data say
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    computed = FixedField(places=4, null=True, blank=True)
    #: how the computed value would be printed in this place
    computed_text = models.CharField(max_length=80, blank=True)
    why = models.CharField(max_length=300, blank=True)
    handling = models.CharField(max_length=10, choices=Handling.choices, default=Handling.OPEN)
    handling_note = models.CharField(max_length=300, blank=True)
    #: definition version, cut-off and row hash of the value, frozen when it was printed
    trace = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "key"], name="printed_key", violation_error_message="这一稿里已有这个数。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}{self.surface}"


class Assertion(models.Model):
    """A claim that is no number but can be proved: a record broken, a streak, a rank, coverage, a stage, a direction."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="assertions")
    figure = models.ForeignKey(
        PrintedFigure, null=True, blank=True, on_delete=models.CASCADE, related_name="claims"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=120, blank=True)
    verdict = models.CharField(max_length=12, choices=Verdict.choices, blank=True)
    why = models.CharField(max_length=300, blank=True)
    handling = models.CharField(max_length=10, choices=Handling.choices, default=Handling.OPEN)

    class Meta:
        ordering = ["start"]

    def __str__(self) -> str:
        return self.text


class LinkMemory(models.Model):
    """A link once confirmed: the same words in the same town mean the same metric from then on."""

    area_code = models.CharField(max_length=15)
    subject = models.CharField(max_length=120)
    unit = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=8)
    metric_code = models.CharField(max_length=60)
    aspect = models.CharField(max_length=10)
    slice = models.JSONField(default=dict, blank=True)
    confirmed_at = models.DateTimeField(auto_now=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "subject", "unit", "kind"],
                name="link_memory_once",
                violation_error_message="这种写法已经记住了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.metric_code}"
