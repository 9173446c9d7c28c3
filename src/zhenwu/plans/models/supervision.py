"""Supervision: notices that something is late, with a reply due, and every step that one has gone through."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.accounts.models import Office, Person
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.plans.choices import NoticeStep, SupervisionState
from zhenwu.plans.models.plan import Item
from zhenwu.plans.querysets import SupervisionQuerySet


class Supervision(models.Model):
    """A notice that something is late. Its state and dates are what its steps come to (`plans.supervising.replay`)."""

    #: what it is about: one of the three
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="supervisions"
    )
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.PROTECT, related_name="supervisions"
    )
    finding = models.CharField("问题", max_length=200, blank=True)
    area_code = models.CharField(max_length=15)
    number = models.CharField("编号", max_length=40)
    year = models.PositiveSmallIntegerField("年度")
    serial = models.PositiveIntegerField("序号")
    requirement = models.TextField("要求")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="supervisions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: the leader in charge, to whom an unanswered notice goes
    leader = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="分管领导"
    )
    copies = models.ManyToManyField(
        Office, blank=True, related_name="copied_supervisions", verbose_name="抄送"
    )
    issued_on = models.DateField("发出")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reply_due = models.DateField("回复期限")
    received_on = models.DateField("签收", null=True, blank=True)
    replied_on = models.DateField("回复", null=True, blank=True)
    reply = models.TextField("回复内容", blank=True)
    closed_on = models.DateField("办结", null=True, blank=True)
    escalated_on = models.DateField("上报", null=True, blank=True)
    #: more time that was asked for and not yet answered
    asked_until = models.DateField("申请延到", null=True, blank=True)
    extended_to = models.DateField("延期到", null=True, blank=True)
    extension_grounds = models.CharField("延期理由", max_length=300, blank=True)
    #: replies that came after they were due, and replies sent back
    late_replies = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        "状态", max_length=10, choices=SupervisionState.choices, default=SupervisionState.ISSUED
    )

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "number"],
                name="supervision_number",
                violation_error_message="编号重复。",
            ),
            models.UniqueConstraint(
                fields=["area_code", "year", "serial"],
                name="supervision_serial",
                violation_error_message="序号重复。",
            ),
            *(
                models.UniqueConstraint(
                    fields=fields,
                    condition=~Q(state="closed") & about,
                    name=f"supervision_one_{name}",
                    violation_error_message="同一件事已有没办结的督办。",
                )
                for name, fields, about in (
                    ("item", ["item"], Q(item__isnull=False)),
                    ("record", ["record"], Q(record__isnull=False)),
                    ("finding", ["area_code", "finding"], ~Q(finding="")),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.requirement[:30]}"

    @property
    def due(self) -> object:
        """The day by which the office owes its next reply."""
        return self.extended_to or self.reply_due

    @property
    def about(self) -> str:
        """What it is about, in words."""
        if self.item is not None:
            return self.item.title
        return self.record.title if self.record is not None else self.finding


class SupervisionStep(models.Model):
    """One thing that happened to a notice. Append-only: `save` of an existing row and `delete` are refused."""

    notice = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("做了什么", max_length=10, choices=NoticeStep.choices)
    on = models.DateField("日期")
    #: the requirement, the reply, the grounds
    text = models.TextField("内容", blank=True)
    #: reply due, or the day until which more time is asked or given
    until = models.DateField("到", null=True, blank=True)
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
        ordering = ["notice_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "number"],
                name="supervision_step_order",
                violation_error_message="别人刚刚办过这份督办。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}.{self.number} {self.get_kind_display()}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk is not None:
            raise TypeError("A step of a notice is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("A step of a notice is never deleted.")


class SupervisionSerial(models.Model):
    """The last number given in a town and year. Its row is locked until the notice is written, so that numbers have no gaps."""

    area_code = models.CharField(max_length=15)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "year"],
                name="supervision_serial_once",
                violation_error_message="这一年的编号簿已有。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.year} {self.last}"
