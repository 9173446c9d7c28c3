"""Sign-in, the switches of the top bar, and the components page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import views as auth
from django.contrib.auth.forms import AuthenticationForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from zhenwu.desk.telling import day_digest
from zhenwu.web.components import samples
from zhenwu.web.forms import SignInForm
from zhenwu.web.request import ours
from zhenwu.web.scope import AREA_KEY, DIGEST_KEY, YEAR_KEY, read_area, read_year
from zhenwu.web.shell import render_page

#: cookie → its values; the first one is the default
LOOKS = {"zw_type": ("normal", "large"), "zw_rail": ("wide", "narrow")}
YEAR_OF_SECONDS = 365 * 24 * 3600


class SignIn(auth.LoginView):
    """Sign in; then where the person wanted to go."""

    template_name = "web/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        if digest := day_digest(ours(self.request).user):
            self.request.session[DIGEST_KEY] = digest
        return response


class SignOut(auth.LogoutView):
    """Sign out (POST)."""


def safe_next(request: HttpRequest, wanted: str) -> str:
    """A page of ours to go back to."""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        return wanted
    return "/"


def _without_scope(url: str) -> str:
    """The address without area and year, which the switch has just answered for good."""
    parts = urlsplit(url)
    query = [
        (k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k not in ("area", "year", "page")
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))


@require_GET
def choose_scope(request: HttpRequest) -> HttpResponse:
    """The area and year switches: remembered for the session."""
    if code := request.GET.get("area"):
        request.session[AREA_KEY] = read_area(request, code)
    if year := request.GET.get("year"):
        request.session[YEAR_KEY] = read_year(year)
    return HttpResponseRedirect(_without_scope(safe_next(request, request.GET.get("next", "/"))))


@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Large type and the collapsed rail, without JavaScript; app.js sets the same cookies."""
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "/")))
    for cookie, values in LOOKS.items():
        if (value := request.POST.get(cookie)) in values:
            response.set_cookie(cookie, value, max_age=YEAR_OF_SECONDS, samesite="Lax")
    return response


choose_look.login_required = False  # type: ignore[attr-defined]  # outsiders read large type as well


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    """Every part in every state, for those who build or check pages."""
    if not (settings.DEBUG or request.user.is_staff):
        raise Http404
    return render_page(
        request, "web/components.html", {"nav": "", **samples()}, part={"pop": "web/parts/sample_pop.html"}
    )


components.login_required = False  # type: ignore[attr-defined]  # developers look at it before there are users
