"""Robots and their outbox against a receiver on this machine; the calendar of a person; the digest of the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.unit.telling.test_formats import events

from zhenwu.audit.models import AuditRow
from zhenwu.desk.telling import calendar_entries, day_digest, town_tell
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Refused
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger
from zhenwu.meetings.models import Meeting
from zhenwu.plans.actions import supervision_issue, supervision_reply
from zhenwu.plans.models import Item, Plan
from zhenwu.telling.actions import (
    feed_digest,
    feed_renew,
    later,
    message_put,
    message_send,
    messages_settle,
    robot_set,
    robot_stop,
)
from zhenwu.telling.models import Feed, Message, Robot
from zhenwu.writer.calendar import calendar

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 16)


@pytest.fixture(autouse=True)
def ten_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Friday at ten, in the hours of robots."""
    moment = datetime(2026, 10, 16, 10, 0, tzinfo=clock.CHINA)
    monkeypatch.setattr(clock, "now", lambda: moment)


@pytest.fixture
def robot(receiver: Any, cast: Any, town: Any) -> Robot:
    return robot_set(
        actor=cast.clerk,
        area_code=town.code,
        kind="dingtalk",
        name="镇工作群",
        url=receiver.url,
        secret="SECx",
    )


def test_a_robot_s_address_is_sealed(robot: Robot, receiver: Any, cast: Any, town: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM telling_robot")
        raw = str(cursor.fetchone()[0])
    assert "127.0.0.1" not in raw and "SECx" not in raw
    assert Robot.objects.get().sealed == {"url": receiver.url, "secret": "SECx"}
    row = AuditRow.objects.get(action="robot_set")
    assert "SECx" not in str(row.changes) + row.thing_label and "127" not in str(row.changes)
    assert robot_stop(robot, actor=cast.clerk).sealed == {}
    with pytest.raises(Refused):
        robot_set(actor=cast.farming, area_code=town.code, kind="wecom", name="群", url=receiver.url)
    with pytest.raises(BadInput) as caught:
        robot_set(
            actor=cast.clerk,
            area_code=town.code,
            kind="qq",
            name=" ",
            url="ftp://x",
            from_hour=20,
            until_hour=8,
        )
    assert len(caught.value.faults) == 4


def test_a_message_goes_once_signed_and_in_its_format(
    robot: Robot, receiver: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            message_put(robot, actor=None, key="a", title="督办", text="农业农村办")
    ((path, payload),) = receiver.got
    assert path.startswith("/robot/send?key=k&timestamp=") and "&sign=" in path
    assert payload == {"msgtype": "markdown", "markdown": {"title": "督办", "text": "### 督办\n农业农村办"}}
    message = Message.objects.get()
    assert (message.state, message.tries) == ("sent", 1)
    assert message_send(message.pk, actor=None) is None and len(receiver.got) == 1


def test_a_failure_is_told_in_words_and_tried_a_few_times(
    robot: Robot, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zhenwu.telling.actions.later", lambda message, minutes=0: waits.append(minutes))
    waits: list[int] = []
    message = Message.objects.create(robot=robot, key="a", title="甲", text="乙")
    receiver.answers += [
        (500, {}),
        (200, {"errcode": 310000, "errmsg": "sign not match"}),
        (200, []),
        (200, {"errcode": 130101}),
    ]
    said = [message_send(message.pk, actor=None) for _try in range(4)]
    assert [one.error for one in said if one] == [
        "机器人答500",
        "机器人不收，代码310000",
        "机器人的回答读不懂",
        "机器人不收，代码130101",
    ]
    assert waits == [1, 5, 30, 120]
    receiver.answers.append((302, {}))
    last = message_send(message.pk, actor=None)
    assert last is not None and (last.state, last.error) == ("failed", "机器人答302")
    assert message_send(message.pk, actor=None) is None and len(receiver.got) == 5


def test_a_robot_inside_is_refused_unless_allowed(robot: Robot, settings: Any, receiver: Any) -> None:
    settings.HOOKS_PRIVATE = False
    message = Message.objects.create(robot=robot, key="a", title="甲", text="乙")
    sent = message_send(message.pk, actor=None)
    assert sent is not None and (sent.state, sent.error) == ("failed", "机器人的地址不能用")
    assert receiver.got == []


def test_outside_its_hours_a_message_waits(
    robot: Robot, receiver: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []
    monkeypatch.setattr("zhenwu.telling.actions.later", lambda message, minutes=0: waits.append(minutes))
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 10, 16, 20, 0, tzinfo=clock.CHINA))
    message = Message.objects.create(robot=robot, key="a", title="甲", text="乙")
    kept = message_send(message.pk, actor=None)
    assert kept is not None and (kept.state, kept.tries) == ("waiting", 0)
    assert receiver.got == [] and waits == [0]


def test_a_message_whose_worker_died_is_not_sent_again(robot: Robot, receiver: Any) -> None:
    old = timezone.now() - timedelta(minutes=11)
    message = Message.objects.create(
        robot=robot, key="a", title="甲", text="乙", state="sending", claimed_at=old
    )
    assert message_send(message.pk, actor=None) is None
    assert messages_settle(actor=None) == 1
    message.refresh_from_db()
    assert message.state == "failed" and receiver.got == []


def test_a_town_is_told_of_each_thing_once_and_on_working_days(
    robot: Robot,
    receiver: Any,
    plan: Plan,
    met: Meeting,
    cast: Any,
    town: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    item = Item.objects.select_related("plan").get(plan=plan, quote__contains="户厕改造300户")
    supervision_issue(actor=cast.leader, item=item, requirement="说明原因。")
    values = {
        "area_code": town.village,
        "number": "2026-801",
        "title": "张某反映水渠堵塞",
        "occurred_on": date(2026, 9, 3),
        "channel": "来访",
        "persons": 1,
    }
    petition = record_create(Ledger.objects.get(code="petition"), actor=cast.clerk, values=values)
    supervision_issue(
        actor=cast.leader, record=petition, office=cast.petitions.office, requirement="张某的事为何没办。",
        on=date(2026, 9, 28), reply_due=date(2026, 10, 9),
    )  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        assert town_tell(town.code, actor=None) == 4
        assert town_tell(town.code, actor=None) == 0
    titles = {payload["markdown"]["title"] for _path, payload in receiver.got}
    assert titles == {
        "督办〔2026〕1号已发出",
        "督办〔2026〕2号逾期未回复",
        "会议任务逾期未答",
        "10月19日周碰头",
    }
    said = "".join(payload["markdown"]["text"] for _path, payload in receiver.got)
    assert "农村户厕改造300户" in said and "张某" not in said
    with clock.freeze(date(2026, 10, 17)):
        assert town_tell(town.code, actor=None) == 0
    assert town_tell(town.other_town, actor=None) == 0


def test_a_person_s_calendar(plan: Plan, met: Meeting, cast: Any, town: Any) -> None:
    item = Item.objects.select_related("plan").get(plan=plan, quote__contains="户厕改造300户")
    Item.objects.filter(pk=item.pk).update(due_on=date(2026, 12, 20))
    notice = supervision_issue(actor=cast.leader, item=item, requirement="说明原因。")

    def seen(user: Any) -> dict[str, tuple[str, str]]:
        data = calendar("镇务", calendar_entries(user, TODAY, "https://z.example"), stamp=TODAY)
        return {event["UID"]: (event["DTSTART"], event["SUMMARY"]) for event in events(data)}

    mine = seen(cast.farming)
    assert mine[f"item-{item.pk}@zhenwu"][0] == "20261220"
    assert mine[f"notice-{notice.pk}@zhenwu"] == ("20261023", "督办〔2026〕1号回复到期：农村户厕改造300户")
    assert mine[f"commitment-{met.commitments.get(number=1).pk}@zhenwu"][0] == "20261015"
    meetings = [day for uid, (day, _words) in mine.items() if uid.startswith("meeting-")]
    assert meetings[:3] == ["20261019", "20261026", "20261102"] and len(meetings) == 9
    supervision_reply(notice, actor=cast.farming, reply="已排。")
    assert f"notice-{notice.pk}@zhenwu" not in seen(cast.farming)
    assert f"item-{item.pk}@zhenwu" not in seen(cast.petitions)
    assert seen(cast.stranger) == {} and seen(town.users["grid1"]) == {} and seen(town.users["gao"]) == {}


def test_a_feed_s_secret_is_kept_as_a_hash_and_renewed(cast: Any) -> None:
    first = feed_renew(cast.farming, actor=cast.farming)
    assert Feed.objects.get().digest == feed_digest(first) and first not in Feed.objects.get().digest
    second = feed_renew(cast.farming, actor=cast.farming)
    assert first != second and Feed.objects.get().digest == feed_digest(second)
    assert first not in str(list(AuditRow.objects.filter(action="feed_renew").values()))


def test_the_digest_comes_once_a_working_day_and_only_when_something_waits(
    plan: Plan, met: Meeting, cast: Any
) -> None:
    digest = day_digest(cast.farming)
    assert digest is not None and (digest["late"], digest["lines"][0]) == (1, "三村各排一张工期表")
    assert day_digest(cast.farming) is None
    with clock.freeze(date(2026, 10, 17)):
        assert day_digest(cast.farming) is None
    with clock.freeze(date(2026, 10, 19)):
        assert day_digest(cast.farming) is not None
    assert day_digest(cast.auditor) is None


def test_the_first_who_signs_in_lets_the_robots_speak(
    robot: Robot, receiver: Any, plan: Plan, met: Meeting, cast: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        day_digest(cast.farming)
        day_digest(cast.clerk)
    assert sorted(payload["markdown"]["title"] for _path, payload in receiver.got) == [
        "10月19日周碰头",
        "会议任务逾期未答",
    ]


def test_the_worker_gets_it_at_once_or_at_the_next_hours(
    robot: Robot, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the queue of the database, as it runs in earnest."""
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    message = Message.objects.create(robot=robot, key="a", title="甲", text="乙")
    now = timezone.now()
    for moment, minutes, hours in (
        (datetime(2026, 10, 16, 10, 0, tzinfo=clock.CHINA), 0, None),
        (datetime(2026, 10, 16, 10, 0, tzinfo=clock.CHINA), 30, 0.5),
        # Friday at eight in the evening: Monday at eight
        (datetime(2026, 10, 16, 20, 0, tzinfo=clock.CHINA), 0, 60),
    ):
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        DBTaskResult.objects.all().delete()
        later(message, minutes)
        row = DBTaskResult.objects.get()
        assert row.args_kwargs["args"] == [message.pk]
        if hours is None:
            assert row.task_result.task.run_after is None
        else:
            assert abs((row.run_after - now) - timedelta(hours=hours)) < timedelta(minutes=5)
