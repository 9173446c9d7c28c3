"""The reading page and the comparison in a real browser, wide and on a phone, in both languages and without script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import SENT

pytestmark = pytest.mark.browser
YEARS = Path(__file__).parents[1] / "golden/years"
LAST, THIS = ((YEARS / f"songhe-{year}.txt").read_text("utf-8") for year in (2025, 2026))
DIRTY = THIS.replace("新建停车位86个", "新建停车位8o个").replace("资金1318万元", "资金x万元")
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
LOOKS = pytest.mark.parametrize(
    ("size", "language"), [(WIDE, "zh-hans"), (WIDE, "en"), (PHONE, "zh-hans"), (PHONE, "en")],
    ids=["wide", "wide English", "phone", "phone English"],
)  # fmt: skip


@pytest.fixture
def clerk(page: Page, site: Any) -> Page:
    """The clerk's page; a script that fails is a test that fails."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: errors.append(f"dialog {dialog.message}"))
    site.sign_in(page, "zhou")
    yield page
    assert not errors


def as_seen(page: Page, site: Any, size: dict[str, int], language: str) -> None:
    page.set_viewport_size(size)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.base}])


def in_view(page: Page, selector: str) -> bool:
    """Whether an element's middle can be seen, not covered by anything else."""
    return bool(
        page.locator(selector).first.evaluate(
            """(node) => {
              const box = node.getBoundingClientRect();
              const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
              return Boolean(found) && (node.contains(found) || found.contains(node));
            }"""
        )
    )


def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")


@LOOKS
def test_a_pasted_text_and_its_lists_lead_to_each_other(
    clerk: Page, site: Any, size: dict[str, int], language: str
) -> None:
    page = clerk
    as_seen(page, site, size, language)
    page.goto(f"{site.base}/read/")
    page.fill("textarea[name=text]", DIRTY)
    page.locator("form.look button").first.click()
    expect(page.locator("article.rdoc")).to_contain_text("松河镇2026年政府工作报告")
    page.wait_for_load_state()  # the text is there before what moves it
    fits(page)

    # from the text to the row
    number = page.locator("article a.rd", has_text="249户")
    key = number.get_attribute("data-r")
    number.click()
    row = page.locator(f"#r-{key}")
    expect(row.locator("dl")).to_be_visible()
    expect(row.locator("dl")).to_contain_text("249")
    expect(number).to_have_class("rd rd-vl rd-sel")
    assert in_view(page, f"#r-{key} dl dt")
    if size is PHONE:
        row.locator("a.x").click()
        expect(row.locator("dl")).not_to_be_visible()

    # from the list of promises to the text, by hand and by keyboard
    page.locator("[data-tab=promises]").click()
    rows = page.locator("#l-promises li[data-row]")
    rows.nth(4).locator("a.t").click()
    expect(page.locator("article .m-promises.on").first).to_be_visible()
    assert in_view(page, "article .m-promises.on")
    expect(rows.nth(4)).to_have_class("cur")
    page.keyboard.press("j")
    expect(rows.nth(5)).to_have_class("cur")
    text = rows.nth(5).locator("a.t").inner_text()
    expect(page.locator("article .m-promises.on").first).to_have_text(text)
    page.keyboard.press("k")
    expect(rows.nth(4)).to_have_class("cur")

    # what somebody must look at
    page.locator("[data-tab=figures]").click()
    page.locator("[data-only=suspect]").click()
    expect(page.locator("#l-figures li[data-row]:visible")).to_have_count(2)
    expect(page.locator("article a.rd-bad")).to_have_count(2)
    fits(page)


