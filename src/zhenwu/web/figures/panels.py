"""The parts of a figure's page: its numbers, sentence, facts, places and rows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.areas.models import Area
from zhenwu.figures.models import Statistic
from zhenwu.figures.queries import Evidence, EvidenceRow, Figure, evaluate_kept
from zhenwu.figures.words import ledger_words
from zhenwu.kernel import areacode
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import round_half_up
from zhenwu.web.figures import presenting
from zhenwu.web.figures.asking import Asked, period_choices


@dataclass(frozen=True, slots=True)
class Numbers:
    """Every figure that a figure's page shows, evaluated at once."""

    value: Figure
    before: Figure
    difference: Figure
    growth: Figure
    share: Figure
    month: Figure
    month_change: Figure
    now: list[Figure]
    last: list[Figure]
    places: list[tuple[Area, Figure, Figure]]


def numbers(about: Asked, running: bool) -> Numbers:
    year = about.period.end.year
    shape = Period.to_month if running else Period.month
    months = [shape(year, m) for m in range(1, 13)]
    last = [shape(year - 1, m) for m in range(1, 13)]
    month = Period.month(year, about.period.end.month)
    main = "growth" if about.metric.filed == "growth" else "value"  # what the office files is the number
    first = evaluate_kept([about.ask(aspect=main)])[about.ask(aspect=main)]
    before = (first.shown or about.period).year_before()
    children = (
        list(Area.objects.children_of(about.area).order_by("order", "code")) if about.area.isdigit() else []
    )
    singles = [about.ask(aspect=a) for a in ("difference", "growth", "share")]
    singles += [
        about.ask(period=before),
        about.ask(period=month),
        about.ask(period=month, aspect="difference"),
    ]
    asks = [about.ask(period=p, aspect=main) for p in (*months, *last)]
    asks += [about.ask(area=c.code, period=p) for c in children for p in (about.period, before)]
    found = evaluate_kept([*singles, *asks])
    return Numbers(
        value=first,
        difference=found[singles[0]],
        growth=found[singles[1]],
        share=found[singles[2]],
        before=found[singles[3]],
        month=found[singles[4]],
        month_change=found[singles[5]],
        now=[found[about.ask(period=p, aspect=main)] for p in months],
        last=[found[about.ask(period=p, aspect=main)] for p in last],
        places=[
            (c, found[about.ask(area=c.code)], found[about.ask(area=c.code, period=before)]) for c in children
        ],
    )


def sentence(about: Asked, numbers: Numbers) -> dict[str, str]:
    """The answer in one sentence, in pieces that the template sets."""
    value = numbers.value
    shown = presenting.shown_figure(value)
    when = presenting.moment_words(about.metric, value.shown or about.period)
    growth = numbers.growth
    return {
        "when": when,
        "name": presenting.metric_name(about.metric),
        "value": _told(value, shown),
        "missing": "" if shown.known else value.note or shown.number,
        "difference": presenting.difference_words(numbers.difference),
        "growth": presenting.change_words(growth)
        if growth.value and not about.metric.is_rate and value.aspect == "value"
        else "",
    }


def _told(value: Figure, shown: presenting.Shown) -> str:
    """The value inside the sentence."""
    if not shown.known:
        return ""
    return presenting.change_words(value) if value.aspect == "growth" else f"{shown.number}{shown.unit}"


def origin(value: Figure, found: Evidence) -> str:
    sources = list(
        Statistic.objects.filter(pk__in=value.statistics).values_list("receipt__source", flat=True)
    )
    lists = [part for _, part in found.parts if part.kind != "statistics"] or [found]
    records = max(part.total for part in lists)  # the numerator's rows stand in the denominator's list too
    return presenting.origin_words(value, records, sources)


def facts(about: Asked, numbers: Numbers) -> list[tuple[str, str, str]]:
    """(label, bold, rest) of the ruled row."""
    value, metric = numbers.value, about.metric
    before, difference = presenting.shown_figure(numbers.before), numbers.difference
    month = presenting.shown_figure(numbers.month)
    facts = [(_("上年同期"), before.number, before.unit if before.known else "")]
    if difference.value is not None:
        gap = presenting.shown(
            difference.value,
            difference.unit,
            places=metric.places,
            shown_in="" if metric.is_rate else metric.shown_in,
        )
        sign = "+" if difference.value > 0 else ""
        facts.append((_("差额"), f"{sign}{gap.number}", gap.unit))
    else:
        facts.append((_("差额"), presenting.shown(None, "", missing=difference.missing).number, ""))
    if metric.filed == "growth":
        facts.clear()  # the level is not published
    facts.append((_("同比"), presenting.change_number(numbers.growth), ""))
    if value.numerator is not None and value.denominator is not None and metric.shape == "ratio":
        facts.append((_("分子"), presenting.shown(value.numerator, "").number, ""))
        facts.append((_("分母"), presenting.shown(value.denominator, "").number, ""))
    elif not about.period.is_month and metric.kind == "flow":
        rest = month.unit if month.known else ""
        if numbers.month_change.value is not None:
            rest += "，" + presenting.difference_words(numbers.month_change)
        facts.append(
            (
                _("%(month)s当月")
                % {"month": Period.month(about.period.end.year, about.period.end.month).short},
                month.number,
                rest,
            )
        )
    if metric.additive and metric.shape != "filed" and numbers.share.value is not None:
        share = presenting.shown(numbers.share.value, "%")
        above = areacode.level(about.area) if about.area.isdigit() else ""
        word = _("占全体") if about.slice else _("占全镇") if above in ("village", "grid") else ""
        if word:
            facts.append((word, f"{share.number}%", ""))
    if value.as_of:
        facts.append((_("数据截至"), f"{value.as_of:%Y-%m-%d}", ""))
    return facts


