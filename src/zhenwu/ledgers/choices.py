"""Closed lists of the ledger room."""

from django.db import models


class Archetype(models.TextChoices):
    """The five shapes that everything a township does fits into."""

    CASE = "case", "事项"
    PROJECT = "project", "项目"
    ACTIVITY = "activity", "活动"
    SUBJECT = "subject", "对象"
    PAYMENT = "payment", "资金"


class FieldType(models.TextChoices):
    TEXT = "text", "文字"
    LONG_TEXT = "long_text", "长文字"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    BOOL = "bool", "是否"
    INTEGER = "integer", "整数"
    DECIMAL = "decimal", "小数"
    MONEY = "money", "金额"
    DATE = "date", "日期"
    AREA = "area", "区域"
    LINK = "link", "关联记录"
    PHONE = "phone", "电话"
    RESIDENT_ID = "resident_id", "身份证号"
    CREDIT_CODE = "credit_code", "信用代码"
    LOCATION = "location", "位置"
    FILE = "file", "附件"


class EventKind(models.TextChoices):
    """What may happen to a record. `stage`, `gain` and `lose` carry their object in `Event.detail`."""

    STAGE = "stage", "阶段"
    MEASURE = "measure", "措施"
    CONTACT = "contact", "联系"
    REPLY = "reply", "答复"
    PAYMENT = "payment", "付款"
    PROGRESS = "progress", "进度"
    GAIN = "gain", "取得"
    LOSE = "lose", "失去"
    EXTEND = "extend", "延期"
    NOTE = "note", "备注"
    CORRECT = "correct", "更正"


class ImportState(models.TextChoices):
    READING = "reading", "正在读入"
    STAGED = "staged", "已读入,未写"
    FAULTY = "faulty", "有错,未写"
    WRITING = "writing", "正在写入"
    WRITTEN = "written", "已写入"
    UNDONE = "undone", "已撤回"
    DROPPED = "dropped", "已放弃"


#: A field's `column` may name one of these real columns of a record; any other field lives in `data` or, if personal, sealed.
RECORD_COLUMNS = (
    "title", "occurred_on", "closed_on", "due_on", "stage", "category", "channel", "level", "amount", "quantity", "persons",
    "satisfied", "subject", "area_code", "number", "handler",
)  # fmt: skip
