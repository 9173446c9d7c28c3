"""What a file is by its content, from where it comes, and every way in which it can be wrong."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from tests.unit.reader.inputs.files import SAID, Pdf, compound, document, docx, packed, paragraph, run

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract, read
from zhenwu.reader.inputs import source

GOOD = docx(paragraph(run(SAID.split("\n")[1])))
WORD = compound({"WordDocument": b"\xec\xa5\xc1\x00".ljust(5000, b"\0"), "1Table": bytes(5000)})
LOCKED = compound({"WordDocument": (b"\xec\xa5" + bytes(8) + b"\x00\x01").ljust(5000, b"\0")})
LAUGHS = '<!DOCTYPE w [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;">]>'
LINE = ["一、2025年工作回顾", "全年新建公厕6座，群众满意度达95%。"]
PDF = Pdf().lines(90, 700, LINE).content()
DRAWING = "<w:p><w:r><w:drawing/></w:r></w:p>"


def locked_entry() -> bytes:
    """A docx whose entries say that they are encrypted."""
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def swollen_directory() -> bytes:
    """A zip file of few bytes in many thousand entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(200):
            archive.writestr(zipfile.ZipInfo(f"{number}" + "x" * 60_000), b"")
    return buffer.getvalue()


WRONG = {
    "empty": (b"", "a.txt", "ZW-READ-EMPTY"),
    "only blanks": (b" \n\t ", "a.txt", "ZW-READ-EMPTY"),
    "only zeros": (bytes(9000), "a.docx", "ZW-READ-EMPTY"),
    "only a mark": (b"\xef\xbb\xbf", "a.txt", "ZW-READ-EMPTY"),
    "blank docx": (docx("<w:p/>"), "a.docx", "ZW-READ-EMPTY"),
    "blank pdf": (Pdf().content(), "a.pdf", "ZW-READ-EMPTY"),
    "renamed docx": (GOOD, "a.pdf", "ZW-READ-RENAMED"),
    "docx named txt": (GOOD, "a.txt", "ZW-READ-RENAMED"),
    "pdf named docx": (PDF, "a.docx", "ZW-READ-RENAMED"),
    "text named docx": (SAID.encode(), "a.docx", "ZW-READ-RENAMED"),
    "text named pdf": (SAID.encode(), "a.pdf", "ZW-READ-RENAMED"),
    "page named doc": (b"<html><p>" + SAID.encode(), "a.doc", "ZW-READ-RENAMED"),
    "doc named docx": (WORD, "a.docx", "ZW-READ-RENAMED"),
    "sheet named docx": (packed({"xl/workbook.xml": "<x/>"}), "a.docx", "ZW-READ-RENAMED"),
    "sheet by its relations": (
        packed({"_rels/.rels": '<r><x Type="t/officeDocument" Target="xl/workbook.xml"/></r>', "xl/workbook.xml": "<x/>"}),
        "a.docx",
        "ZW-READ-RENAMED",
    ),
    "slides named docx": (packed({"ppt/presentation.xml": "<x/>"}), "a.docx", "ZW-READ-RENAMED"),
    "old sheet": (compound({"Workbook": bytes(5000)}), "a.doc", "ZW-READ-RENAMED"),
    "sheet named xlsx": (packed({"xl/workbook.xml": "<x/>"}), "a.xlsx", "ZW-READ-RENAMED"),
    "plain zip": (packed({"a.txt": SAID}), "a.zip", "ZW-READ-RENAMED"),
    "picture named docx": (b"\x89PNG\r\n\x1a\n" + b"0" * 64, "a.docx", "ZW-READ-PICTURE"),
    "picture named txt": (b"\xff\xd8\xff\xe0" + b"0" * 64, "a.txt", "ZW-READ-PICTURE"),
    "docx of pictures": (docx(DRAWING), "a.docx", "ZW-READ-PICTURE"),
    "scan": (Pdf().picture().content(), "a.pdf", "ZW-READ-PICTURE"),
    "page of pictures": (b"<html><body><p><img src='1.png'></p></body></html>", "a.html", "ZW-READ-PICTURE"),
    "truncated docx": (GOOD[: len(GOOD) // 2], "a.docx", "ZW-READ-TRUNCATED"),
    "truncated pdf": (PDF[:-40], "a.pdf", "ZW-READ-TRUNCATED"),
    "truncated head": (b"%PDF-1.7\n1 0 obj\n<<", "a.pdf", "ZW-READ-TRUNCATED"),
    "linear pdf cut short": (
        b"%PDF-1.7\n1 0 obj\n<</Linearized 1/L 99999/H[1 2]>>\nendobj\n%%EOF\n", "a.pdf", "ZW-READ-TRUNCATED",
    ),
    "nonsense pdf": (b"%PDF-1.7\nabc\n%%EOF\n", "a.pdf", "ZW-READ-TRUNCATED"),
    "truncated doc": (WORD[:-600], "a.doc", "ZW-READ-TRUNCATED"),
    "doc cut in its head": (WORD[:300], "a.doc", "ZW-READ-TRUNCATED"),
    "half a character": (SAID.encode()[:-1], "a.txt", "ZW-READ-TRUNCATED"),
    "half a character of GBK": (SAID.encode("gb18030")[:-1], "a.txt", "ZW-READ-TRUNCATED"),
    "half a character of UTF-16": (SAID.encode("utf-16")[:-1], "a.txt", "ZW-READ-TRUNCATED"),
    "broken xml": (packed({"word/document.xml": "<w:document"}), "a.docx", "ZW-READ-BROKEN"),
    "entities": (packed({"word/document.xml": document("<w:p/>", LAUGHS)}), "a.docx", "ZW-READ-DOCTYPE"),
    "bomb": (packed({"word/document.xml": b" " * 30_000_000}), "a.docx", "ZW-READ-BOMB"),
    "bomb of names": (swollen_directory(), "a.docx", "ZW-READ-BOMB"),
    "too many parts": (packed({f"{n}.xml": b"" for n in range(5100)}), "a.docx", "ZW-READ-BOMB"),
    "strange packing": (packed({"word/document.xml": document("<w:p/>")}, zipfile.ZIP_LZMA), "a.docx", "ZW-READ-TRUNCATED"),
    "rtf": (b"{\\rtf1 x}", "a.doc", "ZW-READ-KIND"),
    "ofd": (packed({"OFD.xml": "<x/>"}), "a.ofd", "ZW-READ-KIND"),
    "odt": (packed({"content.xml": "<x/>"}), "a.odt", "ZW-READ-KIND"),
    "saved page": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n", "a.mht", "ZW-READ-KIND"),
    "word xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "a.xml", "ZW-READ-KIND"),
    "other old file": (compound({"Contents": bytes(5000)}), "a.doc", "ZW-READ-KIND"),
    "docx with a password": (compound({"EncryptedPackage": bytes(5000)}), "a.docx", "ZW-READ-ENCRYPTED"),
    "docx with a password named doc": (compound({"EncryptedPackage": bytes(5000)}), "a.doc", "ZW-READ-ENCRYPTED"),
    "zip with a password": (locked_entry(), "a.docx", "ZW-READ-ENCRYPTED"),
    "doc with a password": (LOCKED, "a.doc", "ZW-READ-ENCRYPTED"),
    "pdf with a password": (Pdf().lines(90, 700, LINE).content(b"1234"), "a.pdf", "ZW-READ-ENCRYPTED"),
    "binary": (bytes(range(256)) * 40, "a.txt", "ZW-READ-BINARY"),
    "no sentence": (b"1,2,3\n4,5,6\n", "a.txt", "ZW-READ-NO-SENTENCE"),
    "no sentence in a docx": (docx(paragraph(run("1234"))), "a.docx", "ZW-READ-NO-SENTENCE"),
}  # fmt: skip


@pytest.mark.parametrize("content, name, code", WRONG.values(), ids=WRONG.keys())
def test_bad_files_are_named(content: bytes, name: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(content, name=name)
    fault = caught.value.faults[0]
    assert fault.code == code
    assert fault.what and fault.where and fault.expected and fault.do


@pytest.mark.parametrize("content", [GOOD, PDF, SAID.encode()], ids=["docx", "pdf", "txt"])
def test_a_file_reads_alike_from_path_bytes_and_stream(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "报告"
    path.write_bytes(content)
    with path.open("rb") as stream:
        assert extract(content) == extract(path) == extract(io.BytesIO(content)) == extract(stream)


def test_a_wps_file_is_what_it_holds() -> None:
    assert extract(GOOD, "报告.wps").kind == "docx"


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    assert extract(Pdf().lines(90, 700, LINE).content(b""), "a.pdf").text == "\n".join(LINE)


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for size in (source.LARGEST_TEXT, source.LARGEST):
        with path.open("wb") as file:
            file.write(b"1")
            file.truncate(size + 1)
        with pytest.raises(BadInput) as caught:
            read(path)
        assert caught.value.faults[0].code == "ZW-READ-LARGE"


def test_a_stream_is_read_no_further_than_the_largest_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "LARGEST", 1000)

    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            buffer[:] = b"1" * len(buffer)
            Endless.taken += len(buffer)
            return len(buffer)

    with pytest.raises(BadInput) as caught:
        extract(io.BufferedReader(Endless()), "a.txt")
    assert caught.value.faults[0].code == "ZW-READ-LARGE"
    assert Endless.taken < 100_000


def test_a_long_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhenwu.reader.inputs.LONGEST", 20)
    with pytest.raises(BadInput) as caught:
        extract(SAID)
    assert caught.value.faults[0].code == "ZW-READ-LARGE"


@pytest.mark.parametrize("name", ["没有.txt", "."])
def test_what_is_no_file_is_bad_input(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path / name)
    assert caught.value.faults[0].code == "ZW-READ-OPEN"


def test_a_text_without_a_sentence_is_no_report() -> None:
    with pytest.raises(BadInput):
        read("hello 123")


@pytest.mark.parametrize("content, name", [(GOOD, "a.docx"), (WORD, "a.doc")], ids=["docx", "doc"])
def test_a_file_cut_anywhere_is_named(content: bytes, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhenwu.reader.inputs.word97.shutil.which", lambda _: None)
    for length in range(1, len(content) - 512 * (name == "a.doc"), 37):
        with pytest.raises(BadInput) as caught:
            extract(content[:length], name)
        if length >= 8:
            assert caught.value.faults[0].code == "ZW-READ-TRUNCATED", length


def test_a_text_cut_anywhere_is_a_shorter_text_or_named() -> None:
    for encoding in ("utf-8", "gb18030", "utf-16", "utf-8-sig"):
        content = SAID.encode(encoding)
        for length in range(20, len(content)):
            try:
                assert SAID.startswith(extract(content[:length], "a.txt").text)
            except BadInput as error:
                assert error.faults[0].code in ("ZW-READ-TRUNCATED", "ZW-READ-NO-SENTENCE")


def test_a_tag_left_over_in_a_text_makes_no_page() -> None:
    text = "一、2025年工作回顾\n全年新建公厕6座。\n二、2026年工作安排\n<br>改造户厕150户。"
    whole = read(text.encode())
    assert whole.source_kind == "txt"
    assert [s.title for s in whole.sections] == ["2025年工作回顾", "2026年工作安排"]


@pytest.mark.parametrize(
    "page",
    [
        "<p>全年新建公厕6座。</p>",
        "前言<html><body><p>全年新建公厕6座。</p>",
        "甲<br>乙<br>丙<br>丁<br>全年新建公厕6座。",
    ],
)
def test_a_page_is_one_by_what_it_says_how_it_begins_or_by_many_tags(page: str) -> None:
    assert read(page.encode()).source_kind == "html"
