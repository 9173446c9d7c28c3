"""What every page is rendered with: the context processor, and one URL answering the whole page or its part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from zhenwu.kernel.errors import BadInput, ZhenwuError
from zhenwu.web import navigation
from zhenwu.web.request import WebRequest, ours
from zhenwu.web.scope import Scope, Shell, scope

__all__ = [
    "Scope",
    "Shell",
    "WebRequest",
    "asked",
    "context",
    "form_faults",
    "redirect_htmx",
    "render_page",
    "scope",
]


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Lazy: a part of a page has no rail and asks for none."""
    return {
        "zw_nav": SimpleLazyObject(lambda: navigation.rail(request)),
        "zw_phone": SimpleLazyObject(lambda: navigation.phone_bar(request)),
    }


def _part_for(request: HttpRequest, part: str | Mapping[str, str] | None) -> str | None:
    htmx = ours(request).htmx
    if part is None or not htmx.wants_part:
        return None
    return part if isinstance(part, str) else part.get(htmx.target)


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str | Mapping[str, str] | None = None,
    status: int | None = None,
) -> HttpResponse:
    """The whole page, or what htmx asked for.

    part : the template that answers htmx, or a dict of target id → template; a target not in it gets the whole page.
    """
    chosen = _part_for(request, part) or template
    response = render(request, chosen, dict(context or {}), status=status)
    if part is not None:
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def redirect_htmx(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser elsewhere, also when htmx asked (it would follow a 302 inside the part)."""
    htmx = ours(request).htmx
    if not htmx or htmx.boosted:
        return HttpResponseRedirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response


def asked(request: HttpRequest, **buttons: str) -> str:
    """Which button of the page was pressed; buttons maps the value of `do` to the words on the button.

    A form that says none is BadInput: nothing is done on a guess.
    """
    do = request.POST.get("do", "")
    if do not in buttons:
        raise BadInput(
            _("没有说要做什么"),
            where=_("操作"),
            expected=_("、").join(buttons.values()),
            do=_("请回到原来的页面，按其中一个按钮"),
            code="ZW-ASKED",
        )
    return do


def form_faults(form: BaseForm, error: ZhenwuError) -> BaseForm:
    """Put the faults of an action beside the fields whose name or label their place names; the rest above the form."""
    for fault in error.faults:
        text = "。".join(p.rstrip("。") for p in (fault.what, fault.expected, fault.do) if p) + "。"
        for name, field in form.fields.items():
            if fault.where and fault.where in (name, str(field.label or "")):
                form.add_error(name, text)
                break
        else:
            form.add_error(None, f"{fault.where}：{text}" if fault.where else text)
    return form
