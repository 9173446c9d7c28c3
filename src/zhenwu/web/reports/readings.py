"""The reading page: of a report that was read in, and of any text that is looked at without being kept."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.desk.linking import links_suggest
from zhenwu.desk.reading import report_read
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import Refused, ZhenwuError
from zhenwu.plans.choices import ItemStatus
from zhenwu.plans.models import Item
from zhenwu.reader import read
from zhenwu.reports.models import Report, Version
from zhenwu.reports.queries import link_counts, neighbours, version_latest
from zhenwu.web.navigation import address
from zhenwu.web.reports.exports import KINDS, reading_file
from zhenwu.web.reports.forms import LookForm
from zhenwu.web.reports.showing import show
from zhenwu.web.reports.views import may_edit, may_read, readable
from zhenwu.web.reports.whole import Whole, of_reading, of_version
from zhenwu.web.request import ours
from zhenwu.web.shell import redirect_htmx, render_page

#: A source up to so many bytes travels with its page, so that it can be saved or exported without being chosen again.
CARRIED = 2_000_000


@require_GET
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """A report that was read in: ?f= a number, or ?at= a place in the text (a promise's start), is shown and marked."""
    report = readable(request, pk)
    version = version_latest(report)
    whole = of_version(version)
    context = show(
        whole,
        items=_plan_items(report, version),
        chosen=request.GET.get("f", ""),
        at=_place(request, whole),
    )
    context |= {
        "nav": "reports",
        "report": report,
        "version": version,
        "address": reverse("web:reading", args=[pk]),
        "targets": sum(1 for p in context["in_plan"] if p["item"].kind == "target"),
        "links": link_counts(whole.figures),
        "editing": may_edit(request, report),
        "can_draft": may_edit(request, report) and today().year > report.year,
        "this_year": today().year,
        "plan_url": f"{address('plan')}?year={report.year + 1}",
        "neighbours": neighbours(report, ours(request).user),
    }
    return render_page(request, "web/reports/reading.html", context)


def _place(request: HttpRequest, whole: Whole) -> int | None:
    text = request.GET.get("at", "")
    place = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
    return place if place is not None and place < len(whole.text) else None


def _plan_items(report: Report, version: Version) -> list[Item]:
    """Items of the plan that was made of this very file."""
    return list(
        Item.objects.filter(plan__area_code=report.area_code, plan__source_sha256=version.sha256)
        .filter(status__in=[ItemStatus.ACCEPTED, ItemStatus.DONE])
        .exclude(start=None)
        .select_related("plan", "lead_office", "owner")
        .order_by("start")
    )


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Read any text and show what was read; nothing is kept unless the person saves it as a report.

    do : show (the usual), save, or a kind of file to take away.
    """
    may_read(request)
    user, area = ours(request).user, ours(request).zw.area
    form, error = LookForm(), None
    context: dict[str, Any] = {"nav": "reports", "sub": "look", "whole": None}
    context["saving"] = bool(area) and user.scope.may("report.edit", area)
    if request.method == "POST":
        form = LookForm(request.POST, request.FILES)
        if form.is_valid():
            data, name = form.source()
            year, do = form.cleaned_data["year"], request.POST.get("do", "")
            try:
                if do == "save" and year is not None:
                    report = report_read(data, actor=user, area_code=area, year=year, name=name)
                    links_suggest(version_latest(report), actor=user)
                    return redirect_htmx(request, reverse("web:reading", args=[report.pk]))
                if do == "save":
                    form.add_error("year", _("要存为报告，请填是哪一年的报告。"))
                whole = of_reading(read(data, name=name, year=None if year is None else year - 1))
                if do in KINDS:
                    return reading_file(whole, do, whole.title or name.rpartition(".")[0] or name)
                context |= show(whole) | _carried(data, name) | {"name": name}
                context["year"] = year or (whole.year + 1 if whole.year else "")
            except Refused:
                raise
            except ZhenwuError as caught:
                error = caught
    context |= {"form": form, "error": error}
    status = 400 if error or form.errors else None
    return render_page(request, "web/reports/look.html", context, status=status)


def _carried(data: bytes, name: str) -> dict[str, str]:
    """The source as the page carries it; nothing of one that is too large, which must be chosen again."""
    if len(data) > CARRIED:
        return {"carried": "", "carried_name": ""}
    return {"carried": base64.b64encode(data).decode("ascii"), "carried_name": name}
