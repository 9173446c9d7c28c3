"""What several addresses of the JSON door ask for in the same way: an area, a page of rows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from zhenwu.areas.models import Area
from zhenwu.kernel import areacode
from zhenwu.kernel.errors import BadInput, NotFound


def area_asked(request: HttpRequest, user: Any) -> str:
    """The area of ?area=, else the person's own: in reach, or in a town that a grant lies in; out of reach reads like not there."""
    code = request.GET.get("area") or user.scope.home() or ""
    areacode.check(code)
    near = user.scope.reaches_area(code) or any(areacode.within(code, town) for town in user.scope.towns())
    if not near or not Area.objects.filter(code=code).exists():
        raise NotFound(
            f"没有区域{code},或不在您的范围内", where="area", expected="您范围内的区划代码", code="ZW-AREA"
        )
    return code


def page_of(request: HttpRequest, rows: QuerySet[Any], most: int) -> tuple[int, list[Any]]:
    """How many rows there are, and those from ?offset= on."""
    start = request.GET.get("offset", "0")
    if not (start.isascii() and start.isdecimal()) or len(start) > 9:
        raise BadInput(f"offset“{start}”不是数", where="offset", expected="0或正整数", code="ZW-NUMBER")
    return rows.count(), list(rows[int(start) : int(start) + most])
