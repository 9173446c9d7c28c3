"""Closed lists of the assessment room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SubjectKind(models.TextChoices):
    """What is assessed. Never a person."""

    VILLAGE = "village", _("各村")
    OFFICE = "office", _("各办公室")
    TOWN = "town", _("各乡镇")


class Kind(models.TextChoices):
    """How an item earns its points."""

    REACH = "reach", _("按达到程度")
    DEDUCT = "deduct", _("扣分")
    ADD = "add", _("加分")
    JUDGED = "judged", pgettext_lazy("assessment", "评判")


class Phase(models.TextChoices):
    OPEN = "open", _("打分中")
    PUBLISHED = "published", _("已公布")


class Out(models.TextChoices):
    """Why an item is left out, with its weight: none of these is a zero."""

    NODATA = "nodata", _("无数据")
    NO_DENOMINATOR = "no_denominator", _("无分母")
    THIN = "thin", _("分母太小")
    UNJUDGED = "unjudged", _("还没有评")


class Answer(models.TextChoices):
    OPEN = "open", _("待答复")
    UPHELD = "upheld", _("采纳")
    REJECTED = "rejected", _("不采纳")
