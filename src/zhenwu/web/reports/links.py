"""The page where printed numbers are linked to metrics: suggested, confirmed, refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from zhenwu.desk.linking import link_confirm, link_confirm_all, link_refuse, links_suggest
from zhenwu.desk.reading import allow_edit
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.metrics.definition import MetricDef
from zhenwu.reports.choices import LinkState
from zhenwu.reports.models import PrintedFigure, Report
from zhenwu.reports.queries import ahead, figures_of, link_counts, version_latest
from zhenwu.web.reports.views import address_of, may_edit, readable
from zhenwu.web.shell import asked, redirect_htmx, render_page

STATES = ("suggested", "confirmed", "none", "refused", "all")
SURE = 80


@require_GET
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Review numbers by the state of their link."""
    report = readable(request, pk)
    version = version_latest(report)
    figures = [f for f in figures_of(version) if not ahead(f)]
    counts = link_counts(figures)
    state = request.GET.get("state", "")
    if state not in STATES:
        state = "suggested" if counts[LinkState.SUGGESTED] else ("none" if counts[LinkState.NONE] else "all")
    address = reverse("web:report-links", args=[pk])
    shown = [f for f in figures if state in ("all", f.link)]
    defs = metric_defs()
    context = {
        "nav": "reports",
        "report": report,
        "version": version,
        "back": address_of(report),
        "counts": counts,
        "state": state,
        "address": address,
        "tabs": [
            (_("建议"), f"{address}?state=suggested", counts[LinkState.SUGGESTED], state == "suggested"),
            (_("已确认"), f"{address}?state=confirmed", counts[LinkState.CONFIRMED], state == "confirmed"),
            (pgettext("tab", "没有连上"), f"{address}?state=none", counts[LinkState.NONE], state == "none"),
            (
                pgettext("tab", "不连"),
                f"{address}?state=refused",
                counts[LinkState.REFUSED],
                state == "refused",
            ),
            (_("全部"), f"{address}?state=all", counts["all"], state == "all"),
        ],
        "rows": [row_of(figure, version.text, defs) for figure in shown],
        "metrics": sorted(defs.values(), key=lambda m: m.name),
        "sure": sum(f.link == LinkState.SUGGESTED and f.link_score >= SURE for f in figures),
        "least": SURE,
        "editing": may_edit(request, report),
        "open": request.GET.get("f", ""),
    }
    return render_page(request, "web/reports/links.html", context, part={"links": "web/reports/_links.html"})


def row_of(figure: PrintedFigure, text: str, defs: Mapping[str, MetricDef]) -> dict[str, Any]:
    """A number with the words around it and the metric it means."""
    metric = defs.get(figure.metric_code)
    return {
        "figure": figure,
        "before": text[max(0, figure.start - 16) : figure.start].rpartition("\n")[2],
        "after": text[figure.end : figure.end + 8].partition("\n")[0],
        "metric": metric,
        "aspect": aspect_word(figure.aspect),
    }


def aspect_word(aspect: str) -> str:
    return {
        "growth": _("同比"),
        "difference": _("增减"),
        "share": _("占比"),
        "rank": _("位次"),
        "progress": _("完成率"),
        "streak": _("连续年数"),
    }.get(aspect, "")


def figure_of(report: Report, key: str) -> PrintedFigure:
    """A number of the report's latest version."""
    found = (
        PrintedFigure.objects.filter(version=version_latest(report), key=key)
        .select_related("version__report", "passage")
        .first()
    )
    if found is None:
        raise NotFound(_("文中没有这个数"), where=key, do=_("请刷新页面，文稿可能已有新稿"))
    return found


@require_POST
def link(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Confirm, refuse, or choose another metric for one number."""
    report = readable(request, pk)
    figure = figure_of(report, key)
    allow_edit(request.user, report.area_code)
    do = asked(request, confirm=_("确认"), choose=_("连上"), refuse=_("不连"))
    if do == "refuse":
        link_refuse(figure, actor=request.user)
    else:
        code = _code(request.POST.get("metric", "").strip()) if do == "choose" else None
        link_confirm(figure, actor=request.user, metric_code=code, aspect=request.POST.get("aspect") or None)
    back = request.POST.get("next", "")
    address = reverse("web:report-links", args=[pk]) + f"?state={back if back in STATES else 'suggested'}"
    return redirect_htmx(request, address)


def _code(chosen: str) -> str:
    """The metric that a name or code names."""
    defs = metric_defs()
    if chosen in defs:
        return chosen
    named = [m.code for m in defs.values() if chosen in (m.name, f"{m.name}（{m.unit}）")]
    if len(named) != 1:
        raise BadInput(
            _("没有指标“%(name)s”") % {"name": chosen},
            where=_("指标"),
            expected=_("列表里的一个指标"),
            do=_("请从列表里选"),
        )
    return named[0]


@require_POST
def confirm_many(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm every sure suggestion."""
    report = readable(request, pk)
    count = link_confirm_all(version_latest(report), actor=request.user, least=SURE)
    messages.success(request, _("确认了%(n)s个，以后同样的写法不用再连。") % {"n": count})
    return redirect_htmx(request, reverse("web:report-links", args=[pk]))


@require_POST
def suggest_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggest links for what has none."""
    report = readable(request, pk)
    linked = links_suggest(version_latest(report), actor=request.user)
    messages.success(request, _("已有%(n)s个数连到指标。") % {"n": linked})
    return redirect_htmx(request, reverse("web:report-links", args=[pk]))
