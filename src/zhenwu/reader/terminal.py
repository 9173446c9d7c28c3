"""How a reading looks in a terminal: sections as headings, one figure or promise a line, columns in line whatever the characters."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TextIO

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import Figure, Promise, Reading, Section, plain
from zhenwu.reader.output import explain

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
_KINDS = {"target": "目标", "project": "项目", "task": "任务"}
_SIGNS = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_QUALIFIERS = {"exact": "", "about": "约", "over": "多于", "under": "不到"}
_STYLES = {"title": "1", "heading": "1;36", "dim": "2", "ahead": "34", "unsure": "33", "fault": "31"}
_NUMBERS = {1: "{}、", 2: "（{}）"}
_INDENT, _GAP = "  ", "  "
#: The narrowest and widest that a name's column becomes.
_NARROW, _WIDE = 12, 44


def width(text: str) -> int:
    """Columns that a text takes in a terminal: two for a wide character, none for one that is set upon another.

    >>> width("段a"), width("（一）"), width("e\\u0301")
    (3, 6, 1)
    """
    return sum(map(_columns, text))


@lru_cache(maxsize=8192)
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, columns: int) -> str:
    """The text in exactly so many columns, cut with … or filled up.

    >>> fit("财政收入", 6), fit("税收", 6), fit("税收", 3)
    ('财政… ', '税收  ', '税…')
    """
    if width(text) > columns:
        taken, used = "", 0
        for c in text:
            if used + _columns(c) > columns - 1:
                break
            taken, used = taken + c, used + _columns(c)
        text = taken + "…" if columns else ""
    return text + " " * (columns - width(text))


@dataclass(frozen=True, slots=True)
class Look:
    """What a place to print can show: its columns, None for as many as it takes, and whether colours."""

    columns: int | None = None
    coloured: bool = False

    @classmethod
    def of(cls, stream: TextIO, environment: Mapping[str, str]) -> Look:
        """The look of a stream. Colours only on a terminal that has them and where nobody has set NO_COLOR; a file is not cut."""
        terminal = stream.isatty()
        columns = shutil.get_terminal_size().columns if terminal or environment.get("COLUMNS") else None
        plain = bool(environment.get("NO_COLOR")) or environment.get("TERM") == "dumb"
        return cls(columns, terminal and not plain)

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where there are colours."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.coloured and text else text

    def cut(self, text: str, indent: str = "") -> str:
        """One line of text that does not run over."""
        return indent + (
            text if self.columns is None else fit(text, max(1, self.columns - len(indent))).rstrip()
        )

    def cell(self, text: str, columns: int) -> str:
        """A cell of a table; where nothing is cut, a long one pushes the rest of its line aside."""
        return fit(text, columns if self.columns is not None else max(columns, width(text)))


def shown(figure: Figure) -> str:
    """The value as a reader would write it; a masked one as such."""
    if figure.masked or figure.value is None:
        return f"（遮）{figure.unit}"
    largest = figure.value if figure.high is None else figure.high
    scale, sign = next(((s, w) for s, w in _SIGNS if abs(largest) >= s), (Decimal(1), ""))
    value = plain(figure.value / scale) + (
        f"—{plain(figure.high / scale)}" if figure.high is not None else ""
    )
    return f"{_QUALIFIERS[figure.qualifier]}{value}{sign}{figure.unit}"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure, promise or verdict: its cells, the style of the whole line and the rule behind it."""

    cells: tuple[str, ...]
    style: str = ""
    rule: str = ""


def _figure(figure: Figure) -> Line:
    marks = ("遮" if figure.masked else "") + ("损" if figure.damaged else "")
    style = "unsure" if marks else {"target": "ahead", "estimate": "ahead"}.get(figure.modality, "")
    return Line(
        (figure.subject, shown(figure), figure.period or "—", _MODALITIES[figure.modality], marks, figure.surface),
        style, figure.rule,
    )  # fmt: skip