@LOOKS
def test_a_file_is_read_exported_and_saved(
    clerk: Page, site: Any, tmp_path: Path, size: dict[str, int], language: str
) -> None:
    page = clerk
    as_seen(page, site, size, language)
    page.goto(f"{site.base}/read/")
    page.set_input_files("input[type=file]", next((site.home / "demo").glob("白石镇*.docx")))
    page.locator("form.look button").first.click()
    expect(page.locator("article.rdoc")).to_contain_text("白石镇", timeout=SENT)
    numbers = page.locator("article a.rd").count()
    page.locator("details.exports summary").first.click()
    with page.expect_download() as download:
        page.locator("button[value=xlsx]").click()
    book = tmp_path / "读数.xlsx"
    download.value.save_as(book)
    assert openpyxl.load_workbook(book).worksheets[0].max_row >= numbers
    with page.expect_download() as download:
        page.locator("button[value=json]").click()
    whole = tmp_path / "读数.json"
    download.value.save_as(whole)
    assert len(json.loads(whole.read_text("utf-8"))["figures"]) == numbers
    page.locator("details.exports summary.pri").click()
    page.locator("button[value=save]").click()
    page.wait_for_url("**/reports/*/")
    expect(page.locator("article a.rd")).to_have_count(numbers)


@LOOKS
def test_two_years_stand_side_by_side(
    clerk: Page, site: Any, tmp_path: Path, size: dict[str, int], language: str
) -> None:
    page = clerk
    as_seen(page, site, size, language)
    page.goto(f"{site.base}/reports/compare/")
    page.fill("textarea[name=last-text]", LAST)
    page.fill("textarea[name=this-text]", THIS)
    page.locator("form.two button").click()
    expect(page.locator("h1 b").first).to_have_text("97")
    fits(page)
    page.locator(".outs [data-only=partly]").click()
    rows = page.locator(".pairs li[data-row]:visible")
    expect(rows).to_have_count(15)
    toilets = rows.filter(has_text="完成农村户厕改造300户")
    expect(toilets).to_contain_text("完成农村户厕改造249户")
    expect(toilets).to_contain_text("83%")
    page.locator("h1 [data-only=contradicted]").click()
    expect(rows).to_have_count(4)
    page.keyboard.press("j")
    expect(rows.first).to_have_class("cur")
    with page.expect_download() as download:
        page.locator("button[value=xlsx]").click()
    book = tmp_path / "对照.xlsx"
    download.value.save_as(book)
    assert openpyxl.load_workbook(book).worksheets[0].max_row == 98
    fits(page)


def test_hostile_text_runs_nothing(clerk: Page, site: Any) -> None:
    page = clerk
    page.goto(f"{site.base}/read/")
    bad = "</noscript><img src=x onerror=alert(1)><script>alert(2)</script>"
    page.fill(
        "textarea[name=text]",
        f"{bad}\n一、2025年工作回顾\n完成{bad}改造249户。\n二、2026年工作安排\n完成{bad}改造300户。\n",
    )
    page.locator("form.look button").first.click()
    page.locator("article a.rd").first.click()
    expect(page.locator("li.cur dl")).to_be_visible()
    page.locator("[data-tab=promises]").click()
    page.locator("#l-promises li a.t").first.click()
    expect(page.locator("main img")).to_have_count(0)
    expect(page.locator("main script")).to_have_count(0)


def test_without_script_the_same_page_is_links(browser: Browser, site: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", viewport=WIDE)
    page = context.new_page()
    site.sign_in(page, "zhou")
    page.goto(f"{site.base}/read/")
    page.fill("textarea[name=text]", DIRTY)
    page.locator("form.look button").first.click()
    number = page.locator("article a.rd", has_text="249户")
    key = number.get_attribute("data-r")
    number.click()
    assert page.url.endswith(f"#r-{key}")
    row = page.locator(f"#r-{key}")
    row.locator("summary .s").click()
    expect(row.locator("dl")).to_contain_text("249户，数量，不带约数")
    row.locator("a.t").click()
    assert page.url.endswith(f"#n-{key}")
    expect(page.locator("#l-problems")).to_contain_text("工业投资后劲不强")
    context.close()
