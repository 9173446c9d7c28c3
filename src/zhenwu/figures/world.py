"""What an evaluation reads beside the ledgers themselves: definitions, coverage, statistics and the tree of areas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from zhenwu.areas.models import Area, AreaSet
from zhenwu.figures.definitions import definitions
from zhenwu.figures.models import Statistic
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Coverage, Ledger, ZeroReport
from zhenwu.metrics.definition import MetricDef
from zhenwu.metrics.standing import Filed


class World:
    """Read once for one evaluation, in a handful of queries; nothing is kept beyond it."""

    def __init__(self, areas: Iterable[str]) -> None:
        self.today = today()
        self.definitions = definitions()
        self.ledgers: dict[str, int] = dict(Ledger.objects.values_list("code", "pk"))
        self._coverage: dict[str, dict[str, date]] = {}
        for code, area, day in Coverage.objects.values_list("ledger__code", "area_code", "complete_from"):
            self._coverage.setdefault(code, {})[area] = day
        self._complete: dict[tuple[str, str], date | None] = {}
        self._children: dict[str, list[str]] = {}
        self._filed: dict[tuple[str, str], list[Filed]] = {}
        self._zeros: dict[tuple[str, str], list[Filed]] = {}
        self._places: dict[str, tuple[str, ...]] = {}
        self._read: set[str] = set()
        self.read_areas(areas)

    def read_areas(self, areas: Iterable[str]) -> None:
        """Load statistics and places of the areas that are about to be asked for."""
        codes = sorted(set(areas) - self._read)
        if not codes:
            return
        self._read.update(codes)
        self._read_places(codes)
        columns = (
            "id",
            "metric_code",
            "area_code",
            "start",
            "end",
            "basis",
            "value",
            "growth",
            "rank",
            "rank_of",
            "status",
        )
        for row in (
            Statistic.objects.current()
            .filter(area_code__in=codes)
            .order_by("peer_group", "id")
            .values_list(*columns)
        ):
            filed = Filed(row[0], Period(row[3], row[4]), *row[5:])
            self._filed.setdefault((row[1], row[2]), []).append(filed)
        zeros = ZeroReport.objects.filter(area_code__in=codes).values_list(
            "ledger__code", "area_code", "start", "end"
        )
        for ledger, area, start, end in zeros:
            self._zeros.setdefault((ledger, area), []).append(
                Filed(0, Period(start, end), "month", value=Decimal(0))
            )

    def _read_places(self, codes: list[str]) -> None:
        """The code prefixes that make up each area: its own, and those of areas that were merged into it."""
        sets = [code for code in codes if not (code.isdigit() and len(code) in (12, 15))]
        if sets:
            for row in AreaSet.objects.filter(code__in=sets).prefetch_related("members"):
                self._places[row.code] = tuple(
                    sorted(areacode.prefix(area.code) for area in row.members.all())
                )
            unknown = [code for code in sets if not self._places.get(code)]
            if unknown:
                raise NotFound(f"没有区域{unknown[0]}", expected="区域名录里的代码或片区", code="ZW-AREA")
        plain = {code: [code] for code in codes if code not in self._places}
        frontier = {code: {code} for code in plain}
        for _ in range(5):  # towns are not merged more often than that in a ledger's life
            links = Area.objects.filter(successors__code__in=list(frontier)).values_list(
                "code", "successors__code"
            )
            found: dict[str, set[str]] = {}
            for old, new in links:
                for root in frontier.get(new, ()):
                    if old not in plain[root]:
                        plain[root].append(old)
                        found.setdefault(old, set()).add(root)
            if not found:
                break
            frontier = found
        for code, members in plain.items():
            self._places[code] = tuple(sorted({areacode.prefix(member) for member in members}))

    @property
    def reach(self) -> frozenset[str]:
        """Code prefixes of everything that was looked at."""
        return frozenset(prefix for places in self._places.values() for prefix in places)

    def place(self, area: str) -> tuple[str, ...]:
        return self._places[area]

    def children(self, area: str) -> list[str]:
        if area not in self._children:
            self._children[area] = list(
                Area.objects.children_of(area).on(self.today).values_list("code", flat=True)
            )
        return self._children[area]

    def metric(self, code: str, period: Period) -> MetricDef:
        """The definition in force at the end of the period, or today when that lies ahead."""
        return self.definitions.on(code, min(period.end, self.today))

    def filed(self, metric: MetricDef, area: str) -> list[Filed]:
        """Statistics of the metric for the area, with certified zeros of its ledger where it is a flow."""
        found = self._filed.get((metric.code, area), [])
        if metric.ledger and metric.adds_over_time:
            found = [*found, *self._zeros.get((metric.ledger, area), ())]
        return found

    def complete_from(self, ledger: str, area: str) -> date | None:
        """From when the ledger is complete in all of the area, or None."""
        key = (ledger, area)
        if key not in self._complete:
            self._complete[key] = self._complete_from(ledger, area)
        return self._complete[key]

    def _complete_from(self, ledger: str, area: str) -> date | None:
        days = self._coverage.get(ledger)
        if not days:
            return None
        if not area.isdigit():
            own = [self._nearest(days, prefix) for prefix in self._places[area]]
            return max((day for day in own if day), default=None) if all(own) else None
        return self._nearest(days, areacode.prefix(area)) or self._from_children(days, area)

    @staticmethod
    def _nearest(days: dict[str, date], prefix: str) -> date | None:
        """The coverage of the area itself or of the closest area around it."""
        around = [code for code in days if prefix.startswith(areacode.prefix(code))]
        return days[max(around, key=lambda code: len(areacode.prefix(code)))] if around else None

    def _from_children(self, days: dict[str, date], area: str) -> date | None:
        """An area without an entry of its own is complete once all places in it are."""
        if not any(areacode.within(code, area) for code in days):
            return None
        found: list[date] = []
        for child in self.children(area):
            day = days.get(child) or self._from_children(days, child)
            if day is None:
                return None
            found.append(day)
        return max(found, default=None)
