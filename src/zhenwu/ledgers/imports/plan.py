"""How a file is read into a ledger: sheet, heads, columns, values for all lines. Kept with the batch, found again from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.definitions import Definition, definition, places_of
from zhenwu.ledgers.fields import open_bytes
from zhenwu.ledgers.imports.heading import Heading, column_letter, find_heading, set_units
from zhenwu.ledgers.imports.reading import Sheet, read_sheets
from zhenwu.ledgers.imports.rows import SheetLine, sheet_lines
from zhenwu.ledgers.imports.staging import Staging
from zhenwu.ledgers.models import ImportBatch, Ledger


@dataclass
class Plan:
    """A sheet with its heads read for one ledger."""

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
        earlier = _earlier(ledger, heading.signature, area_code)
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
        columns = dict(self.heading.columns)
        faults: list[Fault] = []
        for text, key in mapping.get("columns", {}).items():
            if not str(text).isdigit() or int(text) not in columns:
                faults.append(Fault(f"没有第{text}列", "列", "表里的列", "请从表里的列中选", "ZW-COLUMN"))
            elif key and key not in defn.rules:
                faults.append(
                    Fault(
                        f"没有字段“{key}”",
                        column_letter(int(text)),
                        "、".join(defn.rules),
                        "请另选",
                        "ZW-FIELD",
                    )
                )
            else:
                columns[int(text)] = key
        used = [key for key in columns.values() if key]
        for key in sorted({k for k in used if used.count(k) > 1}):
            letters = "、".join(column_letter(c) for c, k in columns.items() if k == key)
            faults.append(
                Fault(
                    f"{letters}列都对到“{defn.labels[key]}”", "列", "每个字段一列", "请只留一列", "ZW-COLUMN"
                )
            )
        fixed = {k: v for k, v in {**self.fixed, **mapping.get("fixed", {})}.items() if v not in (None, "")}
        faults += [
            Fault(f"没有字段“{key}”", "各行都填", "、".join(defn.rules), "请另选", "ZW-FIELD") for key in fixed if key not in defn.rules
        ]  # fmt: skip
        if faults:
            raise BadInput.of(faults)
        heading = replace(self.heading, columns=columns, units={})
        set_units(heading, {key: rule.type for key, rule in defn.rules.items()})
        return replace(self, heading=heading, fixed=fixed)

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

    def missing(self, defn: Definition) -> list[str]:
        """Keys of required fields that have neither a column nor a value for all lines."""
        told = set(self.heading.columns.values()) | set(self.fixed)
        return [key for key, rule in defn.rules.items() if rule.required and key not in told]

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


def _earlier(ledger: Ledger, signature: str, area_code: str) -> dict[str, Any] | None:
    """The mapping that was last written with the same heads in this town."""
    low, high = areacode.bounds(areacode.town_of(area_code))
    rows = ImportBatch.objects.filter(
        ledger=ledger,
        state=ImportState.WRITTEN,
        area_code__gte=low,
        area_code__lte=high,
        mapping__signature=signature,
    )
    found = rows.order_by("-id").values_list("mapping", flat=True).first()
    return found


def plan_of(batch: ImportBatch) -> Plan:
    """The plan of a staged batch; Conflict when its file is not kept any more."""
    if batch.content is None:
        raise Conflict(
            f"“{batch.file_name}”的内容已不保留", where=batch.file_name, expected="还没有写入的导入", do="需要时请重新上传",
            code="ZW-IMPORT",
        )  # fmt: skip
    kept = batch.mapping
    sheets = _sheets(batch.pk, batch.sha256, batch.file_name)
    sheet = next(s for s in sheets if s.name == kept["sheet"])
    heading = Heading(
        kept["sheet"], kept["first"], kept["heads"], {int(c): key for c, key in kept["columns"].items()},
        dict(kept["units"]), list(kept["above"]),
    )  # fmt: skip
    return Plan(batch.ledger, sheet, heading, dict(kept["fixed"]), kept["remembered"], list(kept["others"]))


@lru_cache(maxsize=2)
def _sheets(pk: int, sha256: str, name: str) -> list[Sheet]:
    """The cells of a batch's file: whoever looks through its pages asks for them again and again."""
    content = ImportBatch.objects.values_list("content", flat=True).get(pk=pk)
    return read_sheets(open_bytes(bytes(content or b"")), name)
