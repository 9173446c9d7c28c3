"""The plan's pages, the overview and the desk through HTTP: what they show, to whom, and what they refuse."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhenwu.audit.keeping import forget
from zhenwu.plans.actions import check_in, supervision_issue
from zhenwu.plans.models import Item, Plan, Supervision

pytestmark = pytest.mark.django_db


def _item(plan: Plan, words: str) -> Item:
    return Item.objects.select_related("plan").get(plan=plan, quote__contains=words)


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_a_town_without_a_plan_gets_the_one_next_step(town: Any, cast: Any, at_door: Any) -> None:
    for name in ("web:plan", "web:overview"):
        page = at_door(cast.clerk).get(reverse(name))
        assert page.status_code == 200
        assert reverse("web:plan-import") in page.content.decode()
        page = at_door(cast.farming).get(reverse(name))
        assert page.status_code == 200
        assert reverse("web:plan-import") not in page.content.decode()
        assert "党政办导入工作报告" in _text(page)


def test_a_report_is_imported_on_the_page(town: Any, cast: Any, at_door: Any, report: bytes) -> None:
    client = at_door(cast.clerk)
    url = reverse("web:plan-import")
    assert client.get(url).status_code == 200
    answer = client.post(url, {"file": SimpleUploadedFile("报告.txt", report), "year": "2026"})
    plan = Plan.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("web:plan-review", args=[plan.pk]))
    again = client.post(url, {"file": SimpleUploadedFile("报告.txt", report), "year": "2026"}, follow=True)
    assert "已经导入过" in _text(again)


@pytest.mark.parametrize(
    ("name", "data", "year", "says"),
    [
        ("通知.txt", "明天上午九点开会。".encode(), "2026", "不像一份工作报告"),
        ("空.txt", b"", "2026", "文件是空的"),
        ("报告.docx", b"PK\x03\x04broken", "2026", "报告.docx"),
        ("报告.txt", None, "20222", ""),
        ("报告.txt", None, "2025", "报告回顾的是2025年"),
    ],
)
def test_bad_files_are_answered_on_the_page(
    town: Any, cast: Any, at_door: Any, report: bytes, name: str, data: bytes | None, year: str, says: str
) -> None:
    upload = SimpleUploadedFile(name, report if data is None else data)
    page = at_door(cast.clerk).post(reverse("web:plan-import"), {"file": upload, "year": year})
    assert page.status_code == 400
    assert says in _text(page)
    assert not Plan.objects.exists()


@pytest.mark.parametrize("who", ["farming", "cadre", "auditor"])
def test_others_do_not_import(town: Any, cast: Any, at_door: Any, who: str) -> None:
    assert at_door(getattr(cast, who)).get(reverse("web:plan-import")).status_code in (400, 403)


def test_the_review_shows_words_beside_the_list(draft: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.clerk)
    item = _item(draft, "户厕改造300户")
    page = client.get(reverse("web:plan-review", args=[draft.pk]), {"item": item.pk})
    body = page.content.decode()
    assert f"<mark>{item.quote}</mark>" in body
    assert "新建污水处理设施4处" in body
    part = client.get(
        reverse("web:plan-review", args=[draft.pk]),
        {"item": item.pk},
        headers={"HX-Request": "true", "HX-Target": "side"},
    )
    assert "<html" not in part.content.decode() and item.quote in part.content.decode()


def _filled(page: Any, **changes: str) -> dict[str, Any]:
    """What the side panel's form would send."""
    form, targets = page.context["form"], page.context["target_forms"]
    data: dict[str, Any] = {}
    for one in (form, *targets):
        for bound in one:
            value = bound.value()
            data[bound.html_name] = "" if value is None else value
    return {**data, **changes}


