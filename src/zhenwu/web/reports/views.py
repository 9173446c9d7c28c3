"""The list of reports, reading one in, and the page of a reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.accounts.scope import ABILITIES
from zhenwu.desk.linking import links_suggest
from zhenwu.desk.reading import allow_edit, report_read
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import Refused, ZhenwuError
from zhenwu.kernel.period import Period
from zhenwu.plans.choices import ItemStatus
from zhenwu.plans.models import Item
from zhenwu.reports.choices import ReportState
from zhenwu.reports.models import Passage, PrintedFigure, Report, Version
from zhenwu.reports.queries import (
    figures_of,
    link_counts,
    outline,
    report_get,
    verdict_counts,
    version_latest,
)
from zhenwu.web.navigation import address
from zhenwu.web.reports.forms import ReadForm
from zhenwu.web.reports.rules import rule_words
from zhenwu.web.reports.texts import heading_anchors, html, layout, reading_marks, suspect
from zhenwu.web.request import ours
from zhenwu.web.shell import redirect_htmx, render_page

TABS = ("section", "suspect", "promises", "all")


def readable(request: HttpRequest, pk: int) -> Report:
    """The report, when the person may read reports and it lies in one of their towns."""
    user = ours(request).user
    if not any("report.read" in ABILITIES[role] for role in user.scope.roles):
        raise Refused(
            _("您没有看报告的权限"),
            expected=_("有报告权限的角色"),
            do=_("请找党政办文员授权"),
            code="ZW-ABILITY",
        )
    return report_get(pk, user)


def may_edit(request: HttpRequest, report: Report) -> bool:
    return ours(request).user.scope.may("report.edit", report.area_code)


def address_of(report: Report) -> str:
    """The page that a report opens with."""
    drafted = report.state in (ReportState.DRAFT, ReportState.SIGNED)
    return reverse("web:draft" if drafted else "web:reading", args=[report.pk])


@require_http_methods(["GET", "POST"])
def report_list(request: HttpRequest) -> HttpResponse:
    """All reports of the area in view; a clerk reads the next one in."""
    user, area = ours(request).user, ours(request).zw.area
    if not any("report.read" in ABILITIES[role] for role in user.scope.roles):
        raise Refused(
            _("您没有看报告的权限"),
            expected=_("有报告权限的角色"),
            do=_("请找党政办文员授权"),
            code="ZW-ABILITY",
        )
    editing = bool(area) and user.scope.may("report.edit", area)
    form, error = ReadForm(initial={"year": ours(request).zw.year}), None
    if request.method == "POST":
        allow_edit(user, area)
        form = ReadForm(request.POST, request.FILES)
        if form.is_valid():
            data, name = form.source()
            try:
                report = report_read(
                    data, actor=user, area_code=area, year=form.cleaned_data["year"], name=name
                )
                links_suggest(version_latest(report), actor=user)
                return redirect_htmx(request, reverse("web:reading", args=[report.pk]))
            except Refused:
                raise
            except ZhenwuError as caught:
                error = caught
    reports = list(
        Report.objects.visible_to(user)
        .select_related("based_on", "created_by")
        .annotate(number=Max("versions__number"), saved=Max("versions__created_at"))
    )
    read = [r for r in reports if r.state in (ReportState.READ, ReportState.ADOPTED)]
    drafts = [r for r in reports if r.state in (ReportState.DRAFT, ReportState.SIGNED)]
    context = {
        "nav": "reports",
        "read": _counted(read),
        "drafts": _counted(drafts),
        "form": form,
        "error": error,
        "editing": editing,
        "this_year": today().year,
        "sub": "list",
    }
    return render_page(
        request, "web/reports/list.html", context, status=400 if error or form.errors else None
    )


def _counted(reports: Sequence[Report]) -> list[dict[str, Any]]:
    """Reports with what their latest version says, counted in one query."""
    latest = {
        v.report_id: v
        for v in Version.objects.filter(report__in=reports)
        .defer("content", "text")
        .annotate(
            printed=Count("figures"),
            linked=Count("figures", filter=Q(figures__link__in=["suggested", "confirmed"])),
            waiting=Count(
                "figures",
                filter=Q(
                    figures__verdict__in=["differs", "untraceable", "missing"], figures__handling="open"
                ),
            ),
        )
        .order_by("number")
    }
    rows = []
    for report in reports:
        version = latest.get(report.pk)
        promises = len((version.reading or {}).get("promises", [])) if version else 0
        rows.append({"report": report, "version": version, "promises": promises, "url": address_of(report)})
    return rows


@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader found: outline with counts, the text with its marks, numbers beside it.

    ?f= a number, ?s= a passage, ?tab= section, suspect, promises or all; ?at= a place in the text (a promise's
    start) that is shown and marked.
    """
    report = readable(request, pk)
    version = version_latest(report)
    figures = figures_of(version)
    passages = list(version.passages.order_by("order"))
    items = _plan_items(report, version)
    chosen = next((f for f in figures if f.key == request.GET.get("f")), None)
    at = _place(request, version)
    section = _section(request, passages, chosen, at)
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "section"
    promises = _promises(version, items)
    here = reverse("web:reading", args=[pk])
    found = layout(version.text, passages, figures)
    spans = reading_marks(found, figures, chosen=chosen.key if chosen else "", address=here)
    spans += heading_anchors(found, passages, spans)
    marked_promise = next((p for p in promises if at is not None and p["start"] <= at < p["end"]), None)
    if marked_promise is None and chosen is not None:
        marked_promise = next((p for p in promises if p["start"] <= chosen.start < p["end"]), None)
    if marked_promise is not None:
        spans.append(
            found.span(marked_promise["start"], marked_promise["end"], "mark", {"class": "prm", "id": "at"})
        )
    suspects = [figure for figure in figures if suspect(figure)]
    listed = {
        "section": [f for f in figures if section is not None and section.start <= f.start < section.end],
        "suspect": suspects,
        "all": figures,
        "promises": [],
    }[tab]
    counts = link_counts(figures)
    in_plan = [p for p in promises if p["item"] is not None]
    context = {
        "nav": "reports",
        "report": report,
        "version": version,
        "address": here,
        "figures": figures,
        "outline": outline(version, figures),
        "section": section,
        "text": html(found, spans),
        "tab": tab,
        "tabs": _tabs(here, tab, section, suspects, promises, figures),
        "listed": [_row(figure, promises) for figure in listed],
        "chosen": _detail(chosen, promises, report) if chosen else None,
        "promises": promises,
        "in_plan": in_plan,
        "targets": sum(1 for p in in_plan if p["item"].kind == "target"),
        "suspects": suspects,
        "checks": [_check(check, passages, version.text) for check in version.reading.get("checks", [])],
        "problems": version.reading.get("problems", []),
        "links": counts,
        "editing": may_edit(request, report),
        "can_draft": may_edit(request, report) and today().year > report.year,
        "this_year": today().year,
        "plan_url": _plan_url(report),
    }
    return render_page(request, "web/reports/reading.html", context, part={"side": "web/reports/_side.html"})


