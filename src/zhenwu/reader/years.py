"""Which year a report looks back on."""

from __future__ import annotations

import re

from zhenwu.reader.headings import PLANS, TITLED, Seen, role_of, role_of_body
from zhenwu.reader.model import AHEAD
from zhenwu.reader.turning import WRITTEN, year_of

_YEAR = re.compile(rf"((?:19|20)\d\d|{WRITTEN})年")
_AHEAD_TITLES = PLANS | {"政府工作报告", "工作报告"}
#: A year that something was done in, and one that is only to come; 到2030年 is a horizon, 由2015年的… a comparison.
_SAID = re.compile(
    rf"(?<![到至由从比较自])((?:19|20)\d\d|{WRITTEN})年,?(?:以来)?,?[^。]{{0,60}}(?:在|围绕|坚持|面对|全镇|我镇|完成|实现|新增)"
)
_AHEAD = re.compile(
    rf"(?<![到至由从比较自])((?:19|20)\d\d|{WRITTEN})年[^。]{{0,24}}(?:我们将|将|力争|计划|目标|总体思路|工作思路|总体要求|总的要求|主要任务|工作重点|要(?:以|坚持|紧扣|围绕|突出|抓好|重点))"
)
#: 2025年工作总结和2026年工作计划, in one title.
_BOTH = re.compile(
    rf"((?:19|20)\d\d|{WRITTEN})年(?:度)?[^\n。,]{{0,16}}(?:总结|回顾|情况|汇报)[^\n。,]{{0,6}}(?:[和及与暨、]|以及)[^\n。,]{{0,4}}(?:(?:19|20)\d\d|{WRITTEN})年[^\n。,]{{0,12}}(?:打算|计划|安排|思路|要点|谋划|部署)"
)
#: ——2026年1月10日在…会议上, (2026年2月): a report is given early in the year after its own, or at its end.
_GIVEN = re.compile(
    r"(?:^|\n)[ \t]*[-—(]{1,4} ?((?:19|20)\d\d)年(\d{1,2})月(?:\d{1,2}日)?(?:[^\n。]{0,6}在|[)\n])"
)
_OPENS = re.compile(rf"\s*((?:19|20)\d\d|{WRITTEN})年")


def _coming(text: str) -> set[int]:
    """The years that a text plans."""
    return {year_of(m[1]) for m in _AHEAD.finditer(text)}


def _tells(before: str) -> bool:
    return any(c.isdigit() for c in before) and role_of_body(before, None) == "review"


def review_year(seen: Seen, name: str) -> int | None:
    """The year under review: said by a heading, by the title, by the file's name, or by the first sentences.

    >>> from zhenwu.reader.sentences import Stops
    >>> texts = ["一、2025年工作回顾", "清溪镇2026年政府工作报告", "今年很好。"]
    >>> [review_year(Seen(text, Stops(text)), "") for text in texts]
    [2025, 2025, None]
    """
    text = seen.text
    if (both := _BOTH.search(text, 0, 120)) is not None:
        return year_of(both[1])
    later: list[int] = []
    for _, head in (*seen.numbered, *seen.lines):
        year = _YEAR.search(head)
        if year:
            if any(word in head for word in ("回顾", "总结", "工作情况", "完成情况", "成绩", "成效")):
                return year_of(year[1])
            if role_of(head, None, None) in AHEAD:
                later.append(year_of(year[1]) - 1)
    if later:
        # 一、2025年主要工作, 二、2026年主要工作: the first of two is the one that was done
        return max(later) if max(later) - later[0] == 1 else later[0]
    title = TITLED.search(text[:300])
    if title:
        own = year_of(title[1])
        if title[2] in _AHEAD_TITLES and own not in (coming := _coming(text)) and own + 1 in coming:
            return own  # 2025年度工作报告 of a year that the text calls gone, for it plans the next one
        return own - (title[2] in _AHEAD_TITLES)
    if (given := _GIVEN.search(text, 0, 160)) is not None and 1 <= int(given[2]) <= 12:
        return year_of(given[1]) - (int(given[2]) <= 6)
    said = _SAID.search(text[:2000]) or _OPENS.match(text)
    ahead = _AHEAD.search(text)
    named = re.search(r"(?:19|20)\d\d", name)
    found = year_of(said[1]) if said else None
    if ahead and found in (None, year_of(ahead[1])):
        found = year_of(ahead[1]) - 1
    elif said and _tells(text[: said.start()]):
        found = (
            year_of(said[1]) - 1
        )  # 2026年，面对…: after a passage that tells of the year before without naming it
    if named and (found is None or found not in (int(named[0]), int(named[0]) - 1)):
        # what a text happens to name first may be anything; a file is called by the year that its report is for
        half = "半年" in text[:120] and "下半年" in text
        return int(named[0]) - (not half)
    return found
