"""Notices through HTTP: issuing, joining, every step, the list, the counts, the form and the document."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import docx
import pytest
from django.urls import reverse

from zhenwu.accounts.models import Office
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger
from zhenwu.plans.actions import supervision_extend, supervision_issue, supervision_reply
from zhenwu.plans.models import Item, Plan, Supervision

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.fixture
def notice(plan: Plan, cast: Any) -> Supervision:
    item = Item.objects.select_related("plan").get(plan=plan, quote__contains="户厕改造300户")
    return supervision_issue(actor=cast.leader, item=item, requirement="说明三村开工不足的原因。")


@pytest.fixture
def petition(town: Any, cast: Any) -> Any:
    values = {
        "area_code": town.village, "number": "2026-801", "title": "反映水渠堵塞", "occurred_on": date(2026, 9, 3), "channel": "来访",
        "persons": 2,
    }  # fmt: skip
    return record_create(Ledger.objects.get(code="petition"), actor=cast.clerk, values=values)


def test_an_empty_list_says_what_it_will_show(town: Any, cast: Any, at_door: Any) -> None:
    page = at_door(cast.cadre).get(reverse("web:supervision-list"))
    assert (
        "这里将列出发出的督办" in _text(page) and reverse("web:supervision-new") not in page.content.decode()
    )
    assert (
        reverse("web:supervision-new")
        in at_door(cast.leader).get(reverse("web:supervision-list")).content.decode()
    )
    assert "还没有逾期和督办" in _text(at_door(cast.cadre).get(reverse("web:supervision-counts")))


def test_a_second_form_for_the_same_item_joins(notice: Supervision, cast: Any, at_door: Any) -> None:
    url = reverse("web:plan-item-supervise", args=[notice.item_id])
    answer = at_door(cast.clerk).post(
        url, {"requirement": "报各村排期。", "reply_due": "2026-10-20"}, follow=True
    )
    assert "要求已并入" in _text(answer) and "2次合为一份" in _text(answer)
    assert answer.redirect_chain[-1][0] == reverse("web:plan-supervision", args=[notice.pk])
    assert Supervision.objects.count() == 1


def test_faults_of_a_reply_stand_beside_it_and_nothing_is_written(
    notice: Supervision, cast: Any, at_door: Any
) -> None:
    office, url = at_door(cast.farming), reverse("web:plan-supervision", args=[notice.pk])
    for sent, says in (
        ({"do": "reply", "text": ""}, "没有填。请填上。"),
        ({"do": "reply", "text": "已排。", "evidence": "2026-999"}, "没有编号为“2026-999”的记录"),
        ({"do": "ask", "text": "等对账", "until": "2026-10-20"}, "不晚于原期限"),
    ):
        page = office.post(url, sent)
        assert page.status_code == 400 and says in _text(page), says
    assert notice.steps.count() == 1


def test_a_reply_links_its_evidence_by_number_or_address(
    notice: Supervision, petition: Any, cast: Any, at_door: Any, town: Any
) -> None:
    url = reverse("web:plan-supervision", args=[notice.pk])
    page = reverse("web:record", args=["petition", petition.pk])
    # the farming office does not reach petitions
    assert (
        at_door(cast.farming).post(url, {"do": "reply", "text": "见。", "evidence": "2026-801"}).status_code
        == 400
    )
    clerk = town.users["zhou"]
    own = supervision_issue(
        actor=cast.leader, finding="来访接待不及时", office=clerk.office, requirement="说明。"
    )
    theirs = reverse("web:plan-supervision", args=[own.pk])
    assert (
        at_door(clerk)
        .post(theirs, {"do": "reply", "text": "见。", "evidence": f"http://x{page}?a=1"})
        .status_code
        == 302
    )
    assert own.steps.get(kind="reply").record == petition
    assert page in at_door(clerk).get(theirs).content.decode()
    outside = at_door(cast.farming).get(theirs)
    assert "不在你的范围" in _text(outside) and page not in outside.content.decode()


def test_more_time_is_asked_and_answered_on_the_page(notice: Supervision, cast: Any, at_door: Any) -> None:
    url = reverse("web:plan-supervision", args=[notice.pk])
    office, leader = at_door(cast.farming), at_door(cast.leader)
    assert office.post(url, {"do": "ask", "text": "等村里对账", "until": "2026-10-30"}).status_code == 302
    assert "申请延到2026-10-30：等村里对账" in _text(leader.get(url))
    assert leader.post(url, {"do": "refuse", "text": ""}).status_code == 400
    assert leader.post(url, {"do": "grant"}).status_code == 302
    assert "2026-10-30" in _text(office.get(url))
    assert office.post(url, {"do": "grant"}).status_code == 403


def test_escalated_settled_and_closed_to_further_steps(notice: Supervision, cast: Any, at_door: Any) -> None:
    url = reverse("web:plan-supervision", args=[notice.pk])
    leader, office = at_door(cast.leader), at_door(cast.farming)
    form = leader.get(url).context["forms"]["escalate"]
    chosen = form.fields["leader"].queryset.first().pk
    assert leader.post(url, {"do": "escalate", "text": "没有动静", "leader": chosen}).status_code == 302
    assert leader.post(url, {"do": "settle", "text": "已当面交办。"}).status_code == 302
    page = office.post(url, {"do": "reply", "text": "再答。"})
    assert page.status_code == 400 and "督办〔2026〕1号已办结，不能回复" in _text(page)


def test_a_notice_on_a_record_and_on_a_finding(petition: Any, town: Any, cast: Any, at_door: Any) -> None:
    leader = at_door(cast.leader)
    url = f"{reverse('web:supervision-new')}?record={petition.pk}"
    assert url in leader.get(reverse("web:record", args=["petition", petition.pk])).content.decode()
    office = Office.objects.get(area__code=town.code, code="xinfang")
    sent = {"office": office.pk, "requirement": "说明原因。", "reply_due": "2026-10-20"}
    assert leader.post(url, sent).status_code == 302
    assert Supervision.objects.get().record == petition
    assert leader.get(f"{reverse('web:supervision-new')}?record=999999").status_code == 404
    finding = reverse("web:supervision-new")
    assert "办公" in _text(leader.get(f"{finding}?finding=办公用品台账缺三个月"))
    assert leader.post(finding, sent).status_code == 400
    assert leader.post(finding, {**sent, "finding": "台账缺三个月"}).status_code == 302
    assert at_door(cast.farming).get(finding).status_code == 403
    assert at_door(town.users["gao"]).get(finding).status_code == 404  # a county issues none itself
    listed = at_door(town.users["he"]).get(reverse("web:supervision-list"))
    assert "台账缺三个月" in _text(listed) and "反映水渠堵塞" not in _text(listed)


def test_list_counts_form_and_document(notice: Supervision, cast: Any, at_door: Any) -> None:
    supervision_extend(notice, actor=cast.farming, until=date(2026, 10, 30), grounds="等对账")
    client = at_door(cast.farming)
    page = client.get(reverse("web:supervision-list"), {"kind": "mine"})
    assert "督办〔2026〕1号" in _text(page) and "申请延到10-30" in _text(page)
    supervision_reply(notice, actor=cast.farming, reply="已排到村。")
    assert "待审核" in _text(client.get(reverse("web:supervision-list"), {"kind": "review"}))
    assert "农业农村办" in _text(client.get(reverse("web:supervision-counts")))
    paper = _text(client.get(reverse("web:plan-supervision-paper", args=[notice.pk])))
    for words in ("督办通知单", "清溪镇人民政府", "说明三村开工不足的原因", "已排到村"):
        assert words in paper
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        answer = client.get(reverse("web:plan-supervision-docx", args=[notice.pk]))
        text = "\n".join(p.text for p in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert "督办通知单" in text and "三、回复期限" in text
