"""Metrics, figures and records as JSON; reach and errors are those of the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from zhenwu.api.asking import area_asked, page_of
from zhenwu.api.door import body, door
from zhenwu.figures.queries import Ask, evaluate, metric_defs
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, Fault, NotFound, all_at_once
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.ledgers.rights import may_write_somewhere

MOST_FIGURES = 500
MOST_RECORDS = 500


@door("GET")
def metrics(request: HttpRequest, user: Any) -> dict[str, Any]:
    """Every metric: code, name, unit, kind."""
    rows = [
        {"code": m.code, "name": m.name, "unit": m.unit, "kind": m.kind, "version": m.version}
        for m in metric_defs().values()
    ]
    return {"metrics": rows}


@door("GET")
def figures(request: HttpRequest, user: Any) -> dict[str, Any]:
    """?metric=a,b&area=CODE&period=2026-01/2026-09[&aspect=growth]: one figure a metric."""
    codes = [c for c in request.GET.get("metric", "").split(",") if c]
    asked_area, asked_period = request.GET.get("area"), request.GET.get("period", "")
    all_at_once(
        {
            "metric": lambda: _known(codes),
            "period": lambda: Period.parse(asked_period),
            "area": lambda: areacode.check(asked_area) if asked_area else None,
        }
    )
    area, period = area_asked(request, user), Period.parse(asked_period)
    aspect = request.GET.get("aspect", "value")
    asks = [Ask(code, area, period, aspect) for code in codes]
    found = evaluate(asks)
    return {
        "area": area,
        "period": period.iso,
        "figures": [
            {
                "metric": ask.metric,
                "aspect": aspect,
                "value": found[ask].value,
                "unit": found[ask].unit,
                "missing": found[ask].missing,
                "source": found[ask].source,
                "status": found[ask].status,
                "as_of": found[ask].as_of,
                "printed": found[ask].print(),
                "version": found[ask].version,
            }
            for ask in asks
        ],
    }


def _known(codes: list[str]) -> None:
    known = metric_defs()
    faults = [
        Fault(f"没有指标“{c}”", "metric", "api/v1/metrics 里的代码", "请核对代码", "ZW-METRIC")
        for c in codes
        if c not in known
    ]
    if not codes:
        faults = [Fault("没有写指标", "metric", "指标代码，多个用逗号分开", "请写上metric", "ZW-METRIC")]
    if len(codes) > MOST_FIGURES:
        faults = [
            Fault(f"一次要了{len(codes)}个数", "metric", f"不超过{MOST_FIGURES}个", "分几次要", "ZW-SIZE")
        ]
    if faults:
        raise BadInput.of(faults)


@door("GET", "POST")
def records(request: HttpRequest, user: Any, code: str) -> dict[str, Any]:
    """GET: records in reach, newest first, without personal data. POST {"values": {…}}: register one."""
    ledger = Ledger.objects.visible_to(user).filter(code=code).first()
    if ledger is None:
        raise NotFound(
            f"没有台账“{code}”，或不在您的范围内", expected="您能打开的台账的代码", code="ZW-LEDGER"
        )
    if request.method == "POST":
        may_write_somewhere(user, "record.write", ledger, user.scope.home() or "")
        values = body(request).get("values")
        if not isinstance(values, dict):
            raise BadInput(
                "没有values", where="values", expected='{"values": {"栏的键": "值"}}', code="ZW-JSON"
            )
        record = record_create(ledger, actor=user, values=values)
        return {"id": record.pk, "number": record.number}
    area = area_asked(request, user)
    rows = Record.objects.visible_to(user).in_area(area).standing().filter(ledger=ledger)
    if request.GET.get("period"):
        rows = rows.in_period(Period.parse(request.GET["period"]))
    total, page = page_of(request, rows, MOST_RECORDS)
    return {"total": total, "records": [_record(record) for record in page]}


def _record(record: Record) -> dict[str, Any]:
    return {
        "id": record.pk, "number": record.number, "title": record.title, "area": record.area_code,
        "occurred_on": record.occurred_on, "stage": record.stage, "due_on": record.due_on, "closed_on": record.closed_on,
        "category": record.category, "channel": record.channel, "persons": record.persons, "amount": record.amount,
        "quantity": record.quantity,
    }  # fmt: skip
