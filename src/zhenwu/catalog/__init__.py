"""The standard township as data: ledgers, metrics, offices' work rows, rules (YAML) and their validating loader. Pure: no Django.

Enters: the YAML files of this folder. Leaves: typed, checked definitions. Errors name file, entry and key.
"""

from zhenwu.catalog.ledger_specs import FieldSpec, LedgerSpec, MeasureSpec, ledgers, work_rows
from zhenwu.catalog.metric_specs import MetricSpec, metrics

__all__ = ["FieldSpec", "LedgerSpec", "MeasureSpec", "MetricSpec", "ledgers", "metrics", "work_rows"]
