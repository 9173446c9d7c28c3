"""My calendar feed, the digest of the day, and the town's robots with what they sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhenwu.desk.telling import calendar_entries
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import NotFound
from zhenwu.plans.rights import require
from zhenwu.telling.actions import feed_digest, feed_renew, robot_set, robot_stop
from zhenwu.telling.choices import RobotKind
from zhenwu.telling.models import Feed, Message, Robot
from zhenwu.web.plans.writes import attempt
from zhenwu.web.request import ours
from zhenwu.web.scope import DIGEST_KEY
from zhenwu.web.shell import asked, redirect_htmx, render_page
from zhenwu.web.views import safe_next
from zhenwu.writer.calendar import calendar

SHOWN = 20


class RobotForm(forms.Form):
    """A robot of a chat group; address and secret are never shown again."""

    kind = forms.ChoiceField(label=gettext_lazy("种类"), choices=RobotKind.choices)
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    url = forms.CharField(
        label=gettext_lazy("地址"), max_length=500, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("从群机器人的设置里复制，存后不再显示。"),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("加签密钥"), max_length=200, required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("钉钉选了“加签”才有，存后不再显示。"),
    )  # fmt: skip
    from_hour = forms.IntegerField(label=gettext_lazy("从几点"), min_value=0, max_value=23, initial=8)
    until_hour = forms.IntegerField(label=gettext_lazy("到几点"), min_value=1, max_value=24, initial=18)


def _town(request: HttpRequest) -> str:
    area = ours(request).zw.area
    town = areacode.town_of(area) if area else ""
    return town if town and areacode.level(town) == "township" else ""


def _page(
    request: HttpRequest, *, form: RobotForm | None = None, link: str = "", status: int | None = None
) -> HttpResponse:
    user, town = ours(request).user, _town(request)
    may = bool(town) and user.scope.may("plan.edit", town)
    robots = list(Robot.objects.visible_to(user).filter(area_code=town)) if may else []
    sent = Message.objects.filter(robot__in=robots).select_related("robot")[:SHOWN] if robots else []
    context = {
        "nav": "desk", "feed": Feed.objects.filter(user=user).first(), "link": link, "may": may, "robots": robots, "messages_sent": sent,
        "form": form or RobotForm(),
    }  # fmt: skip
    response = render_page(request, "web/telling/told.html", context, status=status)
    if link:
        response["Cache-Control"] = "no-store"
    return response


@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """How I am told, and how the town's groups are."""
    return _page(request)


@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """A new secret for my calendar, shown this once."""
    asked(request, renew=_("换一个订阅地址"))
    user = ours(request).user
    token = feed_renew(user, actor=user)
    return _page(request, link=request.build_absolute_uri(reverse("web:calendar-feed", args=[token])))


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the digest of the day away, and stay on the page."""
    asked(request, dismiss=_("知道了"))
    request.session.pop(DIGEST_KEY, None)
    if ours(request).htmx:
        return HttpResponse()
    return HttpResponseRedirect(safe_next(request, request.POST.get("next", "/")))


@require_POST
def robot(request: HttpRequest) -> HttpResponse:
    """Keep a robot."""
    user, town = ours(request).user, _town(request)
    require(user, "plan.edit", town or "0" * 12)
    form = RobotForm(request.POST)
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        if attempt(form, lambda: robot_set(actor=user, area_code=town, **given)):
            messages.success(request, _("机器人已存。"))
            return redirect_htmx(request, reverse("web:told"))
    return _page(request, form=form, status=400)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a robot be silent."""
    user = ours(request).user
    row = Robot.objects.visible_to(user).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("没有这个机器人"), expected=_("本镇的机器人"), code="ZW-ROBOT")
    require(user, "plan.edit", row.area_code)
    asked(request, stop=_("停用"))
    robot_stop(row, actor=user)
    messages.success(request, _("机器人已停用，地址和密钥已删。"))
    return redirect_htmx(request, reverse("web:told"))


@login_not_required
@require_GET
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's calendar for who knows its secret; what the person no longer reaches is no longer in it."""
    row = (
        Feed.objects.select_related("user__person")
        .filter(digest=feed_digest(token), user__is_active=True)
        .first()
    )
    if row is None:
        raise Http404
    root = request.build_absolute_uri("/").rstrip("/")
    data = calendar(
        _("镇务 %(name)s") % {"name": row.user}, calendar_entries(row.user, today(), root), stamp=today()
    )
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