def test_an_item_is_edited_taken_in_and_the_next_one_comes(draft: Plan, cast: Any, at_door: Any) -> None:
    client, item = at_door(cast.clerk), _item(draft, "户厕改造300户")
    page = client.get(reverse("web:plan-review", args=[draft.pk]), {"item": item.pk})
    data = _filled(
        page,
        title="农村户厕改造",
        due_on="2026-12-20",
        milestones="开工 2026-04-01 10\n过半 2026-08-31 50",
        do="accept",
    )
    answer = client.post(reverse("web:plan-review-item", args=[draft.pk, item.pk]), data)
    assert answer.status_code == 302
    follow = draft.items.filter(order__gt=item.order).first()
    assert f"item={follow.pk}" in answer["Location"]
    item.refresh_from_db()
    assert (item.status, item.title, item.due_on) == ("accepted", "农村户厕改造", date(2026, 12, 20))
    assert [stone.name for stone in item.milestones.all()] == ["开工", "过半"]


def test_faults_stand_beside_their_fields_and_nothing_is_saved(draft: Plan, cast: Any, at_door: Any) -> None:
    client, item = at_door(cast.clerk), _item(draft, "户厕改造300户")
    page = client.get(reverse("web:plan-review", args=[draft.pk]), {"item": item.pk})
    target = item.targets.get()
    data = _filled(page, title="", milestones="开工四月", **{f"t{target.pk}-value": "多"})
    answer = client.post(reverse("web:plan-review-item", args=[draft.pk, item.pk]), data)
    assert answer.status_code == 400
    assert "第1行读不懂" in _text(answer)
    data = _filled(page, title="改厕", **{f"t{target.pk}-unit": "公里"})
    answer = client.post(reverse("web:plan-review-item", args=[draft.pk, item.pk]), data)
    assert answer.status_code == 400 and "单位" in _text(answer)
    item.refresh_from_db()
    assert item.title != "改厕"


def test_many_are_done_at_once_and_approval_names_what_lacks(
    draft: Plan, cast: Any, at_door: Any, town: Any
) -> None:
    from zhenwu.accounts.models import Office

    client, url = at_door(cast.clerk), reverse("web:plan-review-many", args=[draft.pk])
    items = [str(pk) for pk in draft.items.values_list("pk", flat=True)]
    assert client.post(url, {"do": "accept"}, follow=True).status_code == 200
    assert not draft.items.filter(status="accepted").exists()
    client.post(url, {"pick": items, "do": "accept"})
    assert draft.items.filter(status="accepted").count() == len(items)
    Item.objects.filter(pk=items[0]).update(lead_office=None)
    answer = client.post(reverse("web:plan-approve", args=[draft.pk]))
    assert answer.status_code == 400
    assert "没有牵头办公室" in _text(answer) and draft.items.get(pk=items[0]).title in _text(answer)
    office = Office.objects.get(area__code=town.code, code="dangzheng")
    client.post(url, {"pick": items[:1], "do": "assign", "lead_office": office.pk})
    assert client.post(reverse("web:plan-approve", args=[draft.pk])).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_split_and_merge_on_the_page(draft: Plan, cast: Any, at_door: Any) -> None:
    client, item = at_door(cast.clerk), _item(draft, "新增规模以上工业企业3家")
    at = item.quote.index("、") + 1
    before = draft.items.count()
    client.post(reverse("web:plan-review-split", args=[draft.pk, item.pk]), {"at": at})
    assert draft.items.count() == before + 1
    client.post(reverse("web:plan-review-merge", args=[draft.pk, item.pk]))
    assert draft.items.exclude(status="rejected").count() == before
    assert (
        client.post(reverse("web:plan-review-split", args=[draft.pk, item.pk]), {"at": "x"}).status_code
        == 400
    )


def test_a_task_s_page_says_all_of_it(plan: Plan, cast: Any, at_door: Any) -> None:
    item = _item(plan, "产业园一期征地")
    check_in(item, actor=cast.clerk, text="余3户未签。", percent=90, on=date(2026, 6, 20))
    supervision_issue(actor=cast.leader, item=item, requirement="说明未签的3户。")
    page = at_door(cast.clerk).get(reverse("web:plan-item", args=[item.pk]))
    body = _text(page)
    for words in (
        "逾期108天",
        "期限6月30日已过108天",
        "余3户未签",
        "说明未签的3户",
        "2026-06-30",
        "《清溪镇2026年政府工作报告》",
    ):
        assert words in body
    assert f"<mark>{item.quote}</mark>" in page.content.decode()


