"""How a sheet is read into a ledger: heads, columns, values for all lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.ledgers.choices import ImportKind, ImportState
from zhenwu.ledgers.definitions import Definition, definition, places_of
from zhenwu.ledgers.imports.heading import Heading, column_letter, find_heading, set_units
from zhenwu.ledgers.imports.reading import Sheet
from zhenwu.ledgers.imports.rows import SheetLine, sheet_lines
from zhenwu.ledgers.imports.staging import Row, Staging, effects
from zhenwu.ledgers.imports.writing import places_written, write_rows
from zhenwu.ledgers.models import ImportBatch, Ledger
from zhenwu.ledgers.rules_fields import Rule


@dataclass
class Plan:
    """A sheet with its heads read for the records of one ledger."""

    kind: ClassVar[str] = ImportKind.RECORDS
    ledger: Ledger
    sheet: Sheet
    heading: Heading
    fixed: dict[str, Any] = field(default_factory=dict)
    remembered: bool = False
    others: list[str] = field(default_factory=list)

    @classmethod
    def find(
        cls,
        ledger: Ledger,
        sheets: Sequence[Sheet],
        *,
        source: str,
        area_code: str,
        mapping: Mapping[str, Any] | None,
    ) -> Plan:
        """Find heads, match columns, and take over what was confirmed for the same heads before."""
        defn = definition(ledger)
        required = [key for key, rule in defn.rules.items() if rule.required]
        sheet, heading = find_heading(sheets, defn.heads, required, source)
        set_units(heading, {key: rule.type for key, rule in defn.rules.items()})
        plan = cls(ledger, sheet, heading, others=[s.name for s in sheets if s is not sheet])
        if "area_code" not in heading.columns.values() and areacode.level(area_code) in ("village", "grid"):
            plan.fixed["area_code"] = area_code
        if mapping is not None:
            return plan.mapped(mapping)
        earlier = earlier_mapping(ledger, heading.signature, area_code, cls.kind)
        if earlier is not None:
            plan = plan.mapped(
                {"columns": earlier["columns"], "fixed": {**earlier.get("fixed", {}), **plan.fixed}}
            )
            plan.remembered = True
        return plan

    @property
    def length(self) -> int:
        return max(0, len(self.sheet.rows) - self.heading.first)

    def mapped(self, mapping: Mapping[str, Any]) -> Plan:
        """The plan with other columns; BadInput names every column and field that does not exist or comes twice."""
        defn = definition(self.ledger)
        columns, faults = self.chosen(mapping, defn.rules.__contains__, defn.rules)
        faults += self.doubled(columns, defn.labels)
        fixed = {k: v for k, v in {**self.fixed, **mapping.get("fixed", {})}.items() if v not in (None, "")}
        faults += [
            Fault(f"没有字段“{key}”", "各行都填", "、".join(defn.rules), "请另选", "ZW-FIELD") for key in fixed if key not in defn.rules
        ]  # fmt: skip
        if faults:
            raise BadInput.of(faults)
        heading = replace(self.heading, columns=columns, units={})
        set_units(heading, {key: rule.type for key, rule in defn.rules.items()})
        return replace(self, heading=heading, fixed=fixed)

    def chosen(
        self, mapping: Mapping[str, Any], known: Callable[[str], bool], expected: Iterable[str]
    ) -> tuple[dict[int, str], list[Fault]]:
        """Columns as somebody chose them, and a fault for each column that the sheet and each field that the ledger has not."""
        columns = dict(self.heading.columns)
        faults: list[Fault] = []
        for text, key in mapping.get("columns", {}).items():
            if not str(text).isdigit() or int(text) not in columns:
                faults.append(Fault(f"没有第{text}列", "列", "表里的列", "请从表里的列中选", "ZW-COLUMN"))
            elif key and not known(key):
                where = column_letter(int(text))
                faults.append(Fault(f"没有字段“{key}”", where, "、".join(expected), "请另选", "ZW-FIELD"))
            else:
                columns[int(text)] = key
        return columns, faults

    @staticmethod
    def doubled(columns: Mapping[int, str], labels: Mapping[str, str]) -> list[Fault]:
        """A fault for each field that more than one column is said to be."""
        used = [key for key in columns.values() if key]
        found = []
        for key in sorted({k for k in used if used.count(k) > 1}):
            letters = "、".join(column_letter(c) for c, k in columns.items() if k == key)
            what = f"{letters}列都对到“{labels[key]}”"
            found.append(Fault(what, "列", "每个字段一列", "请只留一列", "ZW-COLUMN"))
        return found

    def lines(self, edits: Mapping[str, Any] | None = None) -> Iterator[SheetLine]:
        return sheet_lines(self.sheet, self.heading, edits)

    def staging(self, batch: ImportBatch, defn: Definition, actor: Any) -> Staging:
        return Staging(
            defn, self.heading, actor=actor, places=places_of(actor, batch.area_code), fixed=self.fixed,
            file_name=batch.file_name,
        )  # fmt: skip

    def unread(self) -> list[tuple[str, str]]:
        """(letter, head) of columns that no field was found for."""
        return [
            (column_letter(c), self.heading.heads[c]) for c, key in self.heading.columns.items() if not key
        ]

    def some_rows(self, batch: ImportBatch, defn: Definition, actor: Any, numbers: set[int]) -> Iterator[Row]:
        """Single lines checked again, for a page that shows them."""
        lines = [line for line in self.lines(batch.edits) if line.number in numbers]
        return self.staging(batch, defn, actor).rows(lines)

    def rules(self, defn: Definition) -> dict[str, Rule]:
        """A rule for every key that a column may have."""
        return defn.rules

    def unsaid(self, defn: Definition) -> list[Rule]:
        """Required fields that have neither a column nor a value for all lines."""
        told = set(self.heading.columns.values()) | set(self.fixed)
        return [rule for key, rule in defn.rules.items() if rule.required and key not in told]

    def shown(self, key: str, value: Any) -> Any:
        """A typed value as the page sets it beside the cell."""
        return value

    def effects(self, defn: Definition, rows: Iterable[Row]) -> dict[str, int]:
        """Change in the number of records by stage ("": all of them) that writing the rows would make."""
        return effects(defn, rows)

    def places(self, rows: Iterable[Row]) -> set[str]:
        """Where records stand, and stood, that the rows write."""
        return places_written(rows)

    def write(
        self, batch: ImportBatch, defn: Definition, rows: Iterable[Row], *, actor: Any
    ) -> dict[str, Any]:
        """Write checked rows inside the caller's transaction; gives what taking them back needs."""
        return write_rows(batch, defn, rows, actor=actor)

    def as_dict(self) -> dict[str, Any]:
        heading = self.heading
        return {
            "sheet": heading.sheet,
            "first": heading.first,
            "heads": heading.heads,
            "columns": {str(c): key for c, key in heading.columns.items()},
            "units": heading.units,
            "above": heading.above,
            "fixed": self.fixed,
            "signature": heading.signature,
            "remembered": self.remembered,
            "others": self.others,
        }


def earlier_mapping(ledger: Ledger, signature: str, area_code: str, kind: str) -> dict[str, Any] | None:
    """The mapping that was last written with the same heads in this town."""
    low, high = areacode.bounds(areacode.town_of(area_code))
    rows = ImportBatch.objects.filter(
        ledger=ledger, kind=kind, state=ImportState.WRITTEN, area_code__gte=low, area_code__lte=high,
        mapping__signature=signature,
    )  # fmt: skip
    return rows.order_by("-id").values_list("mapping", flat=True).first()
