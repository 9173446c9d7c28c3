"""The text of a docx: a walk over its paragraphs, with content controls and tracked insertions, without deletions.

The text is exactly `paragraph_texts(document_xml)` joined by a line break, so an offset in it can be led back to a paragraph and,
by counting the characters of its w:t, w:tab and w:br, to a run.
"""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from zhenwu.kernel.errors import BadInput

_LARGEST_PART = 100 * 1024 * 1024
_RATIO = 200
_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Deleted text, the reading over a character (ruby), and properties, in which w:tab is a tab stop.
_NO_TEXT = ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr")
_LEFT_OUT = {f"{s} {tag}" for s in _SPACES for tag in _NO_TEXT} | {f"{_COMPATIBILITY} Fallback"}
_P, _T, _TAB, _BREAK, _R, _HYPHEN = (
    {f"{s} {tag}" for s in _SPACES for tag in tags}
    for tags in (("p",), ("t",), ("tab", "ptab"), ("br", "cr"), ("r",), ("noBreakHyphen",))
)


class _Walk:
    """Collects paragraphs in the order in which they begin; a paragraph in a text box inside another is one of its own."""

    def __init__(self) -> None:
        self.paragraphs: list[list[str]] = []
        self.open: list[list[str]] = []
        self.in_text = False
        self.in_run = 0
        self.left_out = 0

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if self.left_out or tag in _LEFT_OUT:
            self.left_out += 1
        elif tag in _P:
            paragraph: list[str] = []
            self.paragraphs.append(paragraph)
            self.open.append(paragraph)
        elif tag in _R:
            self.in_run += 1
        elif self.open and self.in_run:
            if tag in _T:
                self.in_text = True
            elif tag in _TAB:
                self.open[-1].append("\t")
            elif tag in _BREAK:
                self.open[-1].append("\n")
            elif tag in _HYPHEN:
                self.open[-1].append("-")

    def end(self, tag: str) -> None:
        if self.left_out:
            self.left_out -= 1
        elif tag in _P:
            self.open.pop()
        elif tag in _R:
            self.in_run -= 1
        elif tag in _T:
            self.in_text = False

    def data(self, text: str) -> None:
        if self.in_text and not self.left_out and self.open:
            self.open[-1].append(text)


def paragraph_texts(xml: bytes) -> list[str]:
    """The text of each w:p of a document part in document order: w:t as it stands, tabs as \\t, breaks as \\n.

    xml : word/document.xml. Inside content controls and tracked insertions too; deleted and moved-away text is left out.
    Raises BadInput when the XML is broken or declares a document type.
    """
    walk = _Walk()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.data

    def refuse(*_: object) -> None:
        raise BadInput(
            "文档里有不该有的类型声明",
            expected="Word保存的docx",
            do="请用Word或WPS另存一份",
            code="ZW-READ-DOCTYPE",
        )

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BadInput(
            f"文档内容损坏(第{error.lineno}行)",
            expected="完整的docx",
            do="请用Word或WPS打开后另存一份",
            code="ZW-READ-BROKEN",
        ) from error
    return ["".join(p) for p in walk.paragraphs]


def document_xml(content: bytes, name: str = "") -> bytes:
    """The main part of a docx, or BadInput when the archive is truncated, encrypted, a bomb or no docx."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise _not_docx(names, name)
            info = archive.getinfo("word/document.xml")
            if info.flag_bits & 1:
                raise BadInput(
                    "文件加了密",
                    where=name,
                    expected="没有密码的文件",
                    do="请去掉密码后再读",
                    code="ZW-READ-ENCRYPTED",
                )
            if info.file_size > _LARGEST_PART or (
                info.file_size > max(1, info.compress_size) * _RATIO and info.file_size > 10**7
            ):
                raise _bomb(name)
            with archive.open(info) as part:
                made = part.read(_LARGEST_PART + 1)
            if len(made) > _LARGEST_PART:
                raise _bomb(name)
            return made
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise BadInput(
            "文件不完整或已损坏",
            where=name,
            expected="完整的docx",
            do="请重新下载，或用Word、WPS打开后另存一份",
            code="ZW-READ-TRUNCATED",
        ) from error
    except Exception as error:
        if isinstance(error, BadInput):
            raise
        raise BadInput(
            "文件已损坏",
            where=name,
            expected="完整的docx",
            do="请用Word或WPS打开后另存一份",
            code="ZW-READ-BROKEN",
        ) from error


def text(content: bytes, name: str = "") -> str:
    """The text of a docx file."""
    return "\n".join(paragraph_texts(document_xml(content, name)))


def _not_docx(names: set[str], name: str) -> BadInput:
    what = (
        "Excel表格"
        if any(n.startswith("xl/") for n in names)
        else "演示文稿"
        if any(n.startswith("ppt/") for n in names)
        else "压缩包"
    )
    if "content.xml" in names:
        what = "OpenDocument文档"
    return BadInput(
        f"这是{what},不是Word文档",
        where=name,
        expected="docx",
        do="请选报告的Word文档",
        code="ZW-READ-RENAMED",
    )


def _bomb(name: str) -> BadInput:
    return BadInput(
        "文件解开后大得不正常",
        where=name,
        expected="正常的docx",
        do="请不要打开它，换一份可靠来源的文件",
        code="ZW-READ-BOMB",
    )
