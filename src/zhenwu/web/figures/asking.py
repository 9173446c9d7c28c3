"""What the address of a figure's page asks for: metric, area, period, aspect, slice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.figures.queries import ASPECTS, Ask, metric_defs
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.kernel.period import Period
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.request import WebRequest


@dataclass(frozen=True, slots=True)
class Asked:
    """The figure that a page is about."""

    metric: MetricDef
    area: str
    period: Period
    aspect: str = "value"
    slice: tuple[tuple[str, str], ...] = ()

    def ask(self, *, period: Period | None = None, area: str | None = None, aspect: str = "value") -> Ask:
        return Ask(self.metric.code, area or self.area, period or self.period, aspect, self.slice)

    def query(self, **changes: str) -> str:
        """The address's parameters with some changed."""
        values = {"area": self.area, "period": self.period.iso}
        if self.aspect != "value":
            values["aspect"] = self.aspect
        values.update({f"slice.{key}": value for key, value in self.slice})
        return urlencode({**values, **changes})

    def url(self, name: str = "figure", **changes: str) -> str:
        return f"{reverse(f'web:{name}', args=[self.metric.code])}?{self.query(**changes)}"


def default_period(year: int) -> Period:
    """The whole months of a year that are over; the whole year when it is; in January the days so far."""
    day = today()
    if year != day.year:
        return Period.year(year)
    return Period.to_month(year, day.month - 1) if day.month > 1 else Period.to_day(day)


def asked(request: WebRequest, code: str) -> Asked:
    """Read the address; NotFound or BadInput in words."""
    metric = metric_defs().get(code)
    if metric is None:
        raise NotFound(
            _("没有指标“%(code)s”") % {"code": code},
            expected=_("数据目录里的指标"),
            do=_("请从数据目录进入"),
            code="ZW-METRIC",
        )
    if not request.zw.area:
        raise NotFound(
            _("还没有您能看的区域"), expected=_("一项授权"), do=_("请找镇里的管理员"), code="ZW-AREA"
        )
    given = request.GET.get("period")
    period = Period.parse(given) if given else default_period(request.zw.year)
    aspect = request.GET.get("aspect", "value")
    if aspect not in ASPECTS:
        raise BadInput(
            _("不认识方面“%(aspect)s”") % {"aspect": aspect}, expected="、".join(ASPECTS), code="ZW-ASPECT"
        )
    pairs = tuple(
        sorted(
            (key.removeprefix("slice."), str(value))
            for key, value in request.GET.items()
            if key.startswith("slice.")
        )
    )
    return Asked(metric, request.zw.area, period, aspect, pairs)


def period_choices(year: int) -> list[tuple[str, Period]]:
    """Periods that the switch offers: the year so far, running totals, single months."""
    day = today()
    last = day.month if year == day.year else 12
    ended = last - 1 if year == day.year else 12
    found: list[tuple[str, Period]] = []
    if year == day.year:
        found.append((_("到今天"), Period(date(year, 1, 1), day)))
    else:
        found.append((_("全年"), Period.year(year)))
    found.extend(
        (Period.to_month(year, month).short, Period.to_month(year, month))
        for month in range(ended, 1, -1)
        if month < 12
    )
    found.extend((Period.month(year, month).short, Period.month(year, month)) for month in range(last, 0, -1))
    return found
