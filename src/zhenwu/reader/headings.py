"""Finding headings: numbered lines and sentences, headings that lost their numbers or brackets, the document's own title, and roles."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import one_of
from zhenwu.reader.sentences import Stops
from zhenwu.reader.turning import WRITTEN

_LEX = lexicon()
CN = "一二三四五六七八九十"
#: A heading may begin a line or follow a full stop, since some texts have lost their line breaks.
_FIRST = re.compile(rf"[ \t?]{{0,40}}(?:第?([{CN}]{{1,3}})(?:、|部分[::、]?))")
_FIRSTS = frozenset(f" \t?第{CN}")
_CLOSERS = "”)"
_BARE = re.compile(
    rf"([{CN}])(?<=[。!?:\n][{CN}])(?![{CN}是要、个年月方些直定次样般步批期大类级边旦起致])(?=[\u4e00-\u9fff]{{2}})"
)
_LINE = re.compile(r"[ \t?]{0,40}([^\n。;:!?]{3,36})")
#: Longer lines hold no heading.
_LONGEST = 76
_DATED = re.compile(rf"(?:19|20)\d\d年|{WRITTEN}年")
_ENDS_ON = (
    "(?:新成效|新成绩|新进展|完成情况|情况|简要回顾|回顾|总结|打算|安排|计划|部署|思路|任务|目标|重点|举措|意见|建议|要点"
    "|[顾望务问题划署]篇)"
)
_LINE_ENDS = re.compile(f"(?:{one_of(_LEX.heading_ends)}|{_ENDS_ON})$")
#: …请审议。2025年工作回顾2025年是…: a heading without number or line break, before words that begin a report's passages.
_RUN_ON = re.compile(
    rf"(?<=[。!?])[^\n。,;:!?]{{0,8}}(?:(?:19|20)\d\d|{WRITTEN})年[^\n。,;:!?]{{0,12}}?{_ENDS_ON}{{1,2}}"
    rf"(?=(?:19|20)\d\d年|{WRITTEN}年|一年来|过去|今年|新的一年|围绕|我们|各位代表|今后|展望|“)"
)
#: With a year in front these tell a review (2025年各项工作取得新成效).
_MADE = ("新成效", "新成绩", "新进展")
#: What may still belong to a heading that the text runs on from (主要工作|完成情况).
_LONGER = re.compile(f"{_ENDS_ON}{{1,2}}")
#: 1、, 壹、, 【: what may stand before a heading of the first level where no 一、 does.
_MARKED = re.compile(
    r"^(?:\d{1,2}[.、)](?=(?:19|20)\d\d年)|\d{1,2}(?:[、.)] ?| )(?!\d)|[壹贰叁肆伍陆柒捌玖拾][、.]|[【\[<《—]{1,4})"
)
_CLOSING = "】]>》"
_NUMBERED = re.compile(rf"[(第]?[{CN}\d]+[)、.章节部]")
PLANS = frozenset(
    ("计划", "规划", "要点", "打算", "安排", "部署", "实事项目", "实事清单", "任务清单", "项目清单")
)
_LISTS_WORK = re.compile(r"(?:实事|项目|任务|工作)[^。,\n]{0,6}(?:包括|如下|有|为|是)?[::]\s*$")
BOTH = re.compile("(?:总结|回顾|情况).{0,60}(?:打算|计划|安排|思路|要点)")
#: Words that only a look back, or only a look ahead, has much of.
_PAST = re.compile(
    r"已|同比|荣获|获评|累计|截[至止]|今年以来|[一半五]年来|过去的?(?:这)?[一五]年|共[计有收受办开发组]|了\d|达\d|达到\d|较上年|较去年|比上年|分别为|\d(?:%|个百分点)[,。;]"
)
_FUTURE = re.compile(
    r"力争|确保|争取|计划|打算|预期|将(?!军|近|来)|(?:年底|月底|年内|季度|年|月|[春秋]收|汛期|雨季|春节|入冬)(?:之|以)?前|(?:到来|[”\"])之前|早日|尽快|尽早|全年新|新的一年|今后"
    r"|下一步|下步|全力(?:促成|推进|推动|打造|抓好)|重点(?:完成|抓好|打造|实施|推进)|零容忍|(?:左右|以上|以内)(?:[,。;、]|耕地|农户)|再(?:掀|上|添|建|创|造|提|增|修|新)"
)
#: Bodies shorter than this tell too little by what they do not say.
_ENOUGH = 80
_END = re.compile("[。!?\n;]")
#: 2025年工作总结 looks back on its year, 2026年政府工作报告 and 2026年工作计划 on the year before.
TITLED = re.compile(
    rf"((?:19|20)\d\d|{WRITTEN})年[^\n。,]{{0,30}}?(政府工作报告|工作报告|总结|年度报告|情况|汇报|计划|规划|要点|打算|安排|部署|实事项目(?!完成|进展|建设情况|评)|实事清单|任务清单|项目清单)"
)
_COUNTS = re.compile(r"\d+(?![\d年月+])")
_ROLES = [(role, re.compile(one_of(words))) for role, words in _LEX.roles]
#: 补短板 is a task.
_MENDS = re.compile("补(?:齐|足|强|上)?[^,。]{0,6}短板|短板[^,。]{0,8}(?:补|消除|销)|强弱项")
#: A heading: where it starts, where its words begin, its level, its number.
Head = tuple[int, int, int, str]


def _number(text: str) -> int:
    value = 0
    for c in text:
        value = (value or 1) * 10 if c == "十" else value + CN.index(c) + 1
    return value


def title_of(text: str, start: int, level: int) -> tuple[str, int]:
    """Title of the heading whose words begin at `start`, and where the body begins."""
    line = text.find("\n", start, start + 80)
    ended = _END.search(text, start, start + 80)
    stop = ended.start() if ended else min(len(text), start + 80)
    if line != -1 and line <= stop:
        return text[start:line].strip(" ?"), line + 1
    if level == 1:
        head = text[start : min(start + 30, stop)]
        ends = [(head.find(word) + len(word), word) for word in _LEX.heading_ends if word in head]
        if ends:
            cut = min(ends)[0]
            longer = _LONGER.match(text, start + cut, stop)
            cut = longer.end() - start if longer else cut
            return text[start : start + cut], start + cut
    colon = text.find(":", start, min(stop, start + 24))
    if level > 1 and colon != -1:
        return text[start:colon], colon + 1
    comma = text.find(",", start, stop)
    if level == 3 and comma != -1:
        return text[start:comma], start
    if text[stop : stop + 1] in ("。", "!") and stop - start <= 40:
        # a numbered sentence that counts something is no heading of others (一、改造老旧小区2个。)
        return text[start:stop], start if _COUNTS.search(text, start, stop) else stop + 1
    return text[start : min(stop, start + 40)], start


def role_of(title: str, year: int | None, ahead: int | None) -> str | None:
    for role, words in _ROLES:
        if words.search(title) and not (role == "problems" and _MENDS.search(title)):
            if role in ("review", "tasks", "goals") and year is not None and ahead is not None:
                if role == "review" and year >= ahead:
                    return "tasks"
                if role != "review" and year < ahead and ("重点工作" in title or "主要工作" in title):
                    return "review"
            return role
    return None


class Seen:
    """What of a text may be a heading of its first level, looked for once.

    numbered : 一、, 第二部分 and the like with the beginning of their words. lines : headings without a number (2026年工作安排), on
    lines of their own or run on: where they begin, their words.
    """

    def __init__(self, text: str, stops: Stops) -> None:
        self.text = text
        after = sorted((0, *stops.full, *(at for mark in _CLOSERS for at in _behind(text, mark))))
        self.numbered = [
            (m, text[m.end() : m.end() + 30].split("\n")[0]) for m in matches(_FIRST, _FIRSTS, text, after)
        ]
        alone = [(at, words) for at, words in _lines(text) if _heads(words)]
        if not alone and not any(role_of(words, None, None) for _, words in self.numbered):
            marked = (
                (at, _MARKED.sub("", words).rstrip(_CLOSING))
                for at, words in _lines(text)
                if _MARKED.match(words)
            )
            alone = [(at, words) for at, words in marked if _heads(words)]
        often = Counter(words for _, words in alone)
        #: What stands above a passage of every section (下步打算) is no heading of the whole.
        self.lines = [(at, words) for at, words in alone if often[words] == 1]
        if not self.lines and not any(role_of(words, None, None) for _, words in self.numbered):
            self.lines = [(m.start(), m[0]) for m in _RUN_ON.finditer(text) if role_of(m[0], None, None)]


def matches(
    pattern: re.Pattern[str], begins: frozenset[str], text: str, places: Iterable[int]
) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin at one of the places, in order, none inside another one.

    begins : the characters that a match may begin with, for most places are passed over by them.
    """
    free = 0
    for at in places:
        if at >= free and text[at : at + 1] in begins and (found := pattern.match(text, at)):
            yield found
            free = found.end()


