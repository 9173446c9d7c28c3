"""Closed lists of the ledger room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Archetype(models.TextChoices):
    """The five shapes that everything a township does fits into."""

    CASE = "case", _("事项")
    PROJECT = "project", _("项目")
    ACTIVITY = "activity", _("活动")
    SUBJECT = "subject", _("对象")
    PAYMENT = "payment", _("资金")


class FieldType(models.TextChoices):
    TEXT = "text", _("文字")
    LONG_TEXT = "long_text", _("长文字")
    CHOICE = "choice", _("单选")
    CHOICES = "choices", _("多选")
    BOOL = "bool", _("是否")
    INTEGER = "integer", _("整数")
    DECIMAL = "decimal", _("小数")
    MONEY = "money", _("金额")
    DATE = "date", _("日期")
    AREA = "area", _("区域")
    LINK = "link", _("关联记录")
    PHONE = "phone", _("电话")
    RESIDENT_ID = "resident_id", _("身份证号")
    CREDIT_CODE = "credit_code", _("信用代码")
    LOCATION = "location", _("位置")
    FILE = "file", _("附件")


class EventKind(models.TextChoices):
    """What may happen to a record. `stage`, `gain` and `lose` carry their object in `Event.detail`."""

    STAGE = "stage", _("阶段")
    MEASURE = "measure", _("措施")
    CONTACT = "contact", _("联系")
    REPLY = "reply", _("答复")
    PAYMENT = "payment", _("付款")
    PROGRESS = "progress", _("进度")
    GAIN = "gain", _("取得")
    LOSE = "lose", _("失去")
    EXTEND = "extend", _("延期")
    NOTE = "note", _("备注")
    CORRECT = "correct", _("更正")


class ImportKind(models.TextChoices):
    """What the lines of a sheet tell: records, or what records report for periods."""

    RECORDS = "records", _("记录")
    MEASURES = "measures", _("按期报数")


class ImportState(models.TextChoices):
    READING = "reading", _("正在读入")
    STAGED = "staged", _("已读入，未写")
    FAULTY = "faulty", _("有错，未写")
    WRITING = "writing", _("正在写入")
    WRITTEN = "written", _("已写入")
    UNDONE = "undone", _("已撤回")
    DROPPED = "dropped", _("已放弃")


#: A field's `column` may name one of these real columns of a record; any other field lives in `data` or, if personal, sealed.
RECORD_COLUMNS = (
    "title", "occurred_on", "closed_on", "due_on", "stage", "category", "channel", "level", "amount", "quantity", "persons",
    "satisfied", "subject", "area_code", "number", "handler",
)  # fmt: skip
