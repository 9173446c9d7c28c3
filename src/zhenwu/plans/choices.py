"""Closed lists of the plan room."""

from django.db import models


class PlanState(models.TextChoices):
    DRAFT = "draft", "草稿"
    APPROVED = "approved", "已批准"
    CLOSED = "closed", "已收官"


class ItemKind(models.TextChoices):
    TARGET = "target", "目标"
    PROJECT = "project", "项目"
    TASK = "task", "任务"
    MEASURE = "measure", "整改措施"
    INTENT = "intent", "方向"


class ItemStatus(models.TextChoices):
    """Where an item stands in the plan's own life; how far it is, is computed (`State`)."""

    SUGGESTED = "suggested", "待审"
    ACCEPTED = "accepted", "已列入"
    REJECTED = "rejected", "不列入"
    DONE = "done", "已完成"
    DROPPED = "dropped", "已撤销"


class State(models.TextChoices):
    """The light. Never stored as an opinion: computed, or overruled with grounds."""

    DONE = "done", "已完成"
    AHEAD = "ahead", "超前"
    PACE = "pace", "按进度"
    BEHIND = "behind", "落后"
    LATE = "late", "逾期"
    IDLE = "idle", "未到期"
    NODATA = "nodata", "无数据"
    STALE = "stale", "过期未报"
    WAITING = "waiting", "待上级"


class Aspect(models.TextChoices):
    VALUE = "value", "数值"
    GROWTH = "growth", "同比"
    DIFFERENCE = "difference", "增减"
    SHARE = "share", "占比"
    RANK = "rank", "位次"
    STREAK = "streak", "连续"


class Operator(models.TextChoices):
    AT_LEAST = "at_least", "不低于"
    AT_MOST = "at_most", "不高于"
    ABOUT = "about", "左右"
    EQUAL = "equal", "等于"
    RANGE = "range", "区间"


class PathKind(models.TextChoices):
    EVEN = "even", "按日均匀"
    MONTHS = "months", "按月"
    SEASON = "season", "按农时"
    MILESTONES = "milestones", "按节点"
    LAST_YEAR = "last_year", "照上年"
    END = "end", "年底一次"


class SupervisionState(models.TextChoices):
    ISSUED = "issued", "待签收"
    RECEIVED = "received", "待回复"
    REPLIED = "replied", "待审核"
    CLOSED = "closed", "已办结"
    ESCALATED = "escalated", "已上报"
