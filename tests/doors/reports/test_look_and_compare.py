"""Any text read on a page without being kept; two years side by side; what is typed is never trusted."""

from __future__ import annotations

import base64
import io
import json
import re
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.apps.reports.conftest import document

from zhenwu.lexicon import lexicon
from zhenwu.reader.compare.output import OUTCOMES as CLI_OUTCOMES
from zhenwu.reader.compare.output import RULES as CLI_RULES
from zhenwu.reports.models import Report
from zhenwu.web.reports.readings import CARRIED
from zhenwu.web.reports.rules import OUTCOMES, SEQUELS, WORDS

from .test_reading_pages import text_of

pytestmark = pytest.mark.django_db
YEARS = Path(__file__).parents[2] / "golden/years"
LAST, THIS = ((YEARS / f"songhe-{year}.txt").read_text("utf-8") for year in (2025, 2026))
TEXT = """松河镇2026年政府工作报告
一、2025年工作回顾
完成农村户厕改造249户,其中上河村300户。荣获“全国文明村镇”称号。发放补贴x万元,新建停车位8o个。松河大桥建设项目总投资3000万元,主体已完工。
二、存在的问题
一是工业基础薄弱。
三、2026年工作安排
完成农村户厕改造300户,新建公厕6座。
"""
HOSTILE = (
    "<script>alert(1)</script>",
    "</noscript><script>alert(2)</script>",
    '" onmouseover="alert(3)',
    "'><img src=x onerror=alert(4)>",
    "</textarea><svg onload=alert(5)>",
    "{{ 7|add:7 }}{% load zw %}",
    "javascript:alert(6)",
    "</mark></p></article>",
    "&lt;b&gt;&amp;#60;",
)


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def look(client, text: str = "", **fields):  # type: ignore[no-untyped-def]
    return client.post("/read/", {"text": text, **fields})


def compared(client, last=LAST, this=THIS, **fields):  # type: ignore[no-untyped-def]
    return client.post("/reports/compare/", {"last-text": last, "this-text": this, **fields})


def carried(page: str, name: str = "carried") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def test_a_pasted_text_is_read_and_nothing_is_kept(filed, clerk):
    assert "只读给您看，什么也不保存。" in text_of(clerk.get("/read/"))
    page = text_of(look(clerk, TEXT))
    assert "什么也没有保存。" in page
    assert 'class="rd rd-bad" id="n-f' in page  # blotted out and damaged numbers
    for words in ("被遮盖的数", "或为80", "全国文明村镇", "工业基础薄弱", "松河大桥建设项目"):
        assert words in page
    assert "部分大于总数" in page
    assert not Report.objects.exists()


def test_what_was_read_is_saved_when_the_person_says_so(filed, clerk):
    page = text_of(look(clerk, TEXT))
    keeping = {"carried": carried(page), "carried_name": carried(page, "carried_name"), "do": "save"}
    unsaid = clerk.post("/read/", keeping)
    assert unsaid.status_code == 400
    assert "要存为报告，请填是哪一年的报告。" in text_of(unsaid)
    assert not Report.objects.exists()
    saved = clerk.post("/read/", {**keeping, "year": "2026"})
    report = Report.objects.get()
    assert saved.headers["Location"] == f"/reports/{report.pk}/"
    assert report.versions.get().text == TEXT
    page = text_of(clerk.get(saved.headers["Location"]))
    for words in ("全国文明村镇", "松河大桥建设项目", "其中" in TEXT and "属于"):
        assert str(words) in page


def test_who_may_not_edit_reads_and_does_not_save(filed, as_user):
    liu = as_user("liu")
    page = text_of(look(liu, TEXT))
    assert "存为报告" not in page
    refused = liu.post(
        "/read/", {"carried": carried(page), "carried_name": "a.txt", "do": "save", "year": "2026"}
    )
    assert refused.status_code == 403
    assert not Report.objects.exists()


def test_a_file_is_read_and_taken_away_from_the_page(filed, clerk):
    file = SimpleUploadedFile("报告.docx", document())
    page = text_of(clerk.post("/read/", {"file": file}))
    source = carried(page)
    assert base64.b64decode(source) == document()
    keeping = {"carried": source, "carried_name": carried(page, "carried_name")}
    book = load_workbook(io.BytesIO(clerk.post("/read/", {**keeping, "do": "xlsx"}).content))
    assert book["数"].max_row == 19
    whole = json.loads(clerk.post("/read/", {**keeping, "do": "json"}).content)
    assert len(whole["figures"]) == 18
    lines = text_of(clerk.post("/read/", {**keeping, "do": "jsonl"})).splitlines()
    assert json.loads(lines[0])["doc"] == whole["title"] == "清溪镇2026年政府工作报告"


