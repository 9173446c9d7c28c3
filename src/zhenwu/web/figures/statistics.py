"""Numbers that other offices filed: the list with its revisions, a form to file, a form to revise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.areas.models import Area
from zhenwu.catalog import work_rows
from zhenwu.figures.actions import statistic_file, statistic_revise
from zhenwu.figures.models import Statistic
from zhenwu.figures.queries import metric_defs
from zhenwu.figures.rights import statistic_for
from zhenwu.kernel.errors import BadInput, Refused, ZhenwuError
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Attachment
from zhenwu.metrics.definition import MetricDef
from zhenwu.web.figures import presenting
from zhenwu.web.figures.forms import PaperForm, StatisticForm, initial_of
from zhenwu.web.files import accepted, file_lines, optional_file
from zhenwu.web.request import WebRequest, ours
from zhenwu.web.shell import form_faults, render_page

PER_PAGE = 30


def _may(page: WebRequest, ability: str) -> bool:
    return bool(page.zw.area) and page.user.scope.may(ability, page.zw.area)


def _need(page: WebRequest, ability: str) -> None:
    if not _may(page, ability):
        raise Refused(
            _("您没有报数的权限") if ability == "statistic.file" else _("您没有看报数的权限"),
            expected=_("文员、办公室或领导的授权"),
            do=_("请找党政办文员"),
            code="ZW-ABILITY",
        )


@require_GET
def statistic_list(request: HttpRequest) -> HttpResponse:
    """What was filed for the area in view, newest period first; replaced rows stay, struck."""
    page = ours(request)
    _need(page, "statistic.read")
    defs = metric_defs()
    code = request.GET.get("metric", "")
    rows = (
        Statistic.objects.visible_to(request.user)
        .in_area(page.zw.area)
        .select_related("receipt", "receipt__filed_by")
        .prefetch_related(Prefetch("receipt__files", Attachment.objects.standing(), "standing"))
    )
    used = sorted(
        set(rows.order_by().values_list("metric_code", flat=True)),
        key=lambda c: defs[c].order if c in defs else 0,
    )
    if code:
        rows = rows.filter(metric_code=code)
    paged = Paginator(rows.order_by("-end", "metric_code", "-id"), PER_PAGE).get_page(request.GET.get("page"))
    names = dict(Area.objects.filter(code__in={r.area_code for r in paged}).values_list("code", "name"))
    lines = [_line(row, defs.get(row.metric_code), names) for row in paged]
    context = {
        "nav": "figures", "page": paged, "lines": lines, "code": code, "current": rows.current().count(),
        "replaced": rows.filter(replaced_by__isnull=False).count(), "may_file": _may(page, "statistic.file"),
        "metrics": [(c, presenting.metric_name(defs[c])) for c in used if c in defs],
    }  # fmt: skip
    return render_page(
        request, "web/figures/statistics.html", context, part={"table": "web/figures/_statistics.html"}
    )


def _line(row: Statistic, metric: MetricDef | None, names: dict[str, str]) -> dict[str, Any]:
    unit = metric.unit if metric else ""
    period = Period(row.start, row.end)
    return {
        "row": row, "name": presenting.metric_name(metric) if metric else row.metric_code, "period": period,
        "value": presenting.shown(row.value, unit, shown_in=_money(metric)) if row.value is not None else None,
        "place": names.get(row.area_code, ""),
        "rate": metric is not None and metric.is_rate,
    }  # fmt: skip


def _money(metric: MetricDef | None) -> str:
    """Money in one unit down the column."""
    return presenting.column_unit(metric) if metric is not None and metric.unit == "元" else ""


def _choices() -> list[Any]:
    """Metrics by work row, filed ones first: those are what offices file, the others stand in before a ledger."""
    rows = work_rows()
    groups: dict[str, list[tuple[str, str]]] = {}
    for metric in sorted(metric_defs().values(), key=lambda m: (m.shape != "filed", m.order)):
        head = (
            rows.get(metric.row, metric.row) if metric.shape == "filed" else _("台账指标（台账完整以前的数）")
        )
        groups.setdefault(head, []).append(
            (metric.code, f"{presenting.metric_name(metric)} {metric.unit}".strip())
        )
    return [("", _("请选指标")), *groups.items()]


@require_http_methods(["GET", "POST"])
def statistic_new(request: HttpRequest) -> HttpResponse:
    """File a number."""
    page = ours(request)
    _need(page, "statistic.file")
    defs = metric_defs()
    code = request.POST.get("metric_code") or request.GET.get("metric_code") or request.GET.get("metric", "")
    metric = defs.get(code)
    data = request.POST if request.method == "POST" else None
    form = StatisticForm(
        data, request.FILES or None, choices=_choices(), metric=metric, initial={"metric_code": code}
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = statistic_file(
                actor=request.user, metric_code=code, area_code=page.zw.area, period=form.period(),
                basis=form.cleaned_data["basis"], file=optional_file(request), **form.given(),
            )  # fmt: skip
        except ZhenwuError as error:
            form_faults(form, error)
        else:
            messages.success(request, _("已报：%(what)s") % {"what": _said(row, defs[code])})
            if "next" in request.POST:
                return redirect(reverse("web:statistic-new"))
            return redirect(f"{reverse('web:figure', args=[code])}?period={Period(row.start, row.end).iso}")
    context = {"nav": "figures", "form": form, "metric": metric, "area": page.zw.area_name}
    part = {"numbers": "web/figures/_paper.html"}
    status = 400 if form.errors else 200
    return render_page(request, "web/figures/statistic_form.html", context, part=part, status=status)


def need_file(page: WebRequest, row: Statistic) -> None:
    """Refused unless the person files numbers there."""
    if not page.user.scope.may("statistic.file", row.area_code):
        raise Refused(
            _("您没有报数的权限"), expected=_("文员或办公室的授权"), do=_("请找党政办文员"), code="ZW-ABILITY"
        )


@require_http_methods(["GET", "POST"])
def statistic_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Revise a number: the old one stays readable."""
    page = ours(request)
    row = statistic_for(page.user, pk)
    need_file(page, row)
    metric = metric_defs()[row.metric_code]
    if request.method != "POST":
        return change_page(page, row, PaperForm(metric=metric, initial=initial_of(row, metric)))
    form = PaperForm(request.POST, request.FILES or None, metric=metric, initial=initial_of(row, metric))
    if form.is_valid():
        try:
            new = statistic_revise(row, actor=request.user, file=optional_file(request), **form.given())
        except ZhenwuError as error:
            form_faults(form, error)
        else:
            messages.success(request, _("已更正：%(what)s") % {"what": _said(new, metric)})
            return redirect(
                f"{reverse('web:figure', args=[row.metric_code])}?period={Period(row.start, row.end).iso}"
            )
    return change_page(page, row, form, status=400)


