"""The list behind a figure recounts to the figure: for every metric, on the engine that the run uses."""

from __future__ import annotations

from decimal import Decimal

import pytest
import yaml
from tests.engines import book, oracle

from zhenwu import catalog
from zhenwu.catalog import metric_specs
from zhenwu.figures.actions import metric_install
from zhenwu.figures.queries import Ask, evaluate, evidence
from zhenwu.kernel.period import Period

pytestmark = pytest.mark.django_db

AREAS = ("990101101000", "990101101201", "990101101202", "990101101202003", "990101102000", "990101000000")
PERIODS = (
    Period.year(2026), Period.year(2025), Period.to_month(2026, 9), Period.month(2026, 9), Period.month(2025, 2),
    Period.parse("2025-11-20/2026-02-03"), Period.parse("2026-01-01"),
)  # fmt: skip
RAW = yaml.safe_load((metric_specs.HERE / "metrics.yaml").read_text("utf-8"))
COUNTED = [code for code, raw in RAW.items() if "filed" not in raw]


class Everybody:
    """A user who sees everything."""

    is_authenticated = True

    class scope:
        @staticmethod
        def records():
            from django.db.models import Q

            return Q()

        town_wide = records


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The book of records, once for this module."""
    from django.db import transaction

    from zhenwu.areas.models import Area
    from zhenwu.kernel import clock
    from zhenwu.ledgers.actions import ledger_install

    with django_db_blocker.unblock(), clock.freeze(book.LAST), transaction.atomic():
        for code, name, level in (
            ("990101000000", "云岭县", "county"), (book.TOWN, "清溪镇", "township"), (book.OTHER, "白石镇", "township"),
            ("990101101201", "老街村", "village"), ("990101101202", "石桥村", "village"),
        ):  # fmt: skip
            Area.objects.get_or_create(code=code, defaults={"name": name, "level": level})
        ledger_install(catalog.ledgers(), actor=None)
        metric_install(catalog.metrics(), actor=None)
        book.fill()
        yield oracle.Book.read()
        transaction.set_rollback(True)


@pytest.mark.parametrize("code", COUNTED)
def test_a_figure_is_what_a_walk_over_the_records_finds(world, code):
    asks = [Ask(code, area, period) for area in AREAS for period in PERIODS]
    found = evaluate(asks)
    for ask in asks:
        cut = Period(ask.period.start, min(ask.period.end, book.LAST))
        expected = oracle.value(RAW[code], ask.area, cut, world, RAW)
        answer = found[ask]
        assert answer.value == expected, ask
        assert answer.missing == ("no_denominator" if expected is None else ""), ask
        assert answer.source == "computed"


@pytest.mark.parametrize("code", COUNTED)
def test_the_list_behind_a_figure_recounts_to_it(world, code):
    asks = [Ask(code, area, period) for area in AREAS[:3] for period in (PERIODS[0], PERIODS[4], PERIODS[5])]
    found = evaluate(asks)
    for ask in asks:
        area, period, answer = ask.area, ask.period, found[ask]
        if answer.missing != "no_denominator":
            listed = evidence(answer, Everybody, limit=None)
            assert listed.recount == answer.value, (area, period)
            for _, part in listed.parts or (("", listed),):
                assert part.hidden == 0
                assert len(part.rows) == part.total
                added = sum((row.contribution for row in part.rows), Decimal(0))
                assert added == part.recount, (area, period)


def test_all_metrics_at_once_answer_as_each_alone(world):
    asks = [
        Ask(code, area, period, aspect)
        for code in COUNTED for area in AREAS[:2] for period in PERIODS[:3] for aspect in ("value", "growth")
    ]  # fmt: skip
    together = evaluate(asks)
    for ask in asks[::17]:
        assert evaluate([ask])[ask] == together[ask]


def test_a_town_year_with_growth_takes_few_statements(world, django_assert_max_num_queries):
    asks = [Ask(code, book.TOWN, PERIODS[2], aspect) for code in COUNTED for aspect in ("value", "growth")]
    with django_assert_max_num_queries(50):
        evaluate(asks)