def test_a_large_source_does_not_travel_and_must_be_chosen_again(filed, clerk):
    large = TEXT + "今年工作很好。\n" * (CARRIED // 20)
    page = text_of(clerk.post("/read/", {"file": SimpleUploadedFile("大.txt", large.encode())}))
    assert 'name="carried" value=""' not in page.partition("</form>")[0]
    assert "原文太大，请在下面重新选文件再导出" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "请选一个文件，或把全文粘贴在下面。"),
        ({"text": "有一百个人。", "year": "20222"}, "年份20222不对"),
        ({"carried": "!!!", "carried_name": "a.txt"}, "随页面带来的原文坏了"),
        ({"file": SimpleUploadedFile("坏.docx", b"PK\x03\x04broken")}, "坏.docx"),
        ({"file": SimpleUploadedFile("空.txt", b" \n ")}, "文件是空的"),
    ],
)
def test_faults_come_with_place_and_advice(filed, clerk, fields, said):
    response = clerk.post("/read/", fields)
    assert response.status_code == 400
    assert said in text_of(response)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_stays_text(filed, clerk, hostile):
    review = f"完成{hostile}改造249户,荣获“{hostile}”称号。"
    ahead = f"完成{hostile}改造300户,新建{hostile}6座。"
    text = f"{hostile}\n一、2025年工作回顾\n{review}\n二、2026年工作安排\n{ahead}\n"
    for response in (look(clerk, text), compared(clerk, text, text)):
        page = text_of(response)
        assert response.status_code == 200
        for tag, attributes in Elements(page).found:
            assert tag not in ("img", "iframe", "object", "embed", "base", "style")
            assert not [name for name in attributes if name.startswith("on")]
            assert not (attributes.get("href") or "").lstrip().lower().startswith(("javascript", "data"))
        assert page.count("<script") == plain_scripts(clerk)
        # what was typed is still there to be read, each mark of it escaped
        assert escape(hostile, quote=False) in page.replace("&quot;", '"').replace("&#x27;", "'")


def plain_scripts(client) -> int:  # type: ignore[no-untyped-def]
    return text_of(client.get("/read/")).count("<script")


def test_two_texts_are_compared_and_nothing_is_kept(filed, clerk):
    page = text_of(compared(clerk))
    assert "<b>65</b>项完成" in page
    assert "<b>4</b>项不符" in page
    row = page[page.index("<mark>完成农村户厕改造300户</mark>") :]
    row = row[: row.index("</li>")]
    for words in (
        "<mark>完成农村户厕改造249户</mark>",
        "249户",
        "83%",
        "数没有达到",
        "完成农村户厕改造260户",
    ):
        assert words in row
    assert "1500万元" in page
    assert not Report.objects.exists()


def test_a_comparison_is_taken_away(filed, clerk):
    page = text_of(compared(clerk))
    keeping = {
        f"{side}-{name}": carried(page, f"{side}-{name}")
        for side in ("last", "this")
        for name in ("carried", "carried_name")
    }
    book = load_workbook(io.BytesIO(clerk.post("/reports/compare/", {**keeping, "do": "xlsx"}).content))
    assert book.sheetnames == ["下文", "数额不同"]
    rows = [[cell.value for cell in row] for row in book["下文"].iter_rows(min_row=2)]
    assert len(rows) == 97
    toilets = next(row for row in rows if row[1] == "完成农村户厕改造300户")
    assert toilets[:6] == [
        "部分完成",
        "完成农村户厕改造300户",
        "完成农村户厕改造249户",
        "300户",
        "249户",
        0.83,
    ]
    lines = text_of(clerk.post("/reports/compare/", {**keeping, "do": "jsonl"})).splitlines()
    assert len(lines) == 98


def test_two_documents_of_the_town_are_compared(read_in, clerk, as_user):
    report = read_in.report
    client_report = text_of(clerk.get(f"/reports/compare/?last={report.pk}&this={report.pk}"))
    assert "两份是同一篇文字" in client_report
    assert f'href="/reports/{report.pk}/?at=' in client_report
    file = SimpleUploadedFile("下一年.txt", "一、2026年工作回顾\n开展安全检查320次。".encode())
    page = text_of(clerk.post("/reports/compare/", {"last-document": report.pk, "this-file": file}))
    assert "320次" in page
    assert "84%" in page
    assert as_user("bai").get(f"/reports/compare/?last={report.pk}&this={report.pk}").status_code == 400
    assert clerk.get("/reports/compare/?last=999&this=1").status_code == 400


def test_the_reading_leads_to_the_years_beside_it(read_in, clerk):
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/"))
    assert "看这些承诺的下文" not in page
    clerk.post(f"/reports/{read_in.report.pk}/start", {"year": "2026"})
    draft = Report.objects.get(state="draft")
    page = text_of(clerk.get(f"/reports/{read_in.report.pk}/"))
    assert f'href="/reports/compare/?last={read_in.report.pk}&amp;this={draft.pk}"' in page
    assert (
        text_of(clerk.get(f"/reports/compare/?last={read_in.report.pk}&this={draft.pk}")).count("data-row")
        == 3
    )


def test_a_comparison_with_faults_names_the_side(filed, clerk):
    response = compared(clerk, LAST, "")
    assert response.status_code == 400
    assert "请选一个文件，或把全文粘贴在下面。" in text_of(response)
    bad = SimpleUploadedFile("坏.docx", b"PK\x03\x04broken")
    response = clerk.post("/reports/compare/", {"last-text": LAST, "this-file": bad})
    assert response.status_code == 400
    assert "坏.docx" in text_of(response)


def test_pages_and_terminal_say_the_same_words():
    assert {key: str(words) for key, words in SEQUELS.items()} == CLI_RULES
    assert {key: str(words) for key, words in OUTCOMES.items()} == {
        str(k): v for k, v in CLI_OUTCOMES.items()
    }
    assert {key: str(words) for key, words in WORDS.items()} == dict(lexicon().rules)


def test_an_english_proof_leaves_the_document_as_it_is(clerk):
    clerk.cookies["django_language"] = "en"
    answer = clerk.post("/proof/", {"text": TEXT, "year": "2025"}).content.decode()
    article = re.search(r'<article class="doc" lang="zh">(.*?)</article>', answer, re.S)
    assert article
    shown = re.sub(r"\s+", "", re.sub("<[^>]+>", "", article[1]))
    assert re.sub(r"\s+", "", TEXT)[:60] in shown
