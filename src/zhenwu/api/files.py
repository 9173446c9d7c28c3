"""Files through the JSON door: those of a record and those of the paper behind a filed number; listed, attached, given out, withdrawn."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse

from zhenwu.api.door import body, door
from zhenwu.figures.models import Statistic
from zhenwu.figures.paper_actions import paper_add, paper_give, paper_withdraw
from zhenwu.figures.rights import may_statistic, paper_for, statistic_for
from zhenwu.kernel.errors import BadInput
from zhenwu.ledgers.files import (
    Given,
    file_add,
    file_give,
    file_headers,
    file_withdraw,
    largest,
    may_open,
    too_big,
)
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.ledgers.rights import file_for, ledger_for, may_write, record_for

#: What a multipart body has around its file.
AROUND = 64 * 1024


@door("GET", "POST")
def record_files(request: HttpRequest, user: Any, code: str, pk: int) -> dict[str, Any]:
    """GET: the files of a record. POST multipart/form-data with one part `file`: attach it; the same file again gives the one there."""
    record = record_for(user, ledger_for(user, code), pk)
    if request.method == "POST":
        may_write(user, "record.write", record.area_code, record.ledger)
        name, data = _sent(request)
        return _of_record(record, file_add(record, actor=user, name=name, data=data), user)
    rows = Attachment.objects.filter(record=record).select_related("record__ledger", "created_by")
    return {"files": [_of_record(record, row, user) for row in rows]}


@door("GET")
def record_file(request: HttpRequest, user: Any, code: str, pk: int, number: int) -> HttpResponse:
    """The file itself; a sealed one leaves an audit row."""
    record = record_for(user, ledger_for(user, code), pk)
    return _answer(file_give(file_for(user, record, number), actor=user))


@door("POST")
def record_file_withdraw(request: HttpRequest, user: Any, code: str, pk: int, number: int) -> dict[str, Any]:
    """POST {"why": "…"}: take a file out of force."""
    record = record_for(user, ledger_for(user, code), pk)
    row = file_for(user, record, number)
    may_write(user, "record.write", record.area_code, record.ledger)
    return _of_record(record, file_withdraw(row, actor=user, why=_why(request)), user)


@door("GET", "POST")
def papers(request: HttpRequest, user: Any, pk: int) -> dict[str, Any]:
    """GET: the files of a filed number's paper. POST as for a record."""
    statistic = statistic_for(user, pk)
    may_statistic(
        user, "statistic.file" if request.method == "POST" else "statistic.read", statistic.area_code
    )
    if request.method == "POST":
        name, data = _sent(request)
        return of_paper(statistic, paper_add(statistic, actor=user, name=name, data=data))
    return {
        "files": [of_paper(statistic, row) for row in statistic.receipt.files.select_related("created_by")]
    }


@door("GET")
def paper(request: HttpRequest, user: Any, pk: int, number: int) -> HttpResponse:
    """The file itself."""
    statistic = statistic_for(user, pk)
    may_statistic(user, "statistic.read", statistic.area_code)
    return _answer(paper_give(statistic, actor=user, attachment=paper_for(user, statistic, number)))


@door("POST")
def withdraw_paper(request: HttpRequest, user: Any, pk: int, number: int) -> dict[str, Any]:
    """POST {"why": "…"}: take a paper's file out of force."""
    statistic = statistic_for(user, pk)
    may_statistic(user, "statistic.file", statistic.area_code)
    row = paper_for(user, statistic, number)
    return of_paper(statistic, paper_withdraw(statistic, actor=user, attachment=row, why=_why(request)))


def _sent(request: HttpRequest) -> tuple[str, bytes]:
    """Name and content of the one file that was sent; BadInput before a huge one is read."""
    expected, do = "multipart/form-data，一个名为file的文件", '例如 curl -F "file=@受理告知书.pdf"'
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > largest() + AROUND:
        raise too_big("file", int(length), largest())
    if request.content_type != "multipart/form-data":
        raise BadInput("没有附上文件", where="file", expected=expected, do=do, code="ZW-FILE")
    try:
        sent = request.FILES.getlist("file")
    except (MultiPartParserError, SuspiciousOperation):
        raise BadInput("请求读不出来", where="file", expected=expected, do=do, code="ZW-FILE") from None
    if len(sent) != 1:
        what = f"一次附了{len(sent)}个文件" if sent else "没有附上文件"
        raise BadInput(what, where="file", expected=expected, do=do, code="ZW-FILE")
    size = sent[0].size or 0
    if size > largest():
        raise too_big(sent[0].name or "file", size, largest())
    return sent[0].name or "", sent[0].read()


def _why(request: HttpRequest) -> str:
    why = body(request).get("why")
    if not isinstance(why, str):
        raise BadInput(
            "没有写理由", where="why", expected='{"why": "一句话"}', do="请写明为什么撤回", code="ZW-REASON"
        )
    return why


def _answer(given: Given) -> HttpResponse:
    return HttpResponse(given.content, headers=file_headers(given))


def _line(row: Attachment, name: str | None, url: str) -> dict[str, Any]:
    return {
        "id": row.pk, "name": name, "media_type": row.media_type, "size": row.size, "sealed": row.sealed,
        "created_by": row.created_by.username if row.created_by else None, "created_at": row.created_at,
        "withdrawn_on": row.withdrawn_on, "withdrawn_why": row.withdrawn_why, "url": url,
    }  # fmt: skip


def _of_record(record: Record, row: Attachment, user: Any) -> dict[str, Any]:
    """A file of a record; the name of a sealed one is told to who may open it."""
    name = row.name if may_open(user, row) or not row.sealed else None
    return _line(row, name, reverse("api:record-file", args=[record.ledger.code, record.pk, row.pk]))


def of_paper(statistic: Statistic, row: Attachment) -> dict[str, Any]:
    """A file of a number's paper."""
    return _line(row, row.name, reverse("api:paper", args=[statistic.pk, row.pk]))
