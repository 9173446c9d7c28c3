"""The demonstration's report: linked without a hand, drafted, recounted, proved against itself."""

from __future__ import annotations

import pytest

from zhenwu.desk.drafting import draft_docx, draft_start
from zhenwu.desk.proofing import proof_text
from zhenwu.desk.verdicts import answers, ask_for
from zhenwu.figures.queries import evidence
from zhenwu.kernel.period import Period
from zhenwu.reports.models import Report
from zhenwu.reports.queries import ahead, figures_of, link_counts, version_latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(demo):  # type: ignore[no-untyped-def]
    return Report.objects.get(area_code=demo.code, year=demo.year - 1)


def test_at_least_sixty_numbers_are_linked_without_a_hand(report):
    counts = link_counts(figures_of(version_latest(report)))
    assert counts["all"] >= 80
    assert counts["linked"] >= 60


def test_every_countable_figure_of_the_draft_recounts(demo, report):
    zhou = demo.users["zhou"]
    version = version_latest(draft_start(report, actor=zhou, year=demo.year))
    counted = 0
    for figure in figures_of(version):
        if ahead(figure) or figure.verdict != "agrees":
            continue
        ask = ask_for(figure, Period(figure.link_start, figure.link_end), demo.code)
        answer = answers([ask])[ask]
        if answer.source != "computed" or answer.aspect != "value":
            continue
        found = evidence(answer, zhou, limit=None)
        assert found.recount == answer.value, figure
        counted += 1
    assert counted >= 40


def test_a_draft_proves_right_against_the_data_it_was_made_of(demo, report):
    zhou = demo.users["zhou"]
    draft = draft_start(report, actor=zhou, year=demo.year)
    version = version_latest(draft)
    proof = proof_text(draft_docx(version), area_code=demo.code, year=demo.year, user=zhou, name="草稿.docx")
    agreed = {f.surface for f in figures_of(version) if f.verdict == "agrees"}
    proved = [row for row in proof.rows if row.figure.surface in agreed and row.verdict == "agrees"]
    assert len(proved) >= 60
    assert [row.figure.surface for row in proof.rows if row.verdict == "differs"] == []
