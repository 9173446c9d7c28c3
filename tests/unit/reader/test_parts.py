"""Labels that divide a field of work, items of lists, problems admitted, and the periods of parts."""

from __future__ import annotations

import pytest

from zhenwu.reader import read

FIELDS = """清溪镇2025年工作总结及2026年工作计划
一、经济发展方面
工作回顾{after}新建厂房2栋，完成税收300万元。
存在问题{after}产业链条短，招商渠道不宽。
下步打算{after}新建厂房3栋，招引企业2家。
二、民生事业方面
工作回顾{after}新建公厕6座。
存在问题{after}村医留不住。
下步打算{after}
1.新建公厕4座。
2.办好老年食堂。
"""


@pytest.mark.parametrize("after", [":", "：", "\n"])
def test_labels_divide_each_field_of_work(after: str) -> None:
    whole = read(FIELDS.replace("{after}", after))
    assert whole.year == 2025
    assert [(f.surface, f.period, f.modality) for f in whole.figures] == [
        ("2栋", "2025", "actual"),
        ("300万元", "2025", "actual"),
        ("3栋", "2026", "target"),
        ("2家", "2026", "target"),
        ("6座", "2025", "actual"),
        ("4座", "2026", "target"),
    ]
    assert [p.text for p in whole.promises] == ["新建厂房3栋", "招引企业2家", "新建公厕4座", "办好老年食堂"]
    assert [p.text for p in whole.problems] == ["产业链条短", "招商渠道不宽", "村医留不住"]
    assert [s.title for s in whole.sections if s.level == 1][-2:] == ["经济发展方面", "民生事业方面"]


def test_numbered_labels_give_their_role() -> None:
    whole = read(
        "一、经济发展\n（一）工作回顾\n新建厂房2栋。\n（二）存在问题\n产业链条短。\n（三）下步打算\n新建厂房3栋。",
        year=2025,
    )
    assert [f.modality for f in whole.figures] == ["actual", "target"]
    assert [p.text for p in whole.promises] == ["新建厂房3栋"]


def test_a_label_inside_a_sentence_is_none() -> None:
    whole = read("一、2025年工作回顾\n全年研究下步打算：新建公厕2座的方案已经通过，新建公厕6座。", year=2025)
    assert {f.modality for f in whole.figures} == {"actual"}


def test_years_ahead_and_behind_speak_of_their_years() -> None:
    text = """一、过去五年工作回顾
五年来，新建公厕60座，改造危房30户。现有茶园面积3万亩，合作社达48家，水质达标率100%。
二、今后五年奋斗目标
污水处理率达到95%。
三、2026年重点工作
新建公厕4座。"""
    assert [(f.surface, f.period) for f in read(text, year=2025).figures] == [
        ("60座", "2021/2025"),
        ("30户", "2021/2025"),
        ("3万亩", "2025"),
        ("48家", "2025"),
        ("100%", "2025"),
        ("95%", "2026/2030"),
        ("4座", "2026"),
    ]


def test_what_is_left_of_a_half_year_is_planned() -> None:
    text = """清溪镇2025年上半年工作总结和下半年工作打算
一、上半年工作
新建公厕6座。
二、下半年工作打算
新建公厕4座。全年完成税收300万元。"""
    assert [(f.surface, f.period) for f in read(text).figures] == [
        ("6座", "2025-01/2025-06"),
        ("4座", "2025-07/2025-12"),
        ("300万元", "2025"),
    ]


def test_lines_of_a_page_are_joined_where_sentences_go_on() -> None:
    lines = [
        "今年以来，全乡上下齐心协力，各项工作有序推进，群众的日子一天",
        "比一天好。抓住用好国家生态保护和",
        "高质量发展机遇，积极争取供水支线立项，新修梯田2500亩，改造",
        "老旧管网6公里，为村里的老人送餐上门，农闲时节办起技能培训班，",
        "带动周边群众就近务工，增加收入，户户都有了稳定的营生，村容村",
        "貌也一天天变了样，路灯亮到家门口，垃圾日日有人清，庄稼长势喜",
        "人，粮食产量稳定在1.3万吨，牛羊存栏稳中有升，合作社越办越红",
        "火，年轻人陆续回乡创业，集体经济收入达到30万元，村里的账目清",
        "清楚楚，干部群众一条心，都说明年的日子会更好。",
    ]
    assert "生态保护和高质量发展机遇" in read("\n".join(lines), year=2025).clean


@pytest.mark.parametrize("end", ["。", "；", ""])
def test_items_of_a_list_are_all_that_they_say(end: str) -> None:
    items = ["修订村规民约", "办好老年食堂", "举办晒秋节"]
    listed = "\n".join(f"{n}.{item}{end}" for n, item in enumerate(items, 1))
    assert [p.text for p in read(f"一、2026年工作安排\n{listed}", year=2025).promises] == items


def test_every_piece_of_what_is_admitted_is_a_problem() -> None:
    text = """一、2025年工作回顾
新建公厕6座，改造危房30户，发展茶园500亩，举办采茶节2场，硬化道路6公里，群众的日子越过越好，集镇面貌焕然一新。
成绩来之不易，但问题也不容忽视：一是茶企小而散，链条不长；二是财政收支矛盾突出；三是优质师资留不住。对此，我们将采取有力措施加以解决。
二、2026年工作安排
新建公厕4座。"""
    assert [p.text for p in read(text).problems] == ["茶企小而散", "财政收支矛盾突出", "优质师资留不住"]


@pytest.mark.parametrize(
    "turn",
    [
        "与此同时，还存在一些问题：",
        "在看到成绩的同时，我们也清醒认识到工作中存在的不足：",
        "同时，我们也看到，工作中还有不少差距，主要是：",
        "当前仍存在以下不足：",
        "但仍存在一些问题和不足：一是",
        "存在的问题主要有：",
        "同时，工作中的不足也很突出：",
    ],
)
def test_ways_to_come_to_problems(turn: str) -> None:
    text = f"一、2025年工作回顾\n新建公厕6座，群众满意，工作成效明显。{turn}产业结构不优，债务沉重。"
    assert [p.text for p in read(text).problems] == ["产业结构不优", "债务沉重"]


@pytest.mark.parametrize(
    "act", ["启动老街保护修缮", "争创省级卫生镇", "发展林下经济", "抓好秸秆禁烧", "把南坡打造成采摘园"]
)
def test_a_short_sentence_of_its_own_is_an_act(act: str) -> None:
    assert [p.text for p in read(f"一、2026年工作安排\n{act}。", year=2025).promises] == [act]


def test_what_a_review_plans_for_next_year_is_a_target() -> None:
    whole = read("一、2025年工作回顾\n新建公厕6座，计划明年再建4座。")
    assert [f.modality for f in whole.figures] == ["actual", "target"]


def test_this_year_is_the_year_ahead_behind_what_is_gone() -> None:
    text = """2023年2月，镇政府报告工作。2023年，镇政府工作总的目标是：渔业总产值达到20亿元。
一、关于渔业
去年，在册渔船436艘，捕捞产量同比增长3%。渔业是立镇之本。今年，坚持捕养并举，建设泊位2个，新造渔船12艘。
二、关于民生
全年接种疫苗3万剂，同比增长2%，累计发放补贴518万元。
今年办成8件实事：新建老年食堂3家，改造幼儿园1所。
三、关于建设
去年，硬化道路6公里。今年完成投资300万元，比去年增长5%。"""
    whole = read(text, year=2022)
    ahead = [f.surface for f in whole.figures if f.modality == "target"]
    assert ahead == ["20亿元", "2个", "12艘", "8件", "3家", "1所"]
