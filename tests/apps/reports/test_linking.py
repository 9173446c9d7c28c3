"""Printed numbers find their metrics by words, unit and last year's value; people confirm once."""

from __future__ import annotations

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.desk.linking import SAME_YEAR, link_confirm, link_confirm_all, link_refuse, links_suggest
from zhenwu.desk.reading import report_read
from zhenwu.kernel.errors import BadInput, Refused
from zhenwu.reports.models import LinkMemory
from zhenwu.reports.queries import figures_of, link_counts, version_latest
from zhenwu.writer.docx import Heading, Paragraph

from .conftest import document

pytestmark = pytest.mark.django_db


def by_surface(version):
    return {f.surface: f for f in figures_of(version)}


def test_review_numbers_are_linked_without_a_hand(read_in):
    found = by_surface(read_in.version)
    links = {s: (f.metric_code, f.aspect) for s, f in found.items() if f.link == "suggested"}
    assert links["7286万元"] == ("revenue.local", "value")
    assert links["8.5%"] == ("revenue.local", "growth")
    assert links["236批"] == ("petition.visits", "value")
    assert links["510人次"] == ("petition.visitors", "value")
    assert links["1700余万元"] == ("subsidy.amount", "value")
    assert found["2处"].link == "none"
    assert link_counts(figures_of(read_in.version))["linked"] == 14


def test_growths_said_respectively_go_to_their_levels_in_order(read_in):
    found = by_surface(read_in.version)
    assert (found["12.5%"].metric_code, found["12.5%"].aspect) == ("petition.visits", "growth")
    assert (found["10.2%"].metric_code, found["10.2%"].aspect) == ("petition.visitors", "growth")


def test_last_years_value_speaks_for_a_link(read_in):
    found = by_surface(read_in.version)
    for surface in ("7286万元", "8.5%", "236批", "12.5%", "1700余万元"):
        assert SAME_YEAR in found[surface].link_why
        assert found[surface].link_score >= 80


def test_another_value_lowers_the_score_and_says_so(filed):
    data = document(Heading(1, "一、2025年工作回顾"), Paragraph("开展安全检查999次。"))
    report = report_read(data, actor=filed.users["zhou"], area_code=filed.code, year=2026, name="报告.docx")
    version = version_latest(report)
    links_suggest(version, actor=filed.users["zhou"])
    figure = by_surface(version)["999次"]
    assert figure.metric_code == "inspection.count"
    assert "上年值为380次，不同" in figure.link_why
    assert figure.link_score < 90


def test_targets_are_not_linked(read_in):
    assert all(f.link == "none" for f in figures_of(read_in.version) if f.modality == "target")


def test_a_confirmed_link_is_remembered_for_the_same_words(read_in):
    figure = by_surface(read_in.version)["2处"]
    link_confirm(figure, actor=read_in.zhou, metric_code="canteen.new")
    assert AuditRow.objects.filter(action="link_confirm", thing_id=str(figure.pk)).exists()
    memory = LinkMemory.objects.get(subject=figure.subject)
    assert (memory.metric_code, memory.aspect, memory.unit) == ("canteen.new", "value", "处")
    data = document(
        Heading(1, "一、2025年工作回顾"),
        Paragraph("开展安全检查380次。建成观景平台5处。"),
        Heading(1, "二、2026年工作安排"),
    )
    other = report_read(data, actor=read_in.zhou, area_code=read_in.town.code, year=2026, name="又一份.docx")
    version = version_latest(other)
    links_suggest(version, actor=read_in.zhou)
    again = by_surface(version)["5处"]
    assert (again.metric_code, again.link_why) == ("canteen.new", "以前确认过")


def test_a_refused_link_stays_refused(read_in):
    figure = by_surface(read_in.version)["98.2%"]
    link_refuse(figure, actor=read_in.zhou)
    links_suggest(read_in.version, actor=read_in.zhou)
    figure.refresh_from_db()
    assert (figure.link, figure.metric_code) == ("refused", "")


def test_many_are_confirmed_at_once(read_in):
    sure = [f for f in figures_of(read_in.version) if f.link == "suggested" and f.link_score >= 80]
    assert link_confirm_all(read_in.version, actor=read_in.zhou, least=80) == len(sure)
    assert all(f.link == "confirmed" for f in figures_of(read_in.version) if f.key in {s.key for s in sure})


def test_a_link_needs_a_metric_that_exists_and_a_clerk(read_in):
    figure = by_surface(read_in.version)["2处"]
    with pytest.raises(BadInput, match="还没有建议的指标"):
        link_confirm(figure, actor=read_in.zhou)
    with pytest.raises(BadInput, match="没有指标"):
        link_confirm(figure, actor=read_in.zhou, metric_code="no.such")
    with pytest.raises(Refused):
        link_confirm(figure, actor=read_in.town.users["liu"], metric_code="canteen.new")
