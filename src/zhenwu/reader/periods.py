"""Which period a passage speaks of: what it says itself, else what its section implies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

_Y = r"(?:19|20)\d\d"
_SAID = re.compile(
    rf"(?:(?P<span>(?P<a>{_Y})年?(?:[-—~至到]{{1,2}}|(?={_Y}年))(?P<b>{_Y})年)"
    rf"|(?P<upto>截[至止](?:到|至)?(?:(?P<uy>{_Y})年)?(?:(?P<um>\d{{1,2}})月(?:份|底|末|(?P<ud>\d{{1,2}})日)?|(?P<un>目前|今|现在|当前|年底|年末|昨日)))"
    rf"|(?P<now>目前为止|到目前|迄今|至今)"
    rf"|(?P<since>(?:自|从)?(?:(?P<sy>{_Y})年)?(?P<sm>\d{{1,2}})月(?:份|\d{{1,2}}日)?(?:以来|起))"
    rf"|(?P<month>(?:(?P<y>{_Y})年|今年|去年)?(?P<m1>\d{{1,2}})月?(?:[-—~至到]{{1,2}}(?P<m2>\d{{1,2}}))?月(?:份)?(?P<day>(?P<d1>\d{{1,2}})(?:[-—~至到](?P<d2>\d{{1,2}}))?日)?)"
    rf"|(?P<part>(?:(?P<py>{_Y})年|今年)?(?P<q>上半年|下半年|前三季度|前三个季度|第?[一二三四]季度|前半年))"
    rf"|(?P<year>(?P<yy>{_Y})年(?:度|底|末)?(?!来|前))"
    rf"|(?P<five>(?:过去|近|这|今后|未来)?(?P<n>[三五])年(?:来|间|以来|之间))"
    rf"|(?P<last>去年|上年|上一年)"
    rf"|(?P<next>明年|新的一年)"
    rf"|(?P<this>今年以来|今年来|一年来|一年以来|全年|今年|本年|年内|当年))"
)
#: Where a period may begin, told by two characters: the engine passes over all other places at once.
_MAY = re.compile(
    r"[0-9截目到迄至自从今去上下前第一二三四五过近这未明新全本年当](?=[至止前目今年后半一二三四五季去来的内]|\d{0,4}[年月~至到—-])"
)
_TIMES = re.compile(r"的\d+(?:\.\d+)?倍")
_FIVE = re.compile(r"(?<![一二三四五六七八九〇○零OoО0])五年(?:来|间|工作)|过去(?:的)?五年|履职的五年")
_NEXT_FIVE = re.compile(
    "(?:今后|未来|下一个)五年|五年(?:的)?(?:奋斗|发展|总体|主要|工作)?(?:目标|思路|任务|规划)"
)
#: 由去年同期的18%提高到26%: the first of the two is last year's.
_BEFORE = re.compile(r"(?:由|从)(?:去年|上年)(?P<same>同期)?的?$")
_ONE = re.compile(_Y)
_HALF = re.compile("半年来|上半年")
_CLAUSE = re.compile("[,;]")
_AGAINST = ("较", "比", "同比", "与", "对比", "相比", "超")
_PARTS = {
    "上半年": ("01", "06"), "前半年": ("01", "06"), "下半年": ("07", "12"), "前三季度": ("01", "09"), "前三个季度": ("01", "09"),
    "一": ("01", "03"), "二": ("04", "06"), "三": ("07", "09"), "四": ("10", "12"),
}  # fmt: skip


_TITLE_PART = re.compile(
    rf"({_Y})年(上半年|前三季度|第?[一二三]季度)[^\n。,]{{0,20}}(?:总结|情况|汇报|回顾|完成)"
)


class Spoken(Protocol):
    """What of a section is needed to know when it speaks of."""

    title: str
    role: str
    body_start: int
    parent: int | None


class Said(NamedTuple):
    """A period that the text names: ISO form, and whether it reaches into the year ahead of the review."""

    start: int
    end: int
    iso: str
    year: int | None


def said(text: str, year: int | None, *, ahead: bool = False) -> list[Said]:
    """Every period that a cleaned text names, in order; those it only compares with (较去年) are left out.

    year : the year under review. ahead : read as a plan reads, where 今年 is the year after it.

    >>> [s.iso for s in said("1-10月完成10亿元,截至目前化债5万元,较去年增长3%。", 2025)]
    ['2025-01/2025-10', '../2025']
    """
    found = (_said(m, year, ahead) for m in _named(text))
    return [s for s in found if s is not None]


def _named(text: str) -> Iterator[re.Match[str]]:
    free = 0
    for may in _MAY.finditer(text):
        at = may.start()
        if at >= free and (m := _SAID.match(text, at)) is not None:
            free = m.end()
            if _names(text, m):
                yield m


def _names(text: str, m: re.Match[str]) -> bool:
    """Whether the words say when, not against what or of which plan."""
    start, end, kind = m.start(), m.end(), m.lastgroup
    if kind is None or text.endswith(_AGAINST, max(0, start - 2), start):
        return False
    if kind == "month" and text.startswith(("底前", "前", "底之前", "之前", "末前"), end):
        return False
    if kind == "this" and (
        text.startswith(("任务", "目标", "计划", "预算"), end) or text[start - 1 : start] in ("占", "为")
    ):
        return False
    if kind == "year" and _TIMES.match(text, end):
        return False  # 是2001年的2.1倍
    if text.startswith(("同期", "相比", "基础", "行动", "规划", "年度国家", "会议"), end):
        return False
    return kind != "span" or not _bracketed(text, start, end)


def _said(m: re.Match[str], review: int | None, ahead: bool, coming: int | None = None) -> Said | None:
    if coming is None and review is not None:
        coming = review + 1
    made = _iso(m, review, coming if ahead else review)
    return None if made is None else Said(m.start(), m.end(), *made)


def _bracketed(text: str, start: int, end: int) -> bool:
    """Whether the words stand alone in brackets, as the years of a plan's name do; a bracket may have been lost."""
    return text[start - 1 : start] == "(" or text[end : end + 1] == ")"


