"""A definition in words: what is counted, on which condition, when it belongs to a period, and to which place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zhenwu.kernel.printing import print_value
from zhenwu.metrics.definition import Condition, MetricDef

COLUMN_WORDS = {
    "amount": "金额", "quantity": "数量", "persons": "人数", "category": "类别", "occurred_on": "登记日期", "closed_on": "办结日期",
    "due_on": "期限", "satisfied": "满意", "level": "级别", "channel": "渠道", "stage": "阶段",
}  # fmt: skip
EVENT_WORDS = {
    "gain": "取得",
    "lose": "失去",
    "stage": "进入",
    "measure": "措施",
    "payment": "付款",
    "contact": "联系",
}


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """Names that a ledger gives to its keys. choices : field → key → name."""

    name: str
    unit: str = "条"
    fields: Mapping[str, str] | None = None
    choices: Mapping[str, Mapping[str, str]] | None = None
    titles: Mapping[str, str] | None = None
    stages: Mapping[str, str] | None = None
    measures: Mapping[str, tuple[str, str]] | None = None

    def field(self, key: str) -> str:
        return (self.fields or {}).get(key) or COLUMN_WORDS.get(key, key)

    def choice(self, field: str, key: object) -> str:
        if isinstance(key, bool):
            return "是" if key else "否"
        return (self.choices or {}).get(field, {}).get(str(key), str(key))


def describe(
    metric: MetricDef, ledger: LedgerWords | None, parts: Mapping[str, str]
) -> list[tuple[str, str]]:
    """(label, words) in the order of the figure page. parts : code → name, for a ratio."""
    rows = [("数什么", _what(metric, ledger, parts))]
    where = _where(metric, ledger)
    if metric.ledger:
        rows.append(("条件", "；".join([*where, "未撤回"])))
    rows.append(("归期", _when(metric, ledger)))
    rows.append(("归地", _place(metric)))
    if metric.aliases:
        rows.append(("报告里也写作", "、".join(metric.aliases)))
    if metric.note:
        rows.append(("说明", metric.note))
    return rows


def _what(metric: MetricDef, ledger: LedgerWords | None, parts: Mapping[str, str]) -> str:
    if metric.shape == "ratio":
        top, bottom = (parts.get(code, code) for code in metric.parts)
        return f"{top}除以{bottom}" + ("，乘100" if metric.is_rate else "")
    if metric.shape == "filed" or ledger is None:
        what = {"growth": "同比", "rank": "位次"}.get(metric.filed, "数值")
        return f"有关部门报来的{what}，附文件"
    book = f"{ledger.name}台账"
    if metric.shape == "threshold":
        name, unit = (ledger.measures or {}).get(metric.measure, (metric.measure, ""))
        limit = print_value(metric.at_least or Decimal(0), unit)
        return f"{book}里当年{name}合计达到{limit}的记录数"
    if metric.table == "measurements":
        return f"{book}里报来的{(ledger.measures or {}).get(metric.measure, (metric.measure, ''))[0]}之和"
    if metric.table == "events":
        what = (
            f"“{_detail(metric, ledger)}”" if metric.detail else EVENT_WORDS.get(metric.event, metric.event)
        )
        verb = EVENT_WORDS.get(metric.event, "") if metric.detail else ""
        return f"{book}里{verb}{what}的" + (f"{ledger.field(metric.column)}之和" if metric.column else "次数")
    if metric.shape == "holding":
        return f"{book}里期末有“{_detail(metric, ledger)}”称号的记录数"
    if metric.shape == "under_way" and not metric.detail:
        return f"{book}里期末以前登记、期初尚未办结的记录数"
    if metric.shape == "under_way":
        return f"{book}里已进入“{_detail(metric, ledger)}”、期初尚未完成的记录数"
    if metric.shape == "distinct":
        return f"{book}里不同{ledger.field(metric.column)}的个数"
    if metric.column:
        return f"{book}的{ledger.field(metric.column)}之和"
    return f"{book}的记录数"


def _detail(metric: MetricDef, ledger: LedgerWords) -> str:
    names = ledger.titles if metric.event == "gain" else ledger.stages
    return (names or {}).get(metric.detail, metric.detail)


def _where(metric: MetricDef, ledger: LedgerWords | None) -> list[str]:
    return [_condition(c, ledger) for c in metric.where] if ledger else []


def _condition(cond: Condition, ledger: LedgerWords) -> str:
    name = ledger.field(cond.field)
    if cond.operator == "known":
        return f"{name}已填"
    if cond.operator in ("at_least", "below"):
        amount = print_value(Decimal(cond.values[0]), "元" if cond.field == "amount" else "")
        return f"{name}{amount}以上" if cond.operator == "at_least" else f"{name}不到{amount}"
    words = "、".join(ledger.choice(cond.field, v) for v in cond.values)
    return f"{name}为{words}" if cond.operator == "in" else f"{name}不是{words}"


def _when(metric: MetricDef, ledger: LedgerWords | None) -> str:
    if metric.shape == "ratio":
        return "分子、分母各按自己的归期"
    if metric.shape == "filed":
        return "报数的期间，当月、累计、全年或期末"
    if metric.shape == "threshold":
        return "当年1月1日到期末（存量）"
    if metric.shape == "under_way":
        return "期内在办，期末以前进入、期初以前没有完成（存量）"
    if metric.kind == "stock":
        day = ledger.field("occurred_on") if ledger else "登记日期"
        return f"{day}不晚于期末，期末没有办结或注销（存量）"
    if metric.table == "events":
        return "发生日期在期内（流量）"
    if metric.table == "measurements":
        return "所报期间在期内（流量）"
    return f"{ledger.field(metric.date) if ledger else metric.date}在期内（流量）"


def _place(metric: MetricDef) -> str:
    if metric.shape == "filed":
        return "报数的区域" + ("，各地可加" if metric.additive else "，各地不可加")
    if metric.shape == "ratio":
        return "记录所在村，各地先加后除"
    return "记录所在村，各村可相加" if metric.additive else "记录所在村，各村不可相加"
