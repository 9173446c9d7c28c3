"""Cleaned text that remembers where each character came from.

Cleaning only replaces single characters (full width, Traditional script) or leaves characters out (pinyin, page markers, soft
line breaks, spaces), so one sorted list of pieces maps every cleaned character back.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

from opencc import OpenCC

_SAME = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " ", 0x2009: " ", 0xFE63: "-", 0x2212: "-", 0x2013: "-", 0x2010: "-",
    0x2011: "-", 0x301C: "~", 0xFF5E: "~", 0xFE6A: "%", 0x2103: "℃", 0xFF61: "。", 0x0D: "\n", 0x0B: "\n",
    0x0C: "\n", 0x2028: "\n", 0x2029: "\n", 0x85: "\n", 0x25CB: "〇", 0x25EF: "〇",
}  # fmt: skip
_WIDE = {chr(code): c if isinstance(c, str) else chr(c) for code, c in _SAME.items()}
#: Those that every text is full of; looking for the others first is quicker than looking for each.
_COMMON = "，：；（）！？％"
_SELDOM = re.compile(f"[{re.escape(''.join(_WIDE.keys() - set(_COMMON)))}]")
_TRADITIONAL = re.compile(
    "[個們國發會動產業過還進這對時實萬億畝戶車買賣鄉鎮縣區務餘萬計劃總額資額點達項條樓層續]"
)
_MARKER = re.compile(r"[ \t]*(\d{1,3})、")
_NEXT_MARKER = re.compile(rf"\n{_MARKER.pattern}")
_PAGE_LINE = (
    r"(?<=\n)[ \t]*(?:第[ \t]*\d{1,4}[ \t]*页(?:[ \t]*[,/]?[ \t]*共[ \t]*\d{1,4}[ \t]*页)?"
    r"|[-—]{1,2}[ \t]*\d{1,4}[ \t]*[-—]{1,2}|\d{1,4}[ \t]*/[ \t]*\d{1,4})[ \t]*(?=\n|$)"
)
#: What a site sets around a text that was copied from it.
_SITE_LINE = (
    r"(?<=\n)[ \t]*(?:(?:发布(?:时间|日期)|浏览(?:次数|量)|点击(?:数|量|次数)|阅读(?:量|次数)|信息来源|来源|字号|字体|索引号"
    r"|主题分类|当前位置|上一篇|下一篇|主办单位|承办单位|版权所有|网站标识码|备案号)[:： ][^\n]{0,80}"
    r"|(?:打印本页|【?关闭窗口|【?返回顶部|扫一扫)[^\n]{0,40})(?=\n|$)"
)
_TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"
#: Its first character is taken by one look, which passes over most characters at once; what follows looks back at it.
_DROP = re.compile(
    r"[(\n?\uFFFD \t\u200b-\u200f\u2060\ufeff\u00ad]"
    rf"(?:(?P<pinyin>(?<=[\u3400-\u9fff]\()(?=[a-z ']{{0,40}}[{_TONE}])[a-z {_TONE}']{{1,60}}\))"
    rf"|(?P<page>{_PAGE_LINE})"
    rf"|(?P<site>{_SITE_LINE})"
    r"|(?P<broken>(?<=\n[?\uFFFD])[?\uFFFD]+|(?<=[?\uFFFD])(?<![?\uFFFD][?\uFFFD])[?\uFFFD]++[ \t]*+(?=\n|$)"
    r"|(?<=[\u200b-\u200f\u2060\ufeff\u00ad]))"
    r"|(?P<space>(?<=[ \t])[ \t]*)"
    r"|(?P<line>(?<=\n)[ \t\n]*))"
)
_HEADING = re.compile(
    r"[?\s]*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节部]|第[一二三四五六七八九十]{1,3}、|"
    r"[一二三四五六七八九十]{1,2}(?:是|要)|\d{1,2}(?:[.、](?!\d)|[.、](?=(?:19|20)\d\d年)|\))|[壹贰叁肆伍陆柒捌玖拾][、.]|【|\(\d{1,2}\)|[①-⑳●■◆▲★☆※·•▪]|各位代表[,:!]|附[::])"
)
_AFTER_DIGITS = frozenset("余多万亿千百十个家元亩户人名件起处次项条批场期公平米吨座%％‰月日年")
#: A PDF may set every digit apart: 1 2 6 0万元, 1 0 . 5%.
_SPACED = re.compile(r"(?<!\d)\d [\d.] [\d.](?!\d)")
#: Or one number anywhere: 涨了1 1.4%, 创收7 2 00万元; a number right behind words, and digits with their unit behind it.
_BREAKS = re.compile(r"(?:[\u4e00-\u9fff,(:] ?|[^。!?;:\n]{16}\n[ \t]{0,8})(?:\d{1,3} ){0,2}\d{1,3}$")
_BROKEN = re.compile(
    r"(?!(?:19|20)\d\d年)\d{1,3}(?: \d{1,3}){0,2}(?:\. ?\d+)? ?(?:[%‰℃]|(?![年月日号时点第])[\u4e00-\u9fff])"
)
_FINAL = frozenset("。!?;:；：！？…")
_CLOSERS = "”’\"')》】]"
_CJK = re.compile(r"[\u3400-\u9fff0-9%。,、;:!?()“”‘’《》〈〉【】…—]")


@dataclass(frozen=True, slots=True)
class Clean:
    """`text` cleaned; piece i of it begins at clean_starts[i] and came from source_starts[i]."""

    text: str
    clean_starts: list[int]
    source_starts: list[int]

    def at(self, offset: int) -> int:
        """The source offset of the character at `offset` (of the end, for an offset at the end)."""
        i = bisect_right(self.clean_starts, offset) - 1
        return self.source_starts[i] + offset - self.clean_starts[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Source offsets of a cleaned span; what was left out at its edges stays outside."""
        starts, sources = self.clean_starts, self.source_starts
        i = bisect_right(starts, start) - 1
        begin = sources[i] + start - starts[i]
        if end <= start:
            return begin, begin
        if i + 1 < len(starts) and starts[i + 1] < end:
            i = bisect_right(starts, end - 1, i) - 1
        return begin, sources[i] + end - starts[i]

    def kept(self, start: int, end: int) -> list[tuple[int, int]]:
        """The stretches of a source span that cleaning kept, in order; page markers and breaks lie between them."""
        starts, sources = self.clean_starts, self.source_starts
        found = []
        for i in range(max(bisect_right(sources, start) - 1, 0), bisect_left(sources, end)):
            length = (starts[i + 1] if i + 1 < len(starts) else len(self.text)) - starts[i]
            low, high = max(start, sources[i]), min(end, sources[i] + length)
            if low < high:
                found.append((low, high))
        return found


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplify(text: str) -> str:
    """Simplified script of the same length; a character that would change the length stays as it is.

    >>> simplify("總產值79.46億元")
    '总产值79.46亿元'
    """
    if not _TRADITIONAL.search(text):
        return text
    made = str(_converter().convert(text))
    if len(made) == len(text):
        return made
    return "".join(c if len(c) == 1 else o for o, c in ((o, str(_converter().convert(o))) for o in text))


