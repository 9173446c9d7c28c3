"""The pages that anybody may read: towns that have published, a town's latest edition, an older one, a report.

Made of what was frozen and of the address alone: no session, no cookie, no clock. So every cache on the way may keep them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from zhenwu.areas.models import Area
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.comparing import changes, content_of
from zhenwu.reports.editions.queries import edition_at, edition_before, public_editions, towns_published
from zhenwu.reports.models import Edition
from zhenwu.web.english.page import in_english
from zhenwu.web.public.showing import change_lines, page_of

#: Seconds for which a cache on the way need not ask again; after that it asks by the ETag.
FRESH = 300


def public_page(view: Callable[..., tuple[str, dict[str, Any], int]]) -> Callable[..., HttpResponse]:
    """Make a page of a function that gives template, context and status. The address says the language: ?lang=en."""

    @login_not_required
    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        english = request.GET.get("lang", "") == "en"
        with override("en" if english else "zh-hans"):
            template, context, status = view(request, **kwargs)
            shared = {
                "english": english, "lang": "?lang=en" if english else "", "here": request.path,
                "zh_url": request.path, "en_url": f"{request.path}?lang=en",
            }  # fmt: skip
            response = HttpResponse(render_to_string(template, {**shared, **context}), status=status)
            in_english(response)
        response["Content-Language"] = "en" if english else "zh-hans"
        response["Cache-Control"] = f"public, max-age={FRESH}"
        set_response_etag(response)
        if status != 200:
            return response
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    return answer


def _nothing(what: str, text: str, status: int = 404) -> tuple[str, dict[str, Any], int]:
    return "web/public/none.html", {"what": what, "text": text}, status


def _town(code: str) -> Area | None:
    if not (code.isascii() and code.isdigit() and len(code) == 12):
        return None
    return Area.objects.filter(code=code, level=Area.Level.TOWNSHIP).first()


@public_page
def towns(request: HttpRequest) -> tuple[str, dict[str, Any], int]:
    """Towns that have published."""
    return "web/public/towns.html", {"towns": towns_published()}, 200


@public_page
def town(request: HttpRequest, area: str) -> tuple[str, dict[str, Any], int]:
    """A town's latest edition."""
    place = _town(area)
    if place is None:
        return _nothing(_("没有这个镇。"), _("请从公布过的镇里选。"))
    rows = public_editions(place.code)
    if not rows:
        return _nothing(
            _("%(town)s还没有公布过。") % {"town": place.name}, _("公布以后，数据、承诺和报告就在这里。"), 200
        )
    return _shown(place, rows[0], rows)


@public_page
def edition(request: HttpRequest, area: str, year: int, number: int) -> tuple[str, dict[str, Any], int]:
    """An edition at its own address; a withdrawn one says so and why."""
    place = _town(area)
    found = edition_at(area, year, number) if place is not None else None
    if place is None or found is None:
        return _nothing(_("没有这一期。"), _("请从公布过的里选。"))
    if found.state == EditionState.WITHDRAWN:
        return _withdrawn(place, found)
    return _shown(place, found, public_editions(place.code))


def _withdrawn(place: Area, found: Edition) -> tuple[str, dict[str, Any], int]:
    context = {"town": place, "edition": found, "latest_url": reverse("web:public-town", args=[place.code])}
    return "web/public/withdrawn.html", context, 410


def _shown(place: Area, found: Edition, rows: list[Edition]) -> tuple[str, dict[str, Any], int]:
    content, latest = content_of(found), rows[0]
    older = latest.pk != found.pk
    before = edition_before(found)
    # an older edition says what came after it, the latest what came since the one before
    pair = (content, content_of(latest)) if older else (before, content)
    other = changes(pair[0], pair[1]) if pair[0] is not None else None
    context = {
        "town": place, "edition": found, "page": page_of(content), "older": older, "latest": latest,
        "latest_url": reverse("web:public-town", args=[place.code]), "changes": other,
        "change_lines": change_lines(other) if other is not None else [], "before": before.edition if before else None,
        "others": [(row, reverse("web:public-edition", args=[place.code, row.year, row.number])) for row in rows if row.pk != found.pk],
        "own_url": reverse("web:public-edition", args=[place.code, found.year, found.number]),
    }  # fmt: skip
    return "web/public/edition.html", context, 200


@public_page
def report(
    request: HttpRequest, area: str, year: int, number: int, order: int
) -> tuple[str, dict[str, Any], int]:
    """The text of an adopted report that an edition made public."""
    place = _town(area)
    found = edition_at(area, year, number) if place is not None else None
    if place is not None and found is not None and found.state == EditionState.WITHDRAWN:
        return _withdrawn(place, found)
    row = (
        found.reports.filter(order=order, included=True).select_related("version").first()
        if found is not None
        else None
    )
    if place is None or found is None or row is None:
        return _nothing(_("没有这份报告。"), _("请从公布过的里选。"))
    heads = {text.strip() for text in row.version.passages.values_list("title", flat=True) if text.strip()}
    context: Mapping[str, Any] = {
        "town": place, "edition": found, "report": row, "lines": _lines(row.version.text, heads, row.title),
        "own_url": reverse("web:public-edition", args=[place.code, found.year, found.number]),
    }  # fmt: skip
    return "web/public/report.html", dict(context), 200


def _lines(text: str, heads: set[str], title: str) -> list[tuple[str, str]]:
    """(kind, line) of a text: its headings, and its paragraphs."""
    found = []
    for line in text.splitlines():
        said = line.strip()
        if said and said != title:
            found.append(("head" if said in heads else "text", said))
    return found
