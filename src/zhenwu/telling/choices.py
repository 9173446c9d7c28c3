"""Closed lists of the telling room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RobotKind(models.TextChoices):
    WECOM = "wecom", _("企业微信")
    DINGTALK = "dingtalk", _("钉钉")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("待发")
    SENDING = "sending", _("在发")
    SENT = "sent", _("已发")
    FAILED = "failed", _("没发成")
