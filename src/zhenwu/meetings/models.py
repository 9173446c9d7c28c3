"""Rhythms, meetings, what was decided, and the answers to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.accounts.models import Office, Person
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.meetings.choices import RhythmKind
from zhenwu.meetings.querysets import CommitmentQuerySet, TownQuerySet
from zhenwu.meetings.rules import Beat
from zhenwu.plans.models import Item


class Rhythm(models.Model):
    """When a town meets and whom it asks, from a day on; a change is a new row and ends the one before."""

    area_code = models.CharField(max_length=15)
    kind = models.CharField("种类", max_length=10, choices=RhythmKind.choices)
    valid_from = models.DateField("从")
    valid_until = models.DateField("到", null=True, blank=True)
    #: Monday is 0; of weekly meetings
    weekday = models.PositiveSmallIntegerField("星期", default=0)
    #: days of the month, of the others: [10, 20, 30]
    days = models.JSONField("日子", default=list, blank=True)
    #: working days before the meeting from which answers are asked
    before = models.PositiveSmallIntegerField("提前几个工作日问", default=2)
    #: who is asked; none: every office that leads an item
    offices = models.ManyToManyField(Office, blank=True, related_name="+", verbose_name="问谁")

    objects = TownQuerySet.as_manager()

    class Meta:
        ordering = ["area_code", "kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "valid_from"],
                name="rhythm_once",
                violation_error_message="这一天起已有这种会议的安排。",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="rhythm_order",
                violation_error_message="止不能早于起。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"

    @property
    def beat(self) -> Beat:
        return Beat(self.kind, self.valid_from, self.valid_until, self.weekday, tuple(self.days))


class Meeting(models.Model):
    """A meeting that was held, with its minutes."""

    area_code = models.CharField(max_length=15)
    kind = models.CharField("种类", max_length=10, choices=RhythmKind.choices)
    on = models.DateField("日期")
    chair = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="主持"
    )
    present = models.CharField("参加", max_length=400, blank=True)
    minutes = models.TextField("议定", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = TownQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "kind", "on"],
                name="meeting_once",
                violation_error_message="这次会议已经记过。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class Commitment(models.Model):
    """What somebody took on in a meeting, with a date. Never changed; its answers say what became of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveSmallIntegerField("次序")
    text = models.CharField("做什么", max_length=300)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name="责任办公室")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="责任人"
    )
    due_on = models.DateField("期限")
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="事项"
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["meeting_id", "number"]
        indexes = [models.Index(fields=["office", "due_on"], name="commitment_office_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="commitment_order",
                violation_error_message="别人刚刚加了一条，请重试。",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def area_code(self) -> str:
        return self.meeting.area_code


class Answer(models.Model):
    """One line on a commitment, with its evidence. Append-only; the newest one holds."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="answers")
    on = models.DateField("日期")
    text = models.CharField("答", max_length=300)
    kept = models.BooleanField("做到了", default=True)
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="凭据"
    )
    attachment = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="附件"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["commitment_id", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.text}"