def _promise(promise: Promise) -> Line:
    row = next((r.name for r in lexicon().rows if r.code == promise.row), "")
    return Line(
        (promise.text, _KINDS.get(promise.kind, promise.kind), promise.deadline or "—", f"{promise.row} {row}".strip()),
        "", promise.rule,
    )  # fmt: skip


def widths_of(lines: Sequence[Line], columns: int | None) -> list[int]:
    """Widths of the columns. The first gives way where the screen is narrow, then the last ones go, which only say more."""
    widths = [max(width(flat(line.cells[i])) for line in lines) for i in range(len(lines[0].cells))]
    widths[0] = min(widths[0], _WIDE) if columns is None or columns < 140 else widths[0]
    while columns is not None and len(widths) > 2:
        rest = columns - len(_INDENT) - sum(w + len(_GAP) for w in widths[1:] if w)
        if rest >= min(widths[0], _NARROW):
            widths[0] = min(widths[0], rest)
            break
        widths.pop()
    if columns is not None and len(widths) == 2:
        rest = max(2, columns - len(_INDENT) - len(_GAP))
        widths[1] = min(widths[1], rest // 2)
        widths[0] = min(widths[0], rest - widths[1])
    return widths


def flat(cell: str) -> str:
    """A cell on one line, without characters that would move what stands beside it."""
    return "".join(" " if c in "\n\t\r" else c for c in cell if c in "\n\t\r" or _columns(c))


def printed(
    whole: Reading,
    look: Look,
    *,
    what: Literal["figures", "promises"] = "figures",
    explained: bool = False,
) -> Iterator[str]:
    """A reading line by line: what it is, its sections with their figures or promises, and what does not hold against itself.

    explained : below each figure or promise, the rules that made it, in words.
    """
    yield look.paint(look.cut(whole.title or "（没有标题）"), "title")
    year = f"回顾{whole.year}年" if whole.year else "年份不明"
    counts = [
        f"数据{len(whole.figures)}处",
        f"承诺{len(whole.promises)}条",
        f"问题{len(whole.problems)}条",
        f"核对{len(whole.checks)}处",
    ]
    yield look.cut(" · ".join([year, *counts]))
    found: Sequence[Figure | Promise] = whole.figures if what == "figures" else whole.promises
    lines = [_figure(f) if isinstance(f, Figure) else _promise(f) for f in found]
    widths = widths_of(lines, look.columns) if lines else []
    by_section: dict[int | None, list[Line]] = {}
    for thing, line in zip(found, lines, strict=True):
        by_section.setdefault(thing.section, []).append(line)
    for index, section in [(None, None), *enumerate(whole.sections)]:
        if section is not None:
            above = whole.sections[section.parent].role if section.parent is not None else None
            yield ""
            yield _heading(section, look, told=section.role != above)
        for line in by_section.get(index, ()):
            yield row_of(line, widths, look)
            if explained:
                yield look.paint(look.cut(f"↳ {explain(line.rule)}", _INDENT * 2), "dim")
    if whole.checks:
        yield ""
        yield look.paint("核对", "heading")
        for check in whole.checks:
            yield look.paint(look.cut(flat(check.message), _INDENT), "fault")


def _heading(section: Section, look: Look, *, told: bool) -> str:
    number = _NUMBERS.get(section.level, "{}.").format(section.number) if section.number else ""
    title = flat(number + section.title).strip() or "（没有标题）"
    role = f"〔{_ROLES[section.role]}〕" if told else ""
    return look.paint(look.cut(title + role, " " * (section.level - 1)), "heading")


def row_of(line: Line, widths: Sequence[int], look: Look) -> str:
    """A line of a table whose columns have those widths."""
    cells = [look.cell(flat(cell), w) for cell, w in zip(line.cells, widths, strict=False) if w]
    text = (_INDENT + _GAP.join(cells)).rstrip()
    return look.paint(text, line.style) if line.style else text


def table(whole: Reading) -> str:
    """A reading as plain text, in as many columns as it takes."""
    return "\n".join(printed(whole, Look()))
