"""Robots' formats and hours, addresses that are refused, and calendars that hold to RFC 5545."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from zhenwu.kernel.clock import CHINA
from zhenwu.kernel.errors import BadInput
from zhenwu.telling import posting
from zhenwu.telling.rules import LONGEST, body, signed, speaks_at
from zhenwu.writer.calendar import Entry, calendar, folded


def test_the_json_of_each_robot() -> None:
    assert body("wecom", "督办", "农业农村办") == {
        "msgtype": "markdown",
        "markdown": {"content": "### 督办\n农业农村办"},
    }
    assert body("dingtalk", "督办", "农业农村办") == {
        "msgtype": "markdown", "markdown": {"title": "督办", "text": "### 督办\n农业农村办"}
    }  # fmt: skip
    long = body("wecom", "长", "字" * 5000)["markdown"]["content"]
    assert LONGEST - 8 < len(long.encode()) <= LONGEST


def test_dingtalk_s_signature() -> None:
    url = signed("https://oapi.dingtalk.com/robot/send?access_token=a", "SECb", 1760580000000)
    query = parse_qs(urlsplit(url).query)
    expected = hmac.new(b"SECb", b"1760580000000\nSECb", hashlib.sha256).digest()
    assert query["timestamp"] == ["1760580000000"] and query["access_token"] == ["a"]
    assert base64.b64decode(query["sign"][0]) == expected
    assert signed("https://oapi.dingtalk.com/robot/send", "", 1) == "https://oapi.dingtalk.com/robot/send"


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ((2026, 10, 16, 9, 30), (2026, 10, 16, 9, 30)),
        ((2026, 10, 16, 6, 0), (2026, 10, 16, 8, 0)),
        ((2026, 10, 16, 18, 0), (2026, 10, 19, 8, 0)),
        ((2026, 10, 17, 12, 0), (2026, 10, 19, 8, 0)),
        ((2026, 10, 1, 12, 0), (2026, 10, 8, 8, 0)),
    ],
)
def test_robots_speak_in_the_hours_of_working_days(
    moment: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert speaks_at(datetime(*moment, tzinfo=CHINA), 8, 18) == datetime(*expected, tzinfo=CHINA)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/x", "https://127.0.0.1/x", "https://10.0.0.8/x", "https://[::1]/x", "https://169.254.169.254/x",
        "https://user@qyapi.weixin.qq.com/x", "https://qyapi.weixin.qq.com:8443/x", "ftp://a/b", "https://", "不是地址", "https://a:b/",
        "https://qyapi.weixin.qq.com/机器人", "https://例子.中国/x", "https://qyapi.weixin.qq.com/a b", "https://qyapi.weixin.qq.com/\x01",
    ],
)  # fmt: skip
def test_addresses_that_are_no_robot_s(url: str) -> None:
    with pytest.raises(BadInput) as caught:
        posting.checked(url)
    assert url == "https://" or url not in str(caught.value)


def test_a_name_that_leads_inside_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    def inside(*args: Any, **kwargs: Any) -> list[Any]:
        return [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("192.168.1.9", 443))]

    monkeypatch.setattr(posting.socket, "getaddrinfo", inside)
    with pytest.raises(posting.NotSent, match="内网"):
        posting.post("https://robot.example/x?key=k", {})


def test_a_name_that_is_none_is_not_reached() -> None:
    with pytest.raises(posting.NotSent, match="找不到"):
        posting.post(f"https://{'a' * 70}.example/x", {})


@pytest.fixture
def drops(settings: Any) -> Iterator[tuple[str, list[bytes]]]:
    """A host on this machine that sends what it is given piece by piece: its address, and the pieces."""
    settings.HOOKS_PRIVATE = True
    pieces: list[bytes] = []
    ended = threading.Event()
    host = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _who = host.accept()
        with line, contextlib.suppress(OSError):
            line.recv(65536)
            for piece in pieces:
                line.sendall(piece)
                if ended.wait(0.1):
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{host.getsockname()[1]}/x", pieces
    ended.set()
    thread.join(10)
    host.close()


def test_a_host_that_answers_drop_by_drop_is_given_up(
    drops: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, pieces = drops
    pieces += [b"HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n", *[b" "] * 600]
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(posting.NotSent):
        posting.post(url, {})
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "said", ["[" * 60_000, '{"errcode": "\\u0000"}', '{"errcode": ' + "9" * 5_000 + "}", "\xff"]
)
def test_an_answer_that_nobody_can_read_is_no_yes(drops: tuple[str, list[bytes]], said: str) -> None:
    url, pieces = drops
    body = said.encode("latin-1")
    pieces.append(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    with pytest.raises(posting.NotSent) as caught:
        posting.post(url, {})
    assert "\0" not in str(caught.value)


def unfolded(data: bytes) -> list[str]:
    """The lines of a calendar, held to RFC 5545: CRLF, 75 octets, whole characters, components that close."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    physical = data.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    lines: list[str] = []
    for line in physical:
        text = line.decode()  # a character that was cut would not decode
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    open_ones: list[str] = []
    for line in lines:
        name, _colon, value = line.partition(":")
        assert name and value
        if name == "BEGIN":
            open_ones.append(value)
        elif name == "END":
            assert open_ones.pop() == value
    assert not open_ones and lines[0] == "BEGIN:VCALENDAR"
    return lines


def events(data: bytes) -> list[dict[str, str]]:
    """The events of a calendar by the names of their properties, each with what one must have."""
    found: list[dict[str, str]] = []
    for line in unfolded(data):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in ("BEGIN", "END"):
            found[-1][name.partition(";")[0]] = value
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(event) for event in found)
    assert len({event["UID"] for event in found}) == len(found)
    return found


def test_a_calendar_is_sound_whatever_its_texts_say() -> None:
    nasty = "户厕改造；a,b;c\\d\r\n第二行" + "长" * 120
    odd = calendar(
        "镇务\x07", [Entry("b@x", date(2026, 12, 31), "修\x0b渠\x00\x7f\r")], stamp=date(2026, 10, 16)
    )
    assert events(odd)[0]["SUMMARY"] == "修渠" and not {*range(10), 11, 12, *range(14, 32), 127} & {*odd}
    data = calendar(
        "镇务",
        [Entry("a@x", date(2026, 12, 31), nasty, "https://z.example/plan/items/1")],
        stamp=date(2026, 10, 16),
    )
    (event,) = events(data)
    assert (event["DTSTART"], event["DTEND"]) == ("20261231", "20270101")
    said = event["SUMMARY"].replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert said == nasty.replace("\r\n", "\n")
    assert data == calendar(
        "镇务",
        [Entry("a@x", date(2026, 12, 31), nasty, "https://z.example/plan/items/1")],
        stamp=date(2026, 10, 16),
    )
    assert folded("a" * 75) == "a" * 75 and folded("a" * 76) == "a" * 75 + "\r\n a"
