"""Load the demonstration: places, people, catalogue, two years of records, statistics, last year's report and its plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction

from zhenwu import catalog
from zhenwu.accounts.models import User
from zhenwu.assessment.actions import rules_install
from zhenwu.audit.actions import audit_write
from zhenwu.demo import building, cases, doings, people, places, report, subjects
from zhenwu.demo.papers import filings
from zhenwu.demo.rhythm import Line, Place, cut
from zhenwu.figures.actions import metric_install, statistic_file, statistic_revise
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.ledgers.actions import coverage_set, ledger_install
from zhenwu.ledgers.bulk import Happening, Reported, bulk_load, statistics_renew
from zhenwu.ledgers.bulk import Line as Row
from zhenwu.ledgers.models import Ledger

#: ledgers that began on 1 July of last year; opening statistics stand before
MID_YEAR_LEDGERS = ("hotline", "visit")
#: registers: complete from long before, since what stands on them is all entered
REGISTERS = ("enterprise", "farm", "facility", "household")


def town_place(code: str) -> Place:
    """A town of the demonstration as a place that lives."""
    if code == places.MAIN:
        names, weights = list(places.VILLAGES), [v[2] for v in places.VILLAGES.values()]
        factor = 1.0
    else:
        names = list(places.OTHER_VILLAGES[code])
        weights, factor = [1.0] * len(names), 0.1
    codes = tuple(places.village_code(code, i) for i in range(len(names)))
    return Place(code, places.TOWNS[code], codes, tuple(weights), factor)


def life(place: Place, year: int) -> Iterator[Line]:
    """Everything that happens in a town in the two years that end with `year`, whole lives."""
    firms = subjects.enterprises(place, year)
    yield from firms
    yield from subjects.farms(place, year)
    yield from subjects.facilities(place, year)
    yield from subjects.households(place, year)
    yield from building.projects(place, year)
    names = places.VILLAGES if place.code == places.MAIN else dict.fromkeys(places.OTHER_VILLAGES[place.code])
    yield from building.toilets(place, year, dict(zip(names, place.villages, strict=True)))
    for y, first in ((year - 1, True), (year, False)):
        inspected = list(cases.inspections(place, y, 405 if first else 430))
        yield from inspected
        yield from cases.hazards(place, y, inspected, 228 if first else 212)
        yield from cases.petitions(place, y, 312 if first else 268)
        yield from cases.hotline(place, y, 728 if first else 792)
        yield from cases.disputes(place, y, 188 if first else 172)
        yield from cases.demands(place, y, 79 if first else 86, firms)
        yield from doings.receptions(place, y, 98 if first else 104)
        yield from doings.visits(place, y, 318 if first else 352, firms)
        yield from doings.activities(place, y, this_year=not first)
        yield from doings.services(place, y, 6_900 if first else 7_400)
        yield from doings.publications(place, y, 690 if first else 726)
        yield from doings.subsidies(place, y)
        yield from doings.debts(place, y, 34 if first else 38, 5_650_000 if first else 6_050_000)


@transaction.atomic
def load_records(code: str, year: int, day: date) -> int:
    """A town's records as they stand on a day; returns how many."""
    place = town_place(code)
    rows: dict[str, list[Line]] = defaultdict(list)
    ledgers = {ledger.code: ledger for ledger in Ledger.objects.all()}
    seen: set[tuple[object, ...]] = set()
    for line in life(place, year):
        # chance may tell of the same thing twice: a ledger holds it once
        key = (line.ledger, *(line.values.get(k, line.area_code) for k in ledgers[line.ledger].identity))
        if key in seen:
            continue
        seen.add(key)
        if line.ledger in MID_YEAR_LEDGERS and line.values["occurred_on"] < date(year - 1, 7, 1):
            continue
        if kept := cut(line, day):
            rows[line.ledger].append(kept)
    total = 0
    for ledger_code, lines in rows.items():
        ledger = ledgers[ledger_code]
        total += len(bulk_load(ledger, (_row(line) for line in lines), actor=None))
        began = date(year - 1, 1, 1)
        if ledger_code in MID_YEAR_LEDGERS:
            began = date(year - 1, 7, 1)
        elif ledger_code in REGISTERS:
            began = date(2000, 1, 1)
        coverage_set(ledger, actor=None, area_code=code, complete_from=began, note="启用台账")
    statistics_renew()
    return total


