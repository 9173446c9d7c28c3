"""Meetings through HTTP: dates, keeping one, answers in a line on the page and on the desk, the pack, the documents."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import docx
import pytest
from django.urls import reverse

from zhenwu.accounts.models import Office
from zhenwu.meetings.models import Commitment, Meeting, Rhythm
from zhenwu.plans.models import Item, Plan

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_empty_pages_say_what_they_will_show(town: Any, cast: Any, at_door: Any) -> None:
    page = at_door(cast.clerk).get(reverse("web:meeting-list"))
    assert "先定周碰头" in _text(page) and reverse("web:meeting-rhythms") in page.content.decode()
    page = at_door(cast.cadre).get(reverse("web:meeting-list"))
    assert "党政办定了日子" in _text(page) and reverse("web:meeting-rhythms") not in page.content.decode()
    assert "今年还没有批准的计划" in _text(at_door(cast.cadre).get(reverse("web:meeting-pack")))


def test_dates_are_set_on_the_page(plan: Plan, cast: Any, at_door: Any) -> None:
    client, url = at_door(cast.clerk), reverse("web:meeting-rhythms")
    assert "还没有定开会的日子" in _text(client.get(reverse("web:meeting-pack")))
    bad = client.post(url, {"kind": "dispatch", "valid_from": "2026-10-01", "days": "十号", "before": 2})
    assert bad.status_code == 400 and "读不懂“十号”" in _text(bad)
    assert client.post(url, {"kind": "dispatch", "valid_from": "2026-10-01", "before": 2}).status_code == 400
    good = {"kind": "dispatch", "valid_from": "2026-10-01", "days": "10、20，30", "before": 2}
    assert client.post(url, good).status_code == 302
    assert Rhythm.objects.get().days == [10, 20, 30]
    assert "下次旬调度：10月20日星期二" in _text(client.get(reverse("web:meeting-list")))
    assert at_door(cast.farming).get(url).status_code == 403


def _form(client: Any, **changes: Any) -> dict[str, Any]:
    lines = client.get(reverse("web:meeting-new")).context["lines"]
    data = {
        f"d-{name}": value
        for name, value in (("TOTAL_FORMS", lines.total_form_count()), ("INITIAL_FORMS", 0))
    }
    return {**data, "kind": "weekly", "on": "2026-10-14", **changes}


def test_a_meeting_is_kept_with_its_decisions(plan: Plan, town: Any, cast: Any, at_door: Any) -> None:
    client, url = at_door(cast.clerk), reverse("web:meeting-new")
    office = Office.objects.get(area__code=town.code, code="nongye")
    line = {"d-0-text": "三村排工期", "d-0-office": office.pk, "d-0-due_on": "2026-10-20"}
    page = client.post(url, _form(client, **{**line, "d-0-due_on": ""}))
    assert page.status_code == 400 and not Meeting.objects.exists()
    assert "三村排工期" in page.content.decode()  # what was typed stays
    assert client.post(url, _form(client)).status_code == 400
    answer = client.post(url, _form(client, **line))
    row = Meeting.objects.get()
    assert answer["Location"] == reverse("web:meeting", args=[row.pk])
    body = _text(client.get(answer["Location"]))
    assert "议定1条，做到0条" in body and "三村排工期" in body
    more = {"text": "报一次进度", "office": office.pk, "due_on": "2026-10-30"}
    assert client.post(answer["Location"], more).status_code == 302
    assert row.commitments.count() == 2
    assert at_door(cast.farming).post(answer["Location"], more).status_code == 403
    assert at_door(cast.stranger).get(answer["Location"]).status_code == 404


def test_a_line_answers_a_commitment(met: Meeting, cast: Any, at_door: Any) -> None:
    row = met.commitments.get(number=1)
    url, office = reverse("web:meeting-answer", args=[row.pk]), at_door(cast.farming)
    assert office.post(url, {"text": ""}).status_code == 400
    assert office.post(url, {"text": "好", "record": "没有这个"}).status_code == 400
    assert at_door(cast.petitions).post(url, {"text": "不是我"}).status_code == 403
    assert at_door(cast.stranger).post(url, {"text": "不是我"}).status_code == 404
    assert office.post(url, {"text": "排好了。", "kept": "on"}).status_code == 302
    assert "已做到" in _text(office.get(reverse("web:meeting", args=[met.pk])))


def test_a_line_and_enter_on_the_desk(plan: Plan, met: Meeting, cast: Any, at_door: Any, town: Any) -> None:
    office, url = at_door(cast.farming), reverse("web:desk-answer")
    row = met.commitments.get(number=1)
    assert "三村各排一张工期表" in _text(office.get(reverse("web:desk")))
    bad = office.post(url, {"do": "commitment", "key": row.pk, "text": " "})
    assert bad.status_code == 400 and "答复不能空" in _text(bad)
    assert office.post(url, {"do": "commitment", "key": row.pk, "text": "排好了。"}).status_code == 302
    assert "三村各排一张工期表" not in _text(office.get(reverse("web:desk")))
    clerk = at_door(town.users["luo"])
    item = Item.objects.get(plan=plan, quote__contains="产业园一期征地")
    page = clerk.get(reverse("web:desk"))
    assert f'name="key" value="{item.pk}"' in page.content.decode()
    assert clerk.post(url, {"do": "check-in", "key": item.pk, "text": "余1户，完成90%。"}).status_code == 302
    line = item.check_ins.get()
    assert (line.text, line.percent) == ("余1户，完成90%。", 90)
    too_long = clerk.post(url, {"do": "check-in", "key": item.pk, "text": "长" * 301})
    assert too_long.status_code == 400 and item.check_ins.count() == 1
    assert office.post(url, {"do": "check-in", "key": item.pk, "text": "替他报"}).status_code == 403
    assert (
        at_door(cast.stranger).post(url, {"do": "check-in", "key": item.pk, "text": "外镇"}).status_code
        == 404
    )
    assert Commitment.objects.filter(answers__isnull=False).count() == 1


def test_a_leader_opens_the_own_page_of_the_pack(plan: Plan, met: Meeting, town: Any, at_door: Any) -> None:
    client = at_door(town.users["zheng"])
    page = client.get(reverse("web:meeting-pack"), {"leader": 0})
    body = _text(page)
    assert body.index("三村各排一张工期表") < body.index("这段时间的变化") < body.index("下次会议前到期的")
    for query in ({}, {"leader": "all"}, {"leader": 0, "kind": "weekly"}, {"leader": "x", "kind": "y"}):
        answer = client.get(reverse("web:meeting-pack-docx"), query)
        if answer.status_code == 200:
            docx.Document(io.BytesIO(answer.content))
        else:
            assert (
                query == {"leader": "all"} and answer.status_code == 404
            )  # nobody oversees an item of this plan
    assert client.get(reverse("web:meeting-pack-docx"), {"kind": "monthly"}).status_code == 404
    minutes = client.get(reverse("web:meeting-docx", args=[met.pk]))
    assert "周碰头会议纪要" in [p.text for p in docx.Document(io.BytesIO(minutes.content)).paragraphs]
    client.cookies["django_language"] = "en"
    for url in (
        reverse("web:meeting-list"),
        reverse("web:meeting-pack"),
        reverse("web:meeting", args=[met.pk]),
    ):
        assert client.get(url).status_code == 200
    assert (
        "会议材料"
        in docx.Document(io.BytesIO(client.get(reverse("web:meeting-pack-docx")).content)).paragraphs[0].text
    )


def test_the_day_moves_a_commitment_to_red(met: Meeting, cast: Any, at_door: Any) -> None:
    from zhenwu.kernel import clock

    url = reverse("web:meeting-list")
    assert "1条任务逾期未答" in _text(at_door(cast.cadre).get(url))
    with clock.freeze(date(2026, 10, 21)):
        assert "2条任务逾期未答" in _text(at_door(cast.cadre).get(url))
