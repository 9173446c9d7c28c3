"""Writes of the telling room: robots, messages once each, feeds, and days begun."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhenwu.audit.actions import audit_write
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.plans.rights import require
from zhenwu.telling.choices import MessageState, RobotKind
from zhenwu.telling.models import DayBegun, Feed, Message, Robot
from zhenwu.telling.posting import NotSent, checked, post
from zhenwu.telling.rules import PAUSES, body, signed, speaks_at

#: Minutes after which a message that is still under way has lost its worker.
LOST_MINUTES = 10


@transaction.atomic
def robot_set(
    *, actor: Any, area_code: str, kind: str, name: str, url: str, secret: str = "", from_hour: int = 8, until_hour: int = 18
) -> Robot:  # fmt: skip
    """Keep a robot, or give the one of this name another address; address and secret are sealed at once."""
    require(actor, "plan.edit", area_code)
    faults = []
    if kind not in RobotKind.values:
        faults.append(Fault(f"没有机器人“{kind}”", "种类", "企业微信或钉钉", code="ZW-ROBOT"))
    if not name.strip():
        faults.append(Fault("没有写名称", "名称", "群的名称", code="ZW-ROBOT"))
    if not 0 <= from_hour < until_hour <= 24:
        faults.append(
            Fault(f"{from_hour}点到{until_hour}点不对", "从几点", "先后两个整点", "请改正", "ZW-ROBOT")
        )
    try:
        url = checked(url)
    except BadInput as error:
        faults += error.faults
    if faults:
        raise BadInput.of(faults)
    row, _made = Robot.objects.update_or_create(
        area_code=area_code, name=name.strip(),
        defaults={
            "kind": kind, "sealed": {"url": url, "secret": secret.strip()}, "from_hour": from_hour, "until_hour": until_hour,
            "active": True,
        },
    )  # fmt: skip
    audit_write(actor, "robot_set", row, changes={"kind": kind, "hours": [from_hour, until_hour]})
    return row


@transaction.atomic
def robot_stop(robot: Robot, *, actor: Any) -> Robot:
    """Let a robot be silent; its address and secret are forgotten."""
    require(actor, "plan.edit", robot.area_code)
    robot.active, robot.sealed = False, {}
    robot.save(update_fields=["active", "sealed"])
    audit_write(actor, "robot_stop", robot)
    return robot


@transaction.atomic
def message_put(robot: Robot, *, actor: Any, key: str, title: str, text: str) -> Message | None:
    """Put a message into the outbox and see that it is sent in the robot's hours; None when it was put there before."""
    row, made = Message.objects.get_or_create(
        robot=robot, key=key[:100], defaults={"title": title[:100], "text": text}
    )
    if not made:
        return None
    audit_write(actor, "message_put", row)
    transaction.on_commit(lambda: later(row))
    return row


def later(message: Message, minutes: int = 0) -> None:
    """Ask the worker to send a message, not before so many minutes and not outside the robot's hours."""
    from zhenwu.telling.tasks import message_send_task

    robot = message.robot
    now = timezone.now()
    moment = speaks_at(clock.now() + timedelta(minutes=minutes), robot.from_hour, robot.until_hour)
    wait = max(moment - clock.now(), timedelta(minutes=minutes))
    if wait.total_seconds() > 1 and message_send_task.get_backend().supports_defer:
        message_send_task.using(run_after=now + wait).enqueue(message.pk)
    else:
        message_send_task.enqueue(message.pk)


def message_send(message_id: int, *, actor: Any) -> Message | None:
    """Send a message that waits; a failure is kept in words and tried again later, a few times.

    It is claimed before it leaves and no transaction is open while it is under way: of two workers one sends it, and a message whose
    worker died meanwhile is not sent a second time.
    """
    message = (
        Message.objects.select_related("robot").filter(pk=message_id, state=MessageState.WAITING).first()
    )
    if message is None or not message.robot.active:
        return None
    robot = message.robot
    if speaks_at(clock.now(), robot.from_hour, robot.until_hour) > clock.now():
        later(message)
        return message
    claimed = Message.objects.filter(pk=message_id, state=MessageState.WAITING).update(
        state=MessageState.SENDING, tries=F("tries") + 1, claimed_at=timezone.now()
    )
    if not claimed:
        return None
    message.refresh_from_db(fields=["tries"])
    message.state, message.error = MessageState.SENT, ""
    try:
        url = robot.sealed["url"]
        if robot.kind == RobotKind.DINGTALK:
            url = signed(url, robot.sealed.get("secret", ""), int(timezone.now().timestamp() * 1000))
        post(checked(url), body(robot.kind, message.title, message.text))
        message.sent_at = timezone.now()
    except NotSent as error:
        message.error, message.state = str(error)[:200], _after_failure(message)
    except (BadInput, KeyError):
        message.error, message.state = "机器人的地址不能用", MessageState.FAILED
    with transaction.atomic():
        message.save(update_fields=["state", "sent_at", "error"])
        audit_write(actor, "message_send", message, changes={"state": message.state, "tries": message.tries})
    if message.state == MessageState.WAITING:
        later(message, PAUSES[message.tries - 1])
    return message


def _after_failure(message: Message) -> MessageState:
    return MessageState.WAITING if message.tries <= len(PAUSES) else MessageState.FAILED


@transaction.atomic
def messages_settle(*, actor: Any) -> int:
    """Give up messages whose worker died while they were under way: nobody knows whether they arrived, and none is sent twice."""
    old = timezone.now() - timedelta(minutes=LOST_MINUTES)
    lost = list(
        Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=old).select_related("robot")
    )
    for message in lost:
        message.state, message.error = MessageState.FAILED, "发的中途停了，不知发没发到"
        message.save(update_fields=["state", "error"])
        audit_write(actor, "messages_settle", message)
    return len(lost)


def feed_digest(token: str) -> str:
    """What is kept of a feed's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def feed_renew(user: Any, *, actor: Any) -> str:
    """A new secret for the user's own calendar feed, shown this once; the old one ends."""
    token = secrets.token_urlsafe(32)
    row, _made = Feed.objects.update_or_create(user=user, defaults={"digest": feed_digest(token)})
    audit_write(actor, "feed_renew", row)
    return token


@transaction.atomic
def day_begin(user: Any, *, actor: Any, on: date) -> bool:
    """Whether this is the user's first sign-in of the day."""
    row, made = DayBegun.objects.get_or_create(user=user, on=on)
    if made:
        audit_write(actor, "day_begin", row)
    return made
