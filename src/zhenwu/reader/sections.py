"""The report's tree of sections and the role each part plays."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import AHEAD

_LEX = lexicon()
_CN = "一二三四五六七八九十"
_END = frozenset("。!?\n;")
#: A heading may begin a line or follow a full stop, since some texts have lost their line breaks.
_FIRST = re.compile(rf"(?:^|(?<=[。!?\n”)]))[ \t?]*(?:第?([{_CN}]{{1,3}})(?:、|部分[::、]?))", re.M)
_SECOND = re.compile(rf"[(]([{_CN}]{{1,3}})[)](?=[\u4e00-\u9fff])")
_THIRD = re.compile(
    rf"(?:^|(?<=[。!?\n;:,]))[ \t?]*(?:([{_CN}])是|(\d{{1,2}})[.、](?!\d)|[(](\d{{1,2}})[)])", re.M
)
_BARE = re.compile(
    rf"(?<=[。!?:\n])([{_CN}])(?![{_CN}是、个年月方些直定次样般步批期大类级边旦起致])(?=[\u4e00-\u9fff]{{2}})"
)
_LINE = re.compile(r"^[ \t?]*([^\n,。;:!?]{4,30})[ \t]*$", re.M)
_NUMBERED = re.compile(rf"[(第]?[{_CN}\d]+[)、.章节部]")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_ADDRESS = re.compile(r"各位代表[,!:]")


@dataclass(slots=True)
class Part:
    """A section in cleaned offsets."""

    title: str
    level: int
    role: str
    start: int
    end: int
    body_start: int
    number: str
    parent: int | None = None


def _number(text: str) -> int:
    value = 0
    for c in text:
        value = (value or 1) * 10 if c == "十" else value + _CN.index(c) + 1
    return value


def _title(text: str, start: int, level: int) -> tuple[str, int]:
    """Title of the heading whose words begin at `start`, and where the body begins."""
    line = text.find("\n", start, start + 80)
    stop = next(
        (i for i in range(start, min(len(text), start + 80)) if text[i] in _END), min(len(text), start + 80)
    )
    if line != -1 and line <= stop:
        return text[start:line].strip(" ?"), line + 1
    if level == 1:
        head = text[start : start + 30]
        ends = [(head.find(word) + len(word), word) for word in _LEX.heading_ends if word in head]
        if ends:
            cut = min(ends)[0]
            return head[:cut], start + cut
    colon = text.find(":", start, min(stop, start + 24))
    if level > 1 and colon != -1:
        return text[start:colon], colon + 1
    comma = text.find(",", start, stop)
    if level == 3 and comma != -1:
        return text[start:comma], start
    if text[stop : stop + 1] in ("。", "!") and stop - start <= 40:
        return text[start:stop], stop + 1
    return text[start : min(stop, start + 40)], start


def _role(title: str, year: int | None, ahead: int | None) -> str | None:
    for role, words in _LEX.roles:
        if any(word in title for word in words):
            if role in ("review", "tasks", "goals") and year is not None and ahead is not None:
                if role == "review" and year >= ahead:
                    return "tasks"
                if role != "review" and year < ahead and "重点工作" in title:
                    return "review"
            return role
    return None


def review_year(text: str, name: str) -> int | None:
    """The year under review: said by a heading, by the title, by the file's name, or by the first sentences.

    >>> review_year("一、2025年工作回顾", ""), review_year("清溪镇2026年政府工作报告", ""), review_year("今年很好。", "")
    (2025, 2025, None)
    """
    later: int | None = None
    for m in _FIRST.finditer(text):
        head = text[m.end() : m.end() + 30].split("\n")[0]
        year = _YEAR.search(head)
        if year:
            if any(word in head for word in ("回顾", "总结", "工作情况", "完成情况", "成绩")):
                return int(year[1])
            if later is None and _role(head, None, None) in AHEAD:
                later = int(year[1]) - 1
    if later is not None:
        return later
    title = re.search(r"((?:19|20)\d\d)年[^\n。,]{0,20}?工作(报告|总结|计划|要点)", text[:300])
    if title:
        return int(title[1]) - (0 if title[2] == "总结" else 1)
    said = re.search(
        r"((?:19|20)\d\d)年,?(?:以来)?,?[^。]{0,60}(?:在|围绕|坚持|面对|全镇|我镇|完成|实现|新增)",
        text[:2000],
    )
    ahead = re.search(r"((?:19|20)\d\d)年[^。]{0,20}(?:我们将|将|力争|计划|预期目标|目标)", text)
    if said:
        now = int(said[1])
        return now - 1 if ahead and int(ahead[1]) == now else now
    named = re.search(r"(?:19|20)\d\d", name)
    if ahead:
        return int(ahead[1]) - 1
    return int(named[0]) - 1 if named else None


def split(text: str, year: int | None) -> list[Part]:
    """The sections of a cleaned text, in order; a part before the first heading is `opening`."""
    ahead = None if year is None else year + 1
    heads = _firsts(text)
    for m in _SECOND.finditer(text):
        before = text[max(0, m.start() - 12) : m.start()].rstrip(" \t?")
        if not before or before[-1] in "。!?\n;:”" or before.endswith(_LEX.heading_ends):
            heads.append((m.start(), m.end(), 2, m[1]))
    for m in _THIRD.finditer(text):
        heads.append((m.start(), m.end(), 3, m[1] or m[2] or m[3]))
    heads.extend(_bare(text, [h[0] for h in heads if h[2] == 1], [h[0] for h in heads if h[2] == 2]))
    heads.sort()
    parts = _tree(text, heads, year, ahead)
    parts.extend(_passages(text, parts))
    parts.sort(key=lambda p: (p.start, p.level))
    return _parents(parts)


def _firsts(text: str) -> list[tuple[int, int, int, str]]:
    """First-level headings (start, words, level, number), and second-level ones where a numbering restarts below one.

    A line such as 2026年工作安排 is a heading of the first level too, though it has no number; 一、 below it is second level.
    """
    titled = [
        (m.start(), m.start(), 1, "")
        for m in _LINE.finditer(text)
        if not _NUMBERED.match(m[1]) and _role(m[1], None, None) and m[1].endswith(_LEX.heading_ends)
    ]
    starts = [t[0] for t in titled]
    heads = list(titled)
    outer, inner, owner = 1, 1, -1
    for m in _FIRST.finditer(text):
        number = _number(m[1])
        start = m.start() + len(m[0]) - len(m[0].lstrip(" \t?"))
        above = bisect_right(starts, start) - 1
        if above != owner:
            owner, inner = above, 1
        top = above < 0 and number == outer
        if top and number == inner and inner > 1:
            # 三、 may go on with the inner or the outer numbering: a telling heading is an outer one
            top = _role(text[m.end() : m.end() + 30].split("\n")[0], None, None) is not None
        if top:
            heads.append((start, m.end(), 1, m[1]))
            outer, inner = number + 1, 1
        elif number == inner and (above >= 0 or outer > 1):
            heads.append((start, m.end(), 2, m[1]))
            inner = number + 1
    return sorted(heads)


def _bare(text: str, firsts: list[int], seconds: list[int]) -> list[tuple[int, int, int, str]]:
    """Second-level headings that lost their brackets: 一聚焦…, 二聚焦…, in sequence inside one first-level section."""
    made: list[tuple[int, int, int, str]] = []
    run: list[tuple[int, int, int, str]] = []
    section = -1

    def close() -> None:
        if len(run) >= 2:
            made.extend(run)
        run.clear()

    for m in _BARE.finditer(text):
        here = bisect_right(firsts, m.start())
        if here != section:
            close()
            section = here
        low = firsts[here - 1] if here else 0
        high = firsts[here] if here < len(firsts) else len(text)
        i = bisect_right(seconds, low)
        if (i < len(seconds) and seconds[i] < high) or m.start() in firsts:
            continue
        if _number(m[1]) == len(run) + 1:
            run.append((m.start(), m.end(), 2, m[1]))
    close()
    return made


def _tree(
    text: str, heads: list[tuple[int, int, int, str]], year: int | None, ahead: int | None
) -> list[Part]:
    parts: list[Part] = []
    first = heads[0][0] if heads else len(text)
    if text[:first].strip():
        role = "opening" if heads and heads[0][2] == 1 else _role_of_body(text[:first], ahead)
        parts.append(Part("", 1, role, 0, first, 0, ""))
    open_roles = {1: parts[0].role if parts else "other", 2: None, 3: None}
    for start, words, level, number in heads:
        title, body = _title(text, words, level)
        said = _YEAR.search(title)
        own = _role(title, int(said[1]) if said else None, ahead) if level < 3 else None
        above = open_roles[1] if level == 2 else (open_roles[2] or open_roles[1])
        if level == 1:
            role = own or ("tasks" if said and ahead and int(said[1]) >= ahead else "other")
            if role == "other":
                role = _role_of_body(text[start : start + 400], ahead)
            open_roles = {1: role, 2: None, 3: None}
        elif above in AHEAD:
            role = own if own in AHEAD else str(above)
        elif above == "review" and own == "problems":
            role = "problems"
        elif above in ("other", "opening") and own:
            role = own
        else:
            role = str(above)
        if level == 2:
            open_roles[2] = role
        parts.append(Part(title, level, role, start, len(text), body, number))
    ends = {1: len(text), 2: len(text), 3: len(text)}
    for part in reversed(parts):
        part.end = min(ends[level] for level in range(1, part.level + 1))
        ends[part.level] = part.start
    return parts


def _role_of_body(body: str, ahead: int | None) -> str:
    """The role of a part without a telling heading, by the words of its first sentences."""
    head = body[:400]
    future = sum(head.count(w) for w in ("将", "力争", "要", "计划", "预期", "目标", "确保")) + (
        3 * head.count(f"{ahead}年") if ahead else 0
    )
    past = sum(head.count(w) for w in ("完成", "实现", "已", "达", "同比", "获", "全年", "累计"))
    if future > past and future >= 2:
        return "tasks"
    return "review" if past else "other"


def _passages(text: str, parts: list[Part]) -> list[Part]:
    """Passages of another role inside a section: problems admitted, goals set, and the closing call."""
    made: list[Part] = []
    firsts = [p for p in parts if p.level == 1]
    for part in firsts:
        body = text[part.body_start : part.end]
        below = [p.start for p in parts if p.level == 2 and part.start < p.start < part.end]
        if part.role == "review":
            at = [i for w in _LEX.passages["problems"] if (i := body.rfind(w)) > len(body) * 0.4]
            if at:
                start = part.body_start + _sentence_start(body, min(at))
                made.append(
                    Part(
                        text[start : start + 24].split(",")[0].strip(),
                        2,
                        "problems",
                        start,
                        part.end,
                        start,
                        "",
                    )
                )
        elif part.role in ("tasks", "goals"):
            at = [i for w in _LEX.passages["goals"] if (i := body.find(w)) != -1]
            if at:
                start = part.body_start + _sentence_start(body, min(at))
                stop = next((i for i in below if i > start), part.end)
                end = text.find("。", start)
                end = min(stop, end + 1 if end != -1 else stop)
                made.append(
                    Part(text[start : start + 30].split("是")[0].strip(), 2, "goals", start, end, start, "")
                )
    if firsts and firsts[-1].role in AHEAD:
        last = firsts[-1]
        at = [m.start() for m in _ADDRESS.finditer(text, last.body_start)]
        if at and at[-1] > last.start + 0.5 * (last.end - last.start):
            made.append(Part("", 2, "closing", at[-1], last.end, at[-1], ""))
    return made


def _sentence_start(body: str, at: int) -> int:
    while at and body[at - 1] not in "。!?\n":
        at -= 1
    return at


def _parents(parts: list[Part]) -> list[Part]:
    """Give each part the index of the nearest earlier part of a higher level that contains it."""
    open_parts: list[int] = []
    for i, part in enumerate(parts):
        while open_parts and (
            parts[open_parts[-1]].level >= part.level or parts[open_parts[-1]].end <= part.start
        ):
            open_parts.pop()
        part.parent = open_parts[-1] if open_parts else None
        if part.parent is not None and parts[part.parent].role == "problems":
            part.role = "problems"
        open_parts.append(i)
    return parts


class Places:
    """Which section a place is in, by bisection."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.starts = [p.start for p in parts]

    def at(self, offset: int) -> int | None:
        """Index of the innermost section at an offset."""
        i = bisect_right(self.starts, offset) - 1
        while i >= 0 and self.parts[i].end <= offset:
            above = self.parts[i].parent
            i = above if above is not None else i - 1 if self.parts[i].level > 1 else -1
        return i if i >= 0 else None
