"""Writes to ledgers, statistics, definitions and places, each as somebody makes it on the demonstration."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse
from tests.apps.ledgers.books import PETITION_HEADS, book, petition

from zhenwu.areas.actions import AreaSpec, area_install
from zhenwu.areas.models import Area
from zhenwu.figures.actions import metric_install, statistic_file, statistic_revise
from zhenwu.figures.models import Statistic
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import (
    coverage_set,
    event_add,
    measurement_report,
    record_change,
    record_withdraw,
    stage_enter,
    zero_certify,
)
from zhenwu.ledgers.imports import import_stage, import_undo, import_write
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.metrics.definition import parse_metric


def _record(demo: Any, code: str, **conditions: Any) -> Record:
    query = Record.objects.select_related("ledger").standing().in_area(demo.code)
    return query.filter(ledger__code=code, **conditions).order_by("id").first()


def _firm_below_scale(demo: Any) -> Record:
    held = Record.objects.filter(events__kind="gain", events__detail="above_scale")
    return (
        Record.objects.filter(ledger__code="enterprise", area_code__startswith=demo.code[:9])
        .exclude(pk__in=held)
        .first()
    )


def registered(demo: Any) -> None:
    client = Client()
    client.force_login(demo.users["zhou"])
    values = {
        "occurred_on": "2026-09-20", "channel": "visit", "persons": "2", "petitioner": "王小明", "phone": "13812342716",
        "title": "反映水渠堵塞", "area_code": demo.village,
    }  # fmt: skip
    answer = client.post(reverse("web:record-add", args=["petition"]), values)
    assert answer.status_code == 302, answer.content.decode()


def staged(demo: Any) -> Any:
    data = book([PETITION_HEADS, *(petition(f"新{n}") for n in range(5))])
    ledger = Ledger.objects.get(code="petition")
    return import_stage(ledger, actor=demo.users["zhou"], area_code=demo.code, name="信访.xlsx", data=data)


def imported(demo: Any) -> None:
    import_write(staged(demo), actor=demo.users["zhou"])


def import_taken_back(demo: Any) -> None:
    import_undo(demo.batch, actor=demo.users["zhou"], why="导错了")


def withdrawn(demo: Any) -> None:
    record = _record(
        demo, "petition", channel="visit", occurred_on__range=(date(2026, 1, 1), date(2026, 9, 30))
    )
    record_withdraw(record, actor=demo.users["zhou"], why="重复登记")


def changed(demo: Any) -> None:
    record = _record(
        demo, "petition", channel="visit", occurred_on__range=(date(2026, 1, 1), date(2026, 9, 30))
    )
    record_change(record, actor=demo.users["zhou"], values={"channel": "来信"}, why="登记错了")


def stage_entered(demo: Any) -> None:
    record = _record(demo, "toilet", closed_on__isnull=True)
    stage_enter(record, actor=demo.users["zhou"], stage=record.ledger.closing_stages[0], on=demo.today)


def title_gained(demo: Any) -> None:
    event_add(
        _firm_below_scale(demo),
        actor=demo.users["zhou"],
        kind="gain",
        on=date(2026, 9, 1),
        detail="above_scale",
    )


def measured(demo: Any) -> None:
    period = Period.month(2026, 9)
    firm = _firm_below_scale(demo)
    measurement_report(
        firm, actor=demo.users["zhou"], measure="output", period=period, actual=Decimal(88_000_000)
    )


def filed(demo: Any) -> None:
    statistic_file(
        actor=demo.users["zhou"], metric_code="rank.county", area_code=demo.code, period="2026-01/2026-09", basis="to_date", rank=2,
        rank_of=14, paper="9月考评通报", source="县督查室",
    )  # fmt: skip


def revised(demo: Any) -> None:
    current = (
        Statistic.objects.current()
        .filter(metric_code="revenue.local", area_code=demo.code)
        .order_by("-end")
        .first()
    )
    statistic_revise(
        current,
        actor=demo.users["zhou"],
        value="9999",
        unit="万元",
        growth="3.1",
        paper="9月财政月报（核定）",
        source="县财政局",
    )


def certified(demo: Any) -> None:
    ledger = Ledger.objects.get(code="hotline")
    zero_certify(ledger, actor=demo.users["zhou"], area_code=demo.village, period=Period.month(2025, 3))


def covered(demo: Any) -> None:
    ledger = Ledger.objects.get(code="petition")
    coverage_set(ledger, actor=demo.users["zhou"], area_code=demo.code, complete_from=date(2026, 3, 1))


def redefined(demo: Any) -> None:
    raw = {
        "name": "接待来访群众",
        "unit": "批",
        "row": "D2",
        "count": "petition",
        "where": {"channel": "letter"},
    }
    metric_install([parse_metric("petition.visits", raw)], actor=None)


def renamed(demo: Any) -> None:
    village = Area.objects.get(code=demo.village)
    area_install([AreaSpec(village.code, "新石桥村")], actor=None)
