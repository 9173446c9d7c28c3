"""Many figures at once: first what must be counted is gathered, then counted in few scans, then put together.

Putting together runs twice over the same code: once to find out which counts it needs, once with the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from zhenwu.figures.types import Ask, Figure
from zhenwu.figures.values import Value, count
from zhenwu.figures.world import World
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.metrics import combining
from zhenwu.metrics.atoms import Slice, Want, atom_of
from zhenwu.metrics.definition import MetricDef
from zhenwu.metrics.standing import Filed, Standing, decide, decide_filed

#: Years that a streak is looked for.
LONGEST_STREAK = 15


class Evaluation:
    """Composes figures from counts. `counts` None: only notes which counts are wanted."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.wanted: dict[Want, None] = {}
        self.counts: dict[Want, int] | None = None
        #: values put together in this run over the asks; one value serves several aspects
        self._values: dict[tuple[MetricDef, str, Period, Slice], Value] = {}

    def figures(self, asks: Iterable[Ask]) -> dict[Ask, Figure]:
        """Every figure asked for."""
        todo = list(dict.fromkeys(asks))
        for ask in todo:
            self.figure(ask)
        self.counts = count(self.wanted, self.world)
        self._values.clear()
        return {ask: self.figure(ask) for ask in todo}

    # values

    def standing(self, metric: MetricDef, area: str, period: Period, slices: Slice = ()) -> Standing:
        """What a value is put together from."""
        filed = [] if slices else self.world.filed(metric, area)
        if metric.shape == "filed":
            return decide_filed(metric, period, filed, self.world.today, _has(metric.filed))
        return decide(metric, period, self.world.complete_from(metric.ledger, area), filed, self.world.today)

    def want(self, metric: MetricDef, area: str, counted: Period, slices: Slice) -> Want:
        return Want(atom_of(metric, slices), counted, self.world.place(area))

    def value(self, metric: MetricDef, area: str, period: Period, slices: Slice = ()) -> Value:
        """The value itself."""
        key = (metric, area, period, slices)
        if key not in self._values:
            self._values[key] = self._value(metric, area, period, slices)
        return self._values[key]

    def _value(self, metric: MetricDef, area: str, period: Period, slices: Slice) -> Value:
        self.world.read_areas([area])
        if metric.shape == "ratio":
            return self._ratio(metric, area, period, slices)
        standing = self.standing(metric, area, period, slices)
        if not standing.source:
            return Value(standing, missing=standing.missing)
        total = Decimal(0)
        if standing.counted is not None:
            want = self.want(metric, area, standing.counted, slices)
            total += self._count(want)
        known = [_read(metric, f) for f in standing.filed]
        total += sum((v for v in known if v is not None), Decimal(0))
        nothing = bool(standing.filed) and all(v is None for v in known) and standing.counted is None
        return Value(
            standing,
            None if nothing else total,
            "nodata" if nothing else standing.missing,
            filed=standing.filed,
            source=standing.source,
        )

    def _count(self, want: Want) -> Decimal:
        if self.counts is None:
            self.wanted[want] = None
            return Decimal(0)
        return Decimal(self.counts.get(want, 0)).scaleb(-want.atom.places)

    def _ratio(self, metric: MetricDef, area: str, period: Period, slices: Slice) -> Value:
        """Numerator over denominator; a rate that an office filed stands in where they cannot be counted."""
        top, bottom = (
            self.value(self.world.metric(code, period), area, period, slices) for code in metric.parts
        )
        if top.source and bottom.source:
            answer, missing = combining.ratio(top.value, bottom.value, percent=metric.is_rate)
            sources = {top.source, bottom.source}
            return Value(
                top.standing, answer, missing, top.value, bottom.value, (*top.filed, *bottom.filed),
                sources.pop() if len(sources) == 1 else "mixed",
            )  # fmt: skip
        filed = [] if slices else self.world.filed(metric, area)
        standing = decide_filed(metric, period, filed, self.world.today)
        if standing.source:
            return Value(
                standing, standing.filed[0].value, standing.missing, filed=standing.filed, source="received"
            )
        weaker = top if not top.source else bottom
        return Value(weaker.standing, missing=weaker.missing)

    # aspects

    def figure(self, ask: Ask) -> Figure:
        """One figure by its aspect."""
        metric = self.world.metric(ask.metric, ask.period)
        try:
            make = _ASPECTS[ask.aspect]
        except KeyError:
            raise BadInput(
                f"不认识方面“{ask.aspect}”", expected="、".join(_ASPECTS), code="ZW-ASPECT"
            ) from None
        return make(self, metric, ask)

    def _figure(self, metric: MetricDef, ask: Ask, value: Value) -> Figure:
        return Figure(
            metric=metric,
            area=ask.area,
            period=ask.period,
            aspect=ask.aspect,
            slice=ask.slice,
            value=value.value,
            missing=value.missing,
            unit=metric.unit,
            source=value.source,
            status=value.status,
            as_of=value.as_of,
            numerator=value.numerator,
            denominator=value.denominator,
            statistics=tuple(f.id for f in value.filed if f.id),
            version=metric.version,
            note=value.standing.note,
            shown=value.standing.shown,
        )

    def plain(self, metric: MetricDef, ask: Ask) -> Figure:
        return self._figure(metric, ask, self.value(metric, ask.area, ask.period, ask.slice))

    def pair(self, metric: MetricDef, ask: Ask) -> tuple[Value, Value]:
        """The value and that of the same days a year before."""
        now = self.value(metric, ask.area, ask.period, ask.slice)
        before = now.standing.shown.year_before()
        return now, self.value(self.world.metric(metric.code, before), ask.area, before, ask.slice)

    def growth(self, metric: MetricDef, ask: Ask) -> Figure:
        unit = "百分点" if metric.is_rate else "%"
        if metric.shape == "filed":
            filed = self.filed_growth(metric, ask)
            if filed is not None:
                return filed
        now, before = self.pair(metric, ask)
        answer, missing = combining.growth(now.value, before.value, rate=metric.is_rate)
        own = now.filed[0] if len(now.filed) == 1 and now.source == "received" else None
        if answer is None and own is not None and own.growth is not None:
            return replace(self._figure(metric, ask, now), value=own.growth, missing=now.missing, unit=unit)
        return self._compared(metric, ask, now, before, answer, missing, unit)

    def filed_growth(self, metric: MetricDef, ask: Ask) -> Figure | None:
        """The growth as filed with the statistic of the same period: it wins over the ratio of published levels."""
        self.world.read_areas([ask.area])
        filed = [] if ask.slice else self.world.filed(metric, ask.area)
        standing = decide_filed(
            metric, ask.period, filed, self.world.today, lambda f: f.growth is not None or f.value is not None
        )
        if len(standing.filed) != 1 or standing.filed[0].growth is None:
            return None
        value = Value(
            standing, standing.filed[0].growth, standing.missing, filed=standing.filed, source="received"
        )
        return replace(self._figure(metric, ask, value), unit="百分点" if metric.is_rate else "%")

    def _compared(
        self,
        metric: MetricDef,
        ask: Ask,
        now: Value,
        before: Value,
        answer: Decimal | None,
        missing: str,
        unit: str,
    ) -> Figure:
        figure = self._figure(metric, ask, now)
        note = figure.note or (before.standing.note if before.value is None else "")
        if answer is None and now.missing and now.value is None:
            missing = now.missing
        return replace(
            figure,
            value=answer,
            missing=missing if answer is None else now.missing,
            unit=unit,
            numerator=now.value,
            denominator=before.value,
            statistics=tuple(f.id for f in (*now.filed, *before.filed) if f.id),
            note=note,
        )

    def difference(self, metric: MetricDef, ask: Ask) -> Figure:
        now, before = self.pair(metric, ask)
        known = now.value is not None and before.value is not None
        answer = now.value - before.value if known else None  # type: ignore[operator]
        unit = "百分点" if metric.is_rate else metric.unit
        return self._compared(metric, ask, now, before, answer, "" if known else "nodata", unit)

    def share(self, metric: MetricDef, ask: Ask) -> Figure:
        """Of the slice in the whole, or of the area in the area above it."""
        own = self.value(metric, ask.area, ask.period, ask.slice)
        above = ask.area if ask.slice or not ask.area.isdigit() else areacode.parent(ask.area) or ask.area
        whole = self.value(metric, above, ask.period)
        answer, missing = combining.ratio(own.value, whole.value)
        return replace(
            self._figure(metric, ask, own),
            value=answer,
            missing=missing,
            unit="%",
            numerator=own.value,
            denominator=whole.value,
        )

    def rank(self, metric: MetricDef, ask: Ask) -> Figure:
        """As filed, or counted among the places of the same parent."""
        own = self.value(metric, ask.area, ask.period, ask.slice)
        standing = decide_filed(
            metric,
            ask.period,
            self.world.filed(metric, ask.area),
            self.world.today,
            lambda f: f.rank is not None,
        )
        if standing.filed and standing.filed[0].rank is not None:
            row = standing.filed[0]
            value = Value(
                standing, Decimal(row.rank or 0), standing.missing, filed=(row,), source="received",
                denominator=None if row.rank_of is None else Decimal(row.rank_of),
            )  # fmt: skip
            return replace(self._figure(metric, ask, value), unit="位")
        parent = areacode.parent(ask.area) if ask.area.isdigit() else None
        siblings = [code for code in self.world.children(parent) if code != ask.area] if parent else []
        self.world.read_areas(siblings)
        others = [self.value(metric, code, ask.period, ask.slice).value for code in siblings]
        place, among = combining.rank(own.value, others, better_up=metric.better is not False)
        return replace(
            self._figure(metric, ask, own),
            value=None if place is None else Decimal(place),
            unit="位",
            numerator=own.value,
            denominator=Decimal(among),
        )

    def streak(self, metric: MetricDef, ask: Ask) -> Figure:
        """Years in a row at zero (where less is better), or of growth."""
        values, period = [], ask.period
        for _ in range(LONGEST_STREAK):
            values.append(self.value(metric, ask.area, period, ask.slice))
            period = period.year_before()
        run = combining.streak([v.value for v in values], of_zeros=metric.better is False)
        own = values[0]
        known = own.value is not None
        return replace(self._figure(metric, ask, own), value=Decimal(run) if known else None, unit="年")

    def progress(self, metric: MetricDef, ask: Ask) -> Figure:
        """Progress needs a target, which the plan knows; here it is the value that the plan divides."""
        return replace(
            self.plain(metric, ask), value=None, missing="nodata", note="完成进度由计划里的目标算出"
        )


def _has(what: str) -> Callable[[Filed], bool]:
    """Which statistics answer a filed metric."""
    if what == "rank":
        return lambda f: f.rank is not None
    return lambda f: f.value is not None


def _read(metric: MetricDef, filed: Filed) -> Decimal | None:
    if metric.filed == "rank":
        return None if filed.rank is None else Decimal(filed.rank)
    return filed.value


_ASPECTS: dict[str, Callable[[Evaluation, MetricDef, Ask], Figure]] = {
    "value": Evaluation.plain,
    "growth": Evaluation.growth,
    "difference": Evaluation.difference,
    "share": Evaluation.share,
    "rank": Evaluation.rank,
    "progress": Evaluation.progress,
    "streak": Evaluation.streak,
}
