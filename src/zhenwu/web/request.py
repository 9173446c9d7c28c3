"""The request as views of this door know it, for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

if TYPE_CHECKING:
    from zhenwu.accounts.models import User
    from zhenwu.web.htmx import Htmx
    from zhenwu.web.scope import Shell


class WebRequest(HttpRequest):
    """A signed-in person's request after the shell's middleware. Never made by hand: it only names the attributes.

    Public pages take the plain HttpRequest, whose user may be nobody.
    """

    if TYPE_CHECKING:
        htmx: Htmx
        zw: Shell
        user: User


def ours(request: HttpRequest) -> WebRequest:
    """The same request, for code that any view may call."""
    return cast(WebRequest, request)
