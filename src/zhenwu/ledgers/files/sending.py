"""How a file travels to a browser, whichever door it leaves by: never run, never guessed at, a sealed one never kept on the way."""

from __future__ import annotations

from django.utils.http import content_disposition_header

from zhenwu.ledgers.files.actions import Given

#: Nothing in a file runs or fetches, wherever it is opened.
POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"


def file_headers(given: Given) -> dict[str, str]:
    """The headers of the answer that carries a file: pictures in place, everything else as a download."""
    return {
        "Content-Type": given.media_type,
        "Content-Disposition": content_disposition_header(not given.shown, given.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store" if given.sealed else "private, max-age=0",
    }
