"""A ballot of the deputies as the meeting counted it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.livelihood.choices import Method, Threshold
from zhenwu.livelihood.models.proposal import Proposal
from zhenwu.livelihood.querysets import BallotQuerySet


class Ballot(models.Model):
    """One round of voting on the candidates of a year: who was there, what was handed out, what came back, who presided."""

    town_code = models.CharField("乡镇", max_length=15)
    year = models.PositiveSmallIntegerField("年度")
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    meeting = models.CharField("会议", max_length=120)
    held_on = models.DateField("日期")
    presided_by = models.CharField("主持", max_length=60)
    method = models.CharField("方式", max_length=8, choices=Method.choices)
    threshold = models.CharField("选上条件", max_length=8, choices=Threshold.choices, default=Threshold.NONE)
    places = models.PositiveSmallIntegerField("应选")
    #: how many candidates one ballot may mark
    per_ballot = models.PositiveSmallIntegerField("每票至多选")
    due = models.PositiveSmallIntegerField("应到代表")
    present = models.PositiveSmallIntegerField("实到代表")
    issued = models.PositiveSmallIntegerField("发出")
    returned = models.PositiveSmallIntegerField("收回")
    spoiled = models.PositiveSmallIntegerField("废票", default=0)
    minutes = models.TextField("记录")
    #: what the meeting decided where votes were equal
    decision = models.CharField("会议决定", max_length=300, blank=True)
    withdrawn_on = models.DateField("撤回", null=True, blank=True)
    withdrawn_why = models.CharField("撤回理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = BallotQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["town_code", "year", "round"],
                condition=Q(withdrawn_on__isnull=True),
                name="ballot_once",
                violation_error_message="这一轮票决已经记过。",
            ),
            models.CheckConstraint(
                condition=Q(present__lte=models.F("due"))
                & Q(issued__lte=models.F("present"))
                & Q(returned__lte=models.F("issued"))
                & Q(spoiled__lte=models.F("returned")),
                name="ballot_counts",
                violation_error_message="到会、发出、收回、废票的数不相合。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.held_on}"

    @property
    def area_code(self) -> str:
        return self.town_code

    @property
    def valid(self) -> int:
        """Ballots that count."""
        return self.returned - self.spoiled


class BallotLine(models.Model):
    """One candidate of a ballot, with its votes and what the meeting announced."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="lines")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="lines")
    votes = models.PositiveSmallIntegerField("得票")
    chosen = models.BooleanField("选上", default=False)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-votes", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "proposal"],
                name="ballot_candidate",
                violation_error_message="这件候选在这一轮里已经有了。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal.title} {self.votes}"

    @property
    def area_code(self) -> str:
        return self.ballot.town_code
