"""What the pages of an import show of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.areas.models import Area
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.areacode import village_of
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.ledgers.building import PLACE_REST, masked
from zhenwu.ledgers.choices import ImportKind
from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.filtering import base
from zhenwu.ledgers.imports.heading import column_letter
from zhenwu.ledgers.imports.plan import Plan
from zhenwu.ledgers.imports.staging import Row
from zhenwu.ledgers.models import ImportBatch
from zhenwu.ledgers.queries import place_names
from zhenwu.ledgers.rules_fields import Rule
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.figures.presenting import Shown, column_unit, metric_name, shown
from zhenwu.web.kit.values import label
from zhenwu.web.ledgers.cells import value_text
from zhenwu.writer.xlsx import Column, table

_SAMPLES = 3
#: Cells of a line that a phone shows always; of the others those that change or are faulty.
_FIRST = 3


@dataclass(slots=True)
class Cell:
    """One cell: its text; `old` when it would change; `bad` when it is faulty; `head` of its column; `first` tells who."""

    text: str
    head: str = ""
    first: bool = False
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
    rows = list(plan.some_rows(batch, defn, user, set(numbers))) if numbers else []
    names = place_names(batch.area_code)
    keys = [key for _c, key in sorted(plan.heading.columns.items()) if key]
    return [
        _line(row, plan, defn, keys, results.get(row.number, row.result), faults.get(row.number, []), names)
        for row in rows
    ]


def _line(
    row: Row,
    plan: Plan,
    defn: Definition,
    keys: list[str],
    result: str,
    faults: list[dict[str, Any]],
    names: dict[str, str],
) -> ResultLine:
    bad = {fault["key"] for fault in faults}
    rules = plan.rules(defn)
    cells = []
    for key in keys:
        rule = rules[key]
        raw = row.cells.get(key)
        numeric = rule.type in ("integer", "decimal", "money")
        if (
            key in bad
            or result not in ("new", "changed", "same", "faulty")
            or (key not in row.values and key not in row.changed)
        ):
            text = masked(rule, plain(raw)) if rule.personal and raw is not None else plain(raw)
            cells.append(Cell(text, bad=key in bad, numeric=numeric))
            continue
        typed = plan.shown(key, row.values.get(key))
        text = _words(rule, typed, row.values, defn, names) if raw is not None or key in row.changed else ""
        if key not in row.changed:
            cells.append(Cell(text, numeric=numeric))
            continue
        old = _words(rule, plan.shown(key, row.changed[key]), {}, defn, names)
        cells.append(Cell(text, old=old, changed=True, numeric=numeric))
    for number, (key, cell) in enumerate(zip(keys, cells, strict=True)):
        cell.head, cell.first = rules[key].label, number < _FIRST and not cell.numeric
    return ResultLine(row.number, result, cells)


def _words(rule: Rule, value: Any, values: dict[str, Any], defn: Definition, names: dict[str, str]) -> str:
    if value in (None, "", []):
        return ""
    if rule.type == "area":
        place = names.get(village_of(str(value)), str(value))
        return " ".join(t for t in (place, str(values.get(PLACE_REST) or "")) if t)
    text = value_text(rule, value, defn)
    return text.isoformat() if isinstance(text, date) else str(text)


def samples(plan: Plan, defn: Definition, column: int, key: str) -> list[str]:
    """The first values of a column, personal ones masked."""
    rule = plan.rules(defn).get(key)
    found: list[str] = []
    for row in plan.sheet.rows[plan.heading.first :]:
        if column < len(row) and row[column] is not None:
            text = plain(row[column])
            found.append(masked(rule, text) if rule and rule.personal else text[:24])
            if len(found) == _SAMPLES:
                break
    return found


def effect_rows(batch: ImportBatch, defn: Definition, user: Any) -> list[tuple[str, int, int]]:
    """(what, before, after) of the ledger's counts in the batch's area, by stage where lines change it."""
    shift: dict[str, int] = batch.counts.get("effects", {})
    if not shift or batch.kind != ImportKind.RECORDS:
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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A figure, or what a promise lacks, before and after the writing."""

    name: str
    where: str
    url: str
    before: Shown
    after: Shown


def figure_rows(batch: ImportBatch) -> list[Foreseen]:
    """Figures that the writing would change."""
    rows = [row for row in batch.counts.get("figures", []) if "area" in row]
    names = dict(Area.objects.filter(code__in={row["area"] for row in rows}).values_list("code", "name"))
    defs = metric_defs() if rows else {}
    found = []
    for row in rows:
        metric, period = defs.get(row["metric"]), Period.parse(row["period"])
        if metric is None:
            continue
        when = "" if period.end.year == today().year else label(Period.year(period.end.year))
        where = " ".join(text for text in (names.get(row["area"], ""), when) if text)
        query = urlencode({"area": row["area"], "period": row["period"]})
        url = f"{reverse('web:figure', args=[metric.code])}?{query}"
        found.append(Foreseen(metric_name(metric), where, url, *_both(row, metric)))
    return found


def target_rows(batch: ImportBatch) -> list[Foreseen]:
    """What promises of the plan would still lack."""
    rows = [row for row in batch.counts.get("figures", []) if "item" in row]
    defs = metric_defs() if rows else {}
    return [
        Foreseen(
            row["title"], "", reverse("web:plan-item", args=[row["item"]]), *_both(row, defs[row["metric"]])
        )
        for row in rows
        if row["metric"] in defs
    ]


def _both(row: dict[str, Any], metric: MetricDef) -> tuple[Shown, Shown]:
    """Both values in one unit."""
    unit, places = (column_unit(metric), 2) if metric.unit == "元" else (metric.shown_in, metric.places)
    values = [None if row[side] is None else Decimal(row[side]) for side in ("before", "after")]
    was, then = (
        shown(value, metric.unit, missing="nodata", places=places, shown_in=unit) for value in values
    )
    return was, then


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
    rules = plan.rules(defn)
    rows = []
    for number in sorted(n for n in reasons if n):
        source = plan.sheet.rows[number - 1]
        row = []
        for column, key in heads:
            raw = source[column] if column < len(source) else None
            rule = rules.get(key)
            text = plain(raw)
            row.append(masked(rule, text) if rule and rule.personal and not clear and text else text or None)
        rows.append([*row, number, "\n".join(reasons[number])])
    return table(
        _("错行"), [*columns, Column(_("原表行号"), "count"), Column(_("哪里错"), "text", width=60)], rows
    )
