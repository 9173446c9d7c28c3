"""Last year's report becomes this year's draft: numbers change, sentences do not, claims turn red."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pytest

from zhenwu.desk.drafting import draft_docx, draft_refresh, draft_start
from zhenwu.desk.handling import (
    claim_keep,
    claim_rewrite,
    claims_keep,
    dates_move,
    figure_keep,
    figure_repair,
    report_sign,
)
from zhenwu.desk.linking import links_suggest
from zhenwu.desk.reading import report_read
from zhenwu.figures.actions import statistic_file
from zhenwu.kernel.errors import BadInput, Conflict, Refused
from zhenwu.reports.queries import figures_of, open_claims, open_figures, version_latest
from zhenwu.writer.docx import Heading, Paragraph, find, paragraph_text, traces

from .conftest import document

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(read_in):  # type: ignore[no-untyped-def]
    read_in.draft = draft_start(read_in.report, actor=read_in.zhou, year=2026)
    read_in.latest = version_latest(read_in.draft)
    read_in.by_key = {f.key: f for f in figures_of(read_in.latest)}
    return read_in


def named(version, surface):
    return next(f for f in figures_of(version) if f.surface == surface)


def test_this_years_values_stand_in_last_years_sentences(draft):
    text = draft.latest.text
    assert "全年完成地方财政收入7832万元，同比增长7.5%。" in text
    assert "固定资产投资4.2亿元" in text
    assert "接待来访群众187批412人次，同比分别下降20.8%和21.8%。" in text
    assert "发放惠民补贴2300余万元" in text
    assert (draft.draft.year, draft.draft.period_start, draft.draft.period_end) == (
        2026, date(2026, 1, 1), date(2026, 10, 16),
    )  # fmt: skip
    assert draft.draft.title == "清溪镇2027年政府工作报告"
    assert all(text[f.start : f.end] == f.surface for f in figures_of(draft.latest))
    assert all(text[c.start : c.end] == c.text for c in draft.latest.assertions.all())


def test_targets_of_the_year_ahead_are_left_alone(draft):
    assert (
        "今年，地方财政收入增长8%以上，新增规模以上工业企业3家，开展安全检查380次以上。" in draft.latest.text
    )
    assert [f.verdict for f in figures_of(draft.latest) if f.modality == "target"] == ["target"] * 3


def test_what_has_no_value_keeps_the_old_number_and_is_marked(draft):
    missing = named(draft.latest, "143件")
    assert (missing.verdict, missing.why) == ("missing", "今年还没有数")
    assert named(draft.latest, "2处").verdict == "untraceable"
    comments = zipfile.ZipFile(io.BytesIO(draft_docx(draft.latest))).read("word/comments1.xml").decode()
    assert "今年还没有数" in comments


def test_a_growth_that_turned_is_marked_and_its_word_is_not_rewritten(draft):
    text = draft.latest.text
    assert "固定资产投资4.2亿元，同比增长3.1%。" in text
    figure = named(draft.latest, "3.1%")
    assert figure.verdict == "differs"
    assert "数据是下降，文中写的是增长" in figure.why
    claim = next(c for c in draft.latest.assertions.all() if c.text == "同比增长" and c.verdict == "differs")
    assert text[claim.end :].startswith("3.1%")
    held = next(c for c in draft.latest.assertions.all() if c.text == "同比增长" and c.verdict == "agrees")
    assert text[held.end :].startswith("7.5%")


def test_stages_and_last_years_dates_are_marked_and_not_changed(draft):
    claims = {(c.text, c.kind): c for c in open_claims(draft.latest)}
    assert claims["主体已完工", "stage"].verdict == "untraceable"
    assert claims["2025年", "date"].why.endswith("今年应为2026年")
    assert ("12月31日", "date") in claims
    assert "一、2025年工作回顾" in draft.latest.text


def test_the_docx_carries_bookmarks_and_traces(draft):
    data = draft_docx(draft.latest)
    assert paragraph_text(data) == draft.latest.text
    found = {one.key: one for one in find(data)}
    assert set(found) == set(draft.by_key)
    figure = named(draft.latest, "187批")
    trace = traces(data)[figure.key]["trace"]
    assert (trace["metric"], trace["aspect"], trace["area"]) == ("petition.visits", "value", draft.town.code)
    assert (trace["period"], trace["value"], trace["as_of"]) == ("2026-01/2026-09", "187.0000", "2026-09-30")
    assert trace["version"] == 1
    assert len(trace["hash"]) == 16


def test_refreshing_changes_numbers_only(draft):
    statistic_file(
        actor=None, metric_code="dispute.settled", area_code=draft.town.code, period="2026-01/2026-09",
        basis="to_date", value="131", paper="月报", source="综治办",
    )  # fmt: skip
    version = draft_refresh(draft.draft, actor=draft.zhou)
    assert version.number == 2
    assert version.text == draft.latest.text.replace("143件", "131件")
    assert named(version, "131件").verdict == "agrees"
    assert draft_refresh(draft.draft, actor=draft.zhou).number == 2


def test_a_number_somebody_kept_is_not_refreshed(draft):
    figure_keep(named(draft.latest, "143件"), actor=draft.zhou, note="按年报口径")
    statistic_file(
        actor=None, metric_code="dispute.settled", area_code=draft.town.code, period="2026-01/2026-09",
        basis="to_date", value="131", paper="月报", source="综治办",
    )  # fmt: skip
    version = draft_refresh(draft.draft, actor=draft.zhou)
    assert version.number == 1
    assert named(version, "143件").handling == "kept"


def test_a_word_rewritten_by_hand_settles_its_growth(draft):
    claim = next(c for c in open_claims(draft.latest) if c.text == "同比增长")
    version = claim_rewrite(claim, actor=draft.zhou, text="同比下降")
    assert "固定资产投资4.2亿元，同比下降3.1%。" in version.text
    assert named(version, "3.1%").verdict == "agrees"
    assert paragraph_text(bytes(version.content)) == version.text


def test_years_move_on_when_a_person_says_so(draft):
    version = dates_move(draft.latest, actor=draft.zhou)
    assert "一、2026年工作回顾" in version.text
    assert "二、2027年工作安排" in version.text
    assert [c.text for c in open_claims(version) if c.kind == "date"] == ["12月31日"]


def test_signing_waits_for_every_item(draft):
    with pytest.raises(Conflict, match="没有处理"):
        report_sign(draft.draft, actor=draft.zhou)
    version = dates_move(draft.latest, actor=draft.zhou)
    version = claim_rewrite(
        next(c for c in open_claims(version) if c.text == "同比增长"), actor=draft.zhou, text="同比下降"
    )
    for figure in open_figures(version):
        figure_keep(figure, actor=draft.zhou, note="与部门核对过")
    claims_keep(version, actor=draft.zhou, kind="stage", note="现场看过")
    for claim in open_claims(version):
        claim_keep(claim, actor=draft.zhou, note="看过")
    report_sign(draft.draft, actor=draft.zhou)
    assert draft.draft.state == "signed"
    with pytest.raises(Conflict, match="已签发"):
        draft_refresh(draft.draft, actor=draft.zhou)
    data = draft_docx(version_latest(draft.draft))
    assert docx.Document(io.BytesIO(data)).paragraphs


def test_keeping_needs_a_reason(draft):
    with pytest.raises(BadInput, match="没有写理由"):
        figure_keep(named(draft.latest, "143件"), actor=draft.zhou, note="  ")


def test_a_repair_makes_the_next_version(draft):
    figure = named(draft.latest, "2处")
    version = figure_repair(figure, actor=draft.zhou, text="3处")
    assert version.number == 2
    assert "建成观景平台3处" in version.text
    repaired = named(version, "3处")
    assert (repaired.handling, repaired.key) == ("repaired", figure.key)
    with pytest.raises(Conflict, match="已经有第2稿"):
        figure_keep(figure, actor=draft.zhou, note="旧稿")


def test_a_draft_may_start_from_plain_text(filed):
    text = "清溪镇2026年政府工作报告\n一、2025年工作回顾\n全年接待来访群众236批。\n二、2026年工作安排\n走访企业300次以上。"
    zhou = filed.users["zhou"]
    report = report_read(text.encode(), actor=zhou, area_code=filed.code, year=2026, name="报告.txt")
    links_suggest(version_latest(report), actor=zhou)
    version = version_latest(draft_start(report, actor=zhou, year=2026))
    assert "接待来访群众187批" in version.text
    assert "走访企业300次以上" in version.text
    assert paragraph_text(draft_docx(version)) == version.text


def test_a_draft_needs_a_later_year_and_a_clerk(read_in):
    for year in (2025, 2027):
        with pytest.raises(BadInput, match="不能从2025年的报告起草"):
            draft_start(read_in.report, actor=read_in.zhou, year=year)
    with pytest.raises(Refused):
        draft_start(read_in.report, actor=read_in.town.users["liu"], year=2026)


def test_a_streak_that_holds_is_a_year_longer_when_a_person_says_so(filed):
    for period, value in (("2025", "0"), ("2026-01/2026-09", "0")):
        statistic_file(
            actor=None, metric_code="fire.points", area_code=filed.code, period=period,
            basis="year" if len(period) == 4 else "to_date", value=value, paper="通报", source="县农业农村局",
        )  # fmt: skip
    zhou = filed.users["zhou"]
    data = document(Heading(1, "一、2025年工作回顾"), Paragraph("秸秆禁烧连续5年实现零火点，安全检查380次。"))
    report = report_read(data, actor=zhou, area_code=filed.code, year=2026, name="报告.docx")
    draft = draft_start(report, actor=zhou, year=2026)
    figure = named(version_latest(draft), "连续5年")
    assert (figure.verdict, figure.computed_text) == ("differs", "连续6年")
    assert figure.why == "上年写5年，今年仍成立，应为6年"
    version = figure_repair(figure, actor=zhou)
    assert "秸秆禁烧连续6年实现零火点" in version.text
    assert [c.text for c in version.assertions.filter(kind="streak")] == ["连续6年"]
    refreshed = draft_refresh(draft, actor=zhou)
    assert named(refreshed, "连续6年").handling == "repaired"


def test_a_threshold_is_judged_and_never_replaced(filed):
    statistic_file(
        actor=None, metric_code="village.income_avg", area_code=filed.code, period="2026-01/2026-09",
        basis="to_date", value="416000", paper="季报", source="县农业农村局",
    )  # fmt: skip
    zhou = filed.users["zhou"]
    data = document(
        Heading(1, "一、2025年工作回顾"), Paragraph("我镇村均集体收入再破百万，开展安全检查380次。")
    )
    report = report_read(data, actor=zhou, area_code=filed.code, year=2026, name="报告.docx")
    version = version_latest(draft_start(report, actor=zhou, year=2026))
    assert "再破百万" in version.text
    figure = next(f for f in figures_of(version) if f.metric_code == "village.income_avg")
    assert (figure.verdict, figure.computed) == ("differs", 416000)


def test_a_blank_of_a_model_report_is_filled(filed):
    zhou = filed.users["zhou"]
    data = document(
        Heading(1, "一、2025年工作回顾"), Paragraph("地方财政收入x万元，接待来访群众x批，开展安全检查380次。")
    )
    report = report_read(data, actor=zhou, area_code=filed.code, year=2026, name="范文.docx")
    version = version_latest(draft_start(report, actor=zhou, year=2026))
    assert "地方财政收入7832万元，接待来访群众187批，" in version.text
    assert paragraph_text(draft_docx(version)) == version.text
