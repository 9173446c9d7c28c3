"""Commands that work on the database, with the rights of the user they are run --as."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhenwu.cli.acting import acting_as, actor, ledger_named, place_named, year_and_area
from zhenwu.cli.reading import source
from zhenwu.kernel.areacode import check as check_area
from zhenwu.kernel.errors import Fault, all_at_once
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import print_value
from zhenwu.kernel.units import scale


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    plan = commands.add_parser("plan", help="计划").add_subparsers(dest="plan", metavar="动作", required=True)
    load = plan.add_parser("import", help="把报告的年度安排读成计划草稿")
    load.add_argument("file", metavar="FILE")
    load.add_argument("--area", required=True, metavar="CODE", help="乡镇的12位区划代码")
    load.add_argument("--year", required=True, type=int, metavar="YYYY", help="计划的年度")
    acting_as(load)
    load.set_defaults(run=plan_import)

    figure = commands.add_parser("figure", help="查一个数")
    figure.add_argument("metric", metavar="METRIC", help="指标代码，如 petition.visits")
    figure.add_argument("--area", required=True, metavar="CODE")
    figure.add_argument("--period", required=True, metavar="PERIOD", help="2026、2026-09或2026-01/2026-09")
    acting_as(figure)
    figure.set_defaults(run=figure_show)

    ledger = commands.add_parser("ledger", help="台账").add_subparsers(
        dest="ledger", metavar="动作", required=True
    )
    rows = ledger.add_parser("import", help="导入表格；只查不写，加 --apply 才写入")
    rows.add_argument("ledger_code", metavar="LEDGER", help="台账代码，如 petition")
    rows.add_argument("file", metavar="FILE")
    rows.add_argument("--area", required=True, metavar="CODE")
    rows.add_argument(
        "--kind", choices=("records", "measures"), default="", help="记录，或按期报的数；不写时看表头"
    )
    rows.add_argument("--apply", action="store_true", help="没有错就写入")
    acting_as(rows)
    rows.set_defaults(run=ledger_import)
    sample = ledger.add_parser("sample", help="写出一张可填的空表")
    sample.add_argument("ledger_code", metavar="LEDGER", help="台账代码，如 enterprise")
    sample.add_argument("file", metavar="FILE", help="写到哪个xlsx")
    sample.add_argument("--area", required=True, metavar="CODE")
    sample.add_argument(
        "--measure", default="", metavar="MEASURE", help="按月报的数，如 output；不写就是记录的空表"
    )
    acting_as(sample)
    sample.set_defaults(run=ledger_sample)


def plan_import(arguments: argparse.Namespace) -> int:
    year_and_area(arguments)
    user = actor(arguments)
    place = place_named(arguments.area, user)
    from zhenwu.desk.plan_import import plan_import as run

    data, name = source(arguments.file)
    plan = run(data, actor=user, area_code=place, year=arguments.year, name=name)
    items = list(plan.items.select_related("lead_office").prefetch_related("targets"))
    waiting = sum(item.status == "suggested" for item in items)
    numbered = sum(len(item.targets.all()) for item in items)
    print(
        f"{plan}（{plan.get_state_display()}）：{len(items)}项，其中{waiting}项待审；{numbered}个有数的目标"
    )
    for item in items:
        office = item.lead_office.name if item.lead_office else "未定"
        print(f"{item.code or '—':>6}  {item.work_row:<2}  {office}  {item.title}")
    return 0


def figure_show(arguments: argparse.Namespace) -> int:
    all_at_once(
        {"--period": lambda: Period.parse(arguments.period), "--area": lambda: check_area(arguments.area)}
    )
    user = actor(arguments)
    place = place_named(arguments.area, user)
    from zhenwu.figures.queries import evidence, figure

    found = figure(arguments.metric, place, Period.parse(arguments.period))
    proof = evidence(found, user, limit=0)
    print(
        f"{found.metric.name}\t{found.period.label}\t{found.print()}\t依据{proof.total}条，其中{proof.hidden}条不在您的范围内"
    )
    return 0


def ledger_import(arguments: argparse.Namespace) -> int:
    """Exit status 2 when a line is faulty; nothing is written then."""
    user = actor(arguments)
    place = place_named(arguments.area, user)
    from zhenwu.ledgers.imports import import_stage, import_write

    ledger = ledger_named(arguments.ledger_code, user)
    data, name = source(arguments.file)
    batch = import_stage(
        ledger, actor=user, area_code=place, name=name, data=data, kind=arguments.kind, tell=_tell("核对")
    )
    for fault in batch.faults:
        print(Fault(*(str(fault.get(part) or "") for part in ("what", "where", "expected", "do"))))
    counts = batch.counts
    print(
        f"{Path(name).name}：{batch.get_kind_display()}，新增{counts.get('new', 0)}，更改{counts.get('changed', 0)}，"
        f"不变{counts.get('same', 0)}，有错{counts.get('faulty', 0)}"
    )
    if batch.faults:
        print("有错，一行也没有写入。")
        return 2
    for line in foreseen(counts.get("figures", ())):
        print(f"  {line}")
    if not arguments.apply:
        print("没有写入；加 --apply 写入。")
        return 0
    import_write(batch, actor=user, tell=_tell("写入前再核对"))
    print("已写入。")
    return 0


def foreseen(changes: Iterable[dict[str, Any]]) -> Iterator[str]:
    """What the writing would do to figures, and to what targets of the plan still lack."""
    from zhenwu.areas.models import Area
    from zhenwu.figures.queries import metric_defs

    defs, names = metric_defs(), dict(Area.objects.values_list("code", "name"))
    for change in changes:
        metric = defs.get(change["metric"])
        if metric is None:
            continue
        scaled = (scale(metric.shown_in)[0], metric.shown_in) if metric.shown_in else None
        before, after = (
            print_value(Decimal(change[side]), metric.unit, scale=scaled, places=metric.places)
            if change[side] is not None
            else "无"
            for side in ("before", "after")
        )
        if "item" in change:
            yield f"{change['title']}  还差{before} → {after}"
        else:
            where = names.get(change["area"], change["area"])
            yield f"{where}{Period.parse(change['period']).label}{metric.name}  {before} → {after}"


def _tell(what: str) -> Callable[[int, int], None]:
    """Show on a terminal how far a long file is; a pipe or a log gets none of it."""

    def tell(done: int, total: int) -> None:
        if sys.stderr.isatty() and total:
            end = "" if done < total else "\n"
            print(f"\r{what} {done:,}/{total:,}行", end=end, file=sys.stderr, flush=True)

    return tell


def ledger_sample(arguments: argparse.Namespace) -> int:
    """Write an empty sheet to fill in."""
    user = actor(arguments)
    place = place_named(arguments.area, user)
    from zhenwu.ledgers.imports.samples import sample_give

    kind = "measures" if arguments.measure else "records"
    _name, content = sample_give(
        ledger_named(arguments.ledger_code, user),
        actor=user,
        area_code=place,
        kind=kind,
        measure=arguments.measure,
    )
    Path(arguments.file).write_bytes(content)
    print(arguments.file)
    return 0
