"""The frame in a real browser: keyboard, popover, large type, drafts, nothing wider than its window."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from zhenwu.accounts.models import User
from zhenwu.demo import people
from zhenwu.demo.people import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheet(page: Page, live_server) -> Iterator[Page]:  # type: ignore[no-untyped-def]
    """The components page, signed in; ends with no error in the console."""
    user = User.objects.filter(username="zhou").first() or people.install()["zhou"]
    user.is_staff = True
    user.save()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{live_server.url}/sign-in?next=/components")
    page.fill("#id_username", "zhou")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(f"{live_server.url}/components")
    page.wait_for_selector("[data-drawn]")
    yield page
    assert errors == []


def test_keys_move_search_and_close(sheet: Page) -> None:
    sheet.evaluate("document.activeElement.blur()")
    sheet.keyboard.press("k")
    expect(sheet.locator("tr.cur")).to_contain_text("反映自来水水压不足")
    sheet.keyboard.press("j")
    expect(sheet.locator("tr.cur")).to_contain_text("反映三组灌溉渠损毁")
    number = sheet.locator("a[data-pop]")
    number.focus()
    sheet.keyboard.press("Enter")
    expect(sheet.locator("#pop")).to_contain_text("由187条记录算出")
    expect(number).to_have_attribute("aria-expanded", "true")
    sheet.keyboard.press("Escape")
    expect(sheet.locator("#pop")).to_be_hidden()
    expect(number).to_be_focused()
    sheet.keyboard.press("/")
    expect(sheet.locator("[data-search]")).to_be_focused()


def test_large_type_lasts(sheet: Page) -> None:
    sheet.locator(".top > form [data-look=large]").click()
    expect(sheet.locator("html")).to_have_class("large")
    sheet.reload()
    expect(sheet.locator("html")).to_have_class("large")


def test_a_draft_survives_a_reload(sheet: Page) -> None:
    sheet.fill("#id_persons", "12")
    expect(sheet.locator("[data-draft-note]")).to_contain_text("草稿已存")
    sheet.evaluate("document.querySelector('.er').remove()")
    kept = sheet.evaluate("JSON.parse(localStorage.getItem('zw_draft:components')).values")
    assert ["persons", "12", None] in kept


def test_the_chart_has_its_table(sheet: Page) -> None:
    assert sheet.locator(".chart-draw svg").count() == 1
    sheet.locator("[data-chart-table]").click()
    expect(sheet.locator(".chart-draw")).to_be_hidden()
    expect(sheet.locator(".chart-table td").first).to_be_visible()


@pytest.mark.parametrize("width", [1366, 683, 390])
@pytest.mark.parametrize("large", [False, True])
def test_nothing_is_wider_than_its_window(sheet: Page, width: int, large: bool) -> None:
    sheet.set_viewport_size({"width": width, "height": 800})
    sheet.evaluate("on => document.documentElement.classList.toggle('large', on)", large)
    # charts are drawn anew for the width a moment after it changed
    sheet.wait_for_function("width => document.documentElement.scrollWidth <= width", arg=width)
