"""Closed lists of the report room."""

from django.db import models


class ReportKind(models.TextChoices):
    WORK = "work", "政府工作报告"
    QUARTER = "quarter", "阶段性报告"
    OTHER = "other", "其他材料"


class ReportState(models.TextChoices):
    READ = "read", "已读入"
    DRAFT = "draft", "起草中"
    SIGNED = "signed", "已签发"
    ADOPTED = "adopted", "已通过"


class LinkState(models.TextChoices):
    NONE = "none", "未连"
    SUGGESTED = "suggested", "建议"
    CONFIRMED = "confirmed", "已确认"
    REFUSED = "refused", "不连"


class Verdict(models.TextChoices):
    """What proof says of a printed number or a claim."""

    AGREES = "agrees", "相符"
    DIFFERS = "differs", "不符"
    UNTRACEABLE = "untraceable", "查不到来源"
    MISSING = "missing", "还没有数"
    KEPT = "kept", "保留并说明"
    TARGET = "target", "是目标"


class Handling(models.TextChoices):
    OPEN = "open", "待处理"
    REPAIRED = "repaired", "已改"
    KEPT = "kept", "保留并说明"
