"""What a report says that does not hold against itself; beside each fault stands the same sentence in order."""

from __future__ import annotations

import pytest

from zhenwu.reader import read

REVIEW, AHEAD = "一、2025年工作回顾\n", "\n二、2026年工作安排\n"


def kinds(text: str) -> list[str]:
    return [check.kind for check in read(text, year=2025).checks]


@pytest.mark.parametrize(
    ("kind", "faulty", "sound"),
    [
        ("part_over_whole", "合作社6家,其中市级8家。", "合作社16家,其中市级8家。"),
        (
            "parts_over_whole",
            "实施项目16个,其中工业项目9个、农业项目8个。",
            "实施项目18个,其中工业项目9个、农业项目8个。",
        ),
        (
            "parts_under_whole",
            "实施项目18个(工业项目8个、农业项目5个、民生项目3个)。",
            "实施项目16个(工业项目8个、农业项目5个、民生项目3个)。",
        ),
        (
            "parts_under_whole",
            "办理热线300件、网格事件200件,合计520件。",
            "办理热线300件、网格事件200件,合计500件。",
        ),
        (
            "share_off",
            "财政总收入1.2亿元,其中税收收入9000万元,占比80%。",
            "财政总收入1.2亿元,其中税收收入9000万元,占比75%。",
        ),
        (
            "growth_off",
            "村集体收入由400万元增加到500万元,增长20%。",
            "村集体收入由400万元增加到500万元,增长25%。",
        ),
        ("rate_over_100", "群众满意率达103%。", "任务完成率达103%。"),
        ("unit_odd", "完成固定资产投资300亩。", "完成固定资产投资300万元。"),
        ("unit_odd", "流转面积达到2000万元。", "流转面积达到2000亩。"),
        ("unit_odd", "户籍人口3万公里。", "户籍人口3万人。"),
        ("unit_odd", "公路里程56亩。", "公路里程56公里。"),
        (
            "parts_over_whole",
            "收到信访件60件,已办结55件,正在办理8件。",
            "收到信访件60件,已办结52件,正在办理8件。",
        ),
        ("share_off", "办理建议30件,办结27件,办结率95%。", "办理建议30件,办结27件,办结率90%。"),
        ("share_off", "排查隐患200处,整改180处,整改率95%。", "排查隐患200处,整改180处,整改率90%。"),
        (
            "growth_off",
            "村集体收入达到600万元,比上年的500万元增长25%。",
            "村集体收入达到600万元,比上年的500万元增长20%。",
        ),
        (
            "growth_off",
            "去年税收5000万元,今年税收6000万元,增长30%。",
            "去年税收5000万元,今年税收6000万元,增长20%。",
        ),
        ("rate_over_100", "自来水普及率超100%。", "自来水普及率达100%。"),
    ],
)
def test_a_fault_is_found_and_the_like_in_order_is_not(kind: str, faulty: str, sound: str) -> None:
    assert kinds(REVIEW + faulty) == [kind]
    assert kinds(REVIEW + sound) == []


def test_parts_that_need_not_be_all_may_be_fewer() -> None:
    assert kinds(REVIEW + "实施项目18个,其中工业项目8个、农业项目5个。") == []
    assert kinds(REVIEW + "实施项目18个(工业项目8个、农业项目5个等)。") == []
    assert kinds(REVIEW + "实施项目近18个(工业项目8个、农业项目5个)。") == []


def test_a_mean_growth_is_no_growth_between_two_levels() -> None:
    assert kinds(REVIEW + "村集体收入由400万元增加到500万元,年均增长5%。") == []


def test_a_project_told_twice_with_two_amounts() -> None:
    told = REVIEW + "青石桥至双河口道路改造工程总投资1500万元,正在施工。" + AHEAD
    assert kinds(told + "加快青石桥至双河口道路改造工程,总投资1600万元。") != []
    assert kinds(told + "加快青石桥至双河口道路改造工程,总投资1500万元。") == []


@pytest.mark.parametrize(
    "subject",
    ["固定资产投资", "重点项目投资", "工业投资", "粮食播种面积", "高标准农田面积"],
)
def test_this_years_level_and_next_years_target_are_two_things(subject: str) -> None:
    unit = "亩" if subject.endswith("面积") else "万元"
    assert kinds(f"{REVIEW}完成{subject}5200{unit}。{AHEAD}{subject}达到6200{unit}。") == []


@pytest.mark.parametrize("subject", ["青石路拓宽工程投资", "双河桥重建总投资", "柳湾文化广场面积"])
def test_one_thing_has_one_size_in_any_year(subject: str) -> None:
    unit = "平方米" if subject.endswith("面积") else "万元"
    told = f"{REVIEW}{subject}1500{unit}。{AHEAD}{subject}"
    assert kinds(f"{told}1600{unit}。") == ["told_twice"]
    assert kinds(f"{told}1500{unit}。") == []


def test_a_target_below_what_is_reached() -> None:
    told = REVIEW + "规模以上工业企业达到24家。" + AHEAD
    assert kinds(told + "规模以上工业企业达到20家。") == ["target_below_reached"]
    assert kinds(told + "规模以上工业企业达到28家。") == []


def test_a_finding_leads_to_its_passages() -> None:
    text = REVIEW + "合作社6家,其中市级8家。"
    whole = read(text, year=2025)
    (check,) = whole.checks
    assert [text[a:b] for a, b in check.spans] == ["6家", "8家"]
    assert "8" in check.message and "6家" in check.message


@pytest.mark.parametrize(
    "sound",
    [
        "党员1200名,其中女310名、35岁以下280名、大专以上700名、预备党员222名。",
        "企业138家,其中规上49家、高新企业45家、专精特新80家。",
        "产值是上年的230%。",
        "受理信访件60件,按期办结55件,按期办结率91.7%。",
    ],
)
def test_what_may_be_counted_twice_or_compared_is_no_fault(sound: str) -> None:
    assert kinds(REVIEW + sound) == []


def test_a_road_is_one_road_whatever_is_done_to_it() -> None:
    told = "新修云岭路总投资1500万元,已完工。" + AHEAD
    assert kinds(REVIEW + told + "推进云岭路建设,总投资1600万元。") == ["told_twice"]
    assert kinds(REVIEW + told + "推进云岭路建设,总投资1500万元。") == []


def test_a_rate_is_a_target_too_and_work_of_a_year_is_no_level() -> None:
    assert kinds(REVIEW + "自来水普及率98%。" + AHEAD + "自来水普及率达到95%。") == ["target_below_reached"]
    assert kinds(REVIEW + "自来水普及率95%。" + AHEAD + "自来水普及率达到98%。") == []
    assert kinds(REVIEW + "化解村级债务965万元。" + AHEAD + "化解村级债务600万元。") == []
