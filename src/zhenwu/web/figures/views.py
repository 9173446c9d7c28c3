"""A figure, its popover and its rows as a spreadsheet."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.areas.models import Area
from zhenwu.catalog import work_rows
from zhenwu.figures.models import Metric
from zhenwu.figures.queries import evaluate, evaluate_kept, evidence
from zhenwu.figures.used import used_in
from zhenwu.figures.words import definition_words
from zhenwu.web.english.amounts import MONTHS
from zhenwu.web.figures import panels, presenting
from zhenwu.web.figures.asking import asked
from zhenwu.web.figures.exports import rows_xlsx
from zhenwu.web.request import key_of, ours
from zhenwu.web.shell import render_page

#: Rows of evidence under a figure, and on a page of all of them.
FEW, MANY = 10, 50
#: No figure has more pages of rows.
_LAST_PAGE = 10**6


@require_GET
def figure_page(request: HttpRequest, code: str) -> HttpResponse:
    """One figure: value, sentence, months, places, the rows behind it, its definition."""
    page = ours(request)
    about = asked(page, code)
    default = "to_date" if about.metric.shape == "filed" else "month"
    run = request.GET.get("run", default)
    numbers = panels.numbers(about, run == "to_date")
    everything = "page" in request.GET
    per = MANY if everything else FEW
    number = min(key_of(request.GET.get("page", "")) or 1, _LAST_PAGE)
    found = evidence(numbers.value, request.user, offset=(max(number, 1) - 1) * per, limit=per)
    factor, unit = presenting.chart_scale([*numbers.now, *numbers.last], about.metric)
    now, last = panels.drawn(numbers.now, factor), panels.drawn(numbers.last, factor)
    in_english = (get_language() or "").startswith("en")
    names = [month[:3] if in_english else _("%(n)d月") % {"n": n} for n, month in enumerate(MONTHS, 1)]
    pager = Paginator(range(found.visible), per).get_page(number) if everything else None
    metric = about.metric
    context = {
        "nav": "figures", "about": about, "metric": metric, "name": presenting.metric_name(metric),
        "row": work_rows().get(metric.row, metric.row), "numbers": numbers, "shown": presenting.shown_figure(numbers.value),
        "sentence": panels.sentence(about, numbers), "status": presenting.status(numbers.value),
        "origin": panels.origin(numbers.value, found), "facts": panels.facts(about, numbers),
        "chart": presenting.month_chart(now, last, names), "chart_unit": unit, "run": run,
        "months": list(zip(names, now, last, strict=True)), "year": about.period.end.year, "stock": metric.kind == "stock",
        "places": panels.places(about, numbers), "lists": panels.lists(found, numbers.value, request.user), "found": found, "pager": pager,
        "words": definition_words(metric), "version": Metric.objects.filter(code=metric.code).order_by("-version").first(),
        "uses": used_in(request.user, metric.code, about.area), "periods": panels.periods(about), "areas": panels.areas(about),
        "may_filed": page.user.scope.may("statistic.read", page.zw.area),
        "may_file": metric.shape == "filed" and page.user.scope.may("statistic.file", about.area),
        "month_url": about.url(run="month"), "to_date_url": about.url(run="to_date"), "rows_url": about.url("figure-rows"),
        "all_url": about.url(page="1"), "slices": panels.slices(about), "below": panels.below(about),
        "one_year": about.period.start.year == about.period.end.year and metric.kind == "flow",
    }  # fmt: skip
    parts = {"months": "web/figures/_months.html", "evidence": "web/figures/_rows.html"}
    return render_page(request, "web/figures/figure.html", context, part=parts)


@require_GET
def figure_evidence(request: HttpRequest, code: str) -> HttpResponse:
    """The popover of a number: value, against what, three rows, basis."""
    about = asked(ours(request), code)
    asks = [about.ask(), about.ask(aspect="growth"), about.ask(aspect="difference")]
    if about.aspect not in ("value", "growth", "difference"):
        asks.append(about.ask(aspect=about.aspect))
    found = evaluate_kept(asks)
    value, growth, difference = (found[a] for a in asks[:3])
    asked_for = found[about.ask(aspect=about.aspect)]
    listed = evidence(value, request.user, limit=3)
    area = Area.objects.filter(code=about.area).first()
    before = presenting.shown(
        difference.denominator, value.unit, places=about.metric.places, shown_in=about.metric.shown_in
    )
    head = growth if about.aspect == "growth" else asked_for
    big = (
        presenting.Shown(presenting.change_number(growth))
        if about.aspect == "growth"
        else presenting.shown_figure(head)
    )
    context = {
        "about": about, "name": presenting.metric_name(about.metric), "area": area, "value": value, "big": big,
        "level": presenting.shown_figure(value), "is_level": about.aspect == "value", "status": presenting.status(value),
        "agrees": listed.recount is not None and listed.recount == value.value, "growth": growth,
        "growth_words": presenting.change_words(growth), "before": before, "when": value.shown or about.period,
        "lists": panels.lists(listed, value, request.user)[:1], "origin": panels.origin(value, listed), "found": listed,
        "url": about.url(aspect="value"),
    }  # fmt: skip
    return render_page(request, "web/figures/_evidence.html", context)


@require_GET
def figure_rows(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind a figure that the person may see, as a spreadsheet; personal data stay behind."""
    about = asked(ours(request), code)
    figure = evaluate([about.ask()])[about.ask()]
    found = evidence(figure, request.user, limit=None)
    area = Area.objects.filter(code=about.area).first()
    data = rows_xlsx(figure, found, area.name if area else about.area, definition_words(about.metric))
    response = HttpResponse(
        data, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = (
        f'attachment; filename="{about.metric.code}-{about.period.iso.replace("/", "_")}.xlsx"'
    )
    return response