def _iso(m: re.Match[str], review: int | None, year: int | None) -> tuple[str, int | None] | None:
    kind = m.lastgroup
    if m["span"]:
        return f"{m['a']}/{m['b']}", int(m["b"])
    if m["year"]:
        return m["yy"], int(m["yy"])
    if year is None and kind not in ("month", "upto", "since", "part"):
        return None
    if m["upto"]:
        own = m["uy"] or (str(review) if review else None)
        if own is None:
            return None
        day = f"-{int(m['ud']):02d}" if m["ud"] else ""
        return (f"../{own}-{int(m['um']):02d}{day}" if m["um"] else f"../{own}"), int(own)
    if m["now"]:
        return f"../{review}", review
    if m["since"]:
        own = m["sy"] or (str(year) if year else None)
        return (f"{own}-{int(m['sm']):02d}/{own}-12", int(own)) if own and 1 <= int(m["sm"]) <= 12 else None
    if m["month"]:
        own = m["y"] or (str(year) if year else None)
        first, last = int(m["m1"]), int(m["m2"] or m["m1"])
        if own is None or not (1 <= first <= 12 and 1 <= last <= 12):
            return None
        if m["day"]:
            low = f"{own}-{last:02d}-{int(m['d1']):02d}"
            return (f"{low}/{own}-{last:02d}-{int(m['d2']):02d}" if m["d2"] else low), int(own)
        return (f"{own}-{first:02d}" if first == last else f"{own}-{first:02d}/{own}-{last:02d}"), int(own)
    if m["part"]:
        own = m["py"] or (str(year) if year else None)
        word = m["q"].removeprefix("第")
        low, high = _PARTS.get(word) or _PARTS[word[0]]
        return (f"{own}-{low}/{own}-{high}", int(own)) if own else None
    if m["five"]:
        count = 5 if m["n"] == "五" else 3
        return (f"{year - count + 1}/{year}", year) if year else None
    if review is None or year is None:
        return None
    if m["last"]:
        return str(review), review
    if m["this"]:
        return str(year), year
    return str(review + 1), review + 1


