"""The other way round from evidence: in which figures a record is counted, by the metrics' own conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from zhenwu.figures.definitions import metric_defs
from zhenwu.figures.evaluation import Evaluation
from zhenwu.figures.queries import evaluate_kept
from zhenwu.figures.types import Ask, Figure
from zhenwu.figures.world import World
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import FIRST_YEAR, LAST_YEAR, Period
from zhenwu.ledgers.models import Record
from zhenwu.metrics.clauses import Piece, join
from zhenwu.metrics.definition import MetricDef
from zhenwu.metrics.dialects import dialect
from zhenwu.metrics.listing import plan_listing

#: A record that a metric counts in more months of a year than these is told of the year.
_MOST_MONTHS = 2
#: Years of a metric that are told, the last ones.
_MOST_YEARS = 2
#: Statements that one query puts together.
_MOST_PARTS = 60
_ALWAYS = Period(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure that a record is counted in. part : what the record adds; of a ratio: to its numerator, and below to its denominator,
    None where it is not in it."""

    figure: Figure
    part: Decimal | None
    below: Decimal | None = None

    @property
    def is_ratio(self) -> bool:
        return self.figure.metric.shape == "ratio"


def counted_in(record: Record, area: str) -> list[Counted]:
    """Figures of an area around the record that count it, with what it adds to each; those of the overview first.

    A flow is told for the months that count the record, or for the year where they are many; a stock for today. What a
    statistic stands in for, before the ledger is complete, counts no records.
    """
    if record.withdrawn_on:
        return []
    return _Search(record, area).found()


class _Search:
    """One record in one area: its ledger's metrics, the periods that may count it, and what it adds to each."""

    def __init__(self, record: Record, area: str) -> None:
        self.record, self.area = record, area
        self.world = World([area])
        self.evaluation = Evaluation(self.world)
        defs = metric_defs()
        self.ledger = record.ledger.code
        self.metrics = [m for m in defs.values() if m.ledger == self.ledger and m.table]
        own = {m.code for m in self.metrics}
        self.ratios = [m for m in defs.values() if m.shape == "ratio" and set(m.parts) & own]

    def found(self) -> list[Counted]:
        periods = self._periods()
        asked = [(m, period) for m in self.metrics for period in periods.get(m.code, ())]
        for ratio in self.ratios:
            mine = {period for code in ratio.parts for period in periods.get(code, ())}
            asked += [(self._part(code), period) for code in ratio.parts for period in mine]
        added = self._added([pair for pair in dict.fromkeys(asked) if pair[0].ledger == self.ledger])
        rows: list[tuple[MetricDef, Period, Decimal | None, Decimal | None]] = []
        for metric in self.metrics:
            for period in periods.get(metric.code, ()):
                if (part := added.get((metric.code, period))) is not None:
                    rows.append((metric, period, part, None))
        for ratio in self.ratios:
            mine = {period for code in ratio.parts for period in periods.get(code, ())}
            for period in sorted(mine, reverse=True):
                top, bottom = (added.get((code, period)) for code in ratio.parts)
                if top is not None or bottom is not None:
                    rows.append((ratio, period, top, bottom))
        rows.sort(key=lambda row: (not row[0].headline, row[0].order, row[0].code, -row[1].end.toordinal()))
        asks = [Ask(metric.code, self.area, period) for metric, period, _part, _below in rows]
        figures = evaluate_kept(asks) if asks else {}
        return [
            Counted(figures[ask], part, below)
            for ask, (_metric, _period, part, below) in zip(asks, rows, strict=True)
        ]

    def _part(self, code: str) -> MetricDef:
        return self.world.metric(code, Period.to_day(today()))

    def _periods(self) -> dict[str, list[Period]]:
        """Metric → the periods that its conditions put the record into, the last first."""
        flows = [m for m in self.metrics if m.kind == "flow"]
        pieces = [self._listing(m, _ALWAYS) for m in flows]
        days: dict[str, set[date]] = {}
        for number, day, _part in self._query(pieces):
            if day <= today():
                days.setdefault(flows[number].code, set()).add(day)
        found = {code: _told(each) for code, each in days.items()}
        now = Period.to_day(today())
        return found | {m.code: [now] for m in self.metrics if m.kind != "flow"}

    def _added(self, asked: list[tuple[MetricDef, Period]]) -> dict[tuple[str, Period], Decimal]:
        """(metric, period) → the sum of what the record adds; missing where it is not counted."""
        counting = []
        for metric, period in asked:
            metric = self.world.metric(metric.code, period)
            counted = self.evaluation.standing(metric, self.area, period).counted
            if counted is not None:
                counting.append((metric, period, counted))
        pieces = [self._listing(metric, counted) for metric, _period, counted in counting]
        sums: dict[tuple[str, Period], Decimal] = {}
        for number, _day, part in self._query(pieces):
            metric, period, counted = counting[number]
            places = self.evaluation.want(metric, self.area, counted, ()).atom.places
            key = (metric.code, period)
            sums[key] = sums.get(key, Decimal(0)) + Decimal(part).scaleb(-places)
        return sums

    def _listing(self, metric: MetricDef, period: Period) -> Piece:
        want = self.evaluation.want(metric, self.area, period, ())
        return plan_listing(want, self.world.ledgers, dialect(connection.vendor), record=self.record.pk)

    def _query(self, pieces: list[Piece]) -> Iterable[tuple[int, date, int]]:
        """Rows of all statements: (number of the statement, day, part), in few queries."""
        for start in range(0, len(pieces), _MOST_PARTS):
            some = [
                Piece(f"SELECT {start + number} AS n, x.day AS day, x.part AS part FROM (") + piece + ") x"
                for number, piece in enumerate(pieces[start : start + _MOST_PARTS])
            ]
            whole = join(some, " UNION ALL ")
            with connection.cursor() as cursor:
                cursor.execute(whole.sql, whole.params)
                for number, day, part in cursor.fetchall():
                    yield number, _day(day), int(part)


def _told(days: set[date]) -> list[Period]:
    """The months of the days, or their year where there are many; the last years only."""
    found: list[Period] = []
    for year in sorted({day.year for day in days}, reverse=True)[:_MOST_YEARS]:
        months = sorted({day.month for day in days if day.year == year}, reverse=True)
        if len(months) <= _MOST_MONTHS:
            found += [Period.month(year, month) for month in months]
        else:
            found.append(Period.to_day(today()) if year == today().year else Period.year(year))
    return found


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