def narrow(text: str) -> str:
    """Full-width and look-alike characters as the plain ones that the patterns know; the length stays.

    >>> narrow("１．５％，")
    '1.5%,'
    """
    # few of the characters occur in one text, so replacing those is quicker than looking each character up
    for wide in _WIDE.keys() & set(text) if _SELDOM.search(text) else _COMMON:
        text = text.replace(wide, _WIDE[wide])
    return text


def clean(source: str) -> Clean:
    """Clean a text and keep the map back."""
    text = simplify(narrow(source))
    markers = _page_markers(text)
    wrapped = _wrapped(text)
    pieces: list[str] = []
    clean_starts: list[int] = []
    source_starts: list[int] = []
    length = position = 0

    def keep(start: int, end: int) -> None:
        nonlocal length
        if end > start:
            clean_starts.append(length)
            source_starts.append(start)
            pieces.append(text[start:end])
            length += end - start

    for found in _DROP.finditer(text):
        start, end, what = found.start(), found.end(), found.lastgroup
        if start < position:
            continue
        if what == "line":
            marker = markers.get(start)
            if marker is not None:
                end, joins = marker, True
                after = end
            else:
                joins, after = _joins(text, start, end, wrapped), end
            if not joins:
                keep(position, start)
                keep(start, start + 1)
                position = after
                continue
        elif what == "site":
            keep(position, start)
            position = end
            continue
        elif what == "page":
            joins = _joins(text, start, end + 1, True)
            if not joins:
                keep(position, start)
                position = end
                continue
            end = min(end + 1, len(text))
        elif what == "space" and not _droppable(text, start, end):
            continue
        keep(position, start)
        position = end
    if (first := markers.get(0)) is not None and not source_starts:
        position = max(position, first)
    keep(position, len(text))
    if (first := markers.get(0)) is not None and source_starts and source_starts[0] < first:
        return _without_head("".join(pieces), clean_starts, source_starts, first)
    if not clean_starts:
        clean_starts, source_starts = [0], [0]
    return Clean("".join(pieces), clean_starts, source_starts)


