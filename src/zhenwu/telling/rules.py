"""When a robot may speak, and how its messages look. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import quote_plus

from zhenwu.kernel.calendar import is_working_day
from zhenwu.kernel.clock import CHINA
from zhenwu.telling.choices import RobotKind

#: WeCom's robots take 4096 bytes of markdown; DingTalk's take more, and one bound serves both.
LONGEST = 4000
#: Minutes to the next try after each failure; after the last one it is given up.
PAUSES = (1, 5, 30, 120)


def speaks_at(moment: datetime, from_hour: int, until_hour: int) -> datetime:
    """The moment itself if it lies in the hours of a working day, else the beginning of the next such hours."""
    moment = moment.astimezone(CHINA)
    day = moment.date()
    if is_working_day(day):
        if moment.hour < from_hour:
            return datetime.combine(day, time(from_hour), CHINA)
        if moment.hour < until_hour:
            return moment
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(from_hour), CHINA)


def body(kind: str, title: str, text: str) -> dict[str, Any]:
    """The JSON that a robot takes: markdown with the title as its head."""
    whole = f"### {title}\n{text}"
    while len(whole.encode()) > LONGEST:
        whole = whole[: -max(1, (len(whole.encode()) - LONGEST) // 4)]
    if kind == RobotKind.DINGTALK:
        return {"msgtype": "markdown", "markdown": {"title": title, "text": whole}}
    return {"msgtype": "markdown", "markdown": {"content": whole}}


def signed(url: str, secret: str, milliseconds: int) -> str:
    """A DingTalk address with its signature: HMAC-SHA256 of time and secret under the secret; without a secret the address itself."""
    if not secret:
        return url
    mac = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote_plus(base64.b64encode(mac))
    return f"{url}{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={sign}"
