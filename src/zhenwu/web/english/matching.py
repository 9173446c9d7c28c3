"""Puts one text into English: whole, by its template with arguments, or piece by piece."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import get_language

from zhenwu.web.english.amounts import amount_words, date_words
from zhenwu.web.english.words import SLOT, WEAK, Template, words

CHINESE = re.compile(r"[\u3400-\u9fff]")
#: Chinese marks that may stand alone in an English text.
MARKS = str.maketrans({
    "，": ", ", "。": ". ", "；": "; ", "：": ": ", "、": ", ", "？": "? ", "！": "! ", "（": " (", "）": ") ",
    "《": "“", "》": "”", "—": "–", "％": "%",
})  # fmt: skip
#: What parts a text, the strongest first.
JOINTS = ("\n", ": ", "。", "；", "：", "，", " · ", "、", "（", "）", " ")
SENTENCE = re.compile("[。：；][^”]")
CLAUSES = frozenset("。；，、")
#: A run of Chinese inside a text that is otherwise English.
RUN = re.compile(r"[\d,.]*%?[\u3400-\u9fff](?:[\u3400-\u9fff\d，。、；：—%,.“”《》-]*[\u3400-\u9fff\d%”])?")
#: The name of a file, which is nobody's sentence.
FILE = re.compile(r"[^\s。，：；]+\.(?:xlsx?|csv|docx?|wps|pdf|ofd|txt|html?|png|jpe?g)")
#: Names and amounts in a row: at most so many.
PIECES = 6

#: An argument that brings its article into a sentence that has one: a whole a Word document.
_TWICE = re.compile(r"\b(an? (?:complete |whole |unencrypted )?)an? ")
#: Around what people typed, in a sentence that was put into English.
TYPED, END = "\ue000", "\ue001"
_TYPED = re.compile(f"({TYPED}[^{END}]*{END})")


def typed(text: object) -> str:
    """What people typed, marked on English pages so that it stays as it is; for pages only, which lose the marks on their way out.

    Inside a text the mark becomes `<span lang="zh">`; in an attribute, a title or an option it is dropped.
    """
    words = "" if text is None else str(text)
    return _mark(words) if (get_language() or "").startswith("en") else words


def _mark(text: str) -> str:
    return f"{TYPED}{text}{END}" if is_chinese(text) and TYPED not in text else text


def is_chinese(text: str) -> bool:
    return CHINESE.search(text) is not None


@lru_cache(maxsize=20_000)
def said(text: str) -> str:
    """The text in English; what is not known stays as it is.

    >>> said("没有字段“甲”")
    'There is no field “甲”'
    """
    if not is_chinese(text):
        return text
    if FILE.fullmatch(text):
        return text
    if _TYPED.search(text):
        return "".join(part if part.startswith(TYPED) else said(part) for part in _TYPED.split(text))
    core = text.strip()
    start = text.index(core)
    english = _whole(core) or _pieces(core) or _runs(core)
    return text[:start] + english + text[start + len(core) :]


def tidy(text: str) -> str:
    """Chinese marks left between English words, in English; what people typed keeps its own."""
    parts = _TYPED.split(text)
    parts[0::2] = [part.translate(MARKS) for part in parts[0::2]]
    text = "".join(parts)
    text = re.sub(r" +([,.;:?!)])", r"\1", re.sub(r"([(“]) +", r"\1", text))
    return re.sub(r"  +", " ", text).strip()


def _whole(text: str) -> str | None:
    known = words()
    if (found := known.whole.get(text)) is not None:
        return found
    if (unit := known.units.get(text)) and unit[1]:
        return unit[1]
    if (found := date_words(text) or amount_words(text)) is not None:
        return found
    bare = text.rstrip("。")
    if bare != text and bare and (found := _whole(bare)) is not None:
        return found if found.endswith((".", "?", "!")) else f"{found}."
    for template in known.templates:
        if template.anchor in text and (english := _by_template(template, text)) is not None:
            return english
    return None


def _by_template(template: Template, text: str) -> str | None:
    found = template.pattern.fullmatch(text)
    if found is None:
        return None
    given = dict(zip(template.slots, found.groups(), strict=True))
    if any(SENTENCE.search(given[int(slot[1])]) for slot in SLOT.finditer(template.english) if not slot[2]):
        return None  # an argument is no sentence: the text is more than this template

    def argument(slot: re.Match[str]) -> str:
        value = given[int(slot[1])]
        return _mark(value) if slot[2] else said(value)

    english = _TWICE.sub(r"\1", SLOT.sub(argument, template.english))
    return None if template.weight < WEAK and is_chinese(_TYPED.sub("", english)) else tidy(english)


def _pieces(text: str) -> str | None:
    """By the strongest joint that the text has. Between clauses every piece must be known: half a sentence is worse than none."""
    for joint in JOINTS:
        if joint not in text:
            continue
        parts = text.split(joint)
        english = [said(part) for part in parts]
        changed = [a != b for a, b in zip(parts, english, strict=True) if is_chinese(a)]
        if all(changed) if joint in CLAUSES else any(changed):
            return joint.join(english) if joint == "\n" else tidy(joint.join(english))
    return _row(text)


def _row(text: str) -> str | None:
    """Known names and amounts without anything between them: 信访事项41件."""
    found: list[str] = []
    rest = text
    while rest and len(found) < PIECES:
        for size in range(len(rest), 0, -1):
            english = words().whole.get(rest[:size]) if size > 1 else None
            english = english or date_words(rest[:size]) or amount_words(rest[:size])
            if english is not None:
                found.append(english)
                rest = rest[size:].lstrip()
                break
        else:
            return None
    return None if rest else " ".join(found)


def _runs(text: str) -> str:
    """Each run of Chinese for itself, where the text around it is English."""

    def turn(run: re.Match[str]) -> str:
        if run[0] == text:
            return text
        return said(run[0])

    return RUN.sub(turn, text)


#: What is left of a text that was put into English: from the first Chinese character of a stretch to its last.
_LEFT = re.compile(r"[\u3400-\u9fff《“〔（](?:[^\ue000\ue001A-Za-z\n]*[\u3400-\u9fff》”〕）。])?")


def told(text: object) -> str:
    """What may be ours or theirs, as a note of the history: what is known in English, the rest marked as typed."""
    words = "" if text is None else str(text)
    if not (get_language() or "").startswith("en"):
        return words
    parts = _TYPED.split(said(words))
    parts[0::2] = [_LEFT.sub(lambda run: _mark(run[0]), part) for part in parts[0::2]]
    return "".join(parts)
