"""Files on pages: what a form sends, the list of what is attached, and the answer that carries one out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from zhenwu.catalog import file_kinds
from zhenwu.kernel.errors import BadInput
from zhenwu.ledgers.files import Given, file_headers, largest, too_big
from zhenwu.ledgers.models import Attachment


@dataclass(frozen=True, slots=True)
class FileLine:
    """A line of the list. name : "" where it is nobody's business; url, withdraw : "" where it is not offered."""

    name: str
    kind: str
    size: int
    who: str
    at: datetime
    sealed: bool
    url: str
    withdraw: str
    withdrawn_on: Any
    withdrawn_why: str


def file_lines(
    rows: Iterable[Attachment],
    *,
    may_open: Callable[[Attachment], bool],
    may_withdraw: bool,
    url: Callable[[Attachment], str],
    withdraw: Callable[[Attachment], str],
) -> list[FileLine]:
    """The files as the list shows them, those in force first."""
    keys = {kind.media_type: key.upper() for key, kind in file_kinds().items()}
    found = []
    for row in sorted(rows, key=lambda r: (r.withdrawn_on is not None, r.pk)):
        opens = may_open(row)
        found.append(
            FileLine(
                row.name if opens or not row.sealed else "", keys.get(row.media_type, ""), row.size,
                str(row.created_by) if row.created_by else "", row.created_at, row.sealed, url(row) if opens else "",
                withdraw(row) if may_withdraw and not row.withdrawn_on else "", row.withdrawn_on, row.withdrawn_why,
            )
        )  # fmt: skip
    return found


def accepted() -> str:
    """Endings for the file chooser; what is sent is looked at all the same."""
    return ",".join(f".{ending}" for kind in file_kinds().values() for ending in kind.endings)


def optional_file(request: HttpRequest) -> tuple[str, bytes] | None:
    """Name and content of the form's file, or None where none was chosen; BadInput before a huge one is read."""
    sent = request.FILES.get("file")
    if sent is None:
        return None
    if (sent.size or 0) > largest():
        raise too_big(sent.name or "", sent.size or 0, largest())
    return sent.name or "", sent.read()


def sent_file(request: HttpRequest) -> tuple[str, bytes]:
    """As `optional_file`; BadInput where none was chosen."""
    found = optional_file(request)
    if found is None:
        raise BadInput(
            _("没有选文件"),
            where=_("文件"),
            expected=_("一个PDF、Office文件或照片"),
            do=_("请选一个文件"),
            code="ZW-FILE",
        )
    return found


def file_answer(given: Given) -> HttpResponse:
    """The file itself, as `file_headers` says."""
    return HttpResponse(given.content, headers=file_headers(given))
