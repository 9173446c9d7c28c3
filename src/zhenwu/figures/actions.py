"""Writes: metric definitions, statistics and their revisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from zhenwu.areas.models import Area
from zhenwu.audit.actions import audit_write
from zhenwu.figures import rules
from zhenwu.figures.definitions import definitions
from zhenwu.figures.models import Metric, Receipt, Statistic
from zhenwu.figures.paper_actions import paper_attach
from zhenwu.figures.rules import check_numbers, check_period, whole
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict, Fault, NotFound, Refused
from zhenwu.kernel.period import Period
from zhenwu.kernel.units import scale
from zhenwu.ledgers.files import Sound, check_file, held
from zhenwu.metrics.definition import MetricDef


@transaction.atomic
def metric_install(specs: Iterable[MetricDef], *, actor: Any = None) -> list[Metric]:
    """Put definitions into the database. What is counted makes a new version when it changed; names change in place."""
    kept: list[Metric] = []
    counts = {"new": 0, "changed": 0, "version": 0}
    for spec in specs:
        latest = Metric.objects.filter(code=spec.code).order_by("-version").first()
        row = latest or Metric(code=spec.code, version=spec.version)
        before = _state(row) if latest else None
        definition = _json(spec.definition)
        if latest and latest.definition != definition:
            latest.valid_until = today() - timedelta(days=1)
            latest.save(update_fields=["valid_until"])
            row = Metric(code=spec.code, version=latest.version + 1, valid_from=today())
            counts["version"] += 1
        row.name, row.name_en, row.unit, row.work_row = spec.name, spec.name_en, spec.unit, spec.row
        row.kind, row.definition, row.aliases = spec.kind, definition, list(spec.aliases)
        row.additive, row.better_up, row.office_code = spec.additive, spec.better, spec.office
        row.places, row.shown_in, row.note, row.order, row.headline = (
            spec.places,
            spec.shown_in,
            spec.note,
            spec.order,
            spec.headline,
        )
        if _state(row) != before or row.pk is None:
            counts["new" if latest is None else "changed"] += 1
            row.save()
        kept.append(row)
    if any(counts.values()):
        audit_write(actor, "metric_install", "figures.metric", changes=counts)
    return kept


def _state(row: Metric) -> tuple[Any, ...]:
    return tuple(getattr(row, f.attname) for f in Metric._meta.concrete_fields)


def _json(value: Any) -> Any:
    """As the JSON column gives it back, so that an unchanged definition compares equal."""
    if isinstance(value, dict):
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json(item) for item in value]
    return str(value) if isinstance(value, Decimal | date) else value


def statistic_file(
    *,
    actor: Any,
    metric_code: str,
    area_code: str,
    period: Period | str,
    basis: str,
    value: Decimal | str | None = None,
    unit: str = "",
    growth: Decimal | str | None = None,
    rank: int | str | None = None,
    rank_of: int | str | None = None,
    peer_group: str = "",
    status: str = "final",
    paper: str,
    source: str,
    number: str = "",
    issued_on: date | None = None,
    office: Any = None,
    file: tuple[str, bytes] | None = None,
    note: str = "",
) -> Statistic:
    """File another office's number for a period, with the paper it comes from.

    value : in `unit` (万元, 亿元 …) or, without one, in the metric's own. actor : None for the demo and migrations.
    file : name and content of the paper itself.
    Raises BadInput with every fault, Conflict when the period has been filed already (revise instead).
    """
    faults: list[Fault] = []
    metric = _metric(metric_code, faults)
    asked = _period(period, faults)
    _area(area_code, actor, faults)
    if asked is not None:
        faults.extend(check_period(asked, basis, status, today()))
    numbers = _numbers(metric, value, unit, growth, rank, rank_of, faults)
    _receipt_words(paper, source, issued_on, faults)
    sound = _sound(file, faults)
    if faults:
        raise BadInput.of(faults, source="报数")
    assert metric is not None and asked is not None
    with held(), transaction.atomic():
        receipt = Receipt.objects.create(
            area_code=area_code, paper=paper.strip(), number=number.strip(), issued_on=issued_on, source=source.strip(),
            office=office, filed_by=actor,
        )  # fmt: skip
        statistic = Statistic(
            metric_code=metric.code, area_code=area_code, peer_group=peer_group.strip(), start=asked.start, end=asked.end,
            basis=basis, status=status, receipt=receipt, note=note.strip(), **numbers,
        )  # fmt: skip
        try:
            with transaction.atomic():
                statistic.save()
        except IntegrityError:
            raise Conflict(
                f"{metric.name}{asked.label}已经报过", where="期间", expected="一个期间报一次", do="改数请打开那条用“更正”，旧数会保留",
                code="ZW-STATISTIC-TWICE",
            ) from None  # fmt: skip
        if sound is not None:
            paper_attach(receipt, actor=actor, sound=sound)
        audit_write(
            actor,
            "statistic_file",
            statistic,
            area_code=area_code,
            changes={k: [None, v] for k, v in numbers.items() if v},
        )
    return statistic


def statistic_revise(
    statistic: Statistic,
    *,
    actor: Any,
    paper: str,
    source: str,
    value: Decimal | str | None = None,
    unit: str = "",
    growth: Decimal | str | None = None,
    rank: int | str | None = None,
    rank_of: int | str | None = None,
    status: str = "final",
    number: str = "",
    issued_on: date | None = None,
    office: Any = None,
    file: tuple[str, bytes] | None = None,
    note: str = "",
    why: str = "",
) -> Statistic:
    """A new row in place of an old one, which stays readable. What is not given is not kept: the new paper says it all."""
    faults: list[Fault] = []
    metric = _metric(statistic.metric_code, faults)
    _area(statistic.area_code, actor, faults)
    faults.extend(check_period(Period(statistic.start, statistic.end), statistic.basis, status, today()))
    numbers = _numbers(metric, value, unit, growth, rank, rank_of, faults)
    _receipt_words(paper, source, issued_on, faults)
    sound = _sound(file, faults)
    if faults:
        raise BadInput.of(faults, source="更正报数")
    with held(), transaction.atomic():
        old = Statistic.objects.select_for_update().get(pk=statistic.pk)
        if old.replaced_by_id is not None:
            raise Conflict(
                "这条报数已被更正过",
                expected="最新的一条",
                do="请刷新后更正最新的一条",
                code="ZW-STATISTIC-OLD",
            )
        receipt = Receipt.objects.create(
            area_code=old.area_code, paper=paper.strip(), number=number.strip(), issued_on=issued_on, source=source.strip(),
            office=office, filed_by=actor,
        )  # fmt: skip
        # The period may stand once among current rows: the old one steps aside (pointing at itself) before the new one enters.
        Statistic.objects.filter(pk=old.pk).update(replaced_by=old.pk)
        new = Statistic.objects.create(
            metric_code=old.metric_code, area_code=old.area_code, peer_group=old.peer_group, start=old.start, end=old.end,
            basis=old.basis, status=status, receipt=receipt, note=note.strip(), **numbers,
        )  # fmt: skip
        Statistic.objects.filter(pk=old.pk).update(replaced_by=new.pk)
        if sound is not None:
            paper_attach(receipt, actor=actor, sound=sound)
        audit_write(
            actor, "statistic_revise", new, area_code=old.area_code, reason=why or paper,
            changes={k: [getattr(old, k), v] for k, v in numbers.items() if getattr(old, k) != v},
        )  # fmt: skip
    statistic.replaced_by = new
    return new


def _metric(code: str, faults: list[Fault]) -> MetricDef | None:
    try:
        return definitions().on(code, today())
    except NotFound as error:
        faults.append(Fault(error.faults[0].what, "指标", error.faults[0].expected, "", error.code))
        return None


def _period(period: Period | str, faults: list[Fault]) -> Period | None:
    if isinstance(period, Period):
        return period
    try:
        return Period.parse(period)
    except BadInput as error:
        faults.extend(Fault(f.what, "期间", f.expected, f.do, f.code) for f in error.faults)
        return None


def _area(code: str, actor: Any, faults: list[Fault]) -> None:
    """The area must exist, and the actor must be allowed to file for it."""
    known = Area.objects.filter(code=code).exists()
    if not known or (actor is not None and not actor.scope.reaches_area(code)):
        faults.append(Fault(f"没有区域“{code}”", "区域", "您能报数的区域", "", "ZW-AREA"))
    elif actor is not None and not actor.scope.may("statistic.file", code):
        raise Refused(
            "您不能为这个区域报数", expected="文员或办公室的授权", do="请党政办报", code="ZW-STATISTIC-RIGHT"
        )


def _numbers(
    metric: MetricDef | None, value: Any, unit: str, growth: Any, rank: Any, rank_of: Any, faults: list[Fault]
) -> dict[str, Any]:
    """Level in the metric's unit, growth, rank; faults where they cannot be meant."""
    seen = len(faults)
    found: dict[str, Any] = {
        "value": rules.number(value, "数值", faults, unit=metric.unit if metric else ""),
        "growth": rules.number(growth, "同比", faults),
        "rank": whole(rank, "位次", faults),
        "rank_of": whole(rank_of, "位次", faults),
    }
    if metric is None:
        return found
    factor, base = scale(unit or metric.unit)
    if unit and base != scale(metric.unit)[1]:
        faults.append(Fault(f"单位“{unit}”不对", "数值", metric.unit or "不带单位", "", "ZW-UNIT"))
    elif found["value"] is not None:
        found["value"] = found["value"] * factor
    if len(faults) == seen:
        faults.extend(check_numbers(metric, **found))
    return found


def _sound(file: tuple[str, bytes] | None, faults: list[Fault]) -> Sound | None:
    if file is None:
        return None
    try:
        return check_file(*file)
    except BadInput as error:
        faults.extend(replace(fault, where="附件") for fault in error.faults)
        return None


def _receipt_words(paper: str, source: str, issued_on: date | None, faults: list[Fault]) -> None:
    if not paper.strip():
        faults.append(Fault("没有写文件", "文件", "数从哪份文件来，如“9月统计月报”", "", "ZW-STATISTIC"))
    if not source.strip():
        faults.append(Fault("没有写出具单位", "出具单位", "出这份文件的单位", "", "ZW-STATISTIC"))
    if issued_on is not None and issued_on > today():
        faults.append(Fault(f"成文日期{issued_on}在今天之后", "成文日期", "今天或以前", "", "ZW-STATISTIC"))
