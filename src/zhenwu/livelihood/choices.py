"""Closed lists of the livelihood room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """Who proposed it."""

    RESIDENT = "resident", _("居民")
    VILLAGE = "village", _("村")
    DEPUTY = "deputy", _("人大代表")
    OFFICE = "office", _("办公室")


class ProposalState(models.TextChoices):
    COLLECTED = "collected", _("已收集")
    JOINED = "joined", _("已并入")
    SHORTLISTED = "shortlisted", _("入围")
    DECLINED = "declined", _("未入围")
    WITHDRAWN = "withdrawn", _("已撤回")


class Method(models.TextChoices):
    SECRET = "secret", _("无记名投票")
    OPEN = "open", _("举手表决")


class Threshold(models.TextChoices):
    """How many votes a candidate needs beside being among the first."""

    NONE = "none", _("按得票多少")
    PRESENT = "present", _("过到会半数")
    ALL = "all", _("过应到半数")


class Judges(models.TextChoices):
    DEPUTIES = "deputies", _("代表测评")
    RESIDENTS = "residents", _("群众测评")


class Grade(models.TextChoices):
    """What somebody asked may answer; the first two are content."""

    SATISFIED = "satisfied", _("满意")
    FAIRLY = "fairly", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")
    UNSURE = "unsure", pgettext_lazy("satisfaction", "不了解")


#: Grades that count as content (满意率).
CONTENT = (Grade.SATISFIED, Grade.FAIRLY)
