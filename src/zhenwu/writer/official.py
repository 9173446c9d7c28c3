"""Composing a new official document by GB/T 9704: A4, 22 lines of 28 characters, the faces of its headings.

The faces named are those of government offices; `template/fontTable.xml` names free ones that stand in for
them.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from lxml import etree

from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.ooxml import CONTENT_TYPES, RELATIONS, Element, Package, R, W, w
from zhenwu.writer import parts
from zhenwu.writer.runs import SPACE

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TEXT_WIDTH = 8844  # twips: 156 mm between the margins
_TEXT_LENGTH = 12756  # 225 mm, the sheet on its side
_NUMBER = re.compile(r"[−+-]?[0-9][0-9,.]*%?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its number in its text; level 1 “一、”, 2 “（一）”, 3 “1.”, 4 “（1）”."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its head is repeated on every page; numbers stand to the right.

    shares : of the width, one a column; without them by the longest cells. A row of one cell is a heading over all columns.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What a new document says; empty parts are left out."""

    title: str
    subtitle: str = ""
    blocks: Sequence[Heading | Paragraph | Table] = field(default_factory=list)
    signature: str = ""
    date: datetime.date | str | None = None
    #: to whom it is sent (主送), flush left above the text
    to: str = ""
    #: who gets a copy (抄送), between two rules at the end
    copies: str = ""
    #: an A4 sheet on its side, for wide tables
    landscape: bool = False


def compose(doc: Document) -> bytes:
    """The document as docx; the same document gives the same bytes.

    Raises BadInput for a heading level that does not exist, a table row of another width, control characters.
    """
    faults = list(_faults(doc))
    if faults:
        raise BadInput.of(faults)
    date = (
        f"{doc.date.year}年{doc.date.month}月{doc.date.day}日"
        if isinstance(doc.date, datetime.date)
        else doc.date
    )
    root = etree.Element(w("document"), nsmap={"w": W, "r": R})
    body = etree.SubElement(root, w("body"))
    _paragraph(body, "Title", doc.title)
    if doc.subtitle:
        _paragraph(body, "Subtitle", doc.subtitle)
    _paragraph(body, "BodyText", "")
    if doc.to:
        _paragraph(body, "Normal", f"{doc.to}：")
    for block in doc.blocks:
        if isinstance(block, Heading):
            _paragraph(body, f"Heading{block.level}", block.text)
        elif isinstance(block, Paragraph):
            _paragraph(body, "BodyText", block.text)
        else:
            _table(body, block, _TEXT_LENGTH if doc.landscape else _TEXT_WIDTH)
    _close(body, doc.signature, date or "")
    if doc.copies:
        _copies(body, doc.copies)
    _page(body, landscape=doc.landscape)
    return parts.pack(_package(root, doc))


def _faults(doc: Document) -> Iterator[Fault]:
    if not doc.title.strip():
        yield Fault("没有标题", "标题", "一行文字", "请填写标题", BadInput.code)
    for number, block in enumerate(doc.blocks, 1):
        where = f"第{number}块"
        if isinstance(block, Table):
            wide = len(block.head)
            if (
                not block.head
                or any(len(row) not in (1, wide) for row in block.rows)
                or len(block.shares) not in (0, wide)
            ):
                yield Fault(
                    "表格各行列数不一", where, f"每行{len(block.head)}列", "请补齐各行", BadInput.code
                )
            continue
        if isinstance(block, Heading) and block.level not in (1, 2, 3, 4):
            yield Fault(f"标题级别{block.level}不存在", where, "1—4级", "请改用已有级别", BadInput.code)


