"""The list of reports, reading one in, its page, its links and what can be taken away."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.apps.reports.conftest import document

from zhenwu.reports.models import Report
from zhenwu.reports.queries import figures_of

pytestmark = pytest.mark.django_db


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return response.content.decode()


def upload(client, data: bytes, name: str, **fields):  # type: ignore[no-untyped-def]
    return client.post("/reports/", {"file": SimpleUploadedFile(name, data), "year": "2026", **fields})


def test_an_empty_list_says_what_will_stand_here(clerk):
    page = text_of(clerk.get("/reports/"))
    assert "还没有读入过报告。" in page
    assert "这里将列出读入的工作报告。" in page


def test_a_file_is_read_in_and_its_page_shown(clerk):
    response = upload(clerk, document(), "报告.docx")
    report = Report.objects.get()
    assert response.headers["Location"] == f"/reports/{report.pk}/"
    page = text_of(clerk.get(response.headers["Location"]))
    assert "读出<b>18</b>个数、<b>3</b>项承诺" in page
    assert 'id="n-f0001"' in page
    assert "2025年工作回顾" in page
    assert "清溪镇2026年政府工作报告" in text_of(clerk.get("/reports/"))


def test_pasted_text_is_read_in_too(clerk):
    response = clerk.post("/reports/", {"text": "一、2025年工作回顾\n接待来访群众236批。", "year": "2026"})
    assert response.status_code == 302
    assert Report.objects.get().versions.get().media == "txt"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.docx", "旧.docx"),
        (b"PK\x03\x04 broken", "坏.docx", "坏.docx"),
        ("今天天气很好，大家都来了。".encode(), "闲话.txt", "没有读出一个数"),
    ],
)
def test_a_bad_file_is_answered_in_words_and_nothing_is_written(clerk, data, name, said):
    response = upload(clerk, data, name)
    assert response.status_code == 400
    assert said in text_of(response)
    assert not Report.objects.exists()


def test_a_form_with_faults_names_each(clerk):
    page = clerk.post("/reports/", {"year": "20222"})
    assert page.status_code == 400
    assert "请选一个文件，或把全文粘贴在下面。" in text_of(page)
    assert "年份20222不对" in text_of(page)


def test_a_chosen_number_is_shown_beside_the_text(read_in, clerk):
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/?f=f0008"))
    assert 'class="rd rd-vl rd-sel"' in page
    assert 'id="r-f0008"' in page
    row = page[page.index('id="r-f0008"') :]
    assert row.index("<details open>") < row.index("236批") < row.index("</li>")


@pytest.mark.parametrize("query", ["?at=280", "?at=999999", "?at=-1", "?at=²", "?f=nothing", "?f=f0001&at=3"])
def test_any_place_may_be_asked_for(read_in, clerk, query):
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/{query}"))
    assert ('id="at"' in page) == (query in ("?at=280", "?f=f0001&at=3"))


def test_a_promise_is_found_by_its_place(read_in, clerk):
    promise = read_in.version.reading["promises"][1]
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/?at={promise['start']}"))
    assert 'data-selected="p2"' in page
    assert 'class="m-promises on"' in page


def test_every_mark_leads_to_its_row_and_back(read_in, clerk):
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/"))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    marks = re.findall(r'<a class="rd [^"]*" id="n-(f\d+)" href="#r-(f\d+)" data-r="(f\d+)">', page)
    assert len(marks) == 18
    for key, row, data in marks:
        assert key == row == data
        assert f'href="#n-{key}"' in page
    targets = set(re.findall(r'href="#([^"]+)"', page)) - {"main", "checks", "l-figures"}
    assert targets - set(ids) == set()


def test_a_row_says_why(read_in, clerk):
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/"))
    row = page[page.index('id="r-f0002"') :]
    row = row[: row.index("</li>")]
    for words in ("8.5%，增减，不带约数", "2025年，已做到，增长", "说的是", "地方财政收入7286万元", "名称"):
        assert words in row


def test_readings_are_taken_away(read_in, clerk):
    base = f"/reports/{read_in.report.pk}/readings"
    book = load_workbook(io.BytesIO(clerk.get(f"{base}.xlsx").content))
    assert book.sheetnames == ["数", "承诺", "说法"]
    assert book["数"].max_row == 19
    assert [c.value for c in book["数"][9]][1:6] == ["接待来访群众", "236批", 236, None, "批"]
    assert book["承诺"].max_row == 4
    whole = json.loads(clerk.get(f"{base}.json").content)
    assert whole["text"][whole["promises"][0]["start"] :].startswith(whole["promises"][0]["text"])
    assert [f["key"] for f in whole["figures"]][:2] == ["f0001", "f0002"]
    assert whole["figures"][1]["of"] == ["f0001"]
    lines = [json.loads(line) for line in text_of(clerk.get(f"{base}.jsonl")).splitlines()]
    assert (lines[7]["surface"], lines[7]["value"], lines[7]["unit"]) == ("236批", "236", "批")
    assert clerk.get(f"{base}.csv").status_code == 404
    assert clerk.get(f"/reports/{read_in.report.pk}/source").content == read_in.data


def test_links_are_confirmed_one_by_one_and_many(read_in, clerk):
    base = f"/reports/{read_in.report.pk}/links"
    assert "确认有把握的" in text_of(clerk.get(base))
    assert clerk.post(f"{base}/f0008", {"do": "confirm"}).status_code == 302
    assert clerk.post(f"{base}/f0015", {"do": "choose", "metric": "新建老年助餐点（处）"}).status_code == 302
    assert clerk.post(f"{base}/f0012", {"do": "refuse"}).status_code == 302
    states = {f.key: (f.link, f.metric_code) for f in figures_of(read_in.version)}
    assert states["f0008"] == ("confirmed", "petition.visits")
    assert states["f0015"] == ("confirmed", "canteen.new")
    assert states["f0012"] == ("refused", "")
    clerk.post(f"{base}/confirm")
    assert not [f for f in figures_of(read_in.version) if f.link == "suggested" and f.link_score >= 80]
    wrong = clerk.post(f"{base}/f0015", {"do": "choose", "metric": "没有这个"})
    assert wrong.status_code == 400
    assert "没有指标“没有这个”" in text_of(wrong)


def test_another_towns_report_is_not_there(read_in, as_user):
    other = as_user("bai")
    pk = read_in.report.pk
    for url in (
        f"/reports/{pk}/",
        f"/reports/{pk}/links",
        f"/reports/{pk}/source",
        f"/reports/{pk}/readings.xlsx",
    ):
        assert other.get(url).status_code == 404
    assert other.post(f"/reports/{pk}/start", {"year": "2026"}).status_code == 404
    assert "清溪镇2026年" not in text_of(other.get("/reports/"))


def test_a_village_cadre_reads_and_does_not_write(read_in, as_user):
    liu = as_user("liu")
    pk = read_in.report.pk
    assert liu.get(f"/reports/{pk}/").status_code == 200
    assert "起草2026年的" not in text_of(liu.get(f"/reports/{pk}/"))
    assert liu.post(f"/reports/{pk}/links/f0008", {"do": "confirm"}).status_code == 403
    assert liu.post(f"/reports/{pk}/start", {"year": "2026"}).status_code == 403
    assert upload(liu, document(), "报告.docx").status_code == 403
