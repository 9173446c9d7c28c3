"""Lines checked against a ledger's fields and its records: new, changed, same or faulty. Reads; writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from zhenwu.kernel import areacode
from zhenwu.kernel.errors import Fault
from zhenwu.ledgers.building import (
    PLACE_REST,
    check_whole,
    masked,
    missing_values,
    read_values,
    record_identity,
    values_of,
)
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.imports.heading import Heading, column_letter
from zhenwu.ledgers.imports.rows import SheetLine
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.ledgers.rules_places import Places

CHUNK = 500
#: Beyond this a list of faults helps nobody; the count says the rest.
MOST_FAULTS = 500


@dataclass(slots=True)
class Row:
    """A checked line. before : the record's values that would change. record_id : of the record it speaks of."""

    number: int
    result: str
    cells: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[str, Any] = field(default_factory=dict)
    record: Record | None = None
    identity: str | None = None


class Checking:
    """What checking any sheet needs: where its columns stand, what the actor may write where, and how a fault is told."""

    def __init__(self, defn: Definition, heading: Heading, *, actor: Any, rules: Mapping[str, Rule]) -> None:
        self.defn, self.heading, self.actor, self.rules = defn, heading, actor, rules
        self.letters = {key: column_letter(c) for c, key in heading.columns.items() if key}
        self.may: dict[str, bool] = {}

    def _may(self, area: str) -> bool:
        if area not in self.may:
            actor, code = self.actor, self.defn.ledger.code
            self.may[area] = actor is None or (
                actor.scope.may("record.write", area, ledger=code)
                and actor.scope.may("ledger.import", area, ledger=code)
            )
        return self.may[area]

    def _fault(self, row: Row, key: str, fault: Fault, suggestion: str = "") -> None:
        rule = self.rules.get(key)
        row.faults.append(fault_at(row, key, fault, self.letters.get(key, ""), rule, suggestion))


class Staging(Checking):
    """Checks lines in chunks: two queries a chunk, whatever stands in it."""

    def __init__(
        self,
        defn: Definition,
        heading: Heading,
        *,
        actor: Any,
        places: Places,
        fixed: Mapping[str, Any],
        file_name: str,
    ) -> None:
        super().__init__(defn, heading, actor=actor, rules=defn.rules)
        self.places, self.file_name = places, file_name
        self.fixed, _wrong = read_values(defn.rules, fixed, places=places)
        self.first_seen: dict[str, int] = {}

    def rows(
        self, lines: Iterable[SheetLine], progress: Callable[[int], None] | None = None
    ) -> Iterator[Row]:
        chunk: list[Row] = []
        done = 0
        for line in lines:
            chunk.append(
                self._read(line) if line.kind == "record" else Row(line.number, line.kind, line.cells)
            )
            if len(chunk) >= CHUNK:
                yield from self._settle(chunk)
                done += len(chunk)
                chunk = []
                if progress:
                    progress(done)
        yield from self._settle(chunk)

    def _read(self, line: SheetLine) -> Row:
        """Values of one line, faults of single cells."""
        row = Row(line.number, "", line.cells)
        values, wrong = read_values(self.defn.rules, line.cells, places=self.places, units=self.heading.units)
        for key, fault, suggestion in wrong:
            self._fault(row, key, fault, suggestion)
        row.values = values
        whole = {**self.fixed, **{k: v for k, v in values.items() if v is not None}}
        row.identity = record_identity(self.defn, whole)
        return row

    def _settle(self, chunk: list[Row]) -> list[Row]:
        """Against the ledger and the lines before."""
        wanted = [row.identity for row in chunk if row.identity]
        query = Record.objects.filter(ledger=self.defn.ledger, identity__in=wanted)
        standing = {record.identity: record for record in query}
        for row in chunk:
            if row.result:
                continue
            row.record = standing.get(row.identity)
            self._compare(row)
            self._repeat(row)
            row.result = "faulty" if row.faults else row.result
        return chunk

    def _compare(self, row: Row) -> None:
        told = {key: value for key, value in row.values.items() if value is not None}
        bad = {fault["key"] for fault in row.faults}
        if row.record is None:
            whole = {**self.fixed, **told}
            for key, fault in missing_values(self.defn.rules, whole, known=bad):
                self._fault(row, key, fault)
            row.result = "new"
        else:
            if not self._may(row.record.area_code):
                heads = "、".join(self.defn.labels[k] for k in self.defn.ledger.identity)
                what = Fault(f"{heads}已被别的记录用了", "", "没有用过的", "请核对原件", "ZW-TWICE")
                self._fault(row, self.defn.ledger.identity[0], what)
                row.record = None
                return
            before = values_of(row.record, self.defn)
            whole = {**before, **told}
            if areacode.within(before["area_code"], whole["area_code"]):
                whole["area_code"] = before["area_code"]  # a grid is more than its village says
            row.changed = {k: before.get(k) for k, v in whole.items() if before.get(k) != v}
            row.result = "changed" if row.changed else "same"
        area = whole.get("area_code")
        if area and "area_code" not in bad and not self._may(area):
            self._fault(
                row,
                "area_code",
                Fault("你不能在这里登记", "", "你负责的村", "请找镇里的管理员授权", "ZW-RIGHT"),
            )
        if row.result != "same":
            settled = dict(whole)
            for fault in check_whole(self.defn, settled):
                key = next((k for k, label in self.defn.labels.items() if label == fault.where), "")
                if key not in bad:
                    self._fault(row, key, fault)
            if settled.get("stage") != whole.get("stage"):
                whole["stage"] = settled["stage"]
                if row.record is not None and settled["stage"] != row.record.stage:
                    row.changed["stage"] = row.record.stage
        row.values = whole

    def _repeat(self, row: Row) -> None:
        if not row.identity:
            return
        first = self.first_seen.setdefault(row.identity, row.number)
        if first != row.number:
            heads = "、".join(self.defn.labels[k] for k in self.defn.ledger.identity)
            key = self.defn.ledger.identity[0]
            what = Fault(f"{heads}与第{first}行相同", "", "每件一行", "请剔除这一行，或改正号码", "ZW-REPEAT")
            self._fault(row, key, what)


