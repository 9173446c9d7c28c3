"""A livelihood project from a resident's proposal to the residents' judgement, in a town that has none yet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import SENT

pytestmark = pytest.mark.browser
VILLAGE = "双河村"


def propose(page: Page, site: Any, title: str, source: str) -> None:
    page.goto(f"{site.base}/livelihood/proposals/new")
    page.fill("input[name=title]", title)
    page.select_option("select[name=source]", label=source)
    page.select_option("select[name=area_code]", label=VILLAGE)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text(title)


def open_proposal(page: Page, site: Any, title: str) -> None:
    page.goto(f"{site.base}/livelihood/proposals/")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("h1")).to_contain_text(title)


def shortlist(page: Page, site: Any, title: str, cost: str) -> None:
    open_proposal(page, site, title)
    page.fill("input[name=cost]", cost)
    page.fill("input[name=basis]", "按去年结算价")
    page.get_by_role("button", name="记下估算").click()
    expect(page.locator("#notice")).to_contain_text("估算已记")
    page.locator("textarea[name=why]").fill("受益的人多，一年能办成")
    page.get_by_role("button", name="入围", exact=True).click()
    expect(page.locator("h1")).to_contain_text("入围")


def no_overflow(page: Page) -> None:
    """On a phone nothing sticks out of the page."""
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    page.set_viewport_size({"width": 1366, "height": 768})


def test_from_proposal_to_test(page: Page, site: Any) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size({"width": 1366, "height": 768})
    site.sign_in(page, "jtao")
    page.goto(f"{site.base}/livelihood/")
    expect(page.locator("main")).to_contain_text("先征集建议")

    # proposals come in; two want the same and are joined, visibly
    for title, source in (
        ("双河村渡口路硬化", "居民"),
        ("硬化双河村渡口路", "人大代表"),
        ("新建老年助餐点", "村"),
        ("装路灯", "村"),
    ):
        propose(page, site, title, source)
    no_overflow(page)
    open_proposal(page, site, "双河村渡口路硬化")
    expect(page.locator("#similar")).to_contain_text("硬化双河村渡口路")
    expect(page.locator("#similar input[name=pick]")).to_be_checked()
    page.get_by_role("button", name="把勾选的并入这一件").click()
    expect(page.locator("main")).to_contain_text("并入这一件的")

    # costed and short-listed; without an estimate it says what is missing
    open_proposal(page, site, "装路灯")
    page.locator("textarea[name=why]").fill("亮堂")
    page.get_by_role("button", name="入围", exact=True).click()
    expect(page.locator("main")).to_contain_text("还没有估算")
    for title, cost in (("双河村渡口路硬化", "500000"), ("新建老年助餐点", "150000"), ("装路灯", "80000")):
        shortlist(page, site, title, cost)
    no_overflow(page)

    # the ballot: a count that cannot be so is told in words, and what was typed stays
    page.goto(f"{site.base}/livelihood/ballots/new")
    meeting = {
        "meeting": "镇人代会第五次会议", "held_on": "2026-01-15", "presided_by": "大会主席团", "places": "2", "due": "60", "present": "55",
        "issued": "55", "returned": "58", "spoiled": "1", "minutes": "当场计票并宣布结果。",
    }  # fmt: skip
    for name, value in meeting.items():
        page.fill(f"[name={name}]", value)
    for title, votes, won in (
        ("双河村渡口路硬化", "50", True),
        ("新建老年助餐点", "41", False),
        ("装路灯", "12", True),
    ):
        row = page.locator("tr", has_text=title)
        row.locator("input[type=number]").fill(votes)
        row.locator("input[type=checkbox]").set_checked(won)
    page.get_by_role("button", name="记下票决").click()
    expect(page.locator("main")).to_contain_text("收回票数58，多于发出票数55")
    no_overflow(page)

    # the same on a telephone: every fault in sight of its field, and all that was typed still there
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("tr", has_text="双河村渡口路硬化").locator("input[type=number]").fill("66")
    page.get_by_role("button", name="记下票决").click()
    fault = page.get_by_text("收回票数58，多于发出票数55").last
    box, field = page.locator("[name=returned]"), fault.bounding_box()
    assert field and abs(field["y"] - (box.bounding_box() or field)["y"]) < 120
    more = page.locator("tr", has_text="双河村渡口路硬化")
    expect(more).to_contain_text(re.compile("得66票，有效票只有"))
    expect(more.locator("input[type=number]")).to_have_value("66")
    for name, value in meeting.items():
        expect(page.locator(f"[name={name}]")).to_have_value(value)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    more.locator("input[type=number]").fill("50")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.fill("[name=returned]", "55")
    page.get_by_role("button", name="记下票决").click()
    expect(page.locator("tr", has_text="新建老年助餐点")).to_contain_text("却没有记为选上")
    expect(page.locator("tr", has_text="装路灯")).to_contain_text("却记为选上")
    page.locator("tr", has_text="装路灯").locator("input[type=checkbox]").uncheck()
    page.locator("tr", has_text="新建老年助餐点").locator("input[type=checkbox]").check()
    page.get_by_role("button", name="记下票决").click()
    page.wait_for_url(re.compile(r"/livelihood/ballots/\d+$"))
    expect(page.locator("h1")).to_contain_text("选上2件")
    no_overflow(page)

    # what was chosen becomes an item of the plan
    page.goto(f"{site.base}/plan/import")
    page.set_input_files("input[type=file]", next((site.home / "demo").glob("双河镇*.docx")))
    page.get_by_role("button", name="导入").click()
    expect(page.locator("h1")).to_contain_text("待审", timeout=SENT)
    page.goto(f"{site.base}/livelihood/")
    page.locator("tr", has_text="双河村渡口路硬化").get_by_role("link", name="列入计划").click()
    page.select_option("select[name=office]", label="党政办")
    page.fill("input[name=due_on]", "2026-11-30")
    page.get_by_role("button", name="列入计划").click()
    page.wait_for_url(re.compile(r"/livelihood/projects/\d+$"))
    project = page.url
    page.get_by_role("link", name="计划事项").click()
    expect(page.locator("main")).to_contain_text("民生实事第1件")

    # paid for, and tested: the share with its n; a count that does not add up is refused in words
    page.goto(project)
    page.fill("form:has(input[name=amount]) input[name=amount]", "200000")
    page.get_by_role("button", name="记支付").click()
    expect(page.locator(".facts")).to_contain_text("20")
    test = page.locator("form:has(input[name=asked])")
    test.locator("select[name=kind]").select_option(label="群众测评")
    for name, value in {
        "asked": "45",
        "answered": "40",
        "satisfied": "30",
        "fairly": "6",
        "unsatisfied": "2",
    }.items():
        test.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="记测评").click()
    expect(page.locator("main")).to_contain_text("各档合计38人，答复40人")
    page.locator("form:has(input[name=asked]) input[name=unsure]").fill("2")
    page.get_by_role("button", name="记测评").click()
    expect(page.locator("main")).to_contain_text("90.0%")
    expect(page.locator("main")).to_contain_text("n=40")
    no_overflow(page)
    page.get_by_role("link", name="公开页预览").click()
    expect(page.locator("main")).to_contain_text("2件建议")
    no_overflow(page)
    page.goto(f"{site.base}/livelihood/")
    expect(page.locator("main")).to_contain_text("90.0%")
    assert not errors