def _behind(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark) + 1
    while at:
        yield at
        at = text.find(mark, at) + 1


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST and (found := _LINE.fullmatch(line)):
            yield at, found[1]
        at += len(line) + 1


def _heads(line: str) -> bool:
    dated = _DATED.search(line) is not None
    if _NUMBERED.match(line) or ("," in line and not dated) or not _LINE_ENDS.search(line):
        return False
    return (dated and line.endswith(_MADE)) or role_of(line, None, None) is not None


def firsts(seen: Seen) -> list[Head]:
    """First-level headings (start, words, level, number), and second-level ones where a numbering restarts below one.

    A line such as 2026年工作安排 is a heading of the first level too, though it has no number; 一、 below it is second level.
    """
    titled = [(start, start, 1, "") for start, _ in seen.lines]
    starts = [t[0] for t in titled]
    heads = list(titled)
    outer, inner, owner = 1, 1, -1
    for m, words in seen.numbered:
        number = _number(m[1])
        start = m.start() + len(m[0]) - len(m[0].lstrip(" \t?"))
        above = bisect_right(starts, start) - 1
        if above != owner:
            owner, inner = above, 1
        fragment = above < 0 and len(heads) == len(titled) and number > 1
        if fragment and role_of(words, None, None) is not None:
            outer = (
                number  # a text may begin in the middle of the numbering, with a heading that tells its part
            )
        top = above < 0 and number == outer
        if top and number == inner and inner > 1:
            # 三、 may go on with the inner or the outer numbering: a telling heading is an outer one
            top = role_of(words, None, None) is not None
        if top:
            heads.append((start, m.end(), 1, m[1]))
            outer, inner = number + 1, 1
        elif number == inner and (above >= 0 or outer > 1):
            heads.append((start, m.end(), 2, m[1]))
            inner = number + 1
    return sorted(heads)


