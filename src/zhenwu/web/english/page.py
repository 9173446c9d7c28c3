"""A page on its way out: its words in English, what people typed as it is."""

from __future__ import annotations

import html
import re
from functools import cache

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language

from zhenwu.web.english.matching import END, TYPED, is_chinese, said
from zhenwu.web.english.words import words

#: A comment, a script or style, what is typed into a field; a tag; or text.
_TOKEN = re.compile(
    r"<!--.*?-->|<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|(?P<tag><[^>]*>)|(?P<text>[^<]+)",
    re.DOTALL,
)
_NAME = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_LANG = re.compile(r"""\slang=["']?zh""")
#: Attributes that people see or hear.
_SEEN = re.compile(
    r"""(\s(?:title|aria-label|placeholder|alt|data-label|data-confirm|data-copy|label|content)=)("[^"]*"|'[^']*')"""
)
#: Elements that hold text alone.
_SIMPLE = frozenset({"title", "option"})
#: Elements inside a line: what follows them stands beside what came before.
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "mark", "small", "span", "strong"})
#: Nouns that follow a count in a sentence, many and one; units bring their own.
_ONES = {
    "days": "day", "entries": "entry", "editions": "edition", "objections": "objection", "ledgers": "ledger",
    "faults": "fault", "rows": "row", "records": "record", "numbers": "number", "versions": "version",
    "files": "file", "places": "place", "offices": "office", "pieces": "piece", "promises": "promise",
    "claims": "claim", "people": "person", "checks": "check", "items": "item", "tasks": "task",
    "notices": "notice",
}  # fmt: skip
_ONE = re.compile(r"(?<![\w.,/:–-])1 (working )?([a-z]+s)\b(?!-)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def in_english(response: HttpResponseBase) -> None:
    """Put a page, or a part of one, into English when that is the language asked for."""
    if not (get_language() or "").startswith("en") or not isinstance(response, HttpResponse):
        return
    if response.get("Content-Type", "").startswith("text/html"):
        response.content = english(response.content.decode(response.charset)).encode(response.charset)


def _single(found: re.Match[str]) -> str:
    many = found[2]
    one = _ONES.get(many) or _units().get(many, many)
    return f"1 {found[1] or ''}{one}"


@cache
def _units() -> dict[str, str]:
    return {many: one for one, many in words().units.values()}


def english(page: str) -> str:
    """The page with every known word in English.

    Text inside an element marked `lang="zh…"` stays; so do values of fields and what stands in a textarea.
    """
    out: list[str] = []
    inside, depth, simple, before = "", 0, False, ""
    for token in _TOKEN.finditer(page):
        text = token[0]
        if found := token["tag"] and _NAME.match(text):
            closing, name = found.groups()
            before = before if name in _INLINE else ""
            simple = name in _SIMPLE and not closing
            if inside:
                depth += (-1 if closing else 1) if name == inside else 0
                inside = inside if depth else ""
            elif not closing and name != "html" and _LANG.search(text):
                inside, depth = ("", 0) if name in _VOID else (name, 1)
            elif is_chinese(text):
                text = _SEEN.sub(_attribute, text)
            text = bare(text)
        elif inside or not token["text"]:
            text = bare(text)
        elif is_chinese(text):
            text = html.escape(said(html.unescape(text)), quote=False)
            if before.isalnum() and text[:1].isalnum():
                text = f" {text}"  # 178<small>批</small> needs none in Chinese
            text = bare(text) if simple else text.replace(TYPED, '<span lang="zh">').replace(END, "</span>")
        if token["text"] and not inside and "1 " in text:
            text = _ONE.sub(_single, text)
        before = text[-1:] if token["text"] else before
        out.append(text)
    return "".join(out)


def bare(text: str) -> str:
    """A text where no mark can stand, without its marks."""
    return text.replace(TYPED, "").replace(END, "")


def _attribute(found: re.Match[str]) -> str:
    mark, value = found[2][0], found[2][1:-1]
    return f"{found[1]}{mark}{html.escape(bare(said(html.unescape(value))))}{mark}"
