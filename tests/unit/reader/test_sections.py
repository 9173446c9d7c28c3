"""The tree of sections, the year under review, and what their roles imply."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zhenwu.reader import read

REPORT = """清溪镇2026年政府工作报告
各位代表:
现在,我代表镇人民政府作工作报告,请予审议。
一、2025年工作回顾
(一)经济发展稳中有进
1.工业经济。全年完成产值3亿元。
2.农业经济。粮食产量2万吨。
(二)民生福祉持续改善
新建公厕6座。
在肯定成绩的同时,我们也清醒地看到,工业基础薄弱,农民增收渠道不宽,干部作风有待改进。
二、2026年工作安排
主要预期目标是:税收增长8%。
(一)做强工业
力争新增规上企业3家。
三、加强自身建设
全年开展培训6次。
"""


def test_tree() -> None:
    whole = read(REPORT)
    assert (whole.title, whole.year) == ("清溪镇2026年政府工作报告", 2025)
    tree = [(s.level, s.role, s.title, s.parent) for s in whole.sections]
    assert tree == [
        (1, "opening", "", None),
        (1, "review", "2025年工作回顾", None),
        (2, "review", "经济发展稳中有进", 1),
        (3, "review", "工业经济", 2),
        (3, "review", "农业经济", 2),
        (2, "review", "民生福祉持续改善", 1),
        (2, "problems", "在肯定成绩的同时", 1),
        (1, "tasks", "2026年工作安排", None),
        (2, "goals", "主要预期目标", 7),
        (2, "tasks", "做强工业", 7),
        (1, "conduct", "加强自身建设", None),
    ]
    for section in whole.sections:
        assert section.start <= section.body_start <= section.end
    assert [p.text for p in whole.problems] == ["工业基础薄弱", "农民增收渠道不宽", "干部作风有待改进"]


def test_sections_give_period_and_modality() -> None:
    said = [(f.subject, f.period, f.modality) for f in read(REPORT).figures]
    assert said == [
        ("产值", "2025", "actual"),
        ("粮食产量", "2025", "actual"),
        ("新建公厕", "2025", "actual"),
        ("税收", "2026", "target"),
        ("新增规上企业", "2026", "target"),
        ("培训", "2026", "target"),
    ]


def test_headings_that_lost_their_line_breaks() -> None:
    text = (
        REPORT.replace("\n", "")
        .replace("稳中有进", "稳中有进。")
        .replace("持续改善", "持续改善。")
        .replace("做强工业", "做强工业。")
    )
    roles = [(f.subject, f.modality) for f in read(text).figures]
    assert roles == [
        ("产值", "actual"), ("粮食产量", "actual"), ("新建公厕", "actual"),
        ("税收", "target"), ("新增规上企业", "target"), ("培训", "target"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text, year",
    [
        ("一、2025年工作回顾\n新建公厕6座。\n二、2026年工作安排\n新建公厕2座。", 2025),
        ("清溪镇2026年政府工作报告\n各位代表:请审议。", 2025),
        ("清溪镇2025年工作总结\n全年新建公厕6座。", 2025),
        ("二、2026年重点工作\n新建公厕2座。", 2025),
        ("新建公厕2座,群众满意。", None),
        (
            "清溪镇2025年工作总结和2026年工作思路\n一、2025年主要工作\n新建公厕6座。\n二、2026年工作思路\n新建公厕2座。",
            2025,
        ),
        ("一、2025年主要工作\n新建公厕6座。\n二、2026年主要工作\n新建公厕2座。", 2025),
        ("各位代表，我作2025年度工作报告。一年来，新建公厕6座。2026年，全镇工作总的要求是提质增效。", 2025),
        ("各位代表，我作2026年度工作报告。2025年，新建公厕6座。2026年，我们将新建公厕2座。", 2025),
    ],
)
def test_the_year_under_review(text: str, year: int | None) -> None:
    assert read(text).year == year


def test_a_fragment_takes_the_year_it_is_given() -> None:
    assert read("全年新建公厕2座,群众满意。", year=2024).figures[0].period == "2024"


def test_assertions_have_kind_and_subject() -> None:
    text = "一、2025年工作回顾\n村集体收入再破百万,秸秆禁烧连续10年零火点,综合考评位居第一,网格服务实现全覆盖,双河桥主体已完工。"
    found = {(a.kind, a.text) for a in read(text).assertions}
    assert {
        ("record_broken", "再破百万"),
        ("streak", "连续10年"),
        ("zero", "零火点"),
        ("rank", "位居第一"),
    } <= found
    assert any(kind == "coverage" for kind, _ in found)


def test_checks_find_what_does_not_add_up() -> None:
    text = (
        "一、2025年工作回顾\n实施项目18个,其中工业项目8个、农业项目7个、民生项目6个。群众满意度达102%。"
        "双河桥重建工程总投资1500万元。\n二、2026年工作安排\n加快双河桥重建工程建设,双河桥重建工程总投资1600万元。"
    )
    kinds = [c.kind for c in read(text).checks]
    assert kinds == ["parts_over_whole", "rate_over_100", "told_twice"]


def test_what_adds_up_is_not_reported() -> None:
    text = "一、2025年工作回顾\n实施项目18个,其中工业项目8个、农业项目5个、民生项目5个。任务完成率达102%。"
    assert read(text).checks == []


def roles(text: str) -> list[str]:
    return [section.role for section in read(text).sections]


def test_a_title_above_numbered_parts_is_no_part() -> None:
    text = "白石镇2025年工作总结及2026年工作打算\n一、2025年工作情况\n全年改厕120户。\n二、2026年工作打算\n完成改厕150户。"
    whole = read(text)
    assert [s.role for s in whole.sections] == ["opening", "review", "tasks"]
    assert [(f.modality, f.period) for f in whole.figures] == [("actual", "2025"), ("target", "2026")]


def test_main_work_of_a_summary_was_done() -> None:
    assert roles("白石镇2025年民政工作总结\n一、主要工作\n发放补贴30万元。\n二、下步打算\n新建助餐点2个。") == [
        "opening", "review", "tasks",
    ]  # fmt: skip


def test_a_plan_is_one_without_telling_headings() -> None:
    text = "双河口镇2026年工作要点\n一、壮大产业\n新建茶园200亩。\n二、改善民生\n修建便民桥2座。"
    whole = read(text)
    assert {f.modality for f in whole.figures} == {"target"}
    assert len(whole.promises) == 2


def test_a_text_may_begin_in_the_middle_of_the_numbering() -> None:
    assert (
        roles("二、2026年工作计划\n一、发展产业\n培育家庭农场3家。\n二、治理环境\n改造公厕2座。")[0]
        == "tasks"
    )


def test_a_list_of_livelihood_projects_is_a_plan() -> None:
    whole = read(
        "青石街道2026年十件实事项目包括：\n一、改造老旧小区2个。\n二、为80户老人家庭实施适老化改造。",
        year=2025,
    )
    assert [p.text for p in whole.promises] == ["改造老旧小区2个", "为80户老人家庭实施适老化改造"]


def test_a_review_may_turn_to_what_comes_next() -> None:
    text = "一、2025年工作回顾\n全年改厕120户。新修道路3公里，安装路灯80盏，群众出行更加方便。\n下一步，将完成改厕150户。"
    assert [f.modality for f in read(text, year=2025).figures] == ["actual", "actual", "actual", "target"]


def test_bullets_begin_items() -> None:
    text = "2026年重点工作\n·推动云岭市场改造·启动白石路修缮工程\n·新增停车位120个"
    assert [p.text for p in read(text, year=2025).promises] == [
        "推动云岭市场改造",
        "启动白石路修缮工程",
        "新增停车位120个",
    ]


def test_a_summary_of_half_a_year_speaks_of_it() -> None:
    whole = read(
        "一、2025年上半年工作总结\n新建公厕6座。1—5月,完成税收900万元。\n二、下半年打算\n新建公厕4座。"
    )
    assert [f.period for f in whole.figures][:2] == ["2025-01/2025-06", "2025-01/2025-05"]


REVIEW = "过去的一年，全镇上下同心同力。新修道路3公里，改厕120户，集体收入超过20万元的村达到8个，群众得到了实惠。\n"


@pytest.mark.parametrize(
    "turn",
    [
        "新的一年，我们要以增收为核心，",
        "各位代表，2026年是收官之年。",
        "2026年，镇政府工作的总体思路是稳中求进。",
        "今年是攻坚之年，",
        "今年，我们将",
        "今后五年的奋斗目标是：",
        "下一步，",
        "明年要",
    ],
)
def test_a_text_without_headings_turns_ahead(turn: str) -> None:
    whole = read(REVIEW + turn + "新建公厕6座。\n一是兴水。整修山塘9口。", year=2025)
    assert [f.modality for f in whole.figures] == ["actual"] * 3 + ["target"] * 2
    assert {"整修山塘9口"} <= {p.text for p in whole.promises}


@pytest.mark.parametrize(
    "told",
    [
        "2026年1月，我镇获评示范镇，新建公厕6座。",
        "今年以来，新建公厕6座。",
        "下半年，全镇完成了公厕6座。",
        "今年是建镇三十年，已经建成公厕6座。",
    ],
)
def test_what_is_over_is_no_turn(told: str) -> None:
    assert {f.modality for f in read(REVIEW + told, year=2025).figures} == {"actual"}


def test_a_numbered_passage_that_turns_does_not_turn_the_next_one() -> None:
    text = "一、2025年工作回顾\n(一)改厕。改厕120户。下一步，改厕150户。\n(二)修路。新修道路3公里。\n二、2026年工作安排\n植树200亩。"
    assert [f.modality for f in read(text, year=2025).figures] == ["actual", "target", "actual", "target"]


def test_what_answers_a_problem_is_a_plan_and_the_next_problem_is_not() -> None:
    text = (
        "三、存在的问题\n第一，支柱单一，煤炭税收占72%。针对这一短板，2026年将新引项目4个。第二，债务较多，年末尚欠317万元。"
        "下一步，偿还120万元。对上述问题，我们将高度重视，认真加以解决。"
    )
    whole = read(text, year=2025)
    assert [f.modality for f in whole.figures] == ["actual", "target", "actual", "target"]
    assert [p.text for p in whole.promises] == ["新引项目4个", "偿还120万元"]


@pytest.mark.parametrize(
    ("name", "text", "year"),
    [
        ("石桥镇2026.txt", "过去的一年，全镇新建公厕6座，到2030年实现全覆盖。", 2025),
        ("石桥镇2026.txt", "财政收入由2015年的180万元升到290万元，改造完成。", 2025),
        ("石桥镇2026.txt", "半年来，全镇新建公厕6座。下半年，新建公厕4座。", 2026),
        ("稿.txt", "全镇新建公厕6座。2026年，镇政府的总体思路是稳中求进。", 2025),
    ],
)
def test_the_year_under_review_by_the_file_s_name(name: str, text: str, year: int) -> None:
    assert read(text, name=name).year == year


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("光伏电站力争11月并网。", "2026-11"),
        ("8月底以前建成小学教学楼。", "2026-08"),
        ("到2030年，粮食总产达到5万吨。", "2030"),
        ("9月底通组公路铺完砂石，图书馆免费开放。", "2026-09"),
    ],
)
def test_by_when(text: str, deadline: str) -> None:
    promises = read("一、2026年工作安排\n" + text, year=2025).promises
    assert promises[0].deadline == deadline
    assert all(p.deadline is None for p in promises[1:]), "the month of one act is not the next one's"


def test_a_deadline_is_no_part_of_the_name() -> None:
    text = "6月底前整治散乱污企业3家。三季度末完成危房改造50户。汛期前加固堤防2公里。年底前新建公厕6座。"
    found = [f.subject for f in read("一、2026年工作安排\n" + text, year=2025).figures]
    assert found == ["整治散乱污企业", "危房改造", "加固堤防", "新建公厕"]


@pytest.mark.parametrize(
    "said",
    [
        "抓项目，就要一个一个地谈。",
        "大企业顶天立地，小企业铺天盖地。",
        "承诺的事要经得起群众检验。",
        "重点抓好以下几项工作：",
        "主要奋斗目标为：",
        "紧紧抓住高铁开通的历史机遇，",
        "到2030年，",
    ],
)
def test_what_undertakes_nothing_is_no_promise(said: str) -> None:
    text = "二、2026年工作安排\n坚持稳中求进，推动高质量发展。\n" + said
    assert [p.text for p in read(text + "新建公厕6座。", year=2025).promises] == ["新建公厕6座"]


def test_what_is_said_more_of_an_act_is_no_act() -> None:
    text = "二、2026年工作安排\n改造供水管网21公里，投资360万元，惠及6800人。"
    assert [p.text for p in read(text, year=2025).promises] == ["改造供水管网21公里"]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (
            "过去五年，全镇新修道路87公里。关停小散企业133家。去年新建公厕6座。",
            ["2021/2025", "2021/2025", "2025"],
        ),
        ("“十三五”时期的五年来，全镇新修道路87公里。", ["2021/2025"]),
        ("一年来，全镇总产值达7.9亿元，是2020年的2.1倍。", ["2025", "2025"]),
    ],
)
def test_the_period_of_a_review(text: str, periods: list[str]) -> None:
    assert [f.period for f in read("一、工作回顾\n" + text, year=2025).figures] == periods


def test_after_half_a_year_the_plan_is_for_the_same_year() -> None:
    text = "半年来，全镇新建公厕6座。\n下半年，我们要新建公厕4座。"
    assert [f.period for f in read(text, name="石桥镇2026.txt").figures] == [
        "2026-01/2026-06",
        "2026-07/2026-12",
    ]


def test_names_that_are_counted_are_not_what_is_counted() -> None:
    text = "一、2025年工作回顾\n石桥、柳湾2个贫困村全部退出。小麦种植4200亩，玉米、大豆种植2800亩。"
    assert next(f.subject for f in read(text, year=2025).figures) == "贫困村"


WHOLE = """石桥镇政府工作报告
各位代表：
现在，我向大会报告工作，请审议。
{review}
全年新建公厕6座。
1、农业稳步发展。整修山塘9口。
{plan}
1、狠抓农业，促进增收。新修渠道12公里。
2、狠抓民生，改善生活。新建敬老院1所。"""


@pytest.mark.parametrize(
    ("review", "plan"),
    [
        ("2025年工作简要回顾", "2026年工作安排意见"),
        ("过去五年和2025年工作情况", "今后五年目标和2026年重点任务"),
        ("2025年主要工作完成情况", "2026年工作打算"),
    ],
)
def test_headings_on_lines_of_their_own(review: str, plan: str) -> None:
    whole = read(WHOLE.format(review=review, plan=plan))
    assert whole.year == 2025
    assert [(f.period, f.modality) for f in whole.figures] == [("2025", "actual")] * 2 + [
        ("2026", "target")
    ] * 2
    assert [p.text for p in whole.promises] == ["新修渠道12公里", "新建敬老院1所"]


def test_a_heading_that_the_text_runs_on_from() -> None:
    text = "第一部分2025年主要工作完成情况一年来,新建公厕6座。第二部分2026年工作打算今年,新建公厕4座。"
    whole = read(text)
    assert [s.title for s in whole.sections if s.level == 1] == ["2025年主要工作完成情况", "2026年工作打算"]
    assert [f.modality for f in whole.figures] == ["actual", "target"]


def test_mending_what_is_short_is_no_problem() -> None:
    assert roles("一、2025年工作回顾\n（一）优品质、补短板，城乡面貌出新。新建公厕6座。")[-1] == "review"


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("2025年", "二〇二五年").replace("2026年", "二○二六年"),
        lambda text: text.replace("\n", "\n\u3000\u3000"),
    ],
    ids=["blank lines", "CRLF", "years in Chinese digits", "indented"],
)
def test_how_a_report_is_set_changes_nothing(changed: Callable[[str], str]) -> None:
    plain = WHOLE.format(review="2025年工作回顾", plan="2026年工作安排")
    first, second = read(plain), read(changed(plain))
    assert (first.year, [s.role for s in first.sections]) == (second.year, [s.role for s in second.sections])
    assert [(f.surface, f.period, f.modality) for f in first.figures] == [
        (f.surface, f.period, f.modality) for f in second.figures
    ]
    assert len(first.promises) == len(second.promises) == 2


def test_headings_without_number_or_line_break() -> None:
    text = "现在，我报告工作，请审议。2025年工作回顾2025年是不平凡的一年。新建公厕6座。2026年工作安排今年，新建公厕4座。"
    whole = read(text)
    assert [s.title for s in whole.sections if s.level == 1 and s.title] == [
        "2025年工作回顾",
        "2026年工作安排",
    ]
    assert [f.modality for f in whole.figures] == ["actual", "target"]


def test_what_takes_up_most_of_a_part_is_no_introduction() -> None:
    acts = "".join(
        f"加快{name}建设。完善{name}管理制度，落实{name}管护责任。"
        for name in ("柳湾排涝站", "石桥敬老院", "竹园小学")
    )
    text = f"二、2026年工作安排\n聚焦民生。\n{acts}\n一是修路。新修道路3公里。\n二是兴水。整修山塘9口。"
    assert len(read(text, year=2025).promises) == 8
