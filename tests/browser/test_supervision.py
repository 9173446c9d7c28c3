"""Something is late: a notice goes out, is received and answered, reviewed and closed, and the form is printed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_late_item_is_supervised_answered_and_closed(page: Page, site: Any) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    # a leader sees what is late and asks
    page.set_viewport_size({"width": 1366, "height": 768})
    site.sign_in(page, "zheng")
    page.goto(f"{site.base}/plan/?state=late")
    page.locator(".tree li.t a.t").first.click()
    title = page.locator("h1.ttl span").first.inner_text()
    page.locator("#main").get_by_role("link", name="督办", exact=True).click()
    page.get_by_label("要求").fill("逾期未完成，说明原因和补救的日期。")
    page.get_by_role("button", name="发出").click()
    expect(page.locator("h1")).to_contain_text(title)
    expect(page.locator("#notice")).to_contain_text("已发出")
    notice = page.url
    office = page.locator("dl.facts dd").first.inner_text().split()[0]

    # the office that is asked finds it on the desk, on a phone, and answers
    names = {
        "党政办": "zhou", "经发办": "luo", "农业农村办": "he", "建设办": "ma", "民政办": "wu", "信访办": "chen", "综治中心": "peng",
        "应急办": "song", "财政所": "deng", "便民服务中心": "lin", "纪委办": "xu",
    }  # fmt: skip
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.clear_cookies()
    page.goto(f"{site.base}/sign-in")
    page.fill("input[name=username]", names[office])
    page.fill("input[name=password]", "qingxi-demo")
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".pnav")
    page.goto(f"{site.base}/desk/")
    page.locator("a.it", has_text="说明原因和补救的日期").click()
    page.get_by_role("button", name="只签收").click()
    expect(page.locator("#notice")).to_contain_text("已签收")
    page.get_by_label("原因和安排").fill("天气原因，本月内补完。")
    page.get_by_role("button", name="回复", exact=True).click()
    expect(page.locator("h1")).to_contain_text("待审核")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # the leader sends it back once, and is content with the second answer
    page.set_viewport_size({"width": 1366, "height": 768})
    site.sign_in(page, "zheng")
    page.goto(f"{site.base}/desk/")
    page.locator("a.it", has_text="说明原因和补救的日期").click()
    page.get_by_role("button", name="退回").click()
    expect(page.locator(".pf").first).to_contain_text("没有填")
    page.get_by_label("意见").fill("写明日期。")
    page.get_by_role("button", name="退回").click()
    expect(page.locator("h1")).to_contain_text("待回复")
    site.sign_in(page, names[office])
    page.goto(notice)
    page.get_by_label("原因和安排").fill("10月28日前补完。")
    page.get_by_role("button", name="回复", exact=True).click()
    site.sign_in(page, "zheng")
    page.goto(notice)
    page.get_by_role("button", name="办结").click()
    expect(page.locator("h1")).to_contain_text("已办结")
    expect(page.locator("ol.log")).to_contain_text("写明日期。")
    page.get_by_role("link", name="通知单").click()
    expect(page.locator("article.paper")).to_contain_text("10月28日前补完。")
    page.goto(f"{site.base}/plan/supervision/?kind=closed")
    expect(page.locator("table.nl")).to_contain_text(re.compile("督办〔2026〕"))
    assert errors == []
