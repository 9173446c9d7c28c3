"""The rail, the bottom bar of a phone, and addresses of sections that may not be there yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

#: Plain paths for names whose section is not installed.
FALLBACK = {
    "desk": "/desk/",
    "overview": "/",
    "plan": "/plan/",
    "ledger-list": "/ledgers/",
    "figure-list": "/figures/",
    "report-list": "/reports/",
    "public": "/public/",
    "editions": "/publish/",
    "settings": "/settings/",
    "search": "/search",
    "record-new": "/ledgers/new",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the eight sections. `ability` hides it from people who could open nothing in it."""

    key: str
    name: str
    icon: str
    title: StrPromise
    ability: str = ""


ENTRIES = (
    Entry("desk", "desk", "inbox", _("我的工作台")),
    Entry("overview", "overview", "layout-grid", _("年度总览")),
    Entry("plan", "plan", "list-tree", _("计划"), "plan.read"),
    Entry("ledgers", "ledger-list", "table", _("台账")),
    Entry("figures", "figure-list", "chart-line", _("数据")),
    Entry("reports", "report-list", "file-text", _("报告"), "report.read"),
    Entry("public", "editions", "world", _("公开"), "report.read"),
    Entry("settings", "settings", "settings", _("管理"), "settings.read"),
)
PHONE = (
    Entry("desk", "desk", "inbox", _("工作台")),
    Entry("overview", "overview", "layout-grid", _("总览")),
    Entry("new", "record-new", "edit", _("记一笔")),
    Entry("ledgers", "ledger-list", "table", _("台账")),
    Entry("figures", "figure-list", "chart-line", _("数据")),
)

#: Counts in the rail, by entry; a section registers its own with `counter`.
_counters: dict[str, Callable[[HttpRequest], int]] = {}


def counter(key: str) -> Callable[[Callable[[HttpRequest], int]], Callable[[HttpRequest], int]]:
    """Register what is counted beside an entry of the rail: `@counter("desk")` over a function of the request."""

    def register(count: Callable[[HttpRequest], int]) -> Callable[[HttpRequest], int]:
        _counters[key] = count
        return count

    return register


def address(name: str) -> str:
    """The address of a `web:` name, or its plain path while nobody serves it."""
    try:
        return reverse(f"web:{name}")
    except NoReverseMatch:
        return FALLBACK.get(name, "/")


def _visible(request: HttpRequest, entry: Entry) -> bool:
    from zhenwu.accounts.scope import ABILITIES

    if not request.user.is_authenticated:
        return entry.key == "public"
    if not entry.ability or request.user.is_staff:
        return True
    return any(entry.ability in ABILITIES[role] for role in request.user.scope.roles)


def _links(request: HttpRequest, entries: tuple[Entry, ...], *, counted: bool) -> list[dict[str, object]]:
    links: list[dict[str, object]] = []
    for entry in entries:
        if _visible(request, entry):
            count = _counters[entry.key](request) if counted and entry.key in _counters else 0
            # outsiders read what is published; a town prepares it
            name = "public" if entry.key == "public" and not request.user.is_authenticated else entry.name
            links.append(
                {
                    "key": entry.key,
                    "url": address(name),
                    "icon": entry.icon,
                    "title": entry.title,
                    "count": count,
                }
            )
    return links


def rail(request: HttpRequest) -> list[dict[str, object]]:
    """Entries that the person may open, with what waits in them."""
    return _links(request, ENTRIES, counted=request.user.is_authenticated)


def phone_bar(request: HttpRequest) -> list[dict[str, object]]:
    """The five of the bottom bar; the rest stands in the person's menu."""
    return _links(request, PHONE, counted=False)