def _printable(text: str) -> str:
    """The text as paper takes it: what somebody pasted into one line must not keep everybody from the whole paper."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _paragraph(parent: Element, style: str, text: str, **indents: str) -> Element:
    text = _printable(text)
    paragraph = etree.SubElement(parent, w("p"))
    properties = etree.SubElement(paragraph, w("pPr"))
    etree.SubElement(properties, w("pStyle"), {w("val"): style})
    if indents:
        etree.SubElement(properties, w("ind"), {w(name): value for name, value in indents.items()})
    if not text:
        return paragraph
    run = etree.SubElement(paragraph, w("r"))
    for part in re.split(r"([\t\n])", text):
        if part in ("\t", "\n"):
            etree.SubElement(run, w("tab" if part == "\t" else "br"))
        elif part:
            node = etree.SubElement(run, w("t"), {SPACE: "preserve"})
            node.text = part
    return paragraph


def _table(body: Element, block: Table, width: int) -> None:
    table = etree.SubElement(body, w("tbl"))
    properties = etree.SubElement(table, w("tblPr"))
    etree.SubElement(properties, w("tblStyle"), {w("val"): "TableGrid"})
    etree.SubElement(properties, w("tblW"), {w("w"): "5000", w("type"): "pct"})
    etree.SubElement(properties, w("tblLook"), {w("val"): "0020", w("firstRow"): "1"})
    widths = _widths(block, width)
    grid = etree.SubElement(table, w("tblGrid"))
    for column in widths:
        etree.SubElement(grid, w("gridCol"), {w("w"): str(column)})
    for number, cells in enumerate((block.head, *block.rows)):
        row = etree.SubElement(table, w("tr"))
        kept = etree.SubElement(row, w("trPr"))
        etree.SubElement(kept, w("cantSplit"))
        if number == 0:
            etree.SubElement(kept, w("tblHeader"))
        over = len(cells) == 1 < len(widths)
        for text, column in zip(cells, [sum(widths)] if over else widths, strict=True):
            cell = etree.SubElement(row, w("tc"))
            sizes = etree.SubElement(cell, w("tcPr"))
            etree.SubElement(sizes, w("tcW"), {w("w"): str(column), w("type"): "dxa"})
            if over:
                etree.SubElement(sizes, w("gridSpan"), {w("val"): str(len(widths))})
            etree.SubElement(sizes, w("vAlign"), {w("val"): "center"})
            written = _paragraph(cell, "TableCell" if number and not over else "TableHead", text)
            if number and _NUMBER.fullmatch(text):
                etree.SubElement(written[0], w("jc"), {w("val"): "right"})
    # Word wants a paragraph between two tables; this one also parts the table from the text.
    _paragraph(body, "BodyText", "")


def _widths(block: Table, width: int) -> list[int]:
    """Widths as asked, else by the longest cell of each column, none less than a third of an even share."""
    if block.shares:
        return [int(width * share / sum(block.shares)) for share in block.shares]
    rows = (block.head, *(row for row in block.rows if len(row) == len(block.head)))
    longest = [max(_measure(row[column]) for row in rows) + 1 for column in range(len(block.head))]
    floor = sum(longest) / len(longest) / 3
    shares = [max(length, floor) for length in longest]
    return [int(width * share / sum(shares)) for share in shares]


def _measure(text: str) -> float:
    """Width in characters; Latin letters and digits take half."""
    return sum(0.5 if ord(character) < 0x2E80 else 1 for character in text)


def _close(body: Element, signature: str, date: str) -> None:
    """The signature centred over the date, the date four characters from the right: room for the seal."""
    if not signature and not date:
        return
    _paragraph(body, "BodyText", "")
    if signature:
        right = 4 + (_measure(date) - _measure(signature)) / 2 if date else 2
        _paragraph(body, "Signature", signature, **_right(max(right, 2)))
    if date:
        _paragraph(body, "Date", date, **_right(4))


def _copies(body: Element, names: str) -> None:
    """Who gets a copy, a character in from both sides, between the two rules of the document's foot."""
    _paragraph(body, "BodyText", "")
    written = _paragraph(
        body, "Normal", f"抄送：{names}。", leftChars="100", left="315", rightChars="100", right="315"
    )
    rules = etree.Element(w("pBdr"))
    for side in ("top", "bottom"):
        etree.SubElement(
            rules, w(side), {w("val"): "single", w("sz"): "6", w("space"): "1", w("color"): "auto"}
        )
    # The order of a paragraph's properties is fixed: its rules stand right behind its style.
    written[0].insert(1, rules)


def _right(characters: float) -> dict[str, str]:
    return {"rightChars": str(round(characters * 100)), "right": str(round(characters * 315))}


def _page(body: Element, *, landscape: bool) -> None:
    section = etree.SubElement(body, w("sectPr"))
    for kind, relation in (("default", "rId4"), ("even", "rId5")):
        etree.SubElement(section, w("footerReference"), {w("type"): kind, f"{{{R}}}id": relation})
    size = {"w": "16838", "h": "11906", "orient": "landscape"} if landscape else {"w": "11906", "h": "16838"}
    etree.SubElement(section, w("pgSz"), {w(name): value for name, value in size.items()})
    margins = {"top": 37, "right": 26, "bottom": 35, "left": 28, "header": 15, "footer": 25, "gutter": 0}
    if landscape:
        margins |= {"top": 28, "right": 35, "bottom": 26, "left": 37, "footer": 16}
    etree.SubElement(
        section, w("pgMar"), {w(side): str(round(mm * 1440 / 25.4)) for side, mm in margins.items()}
    )


def _package(root: Element, doc: Document) -> Package:
    types = parts.blank(CONTENT_TYPES, "Types")
    package = Package({"[Content_Types].xml": parts.dump(types)}, main="word/document.xml")
    package.parts[package.main] = parts.dump(root)
    parts.declare(package, package.main, _WORD + "document.main+xml")
    links = parts.blank(RELATIONS, "Relationships")
    package.parts[parts.relations_of(package.main)] = parts.dump(links)
    # In this order the footers become rId4 and rId5, which the section names.
    for name in ("styles", "settings", "fontTable", "footer1", "footer2"):
        part = f"word/{name}.xml"
        kind = name.rstrip("12")
        package.parts[part] = files("zhenwu.writer").joinpath("template", f"{name}.xml").read_bytes()
        parts.declare(package, part, f"{_WORD}{kind}+xml")
        parts.relate(package, package.main, kind, part)
    core = etree.Element(f"{{{_CORE}}}coreProperties", nsmap={"cp": _CORE, "dc": _DC})
    etree.SubElement(core, f"{{{_DC}}}title").text = _printable(doc.title)
    etree.SubElement(core, f"{{{_DC}}}creator").text = _printable(doc.signature)
    package.parts["docProps/core.xml"] = parts.dump(core)
    parts.declare(package, "docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")
    package.parts["_rels/.rels"] = parts.dump(_root_links())
    return package


def _root_links() -> Element:
    links = parts.blank(RELATIONS, "Relationships")
    targets = {
        f"{parts.OFFICE}/officeDocument": "word/document.xml",
        f"{RELATIONS}/metadata/core-properties": "docProps/core.xml",
    }
    for number, (kind, target) in enumerate(targets.items(), 1):
        etree.SubElement(links, f"{{{RELATIONS}}}Relationship", Id=f"rId{number}", Type=kind, Target=target)
    return links