def _place(request: HttpRequest, version: Version) -> int | None:
    text = request.GET.get("at", "")
    place = int(text) if text.isascii() and text.isdigit() else None
    return place if place is not None and place < len(version.text) else None


def _section(
    request: HttpRequest, passages: Sequence[Passage], chosen: PrintedFigure | None, at: int | None
) -> Passage | None:
    asked = request.GET.get("s", "")
    if asked.isascii() and asked.isdigit():
        for passage in passages:
            if passage.pk == int(asked):
                return passage
    place = chosen.start if chosen is not None else at
    if place is not None:
        inside = [p for p in passages if p.start <= place < p.end]
        if inside:
            return max(inside, key=lambda p: (p.level, p.start))
    return next((p for p in passages if p.role in ("goals", "tasks")), passages[0] if passages else None)


def _plan_items(report: Report, version: Version) -> list[Item]:
    """Items of the plan that was made of this very file."""
    return list(
        Item.objects.filter(plan__area_code=report.area_code, plan__source_sha256=version.sha256)
        .filter(status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE])
        .exclude(start=None)
        .select_related("plan", "lead_office", "owner")
        .order_by("start")
    )


def _plan_url(report: Report) -> str:
    return f"{address('plan')}?year={report.year + 1}"


def _promises(version: Version, items: Sequence[Item]) -> list[dict[str, Any]]:
    rows = []
    for promise in version.reading.get("promises", []):
        item = next(
            (
                i
                for i in items
                if i.start is not None
                and i.start < promise["end"]
                and promise["start"] < (i.end or i.start + 1)
            ),
            None,
        )
        rows.append({**promise, "item": item})
    return rows


