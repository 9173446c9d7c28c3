"""The assignment through HTTP: confirm, object, answer, and the papers."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.doors.plans.test_pages import _item, _text

from zhenwu.accounts.models import Office
from zhenwu.plans.models import Confirmation, Plan

pytestmark = pytest.mark.django_db


def _here(plan: Plan) -> str:
    return reverse("web:plan-assignment", args=[plan.pk])


def test_from_sending_to_the_answer_of_an_objection(plan: Plan, cast: Any, at_door: Any) -> None:
    clerk, farming, here = at_door(cast.clerk), at_door(cast.farming), _here(plan)
    assert "还没有请各办公室确认" in _text(clerk.get(here))
    assert "已请各办公室确认" in _text(
        clerk.post(reverse("web:plan-assignment-send", args=[plan.pk]), {"do": "send"}, follow=True)
    )
    toilets = Confirmation.objects.get(item=_item(plan, "户厕改造300户"))
    answer = reverse("web:plan-assignment-answer", args=[plan.pk])
    mine = [
        word.pk
        for word in Confirmation.objects.filter(office=cast.farming.office or cast.farming.person.office)
    ]
    assert (
        farming.post(answer, {"do": "confirm", "pick": [pk for pk in mine if pk != toilets.pk]}).status_code
        == 302
    )
    page = farming.post(answer, {"do": "object", "pick": [toilets.pk], "reason": ""})
    assert page.status_code == 400 and "异议须写理由" in _text(page)
    farming.post(answer, {"do": "object", "pick": [toilets.pk], "reason": "建设办实施"})
    assert "1件有异议要答复" in _text(clerk.get(here)) and "建设办实施" in _text(clerk.get(here))
    rule = reverse("web:plan-objection-rule", args=[toilets.pk])
    kept = clerk.post(rule, {"do": "move", "why": "成立，改由建设办"})
    assert kept.status_code == 400 and "成立，改由建设办" in kept.content.decode()
    other = Office.objects.get(area__code=plan.area_code, code="jianshe")
    assert clerk.post(rule, {"do": "move", "why": "成立", "office": other.pk}).status_code == 302
    assert _item(plan, "户厕改造300户").lead_office == other
    assert clerk.post(rule, {"do": "uphold", "why": "再议"}).status_code == 409


def test_papers_are_downloaded_and_the_sheet_prints(plan: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.cadre)
    page = client.get(reverse("web:plan-sheet", args=[plan.pk]))
    body = page.content.decode()
    item = _item(plan, "户厕改造300户")
    assert item.quote in body and "清溪镇2026年重点工作任务分工表" in body
    part = client.get(reverse("web:plan-sheet", args=[plan.pk]), {"office": item.lead_office_id})
    assert (
        item.title in _text(part)
        and _item(plan, "信访事项办结率").title not in _text(part).split("全部办公室", 1)[1]
    )
    for name, args in (
        ("web:plan-sheet-docx", [plan.pk]),
        ("web:plan-notice-docx", [plan.pk, item.lead_office_id]),
    ):
        answer = client.get(reverse(name, args=args))
        assert answer["Content-Type"].endswith("wordprocessingml.document") and answer.content[:2] == b"PK"
    assert client.get(reverse("web:plan-notice-docx", args=[plan.pk, 999999])).status_code == 404
