"""How a reading is handed on: JSON lines with the keys of the gold files, and its rules in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Literal

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import Reading


def explain(rule: str) -> str:
    """What the rules of a reading say, in words.

    >>> explain("number+carried")
    '数字后有单位；承本句前一个数的名称'
    """
    return "；".join(lexicon().rules[name] for name in rule.split("+"))


def jsonl(whole: Reading, what: Literal["figures", "promises"] = "figures", doc: str = "") -> Iterator[str]:
    """One JSON object a line, with the keys of the gold files."""
    for row in whole.figures if what == "figures" else whole.promises:
        yield json.dumps(row.as_gold(doc), ensure_ascii=False)