def _row(figure: PrintedFigure, promises: Sequence[dict[str, Any]]) -> dict[str, Any]:
    item = next((p["item"] for p in promises if p["start"] <= figure.start < p["end"] and p["item"]), None)
    doubt = ""
    if figure.masked:
        doubt = _("遮盖")
    elif figure.damaged and figure.value is not None:
        doubt = _("或为%(value)s") % {"value": f"{figure.value.normalize():f}"}
    elif figure.value is None:
        doubt = _("读不出")
    return {"figure": figure, "item": item, "doubt": doubt}


def _detail(figure: PrintedFigure, promises: Sequence[dict[str, Any]], report: Report) -> dict[str, Any]:
    promise = next((p for p in promises if p["start"] <= figure.start < p["end"]), None)
    return {
        **_row(figure, promises),
        "promise": promise,
        "rule": rule_words(figure.rule),
        "hedges": {"exact": _("不带约数"), "about": _("约数"), "over": _("不少于"), "under": _("不多于")}.get(
            figure.qualifier, figure.qualifier
        ),
        "kinds": {"level": _("数量"), "growth": _("增减"), "ratio": _("比率"), "rank": _("位次")}.get(
            figure.kind, figure.kind
        ),
        "period": _period_label(figure.period),
        "metric": metric_defs()[figure.metric_code].name if figure.metric_code in metric_defs() else "",
        "nature": {"target": _("要做到"), "estimate": _("预计"), "actual": _("已做到")}.get(
            figure.modality, figure.modality
        ),
    }


def _period_label(text: str) -> str:
    try:
        return Period.parse(text).label
    except ZhenwuError:
        return text


def _check(check: dict[str, Any], passages: Sequence[Passage], text: str) -> dict[str, Any]:
    place = check["spans"][0][0] if check["spans"] else 0
    inside = [p for p in passages if p.start <= place < p.end]
    section = max(inside, key=lambda p: (p.level, p.start), default=None)
    return {**check, "at": place, "section": section}


def _tabs(
    address: str,
    tab: str,
    section: Passage | None,
    suspects: Sequence[PrintedFigure],
    promises: Sequence[dict[str, Any]],
    figures: Sequence[PrintedFigure],
) -> list[tuple[str, str, int, bool]]:
    here = f"&s={section.pk}" if section is not None else ""
    in_section = [f for f in figures if section is not None and section.start <= f.start < section.end]
    return [
        (_("本节"), f"{address}?tab=section{here}", len(in_section), tab == "section"),
        (_("可疑"), f"{address}?tab=suspect{here}", len(suspects), tab == "suspect"),
        (_("承诺"), f"{address}?tab=promises{here}", len(promises), tab == "promises"),
        (_("全部"), f"{address}?tab=all{here}", len(figures), tab == "all"),
    ]


__all__ = ["address_of", "may_edit", "readable", "reading", "report_list", "verdict_counts"]
