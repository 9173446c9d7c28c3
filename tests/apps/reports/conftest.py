"""A small town's report of 2025 and what its offices filed for 2025 and for the first nine months of 2026."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from zhenwu.writer.docx import Document, Heading, Paragraph, compose

BODY = [
    Paragraph("各位代表："),
    Heading(1, "一、2025年工作回顾"),
    Heading(2, "（一）经济运行稳中有进"),
    Paragraph(
        "全年完成地方财政收入7286万元，同比增长8.5%。固定资产投资4.3亿元，同比增长6.2%。"
        "农村居民人均可支配收入17842元。新增规模以上工业企业2家。发放惠民补贴1700余万元。"
    ),
    Heading(2, "（二）社会大局和谐稳定"),
    Paragraph(
        "全年接待来访群众236批510人次，同比分别下降12.5%和10.2%。开展安全检查380次，化解矛盾纠纷143件。"
        "群众安全感满意度98.2%。建成观景平台2处。截至12月31日，农机装备园主体已完工。"
    ),
    Heading(1, "二、2026年工作安排"),
    Paragraph("今年，地方财政收入增长8%以上，新增规模以上工业企业3家，开展安全检查380次以上。"),
]
#: metric, value of 2025, growth of 2025, value of 2026 (nine months), growth of 2026
FILED = [
    ("revenue.local", "72860000", "8.5", "78320000", "7.5"),
    ("investment.fixed", "430000000", "6.2", "418000000", "-3.1"),
    ("income.rural", "17842", None, "14210", None),
    ("enterprise.scale.new", "2", None, "3", None),
    ("subsidy.amount", "17450000", None, "23456000", None),
    ("petition.visits", "236", "-12.5", "187", "-20.76"),
    ("petition.visitors", "510", "-10.2", "412", "-21.82"),
    ("inspection.count", "380", None, "312", None),
    ("dispute.settled", "143", None, None, None),
    ("satisfaction.safety", "98.2", None, None, None),
]


def document(*blocks: object) -> bytes:
    return compose(Document(title="清溪镇2026年政府工作报告", blocks=list(blocks) or BODY))


@pytest.fixture
def filed(town):  # type: ignore[no-untyped-def]
    """The town with its statistics."""
    from zhenwu.figures.actions import statistic_file

    for code, last, last_growth, now, now_growth in FILED:
        for period, basis, value, growth in (
            ("2025", "year", last, last_growth),
            ("2026-01/2026-09", "to_date", now, now_growth),
        ):
            if value is None:
                continue
            statistic_file(
                actor=None, metric_code=code, area_code=town.code, period=period, basis=basis, value=value,
                growth=growth, paper="统计快报", source="县统计局",
            )  # fmt: skip
    return town


@pytest.fixture
def read_in(filed):  # type: ignore[no-untyped-def]
    """The report, read in by the clerk, with its links suggested."""
    from zhenwu.desk.linking import links_suggest
    from zhenwu.desk.reading import report_read
    from zhenwu.reports.queries import version_latest

    zhou = filed.users["zhou"]
    data = document()
    report = report_read(
        data, actor=zhou, area_code=filed.code, year=2026, name="清溪镇2026年政府工作报告.docx"
    )
    version = version_latest(report)
    links_suggest(version, actor=zhou)
    return SimpleNamespace(town=filed, zhou=zhou, report=report, version=version, data=data)
