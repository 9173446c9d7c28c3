"""Empty sheets to fill in and import: for records the ledger's columns, for measures a line a record and a column a month."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput
from zhenwu.ledgers.choices import ImportKind
from zhenwu.ledgers.definitions import Definition, definition
from zhenwu.ledgers.imports.measures.heads import Measure, measures_of
from zhenwu.ledgers.imports.measures.matching import Registry
from zhenwu.ledgers.models import Ledger
from zhenwu.ledgers.rights import may_write
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.writer.xlsx import Column, table

_WORDS = {
    "date": "日期，如2026-09-03",
    "area": "村名或12位区划代码",
    "integer": "整数",
    "decimal": "数",
    "money": "元；列名写成“…(万元)”就按万元读",
    "bool": "是、否",
    "phone": "手机号，或带区号的座机",
    "resident_id": "18位身份证号，单元格设为文本",
    "credit_code": "18位，单元格设为文本",
}


def sample_give(
    ledger: Ledger, *, actor: Any, area_code: str, kind: str = ImportKind.RECORDS, measure: str = ""
) -> tuple[str, bytes]:
    """File name and content of a sheet to fill in. One of measures holds the names of the records that the actor may report for,
    which leave the house with it: an audit row says so."""
    may_write(actor, "ledger.import", area_code, ledger)
    defn = definition(ledger)
    if kind != ImportKind.MEASURES:
        return f"{ledger.name}.xlsx", _records(defn)
    found = measures_of(ledger.measures)
    if measure not in found:
        raise BadInput(
            f"没有计量“{measure}”", where=ledger.name, expected="、".join(found) or "有计量的台账", do="请从导入页下载", code="ZW-MEASURE"
        )  # fmt: skip
    content, lines = _measures(defn, found[measure], actor, area_code)
    with transaction.atomic():
        audit_write(
            actor, "sample_give", ledger, area_code=area_code, changes={"measure": measure, "rows": lines}
        )
    return f"{ledger.name}{found[measure].name}{today().year}.xlsx", content


def _records(defn: Definition) -> bytes:
    rules = [rule for rule in defn.rules.values() if rule.type != "file"]
    columns = [Column(f"{rule.label}{'*' if rule.required else ''}", _kind(rule)) for rule in rules]
    notes = [
        "带*的列必填；列的次序不限，多出来的列不读。",
        *(f"{rule.label}：{_expected(rule)}" for rule in rules),
    ]
    return table(defn.ledger.name, columns, [], notes=notes)


def _kind(rule: Rule) -> str:
    if rule.type in ("resident_id", "credit_code", "phone") or rule.key == "number":
        return "code"
    return "date" if rule.type == "date" else "text"


def _expected(rule: Rule) -> str:
    if rule.choices:
        return "、".join(name for _key, name in rule.choices)
    return _WORDS.get(rule.type, "文字") + (f"，单位{rule.unit}" if rule.unit else "")


def _measures(defn: Definition, measure: Measure, actor: Any, area_code: str) -> tuple[bytes, int]:
    """A line for each record on the register, a column for each month of this year."""
    registry = Registry(defn, actor, area_code)
    year = today().year
    unit = "万元" if measure.kind == "money" else measure.unit
    keys = [*(key for key in registry.keys if key != "title"), "title"]
    columns = [Column(defn.labels[key], "code" if key != "title" else "text", 24) for key in keys]
    columns += [Column(f"{year}年{month}月{measure.name}({unit})", "number") for month in range(1, 13)]
    records = sorted(
        (r for r in registry.records if r.closed_on is None or r.closed_on.year >= year), key=lambda r: (r.area_code, r.title)
    )  # fmt: skip
    rows = [[*(registry.name(r, key) for key in keys), *[None] * 12] for r in records]
    notes = [
        f"每行一{defn.ledger.unit}，每月一列；没有报的空着，空格不会改动已报的数。",
        f"也可以报累计：列名写成“1—9月累计{measure.name}({unit})”，系统减去以前各月得出当月。"
        if not measure.stock
        else "这是月末的数，不报累计。",
        "名称和代码用来认出是谁，请不要改。",
    ]
    return table(f"{defn.ledger.name}{measure.name}", columns, rows, notes=notes), len(rows)