def test_a_line_and_enter_answers_a_check_in(plan: Plan, cast: Any, at_door: Any) -> None:
    item = _item(plan, "高标准农田")
    url = reverse("web:plan-item-check-in", args=[item.pk])
    assert at_door(cast.farming).post(url, {"text": "两个标段完工。"}).status_code == 302
    assert item.check_ins.get().text == "两个标段完工。"
    assert at_door(cast.farming).post(url, {"text": ""}).status_code == 400
    assert at_door(cast.petitions).post(url, {"text": "替他报。"}).status_code == 403
    assert item.check_ins.count() == 1


def test_a_notice_goes_there_and_back(plan: Plan, cast: Any, at_door: Any) -> None:
    item = _item(plan, "户厕改造300户")
    url = reverse("web:plan-item-supervise", args=[item.pk])
    leader, office = at_door(cast.leader), at_door(cast.farming)
    assert leader.get(url).status_code == 200
    assert leader.post(url, {"requirement": "", "reply_due": "2026-10-20"}).status_code == 400
    assert leader.post(url, {"requirement": "说明原因。", "reply_due": "2026-10-20"}).status_code == 302
    notice = Supervision.objects.get()
    page = reverse("web:plan-supervision", args=[notice.pk])
    assert "说明原因" in _text(office.get(reverse("web:desk")))
    assert office.post(page, {"do": "reply", "text": ""}).status_code == 400
    assert office.post(page, {"do": "reply", "text": "已排工期。"}).status_code == 302
    assert leader.post(page, {"do": "close"}).status_code == 302
    notice.refresh_from_db()
    assert notice.state == "closed"


def test_a_leader_overrules_on_the_page(plan: Plan, cast: Any, at_door: Any) -> None:
    item = _item(plan, "产业园一期征地")
    url = reverse("web:plan-item-override", args=[item.pk])
    assert (
        at_door(cast.leader)
        .post(url, {"state": "pace", "grounds": "县里调整。", "until": "2027-10-01"})
        .status_code
        == 400
    )
    assert (
        at_door(cast.leader)
        .post(url, {"state": "pace", "grounds": "县里调整。", "until": "2026-11-01"})
        .status_code
        == 302
    )
    body = at_door(cast.cadre).get(reverse("web:plan-item", args=[item.pk])).content.decode()
    assert "<del>" in body and "县里调整" in body


def test_what_each_person_reaches(plan: Plan, cast: Any, at_door: Any, town: Any) -> None:
    """A village cadre reads his town's plan and changes nothing; another town's clerk finds nothing; outsiders sign in."""
    item = _item(plan, "户厕改造300户")
    pages = [
        reverse("web:plan-item", args=[item.pk]), reverse("web:plan"), reverse("web:overview"), reverse("web:desk"),
        reverse("web:plan-review", args=[plan.pk]),
    ]  # fmt: skip
    for who in (cast.cadre, cast.farming, cast.leader, cast.clerk):
        assert [at_door(who).get(url).status_code for url in pages] == [200] * 5
    cadre = at_door(cast.cadre)
    body = cadre.get(pages[0]).content.decode()
    for name in ("plan-item-edit", "plan-item-supervise", "plan-item-override", "plan-item-check-in"):
        assert reverse(f"web:{name}", args=[item.pk]) not in body
        assert cadre.post(
            reverse(f"web:{name}", args=[item.pk]), {"text": "x", "title": "x"}
        ).status_code in (400, 403)
    assert (
        cadre.post(
            reverse("web:plan-review-many", args=[plan.pk]), {"pick": [item.pk], "do": "reject"}
        ).status_code
        == 403
    )
    stranger = at_door(cast.stranger)
    assert stranger.get(pages[0]).status_code == 404 and stranger.get(pages[4]).status_code == 404
    assert item.title not in stranger.get(pages[1]).content.decode()
    grid = at_door(town.users["grid1"])
    assert grid.get(pages[1]).status_code == 403 and grid.get(pages[3]).status_code == 200
    assert item.title not in grid.get(pages[2]).content.decode()
    from django.test import Client

    assert all(Client().get(url).status_code == 302 for url in pages)


