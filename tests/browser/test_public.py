"""A clerk prepares a public edition, a leader publishes it, somebody signed out reads it on a telephone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
TOWN = "/public/990101101000/"


def test_from_the_clerk_to_a_reader_on_a_telephone(page: Page, browser: Browser, site: Any) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    site.sign_in(page, "zhou")
    page.goto(f"{site.base}/publish/")
    page.get_by_role("button", name="整理").click()
    expect(page.locator("h1")).to_contain_text("将公布8个数")
    page.get_by_text("个正式数可以公布").click()
    page.get_by_label("工作例会").check()
    page.get_by_role("button", name="保存选择").click()
    expect(page.locator("h1")).to_contain_text("将公布9个数")
    expect(page.locator(".chg")).to_contain_text("工作例会")
    draft = page.url
    expect(page.get_by_role("button", name="公布", exact=True)).to_have_count(0)

    site.sign_in(page, "zheng")
    page.goto(draft)
    page.get_by_role("button", name="公布", exact=True).click()
    expect(page.locator("#notice")).to_contain_text("外面的人现在就能看到")

    outside = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    reader = outside.new_page()
    reader.goto(f"{site.base}/public/")
    reader.get_by_role("link", name="清溪镇").click()
    expect(reader).to_have_url(f"{site.base}{TOWN}")
    expect(reader.locator("h1")).to_contain_text("公布9个数")
    expect(reader.locator(".pubt")).to_contain_text("工作例会")
    assert outside.cookies() == []
    reader.get_by_role("link", name="English").click()
    expect(reader.locator("h1")).to_contain_text("9 figures")
    reader.locator(".plain a").last.click()
    expect(reader.locator(".newer")).to_contain_text("earlier edition")
    reader.goto(f"{site.base}{TOWN}")
    reader.locator("a.ser", has_text="清溪镇").click()
    expect(reader.locator(".doc .dt")).to_contain_text("政府工作报告")
    report = reader.url.removeprefix(site.base)
    for address in ("/public/", TOWN, f"{TOWN}2026-1/", report):
        reader.goto(f"{site.base}{address}")
        assert reader.locator("html").evaluate("e => e.scrollWidth") <= 390, address
    outside.close()
    assert errors == []
