"""Files of a record: added, opened, withdrawn."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhenwu.ledgers.definitions import Definition
from zhenwu.ledgers.files import file_add, file_give, file_withdraw
from zhenwu.ledgers.models import Record
from zhenwu.ledgers.rights import file_for, record_for
from zhenwu.web.files import file_answer, sent_file
from zhenwu.web.ledgers.frame import open_ledger
from zhenwu.web.ledgers.posting import attempt
from zhenwu.web.request import ours


@require_POST
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Attach the file that the form sends."""
    web = ours(request)

    def do(found: Record, _defn: Definition) -> None:
        name, data = sent_file(web)
        file_add(found, actor=web.user, name=name, data=data)

    return attempt(web, code, pk, do, _("已附上。"), at="files")


@require_GET
def give(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """The file itself; a sealed one leaves an audit row."""
    web = ours(request)
    found = record_for(web.user, open_ledger(web, code).ledger, pk)
    return file_answer(file_give(file_for(web.user, found, number), actor=web.user))


@require_POST
def withdraw(request: HttpRequest, code: str, pk: int, number: int) -> HttpResponse:
    """Take a file out of force, with a reason."""
    web = ours(request)

    def do(found: Record, _defn: Definition) -> None:
        file_withdraw(file_for(web.user, found, number), actor=web.user, why=web.POST.get("why", ""))

    return attempt(web, code, pk, do, _("已撤回这个文件。"), at="files")
