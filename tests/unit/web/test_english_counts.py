"""One of a thing is said in the singular, wherever the number and its noun stand in one text; names of files stay as they are."""

from __future__ import annotations

import pytest

from zhenwu.web.english.matching import said
from zhenwu.web.english.page import english


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<p>1 days late</p>", "<p>1 day late</p>"),
        ("<p>1 working days left</p>", "<p>1 working day left</p>"),
        ("<p>11 days, 2.1 days, 2026-01-1 days</p>", "<p>11 days, 2.1 days, 2026-01-1 days</p>"),
        ("<p>limited to 1 ledgers</p>", "<p>limited to 1 ledger</p>"),
        ("<p>1 cases in all</p>", "<p>1 case in all</p>"),
        ('<p lang="zh">1 days</p>', '<p lang="zh">1 days</p>'),
        ("<p>1 others</p>", "<p>1 others</p>"),
    ],
)
def test_one_is_singular(text: str, wanted: str) -> None:
    assert english(text) == wanted


@pytest.mark.parametrize("name", ["安全检查台账(各村汇总).xlsx", "信访登记(新增).xlsx", "说明.docx"])
def test_a_file_keeps_its_name(name: str) -> None:
    assert said(name) == name


def test_the_plainer_sentence_is_taken() -> None:
    assert said("没有“大埔村”").replace("\ue000", "").replace("\ue001", "") == "There is no “大埔村”"
