"""Filling numbers in changes just their characters."""

import io
import zipfile
from collections.abc import Callable

import docx as python_docx
import pytest

from zhenwu.kernel.errors import BadInput
from zhenwu.writer import docx

Changes = Callable[[bytes, list[str]], list[docx.Change]]


def place(data: bytes, words: str, text: str, key: str, **more: object) -> docx.Change:
    start = docx.paragraph_text(data).index(words)
    return docx.Change(start, start + len(words), text, key, **more)  # type: ignore[arg-type]


def test_text_follows_the_rule(foreign: bytes) -> None:
    assert docx.paragraph_text(foreign) == (
        "一、信访工作\n全年办理信访事项1234件，办结率98.6%。\n指标\t数值\n产值\t12.3亿元\n"
        "新增企业18家\t其中\n规上3家，耕地2万亩\n框内7项\n结束"
    )


def test_number_over_several_runs(foreign: bytes) -> None:
    filled = docx.replace(foreign, [place(foreign, "1234", "2345", "a")])
    assert docx.paragraph_text(filled) == docx.paragraph_text(foreign).replace("1234", "2345")
    runs = python_docx.Document(io.BytesIO(filled)).paragraphs[1].runs
    assert [(run.text, run.bold) for run in runs] == [
        ("全年办理信访事项", None),
        ("2345", True),
        ("件，办结率", True),
        ("98.6%。", None),
    ]
    assert runs[1].font.size is not None and runs[1].font.size.pt == 16


def test_middle_of_a_run_keeps_both_ends(foreign: bytes) -> None:
    filled = docx.replace(foreign, [place(foreign, "98.6", "99.1", "a"), place(foreign, "12.3", "13", "b")])
    assert "办结率99.1%。" in docx.paragraph_text(filled)
    assert python_docx.Document(io.BytesIO(filled)).tables[0].cell(1, 1).text == "13亿元"


def test_insertion_control_and_box(foreign: bytes) -> None:
    changes = [
        place(foreign, "18", "20", "i"),
        place(foreign, "2万", "3万", "s"),
        place(foreign, "7", "8", "x"),
    ]
    filled = docx.replace(foreign, changes)
    text = docx.paragraph_text(filled)
    assert "新增企业20家" in text and "耕地3万亩" in text and text.count("框内8项") == 1
    assert [(one.key, one.text) for one in docx.find(filled)] == [("i", "20"), ("s", "3万"), ("x", "8")]


def test_all_else_stays(foreign: bytes) -> None:
    filled = docx.replace(foreign, [place(foreign, "1234", "1234", "a")])
    before, after = (zipfile.ZipFile(io.BytesIO(data)) for data in (foreign, filled))
    changed = {"word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"}
    for name in before.namelist():
        assert name in changed or before.read(name) == after.read(name), name
    new = set(after.namelist()) - set(before.namelist())
    # python-docx documents carry a custom part of their own already.
    assert len(new) == 3 and all(name.startswith("customXml/") for name in new)
    assert docx.paragraph_text(filled) == docx.paragraph_text(foreign)


def test_same_text_only_adds_the_bookmark(composed: bytes, number_changes: Changes) -> None:
    changes = number_changes(composed, ["131", "97", "90.0"])
    filled = docx.replace(composed, changes)
    assert docx.paragraph_text(filled) == docx.paragraph_text(composed)
    assert [(one.start, one.end, one.key) for one in docx.find(filled)] == [
        (one.start, one.end, one.key) for one in changes
    ]


def test_filling_again_moves_values_and_keeps_other_traces(composed: bytes, number_changes: Changes) -> None:
    once = docx.replace(composed, number_changes(composed, ["131", "97"]))
    found = {one.key: one for one in docx.find(once)}
    again = docx.replace(
        once, [docx.Change(found["n0"].start, found["n0"].end, "140", "n0", trace={"value": "140"})]
    )
    assert [(one.key, one.text, one.trace["value"]) for one in docx.find(again)] == [
        ("n0", "140", "140"),
        ("n1", "97", "97"),
    ]
    assert docx.traces(again)["n1"]["before"].endswith("140件，办结")
    assert len(docx.traces(again)) == 2


def test_new_key_at_an_old_place_takes_it_over(composed: bytes, number_changes: Changes) -> None:
    once = docx.replace(composed, number_changes(composed, ["131", "97"]))
    old = docx.find(once)[0]
    again = docx.replace(once, [docx.Change(old.start, old.end, "132", "other")])
    assert [one.key for one in docx.find(again)] == ["other", "n1"]
    assert docx.lost(again) == []


def test_same_input_same_bytes(composed: bytes, number_changes: Changes) -> None:
    changes = number_changes(composed, ["131", "97"])
    assert docx.replace(composed, changes) == docx.replace(composed, changes)


def test_marks_show_and_go(foreign: bytes) -> None:
    text = docx.paragraph_text(foreign)
    claim = text.index("办结率98.6%")
    mark = docx.Mark(claim, claim + 8, "不再高于上年", "red")
    filled = docx.replace(foreign, [place(foreign, "1234", "暂无数据", "a", note="缺2026年数值")], [mark])
    document = python_docx.Document(io.BytesIO(filled))
    shown = [(run.text, str(run.font.highlight_color)) for run in document.paragraphs[1].runs if run.text]
    assert shown[1:] == [
        ("暂无数据", "YELLOW (7)"),
        ("件，", "None"),
        ("办结率", "RED (6)"),
        ("98.6%", "RED (6)"),
        ("。", "None"),
    ]
    assert sorted(comment.text for comment in document.comments) == ["不再高于上年", "缺2026年数值"]

    clean = docx.replace(filled, [place(filled, "暂无数据", "1300", "a")])
    document = python_docx.Document(io.BytesIO(clean))
    assert list(document.comments) == []
    assert b"commentR" not in zipfile.ZipFile(io.BytesIO(clean)).read("word/document.xml")
    assert all(run.font.highlight_color is None for run in document.paragraphs[1].runs)


def test_comments_by_people_stay(foreign: bytes) -> None:
    document = python_docx.Document(io.BytesIO(foreign))
    document.add_comment(document.paragraphs[1].runs[0], "请核实", author="李明")
    out = io.BytesIO()
    document.save(out)
    data = out.getvalue()
    for _ in range(2):
        data = docx.replace(data, [place(data, "1234", "1234", "a", note="请看")])
    comments = {comment.author: comment.text for comment in python_docx.Document(io.BytesIO(data)).comments}
    assert comments == {"李明": "请核实", "镇务": "请看"}


def test_every_fault_at_once(foreign: bytes) -> None:
    changes = [
        docx.Change(0, 10, "跨行", "a"),
        docx.Change(8, 9, "", "b"),
        docx.Change(11, 12, "x\ny", "a"),
        docx.Change(20, 21, "1", "不行!"),
        docx.Change(900, 901, "1", "d"),
    ]
    with pytest.raises(BadInput) as caught:
        docx.replace(foreign, changes, [docx.Mark(0, 2, "", "pink")])
    text = str(caught.value)
    for words in ("跨了行", "重叠", "控制字符", "用了两次", "不合规", "不在文中", "pink"):
        assert words in text
    assert all(fault.where and fault.expected and fault.do for fault in caught.value.faults)
