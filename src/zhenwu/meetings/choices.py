"""Closed lists of the meeting room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RhythmKind(models.TextChoices):
    WEEKLY = "weekly", _("周碰头")
    DISPATCH = "dispatch", _("旬调度")
    MONTHLY = "monthly", _("月总结")


class CommitmentState(models.TextChoices):
    """Where a commitment stands; computed from its answers and its date, never stored."""

    KEPT = "kept", _("已做到")
    OPEN = "open", _("未到期")
    MISSED = "missed", _("没做到")
    LATE = "late", _("逾期未答")
