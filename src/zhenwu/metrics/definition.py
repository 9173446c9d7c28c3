"""What a metric is: a typed definition, read from what the catalogue or the database holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from zhenwu.kernel.errors import BadInput, Fault

Shape = Literal["count", "sum", "distinct", "standing", "holding", "under_way", "threshold", "ratio", "filed"]
Kind = Literal["flow", "stock", "ratio", "filed"]
Operator = Literal["in", "not_in", "at_least", "below", "known"]

#: Columns of a record that a definition may name; any other field of a ledger is read from the record's JSON.
RECORD_COLUMNS = frozenset(
    {"title", "number", "occurred_on", "closed_on", "due_on", "stage", "category", "channel", "level", "satisfied",
     "amount", "quantity", "persons", "handler"}
)  # fmt: skip
#: Places of the columns that keep an exact number as an integer.
PLACES = {"amount": 2, "quantity": 4, "actual": 4, "planned": 4, "persons": 0}
DATE_COLUMNS = ("occurred_on", "closed_on", "due_on")

#: Keys of a definition that say what is counted; the others describe it.
COUNTING_KEYS = (
    "count", "sum", "distinct", "of", "where", "date", "stock", "holding", "under_way", "count_events", "sum_events",
    "event", "detail", "measure", "sum_measure", "at_least", "ratio", "filed",
)  # fmt: skip
DESCRIBING_KEYS = (
    "name", "name_en", "unit", "row", "office", "aliases", "better", "headline", "places", "additive", "note", "order",
    "shown_in", "version", "valid_from",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a field of the record (or on the amount or quantity of the event)."""

    field: str
    operator: Operator
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class MetricDef:
    """The definition of a number. `where` is joined by "and"."""

    code: str
    name: str
    kind: Kind
    shape: Shape
    unit: str = ""
    name_en: str = ""
    version: int = 1
    row: str = ""
    office: str = ""
    aliases: tuple[str, ...] = ()
    #: whether more is better (True), worse (False) or neither (None)
    better: bool | None = None
    headline: bool = False
    places: int = 2
    #: the printed unit, where the usual scaling to 万 and 亿 would lose what matters (an income in 元)
    shown_in: str = ""
    #: values of places add up to the value of what they make up
    additive: bool = True
    note: str = ""
    order: int = 0
    table: Literal["", "records", "events", "measurements"] = ""
    ledger: str = ""
    #: what is summed, or whose distinct values are counted
    column: str = ""
    where: tuple[Condition, ...] = ()
    #: the date that puts a record into a period
    date: str = "occurred_on"
    #: of events: kind and object; `detail` is also the title held or the stage that began the work
    event: str = ""
    detail: str = ""
    measure: str = ""
    at_least: Decimal | None = None
    #: codes of numerator and denominator
    parts: tuple[str, ...] = ()
    #: what an office files: value, growth or rank
    filed: str = ""
    definition: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False, repr=False)

    @property
    def is_rate(self) -> bool:
        """A share in percent: it changes in percentage points."""
        return self.unit == "%"

    @property
    def adds_over_time(self) -> bool:
        """Whether the months of a period add up to the period."""
        if self.shape == "filed":
            return self.additive and not self.is_rate and self.filed == "value"
        return self.kind == "flow" and self.shape in ("count", "sum")

    @property
    def label(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name


class _Reader:
    """Takes a definition apart and keeps every fault with its place."""

    def __init__(self, code: str, raw: Mapping[str, Any], source: str) -> None:
        self.code, self.raw, self.source = code, raw, source
        self.faults: list[Fault] = []

    def fault(self, key: str, what: str, expected: str) -> None:
        where = f"{self.source} {self.code}.{key}".strip()
        self.faults.append(Fault(what, where, expected, "请改正指标定义", "ZW-METRIC"))

    def word(self, key: str, *, must: bool = False) -> str:
        value = self.raw.get(key, "")
        if not isinstance(value, str) or (must and not value):
            self.fault(key, f"“{value}”不是文字", "一个词")
            return ""
        return value

    def number(self, key: str) -> Decimal | None:
        if key not in self.raw:
            return None
        try:
            return Decimal(str(self.raw[key]))
        except InvalidOperation:
            self.fault(key, f"“{self.raw[key]}”不是数", "一个数")
            return None

    def conditions(self) -> tuple[Condition, ...]:
        where = self.raw.get("where", {})
        if not isinstance(where, Mapping):
            self.fault("where", "条件不是映射表", "字段: 值")
            return ()
        found: list[Condition] = []
        for name, wanted in where.items():
            found.extend(self._condition(str(name), wanted))
        return tuple(found)

    def _condition(self, name: str, wanted: Any) -> list[Condition]:
        if not isinstance(wanted, Mapping):
            values = tuple(wanted) if isinstance(wanted, list | tuple) else (wanted,)
            return [Condition(name, "in", values)]
        found: list[Condition] = []
        for operator, value in wanted.items():
            if operator in ("at_least", "below"):
                found.append(Condition(name, operator, (Decimal(str(value)),)))
            elif operator == "not":
                values = tuple(value) if isinstance(value, list | tuple) else (value,)
                found.append(Condition(name, "not_in", values))
            elif operator == "known":
                found.append(Condition(name, "known"))
            else:
                self.fault(f"where.{name}", f"不认识条件“{operator}”", "at_least、below、not、known")
        return found


def _shape(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What is counted, from whichever of the counting keys stands in the definition."""
    if "filed" in raw:
        return {
            "shape": "filed",
            "kind": "filed",
            "filed": "value" if raw["filed"] is True else str(raw["filed"]),
        }
    if "ratio" in raw:
        return {"shape": "ratio", "kind": "ratio", "parts": tuple(raw["ratio"]), "additive": False}
    if "count_events" in raw or "sum_events" in raw:
        summed = "sum_events" in raw
        detail = raw.get("count_events", "")
        return {
            "shape": "sum" if summed else "count", "kind": "flow", "table": "events", "event": raw.get("event", "gain"),
            "detail": raw.get("detail", "") if summed else ("" if detail is True else detail),
            "column": raw["sum_events"] if summed else "", "date": "on",
        }  # fmt: skip
    if "sum_measure" in raw:
        return {
            "shape": "sum", "kind": "flow", "table": "measurements", "measure": raw["sum_measure"], "column": "actual",
            "date": "end",
        }  # fmt: skip
    if "measure" in raw:
        return {
            "shape": "threshold",
            "kind": "stock",
            "table": "measurements",
            "measure": raw["measure"],
            "date": "end",
        }
    if "holding" in raw:
        return {
            "shape": "holding",
            "kind": "stock",
            "table": "records",
            "detail": raw["holding"],
            "event": "gain",
        }
    if "under_way" in raw:
        return {
            "shape": "under_way", "kind": "stock", "table": "records", "event": "stage",
            "detail": "" if raw["under_way"] is True else raw["under_way"],
        }  # fmt: skip
    table: dict[str, Any] = {"table": "records", "kind": "stock" if raw.get("stock") else "flow"}
    if "distinct" in raw:
        return {**table, "shape": "distinct", "column": raw["distinct"], "additive": False}
    if raw.get("stock"):
        return {**table, "shape": "standing", "column": raw.get("sum", "")}
    return {**table, "shape": "sum" if "sum" in raw else "count", "column": raw.get("sum", "")}


def parse_metric(code: str, raw: Mapping[str, Any], *, source: str = "") -> MetricDef:
    """Read one definition as the catalogue writes it; BadInput with every fault.

    >>> parse_metric("petition.visits", {"name": "接待来访群众", "unit": "批", "count": "petition"}).kind
    'flow'
    """
    reader = _Reader(code, raw, source)
    for key in raw:
        if key not in COUNTING_KEYS and key not in DESCRIBING_KEYS:
            reader.fault(key, f"不认识“{key}”", "、".join((*COUNTING_KEYS, *DESCRIBING_KEYS)))
    heads = [
        k
        for k in ("count", "sum", "distinct", "count_events", "sum_events", "sum_measure", "ratio", "filed")
        if k in raw
    ]
    if len(heads) != 1:
        reader.fault(
            "",
            f"数法写了{len(heads)}种",
            "count、sum、distinct、count_events、sum_events、sum_measure、ratio、filed选一种",
        )
        raise BadInput.of(reader.faults)
    shape = _shape(raw)
    ledger = str(raw.get("of") or raw.get("count") or "")
    if shape["shape"] not in ("ratio", "filed") and not ledger:
        reader.fault("of", "没有写哪个台账", "台账代码")
    if shape["shape"] == "ratio" and len(shape["parts"]) != 2:
        reader.fault("ratio", "比率要两个指标", "[分子, 分母]")
    if shape["shape"] == "threshold" and "at_least" not in raw:
        reader.fault("at_least", "没有写门槛", "一个数")
    date = reader.word("date") or shape.pop("date", "occurred_on")
    shape.pop("date", None)
    if shape.get("table") == "records" and date not in DATE_COLUMNS:
        reader.fault("date", f"“{date}”不是记录的日期", "、".join(DATE_COLUMNS))
    better = raw.get("better")
    if better not in (None, "up", "down"):
        reader.fault("better", f"不认识“{better}”", "up、down")
    where, at_least = reader.conditions(), reader.number("at_least")
    name = reader.word("name", must=True)
    if reader.faults:
        raise BadInput.of(reader.faults)
    additive = bool(raw.get("additive", shape.pop("additive", True)))
    return MetricDef(
        code=code,
        name=name,
        name_en=reader.word("name_en"),
        unit=reader.word("unit"),
        version=int(raw.get("version", 1)),
        row=reader.word("row"),
        office=reader.word("office"),
        aliases=tuple(str(a) for a in raw.get("aliases", ())),
        better=None if better is None else better == "up",
        headline=bool(raw.get("headline", False)),
        places=int(raw.get("places", 2)),
        shown_in=reader.word("shown_in"),
        note=reader.word("note"),
        order=int(raw.get("order", 0)),
        ledger=ledger,
        where=where,
        date=date,
        at_least=at_least,
        additive=additive,
        definition={key: raw[key] for key in COUNTING_KEYS if key in raw},
        **shape,
    )
