"""In which figures a record is counted: the same rows as the evidence lists, seen from the other side."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhenwu.figures.counted import counted_in
from zhenwu.figures.queries import Ask, evaluate, evidence, metric_defs
from zhenwu.figures.types import Evidence
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Record

LEDGERS = [
    "activity", "debt", "demand", "dispute", "enterprise", "facility", "farm", "hazard", "hotline", "household", "inspection",
    "petition", "project", "publication", "reception", "service", "subsidy", "toilet", "visit",
]  # fmt: skip


def told(found: Evidence, record: Record) -> Decimal | None:
    """What the evidence's rows of a record add up to; None without any."""
    parts = [row.contribution or Decimal(0) for row in found.rows if row.record_id == record.pk]
    return sum(parts, Decimal(0)) if parts else None


@pytest.mark.django_db
@pytest.mark.parametrize("ledger", LEDGERS)
def test_what_a_record_adds_is_what_the_evidence_lists(demo, ledger):
    clerk = demo.users["zhou"]
    records = Record.objects.standing().filter(ledger__code=ledger, area_code__startswith=demo.code[:9])
    for record in (records.order_by("id")[0], records.order_by("-id")[0]):
        for counted in counted_in(record, demo.code):
            proof = evidence(counted.figure, clerk, limit=None)
            if counted.is_ratio:
                top, bottom = (told(part, record) for _name, part in proof.parts)
                assert (counted.part, counted.below) == (top, bottom), counted.figure.metric.code
                continue
            if counted.figure.source == "mixed":
                proof = proof.parts[0][1]
            assert counted.part == told(proof, record), counted.figure.metric.code


@pytest.mark.django_db
@pytest.mark.parametrize("ledger", ["petition", "enterprise", "project", "toilet"])
def test_no_figure_that_counts_a_record_is_left_out(demo, ledger):
    """Every metric of the ledger whose evidence for today, or for the record's own month, lists it is told."""
    clerk = demo.users["zhou"]
    records = Record.objects.standing().filter(ledger__code=ledger, area_code__startswith=demo.code[:9])
    record = records.order_by("-occurred_on", "-id")[0]
    day = record.occurred_on
    mine = {c.figure.metric.code for c in counted_in(record, demo.code)}
    metrics = [m for m in metric_defs().values() if m.ledger == ledger and m.table]
    asks = [
        Ask(
            m.code,
            demo.code,
            Period.month(day.year, day.month) if m.kind == "flow" else Period.to_day(demo.today),
        )
        for m in metrics
    ]
    listed = {
        figure.metric.code
        for figure in evaluate(asks).values()
        if told(evidence(figure, clerk, limit=None), record) is not None
    }
    assert listed <= mine


@pytest.mark.django_db
def test_a_statistic_that_stands_in_counts_no_record(demo):
    """Before the ledger of hotline orders was complete, an office's number counts, and no record does."""
    record = Record.objects.filter(ledger__code="hotline", occurred_on__year=2026).latest("id")
    Record.objects.filter(pk=record.pk).update(occurred_on="2025-03-03")
    record.refresh_from_db()
    told_of = {(c.figure.metric.code, c.figure.period.iso) for c in counted_in(record, demo.code)}
    assert not [period for _code, period in told_of if period.startswith("2025-03")]
