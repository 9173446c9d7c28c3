"""The standard ledgers: their YAML read into typed definitions, every fault reported at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zhenwu.kernel.errors import BadInput, Fault

HERE = Path(__file__).parent
ARCHETYPES = ("case", "project", "activity", "subject", "payment")
FIELD_TYPES = (
    "text", "long_text", "choice", "choices", "bool", "integer", "decimal", "money", "date", "area", "link", "phone",
    "resident_id", "credit_code", "location", "file",
)  # fmt: skip
#: Keys that are real columns of a record; a field of another key is kept in the record's data.
COLUMNS = (
    "title", "occurred_on", "closed_on", "due_on", "stage", "category", "channel", "level", "amount", "quantity", "persons",
    "satisfied", "area_code", "number", "handler",
)  # fmt: skip
_LEDGER_KEYS = {
    "name", "name_en", "archetype", "row", "unit", "office", "stages", "clocks", "identity", "fields", "titles", "measures",
    "sensitive",
}  # fmt: skip
_FIELD_KEYS = {
    "column", "required", "personal", "choices", "unit", "aliases", "low", "high", "help", "label_en", "listed",
}  # fmt: skip
_CLOCK_KEYS = {"from", "to", "days", "working", "extend", "valid_from", "valid_until", "source"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `column` is "" for what is kept in the record's data."""

    key: str
    label: str
    type: str
    column: str = ""
    label_en: str = ""
    required: bool = False
    personal: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    help: str = ""
    aliases: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class StageSpec:
    key: str
    name: str
    closes: bool = False


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A deadline: `days` after one stage was entered another must be."""

    start: str
    to: str
    days: int
    working: bool = False
    extend: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {
            "from": self.start,
            "to": self.to,
            "days": self.days,
            "working": self.working,
            "extend": self.extend,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class MeasureSpec:
    """What records report per period. stock: stands at the period's end, months of it do not add up; aliases: as sheets name it."""

    key: str
    name: str
    unit: str
    stock: bool = False
    aliases: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key, "name": self.name, "unit": self.unit, "stock": self.stock, "aliases": list(self.aliases)
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerSpec:
    """One standard ledger. titles: (key, name) gained and lost."""

    code: str
    name: str
    archetype: str
    work_row: str
    unit: str
    office: str = ""
    name_en: str = ""
    sensitive: bool = False
    order: int = 0
    stages: tuple[StageSpec, ...] = ()
    clocks: tuple[ClockSpec, ...] = ()
    identity: tuple[str, ...] = ()
    titles: tuple[tuple[str, str], ...] = ()
    measures: tuple[MeasureSpec, ...] = ()
    fields: tuple[FieldSpec, ...] = field(default=())

    def field(self, key: str) -> FieldSpec | None:
        return next((f for f in self.fields if f.key == key), None)


@cache
def work_rows() -> dict[str, str]:
    """Row of the work table → its name, in the table's order."""
    found: dict[str, str] = yaml.safe_load((HERE / "work_rows.yaml").read_text("utf-8"))
    return found


@cache
def ledgers() -> list[LedgerSpec]:
    """The standard ledgers in the order of the file."""
    path = HERE / "ledgers.yaml"
    return read_ledgers(path.read_text("utf-8"), source=path.name)


def read_ledgers(text: str, *, source: str = "") -> list[LedgerSpec]:
    """Definitions of ledgers as YAML → specs; BadInput names ledger, field and key of every fault.

    text : a mapping code → ledger as in ledgers.yaml. An office writes its own ledger in the same form.
    """
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadInput(
            f"不是YAML：{error}",
            where=source,
            expected="YAML",
            do="请按docs/ledgers.md的样子写",
            code="ZW-CATALOG",
        ) from None
    reader = _Reader(source)
    if not isinstance(raw, dict):
        raise BadInput(
            "没有台账",
            where=source,
            expected="代码: {name: …}",
            do="请按docs/ledgers.md的样子写",
            code="ZW-CATALOG",
        )
    specs = [reader.ledger(str(code), body, order) for order, (code, body) in enumerate(raw.items())]
    if reader.faults:
        raise BadInput.of(reader.faults, source=source)
    return [spec for spec in specs if spec is not None]


