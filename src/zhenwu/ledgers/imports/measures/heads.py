"""Which column of a sheet says which record, period or number. No database.

A column's key is the key of a field that tells the record (title, credit_code …), or `period`, `year`, `measure`, or
`actual:output:1-9`: what was done or planned, of which measure (empty: the line says it), for which months (empty: the line says it).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.units import scale
from zhenwu.ledgers.imports.heading import (
    Heading,
    best_heading,
    head_texts,
    named_unit,
    plain_head,
    unit_noted,
)
from zhenwu.ledgers.imports.measures.whens import When, plain, when_in, year_in
from zhenwu.ledgers.imports.reading import Sheet

_PERIOD = {"月份", "期间", "所属期", "报告期", "统计期", "时间", "时期", "年月", "所属月份", "统计月份", "月"}
_YEAR = {"年份", "年度", "年"}
_MEASURE = {"指标", "计量", "指标名称", "计量名称", "报数项目"}
_ACTUAL = {"实际", "数值", "完成", "本期数", "实际完成", "实际数", "完成数", "数据", "数", "金额", "数量"}
_PLANNED = {"计划", "目标", "计划数", "目标数", "年度计划"}
#: Words of columns that are no amount of a period: comparisons, ranks, sums over the line.
_APART = re.compile(
    r"同比|环比|增长|增减|增幅|增速|比上年|占比|比重|排名|位次|上年|去年|同期|完成率|进度|合计|总计|小计|平均|[%％±]"
)
_PLAN_WORDS = re.compile(r"计划|目标")


#: The line itself says for which months.
LINE = When()


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of numbers tells. measure, when : empty when the line says it."""

    measure: str = ""
    when: When = LINE
    planned: bool = False

    @property
    def key(self) -> str:
        return f"{'planned' if self.planned else 'actual'}:{self.measure}:{self.when.key}"

    @classmethod
    def of(cls, key: str) -> Column | None:
        """Back from a key; None for columns of other kinds and for what is no key."""
        parts = key.split(":")
        if len(parts) != 3 or parts[0] not in ("actual", "planned"):
            return None
        try:
            return cls(parts[1], When.of(parts[2]), parts[0] == "planned")
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of a ledger. stock : stands at a period's end and adds up over no months."""

    key: str
    name: str
    unit: str
    stock: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The type of field that reads its numbers."""
        return "money" if self.unit == "元" else "decimal"


def measures_of(rows: Iterable[Mapping[str, Any]]) -> dict[str, Measure]:
    """A ledger's measures by key."""
    return {
        row["key"]: Measure(
            row["key"], row["name"], row["unit"], bool(row.get("stock")), tuple(row.get("aliases", ()))
        )
        for row in rows
    }


def measure_in(text: str, measures: Mapping[str, Measure]) -> str:
    """The measure that a text names, by its longest name in it; "" when none or several do."""
    words = plain(text)
    hits: dict[str, int] = {}
    for key, measure in measures.items():
        length = max((len(n) for n in (measure.name, *measure.aliases) if n in words), default=0)
        if length:
            hits[key] = length
    best = max(hits.values(), default=0)
    found = [key for key, length in hits.items() if length == best]
    return found[0] if len(found) == 1 else ""


def column_key(texts: Sequence[str], who: Mapping[str, str], measures: Mapping[str, Measure]) -> str:
    """What a column with these heads (all together first) is; "" when it is not read."""
    for text in texts:
        bare = plain_head(text)
        if bare in who:
            return who[bare]
        for key, names in (("period", _PERIOD), ("year", _YEAR), ("measure", _MEASURE)):
            if bare in names:
                return key
    whole = plain(texts[0]) if texts else ""
    if _APART.search(whole):
        return ""
    measure, when = measure_in(whole, measures), when_in(whole)
    planned = bool(_PLAN_WORDS.search(whole))
    if measure or when:
        return Column(measure, when or LINE, planned).key
    bare = plain_head(texts[-1]) if texts else ""
    if bare in _ACTUAL or bare in _PLANNED:
        return Column("", LINE, bare in _PLANNED).key
    return ""


def find_columns(
    sheets: Sequence[Sheet], who: Mapping[str, str], measures: Mapping[str, Measure], source: str
) -> tuple[Sheet, Heading]:
    """The sheet and the heads that say records and numbers; BadInput when no line does both."""

    def match(rows: Sequence[Sequence[Any]]) -> tuple[int, dict[int, str]]:
        found: dict[int, str] = {}
        score = 0
        for column in range(len(rows[0])):
            texts = [t for t in head_texts(rows, column) if len(t) <= 60]
            key = column_key(texts, who, measures) if texts else ""
            if key and key not in found.values():
                found[column] = key
                told = Column.of(key)
                score += 5 if told and told.measure else 4
        kinds = {bool(Column.of(key)) for key in found.values() if key not in ("period", "year", "measure")}
        return (score, found) if kinds == {True, False} else (0, {})

    best = best_heading(sheets, match)
    if best is None or best[0] < 7:
        names = "、".join(m.name for m in measures.values())
        raise BadInput.of(
            [
                Fault(
                    "找不到表头", f"工作表“{'”“'.join(s.name for s in sheets[:5])}”",
                    f"写着名称或代码，以及月份或{names}的一行", "请确认选对了台账和文件，或下载样表填写", "ZW-HEADING",
                )
            ],
            source=source,
        )  # fmt: skip
    return best[1], best[2]


def set_measure_units(heading: Heading, measures: Mapping[str, Measure], fixed: Mapping[str, Any]) -> None:
    """Units that heads name in brackets, a note above the table gives, or somebody filled in for the whole sheet."""
    note = unit_noted(heading) or str(fixed.get("unit", ""))
    for column, key in heading.columns.items():
        told = Column.of(key)
        if told is None:
            continue
        measure = measures.get(told.measure or str(fixed.get("measure", "")))
        named = named_unit(heading.heads[column])
        base = measure.unit if measure else ""
        for unit in (named, note):
            if unit and (not base or scale(unit)[1] == base):
                heading.units[key] = unit
                break


def told_above(heading: Heading, measures: Mapping[str, Measure], names: Iterable[str]) -> dict[str, str]:
    """Year, month and measure that the lines above the heads, the sheet's or the file's name say."""
    found: dict[str, str] = {}
    for text in (*heading.above, *names):
        year, when, measure = year_in(text), when_in(text), measure_in(text, measures)
        if year:
            found.setdefault("year", str(year))
        if when is not None and when.last:
            found.setdefault("month", str(when.last))
        if measure:
            found.setdefault("measure", measure)
    if len(measures) == 1:
        found.setdefault("measure", next(iter(measures)))
    return found