def slices(about: Asked) -> list[tuple[str, str]]:
    """其中, in the ledger's words."""
    words = ledger_words(about.metric.ledger) if about.slice and about.metric.ledger else None
    return [
        (words.field(key), words.choice(key, value)) if words else (key, value) for key, value in about.slice
    ]


def below(about: Asked) -> str:
    """What the places below the area are called."""
    names = {"county": _("各镇"), "township": _("各村"), "village": _("各网格")}
    return names.get(areacode.level(about.area) if about.area.isdigit() else "", _("各地"))


def drawn(figures: list[Figure], factor: Decimal) -> list[Decimal | None]:
    """The months that have a value of their own, in the chart's unit."""
    return [presenting.drawn(f, factor) if presenting.in_its_month(f) else None for f in figures]


def places(about: Asked, numbers: Numbers) -> dict[str, Any]:
    """Bars by place, this year against last, largest first."""
    figures = [f for _, now, before in numbers.places for f in (now, before)]
    factor, unit = presenting.chart_scale(figures, about.metric)
    top = max((f.value for f in figures if f.value is not None), default=Decimal(0)) or Decimal(1)
    rows: list[dict[str, Any]] = []
    for area, now, before in numbers.places:
        gap = now.value - before.value if now.value is not None and before.value is not None else None
        rows.append(
            {
                "area": area, "url": about.url(area=area.code), "pop": about.url("figure-evidence", area=area.code),
                "now": presenting.drawn(now, factor) if now.value is not None else now.missing,
                "before": presenting.drawn(before, factor) if before.value is not None else before.missing,
                "gap": None if gap is None else round_half_up(gap / factor, 2),
                "bar": None if now.value is None else round(float(now.value / top * 96), 1),
                "tick": None if before.value is None else round(float(before.value / top * 96), 1), "value": now.value,
            }
        )  # fmt: skip
    known = [r for r in rows if r["value"] is not None]
    known.sort(key=lambda r: (-r["value"], r["area"].code))
    total = presenting.drawn(numbers.value, factor) if about.metric.additive and known else None
    before_total = presenting.drawn(numbers.before, factor) if total is not None else None
    gap = None if total is None or before_total is None else total - before_total
    inside = sum((r["value"] for r in known), Decimal(0))
    own = (
        numbers.value.value - inside
        if about.metric.additive and known and numbers.value.value is not None
        else None
    )
    return {
        "rows": known,
        "unit": unit,
        "total": total,
        "before": before_total,
        "gap": gap,
        "own": own or None,
        "factor": factor,
    }


def lists(found: Evidence, figure: Figure, user: Any) -> list[dict[str, Any]]:
    """Evidence as the template lists it: one table, or one for each part."""
    parts = found.parts or ((("", found),) if found.kind != "none" else ())
    shown_lists: list[dict[str, Any]] = []
    for title, part in parts:
        if part.parts:
            shown_lists.extend(lists(part, figure, user))
            continue
        unit = figure.metric.unit if len(parts) == 1 or found.kind == "mixed" else ""
        shown = presenting.shown(part.recount, unit, places=figure.metric.places)
        money = unit == "元"
        shown_lists.append(
            {
                "title": title, "part": part, "sum": shown, "statistics": part.kind == "statistics", "money": money,
                "rows": [(row, _record_url(row), row.contribution, _filed(row, figure)) for row in part.rows],
                "more": part.visible - len(part.rows),
                "columns": 3 + any(row.number for row in part.rows) + any(row.persons for row in part.rows),
                "persons": any(row.persons for row in part.rows),
                "numbers": any(row.number for row in part.rows), "counts": all(row.contribution in (0, 1) for row in part.rows),
            }
        )  # fmt: skip
    return shown_lists


def _filed(row: EvidenceRow, figure: Figure) -> presenting.Shown | None:
    """A statistic's number in its metric's own printing."""
    if row.kind != "statistics":
        return None
    own = figure.metric.shown_in if figure.unit == figure.metric.unit else ""
    return presenting.shown(row.contribution, figure.unit, shown_in=own)


def _record_url(row: EvidenceRow) -> str:
    """The record's page."""
    return reverse("web:record", args=[row.ledger, row.record_id]) if row.record_id else ""


def periods(about: Asked) -> list[tuple[str, str, bool]]:
    choices = period_choices(about.period.end.year)
    return [(text, about.url(period=p.iso), p == about.period) for text, p in choices]


def areas(about: Asked) -> list[tuple[str, str, bool]]:
    """The town and its villages."""
    town = areacode.town_of(about.area) if about.area.isdigit() else about.area
    rows = Area.objects.in_area(town).filter(level__in=("township", "village")).order_by("code")
    if about.area.isdigit() and areacode.level(about.area) == "county":
        rows = Area.objects.in_area(about.area).filter(level__in=("county", "township")).order_by("code")
    return [(area.name, about.url(area=area.code), area.code == about.area) for area in rows]
