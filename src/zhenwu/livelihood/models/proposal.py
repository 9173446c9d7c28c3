"""Proposals: what residents, villages and deputies ask for, and what became of it before the ballot."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from zhenwu.accounts.models import Office
from zhenwu.ledgers.fields import FixedField, SealedField
from zhenwu.livelihood.choices import ProposalState, Source
from zhenwu.livelihood.querysets import ProposalQuerySet


class Proposal(models.Model):
    """Something that somebody asks the town to do in a year, in a few words of its own."""

    town_code = models.CharField("乡镇", max_length=15)
    #: the town, or the village that it is about
    area_code = models.CharField("区域", max_length=15)
    year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveSmallIntegerField("编号")
    title = models.CharField("建议", max_length=80)
    text = models.CharField("内容", max_length=600, blank=True)
    source = models.CharField("来自", max_length=10, choices=Source.choices)
    #: {"name", "phone"} of whoever proposed it, where he left them; never on a page in the clear
    proposer = SealedField(default=dict, blank=True)
    received_on = models.DateField("收到日期")
    people = models.PositiveIntegerField("受益人数", null=True, blank=True)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="可承办"
    )
    cost = FixedField("估算", places=2, null=True, blank=True)
    cost_basis = models.CharField("估算依据", max_length=200, blank=True)
    state = models.CharField(
        "状态", max_length=12, choices=ProposalState.choices, default=ProposalState.COLLECTED
    )
    #: why it is on the short list, or not
    grounds = models.CharField("理由", max_length=300, blank=True)
    joined_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined", verbose_name="并入"
    )
    #: how like the two texts were when they were joined, in percent
    likeness = models.PositiveSmallIntegerField("相似%", null=True, blank=True)
    joined_why = models.CharField("并入理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["town_code", "year", "number"],
                name="proposal_number",
                violation_error_message="编号重复。",
            ),
            models.CheckConstraint(
                condition=Q(joined_into__isnull=True) | Q(state="joined"),
                name="proposal_joined",
                violation_error_message="并入别的建议的，状态应为已并入。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def code(self) -> str:
        """How people speak of it: 2026-07."""
        return f"{self.year}-{self.number:02d}"
