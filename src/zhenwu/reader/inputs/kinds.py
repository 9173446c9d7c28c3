"""What kind of file it is, told by its first bytes; its name must not say otherwise."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePath

from zhenwu.reader.inputs import faults, word97
from zhenwu.reader.inputs.source import LARGEST_DOC, Source

_TITLES = {
    "docx": "Word文档（.docx）",
    "pdf": "PDF文件",
    "doc": "旧版Word文档（.doc）",
    "html": "网页",
    "txt": "文本",
}
#: By the ending of a name, the kinds that it may hold; other endings say nothing.
_TEXT = {"txt", "html"}
_ENDINGS = {
    "docx": {"docx"},
    "docm": {"docx"},
    "dotx": {"docx"},
    "pdf": {"pdf"},
    "doc": {"doc"},
    "dot": {"doc"},
    "wps": {"doc", "docx"},
    "xlsx": set[str](),
    "xls": set[str](),
    "et": set[str](),
    "pptx": set[str](),
    "ppt": set[str](),
} | dict.fromkeys(("txt", "text", "md", "csv", "log", "htm", "html", "xhtml", "shtml"), _TEXT)
_PICTURES = (
    (b"\x89PNG", "PNG图片"),
    (b"\xff\xd8\xff", "JPEG图片"),
    (b"GIF8", "GIF图片"),
    (b"BM", "BMP图片"),
    (b"II*\x00", "TIFF图片"),
    (b"MM\x00*", "TIFF图片"),
    (b"8BPS", "PSD图片"),
    (b"AT&TFORM", "DjVu扫描件"),
)
_OTHERS = (
    (b"{\\rtf", "RTF文档"),
    (b"Rar!\x1a\x07", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b\x08", "压缩包"),
    (b"BZh", "压缩包"),
    (b"\xfd7zXZ\x00", "压缩包"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
    (b"%!PS", "PostScript文件"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"MIME-Version:", "网页存档（mht）"),
    (b"From: <Saved by", "网页存档（mht）"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|p|meta|table|title|article|section|span|font|br|h[1-6]|ul|style|script)[\s>]",
    re.I,
)
#: As many tags make a page of a text that does not say that it is one.
_TAGS = 4
_PAGE = (b"<!doctype", b"<html", b"<head", b"<body", b"<meta", b"<title")
_WORD_XML = re.compile(rb"<\?mso-application|<pkg:package|<w:wordDocument", re.I)


def kind_of(source: Source) -> str:
    """The file's kind: docx, doc, pdf, html or txt; BadInput for another, or one that its name denies."""
    found = _by_content(source)
    ending = PurePath(source.name).suffix.lower().lstrip(".")
    if ending in _ENDINGS and found not in _ENDINGS[ending]:
        if found == "doc":
            # a docx with a password is such a file: that says more than that its name is wrong
            word97.check(source.whole(LARGEST_DOC), source.name)
        raise faults.renamed(
            source.name, f"文件名说是.{ending}，内容却是{_TITLES[found]}", f"内容与.{ending}相符的文件"
        )
    return found


def _by_content(source: Source) -> str:
    head, name = source.head, source.name
    if head.startswith(_ZIP):
        return "docx"
    if head.startswith(_OLE):
        return "doc"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, what in _PICTURES:
        # two letters begin a text as well
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head[:32]):
            raise faults.picture(name, f"这是{what}，不是报告的文字")
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:12] in (
        b"ftypheic",
        b"ftypavif",
        b"ftypmif1",
    ):
        raise faults.picture(name, "这是图片，不是报告的文字")
    for magic, what in _OTHERS:
        if head.startswith(magic) and (len(magic) > 3 or b"\x00" in head[:32]):
            raise faults.unknown(name, what)
    if _WORD_XML.search(head):
        raise faults.unknown(name, "Word的XML文件")
    # a page in UTF-16 has a zero beside every letter
    seen = head.replace(b"\x00", b"") if head.startswith(_MARKS[1:]) or _zeros(head) else head
    return "html" if _is_page(seen) else "txt"


def _is_page(seen: bytes) -> bool:
    """Whether a text is a page: it says so, begins with a tag, or is full of them; a tag left over in a text makes no page."""
    tags = [found[0].lower() for found in islice(_TAG.finditer(seen), _TAGS)]
    begins = seen.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    return bool(tags) and (begins or len(tags) >= _TAGS or any(tag.startswith(_PAGE) for tag in tags))


def _zeros(head: bytes) -> bool:
    """Whether every other byte of the beginning is zero: Latin letters in UTF-16 without a mark."""
    part = head[:64]
    return (
        len(part) >= 8 and min(part[::2].count(0), part[1::2].count(0)) == 0 and part.count(0) * 3 > len(part)
    )
