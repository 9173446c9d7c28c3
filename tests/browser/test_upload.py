"""A large file on its way: a bar that says how far, a button that stops it, and the same form without JavaScript."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.apps.ledgers.papers import picture
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def photo(tmp_path: Path) -> str:
    """A picture of 3 MB that can be opened."""
    small = picture()
    end = small.rindex(b"\x00\x00\x00\x00IEND")
    body = b"tRNS" + bytes(range(256)) * 12_000
    part = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    path = tmp_path / "现场.png"
    path.write_bytes(small[:end] + part + small[end:])
    return str(path)


def slowly(page: Page, rate: int) -> Any:
    """Let the browser send so many bytes a second."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": rate},
    )
    return line


def open_record(page: Page, site: Site) -> None:
    site.sign_in(page, "chen")
    page.goto(f"{site.base}/ledgers/petition/")
    page.locator("td a.t").first.click()
    page.wait_for_selector("#files")


def test_a_large_file_shows_how_far_it_is(page: Page, site: Site, photo: str) -> None:
    open_record(page, site)
    before = page.locator("#files li").count()
    line = slowly(page, 1_500_000)
    page.set_input_files("#files input[type=file]", photo)
    page.click("#files form.quick button:text('附上')")
    bar = page.locator("#files [role=progressbar]")
    expect(bar).to_be_visible()
    expect(page.locator("#files .up")).to_contain_text("/ 2.9 MB")
    expect(page.locator("#files form.quick button:text('附上')")).to_be_disabled()
    expect(bar).to_have_attribute("aria-valuenow", re.compile(r"^[1-9]\d$"))
    expect(page.locator("#notice")).to_contain_text("已附上", timeout=20_000)
    assert page.url.endswith("#files")
    assert page.locator("#files li").count() == before + 1
    line.send("Network.disable")


def test_a_file_can_be_stopped_and_a_bad_one_is_answered_in_place(
    page: Page, site: Site, photo: str, tmp_path: Path
) -> None:
    open_record(page, site)
    before = page.locator("#files li").count()
    line = slowly(page, 200_000)
    page.set_input_files("#files input[type=file]", photo)
    page.click("#files form.quick button:text('附上')")
    page.click("#files .up button")
    expect(page.locator("#files .up")).to_have_count(0)
    expect(page.locator("#files form.quick button:text('附上')")).to_be_enabled()
    line.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    bad = tmp_path / "改名.pdf"
    bad.write_bytes(b"<html>")
    page.set_input_files("#files input[type=file]", str(bad))
    page.click("#files form.quick button:text('附上')")
    expect(page.locator("#main")).to_contain_text("内容其实是网页")
    assert page.locator("#files li").count() == before
    page.reload()
    assert page.locator("#files li").count() == before


def test_the_form_works_without_javascript(
    browser: Browser, site: Site, photo: str, browser_context_args: Any
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    open_record(page, site)
    before = page.locator("#files li").count()
    page.set_input_files("#files input[type=file]", photo)
    page.click("#files form.quick button:text('附上')")
    expect(page.locator("#notice")).to_contain_text("已附上")
    assert page.locator("#files li").count() in (before, before + 1)
    context.close()
