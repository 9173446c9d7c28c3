"""The standard township as data: ledgers, metrics, offices' work rows, rules, kinds of files (YAML) and their validating loader.

Pure: no Django. Enters: the YAML files of this folder. Leaves: typed, checked definitions. Errors name file, entry and key.
"""

from zhenwu.catalog.assessment_specs import ItemSpec, RuleSpec, assessment_rules
from zhenwu.catalog.file_kinds import FileKind, file_kinds
from zhenwu.catalog.ledger_specs import FieldSpec, LedgerSpec, MeasureSpec, ledgers, work_rows
from zhenwu.catalog.metric_specs import MetricSpec, metrics

__all__ = [
    "FieldSpec", "FileKind", "ItemSpec", "LedgerSpec", "MeasureSpec", "MetricSpec", "RuleSpec", "assessment_rules", "file_kinds",
    "ledgers", "metrics", "work_rows",
]  # fmt: skip
