"""Pages of figures and statistics: what they say, who sees what, and how bad input is answered."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from zhenwu.figures.actions import statistic_file
from zhenwu.figures.models import Statistic
from zhenwu.ledgers.models import Coverage, Ledger, Record

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def visits(town):
    """Fourteen visits to the town office, five of them from 老街村; three the year before."""
    ledger = Ledger.objects.get(code="petition")
    Coverage.objects.create(ledger=ledger, area_code=town.code, complete_from=date(2024, 1, 1))
    for i in range(17):
        Record.objects.create(
            ledger=ledger, area_code=town.neighbour if i % 3 == 0 else town.village, title=f"反映水渠{i}",
            number=f"X{i:02}", occurred_on=date(2026 if i < 14 else 2025, 1 + i % 9, 5), channel="visit", persons=2,
            personal={"petitioner": "王秀英", "phone": "13900001111"},
        )  # fmt: skip
    return ledger


@pytest.fixture
def clerk(town, client):
    client.force_login(town.users["zhou"])
    return client


def page(client, name, *args, **query):
    answer = client.get(reverse(f"web:{name}", args=args), query)
    return answer, answer.content.decode()


def filled(**more):
    return {
        "metric_code": "revenue.local", "basis": "to_date", "year": 2026, "month": 9, "value": "7286", "unit": "万元",
        "growth": "8.5", "rank": "", "rank_of": "", "status": "final", "paper": "9月财政月报", "source": "县财政局", "number": "",
        "issued_on": "", "note": "",
    } | more  # fmt: skip


def test_the_catalogue_shows_values_by_work_row(clerk, visits):
    answer, text = page(clerk, "figure-list")
    assert answer.status_code == 200
    assert "信访" in text and "接待来访群众" in text and "<b>14</b>" in text
    assert "地方财政收入" in text


def test_the_catalogue_finds_by_a_reports_words(clerk, visits):
    _, text = page(clerk, "figure-list", q="厕改")
    assert "农村户厕改造" in text and "地方财政收入" not in text
    part = clerk.get(reverse("web:figure-list"), {"q": "没有的东西"}, headers=HTMX | {"HX-Target": "metrics"})
    assert "没有这样的指标" in part.content.decode() and "<html" not in part.content.decode()


def test_a_figure_answers_in_one_sentence_and_its_rows_add_up(clerk, visits):
    answer, text = page(clerk, "figure", "petition.visits")
    assert answer.status_code == 200
    assert "2026年1—9月接待来访群众14批" in text
    assert "比上年同期多11批" in text and "增长366.67%" in text
    assert "下列14条逐条相加得14" in text and "相符" in text
    assert "另有4条" in text
    assert "渠道为来访；未撤回" in text


def test_all_rows_are_on_pages(clerk, visits):
    answer = clerk.get(
        reverse("web:figure", args=["petition.visits"]),
        {"page": "1"},
        headers=HTMX | {"HX-Target": "evidence"},
    )
    text = answer.content.decode()
    assert text.count("反映水渠") == 14 and "<html" not in text


def test_a_village_cadre_sees_the_value_and_not_the_neighbours_rows(town, client, visits):
    client.force_login(town.users["liu"])
    _, text = page(client, "figure", "petition.visits", area=town.code)
    assert "接待来访群众14批" in text
    assert "您能看9条，另有5条不在您的范围内，全部相加得14批" in text
    assert "X00" not in text and "X01" in text


def test_personal_data_stay_off_the_page_and_out_of_the_export(clerk, visits):
    _, text = page(clerk, "figure", "petition.visits")
    data = clerk.get(reverse("web:figure-rows", args=["petition.visits"])).content
    cells = [c.value for sheet in load_workbook(BytesIO(data)) for row in sheet.iter_rows() for c in row]
    for secret in ("王秀英", "13900001111"):
        assert secret not in text and secret not in cells


def test_the_export_adds_up_and_says_what_is_hidden(town, client, visits):
    client.force_login(town.users["liu"])
    answer = client.get(reverse("web:figure-rows", args=["petition.visits"]), {"area": town.code})
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert sum(row[5] for row in rows if row[0]) == 9
    assert any("另有5条不在您的范围内" in str(row[2]) for row in rows)


def test_another_towns_figure_is_not_there(town, clerk, visits):
    answer, _ = page(clerk, "figure", "petition.visits", area=town.other_town)
    assert answer.status_code == 404


def test_the_popover_gives_value_comparison_and_three_rows(clerk, visits):
    _, text = page(clerk, "figure-evidence", "petition.visits")
    assert "<html" not in text
    assert "与明细相符" in text and "上年同期3批" in text and text.count("反映水渠") == 3
    _, growth = page(clerk, "figure-evidence", "petition.visits", aspect="growth")
    assert "+366.67%" in growth and "14批" in growth


@pytest.mark.parametrize(
    ("code", "query", "status"),
    [
        ("petition.moods", {}, 404),
        ("petition.visits", {"period": "20222"}, 400),
        ("petition.visits", {"aspect": "colour"}, 400),
        ("petition.visits", {"area": "12345"}, 400),
    ],
)
def test_a_bad_address_is_answered_in_words(clerk, visits, code, query, status):
    for name in ("figure", "figure-evidence", "figure-rows"):
        answer, text = page(clerk, name, code, **query)
        assert answer.status_code == status
        assert "ZW-" in text


def test_nothing_known_is_said_and_not_shown_as_zero(clerk, visits):
    answer, text = page(clerk, "figure", "hotline.orders")
    assert answer.status_code == 200
    assert "没有数" in text and "台账还没有登记从哪天起完整" in text


def test_every_kind_of_metric_has_a_page(clerk, visits):
    from zhenwu.figures.queries import metric_defs

    for code in {(m.shape, m.unit in ("元", "%")): m.code for m in metric_defs().values()}.values():
        answer, text = page(clerk, "figure", code)
        assert answer.status_code == 200, code
        assert "口径" in text


def test_a_number_is_filed_by_form_and_shown(clerk, town):
    answer = clerk.post(reverse("web:statistic-new"), filled(), follow=True)
    text = answer.content.decode()
    assert "已报" in text and "地方财政收入7,286万元" in text and "增长8.5%" in text
    assert Statistic.objects.get().receipt.filed_by == town.users["zhou"]
    _, listed = page(clerk, "statistic-list")
    assert "县财政局" in listed and "7,286" in listed


def test_filing_may_go_on_with_the_next(clerk):
    answer = clerk.post(reverse("web:statistic-new"), filled(next="1"))
    assert answer.headers["Location"] == reverse("web:statistic-new")


def test_a_bad_form_comes_back_whole_with_every_fault(clerk):
    answer = clerk.post(
        reverse("web:statistic-new"),
        filled(value="七千", growth="abc", rank="x", paper="", source=" ", month=12),
    )
    text = answer.content.decode()
    assert answer.status_code == 400 and not Statistic.objects.exists()
    assert "6处要改" in text
    for words in ("“七千”不是数", "“abc”不是数", "“x”不是数", "还没有结束"):
        assert words in text
    assert 'value="七千"' in text


def test_the_same_period_twice_points_to_revising(clerk):
    clerk.post(reverse("web:statistic-new"), filled())
    answer = clerk.post(reverse("web:statistic-new"), filled(value="7300"))
    assert "更正" in answer.content.decode() and Statistic.objects.count() == 1


def test_a_revision_keeps_the_old_number_in_sight(clerk):
    clerk.post(reverse("web:statistic-new"), filled())
    row = Statistic.objects.get()
    _, form = page(clerk, "statistic-revise", row.pk)
    assert 'value="7286"' in form
    clerk.post(reverse("web:statistic-revise", args=[row.pk]), filled(value="7300", paper="修订通知"))
    _, listed = page(clerk, "statistic-list")
    assert "已更正" in listed and "7,300" in listed and "7,286" in listed
    again = clerk.post(reverse("web:statistic-revise", args=[row.pk]), filled(value="1", paper="又改"))
    assert "更正过" in again.content.decode()


@pytest.mark.parametrize(("who", "status"), [("liu", 403), ("zheng", 403)])
def test_who_may_not_file_gets_no_form(town, client, who, status):
    client.force_login(town.users[who])
    assert page(client, "statistic-new")[0].status_code == status
    assert client.post(reverse("web:statistic-new"), filled()).status_code == status


def test_a_neighbour_town_neither_sees_nor_revises(town, client):
    row = statistic_file(
        actor=None, metric_code="revenue.local", area_code=town.code, period="2026-01/2026-09", basis="to_date", value="1",
        paper="月报", source="县财政局",
    )  # fmt: skip
    client.force_login(town.users["bai"])
    assert "县财政局" not in page(client, "statistic-list")[1]
    assert page(client, "statistic-revise", row.pk)[0].status_code == 404


def test_the_form_changes_its_units_with_the_metric(clerk):
    answer = clerk.get(
        reverse("web:statistic-new"), {"metric_code": "jobs.placed"}, headers=HTMX | {"HX-Target": "numbers"}
    )
    text = answer.content.decode()
    assert "万人" in text and "亿元" not in text and "<html" not in text


def test_pages_read_with_few_statements(clerk, visits, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        page(clerk, "figure", "petition.visits")
    with django_assert_max_num_queries(75):
        page(clerk, "figure-list")
