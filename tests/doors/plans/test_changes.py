"""Changes through HTTP: asked on the item's page, decided by the leader, read by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.doors.plans.test_pages import _item, _text

from zhenwu.plans.models import Change, Plan

pytestmark = pytest.mark.django_db


def test_asked_seen_approved_and_kept(plan: Plan, cast: Any, at_door: Any) -> None:
    item = _item(plan, "户厕改造300户")
    office, leader = at_door(cast.farming), at_door(cast.leader)
    ask, here = reverse("web:plan-item-change", args=[item.pk]), reverse("web:plan-changes", args=[plan.pk])
    assert ask in office.get(reverse("web:plan-item", args=[item.pk])).content.decode()
    assert office.get(ask).status_code == 200
    wrong = office.post(ask, {"kind": "due", "due_on": "2026-12-31", "grounds": "下雨"})
    assert (
        wrong.status_code == 400 and "期限已是2026-12-31" in _text(wrong) and "下雨" in wrong.content.decode()
    )
    assert office.post(ask, {"kind": "due", "due_on": "2026-12-20", "grounds": "县里提前"}).status_code == 302
    page = reverse("web:plan-item", args=[item.pk])
    assert "等领导批" in _text(office.get(page))
    decide = reverse("web:plan-change-decide", args=[Change.objects.get().pk])
    assert decide in leader.get(here).content.decode()
    refused = leader.post(decide, {"do": "refuse", "answer": ""})
    assert refused.status_code == 400 and "不批准须写理由" in _text(refused)
    assert leader.post(decide, {"do": "approve", "answer": "同意"}).status_code == 302
    text = _text(office.get(page))
    assert "批准变更：县里提前" in text and "2026-12-20" in text and "2026-12-31" in text
    assert "同意" in _text(at_door(cast.cadre).get(here))
    assert leader.post(decide, {"do": "approve"}).status_code == 409


def test_a_plan_without_changes_says_how(plan: Plan, cast: Any, at_door: Any) -> None:
    page = at_door(cast.clerk).get(reverse("web:plan-changes", args=[plan.pk]))
    assert "计划批准以来没有变更" in _text(page)
    assert reverse("web:plan-change-new", args=[plan.pk]) in page.content.decode()


def test_the_edit_form_does_not_touch_what_is_promised(plan: Plan, cast: Any, at_door: Any) -> None:
    client, item = at_door(cast.clerk), _item(plan, "户厕改造300户")
    url = reverse("web:plan-item-edit", args=[item.pk])
    form = client.get(url).context["form"]
    data = {bound.html_name: "" if bound.value() is None else bound.value() for bound in form}
    assert client.post(url, {**data, "title": "改厕", "due_on": "2026-11-01"}).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.due_on.isoformat()) == ("改厕", "2026-12-31")
