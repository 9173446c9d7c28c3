"""The text of a docx by the rule of `zhenwu.kernel.ooxml.text`, read as a stream, so that its length costs no memory.

The writer reads the same rule from a tree, so an offset here is a place there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from lxml import etree

from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.ooxml import STRICT, Archive, Paragraph, W, Walk, fixed_places, names_of, sheet_of, text_of
from zhenwu.kernel.ooxml.numbering import Sheet
from zhenwu.reader.inputs import faults
from zhenwu.reader.inputs.source import LONGEST, Source

MAX_PART = 64 * 2**20
MAX_ELEMENTS = 1_500_000
_KIND = "Word文档（docx）"
_PICTURES = {f"{{{W}}}{name}" for name in ("drawing", "pict", "object")}


class _Stream:
    """Tells a walk about elements while they are parsed."""

    def __init__(self, walk: Walk, name: str) -> None:
        self.walk, self.name = walk, name
        self.elements = self.skipping = 0
        self.pictures = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        if self.skipping:
            self.skipping += 1
            return
        if self.elements > MAX_ELEMENTS:
            raise faults.too_large(self.name, "超过150万个排版元素", "30万字的报告")
        self.pictures = self.pictures or tag in _PICTURES
        if not self.walk.start(tag, attributes):
            self.skipping = 1

    def end(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        else:
            self.walk.end(tag)

    def data(self, text: str) -> None:
        if self.walk.buffer is not None:
            self.walk.buffer.append(text)

    def doctype(self, *_: object) -> None:
        raise faults.doctype(self.name)

    def close(self) -> bool:
        return self.pictures


def _told(walk: Walk, xml: bytes, name: str) -> bool:
    """Tell the walk about a part; whether it has pictures."""
    stream = _Stream(walk, name)
    # huge_tree lifts libxml2's limit on depth and length, which the counts here replace: nothing is kept of an element.
    parser = etree.XMLParser(
        target=cast(Any, stream), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        return bool(etree.fromstring(xml, parser))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise faults.broken(name, _KIND, "文档内容损坏，不是完整的XML") from error


def paragraphs(xml: bytes, sheet: Sheet | None = None, *, name: str = "") -> list[Paragraph]:
    """The paragraphs of a document part alone."""
    walk = Walk(sheet or Sheet())
    _told(walk, xml.replace(STRICT.encode(), W.encode()), name)
    walk.close()
    return walk.found


def paragraph_texts(xml: bytes) -> list[str]:
    """The text of each paragraph of a document part, without what ends it.

    xml : word/document.xml. Raises BadInput when the XML is broken or declares a document type.
    """
    return [paragraph.text for paragraph in paragraphs(xml)]


def read(source: Source) -> tuple[str, list[tuple[int, int]]]:
    """The text of a docx file, and the places in it that no run holds: automatic numbers, formulas.

    Raises BadInput: truncated, encrypted, a bomb, no Word document, or pictures only.
    """
    name = source.name
    archive = Archive(source.file, source=name, kind=_KIND)

    def get(part: str) -> bytes | None:
        if part not in archive:
            return None
        return archive.read(part, most=MAX_PART).replace(STRICT.encode(), W.encode())

    names = names_of(get, name)
    if names.main not in archive or names.main.startswith(("xl/", "ppt/")):
        raise _other(archive, name)
    walk = Walk(sheet_of(names, get, name))
    pictures = False
    for part in (names.main, *names.notes):
        pictures = _told(walk, get(part) or b"", name) or pictures
    walk.close()
    text = text_of(walk.found)
    if len(text) > LONGEST:
        raise faults.too_large(name, f"{len(text) // 10_000}万字", f"{LONGEST // 10_000}万字")
    if pictures and not text.strip():
        raise faults.picture(name, "文档里只有图片，没有文字")
    return text, fixed_places(walk.found)


def _other(archive: Archive, name: str) -> BadInput:
    """What a zip file is that holds no Word document."""
    parts = archive.entries
    if "OFD.xml" in parts:
        return faults.unknown(name, "版式文件（OFD）")
    if "content.xml" in parts:
        return faults.unknown(name, "OpenDocument文档")
    what = "压缩包"
    if any(part.startswith("xl/") for part in parts):
        what = "Excel表格"
    elif any(part.startswith("ppt/") for part in parts):
        what = "演示文稿"
    return faults.renamed(name, f"这是{what}，不是Word文档", "docx", "请选报告的Word文档")