def _without_head(text: str, clean_starts: list[int], source_starts: list[int], first: int) -> Clean:
    """The same map with a page marker at the very beginning left out."""
    cut = 0
    while cut < len(text) and Clean(text, clean_starts, source_starts).at(cut) < first:
        cut += 1
    whole = Clean(text, clean_starts, source_starts)
    begin = whole.at(cut)
    starts = [max(0, s - cut) for s in clean_starts if s > cut]
    sources = [whole.at(s) for s in clean_starts if s > cut]
    return Clean(text[cut:], [0, *starts], [begin, *sources])


def _page_markers(text: str) -> dict[int, int]:
    """Line breaks that stand before a page marker (`7、` in sequence, breaking sentences) → where the text goes on."""
    found = [*filter(None, (_MARKER.match(text),)), *_NEXT_MARKER.finditer(text)]
    if len(found) < 2:
        return {}
    numbers = [int(m[1]) for m in found]
    if any(b != a + 1 for a, b in itertools.pairwise(numbers)):
        return {}
    broken = sum(1 for m in found if m.start() and _breaks(text, m.start()))
    if broken * 2 < len(found) - 1 or not broken:
        return {}
    return {_line_break(text, m.start()): m.end() for m in found}


def _breaks(text: str, start: int) -> bool:
    """Whether the line before `start` stops inside a sentence: no final mark, and no heading either."""
    head = text[max(0, start - 80) : start].rstrip(" \t\n")
    line = head.rsplit("\n", 1)[-1]
    if head.rstrip(_CLOSERS)[-1:] in _FINAL:
        return False
    return not (len(line) <= 40 and _HEADING.match(line) and not _MARKER.match(line))


def _line_break(text: str, start: int) -> int:
    """The first line break of the run of blank characters around `start`."""
    first = start
    while start and text[start - 1] in " \t\n":
        start -= 1
        if text[start] == "\n":
            first = start
    return first


def _wrapped(text: str) -> int:
    """Length of a full line when the text is broken by its lay-out, else 0."""
    lines = [len(line.strip()) for line in text.split("\n") if line.strip()]
    if len(lines) < 8:
        return 0
    lines.sort()
    full = lines[int(len(lines) * 0.9)]
    return full if full <= 60 and lines[len(lines) // 2] >= 0.75 * full else 0


def _joins(text: str, start: int, end: int, wrapped: int) -> bool:
    """Whether a line break at [start, end) falls inside a sentence."""
    if not start or end >= len(text):
        return True
    head = start
    while head and text[head - 1] in _CLOSERS:
        head -= 1
    if not head or text[head - 1] in _FINAL or "\t" in text[max(0, start - 200) : start].rsplit("\n", 1)[-1]:
        return False
    if _HEADING.match(text, end):
        return False
    line_start = text.rfind("\n", 0, start) + 1
    line = text[line_start:start].strip(" \t?\ufffd")
    before, after = text[start - 1], text[end]
    if before in ",、(“《" or after in "。,、;:)”》%":
        return True
    if (before.isdigit() and after in _AFTER_DIGITS) or (before in ".," and after.isdigit()):
        return True  # a number broken off from its unit
    if _HEADING.match(line) and len(line) <= 45 and "," not in line[25:]:
        return False
    if line_start and len(line) > 12 and _last(text, line_start) not in _FINAL:
        return True
    if wrapped:
        # lines that hold sentences are set to one width more or less; headings that are left without a number hold none
        return len(line) >= (0.6 if any(c in line for c in "。,;") else 0.85) * wrapped
    return len(line) > 40 or (len(line) > 1 and any(c in line for c in ",;、"))


def _last(text: str, end: int) -> str:
    """The last character before `end` that is not blank."""
    while end and text[end - 1] in " \t\r\n?\ufffd":
        end -= 1
    return text[end - 1 : end]


def _droppable(text: str, start: int, end: int) -> bool:
    """Whether a run of spaces says nothing: beside Chinese or punctuation, or inside a number that a page lay-out broke."""
    if "\t" in text[start:end]:
        return False
    if not start or end >= len(text):
        return True
    before, after = text[start - 1], text[end]
    if before == "\n" or after == "\n":
        return True
    if _SPACED.search(text, max(0, start - 3), end + 4):
        return True
    if before.isdigit() and after.isdigit():
        head = start
        while head and text[head - 1].isdigit():
            head -= 1
        tail = end
        while tail < len(text) and text[tail].isdigit() and tail - end < 6:
            tail += 1
        if tail - end == 3 and start - head <= 3:
            return True
        return end == start + 1 and bool(
            _BROKEN.match(text, end) and _BREAKS.search(text, max(0, head - 40), start)
        )
    if (before in ".," and after.isdigit()) or (before.isdigit() and after in ".,"):
        return end - start <= 2
    return bool(_CJK.match(before) or _CJK.match(after))
