"""Word files (docx) taken apart safely, and one rule of what their text is.

In come the bytes of a file somebody sent; out come its parts, or BadInput that says why not. The rule of text
lives here, because whoever reads a document and whoever writes into it must count the same characters:

- every w:p in document order, also in tables, content controls and text boxes (a box follows its paragraph);
- in it w:t, a tab as "\\t", a break as "\\n", a non-breaking hyphen as "-"; insertions count, deletions not;
- paragraphs are joined by "\\n". Headers, notes, comments, field codes and automatic numbers are not text.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from zhenwu.kernel.errors import BadInput, Fault

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

MAX_FILE = 50 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_XML = 20 * 2**20
MAX_TAGS = 1_000_000
MAX_PARTS = 5_000
# Word's own XML packs 10 to 60 times smaller; a bomb comes near the thousand that deflate allows.
MAX_RATIO = 200
RATIO_FROM = 2**20

Element = etree._Element


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


@dataclass(slots=True)
class Package:
    """The parts of an Office file by name, and the name of the main one."""

    parts: dict[str, bytes]
    main: str = ""
    source: str = ""

    def xml(self, name: str) -> Element:
        """A part parsed; BadInput when it is no plain XML."""
        return parse(self.parts[name], part=name, source=self.source)

    def document(self) -> Element:
        """The main part parsed."""
        return self.xml(self.main)


class Piece(NamedTuple):
    """A stretch of text with the run and the element it comes from.

    A bookmark's start or end is a piece of no text, whose run is None: it has a place between characters.
    """

    text: str
    run: Element | None
    node: Element


@dataclass(slots=True)
class Paragraph:
    """A w:p and its pieces in order."""

    element: Element | None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    def __iter__(self) -> Iterator[Piece]:
        return iter(self.pieces)


# -- opening -------------------------------------------------------------------------------------------------


def _refuse(what: str, *, source: str, where: str = "", expected: str, do: str) -> BadInput:
    fault = Fault(what, where or source or "整个文件", expected, do, BadInput.code)
    error = BadInput(fault.what, where=fault.where, expected=expected, do=do)
    error.source = source if where else ""
    return error


def _check_magic(data: bytes, source: str, kind: str) -> None:
    expected = f"{kind}文件"
    if not data:
        raise _refuse("文件是空的", source=source, expected=expected, do="请重新导出或另存后再上传")
    if len(data) > MAX_FILE:
        raise _refuse(
            f"文件太大（{len(data) / 2**20:.0f} MB）",
            source=source,
            expected=f"不超过{MAX_FILE // 2**20} MB",
            do="请压缩文中图片或拆分后再上传",
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _refuse(
                "文件设了打开密码", source=source, expected=f"未加密的{expected}", do="请取消密码另存后再上传"
            )
        raise _refuse(
            "文件是旧版Office格式（doc、xls或wps）",
            source=source,
            expected=expected,
            do="请用Word或WPS另存为docx（表格另存为xlsx）后再上传",
        )
    if data.startswith(b"PK\x03\x04"):
        return
    names = {b"%PDF": "PDF", b"{\\rtf": "RTF", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"<": "网页或XML"}
    found = next(
        (name for magic, name in names.items() if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(magic)), ""
    )
    raise _refuse(
        f"文件其实是{found}" if found else "文件内容与扩展名不符",
        source=source,
        expected=expected,
        do="请用Word或WPS打开，另存为docx（表格另存为xlsx）后再上传",
    )


def open_package(data: bytes, *, source: str = "", kind: str = "Office") -> Package:
    """Unpack an Office file (docx, xlsx) within limits.

    source : the file's name, for the message. kind : what was expected, in words.
    Raises BadInput for a file that is empty, too big, encrypted, of another kind, damaged, or a zip bomb;
    sizes are checked before anything is unpacked.
    """
    _check_magic(data, source, kind)
    damaged = _refuse(
        "文件损坏或不完整，无法解开",
        source=source,
        expected=f"完整的{kind}文件",
        do="请重新保存或重新传送后再上传",
    )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as problem:
        raise damaged from problem
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _refuse(
            "压缩包设了密码", source=source, expected=f"未加密的{kind}文件", do="请取消密码另存后再上传"
        )
    swollen = [
        entry.filename
        for entry in entries
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
    ]
    total = sum(entry.file_size for entry in entries)
    if swollen or total > MAX_UNPACKED or len(entries) > MAX_PARTS:
        raise _refuse(
            f"文件解开后异常膨胀（共{total / 2**20:.0f} MB，{len(entries)}个部分）",
            source=source,
            where=f"部分“{swollen[0]}”" if swollen else "",
            expected=f"解开后不超过{MAX_UNPACKED // 2**20} MB的{kind}文件",
            do="请确认文件来源，用Word或WPS另存后再上传",
        )
    try:
        # zipfile never yields more than the announced size, so the sum above bounds what is unpacked here.
        parts = {entry.filename.replace("\\", "/").lstrip("/"): archive.read(entry) for entry in entries}
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        NotImplementedError,
        EOFError,
        RuntimeError,
    ) as problem:
        raise damaged from problem
    if "[Content_Types].xml" not in parts:
        raise _refuse(
            "文件是普通压缩包，不是Office文件",
            source=source,
            expected=f"{kind}文件",
            do="请解压后上传其中的文件",
        )
    return Package(parts, source=source)


def open_document(data: bytes, *, source: str = "") -> Package:
    """Unpack a Word document (docx) and find its main part; BadInput as `open_package`, or if it is none."""
    package = open_package(data, source=source, kind="Word（docx）")
    package.main = _main_part(package)
    kind = content_type(package, package.main)
    if package.main not in package.parts or "wordprocessingml" not in kind or "macroEnabled" in kind:
        what = "文件带宏（docm）" if "macroEnabled" in kind else "文件里没有Word正文"
        raise _refuse(what, source=source, expected="Word文档（docx）", do="请用Word或WPS另存为docx后再上传")
    root = package.document()
    if root.tag != w("document") or root.find(w("body")) is None:
        strict = etree.QName(root).namespace == "http://purl.oclc.org/ooxml/wordprocessingml/main"
        raise _refuse(
            "文件存成了“Strict Open XML”格式" if strict else "正文部分不是Word文档",
            source=source,
            where=f"部分“{package.main}”",
            expected="普通的Word文档（docx）",
            do="请用Word或WPS另存为“Word文档（*.docx）”后再上传",
        )
    return package


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package.parts:
        for relation in package.xml("_rels/.rels"):
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def content_type(package: Package, name: str) -> str:
    """The declared content type of a part, "" when none is."""
    default = ""
    for entry in package.xml("[Content_Types].xml"):
        if str(entry.get("PartName", "")).lstrip("/") == name:
            return str(entry.get("ContentType", ""))
        extension = str(entry.get("Extension", ""))
        if extension and name.lower().endswith("." + extension.lower()):
            default = str(entry.get("ContentType", ""))
    return default


def parse(data: bytes, *, part: str = "", source: str = "") -> Element:
    """Parse one XML part: no document type, no entities, no network, bounded size.

    Raises BadInput, naming the part.
    """
    where = f"部分“{part}”"
    if len(data) > MAX_XML or data.count(b"<") > MAX_TAGS:
        raise _refuse(
            f"内容过多（{len(data) / 2**20:.0f} MB）",
            source=source,
            where=where,
            expected=f"不超过{MAX_XML // 2**20} MB的文字内容",
            do="请拆分文件后再上传",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    problem: Exception | None = None
    try:
        root = etree.fromstring(data, parser)
        if root is not None and root.getroottree().docinfo.internalDTD is None:
            return root
        what = "内容含有外部实体声明（DOCTYPE），已拒绝读取"
    except (etree.XMLSyntaxError, ValueError) as caught:
        what, problem = "内容损坏，不是完整的XML", caught
    raise _refuse(
        what, source=source, where=where, expected="Word或WPS保存的文件", do="请用Word或WPS另存后再上传"
    ) from problem


# -- the text ------------------------------------------------------------------------------------------------

_RUN, _PARAGRAPH, _BOX = w("r"), w("p"), w("txbxContent")
_ALTERNATIVES = f"{{{MC}}}AlternateContent"
_CHARACTERS = {w("t"): None, w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n"}
_CHARACTERS[w("noBreakHyphen")] = "-"
# Deleted text, the reading over a character (ruby), and properties, which use names such as w:tab for other things.
_PROPERTIES = ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "sectPr")
_NOT_TEXT = frozenset(w(name) for name in ("del", "moveFrom", "rt", *_PROPERTIES))
_BOOKMARKS = {w("bookmarkStart"), w("bookmarkEnd")}


def paragraphs(document: Element) -> list[Paragraph]:
    """The paragraphs of a parsed document by the rule above."""
    found: list[Paragraph] = []
    waiting: list[Piece] = []  # bookmarks that begin between two paragraphs begin with the next one
    boxed: list[Element] = []

    def within(node: Element, paragraph: Paragraph | None, run: Element | None) -> None:
        for child in node:
            tag = child.tag
            if tag == _RUN:
                within(child, paragraph, child)
            elif tag in _NOT_TEXT or not isinstance(tag, str):
                continue
            elif run is not None and paragraph is not None and tag in _CHARACTERS:
                text = _CHARACTERS[tag]
                paragraph.pieces.append(Piece(child.text or "" if text is None else text, run, child))
            elif tag == _PARAGRAPH and paragraph is None:
                take(child)
            elif tag in (_PARAGRAPH, _BOX):
                boxed.append(child)
            elif tag in _BOOKMARKS:
                mark(child, paragraph)
            else:
                # A drawing comes twice, for new and for old programs: it is read once.
                within(_chosen(child) if tag == _ALTERNATIVES else child, paragraph, run)

    def mark(node: Element, paragraph: Paragraph | None) -> None:
        piece = Piece("", None, node)
        if paragraph is not None:
            paragraph.pieces.append(piece)
        elif node.tag == w("bookmarkStart") or not found:
            waiting.append(piece)
        else:
            found[-1].pieces.append(piece)

    def take(node: Element) -> None:
        paragraph = Paragraph(node, list(waiting))
        waiting.clear()
        found.append(paragraph)
        within(node, paragraph, None)
        boxes = list(boxed)
        boxed.clear()
        for box in boxes:
            if box.tag == _PARAGRAPH:
                take(box)
            else:
                within(box, None, None)

    within(document, None, None)
    if waiting and found:
        found[-1].pieces.extend(waiting)
    return found


def _chosen(alternatives: Element) -> Element:
    choice = alternatives.find(f"{{{MC}}}Choice")
    return alternatives if choice is None else choice


def text_of(found: list[Paragraph]) -> str:
    """The document's text: its paragraphs joined by line ends."""
    return "\n".join(paragraph.text for paragraph in found)
