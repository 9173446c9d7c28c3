"""A promise through its year: report, plan, review, assignment, check-in, late, notice, reply, close, and the answer at the year's end."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from tests.apps.ledgers.papers import paper as pdf
from tests.browser.conftest import SENT
from tests.browser.staffing import staffed

from zhenwu.kernel import ooxml

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
BRIDGE = "柳河大桥危桥改造"


def sign_in(page: Page, site: Any, username: str, size: Any = None, language: str = "zh-hans") -> None:
    """Sign in, by a window of the size and in the language."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    site.sign_in(page, username)
    page.set_viewport_size(size or WIDE)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site.base}])


def fits(page: Page) -> None:
    """Nothing is wider than the window, and no table has to be pushed sideways on a phone."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    pushed = "[...document.querySelectorAll('.gridw')].some(e => e.clientWidth < 500 && e.scrollWidth > e.clientWidth + 1)"
    assert not page.evaluate(pushed), page.url


def item_page(page: Page, site: Any, words: str) -> None:
    page.goto(f"{site.base}/plan/")
    page.locator("main a[href*='/plan/items/']:visible", has_text=words).first.click()
    expect(page.locator("h1")).to_contain_text(words)


@pytest.fixture(scope="module")
def report(site: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staffed(site, tmp_path_factory.mktemp("report"))


def test_from_the_report_to_the_answer(
    page: Page, browser: Browser, site: Any, report: Path, tmp_path: Path
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())

    # a report becomes suggestions; many get an office at once, one of them another
    sign_in(page, site, "lclerk")
    page.goto(f"{site.base}/plan/import")
    page.set_input_files("input[type=file]", report)
    page.get_by_role("button", name="导入").click()
    expect(page.locator("h1")).to_contain_text("待审", timeout=SENT)
    review = page.url.split("?")[0]
    plan = re.search(r"/plan/(\d+)/", review)
    assert plan
    page.locator("[data-check-all]").check()
    page.locator(".bulk select[name=lead_office]").select_option(label="建设办")
    page.get_by_role("button", name="分派", exact=True).click()
    page.locator("tr", has_text="养老服务站").locator("input[name=pick]").check()
    page.locator(".bulk select[name=lead_office]").select_option(label="民政办")
    page.get_by_role("button", name="分派", exact=True).click()
    page.locator("[data-check-all]").check()
    page.get_by_role("button", name="列入", exact=True).first.click()
    expect(page.locator("h1")).not_to_contain_text("待审")

    # two clerks edit one task: the second is told what changed, and what he typed is still there
    page.goto(f"{review}?tab=accepted")
    page.locator("tr", has_text=BRIDGE).locator("a").first.click()
    other = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()  # type: ignore[arg-type]
    sign_in(other, site, "lclerk")
    other.goto(page.url)
    other.locator("[name=evidence]").fill("竣工验收报告")
    with other.expect_navigation():
        other.get_by_role("button", name="保存", exact=True).click()
    page.locator("[name=evidence]").fill("交工检测报告")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("main")).to_contain_text("竣工验收报告")
    expect(page.locator("[name=evidence]")).to_have_value("交工检测报告")
    with page.expect_navigation():
        page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("[name=evidence]")).to_have_value("交工检测报告")
    other.context.close()

    sign_in(page, site, "lmayor")
    page.goto(review)
    page.get_by_role("button", name="批准计划").click()
    page.wait_for_url(re.compile(r"/plan/?(\?.*)?$"))

    # the assignment goes out; one office confirms all, on a phone, another objects, the clerk rules
    sign_in(page, site, "lclerk")
    assignment = f"{site.base}/plan/{plan[1]}/assignment"
    page.goto(assignment)
    page.get_by_role("button", name=re.compile("^请确认")).click()
    expect(page.locator("main")).to_contain_text("没有答复")
    sign_in(page, site, "lbuild", NARROW)
    page.goto(assignment)
    fits(page)
    page.locator("[data-check-all]").check()
    page.get_by_role("button", name="确认", exact=True).click()
    expect(page.locator("main")).to_contain_text("已确认")
    sign_in(page, site, "lcare", NARROW)
    page.goto(assignment)
    page.locator("input[name=pick]").first.check()
    page.get_by_role("button", name="提异议").click()
    expect(page.locator("main")).to_contain_text(re.compile("理由"))
    page.locator("input[name=pick]").first.check()
    page.get_by_label("异议的理由").fill("养老服务站的选址归建设办")
    page.get_by_role("button", name="提异议").click()
    expect(page.locator("main")).to_contain_text("养老服务站的选址归建设办")
    sign_in(page, site, "lclerk")
    page.goto(assignment)
    objection = page.locator(".obj", has_text="选址归建设办")
    objection.get_by_label("处理意见").fill("选址已定，运营归民政办")
    objection.get_by_role("button", name="维持").click()
    expect(page.locator("main")).to_contain_text("都有了着落")
    for address in ("sheet", "changes"):
        page.set_viewport_size(NARROW)
        page.goto(f"{site.base}/plan/{plan[1]}/{address}")
        fits(page)

    # the office reports in one line; the bridge was due in June and is late
    sign_in(page, site, "lbuild", NARROW)
    item_page(page, site, BRIDGE)
    expect(page.locator("h1")).to_contain_text("逾期")
    item = page.url
    page.locator("#check-in input[name=text], #check-in textarea[name=text]").fill("桥面已浇筑，护栏未装")
    page.locator("#check-in input[name=percent]").fill("80")
    page.get_by_role("button", name="记下").click()
    expect(page.locator("#check-in")).to_contain_text("桥面已浇筑")
    fits(page)

    # a leader asks; the office answers with a file, on a phone; the leader opens it and closes
    sign_in(page, site, "lmayor")
    page.goto(item)
    page.locator("#main").get_by_role("link", name="督办", exact=True).click()
    page.get_by_label("要求").fill("说明护栏何时装好。")
    page.get_by_role("button", name="发出").click()
    expect(page.locator("#notice")).to_contain_text("已发出")
    notice = page.url
    sign_in(page, site, "lbuild", NARROW)
    page.goto(notice)
    page.get_by_label("原因和安排").fill("护栏月底装好。")
    page.locator("input[name=file]").set_input_files(
        {"name": "施工照片.pdf", "mimeType": "application/pdf", "buffer": b"no pdf at all"}
    )
    page.get_by_role("button", name="回复", exact=True).click()
    expect(page.locator("main")).to_contain_text("内容不是认得的文件", timeout=SENT)
    expect(page.get_by_label("原因和安排")).to_have_value("护栏月底装好。")
    page.locator("input[name=file]").set_input_files(
        {"name": "进度表.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.get_by_role("button", name="回复", exact=True).click()
    expect(page.locator("h1")).to_contain_text("待审核", timeout=SENT)
    fits(page)
    late = browser.new_context(viewport=NARROW, locale="zh-CN").new_page()  # type: ignore[arg-type]
    sign_in(page, site, "lmayor")
    page.goto(notice)
    with page.expect_download() as download:
        page.get_by_role("link", name="进度表.pdf").click()
    assert Path(download.value.path()).read_bytes() == pdf()
    page.get_by_label("意见").fill("补上工期")
    page.get_by_role("button", name="退回").click()
    sign_in(late, site, "lbuild", NARROW)
    late.goto(notice)
    late.get_by_label("原因和安排").fill("工期已补：10月30日。")
    sign_in(page, site, "lbuild")
    page.goto(notice)
    page.get_by_label("原因和安排").fill("10月30日装好。")
    page.get_by_role("button", name="回复", exact=True).click()
    sign_in(page, site, "lmayor")
    page.goto(notice)
    page.get_by_role("button", name="办结").click()
    expect(page.locator("h1")).to_contain_text("已办结")

    # who replies to a closed notice is told so, and his words are still there
    late.get_by_role("button", name="回复", exact=True).click()
    expect(late.locator("main")).to_contain_text("已办结，不能回复")
    expect(late.get_by_label("原因和安排")).to_have_value("工期已补：10月30日。")
    fits(late)
    late.context.close()

    # the year's end: worked out from the data, confirmed, signed, taken away as Word and Excel
    sign_in(page, site, "lclerk")
    answers = f"{site.base}/plan/{plan[1]}/answers"
    page.goto(answers)
    page.get_by_role("button", name="按数据拟答复").click()
    links = [link.get_attribute("href") for link in page.locator("table.ans a.t").all()]
    assert len(links) >= 5
    for link in links:
        page.goto(f"{site.base}{link}")
        page.locator("[name=reason]").fill("受雨季影响，明年续建")
        page.get_by_role("button", name="确认答复").click()
    sign_in(page, site, "lmayor")
    page.goto(answers)
    page.locator("[data-check-all]").check()
    page.get_by_role("button", name="签发", exact=True).click()
    expect(page.locator("h1")).to_contain_text("答复都签发了")
    shares = [int(re.sub(r"\D", "", one)) for one in page.locator(".outs .y").all_inner_texts()]
    assert sum(shares) == 100
    page.set_viewport_size(NARROW)
    fits(page)
    expect(page.locator("table.ans").get_by_text(BRIDGE).first).to_be_visible()
    files = {}
    for name in ("Word", "Excel"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        files[name] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[name])
    package = ooxml.open_document(files["Word"].read_bytes(), source="答复")
    assert BRIDGE.encode() in package.parts[package.main]
    cells = [
        str(cell.value) for sheet in openpyxl.load_workbook(files["Excel"]) for row in sheet for cell in row
    ]
    assert any(BRIDGE in cell for cell in cells)
    assert errors == []

    # the same pages in English, wide and narrow
    for size in (WIDE, NARROW):
        sign_in(page, site, "lmayor", size, "en")
        for address, words in (
            (f"{site.base}/plan/", "Plan"),
            (item, "Late"),
            (assignment, "Assignment"),
            (notice, "Closed"),
            (answers, "All answers are signed"),
            (f"{site.base}/meetings/pack", "Meeting"),
        ):
            page.goto(address)
            expect(page.locator("html")).to_have_attribute("lang", "en")
            expect(page.locator("body")).to_contain_text(re.compile(words, re.I))
            fits(page)
