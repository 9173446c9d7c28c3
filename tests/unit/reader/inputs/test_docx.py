"""What a Word document's text is: controls, changes, numbers, tables, boxes, notes, fields, hidden text, signs."""

from __future__ import annotations

import pytest
from tests.unit.reader.inputs.files import (
    NAMESPACES,
    W,
    document,
    docx,
    level,
    lists,
    numbered,
    packed,
    paragraph,
    run,
)

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract, read
from zhenwu.reader.inputs import docx as docx_input

P = "<w:p><w:r><w:t>全年报告正文</w:t></w:r></w:p>"


def text(body: str, **parts: str) -> str:
    """A document's text after a first paragraph that makes it a report."""
    made = extract(docx(P + body, **parts), "报告.docx").text
    assert made.startswith("全年报告正文")
    return made.removeprefix("全年报告正文").removeprefix("\n")


def changed(kind: str, content: str) -> str:
    return f'<w:{kind} w:id="1" w:author="王">{content}</w:{kind}>'


def field(code: str, result: str, kind: str = "PAGE") -> str:
    def mark(name: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{name}"/></w:r>'

    return f"{mark('begin')}<w:r><w:instrText>{kind}</w:instrText></w:r>{code}{mark('separate')}{result}{mark('end')}"


def box(content: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>{content}</w:txbxContent></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{content}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


RULE = {
    "content controls": (
        paragraph(run("新建") + f"<w:sdt><w:sdtContent>{run('6座')}</w:sdtContent></w:sdt>"),
        "新建6座",
    ),
    "a control around paragraphs": (
        f"<w:sdt><w:sdtContent>{paragraph(run('一'))}{paragraph(run('二'))}</w:sdtContent></w:sdt>",
        "一\n二",
    ),
    "a control's prompt": (
        paragraph(
            run("面积")
            + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("单击此处输入", '<w:rStyle w:val="hint"/>')
            + "</w:sdtContent></w:sdt>"
            + run("亩")
        ),
        "面积亩",
    ),
    "a control that was filled but says it prompts": (
        paragraph(
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("80")
            + "</w:sdtContent></w:sdt>"
        ),
        "80",
    ),
    "insertions and deletions": (
        paragraph(
            run("新建")
            + changed("ins", run("8"))
            + changed("del", "<w:r><w:delText>6</w:delText><w:tab/></w:r>")
            + run("座")
        ),
        "新建8座",
    ),
    "moved text": (paragraph(changed("moveFrom", run("旧")) + changed("moveTo", run("新"))), "新"),
    "a deleted paragraph mark": (
        paragraph(run("完成投资"), "<w:rPr><w:del w:id='1'/></w:rPr>")
        + paragraph(run("3亿元"))
        + paragraph(run("完")),
        "完成投资3亿元\n完",
    ),
    "a deleted row": (
        "<w:tbl><w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc>"
        + paragraph(run("旧"))
        + "</w:tc></w:tr><w:tr><w:tc>"
        + paragraph(run("新"))
        + "</w:tc></w:tr></w:tbl>",
        "新",
    ),
    "old properties of a changed run": (
        paragraph(
            "<w:r><w:rPr><w:rPrChange w:id='1'><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>在</w:t></w:r>"
        ),
        "在",
    ),
    "a table": (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(run(c))}</w:tc>" for c in row) + "</w:tr>"
            for row in ("甲乙", "丙丁")
        )
        + "</w:tbl>"
        + paragraph(run("后")),
        "甲\t乙\n丙\t丁\n后",
    ),
    "a cell of two paragraphs": (
        f"<w:tbl><w:tr><w:tc>{paragraph(run('一'))}{paragraph(run('二'))}</w:tc><w:tc>{paragraph(run('三'))}</w:tc></w:tr></w:tbl>",
        "一\n二\t三",
    ),
    "a table in a table": (
        f"<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{paragraph(run('内'))}</w:tc></w:tr></w:tbl>{paragraph(run('外'))}</w:tc><w:tc>{paragraph(run('旁'))}"
        "</w:tc></w:tr></w:tbl>",
        "内\n外\t旁",
    ),
    "a text box once, after its paragraph": (
        paragraph(run("外面") + box(paragraph(run("框里"))) + run("之后")),
        "外面之后\n框里",
    ),
    "a box that only old programs know": (
        paragraph(f"<w:r><w:pict><w:txbxContent>{paragraph(run('框里'))}</w:txbxContent></w:pict></w:r>"),
        "\n框里",
    ),
    "a field's result": (paragraph(run("第") + field("", run("3")) + run("页")), "第3页"),
    "a field in a field's code": (paragraph(field(field("", run("9")), run("是"), "IF")), "是"),
    "a field that never ends": (
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("x")) + paragraph(run("还在")),
        "\n还在",
    ),
    "a simple field and a link": (
        paragraph(f"<w:fldSimple>{run('4')}</w:fldSimple><w:hyperlink>{run('5')}</w:hyperlink>"),
        "45",
    ),
    "hidden text": (
        paragraph(run("看") + run("不见", "<w:vanish/>") + run("见", '<w:vanish w:val="0"/>')),
        "看见",
    ),
    "hidden by style": (
        paragraph(
            run("看")
            + run("不", '<w:rStyle w:val="off"/>')
            + run("见", '<w:rStyle w:val="off"/><w:vanish w:val="false"/>')
        ),
        "看见",
    ),
    "a hidden paragraph": (
        paragraph(run("不", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>") + paragraph(run("见")),
        "见",
    ),
    "a paragraph hidden by its style": (
        paragraph(run("不"), '<w:pStyle w:val="gone"/>') + paragraph(run("见")),
        "见",
    ),
    "a heading that runs in": (
        paragraph(run("产业。"), "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + paragraph(run("新增企业。")),
        "产业。新增企业。",
    ),
    "hyphens, tabs and breaks": (
        paragraph(
            "<w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:softHyphen/><w:tab/><w:br/><w:cr/><w:t>3</w:t></w:r>",
            "<w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs>",
        ),
        "1-2\t\n\n3",
    ),
    "symbols": (
        paragraph(
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B1"/>'
            '<w:sym w:font="x" w:char="2103"/><w:sym/></w:r>'
        ),
        "☑±℃",
    ),
    "a reading over a character": (
        paragraph(
            f"<w:r><w:ruby><w:rt>{run('pīn')}</w:rt><w:rubyBase>{run('拼')}</w:rubyBase></w:ruby></w:r>"
        ),
        "拼",
    ),
    "a formula": (
        paragraph(
            run("占")
            + "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
        ),
        "占1/2",
    ),
    "a line end in the XML": (paragraph("<w:r><w:t>新建\n公厕</w:t></w:r>"), "新建 公厕"),
    "comments in the XML": (paragraph("<w:r><w:t>𠮷<!-- y -->&lt;1</w:t></w:r>"), "𠮷<1"),
}
STYLES = (
    f"<w:styles {NAMESPACES}>"
    '<w:style w:type="character" w:styleId="off"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="hint"><w:name w:val="Placeholder Text"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="base"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="gone"><w:basedOn w:val="base"/></w:style>'
    "</w:styles>"
)


@pytest.mark.parametrize("body, expected", RULE.values(), ids=RULE.keys())
def test_the_rule_of_text(body: str, expected: str) -> None:
    assert text(body, styles=STYLES) == expected


def test_the_same_in_strict_open_xml() -> None:
    xml = document(paragraph(run("新建公厕") + changed("del", run("旧")))).replace(
        W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    assert extract(packed({"word/document.xml": xml}), "a.docx").text == "新建公厕"


def notes(*content: str) -> str:
    made = "".join(
        f'<w:footnote w:id="{n}"{kind}>{paragraph(text)}</w:footnote>'
        for n, (text, kind) in enumerate([(run("—"), ' w:type="separator"'), *((c, "") for c in content)])
    )
    return f"<w:footnotes {NAMESPACES}>{made}</w:footnotes>"


def test_footnotes_follow_the_text_that_refers_to_them() -> None:
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = paragraph(
        run("规上企业") + refer.format(2) + run("3家") + changed("del", refer.format(1)) + refer.format(0)
    )
    assert text(
        body, footnotes=notes(run("删去的注"), "<w:r><w:footnoteRef/></w:r>" + run("年营收2000万元以上"))
    ) == ("规上企业3家\n年营收2000万元以上")


LIST = lists(
    level(0, "chineseCounting", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4"),
    level(0, "ideographDigital", "第%1章", suffix="space") + level(1, "decimal", "%1.%2", "<w:isLgl/>"),
    level(0, "bullet", "\uf06c", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>') + level(1, "none", ""),
    level(0, "decimal", "%1", start=3, suffix="nothing")
    + level(1, "upperRoman", "%2)", '<w:lvlRestart w:val="0"/>'),
    numbers=(
        '<w:num w:numId="11"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="12"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    ),
)
NUMBERED = {
    "levels": (
        [(1, 0), (1, 1), (1, 1), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1)],
        "一、|（一）|（二）|1.\t|①\t|（三）|1.\t|二、|（一）",
    ),
    "two numbers of one list": ([(1, 0), (11, 0), (1, 0)], "一、|二、|三、"),
    "a number that begins anew": ([(1, 0), (12, 0), (12, 0), (1, 0)], "一、|五、|六、|七、"),
    "a higher level that has not come": ([(1, 2), (1, 0), (1, 2)], "1.\t|一、|1.\t"),
    "digits for all levels": ([(2, 0), (2, 1), (2, 0), (2, 1)], "第一章\t|1.1\t|第二章\t|2.1\t"),
    "bullets and none": ([(3, 0), (3, 1)], "●|"),
    "a start, no restart": ([(4, 0), (4, 1), (4, 1), (4, 0), (4, 1)], "3\t|I)|II)|4\t|III)"),
    "a list or level that is not there": ([(99, 0), (1, 8), (0, 0)], "||"),
}


@pytest.mark.parametrize("sequence, labels", NUMBERED.values(), ids=NUMBERED.keys())
def test_automatic_numbers(sequence: list[tuple[int, int]], labels: str) -> None:
    body = "".join(numbered("文", number, at) for number, at in sequence)
    assert text(body, numbering=LIST) == "\n".join(label + "文" for label in labels.split("|"))


def test_numbers_that_styles_give() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h3"><w:basedOn w:val="h1"/></w:style></w:styles>'
    )
    numbering = lists(
        level(0, "chineseCounting", "%1、", '<w:pStyle w:val="h1"/>')
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3．", '<w:pStyle w:val="h3"/>')
    )
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        paragraph(run("文"), f'<w:pStyle w:val="{style}"/>' + more)
        for style, more in [
            ("h1", ""),
            ("h2", ""),
            ("h3", ""),
            ("h1", off),
            ("a", ""),
            ("h2", ""),
            ("h1", ""),
        ]
    )
    assert (
        text(body, styles=styles, numbering=numbering)
        == "一、文\n（一）文\n1．\t文\n文\n文\n（二）文\n二、文"
    )


def test_lists_that_list_styles_make() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="numbering" w:styleId="list">'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        "</w:styles>"
    )
    numbering = lists(level(0, "decimal", "（%1）"), '<w:numStyleLink w:val="list"/>')
    assert (
        text(numbered("文", 2) + numbered("文", 2), styles=styles, numbering=numbering) == "（1）文\n（2）文"
    )


def test_deleted_and_hidden_items_are_not_counted() -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    gone = paragraph(changed("del", run("旧")), number + "<w:rPr><w:del w:id='1'/></w:rPr>")
    hidden = paragraph(run("不", "<w:vanish/>"), number + "<w:rPr><w:vanish/></w:rPr>")
    body = numbered("甲", 1) + gone + hidden + numbered("乙", 1)
    assert text(body, numbering=LIST) == "一、甲\n二、乙"


def test_styles_that_go_round_in_a_circle() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:styleId="x"><w:basedOn w:val="y"/></w:style>'
        '<w:style w:styleId="y"><w:basedOn w:val="x"/></w:style></w:styles>'
    )
    assert text(paragraph(run("文"), '<w:pStyle w:val="x"/>'), styles=styles) == "文"


def test_an_automatic_number_is_no_figure_and_joins_none() -> None:
    numbering = lists(
        level(0, "decimal", "%1.", suffix="nothing"), level(0, "decimal", "共%1项", suffix="space")
    )
    body = (
        paragraph(run("一、2025年工作回顾"))
        + numbered("5万元用于修路，新建公路3公里。", 1)
        + numbered("完成投资8亿元。", 2)
    )
    made = extract(docx(body, numbering=numbering), "a.docx")
    assert [made.text[low:high] for low, high in made.fixed] == ["1.\t", "共1项\t"]
    figures = read(docx(body, numbering=numbering), name="a.docx", year=2025).figures
    assert [figure.surface for figure in figures] == ["5万元", "3公里", "8亿元"]


def test_a_long_document_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_input, "LONGEST", 100)
    with pytest.raises(BadInput) as caught:
        extract(docx(paragraph(run("全年" * 60))), "a.docx")
    assert caught.value.faults[0].code == "ZW-READ-LARGE"


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_input, "MAX_ELEMENTS", 100)
    with pytest.raises(BadInput) as caught:
        extract(docx(paragraph(run("全年报告")) * 60), "a.docx")
    assert caught.value.faults[0].code == "ZW-READ-LARGE"
