"""What can be taken away: readings as a table or lines, the file itself, a draft as docx."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhenwu.desk.drafting import draft_docx
from zhenwu.kernel.printing import plain
from zhenwu.reports.models import PrintedFigure
from zhenwu.reports.queries import figures_of, version_latest
from zhenwu.web.reports.views import readable
from zhenwu.writer.xlsx import Column, table

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "jsonl": "application/x-ndjson; charset=utf-8",
}


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file to keep: never shown inside the site."""
    response = HttpResponse(data, content_type=TYPES.get(kind, "application/octet-stream"))
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def as_line(figure: PrintedFigure) -> dict[str, Any]:
    """A reading with the keys of the JSON lines."""
    value = None if figure.value is None else plain(figure.value)
    if value is not None and figure.high is not None:
        value += "/" + plain(figure.high)
    return {
        "start": figure.start,
        "end": figure.end,
        "surface": figure.surface,
        "subject": figure.subject,
        "value": value,
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "kind": figure.kind,
        "direction": figure.direction or None,
        "period": figure.period or None,
        "modality": figure.modality,
        "masked": figure.masked,
        "section": figure.passage.title if figure.passage is not None else "",
        "rule": figure.rule,
    }


@require_GET
def readings(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Every number of a report, as xlsx or JSON lines."""
    report = readable(request, pk)
    rows = [as_line(figure) for figure in figures_of(version_latest(report))]
    if kind == "jsonl":
        lines = "".join(json.dumps({"doc": report.title, **row}, ensure_ascii=False) + "\n" for row in rows)
        return download(lines.encode(), f"{report.title}.jsonl", kind)
    if kind != "xlsx":
        raise Http404
    columns = {
        "section": Column(_("所在部分"), width=24),
        "subject": Column(_("事项"), width=28),
        "surface": Column(_("文中")),
        "value": Column(_("数值")),
        "unit": Column(_("单位"), width=8),
        "qualifier": Column(_("约数"), width=8),
        "kind": Column(_("种类"), width=8),
        "direction": Column(_("升降"), width=8),
        "period": Column(_("期间")),
        "modality": Column(_("性质"), width=8),
        "start": Column(_("起"), "count"),
        "end": Column(_("止"), "count"),
        "rule": Column(_("规则"), width=30),
    }
    lines_of_sheet = [[row[key] for key in columns] for row in rows]
    return download(table(report.title, list(columns.values()), lines_of_sheet), f"{report.title}.xlsx", kind)


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
