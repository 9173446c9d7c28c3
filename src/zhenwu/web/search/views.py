"""The search page: what was found, by kind, a few of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhenwu.desk.finding import find
from zhenwu.web.shell import render_page


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:60]
    found = find(words, request.user, area=request.zw.area, year=request.zw.year) if words else None  # type: ignore[attr-defined]
    return render_page(request, "web/search/search.html", {"nav": "", "q": words, "found": found})
