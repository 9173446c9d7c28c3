"""Which figures of a sentence belong together."""

from __future__ import annotations

import pytest

from zhenwu.reader import Reading, explain, read


def sentence(text: str) -> Reading:
    return read("一、2025年工作回顾\n" + text, year=2025)


def belongs(text: str) -> list[tuple[str, tuple[str, ...]]]:
    figures = sentence(text).figures
    return [(f.surface, tuple(figures[i].surface for i in f.of)) for f in figures if f.of]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # joined counts are one statement, and the growth is said of all of them
        ("接待来访群众96批213人次,同比下降11.5%。", [("11.5%", ("96批", "213人次"))]),
        ("调处纠纷180件、涉及412人,同比下降5%。", [("5%", ("180件", "412人"))]),
        # counts of different things: the last one grows
        ("走访企业60家,完成产值3亿元,同比增长8%。", [("8%", ("3亿元",))]),
        # each its own
        ("财政收入1.2亿元,增长6%;工业投资2亿元,增长9%。", [("6%", ("1.2亿元",)), ("9%", ("2亿元",))]),
        ("培训420人、新增岗位35个,分别增长4%、7%。", [("4%", ("420人",)), ("7%", ("35个",))]),
        ("税收收入5600万元,占比71%。", [("71%", ("5600万元",))]),
        # nothing to grow from in the sentence
        ("全年粮食产量同比增长2%。", []),
    ],
)
def test_growth_and_share_know_their_levels(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert belongs(text) == expected


def parts(text: str) -> list[tuple[str, str, bool]]:
    figures = sentence(text).figures
    return [(f.surface, figures[f.part_of].surface, f.exhaustive) for f in figures if f.part_of is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全镇合作社46家,其中市级8家、省级2家。", [("8家", "46家", False), ("2家", "46家", False)]),
        (
            "实施项目16个(工业项目9个、农业项目4个、民生项目3个),完成投资2亿元。",
            [("9个", "16个", True), ("4个", "16个", True), ("3个", "16个", True)],
        ),
        (
            "办理热线300件、网格事件200件、来信20件,合计520件。",
            [("300件", "520件", True), ("200件", "520件", True), ("20件", "520件", True)],
        ),
        # a part counts in the unit of its whole
        ("培育企业12家,其中高新技术企业3家、专利18件。", [("3家", "12家", False)]),
    ],
)
def test_parts_know_their_whole(text: str, expected: list[tuple[str, str, bool]]) -> None:
    assert parts(text) == expected


def test_an_amount_that_says_which_things_are_counted_is_kept_beside_the_count() -> None:
    whole = sentence("年产值3000万元以上企业16家。")
    (figure,) = whole.figures
    assert figure.surface == "16家"
    assert figure.threshold is not None
    assert whole.text[slice(*figure.threshold)] == "3000万元以上"


def test_targets_say_what_reaching_them_means() -> None:
    whole = read(
        "一、2026年工作安排\n财政收入增长6%以上,固定资产投资增长8%左右,PM2.5浓度下降3%,信访总量控制在60件以内,综合考核进入前3名,改造厕所300-350户。",
        year=2025,
    )
    found = {whole.figures[t.figure].surface: t.operator for t in whole.targets}
    assert found == {
        "6%以上": "at_least", "8%左右": "about", "3%": "at_most", "控制在60件以内": "at_most", "前3名": "at_most", "300-350户": "range",
    }  # fmt: skip
    assert all(t.promise is not None for t in whole.targets)


def test_every_rule_can_be_said_in_words() -> None:
    with pytest.raises(KeyError):
        explain("no such rule")
    whole = sentence("荣获“全县生态先进镇”称号。财政收入1.2亿元,增长6%。存在问题:一是产业基础薄弱。")
    for one in (*whole.figures, *whole.honours, *whole.problems, *whole.assertions):
        assert explain(one.rule)
