"""Reads: lights from records, the tree, villages, the week, the desk; how many queries each takes; who reaches what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhenwu.audit.keeping import forget
from zhenwu.kernel.period import Period
from zhenwu.plans.actions import check_in, item_accept, item_nest, states_note, supervision_issue, target_set
from zhenwu.plans.models import Item, Plan, Target
from zhenwu.plans.queries import by_village, counts, item_tree, lights, my_desk, path_series, week_changes

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


@pytest.fixture
def inspections(town: Any) -> None:
    """310 inspections on the working days of the year, 40 of them in the last eight weeks, two villages in turn."""
    from zhenwu.ledgers.actions import coverage_set
    from zhenwu.ledgers.bulk import Line, bulk_load
    from zhenwu.ledgers.models import Ledger

    ledger = Ledger.objects.get(code="inspection")
    coverage_set(ledger, actor=None, area_code=town.code, complete_from=date(2025, 1, 1))
    days = [date(2026, 1 + n % 8, 1 + n % 20) for n in range(270)] + [
        date(2026, 9, 1 + n % 25) for n in range(40)
    ]
    rows = [
        Line(
            values={
                "occurred_on": day, "area_code": town.village if n % 2 else town.neighbour, "title": f"第{n}处", "category": "fire",
                "inspectors": "宋伟",
            }
        )
        for n, day in enumerate(days)
    ]  # fmt: skip
    bulk_load(ledger, rows, actor=None)


def test_a_target_follows_its_records(plan: Plan, inspections: None) -> None:
    light = lights(plan)[_item(plan, "安全检查").pk]
    assert (light.state, light.actual, light.target, light.expected) == ("pace", 310, 380, 300)
    assert (
        light.sentence
        == "到10月16日完成310次，应到300次。照近八周每周5次，到期约364次；要按期完成，每周须6.4次。"
    )
    early = lights(plan, day=date(2026, 3, 10))[_item(plan, "安全检查").pk]
    assert early.actual is not None and early.actual < 110


def test_a_filed_growth_is_compared_in_points(plan: Plan, town: Any) -> None:
    from zhenwu.figures.actions import statistic_file

    assert lights(plan)[_item(plan, "地方财政收入").pk].state == "nodata"
    statistic_file(
        actor=None, metric_code="revenue.local", area_code=town.code, period=Period.to_month(2026, 9), basis="to_date",
        value=Decimal(72860000), growth=Decimal("7.2"), paper="财政收支快报", source="县财政局",
    )  # fmt: skip
    light = lights(plan)[_item(plan, "地方财政收入").pk]
    assert (light.state, light.as_of) == ("behind", date(2026, 9, 30))
    assert light.sentence == "到9月30日为7.2%，比目标8%低0.8个百分点。"


def test_counts_equal_the_list_and_the_tree(plan: Plan, cast: Any) -> None:
    lit = lights(plan)
    groups = item_tree(plan, cast.clerk)
    nodes = [node for group in groups for node in group.walk()]
    assert sum(counts(plan).values()) == len(lit) == len(nodes) == plan.items.standing().count()
    assert {node.item.pk: node.light.state for node in nodes} == {
        pk: light.state for pk, light in lit.items()
    }
    assert [group.name for group in groups][:2] == ["年度目标", "聚焦产业升级"]


def test_a_parent_takes_what_its_children_say(plan: Plan, cast: Any) -> None:
    parent, child = _item(plan, "接受人大代表监督"), _item(plan, "产业园一期征地")
    item_nest([child], actor=cast.clerk, parent=parent)
    assert lights(plan)[parent.pk].state == "late"
    groups = item_tree(plan, cast.clerk)
    own = next(node for group in groups for node in group.walk() if node.item.pk == parent.pk)
    assert [node.item.pk for node in own.children] == [child.pk]


def test_villages_add_up_to_the_town(plan: Plan, inspections: None, town: Any, cast: Any) -> None:
    item = _item(plan, "安全检查")
    split = {town.village: Decimal(200), town.neighbour: Decimal(180)}
    target = item.targets.get()
    target_set(
        item,
        actor=cast.clerk,
        target=target,
        metric_code="inspection.count",
        value=Decimal(380),
        unit="次",
        split=split,
    )
    light = lights(plan)[item.pk]
    rows = by_village(item, light)
    assert sum(row.actual or 0 for row in rows) == light.actual
    assert sum(row.expected or 0 for row in rows) == light.expected
    gaps = [row.gap for row in rows if row.gap is not None]
    assert len(gaps) == 2 and gaps == sorted(gaps) and rows[2].planned is None
    line = path_series(item, light)
    assert line is not None
    assert line.actual[-1] == (date(2026, 10, 16), Decimal(310))
    assert line.path[-1] == (date(2026, 12, 31), Decimal(380))
    assert [value for _, value in line.path] == sorted(value for _, value in line.path)


def test_the_week_tells_what_turned_and_what_was_said(plan: Plan, cast: Any) -> None:
    park = _item(plan, "产业园一期征地")
    states_note(plan, actor=None, day=date(2026, 6, 1))
    check_in(park, actor=cast.clerk, text="余3户未签。", on=date(2026, 10, 14), percent=90)
    states_note(plan, actor=None)
    supervision_issue(actor=cast.leader, item=park, requirement="说明未签的3户。")
    found = [
        (change.on.day, change.state, change.text)
        for change in week_changes(plan, cast.clerk)
        if change.item_id == park.pk
    ]
    assert found == [(16, "late", "由无数据转为逾期"), (16, "", "发出督办"), (14, "", "报进展")]
    assert week_changes(plan, cast.stranger) == []


def test_the_desk_lists_what_waits_for_each(plan: Plan, draft: Plan, cast: Any) -> None:
    canteen = _item(plan, "老年助餐点")
    supervision_issue(
        actor=cast.leader,
        item=_item(plan, "户厕改造"),
        requirement="说明原因。",
        reply_due=date(2026, 10, 20),
    )
    farming = my_desk(cast.farming)
    assert [(e.part, e.thing, e.words) for e in farming if e.part != "mine" and e.thing == "supervision"] == [
        ("soon", "supervision", "余2个工作日")
    ]
    assert {e.key for e in farming if e.part == "mine"} == set(
        plan.items.filter(lead_office=cast.farming.office).values_list("pk", flat=True)
    )
    welfare = canteen.lead_office.users.first()
    assert ("late", "item", canteen.pk) in [(e.part, e.thing, e.key) for e in my_desk(welfare)]
    assert [e for e in my_desk(cast.cadre) if e.thing != "record"] == []
    assert my_desk(cast.stranger) == []


def test_a_cadre_reads_the_town_s_plan_but_not_a_neighbour_town_s(plan: Plan, cast: Any) -> None:
    assert item_tree(plan, cast.cadre) and lights(plan, user=cast.cadre)
    assert item_tree(plan, cast.stranger) == [] and lights(plan, user=cast.stranger) == {}


#: Recorded: queries of a plan's lights when nothing is kept, and of a tree whose lights are.
LIGHTS, TREE = 16, 2


def test_lights_take_the_same_queries_for_many_items(plan: Plan, cast: Any) -> None:
    """A plan's lights cost as many queries with twice its targets."""
    forget()
    with CaptureQueriesContext(connection) as few:
        lights(plan)
    item = _item(plan, "安全检查")
    for n in range(40):
        copy = Item.objects.create(
            plan=plan, kind="task", status="accepted", title=f"再查{n}", due_on=item.due_on
        )
        Target.objects.create(item=copy, metric_code="inspection.count", value=Decimal(100 + n), unit="次")
    forget()
    with CaptureQueriesContext(connection) as many:
        lights(plan)
    assert len(many) == len(few) == LIGHTS
    item_tree(plan, cast.clerk)
    with CaptureQueriesContext(connection) as tree:
        item_tree(plan, cast.clerk)
    assert len(tree) == TREE


def test_suggestions_have_no_light(draft: Plan, cast: Any) -> None:
    assert lights(draft) == {}
    item_accept(list(draft.items.all()[:2]), actor=cast.clerk)
    assert len(lights(draft)) == 2
