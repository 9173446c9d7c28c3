"""A meeting is kept, its decision answered in one line on the desk, a check-in too, and a leader reads the pack."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_decided_answered_by_a_line_and_seen_in_the_pack(page: Page, site: Any) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size({"width": 1366, "height": 768})
    site.sign_in(page, "zhou")
    page.goto(f"{site.base}/meetings/new")
    page.get_by_label("种类").select_option(label="旬调度")
    page.get_by_label("日期").fill("2026-10-15")
    line = page.locator(".dl").first
    line.get_by_label("做什么").fill("冷链仓储试运行倒排工期")
    line.get_by_label("责任办公室").select_option(label="经发办")
    line.get_by_label("期限").fill("2026-10-19")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_contain_text("议定1条，做到0条")

    # one line and Enter on the desk, on a phone
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.clear_cookies()
    page.goto(f"{site.base}/sign-in")
    page.fill("input[name=username]", "luo")
    page.fill("input[name=password]", "qingxi-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".pnav")
    page.goto(f"{site.base}/desk/")
    box = page.get_by_role("textbox", name="冷链仓储试运行倒排工期")
    box.fill("工期表已排到日。")
    with page.expect_navigation():
        box.press("Enter")
    expect(page.get_by_role("textbox", name="冷链仓储试运行倒排工期")).to_have_count(0)
    asked = page.locator(".ln:has(input[value='check-in'])")
    before = asked.count()
    assert before
    with page.expect_navigation():
        asked.first.locator("input[name=text]").fill("本周完成两处。")
        asked.first.locator("input[name=text]").press("Enter")
    expect(page.locator("#notice")).to_contain_text("进展已记")
    expect(page.locator(".ln:has(input[value='check-in'])")).to_have_count(before - 1)

    # a leader reads the own page of the pack, wide and narrow
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.context.clear_cookies()
        page.goto(f"{site.base}/sign-in")
        page.fill("input[name=username]", "yang")
        page.fill("input[name=password]", "qingxi-demo")
        page.press("input[name=password]", "Enter")
        page.wait_for_selector("main")
        page.goto(f"{site.base}/meetings/pack?kind=dispatch")
        expect(page.locator("h1")).to_contain_text("副镇长 杨帆")
        expect(page.locator("main")).to_contain_text("工期表已排到日。")
        expect(page.locator("h2")).to_have_text(
            ["上次议定", "这段时间的变化", "落后和逾期的", "下次会议前到期的"]
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as download:
        page.get_by_role("link", name="docx").first.click()
    assert download.value.suggested_filename.endswith("会议材料.docx")
    assert errors == []