class _Reader:
    """Collects faults while it reads."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[Fault] = []

    def wrong(self, where: str, what: str, expected: str) -> None:
        self.faults.append(Fault(what, where, expected, "请改正定义", "ZW-CATALOG"))

    def ledger(self, code: str, body: Any, order: int) -> LedgerSpec | None:
        if not isinstance(body, dict):
            self.wrong(code, "不是一本台账", "name、archetype、row、unit、fields")
            return None
        for key in sorted(set(body) - _LEDGER_KEYS):
            self.wrong(f"{code}.{key}", f"不认识的键“{key}”", "、".join(sorted(_LEDGER_KEYS)))
        for key in ("name", "archetype", "row", "unit", "fields"):
            if not body.get(key):
                self.wrong(f"{code}.{key}", f"缺“{key}”", "写上")
        if body.get("archetype") not in ARCHETYPES:
            self.wrong(f"{code}.archetype", f"没有类型“{body.get('archetype')}”", "、".join(ARCHETYPES))
        if body.get("row") not in work_rows():
            self.wrong(f"{code}.row", f"没有工作条目“{body.get('row')}”", "A1—E5")
        stages = tuple(self.stages(code, body.get("stages") or []))
        fields = tuple(
            f for f in (self.field(code, row) for row in body.get("fields") or []) if f is not None
        )
        keys = [f.key for f in fields]
        for key in sorted({k for k in keys if keys.count(k) > 1}):
            self.wrong(f"{code}.{key}", f"字段“{key}”写了两次", "每个键一次")
        for key in body.get("identity") or []:
            if key not in keys:
                self.wrong(f"{code}.identity", f"没有字段“{key}”", "、".join(keys))
        for needed in ("title", "occurred_on", "area_code"):
            if needed not in keys:
                self.wrong(f"{code}.fields", f"缺字段“{needed}”", "每本台账都有事项、日期、区域")
        if stages and "stage" not in keys:
            self.wrong(f"{code}.fields", "有阶段而没有stage字段", "[stage, 阶段, choice, {}]")
        return LedgerSpec(
            code=code,
            name=str(body.get("name", "")),
            name_en=str(body.get("name_en", "")),
            archetype=str(body.get("archetype", "")),
            work_row=str(body.get("row", "")),
            unit=str(body.get("unit", "")),
            office=str(body.get("office", "")),
            sensitive=bool(body.get("sensitive", False)),
            order=order,
            stages=stages,
            clocks=tuple(self.clocks(code, body.get("clocks") or [], {s.key for s in stages})),
            identity=tuple(body.get("identity") or ()),
            titles=tuple((str(t[0]), str(t[1])) for t in body.get("titles") or []),
            measures=tuple(self.measures(code, body.get("measures") or [])),
            fields=fields,
        )

    def measures(self, code: str, rows: list[Any]) -> Iterator[MeasureSpec]:
        for row in rows:
            extra = row[3] if isinstance(row, list) and len(row) == 4 else {}
            sound = isinstance(row, list) and len(row) in (3, 4) and isinstance(extra, dict)
            if not sound or set(extra) - {"stock", "aliases"}:
                self.wrong(f"{code}.measures", f"计量{row}不对", "[键, 名称, 单位] 或再加 {stock, aliases}")
                continue
            key, name, unit = (str(part) for part in row[:3])
            aliases = tuple(str(a) for a in extra.get("aliases") or ())
            yield MeasureSpec(key, name, unit, bool(extra.get("stock", False)), aliases)

    def stages(self, code: str, rows: list[Any]) -> list[StageSpec]:
        found = []
        for row in rows:
            if not isinstance(row, list) or len(row) not in (2, 3) or (len(row) == 3 and row[2] != "closes"):
                self.wrong(f"{code}.stages", f"阶段{row}不对", "[键, 名称] 或 [键, 名称, closes]")
                continue
            found.append(StageSpec(str(row[0]), str(row[1]), len(row) == 3))
        if found and not any(stage.closes for stage in found):
            self.wrong(f"{code}.stages", "没有一个阶段是办结", "给最后的阶段写上closes")
        return found

    def clocks(self, code: str, rows: list[Any], stages: set[str]) -> list[ClockSpec]:
        found = []
        for row in rows:
            place = f"{code}.clocks"
            unknown = set(row) - _CLOCK_KEYS
            missing = {"from", "to", "days"} - set(row)
            if unknown or missing:
                self.wrong(
                    place,
                    f"期限{row}不对",
                    "from、to、days，可有working、extend、valid_from、valid_until、source",
                )
                continue
            for key in ("from", "to"):
                if row[key] not in stages:
                    self.wrong(place, f"没有阶段“{row[key]}”", "、".join(sorted(stages)))
            found.append(
                ClockSpec(
                    start=row["from"],
                    to=row["to"],
                    days=int(row["days"]),
                    working=bool(row.get("working", False)),
                    extend=int(row.get("extend", 0)),
                    valid_from=row.get("valid_from"),
                    valid_until=row.get("valid_until"),
                    source=str(row.get("source", "")),
                )
            )
        return found

    def field(self, code: str, row: Any) -> FieldSpec | None:
        if not isinstance(row, list) or len(row) != 4 or not isinstance(row[3], dict):
            self.wrong(f"{code}.fields", f"字段{row}不对", "[键, 名称, 类型, {…}]")
            return None
        key, label, kind, extra = str(row[0]), str(row[1]), str(row[2]), row[3]
        place = f"{code}.{key}"
        for name in sorted(set(extra) - _FIELD_KEYS):
            self.wrong(f"{place}.{name}", f"不认识的键“{name}”", "、".join(sorted(_FIELD_KEYS)))
        if kind not in FIELD_TYPES:
            self.wrong(place, f"没有字段类型“{kind}”", "、".join(FIELD_TYPES))
        choices = extra.get("choices") or {}
        if kind in ("choice", "choices") and not choices and key != "stage":
            self.wrong(place, "单选没有选项", "choices: {键: 名称}")
        column = str(extra.get("column", key if key in COLUMNS else ""))
        if column and column not in COLUMNS:
            self.wrong(place, f"记录没有列“{column}”", "、".join(COLUMNS))
        if column and extra.get("personal"):
            self.wrong(place, "个人信息不能放在明列里", "另取一个键，个人信息加密保存")
        return FieldSpec(
            key=key,
            label=label,
            type=kind,
            column=column,
            label_en=str(extra.get("label_en", "")),
            required=bool(extra.get("required", False)),
            personal=bool(extra.get("personal", False)),
            choices=tuple((str(k), str(v)) for k, v in choices.items()),
            unit=str(extra.get("unit", "")),
            help=str(extra.get("help", "")),
            aliases=tuple(str(a) for a in extra.get("aliases") or ()),
            low=self.bound(place, extra.get("low")),
            high=self.bound(place, extra.get("high")),
            listed=bool(extra.get("listed", True)),
        )

    def bound(self, place: str, value: Any) -> Decimal | None:
        if value is None:
            return None
        try:
            return Decimal(str(value))
        except InvalidOperation:
            self.wrong(place, f"界限“{value}”不是数字", "数字")
            return None
