"""From what a value is put together: records where their ledger is complete, statistics that stand in before that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zhenwu.kernel.period import Period
from zhenwu.metrics.definition import MetricDef

#: A filed number this much older than the day asked is stale.
STALE_DAYS = 45


@dataclass(frozen=True, slots=True)
class Filed:
    """A statistic as far as evaluation needs it. id 0: a certified zero (零报告)."""

    id: int
    period: Period
    basis: str
    value: Decimal | None = None
    growth: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None
    status: str = "final"


@dataclass(frozen=True, slots=True)
class Standing:
    """Either `missing`, or what to count and which statistics to add to it.

    counted : the days counted from records, or None. shown : the days that the value speaks for.
    """

    shown: Period
    counted: Period | None = None
    filed: tuple[Filed, ...] = ()
    missing: str = ""
    note: str = ""

    @property
    def source(self) -> str:
        """computed, received, mixed, or empty when there is nothing."""
        received = any(f.id for f in self.filed)
        if self.counted is not None or (self.filed and not received):
            return "mixed" if received else "computed"
        return "received" if received else ""


Has = Callable[[Filed], bool]


def has_value(filed: Filed) -> bool:
    return filed.value is not None


def tile(filed: Sequence[Filed], period: Period, has: Has = has_value) -> tuple[Filed, ...] | None:
    """Statistics that together cover exactly the period, as few as possible; None when they leave a gap."""
    if period.end < period.start:
        return ()
    fitting = [f for f in filed if f.period.start == period.start and f.period.end <= period.end and has(f)]
    for first in sorted(fitting, key=lambda f: f.period.end, reverse=True):
        if first.period.end == period.end:
            return (first,)
        rest = tile(filed, Period(first.period.end + timedelta(days=1), period.end), has)
        if rest is not None:
            return (first, *rest)
    return None


def exact(filed: Sequence[Filed], period: Period, has: Has = has_value) -> Filed | None:
    """The statistic for just this period; one filed "at the end" speaks for every period that ends then."""
    same = [f for f in filed if has(f) and f.period == period]
    ends = [f for f in filed if has(f) and f.basis == "end" and f.period.end == period.end]
    return next(iter(same + ends), None)


def decide(
    metric: MetricDef, period: Period, complete_from: date | None, filed: Sequence[Filed], today: date
) -> Standing:
    """How the value of a metric that is counted from records is put together."""
    if period.start > today:
        return Standing(period, missing="not_due", note="期间还没有开始")
    end = min(period.end, today)
    if metric.table == "measurements" and period.end > today:
        end = _last_month_end(today)  # what is measured by the month says nothing of a month that is not over
        if end < period.start:
            return Standing(period, missing="not_due", note="按月报的数，本月还没有结束")
    shown = Period(period.start, end)
    if metric.kind == "stock":
        begins = date(shown.end.year, 1, 1) if metric.shape == "threshold" else shown.end
        if complete_from is not None and begins >= complete_from:
            return Standing(shown, counted=shown)
        at_end = next((f for f in filed if has_value(f) and f.period.end == period.end), None)
        if at_end is not None:
            return Standing(Period(period.start, at_end.period.end), filed=(at_end,))
        return _nothing(shown, complete_from)
    if complete_from is not None and shown.start >= complete_from:
        return Standing(shown, counted=shown)
    return _before_coverage(metric, period, shown, complete_from, filed)


def _before_coverage(
    metric: MetricDef, period: Period, shown: Period, complete_from: date | None, filed: Sequence[Filed]
) -> Standing:
    """A flow whose period begins before its ledger is complete."""
    if metric.adds_over_time:
        straddles = complete_from is not None and complete_from <= shown.end
        head = shown.cut_before(complete_from) if straddles and complete_from else shown
        parts = tile(filed, head) if head else None
        if parts is not None and straddles and complete_from:
            return Standing(shown, counted=Period(complete_from, shown.end), filed=parts)
        if parts is not None:
            return Standing(shown, filed=parts)
    whole = exact(filed, period) or exact(filed, shown)
    if whole is not None:
        return Standing(period if whole.period == period else shown, filed=(whole,))
    return _nothing(shown, complete_from)


def _last_month_end(today: date) -> date:
    """The end of the last month that is over."""
    return today if (today + timedelta(days=1)).day == 1 else today.replace(day=1) - timedelta(days=1)


def _nothing(shown: Period, complete_from: date | None) -> Standing:
    if complete_from is None:
        return Standing(shown, missing="nodata", note="台账还没有登记从哪天起完整")
    return Standing(
        shown, missing="nodata", note=f"台账自{complete_from:%Y-%m-%d}起完整，此前没有可替代的报数"
    )  # fmt: skip


def decide_filed(
    metric: MetricDef, period: Period, filed: Sequence[Filed], today: date, has: Has = has_value
) -> Standing:
    """How a filed metric is answered: by the statistic of just this period, or the latest one of the same run, with its age."""
    if period.start > today:
        return Standing(period, missing="not_due", note="期间还没有开始")
    whole = exact(filed, period, has)
    if whole is not None:
        return Standing(period, filed=(whole,))
    ends = sorted(
        {f.period.end for f in filed if has(f) and period.start <= f.period.end <= period.end}, reverse=True
    )
    for end in ends:
        run = Period(period.start, end)
        one = exact(filed, run, has)
        parts = (one,) if one else (tile(filed, run, has) if metric.adds_over_time else None)
        if parts and end == period.end:
            return Standing(period, filed=parts)
        if parts:
            return Standing(
                run, filed=parts, missing=_stale(period, end, today), note=f"最近一期是{run.label}"
            )
    return Standing(period, missing="nodata", note="还没有报数")


def _stale(period: Period, end: date, today: date) -> str:
    limit = timedelta(days=STALE_DAYS)
    return "stale" if min(period.end, today) - end > limit or today - period.end > limit else ""
