"""How a sheet of measures is read: which records, periods and numbers its columns tell, and what holds for all lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.units import scale
from zhenwu.ledgers.choices import ImportKind
from zhenwu.ledgers.definitions import Definition, definition
from zhenwu.ledgers.imports.measures.heads import (
    Column,
    Measure,
    find_columns,
    measures_of,
    set_measure_units,
    told_above,
)
from zhenwu.ledgers.imports.measures.matching import telling, telling_heads
from zhenwu.ledgers.imports.measures.staging import MeasureRow, MeasureStaging
from zhenwu.ledgers.imports.measures.whens import When
from zhenwu.ledgers.imports.measures.writing import write_measures
from zhenwu.ledgers.imports.plan import Plan, earlier_mapping
from zhenwu.ledgers.imports.reading import Sheet
from zhenwu.ledgers.imports.staging import Row
from zhenwu.ledgers.models import ImportBatch, Ledger
from zhenwu.ledgers.rules_fields import Rule

#: Units that money may be told in.
MONEY_UNITS = ("元", "千元", "万元", "亿元")
#: What may be filled in for the whole sheet; of these only the first two hold for the next sheet with the same heads.
_FIXED = ("measure", "unit", "year", "month")
_LASTING = ("measure", "unit")


@dataclass
class MeasurePlan(Plan):
    """A sheet with its heads read for what records of one ledger report."""

    kind: ClassVar[str] = ImportKind.MEASURES
    measures: dict[str, Measure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.measures = measures_of(self.ledger.measures)

    @classmethod
    def find(
        cls, ledger: Ledger, sheets: Sequence[Sheet], *, source: str, area_code: str, mapping: Mapping[str, Any] | None
    ) -> MeasurePlan:  # fmt: skip
        """Find heads and match columns; the title, the sheet's and the file's name may say year, month and measure."""
        measures = measures_of(ledger.measures)
        sheet, heading = find_columns(sheets, telling_heads(definition(ledger)), measures, source)
        fixed = told_above(heading, measures, (sheet.name, source))
        plan = cls(ledger, sheet, heading, dict(fixed), others=[s.name for s in sheets if s is not sheet])
        set_measure_units(plan.heading, measures, plan.fixed)
        if mapping is not None:
            return plan.mapped(mapping)
        earlier = earlier_mapping(ledger, heading.signature, area_code, cls.kind)
        if earlier is not None:
            kept = {key: earlier.get("fixed", {}).get(key) for key in _LASTING}
            plan = plan.mapped({"columns": earlier["columns"], "fixed": {**kept, **plan.fixed}})
            plan.remembered = True
        return plan

    def mapped(self, mapping: Mapping[str, Any]) -> MeasurePlan:
        """The plan with other columns; BadInput names every column and value that cannot be."""
        defn = definition(self.ledger)
        columns, faults = self.chosen(mapping, lambda key: self._known(key, defn), telling(defn))
        faults += self.doubled(
            columns, {key: rule.label for key, rule in self._rules(columns.values(), defn).items()}
        )
        fixed = {
            k: str(v) for k, v in {**self.fixed, **mapping.get("fixed", {})}.items() if v not in (None, "")
        }
        faults += self._unfit(fixed)
        if faults:
            raise BadInput.of(faults)
        heading = replace(self.heading, columns=columns, units={})
        set_measure_units(heading, self.measures, fixed)
        return replace(self, heading=heading, fixed=fixed)

    def _known(self, key: str, defn: Definition) -> bool:
        if key in ("period", "year", "measure", *telling(defn)):
            return True
        told = Column.of(key)
        return told is not None and (not told.measure or told.measure in self.measures)

    def _unfit(self, fixed: Mapping[str, str]) -> list[Fault]:
        """What was filled in for the whole sheet and cannot be."""
        wanted = {
            "year": [str(year) for year in range(1990, 2101)], "month": [str(month) for month in range(1, 13)],
            "measure": list(self.measures), "unit": list(MONEY_UNITS),
        }  # fmt: skip
        names = {
            "year": "四位年份",
            "month": "1—12",
            "measure": "、".join(self.measures),
            "unit": "、".join(MONEY_UNITS),
        }
        return [
            Fault(f"“{value}”不能填在这里", key, names.get(key, "、".join(_FIXED)), "请另填", "ZW-FIELD")
            for key, value in fixed.items()
            if value not in wanted.get(key, ())
        ]

    def rules(self, defn: Definition) -> dict[str, Rule]:
        """A rule for each column that is read, with the words of its head on the page."""
        return self._rules(self.heading.columns.values(), defn)

    def _rules(self, keys: Iterable[str], defn: Definition) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        for key in keys:
            told = Column.of(key)
            if told is not None:
                measure = self.measures.get(told.measure or str(self.fixed.get("measure", "")))
                kind, unit = (measure.kind, measure.unit) if measure else ("decimal", "")
                found[key] = Rule(
                    key, column_words(told, measure), kind, unit=self.heading.units.get(key, unit)
                )
            elif key in defn.rules:
                found[key] = defn.rules[key]
            elif key:
                found[key] = Rule(key, {"period": "期间", "year": "年份", "measure": "指标"}[key], "text")
        return found

    def unsaid(self, defn: Definition) -> list[Rule]:
        """What no column and nobody says yet, as fields to fill in for the whole sheet."""
        keys = [key for key in self.heading.columns.values() if key]
        numbers = [told for key in keys if (told := Column.of(key))]
        found: list[Rule] = []
        if not set(keys) & set(telling(defn)):
            words = "或".join(defn.labels[key] for key in telling(defn))
            found.append(Rule("", words, "text"))
        if not numbers:
            found.append(Rule("", "数", "decimal"))
        if any(not n.measure for n in numbers) and "measure" not in keys and not self.fixed.get("measure"):
            choices = tuple((m.key, m.name) for m in self.measures.values())
            found.append(Rule("measure", "指标", "choice", choices=choices))
        running = [n for n in numbers if n.when.this or n.when.running]
        dated = [n for n in numbers if n.when.first and not n.when.year]
        if (running or dated) and "year" not in keys and not self.fixed.get("year"):
            found.append(Rule("year", "年份", "integer"))
        if running and not self.fixed.get("month"):
            choices = tuple((str(month), f"{month}月") for month in range(1, 13))
            found.append(Rule("month", "报到几月", "choice", choices=choices))
        if any(not n.when.key for n in numbers) and "period" not in keys:
            found.append(Rule("", "期间", "text"))
        if any(self._unitless(key) for key in keys):
            found.append(Rule("unit", "单位", "choice", choices=tuple((unit, unit) for unit in MONEY_UNITS)))
        return found

    def _unitless(self, key: str) -> bool:
        """Whether a column of money says nowhere in what."""
        told = Column.of(key)
        if told is None or key in self.heading.units:
            return False
        measure = self.measures.get(told.measure or str(self.fixed.get("measure", "")))
        return measure is not None and measure.kind == "money"

    def filled(self) -> list[Rule]:
        """What was found or filled in for the whole sheet and may be mended."""
        choices = {
            "measure": tuple((m.key, m.name) for m in self.measures.values()),
            "unit": tuple((unit, unit) for unit in MONEY_UNITS),
            "month": tuple((str(month), f"{month}月") for month in range(1, 13)),
        }
        rules = [
            Rule("measure", "指标", "choice", choices=choices["measure"]), Rule("year", "年份", "integer"),
            Rule("month", "报到几月", "choice", choices=choices["month"]), Rule("unit", "单位", "choice", choices=choices["unit"]),
        ]  # fmt: skip
        return [rule for rule in rules if self.fixed.get(rule.key)]

    def some_rows(self, batch: ImportBatch, defn: Definition, actor: Any, numbers: set[int]) -> Iterator[Row]:
        """Lines of one record rest on each other: all are read, those that are wanted come back."""
        return self.staging(batch, defn, actor).rows(self.lines(batch.edits), only=numbers)

    def staging(self, batch: ImportBatch, defn: Definition, actor: Any) -> MeasureStaging:  # type: ignore[override]
        return MeasureStaging(
            defn, self.heading, actor=actor, area_code=batch.area_code, fixed=self.fixed, measures=self.measures,
            rules=self.rules(defn), missing=self.unsaid(defn),
        )  # fmt: skip

    def shown(self, key: str, value: Any) -> Any:
        """A number in the unit of its column."""
        unit = self.heading.units.get(key)
        return value / scale(unit)[0] if unit and value is not None and Column.of(key) else value

    def effects(self, defn: Definition, rows: Iterable[Row]) -> dict[str, int]:
        """How many numbers would be reported anew, and how many changed."""
        found = {"reported": 0, "corrected": 0}
        for row in rows:
            if isinstance(row, MeasureRow) and not row.faults:
                for old in row.changed.values():
                    found["reported" if old is None else "corrected"] += 1
        return found

    def places(self, rows: Iterable[Row]) -> set[str]:
        return {write.record.area_code for row in rows if isinstance(row, MeasureRow) for write in row.writes}

    def write(
        self, batch: ImportBatch, defn: Definition, rows: Iterable[Row], *, actor: Any
    ) -> dict[str, Any]:
        writes = [write for row in rows if isinstance(row, MeasureRow) for write in row.writes]
        write_measures(batch, writes, actor=actor)
        return {}


def column_words(told: Column, measure: Measure | None) -> str:
    """A column of numbers in words: 3月, 产值3月, 计划投资1—9月. What holds for the whole sheet is left out beside months."""
    name = measure.name if measure and (told.measure or not told.when.key) else "" if told.when.key else "数"
    return f"{'计划' if told.planned else ''}{name}{when_words(told.when)}"


def when_words(when: When) -> str:
    """A column's months in words; nothing when the line says them."""
    if when.this or when.running:
        return "本月" if when.this else "本年累计"
    if not when.first:
        return ""
    year = f"{when.year}年" if when.year else ""
    return f"{year}{when.first}—{when.last}月" if when.last > when.first else f"{year}{when.first}月"
