"""What htmx says about a request, so that one URL can answer the whole page or its part."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import HttpRequest


class Htmx:
    """False for a plain request; for htmx, where the answer goes."""

    def __init__(self, request: HttpRequest) -> None:
        self._headers = request.headers

    def __bool__(self) -> bool:
        return self._headers.get("HX-Request") == "true"

    def _read(self, name: str) -> str:
        value = self._headers.get(name, "")
        return unquote(value) if self._headers.get(f"{name}-URI-AutoEncoded") == "true" else value

    @property
    def target(self) -> str:
        """Id of the element that the answer replaces."""
        return self._read("HX-Target")

    @property
    def trigger(self) -> str:
        """Id of the element that asked."""
        return self._read("HX-Trigger")

    @property
    def current_url(self) -> str:
        return self._read("HX-Current-URL")

    @property
    def boosted(self) -> bool:
        """A followed link or sent form that wants the whole page."""
        return self._headers.get("HX-Boosted") == "true"

    @property
    def restoring(self) -> bool:
        """The browser went back and htmx has no copy of the page left: it wants the whole page."""
        return self._headers.get("HX-History-Restore-Request") == "true"

    @property
    def wants_part(self) -> bool:
        return bool(self) and not self.boosted and not self.restoring
