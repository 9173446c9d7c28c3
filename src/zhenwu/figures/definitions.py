"""Metric definitions as the database holds them, in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhenwu.audit.keeping import kept
from zhenwu.figures.models import Metric
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.metrics.definition import MetricDef, parse_metric


def definition(row: Metric) -> MetricDef:
    """The typed definition of a row."""
    better = None if row.better_up is None else ("up" if row.better_up else "down")
    return parse_metric(
        row.code,
        {
            **row.definition,
            "name": row.name, "name_en": row.name_en, "unit": row.unit, "row": row.work_row, "office": row.office_code,
            "aliases": row.aliases, "better": better, "headline": row.headline, "places": row.places,
            "shown_in": row.shown_in,
            "additive": row.additive, "note": row.note, "order": row.order, "version": row.version,
        },
    )  # fmt: skip


class Definitions:
    """All versions of the metrics, parsed as they are needed. They only ever grow by what is parsed: threads may share them."""

    def __init__(self, rows: Iterable[Metric] | None = None) -> None:
        self._rows: dict[str, list[Metric]] = {}
        for row in Metric.objects.order_by("code", "version") if rows is None else rows:
            self._rows.setdefault(row.code, []).append(row)
        self._parsed: dict[tuple[str, int], MetricDef] = {}

    def on(self, code: str, day: date) -> MetricDef:
        """The version in force on a day; the oldest one for days before any."""
        rows = self._rows.get(code)
        if not rows:
            raise NotFound(
                f"没有指标“{code}”", expected="数据目录里的指标", do="请在数据目录里选", code="ZW-METRIC"
            )
        row = next((r for r in reversed(rows) if r.valid_from <= day), rows[0])
        key = (code, row.version)
        if key not in self._parsed:
            self._parsed[key] = definition(row)
        return self._parsed[key]

    def all_on(self, day: date) -> dict[str, MetricDef]:
        """Every metric in force on a day, in the order of the catalogue."""
        found = [
            self.on(code, day)
            for code, rows in self._rows.items()
            if any(r.valid_from <= day and (r.valid_until is None or r.valid_until >= day) for r in rows)
        ]
        return {metric.code: metric for metric in sorted(found, key=lambda m: (m.order, m.code))}


def definitions() -> Definitions:
    """All versions as they stand, read anew only after one was installed."""
    return kept(("figures.definitions",), frozenset({"figures"}), lambda: (Definitions(), ()))


def metric_defs() -> dict[str, MetricDef]:
    """Every metric in force today, by code."""
    return definitions().all_on(today())