def planned(opening: str) -> str | None:
    """The role that a title without a line of its own gives to all of a plan (清溪镇2026年工作要点)."""
    title = TITLED.search(opening)
    return "tasks" if title is not None and title[2] in PLANS and not BOTH.search(opening) else None


def announced(opening: str) -> str | None:
    """The role that a text's first words give to all of it: a plan's title, or 十大实事项目包括."""
    if TITLED.search(opening[:60]) is not None and not BOTH.search(opening[:60]):
        return planned(opening[:60])
    return "tasks" if len(opening) < 120 and _LISTS_WORK.search(opening) else None


def own_title(text: str, heads: list[Head]) -> Head | None:
    """The heading that is the document's title: its first line, above numbered headings and the only one of its kind."""
    titled = [h for h in heads if not h[3]]
    if len(titled) != 1 or len(heads) < 2 or text[: titled[0][0]].strip(" \t\n?"):
        return None
    return titled[0]


def bare(text: str, firsts: list[int], seconds: list[int]) -> list[Head]:
    """Second-level headings that lost their brackets: 一聚焦…, 二聚焦…, in sequence inside one first-level section."""
    made: list[Head] = []
    run: list[Head] = []
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


def role_of_body(body: str, ahead: int | None) -> str:
    """The role of a part without a telling heading, by words that only a look back or only a plan has much of."""
    future = len(_FUTURE.findall(body)) + (2 * body.count(f"{ahead}年") if ahead else 0)
    past = len(_PAST.findall(body))
    if future > past and (future >= 2 or (not past and len(body) >= _ENOUGH)):
        return "tasks"
    return "review" if past or future else "other"
