"""The area and the year that a page shows: from the address, then from the switch, then from the person's own grants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from zhenwu.kernel import areacode
from zhenwu.kernel.clock import now, today
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.kernel.period import check_year
from zhenwu.web.request import ours

if TYPE_CHECKING:
    from datetime import datetime

    from zhenwu.accounts.models import User
    from zhenwu.areas.models import Area

AREA_KEY, YEAR_KEY = "zw_area", "zw_year"
#: In the session: the digest of the day, until another page is opened or it is put away.
DIGEST_KEY = "zw_digest"
#: Years that the switch offers, this one first.
YEARS_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Scope:
    """What the address asked for, checked: `area` is "" where nothing is granted."""

    area: str
    year: int


def may_look(request: HttpRequest, code: str) -> bool:
    """Whether the person may choose the area: it is granted, or lies in a town that a grant lies in."""
    if not request.user.is_authenticated:
        return False
    reach = request.user.scope
    return reach.reaches_area(code) or any(areacode.within(code, town) for town in reach.towns())


def read_area(request: HttpRequest, code: str) -> str:
    """The code when it is well formed and in reach; out of reach reads like not there."""
    areacode.check(code)
    if not may_look(request, code):
        raise NotFound(
            _("没有区域%(code)s") % {"code": code},
            expected=_("你能看的区域"),
            do=_("请从页顶的区域里选"),
            code="ZW-AREA",
        )
    return code


def read_year(text: str) -> int:
    """The year when it is one."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadInput(
            _("年份“%(year)s”不对") % {"year": text[:20]},
            expected=_("四位年份"),
            do=_("请从页顶的年份里选"),
            code="ZW-YEAR",
        )
    return check_year(int(text))


class Shell:
    """`request.zw`: nothing is read before a page asks for it.

    quiet : ignore what the address asks for (error pages must not fail over the fault they report).
    """

    def __init__(self, request: HttpRequest, *, quiet: bool = False) -> None:
        self._request = request
        self._asked = {} if quiet else request.GET
        #: set by {% chart %}: the page needs the chart scripts
        self.charts = False

    @property
    def _user(self) -> User | None:
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    def _kept(self, key: str) -> object:
        session = getattr(self._request, "session", None)
        return session.get(key) if session is not None else None

    @cached_property
    def area(self) -> str:
        """Code of the area shown; "" for outsiders and people without a grant."""
        if self._user is None:
            return ""
        if asked := self._asked.get("area"):
            return read_area(self._request, asked)
        kept = self._kept(AREA_KEY)
        if isinstance(kept, str) and may_look(self._request, kept):
            return kept
        return self._user.scope.home() or ""

    @cached_property
    def year(self) -> int:
        if asked := self._asked.get("year"):
            return read_year(asked)
        kept = self._kept(YEAR_KEY)
        return kept if isinstance(kept, int) else today().year

    @cached_property
    def _names(self) -> dict[str, str]:
        from zhenwu.areas.models import Area

        codes = {self.area, areacode.parent(self.area)} if self.area else set()
        return dict(Area.objects.filter(code__in=[c for c in codes if c]).values_list("code", "name"))

    @property
    def area_name(self) -> str:
        return self._names.get(self.area, self.area)

    @property
    def parent_name(self) -> str:
        parent = areacode.parent(self.area) if self.area else None
        return self._names.get(parent or "", "")

    @cached_property
    def areas(self) -> list[Area]:
        """What the switch offers."""
        return self._user.scope_areas() if self._user is not None else []

    @property
    def years(self) -> list[int]:
        this = today().year
        return sorted({*range(this - YEARS_OFFERED + 1, this + 1), self.year}, reverse=True)

    @property
    def as_of(self) -> datetime:
        """Pages count what is in the ledgers as they are rendered."""
        return now()

    @cached_property
    def digest(self) -> dict[str, Any] | None:
        """The digest of the day on the first page after sign-in; gone on the next one, and on the desk, which says it all."""
        kept, here = self._kept(DIGEST_KEY), self._request.path
        if not isinstance(kept, dict):
            return None
        session = self._request.session
        if here == reverse("web:desk") or kept.get("page", here) != here:
            del session[DIGEST_KEY]
            return None
        if "page" not in kept:
            session[DIGEST_KEY] = {**kept, "page": here}
        return kept

    @property
    def large(self) -> bool:
        """Large type (适老化), right at first paint."""
        return self._request.COOKIES.get("zw_type") == "large"

    @property
    def narrow(self) -> bool:
        """Collapsed rail."""
        return self._request.COOKIES.get("zw_rail") == "narrow"


def scope(request: HttpRequest) -> Scope:
    """Area and year of a request; BadInput or NotFound when the address asks for none that exists."""
    shell = ours(request).zw
    return Scope(shell.area, shell.year)
