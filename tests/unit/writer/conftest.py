"""A fictional report for the writer's tests, as composed here and as other programs write it."""

import datetime
import io
from collections.abc import Callable

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from zhenwu.writer import docx

SENTENCES = [
    "全年受理信访事项{}件，办结{}件，办结率{}%，同比提高{}个百分点。",
    "新增规上企业{}家，完成产值{}亿元，增长{}%，完成固定资产投资{}万元。",
    "改造老旧管网{}公里，新建停车位{}个，惠及群众{}余户，投入资金{}万元。",
    "开展隐患排查{}次，发现问题{}处，整改率{}%，立案{}起。",
]


def numbered_text() -> tuple[list[str], list[str]]:
    """Sixteen paragraphs that share four wordings, and their 64 numbers in order."""
    paragraphs, numbers = [], []
    for index in range(16):
        some = [str(131 + 17 * index), str(97 + 13 * index), f"{90 + index / 2:.1f}", f"{1 + index / 10:.1f}"]
        numbers += some
        paragraphs.append(f"第{'一二三四五六七八九十'[index % 10]}项：" + SENTENCES[index % 4].format(*some))
    return paragraphs, numbers


@pytest.fixture
def composed() -> bytes:
    """A document as this room composes it, with 64 numbers in paragraphs and six in a table."""
    paragraphs, _ = numbered_text()
    blocks: list[docx.Heading | docx.Paragraph | docx.Table] = []
    for index, text in enumerate(paragraphs):
        if index % 4 == 0:
            blocks.append(
                docx.Heading(
                    1, f"{'一二三四'[index // 4]}、{'民生经济城建安全'[index // 2 : index // 2 + 2]}工作"
                )
            )
        blocks.append(docx.Paragraph(text))
    rows = [["清溪镇", "301", "41.5"], ["白石镇", "288", "39.8"], ["双河镇", "190", "27.6"]]
    blocks.append(docx.Table(["镇", "事项（件）", "产值（亿元）"], rows))
    return docx.compose(
        docx.Document("清溪镇2025年工作总结", "", blocks, "清溪镇人民政府", datetime.date(2026, 1, 15))
    )


@pytest.fixture
def foreign() -> bytes:
    """A document by python-docx: numbers over several runs, a table, a header, an insertion and a deletion, a box."""
    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉2025"
    document.add_heading("一、信访工作", 1)
    paragraph = document.add_paragraph("全年办理信访事项")
    for text, bold in (("1", True), ("23", False), ("4件，办结率", True)):
        run = paragraph.add_run(text)
        run.bold = bold
        run.font.size = Pt(16)
    paragraph.add_run("98.6%。")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["指标", "数值", "产值", "12.3亿元"], strict=True):
        cell.text = text
    edited = document.add_paragraph("新增企业")
    edited._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="901" w:author="王"><w:r><w:delText>15</w:delText></w:r></w:del>'
        )
    )
    edited._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="902" w:author="王"><w:r><w:t>18</w:t></w:r></w:ins>')
    )
    edited.add_run("家\t其中\n规上3家")
    edited._p.append(
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val='面积'/></w:sdtPr><w:sdtContent>"
            "<w:r><w:t>，耕地2万亩</w:t></w:r></w:sdtContent></w:sdt>"
        )
    )
    box = (
        f"<w:r {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent><w:p><w:r><w:t>框内7项</w:t></w:r>"
        "</w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
        "<w:t>框内7项</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    edited._p.append(parse_xml(box))
    document.add_paragraph("结束")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def number_changes() -> Callable[[bytes, list[str]], list[docx.Change]]:
    """One change for each of these numbers, in their order in the text: only bookmarks, the text stays."""

    def changes(data: bytes, numbers: list[str]) -> list[docx.Change]:
        text, position, found = docx.paragraph_text(data), 0, []
        for index, number in enumerate(numbers):
            start = text.index(number, position)
            position = start + len(number)
            trace = {"metric": "petitions", "period": "2025", "area": "990101101000", "value": number}
            found.append(docx.Change(start, position, number, f"n{index}", trace=trace))
        return found

    return changes
