"""The list of reports, and reading one in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenwu.accounts.scope import ABILITIES
from zhenwu.desk.linking import links_suggest
from zhenwu.desk.reading import allow_edit, report_read
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import Refused, ZhenwuError
from zhenwu.reports.choices import ReportState
from zhenwu.reports.models import Report, Version
from zhenwu.reports.queries import (
    report_get,
    version_latest,
)
from zhenwu.web.reports.forms import ReadForm
from zhenwu.web.request import ours
from zhenwu.web.shell import redirect_htmx, render_page

TABS = ("section", "suspect", "promises", "all")


def may_read(request: HttpRequest) -> None:
    """Refused unless the person may read reports anywhere."""
    if not any("report.read" in ABILITIES[role] for role in ours(request).user.scope.roles):
        raise Refused(
            _("您没有看报告的权限"),
            expected=_("有报告权限的角色"),
            do=_("请找党政办文员授权"),
            code="ZW-ABILITY",
        )


def readable(request: HttpRequest, pk: int) -> Report:
    """The report, when the person may read reports and it lies in one of their towns."""
    may_read(request)
    return report_get(pk, ours(request).user)


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
    may_read(request)
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
