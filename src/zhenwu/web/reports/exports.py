"""What can be taken away: readings as a table or lines, the file itself, a draft as docx."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.desk.drafting import draft_docx
from zhenwu.reports.queries import version_latest
from zhenwu.web.reports.sheets import sheets
from zhenwu.web.reports.views import readable
from zhenwu.web.reports.whole import Whole, as_json, as_line, of_version
from zhenwu.writer.xlsx import tables

#: The kinds of file in which a reading is taken away.
KINDS = ("xlsx", "json", "jsonl")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
}


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep: never shown inside the site."""
    response = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def reading_file(whole: Whole, kind: str, title: str) -> HttpResponse:
    """A reading to take away: xlsx with a sheet a list, json whole, jsonl a number a line."""
    if kind == "jsonl":
        rows = ({"doc": title, **as_line(figure)} for figure in whole.figures)
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    elif kind == "json":
        data = json.dumps(as_json(whole), ensure_ascii=False, indent=1).encode()
    else:
        data = tables(title, sheets(whole))
    return download(data, f"{title}.{kind}", kind)


@require_GET
def readings(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What was read of a report, as xlsx, JSON or JSON lines."""
    report = readable(request, pk)
    if kind not in KINDS:
        raise Http404
    return reading_file(of_version(version_latest(report)), kind, report.title)


@require_GET
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came in."""
    report = readable(request, pk)
    version = report.versions.order_by("-number")[0]
    name = version.file_name if "." in version.file_name else f"{version.file_name}.{version.media}"
    return download(bytes(version.content), name, version.media)


@require_GET
def docx(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as docx, its numbers traced."""
    report = readable(request, pk)
    version = report.versions.order_by("-number")[0]
    name = f"{report.title}-{_('第%(n)s稿') % {'n': version.number}}.docx"
    return download(draft_docx(version), name, "docx")
