"""The request as views of this door know it, for type checkers."""

from __future__ import annotations

from collections.abc import Iterable
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


#: Digits that the key of a row never has more of.
_LONGEST = 18


def key_of(text: str) -> int:
    """The key that an address or a form names; 0, which no row has, for anything but a whole number of a sane length."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else 0


def keys_of(texts: Iterable[str]) -> list[int]:
    """The keys among what was ticked."""
    return [key for text in texts if (key := key_of(text))]


def ours(request: HttpRequest) -> WebRequest:
    """The same request, for code that any view may call."""
    return cast(WebRequest, request)
