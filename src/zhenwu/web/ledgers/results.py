"""What the pages of an import show of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from zhenwu.kernel.areacode import village_of
from zhenwu.ledgers.building import PLACE_REST, masked
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import base
from zhenwu.ledgers.imports.heading import column_letter
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.ledgers.imports.staging import Row
from zhenwu.ledgers.models import ImportBatch
from zhenwu.ledgers.queries import place_names
from zhenwu.web.ledgers.cells import value_text
from zhenwu.writer.xlsx import Column, table

_SAMPLES = 3


@dataclass(slots=True)
class Cell:
    """One cell: its text; `old` when it would change; `bad` when it is faulty."""

    text: str
    old: str | None = None
    bad: bool = False
    changed: bool = False
    numeric: bool = False


@dataclass(slots=True)
class ResultLine:
    number: int
    result: str
    cells: list[Cell]


def plain(value: Any) -> str:
    """A cell as the spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return str(value)


def result_lines(
    batch: ImportBatch, plan: Plan, defn: Definition, user: Any, numbers: list[int], results: dict[int, str],
    faults: dict[int, list[dict[str, Any]]],
) -> list[ResultLine]:  # fmt: skip
    """The lines of one page: only these are compared with the ledger again."""
    wanted = set(numbers)
    lines = [line for line in plan.lines(batch.edits) if line.number in wanted] if wanted else []
    rows = list(plan.staging(batch, defn, user).rows(lines))
    names = place_names(batch.area_code)
    keys = [key for _c, key in sorted(plan.heading.columns.items()) if key]
    return [
        _line(row, defn, keys, results.get(row.number, row.result), faults.get(row.number, []), names)
        for row in rows
    ]


def _line(
    row: Row,
    defn: Definition,
    keys: list[str],
    result: str,
    faults: list[dict[str, Any]],
    names: dict[str, str],
) -> ResultLine:
    bad = {fault["key"] for fault in faults}
    cells = []
    for key in keys:
        rule = defn.rules[key]
        raw = row.cells.get(key)
        typed = row.values.get(key)
        if key in bad or result not in ("new", "changed", "same", "faulty"):
            cells.append(
                Cell(
                    masked(rule, plain(raw)) if rule.personal and raw is not None else plain(raw),
                    bad=key in bad,
                )
            )
            continue
        text = _words(key, typed, row.values, defn, names) if raw is not None or key in row.changed else ""
        if key not in row.changed:
            cells.append(Cell(text))
            continue
        old = _words(key, row.changed[key], {}, defn, names)
        cells.append(Cell(text, old=old, changed=True))
    for key, cell in zip(keys, cells, strict=True):
        cell.numeric = defn.rules[key].type in ("integer", "decimal", "money")
    return ResultLine(row.number, result, cells)


def _words(key: str, value: Any, values: dict[str, Any], defn: Definition, names: dict[str, str]) -> str:
    if value in (None, "", []):
        return ""
    if key == "area_code":
        place = names.get(village_of(str(value)), str(value))
        return " ".join(t for t in (place, str(values.get(PLACE_REST) or "")) if t)
    text = value_text(defn.rules[key], value, defn)
    return text.isoformat() if isinstance(text, date) else str(text)


def column_rows(plan: Plan, defn: Definition) -> list[tuple[int, str, str, str, list[str]]]:
    """(column, letter, head, field key, first values) of every column that has a head."""
    found = []
    for column, key in sorted(plan.heading.columns.items()):
        samples = []
        for row in plan.sheet.rows[plan.heading.first :]:
            if column < len(row) and row[column] is not None:
                text = plain(row[column])
                rule = defn.rules.get(key)
                samples.append(masked(rule, text) if rule and rule.personal else text[:24])
                if len(samples) == _SAMPLES:
                    break
        found.append((column, column_letter(column), plan.heading.heads[column], key, samples))
    return found


def effect_rows(batch: ImportBatch, defn: Definition, user: Any) -> list[tuple[str, int, int]]:
    """(what, before, after) of the ledger's counts in the batch's area, by stage where lines change it."""
    shift: dict[str, int] = batch.counts.get("effects", {})
    if not shift:
        return []
    query = base(user, defn, batch.area_code).standing()
    now = {row["stage"]: row["n"] for row in query.order_by().values("stage").annotate(n=Count("id"))}
    rows = []
    if shift.get(""):
        total = sum(now.values())
        rows.append((_("全部"), total, total + shift[""]))
    for key in defn.order:
        if shift.get(key):
            rows.append((defn.ledger.stage_name(key), now.get(key, 0), now.get(key, 0) + shift[key]))
    return rows


def faulty_table(batch: ImportBatch, plan: Plan, defn: Definition, *, clear: bool) -> bytes:
    """Faulty lines with all their columns and the reasons. clear : personal values as they stand in the person's own file."""
    reasons: dict[int, list[str]] = {}
    for fault in batch.faults:
        text = (
            f"{fault['column']}列{fault['label']}：{fault['what']}"
            if fault["column"]
            else f"{fault['label']}：{fault['what']}"
        )
        reasons.setdefault(fault["row"], []).append(f"{text}。{fault['do']}" if fault["do"] else text)
    heads = [(c, key) for c, key in sorted(plan.heading.columns.items())]
    columns = [Column(plan.heading.heads[c] or column_letter(c), "text") for c, _key in heads]
    rows = []
    for number in sorted(n for n in reasons if n):
        source = plan.sheet.rows[number - 1]
        row = []
        for column, key in heads:
            raw = source[column] if column < len(source) else None
            rule = defn.rules.get(key)
            text = plain(raw)
            row.append(masked(rule, text) if rule and rule.personal and not clear and text else text or None)
        rows.append([*row, number, "\n".join(reasons[number])])
    return table(
        _("错行"), [*columns, Column(_("原表行号"), "count"), Column(_("哪里错"), "text", width=60)], rows
    )
