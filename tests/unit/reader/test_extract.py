"""Every kind of file, and every way in which one can be wrong."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import docx, extract, read

SAID = "一、2025年工作回顾\n全年新建公厕6座,群众满意度达95%。"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def document(body: str, prolog: str = "") -> bytes:
    return f'<?xml version="1.0"?>{prolog}<w:document {W}><w:body>{body}</w:body></w:document>'.encode()


def packed(xml: bytes, name: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, xml)
    return buffer.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def pdf(*, words: bool) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    page = document.new_page(200, 200)
    if words:
        page.gen_content()
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_docx_takes_controls_and_insertions_and_leaves_deletions() -> None:
    body = (
        f"<w:p>{run('新建')}<w:ins>{run('公厕')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        f"<w:sdt><w:sdtContent>{run('6座')}</w:sdtContent></w:sdt></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('税收')}</w:p></w:tc><w:tc><w:p><w:r><w:t>1</w:t><w:tab/><w:t>2</w:t><w:br/></w:r></w:p></w:tc></w:tr></w:tbl>"
        f"<w:moveFrom>{run('走')}</w:moveFrom>"
    )
    xml = document(body)
    assert docx.paragraph_texts(xml) == ["新建公厕6座", "税收", "1\t2\n"]
    assert extract(packed(xml), "报告.docx").text == "\n".join(docx.paragraph_texts(xml))


def test_a_text_box_is_told_once_and_after_its_paragraph() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent><w:p>{run('框里')}</w:p></w:txbxContent>"
    body = (
        f'<w:p>{run("外面")}<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>{run('之后')}</w:p>"
    )
    assert docx.paragraph_texts(document(body)) == ["外面之后", "框里"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert extract(SAID.encode(encoding), "a.txt").text == SAID


def test_big5_is_recognised() -> None:
    said = "一、工作回顧\n全鎮新建文化廣場六處,發放補助資金,完成農村道路建設,群眾滿意。"
    assert extract(said.encode("big5"), "a.txt").text == said


def test_html_keeps_prose_and_drops_the_rest() -> None:
    page = (
        '<html><head><meta charset="gb2312"><title>标题</title></head><body><ul><li><a href="/">首页</a></li></ul>'
        "<p>一、2025年工作回顾</p><p>全年新建公厕6座,办结来信86件。</p><script>x()</script>"
        '<p>完成投资3亿元,增长5%。</p><div><a href="#">上一篇:关于某事的通知,请看</a></div></body></html>'
    ).encode("gb18030")
    made = extract(page, "a.html")
    assert made.kind == "html"
    assert made.text == "一、2025年工作回顾\n全年新建公厕6座,办结来信86件。\n完成投资3亿元,增长5%。"


GOOD = packed(document(f"<w:p>{run(SAID)}</w:p>"))
LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;">]>'
WRONG = {
    "empty": (b"", "a.txt", "ZW-READ-EMPTY"),
    "only blanks": (b" \n\t ", "a.txt", "ZW-READ-EMPTY"),
    "blank docx": (packed(document("<w:p/>")), "a.docx", "ZW-READ-EMPTY"),
    "renamed docx": (GOOD, "a.pdf", "ZW-READ-RENAMED"),
    "text named docx": (SAID.encode(), "a.docx", "ZW-READ-RENAMED"),
    "sheet named docx": (packed(b"<x/>", "xl/workbook.xml"), "a.docx", "ZW-READ-RENAMED"),
    "truncated docx": (GOOD[: len(GOOD) // 2], "a.docx", "ZW-READ-TRUNCATED"),
    "broken xml": (packed(b"<w:document"), "a.docx", "ZW-READ-BROKEN"),
    "entities": (packed(document("<w:p/>", LAUGHS)), "a.docx", "ZW-READ-DOCTYPE"),
    "bomb": (packed(b" " * 30_000_000), "a.docx", "ZW-READ-BOMB"),
    "truncated pdf": (b"%PDF-1.7\n1 0 obj\n<<", "a.pdf", "ZW-READ-TRUNCATED"),
    "scan": (pdf(words=False), "a.pdf", "ZW-READ-PICTURE"),
    "picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "a.txt", "ZW-READ-PICTURE"),
    "rtf": (b"{\\rtf1 x}", "a.doc", "ZW-READ-KIND"),
    "encrypted": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "a.docx",
        "ZW-READ-ENCRYPTED",
    ),
    "encrypted doc": (
        b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
        "a.doc",
        "ZW-READ-ENCRYPTED",
    ),
    "truncated doc": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "a.doc", "ZW-READ-TRUNCATED"),
    "binary": (bytes(range(256)) * 40, "a.txt", "ZW-READ-BINARY"),
    "half a character": (SAID.encode()[:-1], "a.txt", "ZW-READ-TRUNCATED"),
    "no sentence": (b"1,2,3\n4,5,6\n", "a.txt", "ZW-READ-NO-SENTENCE"),
}


@pytest.mark.parametrize("content, name, code", WRONG.values(), ids=WRONG.keys())
def test_bad_files_are_named(content: bytes, name: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(content, name=name)
    fault = caught.value.faults[0]
    assert fault.code == code
    assert fault.what and fault.expected and fault.do


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    with pytest.raises(BadInput) as caught:
        read(path)
    assert caught.value.faults[0].code == "ZW-READ-LARGE"


def test_a_missing_file_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path / "没有.txt")
    assert caught.value.faults[0].code == "ZW-READ-OPEN"


def test_a_text_without_a_sentence_is_no_report() -> None:
    with pytest.raises(BadInput):
        read("hello 123")


def test_an_old_document_needs_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhenwu.reader.word97.shutil.which", lambda _: None)
    content = b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le")
    with pytest.raises(BadInput) as caught:
        read(content, name="a.doc")
    assert caught.value.faults[0].code == "ZW-READ-DOC"
