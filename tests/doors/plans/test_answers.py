"""The year's end and the carry-over through HTTP."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from tests.apps.plans.test_answers import last
from tests.doors.plans.test_pages import _item, _text

from zhenwu.kernel import clock
from zhenwu.plans.models import Answer, Item, Plan
from zhenwu.plans.queries import answer_rows

__all__ = ["last"]
pytestmark = pytest.mark.django_db


def test_from_the_data_to_a_closed_plan(plan: Plan, cast: Any, at_door: Any) -> None:
    with clock.freeze(date(2026, 12, 31)):
        clerk, office, leader = at_door(cast.clerk), at_door(cast.farming), at_door(cast.leader)
        here = reverse("web:plan-answers", args=[plan.pk])
        assert "没有签发的答复" in _text(clerk.get(here))
        clerk.post(reverse("web:plan-answers-draft", args=[plan.pk]), {"do": "draft"})
        item = _item(plan, "户厕改造300户")
        own = reverse("web:plan-item-answer", args=[item.pk])
        assert office.get(own).status_code == 200
        wrong = office.post(own, {"do": "confirm", "outcome": "not", "text": "完成187户。", "reason": ""})
        assert (
            wrong.status_code == 400
            and "要写原因" in _text(wrong)
            and "完成187户。" in wrong.content.decode()
        )
        good = {"do": "confirm", "outcome": "part", "text": "完成187户。", "reason": "三个村开工不足"}
        assert office.post(own, good).status_code == 302
        sign = reverse("web:plan-answers-sign", args=[plan.pk])
        closing = leader.post(sign, {"do": "close"})
        assert closing.status_code == 409 and _item(plan, "信访事项办结率").title in _text(closing)
        answer = Answer.objects.get(item=item)
        assert leader.post(own, {"do": "return", "why": ""}).status_code == 400
        assert leader.post(sign, {"do": "sign", "pick": [answer.pk]}).status_code == 302
        assert "三个村开工不足" in _text(clerk.get(here, {"outcome": "part"}))
        for row in answer_rows(plan):
            if row.state == "drafted":
                data = {"do": "confirm", "outcome": row.outcome, "text": row.text, "reason": "人手不足"}
                clerk.post(reverse("web:plan-item-answer", args=[row.item.pk]), data)
        leader.post(sign, {"do": "sign", "pick": list(Answer.objects.values_list("pk", flat=True))})
        assert leader.post(sign, {"do": "close"}).status_code == 302
        assert "都有了答复" in _text(at_door(cast.cadre).get(here))


def test_answers_are_taken_away(plan: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.auditor)
    for kind, start in (("docx", b"PK"), ("review", b"PK"), ("xlsx", b"PK")):
        answer = client.get(reverse("web:plan-answers-file", args=[plan.pk, kind]))
        assert answer.status_code == 200 and answer.content[:2] == start
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book["承诺践诺"].max_row == plan.items.standing().count() + 1


def test_what_last_year_left_is_taken_up_on_the_page(
    last: Plan, draft: Plan, cast: Any, at_door: Any
) -> None:
    client, here = at_door(cast.clerk), reverse("web:plan-carry", args=[draft.pk])
    assert here in client.get(reverse("web:plan-review", args=[draft.pk])).content.decode()
    page = client.get(here)
    assert "上年还有2项没有着落" in _text(page) and "今年像它的" in _text(page)
    bridge, toilets = last.items.get(title="整修上溪桥"), last.items.get(title="农村户厕改造260户")
    take = reverse("web:plan-carry-take", args=[draft.pk])
    wrong = client.post(take, {"do": "continue", "pick": [f"i{bridge.pk}"]})
    assert wrong.status_code == 400 and "今年没有像它的一项" in _text(wrong)
    client.post(take, {"do": "continue", "pick": [f"i{toilets.pk}"]})
    client.post(take, {"do": "carry", "pick": [f"i{bridge.pk}"]})
    assert _item(draft, "户厕改造300户").carried_from == toilets
    carried = Item.objects.get(plan=draft, carried_from=bridge)
    assert "上年没有留下没着落的事" in _text(client.get(here))
    assert "说过2年" in _text(client.get(reverse("web:plan-item", args=[carried.pk])))
    assert at_door(cast.farming).post(take, {"do": "carry", "pick": [f"i{bridge.pk}"]}).status_code == 403