def fault_at(
    row: Row, key: str, fault: Fault, letter: str, rule: Rule | None, suggestion: str = ""
) -> dict[str, Any]:
    """A fault of a line's cell as the batch keeps it: with its place, and with what stands there, masked where it is personal."""
    label = rule.label if rule else fault.where
    where = f"第{row.number}行{letter + '列' if letter else ''} {label}".strip()
    value = row.cells.get(key)
    shown = "" if value is None else masked(rule, value) if rule and rule.personal else str(value)
    return {
        **asdict(Fault(fault.what, where, fault.expected, fault.do, fault.code)), "row": row.number, "key": key,
        "column": letter, "label": label, "value": shown, "suggestion": suggestion,
    }  # fmt: skip


def effects(defn: Definition, rows: Iterable[Row]) -> dict[str, int]:
    """Change in the number of records by stage ("": all of them) that writing the rows would make."""
    found: dict[str, int] = {"": 0}
    for row in rows:
        if row.result == "new":
            found[""] += 1
            stage = row.values.get("stage")
            if stage:
                found[stage] = found.get(stage, 0) + 1
        elif row.result == "changed" and "stage" in row.changed and row.record is not None:
            now = row.values.get("stage")
            if row.record.stage:
                found[row.record.stage] = found.get(row.record.stage, 0) - 1
            if now:
                found[now] = found.get(now, 0) + 1
    return found


def sheet_fault(what: str, where: str, expected: str, do: str, code: str) -> dict[str, Any]:
    """A fault of the whole sheet, in the shape in which those of its lines are kept."""
    of_no_line = {"row": 0, "key": "", "column": "", "label": "", "value": "", "suggestion": ""}
    return {"what": what, "where": where, "expected": expected, "do": do, "code": code, **of_no_line}


def faults_of(source: str, sheet: str, faults: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Kept faults as errors carry them, with file and sheet."""
    place = f"{source} 表“{sheet}”" if sheet and sheet != "csv" else source
    return [
        Fault(
            f"“{f['value']}”{f['what']}" if f["value"] and f["value"] not in f["what"] else f["what"],
            f"{place} {f['where']}", f["expected"], f["do"], f["code"],
        )
        for f in faults
    ]  # fmt: skip


__all__ = ["MOST_FAULTS", "PLACE_REST", "Row", "Staging", "effects", "faults_of", "sheet_fault"]
