"""How a reading prints: JSON lines with the keys of the gold files, and a table for a terminal."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import Figure, Reading, plain

_ROLES = {
    "review": "回顾",
    "problems": "问题",
    "goals": "目标",
    "tasks": "任务",
    "conduct": "自身建设",
    "opening": "开头",
    "closing": "结尾",
    "other": "其他",
}
_MODALITIES = {"actual": "实际", "estimate": "预计", "target": "目标"}
_SIGNS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_QUALIFIERS = {"exact": "", "about": "约", "over": "多于", "under": "不到"}


def width(text: str) -> int:
    """Columns that a text takes in a terminal.

    >>> width("段a")
    3
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def fit(text: str, columns: int) -> str:
    """The text in exactly so many columns, cut with … or filled up.

    >>> fit("财政收入", 6), fit("税收", 6)
    ('财政…', '税收  ')
    """
    if width(text) > columns:
        taken, used = "", 0
        for c in text:
            if used + width(c) > columns - 2:
                break
            taken, used = taken + c, used + width(c)
        text = taken + "…"
    return text + " " * (columns - width(text))


def shown(figure: Figure) -> str:
    """The value as a reader would write it; a masked one as such."""
    if figure.masked or figure.value is None:
        return f"(遮){figure.unit}"
    largest = figure.value if figure.high is None else figure.high
    scale, sign = next(((s, w) for s, w in _SIGNS if abs(largest) >= s), (Decimal(1), ""))
    value = plain(figure.value / scale) + (
        f"—{plain(figure.high / scale)}" if figure.high is not None else ""
    )
    return f"{_QUALIFIERS[figure.qualifier]}{value}{sign}{figure.unit}"


def table(whole: Reading) -> str:
    """Sections and figures of a reading as a table for a terminal."""
    year = f"{whole.year}年" if whole.year else "年份不明"
    lines = [
        f"{whole.title or '(没有标题)'}  回顾{year}  数据{len(whole.figures)}处  承诺{len(whole.promises)}条  问题{len(whole.problems)}条"
    ]
    by_section: dict[int | None, list[Figure]] = {}
    for figure in whole.figures:
        by_section.setdefault(figure.section, []).append(figure)
    for index, section in [(None, None), *enumerate(whole.sections)]:
        if section is not None:
            title = f"{section.number} {section.title}".strip() or "(没有标题)"
            lines.append("")
            lines.append("  " * (section.level - 1) + f"[{_ROLES[section.role]}] {title}")
        for figure in by_section.get(index, ()):
            flags = "".join(("遮" if figure.masked else "", "损" if figure.damaged else ""))
            lines.append(
                "    " + "  ".join((fit(figure.subject, 36), fit(shown(figure), 20), fit(figure.period or "—", 18),
                fit(_MODALITIES[figure.modality], 4), fit(flags, 4), figure.surface.replace("\n", "")))
            )  # fmt: skip
    if whole.checks:
        lines.extend(["", "核对:"])
        lines.extend(f"    {check.message}" for check in whole.checks)
    return "\n".join(line.rstrip() for line in lines)


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
