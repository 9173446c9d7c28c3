"""Definitions are read whole or refused with every fault; SQL is the same text for the same question."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zhenwu import catalog
from zhenwu.catalog.metric_specs import read_metrics
from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.metrics import combining
from zhenwu.metrics.atoms import Want, atom_of
from zhenwu.metrics.definition import parse_metric
from zhenwu.metrics.dialects import dialect
from zhenwu.metrics.listing import plan_listing
from zhenwu.metrics.scans import plan_scans

TOWN = ("990101101",)


def test_the_catalogue_has_every_metric_named_in_both_languages_with_row_and_unit():
    found = catalog.metrics()
    rows = catalog.work_rows()
    assert len(found) >= 75
    assert sum(m.headline for m in found) == 6
    for metric in found:
        assert metric.name and metric.name_en and metric.row in rows, metric.code


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"name": "甲"}, "数法写了0种"),
        ({"name": "甲", "count": "petition", "sum": "amount"}, "数法写了2种"),
        ({"name": "甲", "count": "petition", "colour": "red"}, "不认识“colour”"),
        ({"name": "甲", "sum": "amount"}, "没有写哪个台账"),
        ({"name": "甲", "ratio": ["a"]}, "比率要两个指标"),
        ({"name": "甲", "count": "enterprise", "measure": "output"}, "没有写门槛"),
        ({"name": "甲", "count": "petition", "date": "birthday"}, "不是记录的日期"),
        ({"name": "甲", "count": "petition", "where": {"amount": {"about": 1}}}, "不认识条件"),
        ({"count": "petition"}, "不是文字"),
    ],
)
def test_a_wrong_definition_says_what_and_where(raw, words):
    with pytest.raises(BadInput) as error:
        parse_metric("x.y", raw, source="metrics.yaml")
    assert words in str(error.value)


def test_a_catalogue_that_names_what_does_not_exist_reports_every_fault_at_once():
    raw = {
        "a": {"name": "甲", "count": "nowhere"},
        "b": {"name": "乙", "count": "petition", "where": {"channel": "pigeon", "mood": "bad"}},
        "c": {"name": "丙", "ratio": ["a", "z"]},
        "d": {"name": "丁", "count_events": "gold", "of": "enterprise"},
        "e": {"name": "戊", "sum_measure": "smell", "of": "enterprise"},
    }
    with pytest.raises(BadInput) as error:
        read_metrics(raw, catalog.ledgers(), source="x.yaml")
    assert len(error.value.faults) == 6


def test_one_ledger_is_read_once_however_many_metrics_and_months_are_asked():
    wants = [
        Want(atom_of(metric), Period.month(2026, month), TOWN)
        for metric in catalog.metrics()
        if metric.ledger == "petition" and metric.shape in ("count", "sum") and metric.date == "occurred_on"
        for month in range(1, 10)
    ]
    scans = plan_scans(wants, {"petition": 1}, dialect("sqlite"))
    assert len(scans) == 1
    assert "LIKE" not in scans[0].piece.sql
    assert scans[0].piece.sql.count("%s") == len(scans[0].piece.params)


def test_every_statement_has_as_many_parameters_as_marks():
    ledgers = {spec.code: i for i, spec in enumerate(catalog.ledgers(), 1)}
    for name in ("sqlite", "postgresql"):
        for metric in catalog.metrics():
            if metric.shape in ("ratio", "filed"):
                continue
            want = Want(atom_of(metric, (("category", "x"),)), Period.year(2026), TOWN)
            pieces = [scan.piece for scan in plan_scans([want], ledgers, dialect(name))]
            for piece in (*pieces, plan_listing(want, ledgers, dialect(name))):
                assert piece.sql.count("%s") == len(piece.params), metric.code


def test_a_field_key_cannot_carry_sql():
    with pytest.raises(BadInput):
        dialect("sqlite").json("r.data", "a') --")


def test_an_unknown_engine_is_refused_with_those_that_exist():
    with pytest.raises(BadInput, match="sqlite"):
        dialect("oracle")


def test_growth_from_nothing_is_undefined():
    assert combining.growth(Decimal(5), Decimal(0)) == (None, "no_denominator")
    assert combining.growth(Decimal(5), None) == (None, "nodata")
    assert combining.growth(Decimal(0), Decimal(5)) == (Decimal(-100), "")


def test_a_rate_changes_in_points():
    assert combining.growth(Decimal("94.2"), Decimal("90.0"), rate=True) == (Decimal("4.2"), "")


def test_no_cases_is_no_rate():
    assert combining.ratio(Decimal(0), Decimal(0)) == (None, "no_denominator")


def test_equal_values_share_the_better_place():
    assert combining.rank(Decimal(5), [Decimal(5), Decimal(7)]) == (2, 3)
    assert combining.rank(Decimal(5), [Decimal(7), Decimal(3)], better_up=False) == (2, 3)
    assert combining.rank(None, [Decimal(7)]) == (None, 1)


def test_a_streak_ends_at_the_first_gap():
    zero, one = Decimal(0), Decimal(1)
    assert combining.streak([zero, zero, None, zero], of_zeros=True) == 2
    assert combining.streak([Decimal(3), Decimal(2), one, None], of_zeros=False) == 2
