"""The fictional township: always the same, never ahead of today, and its report backed by its records."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from zhenwu.demo import places, report
from zhenwu.demo.load import MID_YEAR_LEDGERS, life, town_place
from zhenwu.demo.plan import DETAILS
from zhenwu.demo.report_text import BODY
from zhenwu.demo.rhythm import cut
from zhenwu.demo.sheets import write_sheets
from zhenwu.figures.queries import Ask, evaluate, evidence, metric_defs
from zhenwu.kernel.calendar import is_working_day
from zhenwu.kernel.period import Period
from zhenwu.ledgers.imports import import_stage
from zhenwu.ledgers.imports.reading import read_sheets
from zhenwu.ledgers.models import Coverage, Ledger, Record
from zhenwu.reader import read
from zhenwu.reports.choices import LinkState
from zhenwu.reports.models import Version


def test_the_same_life_every_time():
    place = town_place(places.WHITE)
    assert [repr(line) for line in life(place, 2026)] == [repr(line) for line in life(place, 2026)]


def test_a_later_day_only_adds_and_closes():
    place = town_place(places.WHITE)
    lines = list(life(place, 2026))
    early = [kept for line in lines if (kept := cut(line, date(2026, 6, 30)))]
    later = [kept for line in lines if (kept := cut(line, date(2026, 10, 16)))]
    assert len(early) < len(later)
    assert all(e[2] <= date(2026, 6, 30) for line in early for e in line.events)


@pytest.mark.parametrize("day", [date(2026, 1, 3), date(2026, 2, 27), date(2026, 12, 31)])
def test_sheets_can_be_written_on_any_day(tmp_path, day):
    paths = write_sheets(tmp_path, town_place(places.MAIN), day.year, day)
    assert all(read_sheets(path.read_bytes(), path.name) for path in paths)
    assert [p.read_bytes() for p in write_sheets(tmp_path, town_place(places.MAIN), day.year, day)]


def test_offices_work_on_working_days():
    days = [
        line.values["occurred_on"]
        for line in life(town_place(places.MAIN), 2026)
        if line.ledger == "inspection"
    ]
    assert days
    assert all(is_working_day(day) for day in days)


@pytest.mark.django_db
class TestLoaded:
    def test_size_of_the_main_town(self, demo):
        assert 18_000 <= Record.objects.in_area(demo.code).count() <= 22_000
        grids = [s for s in places.specs() if len(s.code) == 15]
        assert len(grids) == 48

    def test_nothing_happens_after_today(self, demo):
        assert not Record.objects.filter(occurred_on__gt=demo.today).exists()
        assert not Record.objects.filter(closed_on__gt=demo.today).exists()

    def test_two_ledgers_began_in_the_middle_of_last_year(self, demo):
        began = Counter(
            Coverage.objects.filter(complete_from=date(2025, 7, 1)).values_list("ledger__code", flat=True)
        )
        assert sorted(began) == sorted(MID_YEAR_LEDGERS)

    def test_the_first_half_year_stands_in(self, demo):
        figures = evaluate(
            [Ask("hotline.orders", demo.code, p) for p in (Period.year(2025), Period.month(2025, 3))]
        )
        whole, march = figures.values()
        assert whole.source == "mixed"
        assert (
            whole.value
            == 341
            + Record.objects.filter(ledger__code="hotline", channel="hotline", occurred_on__year=2025).count()
        )
        assert march.missing == "nodata"

    @pytest.mark.parametrize("user", ["zhou", "liu", "chen"])
    def test_every_computed_figure_recounts(self, demo, user):
        """What a person sees and what is hidden add up to the figure: for every metric, last year and this year."""
        asks = [
            Ask(code, demo.code, period)
            for code in metric_defs()
            for period in (Period.year(2025), Period.to_day(demo.today))
        ]
        for figure in evaluate(asks).values():
            if figure.value is None or figure.source != "computed":
                continue
            proof = evidence(figure, demo.users[user], limit=0)
            assert proof.recount == figure.value, figure
            assert proof.visible + proof.hidden == proof.total, figure

    @pytest.mark.parametrize(
        ("code", "user", "file"),
        [("toilet", "he", "大塘村改厕进度.xlsx"), ("enterprise", "luo", "规上工业企业产值.xlsx")],
    )
    def test_the_untidy_sheets_show_every_kind_of_line(self, demo, code, user, file):
        batch = import_stage(
            Ledger.objects.get(code=code), actor=demo.users[user], area_code=demo.code, name=file,
            data=(demo.folder / file).read_bytes(),
        )  # fmt: skip
        counts = batch.counts
        assert counts["faulty"] == len({fault["row"] for fault in batch.faults}) == 3
        assert min(counts[kind] for kind in ("new", "changed", "same")) >= 2
        assert any(row["after"] != row["before"] for row in counts["figures"])

    def test_the_report_is_of_its_genres_size(self, demo):
        """About 6,000 characters, 80 figures of the year gone and 60 promises of the year to come."""
        reading = read(demo.report)
        assert 5_700 <= len(reading.text) <= 6_300
        assert 76 <= len([f for f in reading.figures if f.modality == "actual"]) <= 86
        assert 55 <= len(reading.promises) <= 65
        # measures from admitted problems and what came from above are no promises of the report
        assert 55 <= demo.plan.items.filter(problem="", start__isnull=False).count() <= 65

    def test_its_review_figures_are_the_towns_own(self, demo):
        """What the slots printed is read and linked without a hand, each to the metric of its slot."""
        work = report.compose(demo.code, places.TOWNS[demo.code], demo.year)
        by_metric = Counter(metric for metric, _ in work.slots)
        version = Version.objects.get(report__area_code=demo.code)
        review = version.figures.exclude(modality="target")
        linked = review.filter(link__in=[LinkState.SUGGESTED, LinkState.CONFIRMED])
        assert by_metric.total() >= 78
        assert linked.count() >= 60
        found = Counter(linked.values_list("metric_code", flat=True))
        assert (by_metric & found).total() >= 75
        assert found - by_metric == Counter()

    def test_what_the_review_settled_is_in_the_plan(self, demo):
        quotes = list(demo.plan.items.standing().filter(problem="").values_list("quote", flat=True))
        assert [d.phrase for d in DETAILS if sum(d.phrase in quote for quote in quotes) != 1] == []

    def test_another_town_speaks_of_its_own_places(self):
        for town in (places.WHITE, places.TWIN):
            text = report.at_home(BODY, town)
            assert "清溪" not in text
            assert [name for name in places.VILLAGES if name[:2] in text] == []
