"""A new document has the page, the faces and the line grid of GB/T 9704."""

import datetime
import io
from collections.abc import Callable

import docx as python_docx
import pypdfium2
import pytest
from docx.enum.section import WD_ORIENT

from zhenwu.kernel.errors import BadInput
from zhenwu.writer import docx

BODY = docx.Paragraph(
    "清溪镇坚持稳中求进工作总基调扎实推进各项工作全年目标任务顺利完成群众获得感持续增强" * 60
)


def pages(pdf: bytes) -> list[list[str]]:
    """The lines of every page as they stand on paper."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range().splitlines())
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def test_page_and_margins(composed: bytes) -> None:
    section = python_docx.Document(io.BytesIO(composed)).sections[0]
    assert section.orientation == WD_ORIENT.PORTRAIT
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(side.mm) for side in sides if side is not None] == [210, 297, 37, 35]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin) if side is not None] == [
        28,
        26,
    ]


def test_22_lines_of_28_characters(resave: Callable[..., bytes]) -> None:
    composed = docx.compose(docx.Document("清溪镇工作总结", blocks=[BODY]))
    second = pages(resave(composed, "pdf"))[1]
    lines, foot = second[:-1], second[-1]
    assert len(lines) == 22
    assert {len(line) for line in lines} == {28}
    assert foot.replace(" ", "") == "—2—"


def test_faces_of_headings() -> None:
    blocks = [docx.Heading(level, f"标题{level}") for level in (1, 2, 3, 4)]
    document = python_docx.Document(io.BytesIO(docx.compose(docx.Document("题", blocks=blocks))))
    faces = []
    for paragraph in document.paragraphs:
        fonts = (
            paragraph.style.element.rPr.rFonts
            if paragraph.style and paragraph.style.element.rPr is not None
            else None
        )
        faces.append(None if fonts is None else fonts.values()[-2])
    assert faces == ["方正小标宋简体", None, "黑体", "楷体_GB2312", "仿宋_GB2312", "仿宋_GB2312"]


def test_text_comes_back(composed: bytes) -> None:
    text = docx.paragraph_text(composed)
    assert text.startswith("清溪镇2025年工作总结\n\n一、")
    assert text.endswith("清溪镇人民政府\n2026年1月15日")
    assert "\n镇\t事项（件）\t产值（亿元）\n清溪镇\t301\t41.5\n" in text


def test_closing_and_subtitle() -> None:
    data = docx.compose(docx.Document("题\n二行", "（草案）", signature="清溪镇", date="二〇二六年"))
    assert docx.paragraph_text(data) == "题\n二行\n（草案）\n\n\n清溪镇\n二〇二六年"
    bare = docx.compose(docx.Document("题", date=datetime.date(2026, 10, 1)))
    assert docx.paragraph_text(bare).endswith("2026年10月1日")


def test_same_document_same_bytes() -> None:
    assert docx.compose(docx.Document("题")) == docx.compose(docx.Document("题"))


def test_faults_at_once() -> None:
    blocks = [docx.Heading(7, "x"), docx.Table(["a", "b"], [["1", "2", "3"]])]
    with pytest.raises(BadInput) as caught:
        docx.compose(docx.Document(" ", blocks=blocks))
    assert len(caught.value.faults) == 3
    assert all(fault.where and fault.expected and fault.do for fault in caught.value.faults)


def test_letters_that_no_paper_takes_stay_away() -> None:
    blocks = [docx.Paragraph("第一\x00\x0b件\r\n第二\ufffe件"), docx.Table(["\x08甲"], [["乙\x1f"]])]
    read = python_docx.Document(
        io.BytesIO(docx.compose(docx.Document("题\x07目", signature="镇\x01政府", blocks=blocks)))
    )
    assert read.paragraphs[0].text == "题目" and "第一件\n第二件" in [one.text for one in read.paragraphs]
    assert [cell.text for row in read.tables[0].rows for cell in row.cells] == ["甲", "乙"]
    assert (read.core_properties.title, read.core_properties.author) == ("题目", "镇政府")
