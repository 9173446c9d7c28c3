"""Closed lists of the report room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    WORK = "work", _("政府工作报告")
    QUARTER = "quarter", _("阶段性报告")
    OTHER = "other", _("其他材料")


class ReportState(models.TextChoices):
    READ = "read", _("已读入")
    DRAFT = "draft", _("起草中")
    SIGNED = "signed", _("已签发")
    ADOPTED = "adopted", _("已通过")


class LinkState(models.TextChoices):
    NONE = "none", _("未连")
    SUGGESTED = "suggested", _("建议")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("不连")


class Verdict(models.TextChoices):
    """What proof says of a printed number or a claim."""

    AGREES = "agrees", _("相符")
    DIFFERS = "differs", _("不符")
    UNTRACEABLE = "untraceable", _("查不到来源")
    MISSING = "missing", _("还没有数")
    KEPT = "kept", _("保留并说明")
    TARGET = "target", _("是目标")


class Handling(models.TextChoices):
    OPEN = "open", _("待处理")
    REPAIRED = "repaired", _("已改")
    KEPT = "kept", _("保留并说明")


class EditionState(models.TextChoices):
    DRAFT = "draft", _("准备中")
    PUBLISHED = "published", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回公布")
    DROPPED = "dropped", _("已放弃公布")
