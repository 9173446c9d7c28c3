"""Our errors as pages or parts. Django's own handlers render 400.html, 403.html, 404.html and 500.html."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhenwu.kernel.errors import ZhenwuError
from zhenwu.web.request import ours
from zhenwu.web.scope import Shell


def answer(request: HttpRequest, error: ZhenwuError) -> HttpResponse:
    """What went wrong, where, what was expected, what to do; with the error's status.

    A part that failed to load says so in its own place. A form sent by htmx stays as it is, with what was typed: its
    error goes to the notice at the top.
    """
    page = ours(request)
    page.zw = Shell(request, quiet=True)
    if not page.htmx.wants_part:
        return render(request, "web/error.html", {"error": error}, status=error.status)
    response = render(request, "web/parts/error_box.html", {"error": error}, status=error.status)
    if request.method != "GET":
        response["HX-Retarget"] = "#notice"
        response["HX-Reswap"] = "innerHTML"
    return response
