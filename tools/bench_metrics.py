"""Time all metrics of a town-year beside one hand-written SQL of the same numbers, on the same database in one run.

Usage: python tools/bench_metrics.py [AREA] [--runs N]

Reads the installation that ZHENWU_HOME or DATABASE_URL names and writes nothing. The hand-written statement asks for the flows of
both years over every ledger; metrics that it cannot say (titles held, thresholds, ratios) are left out of the comparison and timed apart.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhenwu.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from zhenwu.figures.definitions import metric_defs  # noqa: E402
from zhenwu.figures.queries import Ask, evaluate  # noqa: E402
from zhenwu.figures.world import World  # noqa: E402
from zhenwu.kernel import areacode  # noqa: E402
from zhenwu.kernel.clock import today  # noqa: E402
from zhenwu.kernel.period import Period  # noqa: E402
from zhenwu.metrics.atoms import Want, atom_of  # noqa: E402
from zhenwu.metrics.definition import MetricDef  # noqa: E402
from zhenwu.metrics.dialects import dialect  # noqa: E402
from zhenwu.metrics.scans import plan_scans  # noqa: E402


def timed(job: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Best seconds of a job (others may use the machine), and what it gave the last time."""
    times, result = [], None
    job()
    for _ in range(runs):
        start = time.perf_counter()
        result = job()
        times.append(time.perf_counter() - start)
    return min(times), result


def simple(metric: MetricDef) -> bool:
    """A flow over records whose conditions are on plain columns: what somebody would write by hand."""
    columns = {"category", "channel", "level", "satisfied"}
    conditions = all(c.operator == "in" and c.field in columns and len(c.values) == 1 for c in metric.where)
    return (
        metric.table == "records"
        and metric.shape in ("count", "sum")
        and metric.kind == "flow"
        and conditions
    )


def by_hand(
    metrics: list[MetricDef], area: str, now: Period, ledgers: dict[str, int]
) -> tuple[str, list[Any], list[MetricDef]]:
    """One statement: a scan for each ledger and date, a column for each metric and year, in the order given back."""
    low, high = areacode.bounds(area)
    before = now.year_before()
    groups: dict[tuple[str, str], list[MetricDef]] = {}
    for metric in metrics:
        groups.setdefault((metric.ledger, metric.date), []).append(metric)
    parts, params = [], []
    for (ledger, date), group in groups.items():
        columns = []
        for metric in group:
            where = "".join(f" AND {c.field} = %s" for c in metric.where)
            for period in (now, before):
                columns.append(
                    f"SUM(CASE WHEN {date} BETWEEN %s AND %s{where} THEN {metric.column or '1'} ELSE 0 END) "
                    f"AS c{len(columns)}_{len(parts)}"
                )
                params += [period.start, period.end, *(c.values[0] for c in metric.where)]
        parts.append(
            f"(SELECT {', '.join(columns)} FROM ledgers_record "
            "WHERE ledger_id = %s AND area_code BETWEEN %s AND %s AND withdrawn_on IS NULL "
            f"AND {date} BETWEEN %s AND %s) p{len(parts)}"
        )
        params += [ledgers[ledger], low, high, before.start, now.end]
    order = [metric for group in groups.values() for metric in group]
    return f"SELECT * FROM {' CROSS JOIN '.join(parts)}", params, order


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("area", nargs="?", default="990101101000")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    period = Period.to_month(today().year, max(today().month - 1, 1))
    defs = list(metric_defs().values())
    everything = [Ask(m.code, options.area, period, aspect) for m in defs for aspect in ("value", "growth")]
    all_time, _ = timed(lambda: evaluate(everything), options.runs)

    world = World([options.area])
    plain = [m for m in defs if simple(m) and m.ledger in world.ledgers]
    sql, params, order = by_hand(plain, options.area, period, world.ledgers)
    wants = {
        (m.code, p): Want(atom_of(m), p, world.place(options.area))
        for m in plain
        for p in (period, period.year_before())
    }

    def hand() -> dict[str, tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            row = cursor.fetchone()
        return {metric.code: row[2 * i : 2 * i + 2] for i, metric in enumerate(order)}

    def compiled() -> dict[Want, int]:
        found: dict[Want, int] = {}
        for scan in plan_scans(wants.values(), world.ledgers, dialect(connection.vendor)):
            with connection.cursor() as cursor:
                cursor.execute(scan.piece.sql, scan.piece.params)
                found.update(scan.read(cursor.fetchall()))
        return found

    hand_time, written = timed(hand, options.runs)
    our_time, ours = timed(compiled, options.runs)
    for metric in plain:
        pair = tuple(ours[wants[metric.code, p]] for p in (period, period.year_before()))
        assert pair == tuple(int(v or 0) for v in written[metric.code]), (
            metric.code,
            pair,
            written[metric.code],
        )
    print(f"{connection.vendor}, {period.label}, area {options.area}")
    print(f"all {len(defs)} metrics with year-on-year   {all_time * 1000:8.1f} ms")
    print(f"{len(plain)} plain metrics, both years, by hand {hand_time * 1000:8.1f} ms")
    print(f"the same numbers, compiled           {our_time * 1000:8.1f} ms")
    print(f"compiled / by hand                   {our_time / hand_time:8.2f}")


if __name__ == "__main__":
    main()