class Periods:
    """The periods that a text names, asked by place.

    year : the year under review. review : the period that a passage of the review speaks of where it says none: that year, or the
    part of it that the text's title says (2025年上半年工作总结).
    """

    def __init__(self, text: str, year: int | None) -> None:
        self.year = year
        title = _TITLE_PART.search(text, 0, 80)
        self.review = str(year) if year is not None else None
        if title is not None and year is not None and int(title[1]) == year:
            low, high = _PARTS.get(title[2]) or _PARTS[title[2].removeprefix("第")[0]]
            self.review = f"{year}-{low}/{year}-{high}"
        half = (
            title is None and year is not None and _HALF.search(text, 0, 120) is not None and "下半年" in text
        )
        if half:
            self.review = f"{year}-01/{year}-06"
        #: What a passage of the plan speaks of where it says nothing, other than the whole year: what is left of it.
        self.rest = (
            f"{year}-07/{year}-12"
            if half or (title is not None and self.review == f"{year}-01/{year}-06")
            else None
        )
        #: The year that the plan speaks of: after half a year it is the same one.
        self.ahead = (
            year if year is None or half or (title is not None and self.review != str(year)) else year + 1
        )
        self.text = text
        self.matches = list(_named(text))
        self.starts = [m.start() for m in self.matches]

    def reviewed(self, parts: Sequence[Spoken]) -> list[str | None]:
        """For each section the period that it speaks of where it says none: five years where it begins with them (五年来)."""
        found: list[str | None] = []
        for part in parts:
            above = found[part.parent] if part.parent is not None else self.review
            named = _FIVE.search(part.title)
            # 过去五年和2025年工作回顾: what says nothing else is of the year
            five = part.role == "review" and (
                not _ONE.search(part.title)
                and (named or _FIVE.search(self.text, part.body_start, part.body_start + 60)) is not None
            )
            found.append(
                f"{self.year - 4}/{self.year}"
                if five and self.year is not None
                else above
                if part.role == "review"
                else self.review
            )
        return found

    def coming(self, parts: Sequence[Spoken]) -> list[str | None]:
        """For each section the period that it plans where it says none: five years where its title says so (今后五年)."""
        usual = self.rest or (None if self.ahead is None else str(self.ahead))
        found: list[str | None] = []
        for part in parts:
            above = found[part.parent] if part.parent is not None else usual
            named = _NEXT_FIVE.search(part.title) and not _ONE.search(part.title) and self.ahead
            found.append(f"{self.ahead}/{(self.ahead or 0) + 4}" if named else above)
        return found

    def apart(self, start: int, end: int) -> bool:
        """Whether another act of a plan begins in [start, end): 二季度开园，招引企业5家; not 二季度，招引企业5家."""
        mark = _CLAUSE.search(self.text, start, end)
        return mark is not None and (
            mark.start() > start + 1 or _CLAUSE.search(self.text, mark.end(), end) is not None
        )

    def last(self, offset: int, review: str | None) -> str | None:
        """The period a year before the review's, where the words right before an offset say so (由去年同期的18%)."""
        m = _BEFORE.search(self.text, max(0, offset - 8), offset)
        if m is None or self.year is None or review is None:
            return None
        return review.replace(str(self.year), str(self.year - 1)) if m["same"] else str(self.year - 1)

    def before(self, start: int, offset: int, *, ahead: bool = False) -> Said | None:
        """The last period named in [start, offset); ahead: as a plan says it, where 今年 is the year after the review."""
        i = bisect_left(self.starts, offset) - 1
        while i >= 0 and self.starts[i] >= start:
            made = _said(self.matches[i], self.year, ahead, self.ahead)
            if made is not None:
                return made
            i -= 1
        return None
