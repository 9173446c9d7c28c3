"""A simulated year: in whatever order things happen, every open item has an owner, a due date, a state, a path and a history."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from zhenwu.accounts.models import Office, Person, User
from zhenwu.audit.keeping import forget
from zhenwu.demo import places
from zhenwu.kernel import clock
from zhenwu.kernel.errors import Conflict
from zhenwu.plans.actions import (
    assignment_confirm,
    assignment_object,
    assignment_send,
    change_approve,
    change_ask,
    change_refuse,
    check_in,
    item_assign,
    item_carry,
    item_create,
    item_done,
    item_merge,
    item_nest,
    item_override,
    item_wait,
    milestone_done,
    milestone_set,
    objection_move,
    objection_uphold,
    plan_approve,
    plan_create,
    states_note,
    supervision_issue,
    supervision_reply,
    target_set,
)
from zhenwu.plans.choices import State
from zhenwu.plans.history import contents
from zhenwu.plans.models import Confirmation, Item, Supervision
from zhenwu.plans.queries import counts, item_tree, left_open, lights
from zhenwu.plans.rules import expected_share

START, END = date(2026, 1, 15), date(2026, 12, 31)
WORDS = ("改厕", "修路", "招商", "巡河", "送戏", "培训")


class Year(RuleBasedStateMachine):
    """Plays a town's year against the actions, each step inside one transaction that is rolled back at the end."""

    world: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic._from_testcase = True  # type: ignore[attr-defined]  # the transaction stands for the database
        self.atomic.__enter__()
        self.frozen = clock.freeze(START)
        self.frozen.__enter__()
        self.day = START

    def teardown(self) -> None:
        self.frozen.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        forget()

    @initialize(kinds=st.lists(st.sampled_from(["counted", "steps", "said"]), min_size=3, max_size=5))
    def approved(self, kinds: list[str]) -> None:
        users = {user.username: user for user in User.objects.all()}
        self.clerk, self.leader = users["zhou"], users["zheng"]
        self.offices = list(Office.objects.filter(area__code=places.MAIN).order_by("order"))[:4]
        self.heads = {
            person.office_id: person.user
            for person in Person.objects.filter(office__in=self.offices).select_related("user")
        }
        plan = plan_create(actor=self.clerk, area_code=places.MAIN, year=2026)
        for number, kind in enumerate(kinds):
            office = self.offices[number % 4]
            item = item_create(
                plan, actor=self.clerk, title=f"{WORDS[number]}{number}", lead_office=office, owner=self.heads[office.pk].person,
                due_on=date(2026, 6 + number, 30), starts_on=START,
            )  # fmt: skip
            if kind == "counted":
                target_set(
                    item,
                    actor=self.clerk,
                    value=Decimal(40),
                    unit="户",
                    metric_code="toilet.done",
                    path="season",
                )
            if kind == "steps":
                steps = [("开工", date(2026, 3, 1), Decimal(20)), ("完工", date(2026, 5, 20), Decimal(100))]
                milestone_set(item, actor=self.clerk, milestones=steps)
        self.plan = plan_approve(plan, actor=self.leader)

    def open(self) -> list[Item]:
        return list(
            Item.objects.filter(plan=self.plan, status="accepted").select_related(
                "plan", "lead_office", "owner"
            )
        )

    def pick(self, at: int) -> Item | None:
        found = self.open()
        return found[at % len(found)] if found else None

    at = st.integers(min_value=0, max_value=30)

    @rule(days=st.integers(min_value=3, max_value=60))
    def time_goes_on(self, days: int) -> None:
        self.frozen.__exit__(None, None, None)
        self.day = min(self.day + timedelta(days=days), END)
        self.frozen = clock.freeze(self.day)
        self.frozen.__enter__()
        states_note(self.plan, actor=None)

    @rule(at=at, percent=st.integers(min_value=0, max_value=100), finished=st.booleans())
    def an_office_reports(self, at: int, percent: int, finished: bool) -> None:
        item = self.pick(at)
        if item is not None:
            counted = item.targets.exclude(metric_code="").exists()
            check_in(
                item,
                actor=self.heads[item.lead_office_id],
                text=f"到{percent}%",
                percent=percent,
                finished=finished and not counted,
            )

    @rule(at=at)
    def a_step_is_reached(self, at: int) -> None:
        item = self.pick(at)
        stone = item.milestones.filter(done_on=None).first() if item else None
        if stone is not None:
            milestone_done(stone, actor=self.clerk)

    @rule(at=at)
    def an_item_is_done(self, at: int) -> None:
        item = self.pick(at)
        if item is not None and len(self.open()) > 2:
            item_done(item, actor=self.clerk, why="验收单")

    @rule(at=at, other=at)
    def an_owner_and_a_parent_change(self, at: int, other: int) -> None:
        item, parent = self.pick(at), self.pick(other)
        if item is not None and parent is not None:
            item_assign([item], actor=self.clerk, owner=self.heads[self.offices[other % 4].pk].person)
            chain, above = {item.pk}, parent
            while above is not None and above.pk not in chain:
                above = above.parent
            if above is None:
                item_nest([item], actor=self.clerk, parent=parent)

    @rule()
    def the_assignment_goes_out(self) -> None:
        assignment_send(self.plan, actor=self.clerk)

    @rule(at=at, objects=st.booleans())
    def an_office_answers(self, at: int, objects: bool) -> None:
        words = list(
            Confirmation.objects.filter(item__plan=self.plan, item__status="accepted", state="asked")
        )
        if words:
            word = words[at % len(words)]
            head = self.heads[word.office_id]
            if objects:
                assignment_object(word, actor=head, reason="没有力量")
            else:
                assignment_confirm([word], actor=head)

    @rule(at=at, moves=st.booleans())
    def an_objection_is_answered(self, at: int, moves: bool) -> None:
        words = list(
            Confirmation.objects.filter(item__plan=self.plan, item__status="accepted", state="objected")
        )
        if words:
            word = words[at % len(words)]
            other = next(office for office in self.offices if office.pk != word.office_id)
            if moves:
                objection_move(word, actor=self.clerk, office=other, why="成立")
            else:
                objection_uphold(word, actor=self.clerk, why="不变")

    @rule(
        at=at,
        kind=st.sampled_from(["due", "office", "target", "drop", "add"]),
        approved=st.booleans(),
        days=st.integers(1, 90),
    )
    def a_change_is_asked_for(self, at: int, kind: str, approved: bool, days: int) -> None:
        item = self.pick(at)
        if item is None or (kind == "drop" and len(self.open()) < 4):
            return
        office = next(one for one in self.offices if one.pk != item.lead_office_id)
        wanted: dict[str, Any] = {
            "due": {"item": item, "due_on": item.due_on + timedelta(days=days) if item.due_on else END},
            "office": {"item": item, "office": office}, "drop": {"item": item},
            "target": {"item": item, "target": item.targets.first(), "value": Decimal(20 + days)},
            "add": {"title": f"新交办{days}", "office": office, "due_on": END},
        }[kind]  # fmt: skip
        if (kind == "target" and wanted["target"] is None) or (
            kind == "target" and wanted["target"].value == wanted["value"]
        ):
            return
        change = change_ask(self.plan, actor=self.clerk, kind=kind, grounds="县里调整", **wanted)
        if approved:
            change_approve(change, actor=self.leader)
        else:
            change_refuse(change, actor=self.leader, answer="不变")

    @precondition(lambda self: len(self.open()) > 3)
    @rule(at=at)
    def two_items_become_one(self, at: int) -> None:
        found = self.open()
        first, second = found[at % len(found)], found[(at + 1) % len(found)]
        if (first.lead_office_id, first.due_on) != (second.lead_office_id, second.due_on):
            with pytest.raises(Conflict):
                item_merge([first, second], actor=self.clerk)
        wanted: list[dict[str, Any]] = []
        if first.lead_office_id != second.lead_office_id:
            wanted.append({"kind": "office", "office": first.lead_office})
        if first.due_on != second.due_on:
            last = second.milestones.order_by("-due_on").first()
            if first.due_on is None or (last is not None and first.due_on < last.due_on):
                return
            wanted.append({"kind": "due", "due_on": first.due_on})
        for fields in wanted:
            change = change_ask(self.plan, actor=self.clerk, item=second, grounds="与另一项合并", **fields)
            change_approve(change, actor=self.leader)
        second.refresh_from_db()
        item_merge([first, second], actor=self.clerk)

    @rule(at=at, state=st.sampled_from(["pace", "behind", "late"]))
    def a_leader_overrules_and_it_lapses(self, at: int, state: str) -> None:
        item = self.pick(at)
        if item is not None and lights(self.plan)[item.pk].computed_state != state:
            item_override(
                item, actor=self.leader, state=state, grounds="现场看过", until=self.day + timedelta(days=10)
            )

    @rule(at=at, waits=st.booleans())
    def the_county_has_the_ball(self, at: int, waits: bool) -> None:
        item = self.pick(at)
        if item is not None:
            item_wait(item, actor=self.clerk, since=self.day if waits else None, why="等批复")

    @rule(at=at)
    def a_notice_goes_out_or_is_answered(self, at: int) -> None:
        item = self.pick(at)
        if item is None:
            return
        notice = Supervision.objects.filter(item=item).exclude(state="closed").first()
        if notice is None:
            supervision_issue(actor=self.leader, item=item, requirement="说明进展")
        elif notice.state in ("issued", "received"):
            supervision_reply(notice, actor=self.heads[notice.office_id], reply="月底完成")

    @invariant()
    def every_open_item_has_what_it_needs(self) -> None:
        if not hasattr(self, "plan"):
            return
        lit = lights(self.plan)
        for item in self.open():
            assert item.owner_id and item.lead_office_id and item.due_on, item.title
            light = lit[item.pk]
            assert light.state in State.values and light.sentence
            start = item.starts_on or date(2026, 1, 1)
            for target in item.targets.all():
                points = [(date.fromisoformat(day), Decimal(share)) for day, share in target.points]
                shares = [
                    expected_share(target.path, start, item.due_on, day, points)
                    for day in (start, self.day, item.due_on)
                ]
                assert shares[-1] == 1 and all(0 <= share <= 1 for share in shares)

    @invariant()
    def the_history_replays_to_what_stands(self) -> None:
        if not hasattr(self, "plan"):
            return
        items = list(Item.objects.filter(plan=self.plan))
        now = contents([item.pk for item in items])
        for item in items:
            kept = list(item.versions.order_by("number"))
            assert [one.number for one in kept] == list(range(1, item.version + 1))
            replayed: dict[str, Any] = {}
            for one in kept:
                assert one.content != replayed, "a version that changed nothing"
                replayed.update(one.content)
            assert replayed == now[item.pk]

    @invariant()
    def counts_equal_the_list(self) -> None:
        if not hasattr(self, "plan"):
            return
        listed = [node for group in item_tree(self.plan, self.clerk) for node in group.walk()]
        assert len(listed) == len({node.item.pk for node in listed}) == self.plan.items.standing().count()
        assert Counter(node.light.state for node in listed) == counts(self.plan)

    @invariant()
    def next_year_is_offered_what_is_open(self) -> None:
        if not hasattr(self, "plan") or self.day < END:
            return
        with clock.freeze(date(2027, 1, 10)):
            following = plan_create(actor=self.clerk, area_code=places.MAIN, year=2027)
            offered = left_open(following)
            assert {left.item.pk for left in offered} <= {item.pk for item in self.open()}
            if offered:
                carried = item_carry(following, actor=self.clerk, left=offered[0].item, owed=offered[0].owed)
                assert carried.carried_from == offered[0].item and carried.owner and carried.due_on
                assert len(left_open(following)) == len(offered) - 1
            following.delete()


@pytest.mark.django_db
def test_a_year_of_events_in_any_order(town: Any) -> None:
    run_state_machine_as_test(
        Year,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
