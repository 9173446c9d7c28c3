"""Which kind of plan a file is read by; and a batch's plan found again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from zhenwu.kernel.errors import BadInput, Conflict
from zhenwu.ledgers.choices import ImportKind
from zhenwu.ledgers.definitions import definition
from zhenwu.ledgers.fields import open_bytes
from zhenwu.ledgers.imports.heading import Heading
from zhenwu.ledgers.imports.measures.plan import MeasurePlan
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.ledgers.imports.reading import Sheet, read_sheets
from zhenwu.ledgers.models import ImportBatch, Ledger

_KINDS: dict[str, type[Plan]] = {ImportKind.RECORDS: Plan, ImportKind.MEASURES: MeasurePlan}


def plan_find(
    ledger: Ledger, sheets: Sequence[Sheet], *, source: str, area_code: str, mapping: Mapping[str, Any] | None, kind: str = ""
) -> Plan:  # fmt: skip
    """Read the heads as the kind that is named; else as records when they say all that a record needs, or as measures."""
    told: dict[str, Any] = {"source": source, "area_code": area_code, "mapping": mapping}
    if kind or not ledger.measures:
        if kind == ImportKind.MEASURES and not ledger.measures:
            raise BadInput(
                f"“{ledger.name}”没有按期报的数",
                where=ledger.name,
                expected="有计量的台账",
                do="请按记录导入",
                code="ZW-MEASURE",
            )
        return _KINDS[kind or ImportKind.RECORDS].find(ledger, sheets, **told)
    try:
        records = Plan.find(ledger, sheets, **told)
    except BadInput as error:
        try:
            return MeasurePlan.find(ledger, sheets, **told)
        except BadInput:
            raise error from None
    if not records.unsaid(definition(ledger)):
        return records
    try:
        return MeasurePlan.find(ledger, sheets, **told)
    except BadInput:
        return records


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
    make = _KINDS[batch.kind]
    return make(batch.ledger, sheet, heading, dict(kept["fixed"]), kept["remembered"], list(kept["others"]))


@lru_cache(maxsize=2)
def _sheets(pk: int, sha256: str, name: str) -> list[Sheet]:
    """The cells of a batch's file: whoever looks through its pages asks for them again and again."""
    content = ImportBatch.objects.values_list("content", flat=True).get(pk=pk)
    return read_sheets(open_bytes(bytes(content or b"")), name)
