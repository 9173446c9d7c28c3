"""A web page taken apart into blocks of text; `boilerplate` chooses those that are the report."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from zhenwu.reader.inputs import boilerplate, faults, plain
from zhenwu.reader.inputs.boilerplate import Block, Page

MAX_TAGS = 500_000
#: An end tag is looked for among all that are open, so depth times number is what a page can cost.
MAX_DEPTH = 900
_META = re.compile(
    rb"<meta[^>]{1,300}?charset\s*=\s*[\"']?\s*([\w-]{1,40})|<\?xml[^>]{1,80}?encoding=[\"']([\w-]{1,40})",
    re.I,
)
_SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "select",
        "button",
        "nav",
        "footer",
        "aside",
        "iframe",
        "object",
        "textarea",
        "del",
        "s",
        "strike",
        "rt",
        "rp",
        "head",
    ]
)
_VOID = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
        "param",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "table",
        "section",
        "article",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "body",
        "td",
        "th",
        "hr",
        "main",
        "center",
        "blockquote",
        "form",
        "pre",
        "figure",
        "figcaption",
        "caption",
        "fieldset",
        "tbody",
        "thead",
        "option",
        "address",
    ]
)
_HEADINGS = frozenset(("h1", "h2", "h3"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_WRAPPED = re.compile(r"(?<=[\u2e80-\uffef])\s*\n\s*(?=[\u2e80-\uffef])")
_LEFT_OVER = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6});")
#: A row of a table is one line when its cells are short; longer ones hold prose.
_CELL = 60


@dataclass(slots=True)
class _Row:
    """A table's row: the blocks of each of its cells."""

    cells: list[list[Block]] = field(default_factory=list)


class _Blocks:
    """Collects blocks of text while a page is parsed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.page = Page()
        self.title: list[str] = []
        self.in_title = False
        self.words: list[str] = []
        self.linked = self.in_link = self.silent = self.tags = 0
        self.open: list[tuple[str, int, bool]] = []  # tag, number of its container, whether it is silent
        self.heading = 0
        self.rows: list[_Row] = []
        self.pictures = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        if self.tags > MAX_TAGS or len(self.open) > MAX_DEPTH:
            raise faults.too_heavy(self.name)
        tag = tag.lower()
        if tag == "img":
            self.pictures = True
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID:
            return
        container = self.open[-1][1] if self.open else 0
        if tag in _BLOCKS and not self.silent:
            hint = f"{attributes.get('class', '')} {attributes.get('id', '')}"
            container = self.page.enter(container, hint)
        silent = tag in _SILENT or "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style", "")))
        self.open.append((tag, container, silent))
        self.silent += silent
        self.in_link += tag == "a"
        self.heading += tag in _HEADINGS
        if tag == "title":
            self.in_title = True
        if not self.silent:
            if tag == "tr":
                self.rows.append(_Row())
            elif tag in ("td", "th") and self.rows:
                self.rows[-1].cells.append([])

    def end(self, tag: str) -> None:
        tag = tag.lower()
        if tag in _BLOCKS:
            self._flush()
        if tag in _VOID or not self.open:
            return
        tag, _, silent = self.open.pop()
        if tag == "tr" and not self.silent and self.rows:
            self._row(self.rows.pop())
        self.silent -= silent
        self.in_link -= tag == "a"
        self.heading -= tag in _HEADINGS
        if tag == "title":
            self.in_title = False

    def data(self, text: str) -> None:
        if self.in_title:
            self.title.append(text)
        if self.silent:
            return
        self.words.append(text)
        if self.in_link:
            self.linked += len(text.strip())

    def close(self) -> Page:
        self._flush()
        while self.rows:
            self._row(self.rows.pop())
        self.page.title = _plain("".join(self.title))
        return self.page

    def _flush(self) -> None:
        text = _plain("".join(self.words))
        if text:
            container = self.open[-1][1] if self.open else 0
            self._put(Block(text, min(self.linked, len(text)), container, bool(self.heading)))
        self.words, self.linked = [], 0

    def _put(self, block: Block) -> None:
        if self.rows and self.rows[-1].cells:
            self.rows[-1].cells[-1].append(block)
        else:
            self.page.blocks.append(block)

    def _row(self, row: _Row) -> None:
        blocks = [block for cell in row.cells for block in cell]
        lengths = [sum(len(block.text) for block in cell) for cell in row.cells]
        if len(row.cells) > 1 and max(lengths, default=0) <= _CELL and blocks:
            text = "\t".join("".join(block.text for block in cell) for cell in row.cells).rstrip("\t")
            self._put(Block(text, sum(block.linked for block in blocks), blocks[0].container, False))
            return
        for block in blocks:
            self._put(block)


def _plain(text: str) -> str:
    """One line: blanks are one space, and none where a line of the source breaks between Chinese characters."""
    if "&" in text and _LEFT_OVER.search(text):
        # a page made from a page: its entities were written out twice
        text = entities.unescape(text)
    return " ".join(_WRAPPED.sub("", text).split())


def main_text(page: str, name: str = "") -> str:
    """The text of the report on a page, without what the site puts around it.

    >>> main_text("<title>x</title><nav>首页</nav><p>全年新建公厕6座，群众满意。</p><p><a href=x>上一篇</a></p>")
    '全年新建公厕6座，群众满意。'
    """
    blocks = _Blocks(name)
    # As bytes: a text that names an encoding itself would be refused.
    parser = etree.HTMLParser(target=cast(Any, blocks), encoding="utf-8", huge_tree=True, no_network=True)
    try:
        made = cast(Page, etree.fromstring(page.encode("utf-8", "replace"), parser))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise faults.broken(name, "网页") from error
    text = boilerplate.main(made)
    if not text and blocks.pictures:
        raise faults.picture(name, "网页里只有图片，没有文字")
    return text


def text(content: bytes, name: str = "") -> str:
    """The report on a page; a page that says gb2312 is read as GB18030, one whose bytes are UTF-8 as UTF-8, whatever it says."""
    said = _META.search(content[:4096])
    declared = (said[1] or said[2]).decode("ascii", "replace") if said else ""
    return main_text(plain.tidy(plain.decode(content, name, declared=declared)), name)
