"""The reader and the writer count the same characters: a place that the one reads is the place that the other fills."""

from collections.abc import Callable

import pytest
from tests.unit.writer.test_hostile import DOCUMENT, file_with

from zhenwu.reader.inputs import docx as reader
from zhenwu.reader.inputs.source import opened
from zhenwu.writer import docx as writer


def read_text(data: bytes) -> str:
    return reader.read(opened(data, "报告.docx"))[0]


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RUN = "<w:r><w:t>{}</w:t></w:r>"
TRICKY = {
    "tab stops are no tabs": "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>" + RUN + "</w:p>",
    "a box with tab stops": (
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>" + RUN.format("框2") + "</w:p>"
        "</w:txbxContent></w:pict></w:r><w:r><w:t>主1</w:t></w:r></w:p>"
    ),
    "a box within a box": (
        "<w:p>" + RUN.format("1") + "<w:r><w:txbxContent><w:p>" + RUN.format("2") + "<w:r><w:txbxContent><w:p>"
        + RUN.format("3") + "</w:p></w:txbxContent></w:r></w:p><w:p>" + RUN.format("4")
        + "</w:p></w:txbxContent></w:r>" + RUN.format("5") + "</w:p>"
    ),
    "a drawing for new and old programs": (
        f"<w:p><w:r><mc:AlternateContent xmlns:mc='{MC}'><mc:Choice Requires='wps'><w:txbxContent><w:p>"
        + RUN.format("新") + "</w:p></w:txbxContent></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p>"
        + RUN.format("旧") + "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    "a reading over a character": (
        "<w:p><w:r><w:ruby><w:rt>" + RUN.format("pīn") + "</w:rt><w:rubyBase>" + RUN.format("拼")
        + "</w:rubyBase></w:ruby></w:r></w:p>"
    ),
    "characters of their own": (
        "<w:p><w:r><w:t>1</w:t><w:noBreakHyphen/><w:tab/><w:br/><w:cr/><w:softHyphen/><w:t xml:space='preserve'> 2 </w:t></w:r>"
        "<w:r><w:br w:type='page'/><w:ptab/></w:r></w:p>"
    ),
    "a field": (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + RUN.format("3") + "<w:fldSimple>" + RUN.format("4")
        + "</w:fldSimple><w:hyperlink>" + RUN.format("5") + "</w:hyperlink></w:p>"
    ),
    "moved and changed text": (
        "<w:p><w:moveFrom>" + RUN.format("旧") + "</w:moveFrom><w:moveTo>" + RUN.format("新") + "</w:moveTo><w:del><w:r>"
        "<w:delText>9</w:delText><w:tab/></w:r></w:del><w:ins>" + RUN.format("8") + "</w:ins></w:p>"
    ),
    "controls, comments, characters beyond the plane": (
        "<w:sdt><w:sdtPr><w:tabs/></w:sdtPr><w:sdtContent><w:p><!-- x -->" + RUN.format("𠮷<!-- y -->1") + "<w:sdt><w:sdtContent>"
        + RUN.format("&lt;2") + "</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt><w:p/>"
    ),
    "tables within tables": (
        "<w:tbl><w:tr><w:tc><w:tcPr/><w:tbl><w:tr><w:tc><w:p>" + RUN.format("内") + "</w:p></w:tc></w:tr></w:tbl><w:p>"
        + RUN.format("外") + "</w:p></w:tc></w:tr></w:tbl>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRICKY)
def test_tricky_documents(name: str) -> None:
    data = file_with(document=DOCUMENT.format(TRICKY[name].replace("{}", "1")))
    assert read_text(data) == writer.paragraph_text(data)


def test_whole_documents(composed: bytes, foreign: bytes) -> None:
    for data in (composed, foreign):
        assert read_text(data) == writer.paragraph_text(data)


def test_filled_document(
    foreign: bytes, number_changes: Callable[[bytes, list[str]], list[writer.Change]]
) -> None:
    filled = writer.replace(foreign, number_changes(foreign, ["1234", "98.6"]))
    assert read_text(filled) == writer.paragraph_text(filled) == writer.paragraph_text(foreign)
