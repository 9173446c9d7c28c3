"""Names of ledgers and their keys, for definitions in words."""

from __future__ import annotations

from zhenwu.figures.definitions import definitions
from zhenwu.kernel.clock import today
from zhenwu.ledgers.models import Ledger
from zhenwu.metrics.definition import MetricDef
from zhenwu.metrics.describing import LedgerWords, describe


def ledger_words(code: str) -> LedgerWords | None:
    """What a ledger calls its fields, choices, titles, stages and measures."""
    ledger = Ledger.objects.filter(code=code).prefetch_related("fields").first()
    if ledger is None:
        return None
    fields = list(ledger.fields.all())
    return LedgerWords(
        ledger.name,
        ledger.unit,
        {f.key: f.label for f in fields},
        {f.key: {str(c["key"]): str(c["name"]) for c in f.choices} for f in fields if f.choices},
        {str(t["key"]): str(t["name"]) for t in ledger.titles},
        {str(s["key"]): str(s["name"]) for s in ledger.stages},
        {str(m["key"]): (str(m["name"]), str(m.get("unit", ""))) for m in ledger.measures},
    )


def definition_words(metric: MetricDef) -> list[tuple[str, str]]:
    """The definition of a metric as (label, words)."""
    known = definitions()
    names = {code: known.on(code, today()).name for code in metric.parts}
    return describe(metric, ledger_words(metric.ledger) if metric.ledger else None, names)
