"""Files that are not what they say are refused fast, with what, where, what was expected and what to do."""

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from zhenwu.kernel import ooxml
from zhenwu.kernel.errors import BadInput
from zhenwu.writer import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{{}}</w:body></w:document>'


def file_with(**parts: bytes | str) -> bytes:
    """A docx with these contents for its document part (document=…) and others."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName='
        '"/word/document.xml" ContentType="{}"/></Types>'
    ).format(
        parts.pop("kind", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", parts.pop("document", DOCUMENT.format("<w:p/>")))
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted_entry() -> bytes:
    data = bytearray(file_with())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at : at + 2] = struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] | 1)
    return bytes(data)


def lying_sizes() -> bytes:
    """A part that announces 10 bytes and unpacks to 20 MB."""
    data = bytearray(file_with(document=b"<" + b" " * 20 * 2**20))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    "<!DOCTYPE w ["
    + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + '<!ENTITY a0 "ha">]>'
)

STRICT = DOCUMENT.format("").replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "空的"),
    "text": (lambda: "清溪镇2025年工作总结".encode(), "与扩展名不符"),
    "pdf": (lambda: b"%PDF-1.7\n", "PDF"),
    "html": (lambda: b"\xef\xbb\xbf<html>", "网页"),
    "old word": (lambda: OLE + b"\0" * 600, "旧版"),
    "encrypted": (lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "truncated": (lambda: file_with()[:-30], "损坏"),
    "half": (lambda: file_with()[:80], "损坏"),
    "broken entry": (lambda: file_with().replace(b"\x00\x00\x00word", b"\x00\x00\x00worm", 1), "损坏"),
    "locked entry": (encrypted_entry, "密码"),
    "plain zip": (lambda: _plain_zip(), "普通压缩包"),
    "spreadsheet": (lambda: file_with(kind="application/vnd.ms-excel"), "没有Word正文"),
    "macros": (lambda: file_with(kind="application/vnd.ms-word.document.macroEnabled.main+xml"), "宏"),
    "bomb": (lambda: file_with(document=b"<" + b" " * 190 * 2**20), "膨胀"),
    "bomb in a side part": (lambda: file_with(**{"word/media/1.png": b"\0" * 190 * 2**20}), "膨胀"),
    "many parts": (lambda: file_with(**{f"word/{n}.xml": b"" for n in range(6000)}), "膨胀"),
    "lying sizes": (lying_sizes, "损坏"),
    "external entity": (lambda: file_with(document=ENTITY + DOCUMENT.format("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")), "DOCTYPE"),
    "utf-16 entity": (lambda: file_with(document=(ENTITY + DOCUMENT.format("")).encode("utf-16")), "DOCTYPE"),
    "laughs": (lambda: file_with(document=LAUGHS + DOCUMENT.format("<w:p>&a9;</w:p>")), "内容"),
    "laughs in an attribute": (lambda: file_with(document=LAUGHS + DOCUMENT.format('<w:p a="&a9;"/>')), "内容"),
    "broken xml": (lambda: file_with(document=DOCUMENT.format("<w:p>")), "XML"),
    "empty xml": (lambda: file_with(document=""), "XML"),
    "too deep": (lambda: file_with(document=DOCUMENT.format("<w:p>" * 5000 + "</w:p>" * 5000)), "XML"),
    "too many tags": (lambda: file_with(document=DOCUMENT.format("".join(f"<w:p a='{n}'/>" for n in range(2**20)))), "过多"),
    "strict": (lambda: file_with(document=STRICT), "Strict"),
    "other root": (lambda: file_with(document="<a/>"), "不是Word"),
}  # fmt: skip


def _plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_before_much_is_unpacked(name: str) -> None:
    build, words = HOSTILE[name]
    data = build()
    for door in (docx.paragraph_text, docx.find, docx.lost, docx.traces, lambda data: docx.replace(data, [])):
        tracemalloc.start()
        with pytest.raises(BadInput) as caught:
            door(data)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert most < 64 * 2**20  # the bombs unpack to 190 MB
        (fault,) = caught.value.faults
        assert words in fault.what
        assert fault.where and fault.expected and fault.do


def test_deep_but_legal_document_is_read() -> None:
    nested = (
        "<w:sdt><w:sdtContent>" * 100
        + "<w:p><w:r><w:t>12件</w:t></w:r></w:p>"
        + "</w:sdtContent></w:sdt>" * 100
    )
    assert docx.paragraph_text(file_with(document=DOCUMENT.format(nested))) == "12件"


def test_name_of_the_file_is_told() -> None:
    with pytest.raises(BadInput) as caught:
        ooxml.open_document(b"%PDF-1.7", source="报告.docx")
    assert "报告.docx" in str(caught.value)
