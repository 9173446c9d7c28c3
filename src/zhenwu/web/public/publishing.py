"""A town's pages on which a clerk prepares an edition and a leader publishes it or takes it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.accounts.scope import ABILITIES
from zhenwu.areas.models import Area
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Refused
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.actions import (
    edition_choose,
    edition_drop,
    edition_prepare,
    edition_publish,
    edition_withdraw,
    may_edit,
)
from zhenwu.reports.editions.comparing import changes, content_of
from zhenwu.reports.editions.gathering import months_over
from zhenwu.reports.editions.queries import edition_before, edition_get, editions_of
from zhenwu.reports.models import Edition
from zhenwu.web.kit.values import label
from zhenwu.web.public.showing import change_lines, issue, page_of
from zhenwu.web.request import WebRequest, keys_of, ours
from zhenwu.web.shell import asked, render_page


def _need_reading(web: WebRequest) -> None:
    """Refused for who reads no reports: a town's preparing is not yet public."""
    if not any("report.read" in ABILITIES[role] for role in web.user.scope.roles):
        raise Refused(
            _("您没有看公开准备的权限"),
            expected=_("看报告的授权"),
            do=_("公布了的在公开页上，人人可看"),
            code="ZW-PUBLIC-RIGHT",
        )


def _edition_for(web: WebRequest, pk: int) -> Edition:
    _need_reading(web)
    return edition_get(pk, web.user)


@require_GET
def editions(request: HttpRequest) -> HttpResponse:
    """What is being prepared, what is public, what was taken back; and the form to prepare the next one."""
    web = ours(request)
    _need_reading(web)
    area = web.zw.area
    if area and areacode.level(area) in ("village", "grid"):
        area = areacode.town_of(area)
    rows = editions_of(web.user, area) if area else []
    names = dict(Area.objects.filter(code__in={e.area_code for e in rows}).values_list("code", "name"))
    town = bool(area) and areacode.level(area) == "township"
    over = months_over(web.zw.year)
    public = [e for e in rows if e.state == EditionState.PUBLISHED]
    context: dict[str, Any] = {
        "nav": "public", "town": town, "area": area, "public": public, "latest": public[0] if public else None,
        "draft": next((e for e in rows if e.state == EditionState.DRAFT), None),
        "rows": [(e, names.get(e.area_code, "")) for e in rows if e.state != EditionState.DROPPED],
        "may_prepare": town and web.user.scope.may("public.prepare", area),
        "months": list(range(over, 0, -1)), "year": web.zw.year,
    }  # fmt: skip
    return render_page(request, "web/public/editions.html", context)


def _whole(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise BadInput(
            _("没有说截至几月"),
            where=where,
            expected=_("已经过完的月份"),
            do=_("请选一个月"),
            code="ZW-PUBLIC",
        )
    return int(text)


@require_POST
def prepare(request: HttpRequest) -> HttpResponse:
    """Put the next edition together, or the draft together anew."""
    web = ours(request)
    area = web.zw.area
    may_edit(web.user, "public.prepare", area or "0" * 12)
    year, month = (
        _whole(request.POST.get("year", ""), _("年")),
        _whole(request.POST.get("month", ""), _("月")),
    )
    made = edition_prepare(actor=web.user, area_code=area, year=year, month=month)
    messages.success(request, _("已整理%(period)s的一期，还没有公布。") % {"period": label(made.period)})
    return redirect("web:edition", pk=made.pk)


@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """What outsiders would see or see of an edition, with what is new beside the one before."""
    web = ours(request)
    found = _edition_for(web, pk)
    before = edition_before(found)
    drafting = found.state == EditionState.DRAFT
    choosing = drafting and web.user.scope.may("public.prepare", found.area_code)
    shown = content_of(found)
    diff = changes(before, shown) if before is not None else None
    place = Area.objects.filter(code=found.area_code).first()
    context = {
        "nav": "public", "edition": found, "town": place, "drafting": drafting, "choosing": choosing, "today": today(),
        "page": page_of(content_of(found, whole=choosing), before, hints=True), "before": before.edition if before else None,
        "counts": (len(shown.figures), len(shown.promises), len(shown.reports)),
        "change_lines": change_lines(diff) if diff is not None else [],
        "may_publish": drafting and web.user.scope.may("public.publish", found.area_code),
        "may_withdraw": found.state == EditionState.PUBLISHED and web.user.scope.may("public.publish", found.area_code),
        "public_url": reverse("web:public-edition", args=[found.area_code, found.year, found.number]) if found.number else "",
    }  # fmt: skip
    return render_page(request, "web/public/preview.html", context)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what the draft shows, put it together anew, or give it up."""
    web = ours(request)
    found = _edition_for(web, pk)
    may_edit(web.user, "public.prepare", found.area_code)
    do = asked(request, choose=_("保存选择"), again=_("重新整理"), drop=_("放弃"))
    if do == "drop":
        edition_drop(found, actor=web.user)
        messages.success(request, _("已放弃，什么也没有公布。"))
        return redirect("web:editions")
    if do == "again":
        edition_prepare(
            actor=web.user,
            area_code=found.area_code,
            year=found.period_end.year,
            month=found.period_end.month,
        )
        messages.success(request, _("已按现在的数据重新整理。"))
    else:
        edition_choose(
            found, actor=web.user, figures=set(request.POST.getlist("figure")), promises=keys_of(request.POST.getlist("promise")),
            reports=keys_of(request.POST.getlist("report")),
        )  # fmt: skip
        messages.success(request, _("已保存选择。"))
    return redirect("web:edition", pk=pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Make public what the leader has looked at."""
    web = ours(request)
    found = _edition_for(web, pk)
    found = edition_publish(found, actor=web.user, seen=request.POST.get("seen", ""))
    messages.success(request, _("已公布%(edition)s，外面的人现在就能看到。") % {"edition": issue(found)})
    return redirect("web:edition", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a published edition back, with a reason that outsiders read."""
    web = ours(request)
    found = edition_withdraw(_edition_for(web, pk), actor=web.user, why=request.POST.get("why", ""))
    messages.success(request, _("已撤回%(edition)s，它的地址上写着理由。") % {"edition": issue(found)})
    return redirect("web:edition", pk=pk)
