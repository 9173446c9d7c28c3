"""Two years side by side: what became of each promise, of two documents of the town or of any two texts."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhenwu.desk.comparing import reading_again
from zhenwu.kernel.errors import BadInput, Refused, ZhenwuError
from zhenwu.reader import read
from zhenwu.reader.compare import Comparison, compare, jsonl
from zhenwu.reader.model import Reading
from zhenwu.reports.models import Report
from zhenwu.reports.queries import version_latest
from zhenwu.web.reports.exports import download
from zhenwu.web.reports.forms import SideForm
from zhenwu.web.reports.pairs import groups, pair_sheets
from zhenwu.web.reports.readings import CARRIED
from zhenwu.web.reports.rules import OUTCOMES
from zhenwu.web.reports.views import address_of, may_read, readable
from zhenwu.web.request import ours
from zhenwu.web.shell import render_page
from zhenwu.writer.xlsx import tables

SIDES = ("last", "this")
KINDS = ("xlsx", "jsonl")


@require_http_methods(["GET", "POST"])
def compare_page(request: HttpRequest) -> HttpResponse:
    """The form; with ?last= and ?this= (documents) or two sources sent, the comparison. Nothing is kept.

    do : show (the usual), or a kind of file to take away.
    """
    may_read(request)
    documents = _documents(request)
    choices = [("", _("从文件或粘贴"))] + [(str(r.pk), _document_name(r)) for r in documents]
    bound = request.method == "POST" or "last" in request.GET or "this" in request.GET
    forms = {
        side: _form(request, side, choices) if bound else SideForm(choices, prefix=side) for side in SIDES
    }
    context: dict[str, Any] = {
        "nav": "reports",
        "sub": "compare",
        "forms": forms,
        "error": None,
        "found": None,
    }
    valid = [form.is_valid() for form in forms.values()] if bound else [False]
    if all(valid):
        do = request.POST.get("do") or request.GET.get("do", "")
        try:
            found = compare(*(_reading(request, forms[side]) for side in SIDES))
            if do in KINDS:
                return _file(found, do)
            context |= _shown(request, found, forms)
        except Refused:
            raise
        except ZhenwuError as caught:
            context["error"] = caught
    failed = context["error"] or (bound and not all(valid))
    return render_page(request, "web/reports/compare.html", context, status=400 if failed else None)


def _documents(request: HttpRequest) -> list[Report]:
    """The documents of the area in view, the newest first."""
    reports = Report.objects.visible_to(ours(request).user)
    area = ours(request).zw.area
    return list((reports.filter(area_code=area) if area else reports).order_by("-year", "-id"))


def _document_name(report: Report) -> str:
    return f"{report.title} · {report.get_state_display()}"


def _form(request: HttpRequest, side: str, choices: list[tuple[str, str]]) -> SideForm:
    if request.method == "POST":
        return SideForm(choices, request.POST, request.FILES, prefix=side)
    return SideForm(choices, {f"{side}-document": request.GET.get(side, "")}, prefix=side)


def _reading(request: HttpRequest, form: SideForm) -> Reading:
    """What stands on one side: a document within reach, or a text that is read now."""
    chosen = form.cleaned_data["document"]
    if chosen:
        return reading_again(version_latest(readable(request, int(chosen))))
    data, name = form.source()
    try:
        return read(data, name=name)
    except BadInput as error:
        error.source = error.source or str(form.title)
        raise


def _shown(request: HttpRequest, found: Comparison, forms: dict[str, SideForm]) -> dict[str, Any]:
    """The comparison as the page shows it, with both sources as it carries them along."""
    carried, links = {}, {}
    for side, form in forms.items():
        chosen = form.cleaned_data["document"]
        links[side] = address_of(readable(request, int(chosen))) if chosen else ""
        if chosen:
            carried[f"{side}-document"] = chosen
            continue
        data, name = form.source()
        if len(data) > CARRIED:
            carried["too_large"] = "1"
            continue
        carried[f"{side}-carried"] = base64.b64encode(data).decode("ascii")
        carried[f"{side}-carried_name"] = name
    counts = found.counts
    return {
        "found": found,
        "groups": groups(found, links),
        "counts": dict.fromkeys(OUTCOMES, 0) | {str(outcome): number for outcome, number in counts.items()},
        "carried": {} if "too_large" in carried else carried,
        "changes": [
            {
                "subject": change.subject,
                "before": found.last.figures[change.before].surface,
                "after": found.this.figures[change.after].surface,
                "last": change.last.text,
                "this": change.this.text,
            }
            for change in found.changes
        ],
    }


def _file(found: Comparison, kind: str) -> HttpResponse:
    title = _("两年对照")
    if kind == "jsonl":
        return download("".join(line + "\n" for line in jsonl(found)).encode(), f"{title}.jsonl", kind)
    return download(tables(title, pair_sheets(found)), f"{title}.xlsx", kind)
