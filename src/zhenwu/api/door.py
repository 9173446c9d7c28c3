"""What every JSON view shares: who asks, errors as JSON, numbers as strings."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zhenwu.kernel.errors import BadInput, ZhenwuError

LARGEST_BODY = 1_000_000


class NotSignedIn(ZhenwuError):
    """Nobody, or a wrong password."""

    status = 401
    code = "ZW-SIGN-IN"


def door(
    *methods: str,
) -> Callable[[Callable[..., dict[str, Any] | HttpResponse]], Callable[..., HttpResponse]]:
    """Make a view of a function that returns what to send: an object, or a file's answer as it stands.

    Signs in by HTTP Basic on every call: no session and no cookie, so nothing for another site's page to ride on.
    """

    def wrap(view: Callable[..., dict[str, Any] | HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise BadInput(f"不支持{request.method}", expected="、".join(methods), code="ZW-METHOD")
                user = _sign_in(request)
                status = 201 if request.method == "POST" else 200
                found = view(request, user, *args, **kwargs)
                return found if isinstance(found, HttpResponse) else _json(found, status)
            except ZhenwuError as error:
                response = _json(error.as_dict(), error.status)
                if error.status == 401:
                    response["WWW-Authenticate"] = 'Basic realm="zhenwu", charset="UTF-8"'
                return response

        answer.login_required = False  # type: ignore[attr-defined]  # answers 401 itself, in JSON
        return answer

    return wrap


def _sign_in(request: HttpRequest) -> Any:
    kind, _, rest = request.headers.get("Authorization", "").partition(" ")
    user = None
    if kind.lower() == "basic":
        try:
            name, _, password = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            name = password = ""
        user = authenticate(request, username=name, password=password)
    if user is None:
        raise NotSignedIn(
            "没有登录，或用户名、密码不对", expected="HTTP Basic 的用户名和密码", do="请核对后再试"
        )
    return user


def _json(content: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False, "default": _plain})


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def body(request: HttpRequest) -> dict[str, Any]:
    """The request's JSON object."""
    if len(request.body) > LARGEST_BODY:
        raise BadInput(
            f"请求有{len(request.body):,}字节", expected=f"不超过{LARGEST_BODY:,}字节", code="ZW-SIZE"
        )
    try:
        content = json.loads(request.body)
    except ValueError as error:
        place = f"第{getattr(error, 'pos', 0) + 1}个字符"
        raise BadInput("请求不是JSON", where=place, expected="一个JSON对象", code="ZW-JSON") from None
    if not isinstance(content, dict):
        raise BadInput("请求不是JSON对象", expected='{"values": {…}}', code="ZW-JSON")
    return content