def _row(line: Line) -> Row:
    """A line as the ledger room loads it."""
    return Row(
        values={**line.values, "area_code": line.area_code},
        events=[
            Happening(kind, on, detail, note, "", amount, quantity)
            for kind, detail, on, note, amount, quantity in line.events
        ]
        or None,
        measurements=[
            Reported(measure, Period(start, end), actual, planned)
            for measure, start, end, planned, actual in line.measurements
        ],
    )


@transaction.atomic
def load_statistics(code: str, year: int, day: date) -> int:
    """What other offices filed about a town; returns how many numbers, revisions included."""
    place, count = town_place(code), 0
    for filing in filings(place, year, day):
        first_value, first_status = filing.before or (filing.value, filing.status)
        statistic = statistic_file(
            actor=None, metric_code=filing.metric, area_code=code, period=filing.period, basis=filing.basis, value=first_value,
            growth=filing.growth, rank=filing.rank, rank_of=filing.rank_of, status=first_status, paper=filing.paper,
            source=filing.source, issued_on=filing.issued_on,
        )  # fmt: skip
        count += 1
        if filing.before:
            statistic_revise(
                statistic, actor=None, value=filing.value, growth=filing.growth, status=filing.status,
                paper=f"{filing.paper}(核定)", source=filing.source, issued_on=filing.issued_on,
            )  # fmt: skip
            count += 1
    return count


def load(
    folder: Path, *, say: Callable[[str], None] = print, main_only: bool = False, settled: bool = False
) -> None:
    """Fill an empty database; writes the report and three untidy spreadsheets into `folder` to try imports with.

    All or nothing: an interrupted load leaves an empty database. settled : people and catalogue are there already.
    """
    from zhenwu.demo.sheets import write_sheets

    day = today()
    year = day.year
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        if not settled:
            people.install()
            ledger_install(catalog.ledgers(), actor=None)
            metric_install(catalog.metrics(), actor=None)
            rules_install(catalog.assessment_rules(), actor=None)
        users = {user.username: user for user in User.objects.all()}
        towns = [places.MAIN] if main_only else list(places.TOWNS)
        for code in towns:
            records = load_records(code, year, day)
            numbers = load_statistics(code, year, day)
            say(f"{places.TOWNS[code]}:{records:,}条记录,{numbers}个统计数")
        audit_write(None, "demo_load", "demo", changes={"towns": towns, "day": day})
        for code in towns:
            work = report.compose(code, places.TOWNS[code], year)
            (folder / f"{work.title}.docx").write_bytes(work.document)
            if code == places.MAIN:
                _adopt(work, users, year)
        write_sheets(folder, town_place(places.MAIN), year, day)
    say(f"报告和待导入的表格在 {folder}")


def _adopt(work: report.Work, users: dict[str, User], year: int) -> None:
    from zhenwu.demo.assessment import assess
    from zhenwu.demo.livelihood import choose
    from zhenwu.demo.meetings import meet
    from zhenwu.demo.plan import adopt

    plan = adopt(work, users, year)
    choose(plan, users, year)
    meet(plan, users, year)
    assess(users, year)
    _publish(users)


def _publish(users: dict[str, User]) -> None:
    """The main town's public edition: the whole months that are over, prepared by the clerk, published by the mayor."""
    from zhenwu.reports.editions.actions import edition_prepare, edition_publish

    last = today().replace(day=1) - timedelta(days=1)
    draft = edition_prepare(actor=users["zhou"], area_code=places.MAIN, year=last.year, month=last.month)
    edition_publish(draft, actor=users["zheng"], seen=draft.seal)
