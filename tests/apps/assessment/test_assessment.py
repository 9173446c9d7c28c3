"""From rules to a published score: evidence, what is left out, judgements, objections and their effect, what changed later."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zhenwu.accounts.models import Office
from zhenwu.assessment.actions import (
    assessment_publish,
    assessment_start,
    judgement_give,
    objection_answer,
    objection_raise,
    rules_install,
    rules_save,
)
from zhenwu.assessment.models import Assessment, Frozen, Judgement, Rules
from zhenwu.assessment.queries import board, rules_in_force, subjects_of
from zhenwu.catalog import assessment_rules
from zhenwu.kernel.errors import BadInput, Conflict, NotFound, Refused
from zhenwu.kernel.period import Period

pytestmark = pytest.mark.django_db
D = Decimal


def test_a_score_opens_to_its_figure(half: Any, town: Any, judge_all: Any) -> None:
    judge_all(half, **{f"v{town.village}": "20"})
    shown = board(half)
    row = shown.row(town.village)
    assert row is not None
    petition, duty = row.cells
    assert petition.measured.figure is not None and petition.measured.figure.value == 75
    assert petition.measured.given.denominator == 4
    assert petition.mark.points == D("45.00") and duty.mark.points == D("20.00")
    assert duty.judgement is not None and duty.judgement.grounds == "逐件核对清单"
    assert (row.now.points, row.now.base, row.now.full, row.scaled) == (D("65.00"), D(100), D(100), False)


def test_no_denominator_is_no_zero_and_its_weight_is_left_out(half: Any, town: Any, judge_all: Any) -> None:
    judge_all(half)
    shown = board(half)
    thin, none = shown.row(town.neighbour), shown.rows[-1]
    assert thin is not None and thin.cells[0].mark.out == "thin"
    assert none.cells[0].mark.out == "no_denominator" and none.cells[0].mark.points is None
    for row in (thin, none):
        assert (row.now.base, row.now.points, row.scaled) == (D(40), D("75.00"), True)
    # 3 of 4 closed and the same judgement: 45 + 30
    here = shown.row(town.village)
    assert here is not None and here.now.points == D("75.00") and here.place_now == 1


def test_rules_are_dated_and_own_ones_come_before_the_standard(rules: Any, town: Any) -> None:
    assert rules_in_force(town.code, "village", date(2026, 6, 30)) == rules
    before = rules_in_force(town.code, "village", date(2025, 6, 30))
    assert before is not None and before.area_code == ""
    other = rules_in_force(town.other_town, "village", date(2026, 6, 30))
    assert other == before
    clerk = town.users["zhou"]
    items = [{**item, "weight": 50} for item in rules.items]
    said: dict[str, Any] = {
        "actor": clerk,
        "area_code": town.code,
        "subject": "village",
        "name": "新办法",
        "source": "2号文",
    }
    with pytest.raises(BadInput):
        rules_save(items=items, valid_from=date(2026, 1, 1), **said)
    second = rules_save(items=items, valid_from=date(2026, 7, 1), **said)
    rules.refresh_from_db()
    assert (second.version, rules.valid_until) == (2, date(2026, 6, 30))
    assert rules_in_force(town.code, "village", date(2026, 6, 30)) == rules
    assert rules_in_force(town.code, "village", date(2026, 7, 1)) == second
    with pytest.raises(BadInput) as caught:
        rules_save(
            items=[{"name": "空", "kind": "reach"}],
            valid_from=date(2026, 8, 1),
            **{**said, "name": "", "source": ""},
        )
    assert {"名称", "依据", "空"} <= {fault.where for fault in caught.value.faults}
    with pytest.raises(Refused):
        rules_save(items=items, valid_from=date(2026, 9, 1), **{**said, "actor": town.users["chen"]})


def test_standard_rules_come_in_once(town: Any) -> None:
    count = Rules.objects.filter(area_code="").count()
    assert count == 3 and rules_install(assessment_rules(), actor=None) == 0
    assert Rules.objects.filter(area_code="").count() == count


def test_a_period_is_assessed_once_and_by_its_own_level(half: Any, town: Any) -> None:
    clerk, whole = town.users["zhou"], Period.to_month(2026, 6)
    with pytest.raises(Conflict):
        assessment_start(actor=clerk, area_code=town.code, subject="village", period=whole)
    for subject, period in (("town", whole), ("people", whole), ("office", Period.year(2027))):
        with pytest.raises(BadInput):
            assessment_start(actor=clerk, area_code=town.code, subject=subject, period=period)
    with pytest.raises(Refused):
        assessment_start(actor=town.users["chen"], area_code=town.code, subject="office", period=whole)
    assert Assessment.objects.count() == 1


def test_a_judgement_has_bounds_grounds_and_a_signature(half: Any, town: Any) -> None:
    clerk = town.users["zhou"]
    for item, points, grounds in (
        ("duty", "41", "看了"),
        ("duty", "-1", "看了"),
        ("duty", "30", " "),
        ("petition", "30", "看了"),
    ):
        with pytest.raises(BadInput):
            judgement_give(
                half, actor=clerk, subject=town.village, item=item, points=D(points), grounds=grounds
            )
    with pytest.raises(NotFound):
        judgement_give(half, actor=clerk, subject=town.other_town, item="duty", points=D(3), grounds="看了")
    with pytest.raises(Refused):
        judgement_give(
            half, actor=town.users["liu"], subject=town.village, item="duty", points=D(3), grounds="看了"
        )
    assert not Judgement.objects.exists()
    judgement_give(half, actor=clerk, subject=town.village, item="duty", points=D(20), grounds="六月看了")
    judgement_give(half, actor=clerk, subject=town.village, item="duty", points=D(25), grounds="复看")
    row = board(half).row(town.village)
    assert row is not None and row.cells[1].mark.points == D("25.00")
    assert row.cells[1].judgement is not None and row.cells[1].judgement.by == clerk
    assert Judgement.objects.count() == 2


def test_an_objection_and_its_effect(half: Any, town: Any, judge_all: Any) -> None:
    judge_all(half)
    clerk, cadre = town.users["zhou"], town.users["liu"]
    for stranger in (town.users["zhao"], town.users["chen"], clerk):
        with pytest.raises(Refused):
            objection_raise(half, actor=stranger, subject=town.village, item="duty", text="不公")
    made = objection_raise(half, actor=cadre, subject=town.village, item="duty", text="有一件是县里没批。")
    with pytest.raises(Conflict):
        objection_raise(half, actor=cadre, subject=town.village, item="duty", text="再说一遍")
    for points in (None, D(41), D(30)):
        with pytest.raises(BadInput):
            objection_answer(made, actor=clerk, uphold=True, answer="属实", points=points)
    with pytest.raises(Refused):
        objection_answer(made, actor=cadre, uphold=True, answer="属实", points=D(36))
    done = objection_answer(made, actor=clerk, uphold=True, answer="属实", points=D(36))
    assert (done.points_before, done.points_after) == (D(30), D(36))
    assert (done.total_before, done.total_after) == (D(75), D(81))
    row = board(half).row(town.village)
    assert row is not None and row.now.points == D(81) and row.cells[1].mark.adjusted
    with pytest.raises(Conflict):
        objection_answer(made, actor=clerk, uphold=False, answer="又不属实")
    with pytest.raises(Conflict):
        judgement_give(half, actor=clerk, subject=town.village, item="duty", points=D(3), grounds="再评")
    turned = objection_raise(
        half, actor=cadre, subject=town.village, item="petition", text="有一件不归我们。"
    )
    objection_answer(turned, actor=clerk, uphold=False, answer="按属地算。")
    turned.refresh_from_db()
    assert (turned.total_before, turned.total_after, turned.points_after) == (D(81), D(81), None)


def test_publishing_freezes_and_later_changes_stand_beside(
    half: Any, town: Any, judge_all: Any, record: Any
) -> None:
    clerk, leader, cadre = town.users["zhou"], town.users["zheng"], town.users["liu"]
    with pytest.raises(BadInput) as caught:
        assessment_publish(half, actor=leader)
    assert len(caught.value.faults) == 12 and {fault.code for fault in caught.value.faults} == {
        "ZW-JUDGEMENT"
    }
    judge_all(half)
    open_one = objection_raise(
        half, actor=cadre, subject=town.village, item="duty", text="有一件是县里没批。"
    )
    with pytest.raises(BadInput) as caught:
        assessment_publish(half, actor=leader)
    assert {fault.code for fault in caught.value.faults} == {"ZW-OBJECTION"}
    objection_answer(open_one, actor=clerk, uphold=False, answer="清单上写明了。")
    with pytest.raises(Refused):
        assessment_publish(half, actor=clerk)
    assert not Frozen.objects.exists()
    assessment_publish(half, actor=leader)
    with pytest.raises(Conflict):
        assessment_publish(half, actor=leader)
    half.refresh_from_db()
    with pytest.raises(Conflict):
        judgement_give(half, actor=clerk, subject=town.village, item="duty", points=D(3), grounds="改")
    frozen = Frozen.objects.get(assessment=half, subject_key=town.village)
    assert (frozen.points, frozen.place, frozen.mark("petition")["shown"]) == (D(75), 1, "75%")
    # four more petitions of that time come in late, none closed: 3 of 8
    record(town.village, 4, 0)
    row = board(half).row(town.village)
    assert row is not None and row.changed and row.points == D(75) and row.now.points == D("52.50")
    assert row.cells[0].changed and row.cells[0].points == D(45) and row.cells[0].mark.points == D("22.50")
    assert not row.cells[1].changed


def test_what_is_not_over_is_not_published(town: Any, rules: Any, judge_all: Any) -> None:
    year = assessment_start(
        actor=town.users["zhou"], area_code=town.code, subject="village", period=Period.year(2026)
    )
    judge_all(year)
    with pytest.raises(BadInput) as caught:
        assessment_publish(year, actor=town.users["zheng"])
    assert [fault.where for fault in caught.value.faults] == ["期间"]


def test_last_year_stands_beside(half: Any, town: Any, judge_all: Any) -> None:
    last = assessment_start(
        actor=town.users["zhou"], area_code=town.code, subject="village", period=Period.to_month(2025, 6)
    )
    assert board(half).before is None
    for item in ("living", "duty"):
        for subject in subjects_of(town.code, "village", last.end):
            judgement_give(
                last, actor=town.users["zhou"], subject=subject.key, item=item, points=D(12), grounds="看了"
            )
    assessment_publish(last, actor=town.users["zheng"])
    shown = board(half)
    row = shown.row(town.village)
    assert shown.before == last and row is not None and row.last is not None
    assert row.last.points == Frozen.objects.get(assessment=last, subject_key=town.village).points is not None


def test_offices_are_held_against_their_items_and_notices(demo: Any) -> None:
    found = assessment_start(
        actor=demo.users["zhou"], area_code=demo.code, subject="office", period=Period.to_month(demo.year, 9)
    )
    shown = board(found)
    keys = {office.pk: f"office-{office.pk}" for office in Office.objects.filter(area__code=demo.code)}
    assert {row.subject.key for row in shown.rows} == set(keys.values())
    some = 0
    for row in shown.rows:
        pace = row.cells[0]
        things = pace.measured.things
        assert pace.measured.given.denominator == len(things)
        assert all(keys[item.lead_office_id] == row.subject.key for (item, _light), _kept in things)
        if things:
            some += 1
            assert pace.measured.given.value == D(sum(kept for _thing, kept in things)) * 100 / len(things)
        else:
            assert pace.mark.out == "no_denominator"
    assert some > 5
    chen, own = demo.users["chen"], keys[demo.users["chen"].office_id]
    assert (
        objection_raise(found, actor=chen, subject=own, item="pace", text="有一项在等县里。").state == "open"
    )
    with pytest.raises(Refused):
        objection_raise(
            found, actor=chen, subject=keys[demo.users["luo"].office_id], item="pace", text="替他说。"
        )


def test_a_county_holds_its_towns_and_they_see_it(town: Any) -> None:
    found = assessment_start(
        actor=town.users["gao"], area_code=town.county, subject="town", period=Period.to_month(2026, 9)
    )
    assert {row.subject.name for row in board(found).rows} == {"清溪镇", "白石镇", "双河镇"}
    for person in ("zhou", "bai", "gao", "liu"):
        assert Assessment.objects.visible_to(town.users[person]).filter(pk=found.pk).exists()
    with pytest.raises(Refused):
        judgement_give(
            found, actor=town.users["zhou"], subject=town.code, item="order", points=D(1), grounds="自评"
        )
    assert objection_raise(
        found, actor=town.users["bai"], subject=town.other_town, item="hotline", text="口径不同。"
    )
    with pytest.raises(Refused):
        objection_raise(found, actor=town.users["bai"], subject=town.code, item="hotline", text="口径不同。")
