"""The page of a draft, of a proof, and the public page."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from zhenwu.reports.models import Report
from zhenwu.reports.queries import figures_of, open_claims, version_latest
from zhenwu.writer.docx import find

from .test_reading_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(read_in, clerk):  # type: ignore[no-untyped-def]
    response = clerk.post(f"/reports/{read_in.report.pk}/start", {"year": "2026"})
    report = Report.objects.get(state="draft")
    assert response.headers["Location"] == f"/drafts/{report.pk}/"
    return report


def named(report, surface):  # type: ignore[no-untyped-def]
    return next(f for f in figures_of(version_latest(report)) if f.surface == surface)


def test_the_draft_shows_numbers_by_verdict(draft, clerk):
    page = text_of(clerk.get(f"/drafts/{draft.pk}/"))
    assert "处理完才能签发" in page
    assert 'class="rd rd-df" id="n-f0004"' in page
    assert "增长3.1%" not in page or "方向相反" in page
    assert "今年还没有数" in page
    assert 'title="还有' in page
    for tab in ("open", "agrees", "all"):
        part = clerk.get(
            f"/drafts/{draft.pk}/?tab={tab}", headers={"HX-Request": "true", "HX-Target": "proof"}
        )
        assert part.status_code == 200
        assert "<html" not in text_of(part)


def test_a_number_opens_its_evidence(draft, clerk):
    key = named(draft, "187批").key
    url = f"/reports/{draft.pk}/numbers/{key}/evidence"
    part = text_of(clerk.get(url, headers={"HX-Request": "true", "HX-Target": "pop"}))
    assert "文中187批，数据187批" in part
    assert "下降20.76%" in part
    assert "/figures/petition.visits" in part
    assert "<html" in text_of(clerk.get(url))
    unlinked = text_of(clerk.get(f"/reports/{draft.pk}/numbers/{named(draft, '2处').key}/evidence"))
    assert "没有连到指标" in unlinked


def test_numbers_and_claims_are_handled(draft, clerk):
    base = f"/drafts/{draft.pk}"
    assert (
        clerk.post(f"{base}/numbers/{named(draft, '143件').key}", {"do": "keep", "note": ""}).status_code
        == 400
    )
    clerk.post(f"{base}/numbers/{named(draft, '143件').key}", {"do": "keep", "note": "年报口径"})
    clerk.post(f"{base}/numbers/{named(draft, '2处').key}", {"do": "repair", "text": "3处"})
    assert version_latest(draft).number == 2
    claim = next(c for c in open_claims(version_latest(draft)) if c.text == "同比增长")
    clerk.post(f"{base}/claims/{claim.pk}", {"do": "rewrite", "text": "同比下降"})
    clerk.post(f"{base}/dates")
    clerk.post(f"{base}/claims", {"kind": "date", "note": "看过"})
    clerk.post(f"{base}/claims", {"kind": "stage", "note": "现场看过"})
    text = version_latest(draft).text
    assert "固定资产投资4.2亿元，同比下降3.1%" in text
    assert "建成观景平台3处" in text
    assert "一、2026年工作回顾" in text
    refused = clerk.post(f"{base}/sign")
    assert refused.status_code == 409
    clerk.post(f"{base}/numbers/{named(draft, '98.2%').key}", {"do": "keep", "note": "年底才测"})
    assert clerk.post(f"{base}/sign").status_code == 302
    draft.refresh_from_db()
    assert draft.state == "signed"
    assert clerk.get(f"{base}/").status_code == 200


def test_the_docx_goes_out_and_comes_back(draft, clerk):
    response = clerk.get(f"/drafts/{draft.pk}/docx")
    assert "attachment" in response.headers["Content-Disposition"]
    assert len(find(response.content)) == 18
    document = docx.Document(io.BytesIO(response.content))
    run = next(r for p in document.paragraphs for r in p.runs if "187" in r.text)
    run.text = run.text.replace("187", "190")
    kept = io.BytesIO()
    document.save(kept)
    back = SimpleUploadedFile("改过.docx", kept.getvalue())
    assert clerk.post(f"/drafts/{draft.pk}/return", {"file": back}).status_code == 302
    page = text_of(clerk.get(f"/drafts/{draft.pk}/"))
    assert "外面改过，原为187批" in page
    assert "1个数改了" in page


def test_a_bad_file_back_is_answered_in_words(draft, clerk):
    bad = SimpleUploadedFile("坏.docx", b"not a docx at all")
    response = clerk.post(f"/drafts/{draft.pk}/return", {"file": bad})
    assert response.status_code == 400
    assert "docx" in text_of(response)
    assert clerk.post(f"/drafts/{draft.pk}/return", {}).status_code == 400
    assert version_latest(draft).number == 1


def test_refreshing_says_when_all_is_up_to_date(draft, clerk):
    response = clerk.post(f"/drafts/{draft.pk}/refresh", follow=True)
    assert "数字都是最新的" in text_of(response)


def test_a_draft_is_not_there_for_another_town_and_read_only_for_a_village(draft, as_user):
    assert as_user("bai").get(f"/drafts/{draft.pk}/").status_code == 404
    assert as_user("bai").get(f"/reports/{draft.pk}/numbers/f0001/evidence").status_code == 404
    liu = as_user("liu")
    page = text_of(liu.get(f"/drafts/{draft.pk}/"))
    assert "刷新数字" not in page
    assert liu.post(f"/drafts/{draft.pk}/refresh").status_code == 403


def test_a_text_is_proved_on_a_page(filed, clerk):
    assert "把要核的文字贴进来" in text_of(clerk.get("/proof/"))
    page = text_of(
        clerk.post("/proof/", {"text": "前三季度，接待来访群众187批，安全检查320次。", "year": "2026"})
    )
    assert "<b>1</b>个相符" in page
    assert "多8次" in page
    assert "312次" in page
    file = SimpleUploadedFile("稿.txt", "前三季度，安全检查320次。".encode())
    assert "多8次" in text_of(clerk.post("/proof/", {"file": file, "year": "2026"}))
    empty = clerk.post("/proof/", {"text": "今天天气很好，大家都来了。", "year": "2026"})
    assert empty.status_code == 400
    assert "没有读出一个数" in text_of(empty)
