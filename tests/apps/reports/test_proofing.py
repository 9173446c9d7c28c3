"""Any text's numbers held against the data."""

from __future__ import annotations

import pytest

from zhenwu.desk.proofing import proof_text, version_proof
from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.reports.queries import figures_of

pytestmark = pytest.mark.django_db

TEXT = (
    "前三季度，全镇接待来访群众187批，开展安全检查320次，发放惠民补贴2300余万元。"
    "地方财政收入同比增长7.5%，固定资产投资同比增长3.1%。建成观景平台2处。"
)


def rows(proof):
    return {row.figure.surface: row for row in proof.rows}


def test_numbers_agree_differ_or_cannot_be_traced(filed):
    proof = proof_text(TEXT, area_code=filed.code, year=2026, user=filed.users["zhou"])
    found = rows(proof)
    assert found["187批"].verdict == "agrees"
    assert found["2300余万元"].verdict == "agrees"
    assert found["7.5%"].verdict == "agrees"
    assert (found["320次"].verdict, found["320次"].computed_text) == ("differs", "312次")
    assert found["320次"].why.startswith("多8次")
    assert found["320次"].metric == "安全检查"
    assert (found["2处"].verdict, found["2处"].why) == ("untraceable", "没有连到指标")
    assert found["3.1%"].verdict == "differs"
    assert "数据是下降，文中写的是增长" in found["3.1%"].why
    assert (proof.counts["all"], proof.counts["differs"], proof.counts["untraceable"]) == (6, 2, 1)
    assert found["187批"].evidence["metric"] == "petition.visits"


def test_claims_are_proved_too(filed):
    proof = proof_text(TEXT, area_code=filed.code, year=2026, user=filed.users["zhou"])
    assert [(c.text, c.verdict) for c in proof.claims if c.kind == "growth_word"] == [
        ("同比增长", "agrees"), ("同比增长", "differs"),
    ]  # fmt: skip


def test_sums_and_repeats_come_from_the_reader(filed):
    text = (
        "一、2026年工作回顾\n新增企业14家，其中工业企业6家、商贸企业9家。接待来访群众5批。接待来访群众6批。"
    )
    proof = proof_text(text, area_code=filed.code, year=2026, user=filed.users["zhou"])
    assert [check["kind"] for check in proof.checks] == ["parts_over_whole", "told_twice"]


def test_targets_are_said_to_be_targets(filed):
    text = "一、2026年工作安排\n今年，开展安全检查380次以上。"
    proof = proof_text(text, area_code=filed.code, year=2025, user=filed.users["zhou"])
    assert [row.verdict for row in proof.rows] == ["target"]


def test_nothing_to_prove_and_a_place_out_of_reach(filed):
    with pytest.raises(BadInput, match="没有读出一个数"):
        proof_text("一切都好。", area_code=filed.code, year=2026, user=filed.users["zhou"])
    with pytest.raises(NotFound):
        proof_text(TEXT, area_code=filed.code, year=2026, user=filed.users["bai"])


def test_a_version_keeps_its_verdicts(read_in):
    counts = version_proof(read_in.version, actor=read_in.zhou)
    assert counts["agrees"] == 14
    figure = next(f for f in figures_of(read_in.version) if f.surface == "236批")
    assert (figure.verdict, figure.trace["period"]) == ("agrees", "2025")
