"""Robots, what they are to send, calendar feeds, and whose day has begun."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from zhenwu.ledgers.fields import SealedField
from zhenwu.telling.choices import MessageState, RobotKind


class RobotQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> RobotQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(user.scope.town_wide())


class Robot(models.Model):
    """A robot of a chat group. Its address holds a key, so that address and secret are sealed and never shown again."""

    area_code = models.CharField(max_length=15)
    kind = models.CharField("种类", max_length=10, choices=RobotKind.choices)
    name = models.CharField("名称", max_length=60)
    sealed = SealedField(default=dict)
    #: messages leave between these hours of working days only
    from_hour = models.PositiveSmallIntegerField("从几点", default=8)
    until_hour = models.PositiveSmallIntegerField("到几点", default=18)
    active = models.BooleanField("在用", default=True)

    objects = RobotQuerySet.as_manager()

    class Meta:
        ordering = ["area_code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "name"],
                name="robot_name",
                violation_error_message="已有这个名称的机器人。",
            ),
            models.CheckConstraint(
                condition=models.Q(from_hour__lt=models.F("until_hour")) & models.Q(until_hour__lte=24),
                name="robot_hours",
                violation_error_message="几点到几点不对。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"


class Message(models.Model):
    """One message for one robot. Its key is what it tells, so that nothing is told twice."""

    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=100)
    title = models.CharField("标题", max_length=100)
    text = models.TextField("内容")
    state = models.CharField("状态", max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField("试过几次", default=0)
    error = models.CharField("为什么没发成", max_length=200, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("发出", null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["robot", "key"], name="message_once", violation_error_message="这件事已经通知过。"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def area_code(self) -> str:
        return self.robot.area_code


class Feed(models.Model):
    """A person's calendar feed. Only a hash of its secret is kept; a new one ends the old."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return str(self.user)


class DayBegun(models.Model):
    """A person signed in on a working day for the first time: the digest is shown once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "on"], name="day_begun_once", violation_error_message="今天已经看过。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.on}"
