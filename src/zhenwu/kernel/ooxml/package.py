"""Word files (docx) taken apart safely: the bytes of a file somebody sent become its parts, or BadInput says why not."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from zhenwu.kernel.ooxml.archive import MAX_FILE, Archive, refuse
from zhenwu.kernel.ooxml.names import STRICT, Element, w
from zhenwu.kernel.ooxml.numbering import Sheet
from zhenwu.kernel.ooxml.text import Paragraph
from zhenwu.kernel.ooxml.walk import paragraphs

MAX_XML = 20 * 2**20
MAX_TAGS = 1_000_000
#: Styles and lists are read whole; Word's own stay below one megabyte.
MAX_SIDE = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a document's parts; "" for one that it does not have."""

    main: str
    styles: str = ""
    numbering: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Story:
    """What a document's text is made of: the body and the notes by part, and the styles and lists that number them."""

    roots: dict[str, Element]
    sheet: Sheet = field(default_factory=Sheet)

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs as they are now."""
        return paragraphs(self.roots, self.sheet)


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

    def story(self) -> Story:
        """The parts that hold the document's text, parsed."""
        names = names_of(self.parts.get, self.source)
        roots = {self.main: self.document(), **{name: self.xml(name) for name in names.notes}}
        return Story(roots, sheet_of(names, self.parts.get, self.source))


def _check_magic(data: bytes, source: str, kind: str) -> None:
    expected = f"{kind}文件"
    if not data:
        raise refuse(
            "文件是空的",
            code="ZW-READ-EMPTY",
            source=source,
            expected=expected,
            do="请重新导出或另存后再上传",
        )
    if len(data) > MAX_FILE:
        raise refuse(
            f"文件太大（{len(data) / 2**20:.0f} MB）",
            code="ZW-READ-LARGE",
            source=source,
            expected=f"不超过{MAX_FILE // 2**20} MB",
            do="请压缩文中图片或拆分后再上传",
        )
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refuse(
                "文件设了打开密码",
                code="ZW-READ-ENCRYPTED",
                source=source,
                expected=f"未加密的{expected}",
                do="请取消密码另存后再上传",
            )
        raise refuse(
            "文件是旧版Office格式（doc、xls或wps）",
            code="ZW-READ-KIND",
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
    raise refuse(
        f"文件其实是{found}" if found else "文件内容与扩展名不符",
        code="ZW-READ-RENAMED",
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
    archive = Archive(data, source=source, kind=kind)
    archive.check_all()
    parts = {name: archive.read(name) for name in archive.entries}
    if "[Content_Types].xml" not in parts:
        raise refuse(
            "文件是普通压缩包，不是Office文件",
            code="ZW-READ-RENAMED",
            source=source,
            expected=f"{kind}文件",
            do="请解压后上传其中的文件",
        )
    return Package(parts, source=source)


def open_document(data: bytes, *, source: str = "") -> Package:
    """Unpack a Word document (docx) and find its main part; BadInput as `open_package`, or if it is none."""
    package = open_package(data, source=source, kind="Word（docx）")
    package.main = names_of(package.parts.get, source).main
    kind = content_type(package, package.main)
    if package.main not in package.parts or "wordprocessingml" not in kind or "macroEnabled" in kind:
        what = "文件带宏（docm）" if "macroEnabled" in kind else "文件里没有Word正文"
        raise refuse(
            what,
            code="ZW-READ-RENAMED",
            source=source,
            expected="Word文档（docx）",
            do="请用Word或WPS另存为docx后再上传",
        )
    root = package.document()
    if root.tag != w("document") or root.find(w("body")) is None:
        strict = etree.QName(root).namespace == STRICT
        raise refuse(
            "文件存成了“Strict Open XML”格式" if strict else "正文部分不是Word文档",
            code="ZW-READ-KIND",
            source=source,
            where=f"部分“{package.main}”",
            expected="普通的Word文档（docx）",
            do="请用Word或WPS另存为“Word文档（*.docx）”后再上传",
        )
    return package


def names_of(get: Callable[[str], bytes | None], source: str = "") -> Names:
    """The names of a document's parts, by its relationships.

    get : a part by its name, None when there is none.
    """
    main = dict(_relations(get, "", source)).get("officeDocument", "word/document.xml")
    beside: dict[str, str] = {}
    for kind, name in _relations(get, main, source):
        if (
            kind in ("styles", "numbering", "footnotes", "endnotes")
            and name != main
            and get(name) is not None
        ):
            beside.setdefault(kind, name)
    notes = tuple(dict.fromkeys(beside[kind] for kind in ("footnotes", "endnotes") if kind in beside))
    return Names(main, beside.get("styles", ""), beside.get("numbering", ""), notes)


def _relations(get: Callable[[str], bytes | None], part: str, source: str) -> Iterator[tuple[str, str]]:
    """The kind and the full name of each part that a part points to."""
    folder, name = posixpath.split(part)
    links = posixpath.join(folder, "_rels", name + ".rels")
    data = get(links)
    if data is None:
        return
    for relation in parse(data, part=links, source=source, most=MAX_SIDE):
        kind, target = str(relation.get("Type", "")), str(relation.get("Target", ""))
        if relation.get("TargetMode") != "External":
            whole = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            yield kind.rpartition("/")[2], whole


def sheet_of(names: Names, get: Callable[[str], bytes | None], source: str = "") -> Sheet:
    """The styles and lists of a document."""
    styles, numbering = (
        parse(data, part=name, source=source, most=MAX_SIDE)
        if name and (data := get(name)) is not None
        else None
        for name in (names.styles, names.numbering)
    )
    return Sheet(styles, numbering)


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


def parse(data: bytes, *, part: str = "", source: str = "", most: int = MAX_XML) -> Element:
    """Parse one XML part: no document type, no entities, no network, bounded size.

    Raises BadInput, naming the part.
    """
    where = f"部分“{part}”"
    if len(data) > most or data.count(b"<") > MAX_TAGS:
        raise refuse(
            f"内容过多（{len(data) / 2**20:.0f} MB）",
            code="ZW-READ-LARGE",
            source=source,
            where=where,
            expected=f"不超过{most // 2**20} MB的文字内容",
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
    raise refuse(
        what,
        code="ZW-READ-BROKEN" if problem else "ZW-READ-DOCTYPE",
        source=source,
        where=where,
        expected="Word或WPS保存的文件",
        do="请用Word或WPS另存后再上传",
    ) from problem
