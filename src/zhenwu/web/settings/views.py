"""What the town is set up with, for those who may read it; grants are given and taken here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhenwu.accounts.actions import grant_give, grant_take
from zhenwu.accounts.models import Grant, User
from zhenwu.areas.models import Area
from zhenwu.areas.querysets import in_area
from zhenwu.audit.models import AuditRow
from zhenwu.audit.words import ACTIONS
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import NotFound, Refused
from zhenwu.ledgers.models import Ledger, Record
from zhenwu.plans.rules import RULES
from zhenwu.web.request import key_of
from zhenwu.web.settings.forms import GrantForm, TakeForm
from zhenwu.web.shell import render_page

PER_PAGE = 50


def _need(request: HttpRequest, ability: str) -> str:
    """The area in view, when the person may do this there."""
    area = request.zw.area  # type: ignore[attr-defined]
    if not area or not request.user.scope.may(ability, area):  # type: ignore[union-attr]
        raise Refused(
            _("您没有查看管理页的权限"),
            expected=_("党政办文员或审计的授权"),
            do=_("请找党政办文员授权"),
            code="ZW-ABILITY",
        )
    return area


def _tabs(request: HttpRequest, current: str) -> list[tuple[str, str, None, bool]]:
    names = [
        ("settings", _("区域")), ("settings-people", _("人员与授权")), ("settings-ledgers", _("台账")),
        ("settings-rules", _("规则")), ("settings-audit", _("留痕")),
    ]  # fmt: skip
    return [(text, reverse(f"web:{name}"), None, name == current) for name, text in names]


def _page(
    request: HttpRequest, name: str, template: str, context: dict[str, Any], status: int | None = None
) -> HttpResponse:
    return render_page(
        request, template, {"nav": "settings", "tabs": _tabs(request, name), **context}, status=status
    )


@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """The tree below the area in view, with how much is recorded in each place."""
    code = _need(request, "settings.read")
    here = Area.objects.filter(code=code).first()
    rows = list(Area.objects.children_of(code))
    width = areacode.child_width(code)
    # one grouped count over the range, not one query a place
    totals: dict[str, int] = {}
    counted = Record.objects.visible_to(request.user).in_area(code).standing()
    for row in counted.values("area_code").annotate(n=Count("id")).order_by():
        place = row["area_code"][:width]
        totals[place] = totals.get(place, 0) + row["n"]
    table = [(area, totals.get(area.code[:width], 0)) for area in rows]
    return _page(
        request, "settings", "web/settings/areas.html",
        {"here": here, "rows": table, "total": sum(n for _a, n in table),
         "people": sum(a.population or 0 for a in rows), "homes": sum(a.households or 0 for a in rows)},
    )  # fmt: skip


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Sign-ins whose grants lie in the area, and what each may do."""
    code = _need(request, "settings.read")
    users = (
        User.objects.filter(in_area(code, "grants__area__code"))
        .select_related("person__office", "office")
        .prefetch_related("grants__area")
        .distinct()
    )
    return _page(
        request, "settings-people", "web/settings/people.html", {"users": users, "count": len(users)}
    )


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's grants: give and take, inside one's own area."""
    code = _need(request, "settings.read")
    user = User.objects.filter(in_area(code, "grants__area__code"), pk=pk).distinct().first()
    if user is None:
        raise NotFound(_("没有这个用户，或不在您的范围内"), do=_("请从名单里选"), code="ZW-USER")
    give, take = GrantForm(area_code=code), TakeForm()
    # who reads the settings as an auditor sees the grants, and neither gives nor takes
    reaches = request.user.scope.reaches  # type: ignore[union-attr]
    granting = any(
        one.role == "clerk" and not one.ledgers and areacode.within(code, one.code) for one in reaches
    )
    if request.method == "POST":
        if not granting:
            raise Refused(_("只有党政办文员可以授权"), do=_("请找党政办文员"), code="ZW-ABILITY")
        if "take" in request.POST:
            take = TakeForm(request.POST)
            key = key_of(request.POST["take"])
            found = Grant.objects.filter(in_area(code, "area__code"), user=user)
            grant = found.filter(pk=key).first()
            if grant is None:
                raise NotFound(
                    _("没有这项授权"), expected=_("名单里的一项"), do=_("请刷新后再看"), code="ZW-GRANT"
                )
            if take.is_valid():
                grant_take(grant, actor=request.user, reason=take.cleaned_data["reason"])
                messages.success(request, _("已收回。"))
                return redirect("web:settings-people")
        else:
            give = GrantForm(request.POST, area_code=code)
            if give.is_valid():
                grant_give(
                    user,
                    actor=request.user,
                    role=give.cleaned_data["role"],
                    area=give.cleaned_data["area"],
                    ledgers=give.cleaned_data["ledgers"],
                )
                messages.success(request, _("已授权。"))
                return redirect("web:settings-person", pk=user.pk)
    grants = list(user.grants.select_related("area"))
    context = {"person": user, "grants": grants, "give": give, "take": take, "granting": granting}
    status = 400 if give.errors or take.errors else None
    return _page(request, "settings-people", "web/settings/person.html", context, status)


@require_GET
def ledgers(request: HttpRequest) -> HttpResponse:
    code = _need(request, "settings.read")
    rows = Ledger.objects.visible_to(request.user).annotate(
        n=Count("records", filter=in_area(code, "records__area_code") & Q(records__withdrawn_on__isnull=True))
    )
    return _page(
        request, "settings-ledgers", "web/settings/ledgers.html", {"ledgers": rows, "count": len(rows)}
    )


@require_GET
def ledger(request: HttpRequest, code: str) -> HttpResponse:
    """A ledger's fields, stages, clocks and coverage."""
    area = _need(request, "settings.read")
    found = Ledger.objects.visible_to(request.user).filter(code=code).prefetch_related("fields").first()
    if found is None:
        raise NotFound(_("没有这本台账，或不在您的范围内"), do=_("请从台账目录里选"), code="ZW-LEDGER")
    coverages = found.coverages.filter(in_area(area))
    return _page(
        request, "settings-ledgers", "web/settings/ledger.html", {"ledger": found, "coverages": coverages}
    )


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """Deadlines and lights: dated data that results name."""
    _need(request, "settings.read")
    clocks = [
        (ledger, ledger.stage_name(clock["from"]), ledger.stage_name(clock["to"]), clock)
        for ledger in Ledger.objects.visible_to(request.user)
        for clock in ledger.clocks
    ]
    return _page(request, "settings-rules", "web/settings/rules.html", {"clocks": clocks, "lights": RULES})


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, newest first; rows of one's own area only."""
    code = _need(request, "audit.read")
    rows = AuditRow.objects.filter(in_area(code)).select_related("actor")
    who, action = request.GET.get("who", "").strip(), request.GET.get("action", "").strip()
    if who:
        rows = rows.filter(actor_name__contains=who)
    if action:
        rows = rows.filter(action=action)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    actions = (
        AuditRow.objects.filter(in_area(code)).order_by("action").values_list("action", flat=True).distinct()
    )
    named = sorted(((name, str(ACTIONS.get(name, name))) for name in actions), key=lambda pair: pair[1])
    context = {"page": page, "who": who, "action": action, "actions": named}
    return _page(request, "settings-audit", "web/settings/audit.html", context)
