"""What a public edition of some months would hold, as the data are now. Reads only; nothing of a record, a person or a village."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.db.models import Q

from zhenwu.accounts.scope import Reach, Scope
from zhenwu.figures.queries import Ask, Figure, evaluate, evidence, metric_defs
from zhenwu.figures.words import definition_words
from zhenwu.kernel.clock import today
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import round_half_up
from zhenwu.ledgers.choices import Archetype, FieldType
from zhenwu.ledgers.models import Ledger
from zhenwu.metrics.definition import MetricDef
from zhenwu.plans.choices import ItemKind, ItemStatus, PlanState
from zhenwu.plans.models import Item, Plan
from zhenwu.plans.queries import lit_plan
from zhenwu.reports.choices import ReportState
from zhenwu.reports.models import EditionFigure, EditionPromise, EditionReport, Report
from zhenwu.reports.queries import version_latest

#: The row of work whose figures a bulletin always prints.
ECONOMY = "B1"
#: A count of fewer of something personal is not shown: it could be told who.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rows of an edition, not yet written."""

    figures: tuple[EditionFigure, ...]
    promises: tuple[EditionPromise, ...]
    reports: tuple[EditionReport, ...]
    plan: Plan | None
    day: date

    def __bool__(self) -> bool:
        return bool(self.figures or self.promises or self.reports)


def months_over(year: int) -> int:
    """How many whole months of a year are over."""
    day = today()
    return 12 if year < day.year else 0 if year > day.year else day.month - 1


def gather(area_code: str, period: Period) -> Gathered:
    """Everything of a town that may be made public for the whole months of a period."""
    plan = (
        Plan.objects.filter(area_code=area_code, year=period.end.year)
        .exclude(state=PlanState.DRAFT)
        .order_by("-id")
        .first()
    )
    return Gathered(
        tuple(gather_figures(area_code, period)), tuple(_promises(plan) if plan is not None else ()),
        tuple(_reports(area_code, period.end.year)), plan, today(),
    )  # fmt: skip


def gather_figures(area_code: str, period: Period) -> list[EditionFigure]:
    """The town's final figures with their change on the year before; too small ones without their value."""
    defs = metric_defs()
    levels = {code: Ask(code, area_code, period) for code in defs}
    growths = {code: Ask(code, area_code, period, "growth") for code in defs}
    before = {code: Ask(code, area_code, period.year_before()) for code in defs}
    answered = evaluate([*levels.values(), *growths.values(), *before.values()])
    guarded = _guarded()
    rows: list[EditionFigure] = []
    for code, metric in defs.items():
        level, growth = answered[levels[code]], answered[growths[code]]
        if level.value is None or level.missing or level.status not in ("", "final"):
            continue
        if level.shown is not None and not level.shown.whole_months:
            continue
        personal = _ledgers(metric, defs) & guarded
        small = bool(personal) and too_few(level)
        open_growth = growth.value is not None and not (personal and too_few(answered[before[code]]))
        rows.append(
            EditionFigure(
                order=len(rows), metric_code=code, metric_version=level.version, name=metric.name, name_en=metric.name_en,
                unit=level.unit, shown_in=metric.shown_in if level.unit == metric.unit else "", places=metric.places,
                value=None if small else _kept(level.value), growth=_kept(growth.value) if open_growth and not small else None,
                growth_unit=growth.unit, source=level.source, as_of=min(level.as_of or period.end, period.end),
                definition=[list(row) for row in definition_words(metric)],
                included=metric.headline or metric.row == ECONOMY,
            )
        )  # fmt: skip
    return rows


def _kept(value: Decimal | None) -> Decimal | None:
    """To the places that a row keeps, so that what is gathered again compares equal."""
    return None if value is None else round_half_up(value, 4)


def too_few(figure: Figure) -> bool:
    """Whether a figure about persons stands for so few that it could be told who: 1 or 2 of what is counted or summed."""
    parts = [n for n in (figure.numerator, figure.denominator) if n is not None]
    if figure.metric.shape == "ratio":
        return any(_few(n) for n in parts)
    if figure.value is None:
        return False
    if figure.metric.shape == "sum":
        # only how many there are is asked, whoever looks
        counting = SimpleNamespace(is_authenticated=True, scope=Scope((Reach("auditor", figure.area),)))
        return figure.value != 0 and _few(Decimal(evidence(figure, counting, limit=1).total))
    return _few(figure.value)


def _few(number: Decimal) -> bool:
    return 0 < number < FEWEST


def _guarded() -> set[str]:
    """Ledgers whose records concern a person: sensitive, cases that somebody brought, or with identity numbers."""
    rows = Ledger.objects.filter(
        Q(sensitive=True)
        | Q(fields__personal=True, archetype=Archetype.CASE)
        | Q(fields__type=FieldType.RESIDENT_ID)
    )
    return set(rows.order_by().values_list("code", flat=True).distinct())


def _ledgers(metric: MetricDef, defs: Mapping[str, MetricDef]) -> set[str]:
    """The ledgers that a metric counts in, itself or through its parts."""
    found = {metric.ledger} if metric.ledger else set()
    for code in metric.parts:
        if code in defs:
            found |= _ledgers(defs[code], defs)
    return found


def _promises(plan: Plan) -> list[EditionPromise]:
    """Livelihood projects and targets in the report's own words; who answers for them is left out."""
    items = [
        item
        for item in Item.objects.filter(plan=plan, status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE])
        if item.quote.strip() and (item.kind == ItemKind.TARGET or item.livelihood)
    ]
    items.sort(key=lambda item: (item.livelihood is None, item.livelihood or 0, item.order))
    lights = lit_plan(plan).lights
    rows: list[EditionPromise] = []
    for item in items:
        light = lights.get(item.pk)
        if light is None:
            continue
        judged = light.computed_state if light.computed_state not in ("", light.state) else ""
        rows.append(
            EditionPromise(
                order=len(rows), item=item, quote=item.quote.strip(), livelihood=item.livelihood, due_on=item.due_on,
                state=light.state, computed_state=judged,
            )
        )  # fmt: skip
    return rows


def _reports(area_code: str, year: int) -> list[EditionReport]:
    """Reports that were adopted in the year (they speak of the year before) or speak of it."""
    rows = Report.objects.filter(
        area_code=area_code, state=ReportState.ADOPTED, year__in=[year - 1, year]
    ).order_by("-year", "-id")
    return [
        EditionReport(order=order, version=version_latest(report), title=report.title)
        for order, report in enumerate(rows)
    ]