def change_page(
    page: WebRequest, row: Statistic, form: PaperForm | None = None, *, error: BadInput | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The number with its history, its paper's files and the form to revise it. error : of a form beside it."""
    metric = metric_defs()[row.metric_code]
    history = list(
        Statistic.objects.visible_to(page.user)
        .filter(
            metric_code=row.metric_code,
            area_code=row.area_code,
            start=row.start,
            end=row.end,
            peer_group=row.peer_group,
        )
        .select_related("receipt")
        .order_by("-id")
    )
    context = {
        "nav": "figures", "form": form or PaperForm(metric=metric, initial=initial_of(row, metric)), "metric": metric, "row": row,
        "name": presenting.metric_name(metric), "period": Period(row.start, row.end), "error": error,
        "history": [_line(r, metric, {}) for r in history], **files_context(row),
    }  # fmt: skip
    return render_page(page, "web/figures/statistic_revise.html", context, status=status)


def files_context(row: Statistic) -> dict[str, Any]:
    """The files of a number's paper, for who files numbers."""

    def url(name: str) -> Any:
        return lambda file: reverse(f"web:{name}", args=[row.pk, file.pk])

    return {
        "files": file_lines(
            row.receipt.files.select_related("created_by"), may_open=lambda file: True, may_withdraw=True,
            url=url("statistic-file"), withdraw=url("statistic-file-withdraw"),
        ),
        "files_add": reverse("web:statistic-file-add", args=[row.pk]), "files_accept": accepted(),
    }  # fmt: skip


def _said(row: Statistic, metric: MetricDef) -> str:
    shown = presenting.shown(row.value, metric.unit, shown_in=metric.shown_in)
    value = f"{shown.number}{shown.unit}" if row.value is not None else ""
    return f"{Period(row.start, row.end).label}{presenting.metric_name(metric)}{value}"
