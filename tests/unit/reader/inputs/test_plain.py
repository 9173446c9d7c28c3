"""Text in every encoding that reports come in, short or long, marked or not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract
from zhenwu.reader.inputs.plain import decode

SIMPLIFIED = [
    "全年新建公厕6座，群众满意度达95%。",
    "坚持党建引领，扎实推进乡村振兴，产业结构不断优化。",
    "排查矛盾纠纷312件，调处成功率98%。",
    "山坪塘整治12口，柑橘、花椒、烤烟增收。",
    "各位代表：现在，我代表镇人民政府向大会报告工作，请予审议。",
    "森林防火连续十年零火点",
    "殡葬改革",
    "一、2025年工作回顾",
    "社会事业全面发展。\r\n教育、医疗、文化惠民。\r\n",
]
TRADITIONAL = [
    "全鎮新建文化廣場六處，發放補助資金，完成農村道路建設，群眾滿意。",
    "坚持黨建引領，產業結構不斷優化。".replace("坚", "堅"),
    "排查矛盾糾紛312件",
    "請予審議",
    "森林防火連續十年零火點",
]


@pytest.mark.parametrize("name", ["报告.docx", "/数据/石桥镇/2025年政府工作报告.pdf", "report.txt"])
def test_a_path_in_place_of_a_text_is_told(name: str) -> None:
    with pytest.raises(BadInput, match="文件名") as caught:
        extract(name)
    assert caught.value.code == "ZW-READ-NAME"


@pytest.mark.parametrize("said", SIMPLIFIED)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_simplified(said: str, encoding: str) -> None:
    if encoding == "utf-32":
        assert decode(b"\xff\xfe\x00\x00" + said.encode("utf-32-le")) == said
    else:
        assert decode(said.encode(encoding)) == said


@pytest.mark.parametrize("said", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_traditional(said: str, encoding: str) -> None:
    assert decode(said.encode(encoding)) == said


SYLLABLES = [
    "全年",
    "工作",
    "建设",
    "乡村",
    "发展",
    "完成",
    "投资",
    "增长",
    "群众",
    "治理",
    "项目",
    "道路",
    "教育",
    "污水",
    "3亿元",
    "，",
    "12%",
    "\n",
]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.sampled_from(SYLLABLES), min_size=5, max_size=12),
    st.sampled_from(["gb18030", "utf-16-le", "utf-16-be"]),
)
def test_any_text_of_the_genre_from_ten_characters_on(words: list[str], encoding: str) -> None:
    said = "实施" + "".join(words)
    assert decode(said.encode(encoding)) == said


def test_two_characters_among_numbers_are_not_letters_of_utf_8() -> None:
    for said in ("实施12%12%12%", "实施\n\n\n\n\n", "实施\n12%\n"):
        assert decode(said.encode("gb18030")) == said
    assert decode("café, résumé".encode()) == "café, résumé"


def test_rare_characters_of_gb18030() -> None:
    said = "完成㙟坝村𠮷沟道路建设，群众满意。"
    assert decode(said.encode("gb18030")) == said


def test_line_ends_are_one_kind_and_zeros_are_nothing() -> None:
    content = "一、工作回顾\r\n新建公厕6座。\r新修道路。\n完成投资。\x00\x00\x00".encode("gb18030")
    assert extract(content, "a.txt").text == "一、工作回顾\n新建公厕6座。\n新修道路。\n完成投资。"


def test_a_few_broken_characters_stand_a_broken_file_does_not() -> None:
    said = ("全年完成农村公路建设，" * 30).encode()
    assert "\ufffd" in extract(said[:300] + b"\xff" + said[300:], "a.txt").text
    with pytest.raises(BadInput) as caught:
        extract(said[:300] + bytes(range(128, 256)) * 4 + said[300:], "a.txt")
    assert caught.value.faults[0].code == "ZW-READ-BINARY"


def test_a_declared_encoding_decides_only_between_two_that_fit() -> None:
    said = "全年新建公厕6座，群众满意。"
    assert decode(said.encode("gb18030"), declared="big5") == said
    assert decode(said.encode("gb18030"), declared="没有这种") == said
    assert decode(said.encode(), declared="gb2312") == said
