"""The demonstration's villages side by side: what is printed, what stays beside, who is offered what, and the spreadsheet."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from zhenwu.assessment.models import Assessment
from zhenwu.assessment.queries import board

pytestmark = pytest.mark.django_db


def door(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def half(demo: Any) -> Assessment:
    found: Assessment = Assessment.objects.get(area_code=demo.code)
    return found


def test_the_published_table_stands_and_opens(half: Assessment, demo: Any) -> None:
    page = door(demo.users["zheng"])
    shown = page.get(reverse("web:assessment-board", args=[half.pk])).content.decode()
    frozen = list(half.frozen.all())
    assert len(frozen) == 12 and half.phase == "published"
    for row in frozen:
        assert row.subject_name in shown and f"{row.points:.2f}" in shown
    assert "公布以后分数不再变" not in shown
    one = next(row for row in frozen if row.subject_name == "大塘村")
    opened = page.get(reverse("web:assessment-subject", args=[half.pk, one.subject_key])).content.decode()
    assert f"{one.points:.2f}" in opened and "10.50" in opened and "12.00" in opened and "采纳" in opened
    assert "/figures/petition.closed_rate?" in opened.replace("&amp;", "&")


def test_what_is_left_out_is_a_word_and_said_how(half: Assessment, demo: Any) -> None:
    rows = board(half).rows
    out = [cell for row in rows for cell in row.cells if cell.out]
    shown = door(demo.users["zheng"]).get(reverse("web:assessment-board", args=[half.pk])).content.decode()
    assert out and all(cell.points is None for cell in out)
    assert "不是零分，这一项的分值不计" in shown
    scaled = next(row for row in rows if row.scaled)
    assert f"按{scaled.base.normalize():f}折100" in shown.replace(" ", "")


def test_the_spreadsheet_says_the_same(half: Assessment, demo: Any) -> None:
    answer = door(demo.users["zheng"]).get(reverse("web:assessment-export", args=[half.pk]))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert len(book.sheetnames) == 3
    scores = list(book[book.sheetnames[0]].iter_rows(min_row=3, values_only=True))
    heads = [cell.value for cell in book[book.sheetnames[0]][2]]
    at = heads.index("总分")
    told = {row[1]: Decimal(str(row[at])) for row in scores}
    assert told == {row.subject_name: row.points for row in half.frozen.all()}
    assert any(value in ("无分母", "分母太小", "无数据") for row in scores for value in row)
    items = list(book[book.sheetnames[1]].iter_rows(min_row=3, values_only=True))
    assert len(items) == 12 * 8


def test_a_cadre_may_object_for_his_own_village_alone(half: Assessment, demo: Any) -> None:
    page = door(demo.users["liu"])
    own = reverse("web:assessment-subject", args=[half.pk, demo.village])
    other = reverse("web:assessment-subject", args=[half.pk, demo.neighbour])
    assert 'value="object"' in page.get(own).content.decode()
    assert 'value="object"' not in page.get(other).content.decode()
    assert page.post(own, {"do": "object", "item": "living", "text": "淤泥已清。"}).status_code == 302
    assert page.post(other, {"do": "object", "item": "living", "text": "淤泥已清。"}).status_code == 403
    assert half.objections.filter(subject_key=demo.village, state="open").count() == 1


def test_publishing_says_what_is_missing_and_changes_nothing(demo: Any) -> None:
    page = door(demo.users["zheng"])
    begun = page.post("/assessment/new", {"subject": "village", "period": f"{demo.year}-07/{demo.year}-09"})
    assert begun.status_code == 302
    answer = page.post(begun.headers["Location"], {"do": "publish"})
    shown = answer.content.decode()
    assert answer.status_code == 400 and shown.count("还没有评") >= 24
    assert Assessment.objects.filter(area_code=demo.code, phase="published").count() == 1


def test_own_rules_are_kept_from_the_page(demo: Any) -> None:
    page = door(demo.users["zhou"])
    half = Assessment.objects.get(area_code=demo.code)
    url = reverse("web:assessment-rule", args=[half.rules_id])
    form = page.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    wrong = page.post(url, {**sent, "name": "自己的办法", "source": "镇1号文", "i0_weight": "许多"})
    assert wrong.status_code == 400 and "不是数" in wrong.content.decode()
    assert (
        page.post(url, {**sent, "name": "自己的办法", "source": "镇1号文", "i0_weight": "20"}).status_code
        == 302
    )
    shown = page.get("/assessment/rules/").content.decode()
    assert "自己的办法" in shown and "标准办法" not in shown.split("其他版本")[0].split("办公室考评")[0]


def test_queries_of_the_table_do_not_grow_with_villages(half: Assessment, demo: Any) -> None:
    page = door(demo.users["zheng"])
    url = reverse("web:assessment-board", args=[half.pk])
    page.get(url)
    with CaptureQueriesContext(connection) as queries:
        page.get(url)
    assert len(queries) < 2 * 12


def test_an_empty_year_and_english(town: Any) -> None:
    page = door(town.users["zhou"])
    assert "这里将列出各期考评" in page.get("/assessment/?year=2024").content.decode()
    assert (
        "Assessments will be listed here"
        in page.get("/assessment/?year=2024", headers={"accept-language": "en"}).content.decode()
    )
