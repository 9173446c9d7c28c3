"""The main text of a web page: blocks of prose, without menus, scripts, links lists and footers."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from zhenwu.reader import plain

_META = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.I)
_SILENT = {
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "select",
    "option",
    "button",
    "nav",
    "footer",
    "aside",
    "iframe",
    "form",
}
_VOID = {"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"}
_BLOCKS = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "ul",
    "ol",
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
    "dd",
    "dt",
    "title",
    "body",
    "td",
    "hr",
    "main",
    "center",
    "blockquote",
}
_PROSE = re.compile(r"[。;!?,:]")


class _Blocks(HTMLParser):
    """Blocks of text with the share of their characters that are links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, int]] = []
        self.words: list[str] = []
        self.linked = 0
        self.silent = 0
        self.in_link = 0
        self.title = False

    def flush(self) -> None:
        block = re.sub(r"\s+", " ", "".join(self.words)).strip()
        if block:
            self.blocks.append((block, self.linked))
        self.words, self.linked = [], 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.flush()
        elif tag == "a":
            self.in_link += 1
        if tag == "title":
            self.title = True

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.flush()
        elif tag == "a":
            self.in_link = max(0, self.in_link - 1)
        if tag == "title":
            self.title = False

    def handle_data(self, data: str) -> None:
        if self.silent or self.title:
            return
        self.words.append(data)
        if self.in_link:
            self.linked += len(data.strip())


def main_text(page: str) -> str:
    """The blocks from the first to the last that read as prose; short blocks between them stay (headings, table cells).

    >>> main_text("<title>x</title><nav>首页</nav><p>全年新建公厕6座,群众满意。</p><p><a href=x>上一篇</a></p>")
    '全年新建公厕6座,群众满意。'
    """
    parser = _Blocks()
    parser.feed(page)
    parser.close()
    parser.flush()
    blocks = parser.blocks
    prose = [
        i
        for i, (b, linked) in enumerate(blocks)
        if linked * 2 < len(b) and len(b) >= 12 and _PROSE.search(b.replace(",", ","))
    ]
    if not prose:
        return "\n".join(b for b, _ in blocks)
    first, last = prose[0], prose[-1]
    while (
        first
        and blocks[first - 1][1] == 0
        and re.match(
            r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]+\)|.{0,40}(?:报告|总结)",
            blocks[first - 1][0],
        )
    ):
        first -= 1
    return "\n".join(b for b, linked in blocks[first : last + 1] if linked * 2 < len(b))


def text(content: bytes, name: str = "") -> str:
    """The main text of an html file; a page that says gb2312 is read as GB18030."""
    said = _META.search(content[:4096])
    return main_text(plain.decode(content, name, declared=said[1].decode("ascii") if said else ""))
