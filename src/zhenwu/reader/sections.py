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
_LINE = re.compile(r"^[ \t?]*([^\n,。;:!?]{4,30})[ \t?]*$", re.M)
_NUMBERED = re.compile(rf"[(第]?[{_CN}\d]+[)、.章节部]")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
#: 2025年工作总结 looks back on its year, 2026年政府工作报告 and 2026年工作计划 on the year before.
_TITLED = re.compile(
    r"((?:19|20)\d\d)年[^\n。,]{0,30}?(政府工作报告|工作报告|总结|年度报告|情况|汇报|计划|规划|要点|打算|安排|部署)"
)
_PLANS = frozenset(("计划", "规划", "要点", "打算", "安排", "部署"))
_AHEAD_TITLES = _PLANS | {"政府工作报告", "工作报告"}
_LISTS_WORK = re.compile(r"(?:实事|项目|任务|工作)[^。,\n]{0,6}(?:包括|如下|有|为|是)?[::]\s*$")
_COMES = re.compile(r"打算|计划|安排|下|思路|要点|明年|来年|今后|未来|新的一年|(?:19|20)\d\d年")
#: Words that turn a passage of the review to what comes next.
_NEXT = re.compile(
    r"(?:^|(?<=[\n。]))[ \t]*(?:[一二三四五六七八九十]是)?(?:下一步|下步|下阶段|下半年|明年|来年|今后)(?:工作中)?,",
    re.M,
)
_OPENS = re.compile(r"\s*((?:19|20)\d\d)年")
_BOTH = re.compile("(?:总结|回顾|情况).*(?:打算|计划|安排|思路|要点)")
#: Words that only a look back, or only a look ahead, has much of.
_PAST = re.compile(
    r"已|同比|荣获|获评|累计|截[至止]|今年以来|一年来|共[计有收受办开发组]|了\d|达\d|达到\d|较上年|较去年|比上年|分别为|\d(?:%|个百分点)[,。;]"
)
_FUTURE = re.compile(
    r"力争|确保|争取|计划|打算|预期|将(?!军|近|来)|(?:年底|月底|年内|季度|年|月)前|早日|尽快|尽早|全年新|新的一年|今后|下一步|下步|(?:左右|以上|以内)[,。;]"
)
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
        head = text[start : min(start + 30, stop)]
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
    title = _TITLED.search(text[:300])
    if title:
        return int(title[1]) - (title[2] in _AHEAD_TITLES)
    said = re.search(
        r"((?:19|20)\d\d)年,?(?:以来)?,?[^。]{0,60}(?:在|围绕|坚持|面对|全镇|我镇|完成|实现|新增)",
        text[:2000],
    )
    ahead = re.search(r"((?:19|20)\d\d)年[^。]{0,20}(?:我们将|将|力争|计划|预期目标|目标)", text)
    if said is None:
        said = _OPENS.match(text)
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
    heads, whole_role = _firsts(text), None
    if (title := _own_title(text, heads)) is not None:
        heads.remove(title)
        words = text[title[0] : title[0] + 60].split("\n")[0]
        whole_role = None if _BOTH.search(words) else _role(words, None, None)
        heads = [(s, w, 1 if level == 2 else level, n) for s, w, level, n in heads]
    elif not any(level == 1 and _role(text[w : w + 30], None, None) for _, w, level, _ in heads):
        whole_role = _announced(text[: heads[0][0]] if heads else text[:200])
    for m in _SECOND.finditer(text):
        before = text[max(0, m.start() - 12) : m.start()].rstrip(" \t?")
        if not before or before[-1] in "。!?\n;:”" or before.endswith(_LEX.heading_ends):
            heads.append((m.start(), m.end(), 2, m[1]))
    for m in _THIRD.finditer(text):
        heads.append((m.start(), m.end(), 3, m[1] or m[2] or m[3]))
    heads.extend(_bare(text, [h[0] for h in heads if h[2] == 1], [h[0] for h in heads if h[2] == 2]))
    heads.sort()
    parts = _tree(text, heads, year, ahead, whole_role)
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
        if above < 0 and len(heads) == len(titled) and number > 1:
            # a fragment may begin in the middle of the numbering, with a heading that tells its part
            if _role(text[m.end() : m.end() + 30].split("\n")[0], None, None) is not None:
                outer = number
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


def _announced(opening: str) -> str | None:
    """The role that a text's first words give to all of it: a title without a line of its own, or 十大实事项目包括."""
    title = _TITLED.search(opening[:60])
    if title is not None and not _BOTH.search(opening[:60]):
        return "tasks" if title[2] in _PLANS else None
    return "tasks" if len(opening) < 120 and _LISTS_WORK.search(opening) else None


def _own_title(text: str, heads: list[tuple[int, int, int, str]]) -> tuple[int, int, int, str] | None:
    """The heading that is the document's title: its first line, above numbered headings and the only one of its kind."""
    titled = [h for h in heads if not h[3]]
    if len(titled) != 1 or len(heads) < 2 or text[: titled[0][0]].strip(" \t\n?"):
        return None
    return titled[0]


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
    text: str, heads: list[tuple[int, int, int, str]], year: int | None, ahead: int | None, whole: str | None
) -> list[Part]:
    parts: list[Part] = []
    first = heads[0][0] if heads else len(text)
    if text[:first].strip():
        role = "opening" if heads and heads[0][2] == 1 else whole or _role_of_body(text[:first], ahead)
        if role == "opening" and any(w in text[:first] for w in _LEX.passages["goals"]):
            role = "tasks"  # a plan that sets its goals before its first heading
        parts.append(Part("", 1, role, 0, first, 0, ""))
    opened = parts[0].role if parts else whole or _role_of_body(text, ahead)
    open_roles: dict[int, str | None] = {1: opened, 2: None, 3: None}
    for start, words, level, number in heads:
        title, body = _title(text, words, level)
        said = _YEAR.search(title)
        own = _role(title, int(said[1]) if said else None, ahead) if level < 3 else None
        above = open_roles[1] if level == 2 else (open_roles[2] or open_roles[1])
        if level < 3 and whole == "review" and own == "tasks" and not _COMES.search(title):
            own = "review"  # 主要工作 of a summary is what was done
        if level == 1:
            role = own or ("tasks" if said and ahead and int(said[1]) >= ahead else "other")
            if title.startswith(("下一步", "下步", "下半年", "下阶段", "明年", "新的一年")) and own is None:
                role = "tasks"
            if role == "other":
                role = whole or _role_of_body(text[start : start + 400], ahead)
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
    """The role of a part without a telling heading, by words that only a look back or only a plan has much of."""
    future = len(_FUTURE.findall(body)) + (2 * body.count(f"{ahead}年") if ahead else 0)
    past = len(_PAST.findall(body))
    if future > past and future >= 2:
        return "tasks"
    return "review" if past or future else "other"


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
            turned = [m.start() for m in _NEXT.finditer(body, int(len(body) * 0.4))]
            if turned and not at:
                start = part.body_start + turned[0]
                made.append(
                    Part(
                        text[start : start + 24].split(",")[0].strip(), 2, "tasks", start, part.end, start, ""
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
