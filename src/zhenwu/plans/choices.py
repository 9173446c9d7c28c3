"""Closed lists of the plan room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    APPROVED = "approved", _("已批准")
    CLOSED = "closed", _("已收官")


class ItemKind(models.TextChoices):
    TARGET = "target", _("目标")
    PROJECT = "project", _("项目")
    TASK = "task", _("任务")
    MEASURE = "measure", _("整改措施")
    INTENT = "intent", _("方向")


class ItemStatus(models.TextChoices):
    """Where an item stands in the plan's own life; how far it is, is computed (`State`)."""

    SUGGESTED = "suggested", _("待审")
    ACCEPTED = "accepted", _("已列入")
    REJECTED = "rejected", _("不列入")
    DONE = "done", _("已完成")
    DROPPED = "dropped", _("已撤销")


class State(models.TextChoices):
    """The light. Never stored as an opinion: computed, or overruled with grounds."""

    DONE = "done", _("已完成")
    AHEAD = "ahead", _("超前")
    PACE = "pace", _("按进度")
    BEHIND = "behind", _("落后")
    LATE = "late", _("逾期")
    IDLE = "idle", _("未到期")
    NODATA = "nodata", _("无数据")
    STALE = "stale", _("过期未报")
    WAITING = "waiting", _("待上级")


class Aspect(models.TextChoices):
    VALUE = "value", _("数值")
    GROWTH = "growth", _("同比")
    DIFFERENCE = "difference", _("增减")
    SHARE = "share", _("占比")
    RANK = "rank", _("位次")
    STREAK = "streak", _("连续")


class Operator(models.TextChoices):
    AT_LEAST = "at_least", _("不低于")
    AT_MOST = "at_most", _("不高于")
    ABOUT = "about", _("左右")
    EQUAL = "equal", _("等于")
    RANGE = "range", _("区间")


class PathKind(models.TextChoices):
    EVEN = "even", _("按日均匀")
    MONTHS = "months", _("按月")
    SEASON = "season", _("按农时")
    MILESTONES = "milestones", _("按节点")
    LAST_YEAR = "last_year", _("照上年")
    END = "end", _("年底一次")


class SupervisionState(models.TextChoices):
    ISSUED = "issued", _("待签收")
    RECEIVED = "received", _("待回复")
    REPLIED = "replied", _("待审核")
    CLOSED = "closed", _("已办结")
    ESCALATED = "escalated", _("已上报")


class NoticeStep(models.TextChoices):
    """What may happen to a notice."""

    ISSUE = "issue", _("发出")
    JOIN = "join", _("并入")
    RECEIVE = "receive", _("签收")
    REPLY = "reply", _("回复")
    RETURN = "return", _("退回")
    ASK = "ask", _("申请延期")
    GRANT = "grant", _("同意延期")
    REFUSE = "refuse", _("不同意延期")
    ESCALATE = "escalate", _("上报")
    CLOSE = "close", _("办结")
    SETTLE = "settle", _("处置")


class Outcome(models.TextChoices):
    """What became of a promise at the end of its year."""

    DONE = "done", _("兑现")
    PART = "part", _("部分兑现")
    NOT = "not", _("未兑现")
    CHANGED = "changed", _("经批准变更")


class AnswerState(models.TextChoices):
    DRAFTED = "drafted", _("待确认答复")
    CONFIRMED = "confirmed", _("待签发")
    SIGNED = "signed", _("已签发")


class ChangeKind(models.TextChoices):
    """What may change in a plan in force."""

    ADD = "add", _("新增事项")
    DROP = "drop", _("撤销事项")
    DUE = "due", _("改期限")
    TARGET = "target", _("改目标")
    OFFICE = "office", _("换牵头")


class ChangeState(models.TextChoices):
    ASKED = "asked", _("待批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class Part(models.TextChoices):
    """What an office has to do with an item."""

    LEAD = "lead", _("牵头")
    JOIN = "join", _("配合")


class ConfirmationState(models.TextChoices):
    """An office's word on what it was given."""

    ASKED = "asked", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    OBJECTED = "objected", _("有异议")
    UPHELD = "upheld", _("维持分工")
    MOVED = "moved", _("已改派")
    LAPSED = "lapsed", _("已作废")