def test_a_county_sees_its_towns_side_by_side(plan: Plan, at_door: Any, town: Any) -> None:
    body = _text(at_door(town.users["gao"]).get(reverse("web:overview")))
    assert "3个乡镇，1个有2026年计划" in body and "清溪镇" in body and "白石镇" in body


def test_filters_of_the_tree(plan: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.clerk)
    late = client.get(reverse("web:plan"), {"state": "late"})
    shown = [row["item"].pk for _group, rows, _open in late.context["groups"] for row in rows]
    assert plan.items.get(quote="完成新能源部件产业园一期征地").pk in shown
    assert all(row["light"].state == "late" for _group, rows, _open in late.context["groups"] for row in rows)


def test_pages_in_english_have_their_words(plan: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.clerk)
    client.cookies["django_language"] = "en"
    for name in ("web:plan", "web:overview", "web:desk"):
        assert client.get(reverse(name)).status_code == 200


#: Recorded: queries of each page that keeps nothing yet, whatever the number of items.
QUERIES = {"web:overview": 41, "web:plan": 28, "web:desk": 34}


@pytest.mark.parametrize("name", list(QUERIES))
def test_queries_of_a_page_stay_the_same(plan: Plan, cast: Any, at_door: Any, name: str) -> None:
    client = at_door(cast.clerk)
    client.get(reverse(name))
    forget()
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    office = cast.clerk.office
    Item.objects.bulk_create(
        Item(
            plan=plan,
            kind="task",
            status="accepted",
            title=f"另一项{n}",
            due_on=date(2026, 12, 1),
            lead_office=office,
            group="年度目标",
        )
        for n in range(60)
    )
    forget()
    client.get(reverse(name))
    forget()
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(many) == len(few) == QUERIES[name]


def test_the_clock_stops_while_the_county_has_the_ball_and_goes_on(
    plan: Plan, cast: Any, at_door: Any
) -> None:
    item = _item(plan, "产业园一期征地")
    page, url = reverse("web:plan-item", args=[item.pk]), reverse("web:plan-item-wait", args=[item.pk])
    clerk = at_door(cast.clerk)
    assert "逾期" in _text(clerk.get(page)) and url in clerk.get(page).content.decode()
    for sent, says in (
        ({"since": "2026-10-01", "why": ""}, "没有填"),
        ({"since": "2026-12-01", "why": "等批复"}, "还没有到"),
    ):
        answer = clerk.post(url, sent)
        assert answer.status_code == 400 and says in _text(answer)
    told = _text(clerk.post(url, {"since": "2026-10-01", "why": "等县资规局批用地"}, follow=True))
    assert "待上级" in told and "2026-10-01起停表" in told and "等县资规局批用地" in told
    shown = at_door(cast.cadre).get(page).content.decode()
    assert "待上级" in shown and url not in shown
    assert "待上级" in _text(clerk.get(reverse("web:plan")))
    told = _text(clerk.post(url, {"do": "on"}, follow=True))
    assert "时钟又走了" in told and "逾期" in told


def test_an_item_is_done_by_what_proves_it(plan: Plan, cast: Any, at_door: Any) -> None:
    item = _item(plan, "产业园一期征地")
    url, clerk = reverse("web:plan-item-done", args=[item.pk]), at_door(cast.clerk)
    assert clerk.post(url, {"on": "2026-10-10", "why": ""}).status_code == 400
    told = _text(clerk.post(url, {"on": "2026-10-10", "why": "验收单第3号"}, follow=True))
    assert "已记为完成" in told and "验收单第3号" in told
    item.refresh_from_db()
    assert (item.status, item.done_on) == ("done", date(2026, 10, 10))
    for who in (cast.leader, cast.farming, cast.cadre):
        assert at_door(who).post(url, {"on": "2026-10-10", "why": "好"}).status_code == 403
