"""The year in one walk: a report goes in, a traced report comes out, and a village sees only itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SENT

from zhenwu.kernel import ooxml

pytestmark = pytest.mark.browser
VILLAGES = ("白石村", "龙井村", "青山村", "花园村")


def petitions(path: Path) -> Path:
    """Twelve visits of this autumn, all closed, as an office would list them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(
        ["信访编号", "登记时间", "所属村", "信访形式", "反映事项", "来访人数", "办理状态", "办结时间"]
    )
    for number in range(12):
        sheet.append(
            [
                f"2026-7{number:03d}",
                f"2026-09-{number + 1:02d}",
                VILLAGES[number % 4],
                "来访",
                "反映村道积水",
                2,
                "办结",
                "2026-10-10",
            ]
        )
    book.save(path)
    return path


def number_in(text: str) -> float:
    found = re.search(r"[\d,]+(?:\.\d+)?", text)
    assert found, text
    return float(found[0].replace(",", ""))


def test_the_year_in_one_walk(page: Page, site: Any, tmp_path: Path) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    site.sign_in(page, "bai")

    # a report becomes a draft plan
    page.goto(f"{site.base}/plan/import")
    page.set_input_files("input[type=file]", next((site.home / "demo").glob("白石镇*.docx")))
    page.get_by_role("button", name="导入").click()
    expect(page.locator("h1")).to_contain_text("待审", timeout=SENT)
    review = page.url.split("?")[0]

    # give every suggestion an office and take it in
    while "待审" in page.locator("h1").inner_text():
        waiting = page.locator("input[name=pick]")
        page.locator("[data-check-all]").check()
        expect(page.locator("input[name=pick]:checked")).to_have_count(waiting.count())
        page.locator(".bulk select[name=lead_office]").select_option(label="党政办")
        with page.expect_navigation():
            page.get_by_role("button", name="分派", exact=True).click()
        page.locator("[data-check-all]").check()
        with page.expect_navigation():
            page.get_by_role("button", name="列入", exact=True).first.click()
        page.goto(review)
    page.get_by_role("button", name="批准计划").click()
    page.wait_for_url(re.compile(r"/plan/?(\?.*)?$"))

    # petitions come in from a spreadsheet, and the target moves
    page.goto(f"{site.base}/search/?q=信访事项办结率")
    page.locator("a[href*='/plan/items/']").first.click()
    item = page.url
    before = page.locator(".say").first.inner_text()
    page.goto(f"{site.base}/ledgers/petition/import")
    page.set_input_files("input[type=file]", petitions(tmp_path / "信访.xlsx"))
    page.locator("form:has(input[type=file]) button.pri").click()
    expect(page.locator("h1")).to_contain_text("12", timeout=SENT)
    page.get_by_role("button", name=re.compile("^写入")).click()
    page.wait_for_load_state("networkidle")
    page.goto(item)
    assert page.locator(".say").first.inner_text() != before

    # the figure's page lists exactly what it counts
    page.goto(f"{site.base}/figures/petition.visits")
    value = number_in(page.locator(".big").first.inner_text())
    expect(page.locator("main")).to_contain_text(f"下列{value:.0f}条逐条相加得{value:.0f}")
    assert value >= 12

    # last year's report becomes this year's draft, each number with its evidence
    page.goto(f"{site.base}/reports/")
    page.locator("a[href*='/links']").first.click()
    page.get_by_role("button", name=re.compile("确认有把握的")).click()
    page.goto(f"{site.base}/reports/")
    page.locator("main table a.t", has_text="白石镇").first.click()
    page.get_by_role("button", name=re.compile("起草")).click()
    page.wait_for_url(re.compile(r"/drafts/\d+"))
    expect(page.locator("article.doc")).to_contain_text("白石镇")
    page.locator("article.doc .rd", has_text="批").first.click()
    expect(page.locator(".pop")).to_contain_text("依据")
    page.keyboard.press("Escape")

    # it goes out as docx with its numbers traced, and is proofed
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("docx")).first.click()
    document = tmp_path / "草稿.docx"
    download.value.save_as(document)
    package = ooxml.open_document(document.read_bytes(), source=document.name)
    assert package.parts[package.main].count(b"_F_") >= 60
    page.goto(f"{site.base}/proof/")
    page.set_input_files("input[type=file]", document)
    page.locator("form:has(input[type=file]) button.pri").click()
    expect(page.locator("main")).to_contain_text("相符", timeout=SENT)

    # a village cadre of the other town sees his village only
    site.sign_in(page, "liu")
    page.goto(f"{site.base}/ledgers/petition/?view=all")
    listed = page.locator("main table.grid tbody").inner_text()
    assert "石桥" in listed
    assert "老街" not in listed
    assert errors == []


def test_out_of_reach_reads_like_not_there(page: Page, site: Any) -> None:
    site.sign_in(page, "zhao")
    page.goto(f"{site.base}/ledgers/petition/")
    theirs = page.locator("main table.grid a.t").first.get_attribute("href")
    assert theirs
    assert page.goto(f"{site.base}{theirs}").status == 200  # type: ignore[union-attr]
    site.sign_in(page, "liu")
    answer = page.goto(f"{site.base}{theirs}")
    assert answer
    assert answer.status == 404
    there = re.sub(r"\d+", "", page.locator("main").inner_text())
    page.goto(f"{site.base}/ledgers/petition/99999999")
    assert re.sub(r"\d+", "", page.locator("main").inner_text()) == there
