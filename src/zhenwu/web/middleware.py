"""Gives requests `htmx` and `zw`, asks for sign-in, turns our errors into pages, puts pages into English where the switch is on it,
and sets the content security policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhenwu.audit.clashes import clash
from zhenwu.kernel.errors import BadInput, ZhenwuError
from zhenwu.web.english.page import in_english
from zhenwu.web.errors import answer
from zhenwu.web.htmx import Htmx
from zhenwu.web.request import ours
from zhenwu.web.scope import Shell
from zhenwu.web.shell import redirect_htmx

#: No inline script anywhere; style attributes carry widths of bars.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def _nul(request: HttpRequest) -> bool:
    """Whether the address or the form holds a NUL, which no column of PostgreSQL takes and nobody types."""
    sent = (
        pair
        for given in (request.GET, request.POST)
        for key, values in given.lists()
        for pair in (key, *values)
    )
    return "\0" in request.path or any("\0" in text for text in sent)


def _told(response: HttpResponse) -> None:
    """Let the script that sends a file go on itself: a redirect that it followed unseen would lose the messages and the place."""
    response["X-Location"] = response["Location"]
    del response["Location"]
    response.status_code = 204


def _unfit(request: HttpRequest) -> HttpResponse:
    return answer(
        request,
        BadInput(
            _("有看不见的控制字符"),
            expected=_("看得见的字"),
            do=_("请删去后重新输入"),
            code="ZW-CHARACTER",
        ),
    )


class ShellMiddleware:
    """The web door's one middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page = ours(request)
        page.htmx = Htmx(request)
        page.zw = Shell(request)
        response = self.get_response(request)
        # a page whose address says its language has been put into it
        if "Content-Language" not in response:
            in_english(response)
        response.setdefault("Content-Security-Policy", POLICY)
        if "X-Upload" in request.headers and response.status_code == 302:
            _told(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Pages are for signed-in people unless the view says otherwise (`login_not_required`)."""
        match = request.resolver_match
        # the person is asked for last: who needs no sign-in has no session read, and his page may be kept by any cache
        if match is None or "web" not in match.namespaces or not getattr(view, "login_required", True):
            return None
        if request.user.is_authenticated:
            return _unfit(request) if _nul(request) else None
        door = redirect_to_login(request.get_full_path())
        return redirect_htmx(request, door.url) if ours(request).htmx else door

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or "web" not in match.namespaces:
            return None
        told = error if isinstance(error, ZhenwuError) else clash(error)
        return answer(request, told) if told is not None else None
