"""Where a text without telling headings turns from what was done to what is to be done, sentence by sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

#: A year in Chinese digits, its zeros as people type them.
WRITTEN = re.compile("[一二][九〇○零OoО0][〇○零OoО0一二三四五六七八九]{2}").pattern
_DIGITS = str.maketrans("〇○零OoО一二三四五六七八九", "000000123456789")
#: 新的一年，我们要…; 今后五年的奋斗目标是…: no review begins a sentence so.
_NEXT = (
    r"(?:下一步|下步|下一阶段|下阶段|下半年|明年|来年|今后(?:[一二三五]年|一个时期|一段时期|一段时间)?|新的一年(?:里|中)?|未来[三五]年|接下来)"
    r"(?:的?工作中|的?工作)?(?:,|的(?:总体|奋斗|发展|工作|主要|目标)|(?=我们|我[镇乡]|全[镇乡]|[镇乡]政府|要|将|重点|计划|工作))"
)
#: 2026年是…之年; 2026年，镇政府工作的总体思路是…. A month of the year ahead may have passed already.
_YEAR = rf"(?P<said>(?:19|20)\d\d|{WRITTEN})年(?!\d{{1,2}}月|底|初|以来|度?(?:考核|获))"
#: 今年是开局之年; 今年要…: of the year ahead where the text has spoken of the year before as gone.
_THIS = (
    r"今年(?:是[^。]{2,40}年|,?(?:我们|我[镇乡]|全[镇乡]|[镇乡]政府)?(?:要|将|计划|力争|确保|重点|打算|安排|拟)"
    r"|的?(?:总体|工作|主要|奋斗)[^。]{0,10}(?:思路|目标|任务|要求|打算))"
)
#: What a sentence that may turn begins with, right after the mark that ends the one before.
_TURN = re.compile(
    rf"[\n。!?](?=[ \t—-]{{0,8}}(?:各位代表[,!:])?(?:[一二三四五六七八九十]是)?(?:(?P<next>{_NEXT})|(?P<year>{_YEAR})"
    rf"|(?P<this>{_THIS})|(?P<now>今年(?!以来|来|上半年|前|年?初|\d))))"
)
_GONE = re.compile(r"过去(?:的)?(?:一|这一|五)年|一年来|五年来|去年|上年(?!度?末)|19\d\d年|20\d\d年")
#: What answers a problem in the sentence after it, until the next problem.
_ANSWERS = re.compile(
    r"(?:^|(?<=[\n。;!?]))[ \t]{0,8}(?:下一步|(?:针对|对)(?:这|此|以上|上述)[^,。]{0,10},|为此,|对此,|我们的(?:办法|做法|打算|对策)是"
    r"|(?:19|20)\d\d年(?:要|将)|今年(?:要|将))",
    re.M,
)
#: 我们将高度重视, 采取有力措施: said of every problem, an act of none.
_PHRASE = re.compile(
    r"高度重视|(?:认真|切实|努力|着力)加以|采取(?:更加)?(?:有力|有效|切实有效|积极)(?:的)?措施|决不辜负|在今后的工作中"
)
_ORDINAL = re.compile(
    r"(?:^|(?<=[\n。;!?]))[ \t]{0,8}(?:第[一二三四五六七八九十]|[一二三四五六七八九十]是|[一二三四五六七八九十][.、])",
    re.M,
)
#: A sentence that begins with what is gone.
_BEGINS = re.compile(r"[\n。!?:][ \t]{0,8}(?:去年|过去的?一年|一年来|上年|(?P<year>(?:19|20)\d\d)年),?")
#: What tells of something that was done, also where no small word does.
_TOLD = re.compile(
    r"了|已经?(?!有)|共计|累计|荣获|以来|同比|[较比](?:上年|去年|年初)|获得?|被评|达到?\d|完成[^,。;]{0,12}\d"
    r"|实现[^,。;]{0,12}\d|(?:增长|下降|提高)\d"
)
_DONE = re.compile(r"了|已经?(?!有)|共计|累计|荣获|以来")


def year_of(said: str) -> int:
    """A year as it is written.

    >>> year_of("2005"), year_of("二OO五"), year_of("一九九八")
    (2005, 2005, 1998)
    """
    return int(said.translate(_DIGITS))


class Turns:
    """The places where a cleaned text turns ahead. ahead : the year after the review, where it is known."""

    def __init__(self, text: str, ahead: int | None) -> None:
        self.text, self.ahead = text, ahead
        # the mark before the first sentence is lent to it, so that the place after a mark is the mark's own place here
        self.places = [m.start() for m in _TURN.finditer("\n" + text) if self._turns(m)]

    def _turns(self, m: re.Match[str]) -> bool:
        end = m.end(m.lastgroup or 0) - 1
        if m["next"]:
            return "下半年" not in m["next"] or not self._done(end)
        if m["year"]:
            return self.ahead is not None and year_of(m["said"]) == self.ahead and not self._done(end)
        if m["now"]:
            return m.start() > self._told and not self._done(end, _TOLD)
        return m.start() > self._gone and not self._done(end)

    @cached_property
    def _told(self) -> int:
        """Where a sentence first begins with a year that is gone: 今年 behind it is the year ahead, whatever it says next."""
        for m in _BEGINS.finditer("\n" + self.text):
            if m["year"] is None or self.ahead is None or int(m["year"]) < self.ahead:
                return m.start()
        return len(self.text)

    @cached_property
    def _gone(self) -> int:
        """Where the text first speaks of something gone."""
        for m in _GONE.finditer(self.text):
            if not (m[0][0].isdigit() and self.ahead and int(m[0][:4]) >= self.ahead):
                return m.start()
        return len(self.text)

    def _done(self, at: int, words: re.Pattern[str] = _DONE) -> bool:
        """Whether the sentence goes on from `at` to tell of something that is over."""
        stop = self.text.find("。", at)
        return words.search(self.text, at, len(self.text) if stop < 0 else stop) is not None

    def first(self, start: int, end: int) -> int | None:
        """The first turn in [start, end)."""
        at = bisect_left(self.places, start)
        return self.places[at] if at < len(self.places) and self.places[at] < end else None

    def answers(self, start: int, end: int) -> list[tuple[int, int]]:
        """The passages of problems admitted that say what will be done about them."""
        made: list[tuple[int, int]] = []
        at = start
        for m in _ANSWERS.finditer(self.text, start, end):
            if m.start() < at:
                continue
            stop = self.text.find("。", m.end(), end)
            if _PHRASE.search(self.text, m.start(), end if stop < 0 else stop):
                continue
            following = _ORDINAL.search(self.text, m.end(), end)
            at = following.start() if following else end
            if phrase := _PHRASE.search(self.text, m.end(), at):
                at = self.text.rfind("。", m.end(), phrase.start()) + 1
            made.append((m.start(), at))
        return made
