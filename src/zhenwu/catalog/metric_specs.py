"""The standard metrics: their YAML read into typed definitions, every fault reported at once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from zhenwu.catalog.ledger_specs import LedgerSpec, ledgers
from zhenwu.kernel.data import read_data
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.metrics.definition import RECORD_COLUMNS, Condition, MetricDef, parse_metric

HERE = Path(__file__).parent
#: A standard metric is its definition, nothing more.
MetricSpec = MetricDef


@cache
def metrics() -> list[MetricSpec]:
    """The standard metrics in the order of the work table."""
    return read_metrics(
        read_data((HERE / "metrics.yaml").read_text("utf-8")), ledgers(), source="metrics.yaml"
    )


def read_metrics(raw: Any, known: list[LedgerSpec], *, source: str = "") -> list[MetricSpec]:
    """Definitions checked against the ledgers that they count over; BadInput with every fault."""
    if not isinstance(raw, dict):
        raise BadInput("指标文件不是映射表", where=source, expected="代码: 定义", code="ZW-METRIC")
    faults: list[Fault] = []
    found: dict[str, MetricSpec] = {}
    for order, (code, definition) in enumerate(raw.items()):
        try:
            found[code] = parse_metric(code, {"order": order, **definition}, source=source)
        except BadInput as error:
            faults.extend(error.faults)
    specs = {spec.code: spec for spec in known}
    for metric in found.values():
        faults.extend(
            Fault(what, f"{source} {metric.code}", expected)
            for what, expected in _check(metric, specs, found)
        )
    if faults:
        raise BadInput.of(faults, source=source)
    return list(found.values())


def _check(
    metric: MetricSpec, ledgers_by_code: dict[str, LedgerSpec], metrics_by_code: dict[str, MetricSpec]
) -> list[tuple[str, str]]:
    """What the definition names that does not exist: (what is wrong, what was expected)."""
    missing = [code for code in metric.parts if code not in metrics_by_code]
    found = [(f"没有指标“{code}”", "本文件里的指标代码") for code in missing]
    if not metric.ledger:
        return found
    ledger = ledgers_by_code.get(metric.ledger)
    if ledger is None:
        return [(f"没有台账“{metric.ledger}”", "、".join(ledgers_by_code))]
    titles = [key for key, _ in ledger.titles]
    stages = [stage.key for stage in ledger.stages]
    wanted = titles if metric.event == "gain" else stages if metric.event == "stage" else None
    if wanted is not None and metric.detail and metric.detail not in wanted:
        found.append((f"台账{ledger.name}没有“{metric.detail}”", "、".join(wanted)))
    measures = [m.key for m in ledger.measures]
    if metric.measure and metric.measure not in measures:
        found.append((f"台账{ledger.name}没有计量“{metric.measure}”", "、".join(measures)))
    for condition in metric.where:
        found.extend(_check_condition(condition, ledger))
    return found


def _check_condition(condition: Condition, ledger: LedgerSpec) -> list[tuple[str, str]]:
    spec = ledger.field(condition.field)
    if spec is None:
        known = condition.field in RECORD_COLUMNS and condition.field in ("amount", "quantity")
        return (
            []
            if known
            else [(f"台账{ledger.name}没有字段“{condition.field}”", "、".join(f.key for f in ledger.fields))]
        )
    if spec.type == "choice" and condition.operator in ("in", "not_in"):
        choices = [key for key, _ in spec.choices] or [s.key for s in ledger.stages]
        return [
            (f"字段{spec.label}没有选项“{value}”", "、".join(choices))
            for value in condition.values
            if value not in choices
        ]
    return []
