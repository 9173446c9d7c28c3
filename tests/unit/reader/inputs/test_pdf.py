"""Lines and paragraphs out of a PDF: reading order, columns, furniture, spaces and line breaks of the lay-out."""

from __future__ import annotations

import subprocess
import sys
from array import array

import pytest
from tests.unit.reader.inputs.files import Pdf

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract, read
from zhenwu.reader.inputs import pdf
from zhenwu.reader.inputs.pdf import child, paragraphs
from zhenwu.reader.inputs.pdf.rows import Page

FULL = [
    "　　全年完成固定资产投资1700余万元，同比增长5.2",
    "%，新建农村公路18公里，接待来访群众196批413人次",
    "，同比下降11.35%。",
]
SENTENCE = "全年完成固定资产投资1700余万元，同比增长5.2%，新建农村公路18公里，接待来访群众196批413人次，同比下降11.35%。"


def text(made: Pdf) -> str:
    return extract(made.content(), "a.pdf").text


def test_line_breaks_of_the_layout_go() -> None:
    made = Pdf().lines(90, 750, ["一、2025年工作回顾", *FULL, "　　第二段从这里开始，前一段到此为止。"])
    assert text(made) == f"一、2025年工作回顾\n{SENTENCE}\n第二段从这里开始，前一段到此为止。"


def test_figures_are_read_across_lines_and_pages() -> None:
    made = Pdf().lines(90, 750, ["一、2025年工作回顾", *FULL[:1]]).page().lines(90, 750, FULL[1:])
    figures = read(made.content(), name="a.pdf").figures
    assert [figure.surface for figure in figures] == [
        "1700余万元",
        "5.2%",
        "18公里",
        "196批",
        "413人次",
        "11.35%",
    ]


def test_page_numbers_and_running_heads_go() -> None:
    made = Pdf()
    for number, name in enumerate(("产业", "交通", "教育", "平安"), 1):
        made.put(200, 800, "白石镇第五次人民代表大会文件", 10).put(280, 40, f"— {number} —", 12)
        made.lines(
            90,
            740,
            [
                f"　　{name}方面的工作，全年完成投资{number}亿元，群众满意。",
                f"　　{name}部门的同志付出了辛劳。",
            ],
        )
        made.page()
    made.pages.pop()
    said = text(made)
    assert "文件" not in said and "—" not in said
    assert said.count("\n") == 7


def test_a_number_alone_in_the_body_stays() -> None:
    made = Pdf().lines(90, 750, ["全年工作的主要数据如下：", "38", "以上数据均已核对，请予审议。"])
    assert "\n38\n" in text(made)


LEFT = [
    "全年新建公厕六座群众满意完成",
    "投资三亿元增长明显道路硬化到",
    "村到组安全饮水全面保障教育医",
    "疗稳步提升文化活动丰富多彩平",
    "安建设成效明显矛盾纠纷逐年下",
    "降信访事项按期办结群众满意度",
    "持续提高。",
]
RIGHT = [
    "同时也要看到产业基础还不够牢",
    "固增收渠道还不够多基础设施仍",
    "有短板干部作风还需改进这些问",
    "题我们将在今后的工作中认真加",
    "以解决并请各位代表和同志们多",
    "提宝贵意见共同把各项工作做得",
    "更好。",
]


@pytest.mark.parametrize("across", [False, True], ids=["painted one after the other", "painted row by row"])
def test_two_columns(across: bool) -> None:
    made = Pdf().put(200, 780, "白石镇工作报告")
    if across:
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            made.put(60, 740 - 24 * number, left).put(320, 740 - 24 * number, right)
    else:
        made.lines(60, 740, LEFT, pitch=24).lines(320, 740, RIGHT, pitch=24)
    assert text(made) == f"白石镇工作报告\n{''.join(LEFT)}\n{''.join(RIGHT)}" or text(made) == (
        f"白石镇工作报告\n{''.join(LEFT)}{''.join(RIGHT)}"
    )


def test_rows_of_a_table_are_lines_of_cells() -> None:
    made = Pdf().put(90, 750, "全年主要指标完成情况如下表所示，请予审议。")
    for number, row in enumerate(
        (("指标", "单位", "数值"), ("税收", "万元", "1200"), ("粮食产量", "吨", "8640"))
    ):
        for cell, place in zip(row, (90, 250, 400), strict=True):
            made.put(place, 700 - 30 * number, cell)
    assert text(made).endswith("\n指标\t单位\t数值\n税收\t万元\t1200\n粮食产量\t吨\t8640")


