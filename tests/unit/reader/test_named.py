"""Honours and named projects."""

from __future__ import annotations

import pytest

from zhenwu.reader import read

REVIEW, AHEAD = "一、2025年工作回顾\n", "\n二、2026年工作安排\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("先后荣获“全国文明村镇”“省级卫生乡镇”称号。", [("全国文明村镇", "国家"), ("省级卫生乡镇", "省")]),
        ("青石村获评市级乡村振兴示范村。", [("市级乡村振兴示范村", "市")]),
        ("镇司法所被评为全县人民调解先进集体。", [("全县人民调解先进集体", "县")]),
        ("在综合考核中获得一等奖。", [("一等奖", None)]),
        # wanted, not given; given to others
        ("积极创建“全国文明村镇”。", []),
        ("拟申报省级卫生乡镇。", []),
        ("全年获得土地指标120亩。", []),
    ],
)
def test_honours(text: str, expected: list[tuple[str, str | None]]) -> None:
    whole = read(REVIEW + text, year=2025)
    assert [(h.name, h.level) for h in whole.honours] == expected
    for honour in whole.honours:
        assert whole.text[honour.start : honour.end] == honour.name


def test_an_honour_of_the_plan_is_none() -> None:
    assert read(REVIEW + "一切平稳。" + AHEAD + "力争获评“全国文明村镇”。", year=2025).honours == []


@pytest.mark.parametrize(
    ("text", "name", "stage", "amount"),
    [
        ("总投资2.3亿元的云岭食品加工项目已投产。", "云岭食品加工项目", "投用", "2.3亿元"),
        (
            "双河口中心小学综合楼项目主体封顶,完成投资900万元。",
            "双河口中心小学综合楼项目",
            "主体完工",
            "900万元",
        ),
        (
            "全力推进青石河综合治理工程,总投资1500万元,目前正在施工。",
            "青石河综合治理工程",
            "在建",
            "1500万元",
        ),
        ("成功签约智能农机装备产业园项目,总投资5亿元。", "智能农机装备产业园项目", None, "5亿元"),
        ("完成白石村污水处理站建设,通过验收。", "白石村污水处理站", "竣工", None),
    ],
)
def test_named_projects(text: str, name: str | None, stage: str | None, amount: str | None) -> None:
    whole = read(REVIEW + text, year=2025)
    found = [
        (p.name, p.stage, None if p.amount is None else whole.figures[p.amount].surface)
        for p in whole.projects
    ]
    assert found == ([] if name is None else [(name, stage, amount)])


def test_a_project_is_one_over_the_whole_report() -> None:
    whole = read(
        REVIEW + "青石河综合治理工程完成招标。" + AHEAD + "加快青石河综合治理工程建设,10月底前竣工。",
        year=2025,
    )
    (project,) = whole.projects
    assert len(project.mentions) == 2
    assert all(whole.text[a:b] == "青石河综合治理工程" for a, b in project.mentions)
    assert project.stage == "前期"  # what the plan wants is no stage reached


def test_kinds_of_projects_are_no_names() -> None:
    whole = read(REVIEW + "实施重点项目18个,新签约亿元以上项目5个,推进民生工程,办好各类项目。", year=2025)
    assert whole.projects == []
