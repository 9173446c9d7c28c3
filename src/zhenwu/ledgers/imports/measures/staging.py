"""Lines of a sheet of measures checked against the ledger: what each would report, change or leave. Reads; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import Fault
from zhenwu.kernel.period import Period, month_end
from zhenwu.kernel.printing import grouped
from zhenwu.kernel.units import scale
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.imports.heading import Heading
from zhenwu.ledgers.imports.measures.heads import Column, Measure, measure_in
from zhenwu.ledgers.imports.measures.matching import Registry, Unknown
from zhenwu.ledgers.imports.measures.spans import Saying, settle
from zhenwu.ledgers.imports.measures.whens import plain, read_when
from zhenwu.ledgers.imports.rows import SheetLine
from zhenwu.ledgers.imports.staging import CHUNK, Checking, Row, fault_at
from zhenwu.ledgers.models import Measurement, Record
from zhenwu.ledgers.rules_fields import Rule, check_value, is_blank
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit

#: What people put into a cell for "nothing reported".
_NOTHING = re.compile(r"[-—–/\\－]+")
_NOWHERE = Places("", [])


@dataclass(slots=True)
class Write:
    """A stretch of a record's measure as it will stand. known : all rows of the measure that stand now; retired : those of them that
    it takes the place of."""

    record: Record
    measure: Measure
    period: Period
    actual: Decimal | None
    planned: Decimal | None
    known: frozenset[int] = frozenset()
    retired: tuple[int, ...] = ()


@dataclass(slots=True)
class MeasureRow(Row):
    """A checked line. changed : column → the total that was known for its period, None when nothing was."""

    writes: list[Write] = field(default_factory=list)
    said: list[tuple[str, Measure, bool, Saying]] = field(default_factory=list)


class MeasureStaging(Checking):
    """Checks all lines of a sheet together: a running total of one line may rest on months of another."""

    def __init__(
        self, defn: Definition, heading: Heading, *, actor: Any, area_code: str, fixed: Mapping[str, Any],
        measures: Mapping[str, Measure], rules: Mapping[str, Rule], missing: Iterable[Rule],
    ) -> None:  # fmt: skip
        super().__init__(defn, heading, actor=actor, rules=rules)
        self.area_code, self.measures, self.missing = area_code, measures, list(missing)
        self.year, self.month = (int(fixed.get(key) or 0) for key in ("year", "month"))
        self.measure = str(fixed.get("measure", ""))
        self.columns = {key: told for key in self.letters if (told := Column.of(key))}
        self.seen: dict[tuple[Any, ...], int] = {}

    def rows(
        self, lines: Iterable[SheetLine], progress: Callable[[int], None] | None = None, only: set[int] | None = None
    ) -> Iterator[Row]:  # fmt: skip
        """Every line checked, in order. only : numbers of the lines that are wanted; others are read as far as these rest on them."""
        found: list[Row] = []
        groups: dict[int, list[MeasureRow]] = {}
        registry = None if self.missing else Registry(self.defn, self.actor, self.area_code)
        for line in lines:
            if line.kind != "record":
                found.append(Row(line.number, line.kind, line.cells))
                continue
            row = MeasureRow(line.number, "", line.cells)
            found.append(row)
            if registry is None:
                self._unready(row, first=not groups)
                groups.setdefault(0, [])
            else:
                self._read(row, registry)
            if row.record is not None:
                groups.setdefault(row.record.pk, []).append(row)
        if only is not None:
            groups = {key: rows for key, rows in groups.items() if any(row.number in only for row in rows)}
            found = [row for row in found if row.number in only]
        self._settle(groups, progress)
        for line_row in found:
            if isinstance(line_row, MeasureRow):
                line_row.result = "faulty" if line_row.faults else line_row.result or "same"
            yield line_row

    def _unready(self, row: MeasureRow, *, first: bool) -> None:
        """What the sheet as a whole leaves unsaid is told once; no line can be read."""
        row.result = "faulty"
        for rule in self.missing if first else ():
            what = Fault(
                f"没有写{rule.label}", rule.label, rule.label, f"请在对列时填上{rule.label}", "ZW-REQUIRED"
            )
            row.faults.append({**fault_at(row, "", what, "", None), "row": 0, "where": "整张表"})

    # one line

    def _read(self, row: MeasureRow, registry: Registry) -> None:
        """Its record, and each number with its measure and period."""
        try:
            row.record = registry.find(row.cells)
            if not self._may(row.record.area_code):
                what = Fault("你不能为它报数", "", "你负责的村", "请找镇里的管理员授权", "ZW-RIGHT")
                self._fault(row, registry.keys[-1], what)
        except Unknown as unknown:
            self._unfit(row, unknown.key, unknown.unfit, "ZW-WHO")
        year, measure, period = self._line_words(row)
        for key, told in self.columns.items():
            raw = row.cells.get(key)
            if is_blank(raw) or _NOTHING.fullmatch(plain(raw)):
                continue
            meant = self.measures.get(told.measure or measure)
            days = told.when.period(year, self.month) if told.when.key else period
            if meant is None or days is None:
                if not row.faults:
                    word = "期间" if meant else "指标"
                    self._fault(
                        row, key, Fault(f"没有写是哪个{word}的数", "", word, f"请补上{word}", "ZW-REQUIRED")
                    )
                continue
            self._number(row, key, meant, days, told.planned, raw)

    def _line_words(self, row: MeasureRow) -> tuple[int, str, Period | None]:
        """Year, measure and period that the line itself says, else the sheet."""
        year, measure, period = self.year, self.measure, None
        if not is_blank(raw := row.cells.get("year")):
            text = plain(int(raw) if isinstance(raw, float) else raw).rstrip("年度")
            if re.fullmatch(r"(19|20)\d{2}", text):
                year = int(text)
            else:
                self._unfit(row, "year", Unfit(f"“{text}”不是年份", "四位年份", "请改正年份"), "ZW-DATE")
        if not is_blank(raw := row.cells.get("measure")):
            measure = measure_in(str(raw), self.measures)
            if not measure:
                names = "、".join(m.name for m in self.measures.values())
                self._unfit(row, "measure", Unfit(f"没有指标“{raw}”", names, "请从中选一项"), "ZW-MEASURE")
        if not is_blank(raw := row.cells.get("period")):
            try:
                period = read_when(raw, year)
            except Unfit as unfit:
                self._unfit(row, "period", unfit, "ZW-DATE")
        return year, measure, period

    def _number(
        self, row: MeasureRow, key: str, measure: Measure, days: Period, planned: bool, raw: Any
    ) -> None:
        unit = self.heading.units.get(key, "")
        rule = Rule(key, self.rules[key].label, measure.kind, unit=measure.unit)
        try:
            told, in_unit = _base(raw, unit, measure)
            value = check_value(rule, told, places=_NOWHERE, unit=in_unit)
            if measure.stock and not days.is_month:
                raise Unfit(f"{measure.name}是期末数，{days.label}加不起来", "单个月份的数", "请改报月末的数")
            if not planned and days.end > month_end(today().year, today().month):
                raise Unfit(f"{days.label}还没有过完", "已经开始的月份", "请空着")
        except Unfit as unfit:
            self._unfit(row, key, unfit, "ZW-VALUE")
            return
        row.values[key] = value
        if row.record is None:
            return
        first = self.seen.setdefault((row.record.pk, measure.key, planned, days), row.number)
        if first != row.number:
            what = Fault(
                f"“{row.record.title}”{days.label}的{measure.name}第{first}行已有", "", "一个期间一个数", "请剔除这一行，或改正期间",
                "ZW-REPEAT",
            )  # fmt: skip
            self._fault(row, key, what)
            return
        row.said.append((key, measure, planned, Saying(days, value, (row, key), _grain(raw, unit))))

    # all lines of a record

    def _settle(self, groups: Mapping[int, list[MeasureRow]], progress: Callable[[int], None] | None) -> None:
        keys = [key for key, rows in groups.items() if rows]
        done = 0
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            standing: dict[tuple[int, str], dict[Period, Measurement]] = {}
            for old in Measurement.objects.current().filter(record_id__in=chunk):
                standing.setdefault((old.record_id, old.measure), {})[Period(old.start, old.end)] = old
            for key in chunk:
                for measure in {m.key: m for row in groups[key] for _k, m, _p, _s in row.said}.values():
                    self._settle_one(groups[key], measure, standing.get((key, measure.key), {}))
                done += len(groups[key])
            if progress:
                progress(done)

    def _settle_one(
        self, rows: list[MeasureRow], measure: Measure, standing: Mapping[Period, Measurement]
    ) -> None:
        """One measure of one record: what was done and what was planned, each for itself, then what is to be written."""
        after: dict[bool, dict[Period, Decimal]] = {}
        for planned in (False, True):
            known = {
                p: v for p, m in standing.items() if (v := m.planned if planned else m.actual) is not None
            }
            said = [
                s for row in rows for _k, m, of_plan, s in row.said if m is measure and of_plan is planned
            ]
            if not said:
                after[planned] = known
                continue
            if measure.stock:
                after[planned] = known | {s.period: s.value for s in said}
                self._mark(said, [known.get(s.period) for s in said], [s.value for s in said])
                continue
            found = settle(known, said)
            after[planned] = found.stretches
            for saying, what in found.faults:
                row, key = saying.where
                self._fault(
                    row, key, self._contradiction(saying, what, key, measure, found.after[said.index(saying)])
                )
            self._mark(said, found.before, found.after)
        record = rows[0].record
        assert record is not None
        rows[0].writes += _writes(record, measure, standing, after)

    def _mark(self, said: list[Saying], before: list[Decimal | None], after: list[Decimal | None]) -> None:
        """Which cells bring something new, and which change what was known."""
        for saying, old, new in zip(said, before, after, strict=True):
            row, key = saying.where
            if old == new:
                continue
            row.changed[key] = old
            row.result = "changed" if old is not None or row.result == "changed" else "new"

    def _contradiction(
        self, saying: Saying, what: str, key: str, measure: Measure, total: Decimal | None
    ) -> Fault:
        label, name = saying.period.label, measure.name
        if what == "sum":
            unit = self.heading.units.get(key) or measure.unit
            shown, parts = (
                f"{grouped(v / scale(unit)[0])}{unit}" for v in (saying.value, total or Decimal(0))
            )
            return Fault(
                f"{label}的{name}为{shown}，与各月之和{parts}不符",
                "",
                parts,
                "请核对这几个月和累计",
                "ZW-SUM",
            )
        if what == "negative":
            return Fault(
                f"{label}{name}比以前各月报的还少",
                "",
                "不少于以前各月之和",
                "请核对累计，或先更正以前的月份",
                "ZW-SUM",
            )
        return Fault(
            f"{label}{name}拆不出来：台账里只有其中几个月",
            "",
            "首尾相接的月份或累计",
            "请补上缺的月份",
            "ZW-SUM",
        )

    def _unfit(self, row: Row, key: str, unfit: Unfit, code: str) -> None:
        self._fault(row, key, Fault(unfit.what, "", unfit.expected, unfit.do, code), unfit.suggestion)


def _base(raw: Any, unit: str, measure: Measure) -> tuple[Any, str]:
    """(value, unit) to be read: what a formula left behind the fen, or behind four places, is no information."""
    if not isinstance(raw, float):
        return raw, unit
    places = Decimal("0.01") if measure.kind == "money" else Decimal("0.0001")
    return (Decimal(format(raw, ".15g")) * scale(unit)[0]).quantize(places, ROUND_HALF_UP), ""


def _grain(raw: Any, unit: str) -> Decimal:
    """What one of the last digit is worth in base units."""
    digits = re.search(r"\.(\d+)", format(raw, ".15g") if isinstance(raw, float) else plain(raw))
    return Decimal(1).scaleb(-len(digits[1]) if digits else 0) * scale(unit)[0]


def _writes(
    record: Record, measure: Measure, standing: Mapping[Period, Measurement], after: Mapping[bool, Mapping[Period, Decimal]]
) -> list[Write]:  # fmt: skip
    """Standing rows against what will stand."""
    known = frozenset(old.pk for old in standing.values())
    found: list[Write] = []
    periods = sorted(set(after[False]) | set(after[True]))
    for period in periods:
        actual, planned, old = after[False].get(period), after[True].get(period), standing.get(period)
        if old is None or (old.actual, old.planned) != (actual, planned):
            retired = (old.pk,) if old else ()
            found.append(Write(record, measure, period, actual, planned, known, retired))
    for period, old in standing.items():
        if period not in periods:
            part = next(w for w in found if period.covers(w.period))
            part.retired += (old.pk,)
    return found
