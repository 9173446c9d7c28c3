"""What every JSON view shares: who asks, errors as JSON, numbers as strings."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import wraps
from typing import Any

from django.contrib.auth import authenticate
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from zhenwu.audit.clashes import clash
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
                _printable([*request.GET, *(text for texts in request.GET.lists() for text in texts[1])])
                status = 201 if request.method == "POST" else 200
                found = view(request, user, *args, **kwargs)
                return found if isinstance(found, HttpResponse) else _json(found, status)
            except ZhenwuError as error:
                return _refused(error)
            except DatabaseError as error:
                if told := clash(error):
                    return _refused(told)
                raise

        answer.login_required = False  # type: ignore[attr-defined]  # answers 401 itself, in JSON
        return answer

    return wrap


def _refused(error: ZhenwuError) -> HttpResponse:
    response = _json(error.as_dict(), error.status)
    if error.status == 401:
        response["WWW-Authenticate"] = 'Basic realm="zhenwu", charset="UTF-8"'
    return response


def _sign_in(request: HttpRequest) -> Any:
    kind, _, rest = request.headers.get("Authorization", "").partition(" ")
    user = None
    if kind.lower() == "basic":
        try:
            name, _, password = base64.b64decode(rest, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            name = password = ""
        # no name has a NUL, and PostgreSQL takes none
        user = (
            authenticate(request, username=name, password=password) if "\0" not in name + password else None
        )
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
    try:
        sent = request.body
    except RequestDataTooBig:
        sent = None
    if sent is None or len(sent) > LARGEST_BODY:
        size = f"{len(sent):,}" if sent is not None else "太多"
        raise BadInput(f"请求有{size}字节", expected=f"不超过{LARGEST_BODY:,}字节", code="ZW-SIZE")
    try:
        content = json.loads(sent)
        _printable(_texts(content))
    except RecursionError:
        raise BadInput("请求套得太深", expected='{"values": {…}}', code="ZW-JSON") from None
    except ValueError as error:
        place = f"第{getattr(error, 'pos', 0) + 1}个字符"
        raise BadInput("请求不是JSON", where=place, expected="一个JSON对象", code="ZW-JSON") from None
    if not isinstance(content, dict):
        raise BadInput("请求不是JSON对象", expected='{"values": {…}}', code="ZW-JSON")
    return content


def _texts(content: Any) -> Iterator[str]:
    """Every text in a JSON value, keys as well."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)


def _printable(texts: Iterable[str]) -> None:
    """BadInput for a NUL or half a character, which no database keeps."""
    for text in texts:
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise BadInput(
                "有数据库存不下的字符", expected="没有\\u0000和半个字符的文字", code="ZW-CHARACTER"
            )