def test_a_line_painted_in_several_goes_is_one() -> None:
    made = (
        Pdf()
        .put(90, 700, "全年新建公厕")
        .put(90 + 16 * 8, 700, "座，群众满意度达到了新高。")
        .put(90 + 16 * 6 + 4, 700, "12")
    )
    assert text(made) == "全年新建公厕12座，群众满意度达到了新高。"


def test_bold_by_painting_twice_is_told_once() -> None:
    made = Pdf().put(90, 700, "全年新建公厕6座。").put(90.4, 700, "全年新建公厕6座。")
    assert text(made) == "全年新建公厕6座。"


def test_spaces_that_the_layout_makes_go_and_those_between_words_stay() -> None:
    made = (
        Pdf()
        .put(90, 700, "全年投资")
        .put(159, 700, "1700")
        .put(196, 700, "余万元，发展")
        .put(292, 700, "Green")
        .put(342, 700, "Tech。")
    )
    assert text(made) == "全年投资1700余万元，发展Green Tech。"


def test_a_watermark_across_the_page_is_left_out() -> None:
    made = (
        Pdf().put(90, 700, "全年新建公厕6座，群众满意。").put(200, 300, "内部资料请勿外传", 40, (1, 1, -1, 1))
    )
    assert text(made) == "全年新建公厕6座，群众满意。"


@pytest.mark.parametrize("turn", [(0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0)])
def test_a_page_that_lies_on_its_side(turn: tuple[int, int, int, int]) -> None:
    made, a, b = Pdf(), turn[0], turn[1]
    for number, line in enumerate(FULL):
        # the next line lies to the right of the way the text runs
        made.put(300 + 28 * number * b, 400 - 28 * number * a, line, turn=turn)
    assert text(made) == SENTENCE


def test_radicals_become_the_characters_that_look_like_them() -> None:
    code = array("I", map(ord, "\u2f00⼈⼯作"))
    places = [array("f", [float(16 * n + add) for n in range(4)]) for add in (0, 16)]
    flat = [array("f", [value] * 4) for value in (716.0, 700.0, 702.0, 0.0)]
    assert paragraphs.text([Page(code, 0, *places, *flat)]) == "一人工作"


def test_a_page_that_is_a_picture_is_said_to_be_unread() -> None:
    made = (
        Pdf()
        .lines(90, 700, ["全年新建公厕6座，群众满意。"])
        .page()
        .picture()
        .page()
        .lines(90, 700, ["完成投资3亿元，增长明显。"])
    )
    read_whole = read(made.content(), name="a.pdf", year=2025)
    assert read_whole.unread == ["第2页只有图片，没有读"]
    assert (
        read(Pdf().lines(90, 700, ["全年新建公厕6座，群众满意。"]).content(), name="a.pdf", year=2025).unread
        == []
    )


def test_fonts_without_characters_are_named() -> None:
    made = Pdf().lines(90, 700, ["\ue001\ue002\ue003\ue004\ue005全年新建"])
    with pytest.raises(BadInput) as caught:
        text(made)
    assert caught.value.faults[0].code == "ZW-READ-GARBLED"


def test_a_pdf_may_not_take_any_time_or_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine works in a process with limits; whatever ends it is one error here."""
    content = Pdf().lines(90, 700, FULL).content()
    real = subprocess.Popen

    def smaller(command: list[str], **more: object) -> object:
        limited = f"import resource; resource.setrlimit(resource.RLIMIT_CPU, (0, 0)); exec(open({command[-1]!r}).read())"
        return real([sys.executable, "-c", limited], **more)  # type: ignore[call-overload]

    monkeypatch.setattr(pdf.subprocess, "Popen", smaller)
    with pytest.raises(BadInput) as caught:
        extract(content, "a.pdf")
    assert caught.value.faults[0].code == "ZW-READ-HEAVY"


def test_too_many_pages_are_refused() -> None:
    made = Pdf()
    made.pages = [[] for _ in range(child.MOST_PAGES + 1)]
    with pytest.raises(BadInput) as caught:
        text(made)
    assert caught.value.faults[0].code == "ZW-READ-LARGE"


def test_a_stream_that_unpacks_without_end_is_ended() -> None:
    made = Pdf()
    made.pages[0] = [b"0 0 m " * 60_000_000]
    with pytest.raises(BadInput) as caught:
        text(made)
    assert caught.value.faults[0].code in ("ZW-READ-HEAVY", "ZW-READ-EMPTY", "ZW-READ-PICTURE")
