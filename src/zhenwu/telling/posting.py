"""One request to a robot: https to a public address only, to the very address that was looked at, no redirect, bounded in time and size."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import json
import socket
import ssl
import threading
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from zhenwu.kernel.errors import BadInput

SECONDS = 8
#: Seconds after which a host that answers drop by drop is given up, whatever it has said by then.
WHOLE_SECONDS = 20
MOST_BYTES = 64 * 1024


class NotSent(Exception):
    """Why a robot did not take a message, in words without its address."""


def allowed_private() -> bool:
    """Whether robots inside the own network, and without https, are allowed (ZHENWU_HOOKS_PRIVATE=1)."""
    return bool(getattr(settings, "HOOKS_PRIVATE", False))


def checked(url: str) -> str:
    """The address if a robot may live there.

    Raises BadInput for letters that no address has on its way, another scheme than https, a name with a user, no host, another port
    than 443, an address literal that is not
    public; unless private ones are allowed by setting.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    free = allowed_private()
    wrong = (
        not (url.strip().isascii() and url.strip().isprintable())
        or " " in url.strip()
        or parts.scheme not in (("https", "http") if free else ("https",))
        or not parts.hostname
        or parts.username is not None
        or (not free and port not in (None, 443))
    )
    if not wrong and not free:
        try:
            wrong = not ipaddress.ip_address(parts.hostname or "").is_global
        except ValueError:
            wrong = False
    if wrong:
        raise BadInput(
            "机器人的地址不能用", where="地址", expected="https://开头的公网地址", do="请从群机器人的设置里复制", code="ZW-ROBOT"
        )  # fmt: skip
    return url.strip()


def _reached(host: str, port: int) -> str:
    """One address of the host, all of which must be public, so that no name leads inside."""
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise NotSent("找不到机器人的主机") from None
    if not allowed_private() and not all(ipaddress.ip_address(one).is_global for one in found):
        raise NotSent("机器人的主机在内网，没有连")
    return sorted(found)[0]


class _Pinned(http.client.HTTPSConnection):
    """Connects to the address that was looked at, and checks the certificate for the name."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())
        self._address, self._tls = address, ssl.create_default_context()

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _connection(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    address = _reached(host, port)
    if scheme == "https":
        return _Pinned(host, port, address)
    return http.client.HTTPConnection(address, port, timeout=SECONDS)


def _cut(connection: http.client.HTTPConnection) -> None:
    """End a request that goes on for too long; its reader finds the line dead."""
    if (line := connection.sock) is not None:
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


def post(url: str, payload: dict[str, Any]) -> None:
    """Send; raises NotSent when nobody is reached in time, or the robot says other than errcode 0."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, host, port)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    data = json.dumps(payload, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Host": parts.netloc}
    clock = threading.Timer(WHOLE_SECONDS, _cut, [connection])
    clock.daemon = True
    clock.start()
    try:
        connection.request("POST", target, body=data, headers=headers)
        answer = connection.getresponse()
        status, said = answer.status, answer.read(MOST_BYTES)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise NotSent(f"连不上机器人（{type(error).__name__}）") from None
    finally:
        clock.cancel()
        connection.close()
    if status != 200:
        raise NotSent(f"机器人答{status}")
    try:
        code = json.loads(said).get("errcode")
    except (ValueError, AttributeError, RecursionError):
        raise NotSent("机器人的回答读不懂") from None
    if code != 0:
        raise NotSent(f"机器人不收，代码{code if isinstance(code, int) else '不是数'}")
