"""Dirt that reports carry: what it changes in a reading, and that every place leads back to the source."""

from __future__ import annotations

import pytest

from zhenwu.reader import read
from zhenwu.reader.clean import clean

HEAD = "一、2025年工作回顾\n"


def told(text: str) -> list[tuple[str, str, str, str]]:
    whole = read(HEAD + text, year=2025)
    for figure in whole.figures:
        assert whole.text[figure.start : figure.end] == figure.surface
    return [(f.subject, str(f.value), f.unit, str(f.period)) for f in whole.figures]


PLAIN = "2025年,全镇完成固定资产投资1700余万元,新建农村公路18.6公里,惠及群众3200户。"


@pytest.mark.parametrize(
    "dirty",
    [
        PLAIN.replace("1700余万元", "1700 余 万元").replace("18.6公里", "18.6\n公里"),
        PLAIN.replace("1700余万元", "1700\n余万元").replace("3200户", "3200 户"),
        PLAIN.replace("固定资产", "固定\n资产").replace("惠及群众", "惠及\n群众"),
        PLAIN.replace("1700", "１７００").replace("18.6", "１８．６").replace(",", "，"),
        "2025年,全鎮完成固定資產投資1700余萬元,新建農村公路18.6公里,惠及群眾3200戶。",
        "2025年,全镇(zhèn)完成固定资产(chǎn)投资1700余万(wàn)元,新建农(nóng)村公路18.6公里,惠及群众(zhòng)3200户。",
        PLAIN.replace("完成", "完\u200b成").replace("3200", "3\u200b200"),
    ],
    ids=[
        "spaces",
        "breaks in numbers",
        "breaks in words",
        "full width",
        "traditional",
        "pinyin",
        "invisible",
    ],
)
def test_dirt_changes_nothing(dirty: str) -> None:
    assert told(dirty) == told(PLAIN)


def test_page_markers_inside_sentences_are_left_out() -> None:
    clear = "一、2025年工作回顾。全年新建公厕6座,改造危房32户。完成税收5800万元,增长6%。\n二、2026年工作安排。力争税收增长8%。"
    marked = (
        "1、一、2025年工作回顾。全年新建公\n2、厕6座,改造危房3\n3、2户。完成税收5800万\n4、元,增长6%。\n"
        "二、2026年工作安排。力争税收\n5、增长8%。"
    )
    found = [(f.subject, f.value, f.unit, f.period, f.modality) for f in read(marked).figures]
    assert found == [(f.subject, f.value, f.unit, f.period, f.modality) for f in read(clear).figures]
    assert len(found) == 5


def test_numbered_items_are_no_page_markers() -> None:
    text = HEAD + "1、新建公厕6座。\n2、改造危房32户。\n3、硬化道路4公里。"
    assert [f.surface for f in read(text, year=2025).figures] == ["6座", "32户", "4公里"]
    assert clean(text).text == text


def test_page_numbers_on_lines_of_their_own_join_the_sentence() -> None:
    assert told("完成固定资产投资\n— 3 —\n1700万元。") == [("固定资产投资", "17000000", "元", "2025")]


def test_ocr_digits_are_restored_and_flagged() -> None:
    figures = read(HEAD + "建设高标准农田IO(X)亩,引进l2家企业,投资IoOO万元,入驻5G基站。", year=2025).figures
    assert [(str(f.value), f.unit, f.damaged) for f in figures] == [
        ("1000", "亩", True), ("12", "家", True), ("10000000", "元", True),
    ]  # fmt: skip


def test_masked_numbers_are_figures_and_masked_names_are_not() -> None:
    figures = read(
        HEAD + "完成投资x余万元,接种*人次,办结率达xx%,XX项目在××村落地,(略)级示范村2个。", year=2025
    ).figures
    assert [(f.surface, f.masked, f.value) for f in figures[:3]] == [
        ("x余万元", True, None), ("*人次", True, None), ("xx%", True, None),
    ]  # fmt: skip
    assert [(f.surface, f.masked) for f in figures[3:]] == [("2个", False)]


def test_broken_characters_stay_out_of_subjects() -> None:
    whole = read(HEAD + "??新建文\ufffd化广场6处。", year=2025)
    assert [f.subject for f in whole.figures] == ["新建文化广场"]


def test_clean_maps_every_character_back() -> None:
    source = "1、全鎮(zhèn)完\n2、成投資 1 700 余萬元。\n\n3、群眾滿\n4、意。"
    cleaned = clean(source)
    assert cleaned.text == "全镇完成投资1700余万元。群众满意。"
    for i, character in enumerate(cleaned.text):
        original = source[cleaned.at(i)]
        assert original == character or original in "鎮資萬眾滿"


@pytest.mark.parametrize(
    "name",
    [
        "深入落实“四个全面”战略布局", "做到“两个维护”", "压实“一岗双责”", "推行“五包一”机制", "实施“十四五”规划",
        "开展“八五”普法", "改造206国道", "办好12345热线", "跟进轨交S4号线", "建设第三人民医院", "举办第八届葡萄节",
        "召开第十二届人大一次会议", "推行1+11体系", "紧盯三个关键环节", "落实四项机制", "突出五个重点", "严守八项规定",
        "实行三级联动", "坚持一件事一次办", "打造15分钟生活圈品牌", "开通909路公交", "建设110千伏变电站", "值守24小时",
    ],
)  # fmt: skip
def test_names_and_slogans_are_no_figures(name: str) -> None:
    assert told(f"全镇{name},成效明显。") == []


def test_what_a_site_sets_around_a_text_is_left_out() -> None:
    lines = [
        "清溪镇2026年政府工作报告",
        "发布时间：2026-01-12 09:30 浏览次数：1288次",
        "来源：清溪镇人民政府",
        "一、2025年工作回顾",
        "新建公厕6座。",
        "二、2026年工作安排",
        "新建公厕4座。",
        "上一篇：关于2025年12件民生实事的公示",
        "下一篇：没有了",
        "主办单位：清溪镇人民政府 版权所有",
        "打印本页 关闭窗口",
    ]
    whole = read("\n".join(lines))
    assert [(f.surface, f.modality) for f in whole.figures] == [("6座", "actual"), ("4座", "target")]
    assert [p.text for p in whole.promises] == ["新建公厕4座"]
