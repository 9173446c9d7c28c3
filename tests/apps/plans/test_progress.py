"""Following up: check-ins, milestones, judgements; and states as they turn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.plans.actions import (
    check_in,
    item_done,
    item_override,
    item_wait,
    milestone_done,
    milestone_set,
    states_note,
)
from zhenwu.plans.models import Item, Plan, StateChange
from zhenwu.plans.queries import lights

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 16)


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def test_an_office_reports_on_its_own_items_only(plan: Plan, cast: Any) -> None:
    park, farmland = _item(plan, "产业园一期征地"), _item(plan, "高标准农田")
    assert (
        check_in(farmland, actor=cast.farming, text="春耕前完成放线。", on=date(2026, 3, 2)).by
        == cast.farming
    )
    with pytest.raises(Refused):
        check_in(park, actor=cast.farming, text="看了现场。")
    assert check_in(park, actor=cast.clerk, text="县里在批。", percent=60).percent == 60
    assert AuditRow.objects.filter(action="check_in").count() == 2


def test_a_check_in_names_every_fault(plan: Plan, cast: Any) -> None:
    with pytest.raises(BadInput) as caught:
        check_in(
            _item(plan, "户厕改造"),
            actor=cast.clerk,
            text=" ",
            on=TODAY + timedelta(days=1),
            percent=120,
            finished=True,
        )
    assert len(caught.value.faults) == 4
    assert not plan.items.filter(check_ins__isnull=False).exists()


def test_finished_closes_what_no_figure_follows(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    check_in(park, actor=cast.clerk, text="全部签约。", finished=True, on=date(2026, 6, 20))
    park.refresh_from_db()
    assert (park.status, park.done_on) == ("done", date(2026, 6, 20))
    light = lights(plan)[park.pk]
    assert (light.state, light.sentence) == ("done", "6月20日报已完成。")


def test_nothing_is_reported_on_a_draft(draft: Plan, cast: Any) -> None:
    with pytest.raises(Conflict):
        check_in(_item(draft, "户厕改造"), actor=cast.clerk, text="开工。")


def test_milestones_make_the_light(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    stones = milestone_set(
        park,
        actor=cast.clerk,
        milestones=[("公告", date(2026, 3, 1), None), ("签约", date(2026, 6, 20), None)],
    )
    assert lights(plan, day=date(2026, 4, 1))[park.pk].state == "behind"
    milestone_done(stones[0], actor=cast.clerk, on=date(2026, 3, 3))
    light = lights(plan, day=date(2026, 4, 1))[park.pk]
    assert (light.state, light.sentence) == ("pace", "2个节点完成1个；下一个“签约”，6月20日到期，余80天。")
    assert lights(plan, day=date(2026, 7, 1))[park.pk].state == "late"
    with pytest.raises(Conflict, match="已完成"):
        milestone_done(stones[0], actor=cast.clerk)


def test_waiting_stops_the_clock_and_stays_in_sight(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    with pytest.raises(BadInput):
        item_wait(park, actor=cast.clerk, since=date(2026, 5, 1))
    item_wait(park, actor=cast.clerk, since=date(2026, 5, 1), why="用地指标待省里批")
    assert lights(plan)[park.pk].state == "waiting"


def test_a_leader_overrules_with_grounds_until_a_date(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    assert lights(plan)[park.pk].state == "late"
    item_override(
        park, actor=cast.leader, state="pace", grounds="征地方案经县里调整。", until=date(2026, 11, 15)
    )
    light = lights(plan)[park.pk]
    assert (light.state, light.computed_state, light.overruled) == ("pace", "late", True)
    with clock.freeze(date(2026, 11, 16)):
        assert lights(plan, day=date(2026, 11, 16))[park.pk].state == "late"
    with pytest.raises(BadInput) as caught:
        item_override(park, actor=cast.leader, state="late", grounds=" ", until=date(2027, 6, 1))
    assert len(caught.value.faults) == 3
    for who in (cast.clerk, cast.farming, cast.cadre, cast.stranger):
        with pytest.raises(Refused):
            item_override(park, actor=who, state="done", grounds="好", until=date(2026, 11, 1))


def test_done_needs_words(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    with pytest.raises(BadInput):
        item_done(park, actor=cast.clerk, why=" ")
    assert item_done(park, actor=cast.clerk, why="验收单第3号").status == "done"


def test_states_are_noted_once_a_day_and_tell_what_turned(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    with clock.freeze(date(2026, 6, 1)):
        states_note(plan, actor=None)
    first = StateChange.objects.get(item=park)
    assert (first.before, first.after) == ("", "nodata")
    states_note(plan, actor=None)
    assert states_note(plan, actor=None) == []
    turned = StateChange.objects.filter(item=park).first()
    assert turned is not None and (turned.before, turned.after, turned.on) == ("nodata", "late", TODAY)
    park.refresh_from_db()
    assert (park.last_state, park.last_state_on) == ("late", TODAY)
