"""What a report undertakes for the year ahead, clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise

from zhenwu.lexicon import lexicon
from zhenwu.reader import rows
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Figure, Promise
from zhenwu.reader.patterns import one_of
from zhenwu.reader.periods import Periods
from zhenwu.reader.sections import Part, Places
from zhenwu.reader.sentences import Stops
from zhenwu.reader.undertakings import CONCRETE, DONE, DONE_ALONE, GOALS, MANNER, VERB, Clause, clauses, judge

_LEX = lexicon()
_GUIDING_SENTENCE = re.compile(one_of(_LEX.passages["guiding"]))
#: How much the words of the sentence and of its heading count beside those of its title.
NEAR, HEADING = 2, 3
#: 11月并网, 5月份启动: a month right before its stage is a date to reach.
_STAGES = "并网|投[产用运]|建成|完工|竣工|开[工园馆业]|启动|通[车水气电]|入住|完成|交付|验收|封顶"
_DEADLINE = re.compile(
    r"(?=[\d年上一二三四全今到])(?:到(?P<by>(?:19|20)\d\d)年(?![初前])|(?:(?P<y>(?:19|20)\d\d)年)?"
    rf"(?:(?P<m>\d{{1,2}})月(?:\d{{1,2}}日?(?:之前|以前|前)|份?(?:之前|以前|前)|[底末](?:之前|以前|前)?|份?(?={_STAGES}))|(?P<end>年底|年末)(?:之?前)?"
    r"|(?P<half>上半年)|(?P<quarter>[一二三四])季度|(?P<whole>年内|全年|今年)))"
)
#: The share of a part that its introduction takes up at most.
INTRO = 0.4
_WHOLE = ("全年", "年内")
_DATED = re.compile("[年月季今]")
#: What DONE_ALONE ends with.
_DONE_ENDS = frozenset("用工产付设营收效、并和")
_ORDINAL = re.compile("[第其][一二三四五六七八九十]|首先|其次|再次|最后")
_WHEN = re.compile("[^,]{2,8}前")
#: A sentence of some length, or with more than one clause.
_LONG = re.compile("[^。!?\\n]{16}|[^。!?\\n,;]+[,;]")
_MUST = re.compile("(?:我们)?[还更也]?(?:需)?要(?!求)")
_NAMED = re.compile(r"[“\"《][^”\"》]{2,20}[”\"》]")
_YEARLY = re.compile(
    r"力争[^,]{0,40}(?:企业|财政|投资|产值|税收|收入|签约|增加值|零售|总量|排名|进位)|新增(?:规|高新|限上|商贸|市场主体)"
)
#: Rows whose growths are indicators of the year.
_ECONOMY = frozenset(("A1", "B1", "B2", "B3", "B4", "B7"))
_REACHES = re.compile(
    r"[\u3400-\u9fff]{2}(?:增[长長加幅速]|下降|提高|达到?|[达達]到|不低于|不少于|突破|控制在|保持在|稳定在)[^、]{0,4}\d"
)
#: What ends a project's words without being part of its name; bounded, so that a long run is not tried from each of its words.
_LATER = (
    r"\d{1,2}月[底末]?(?:之前|以前|前)?|年底前|年内|上半年|(?:开工|竣工|完工|投产|签约|动工)(?:建设|投产|见效|运营){0,3}+"
    r"|的?(?:建设|工作|任务|力度|步伐|进度|进程)|等|落实好"
)
_TAIL = re.compile(rf"(?:{_LATER}){{0,6}}(?:早日|尽快|有序|开好局)(?s:.*)$|(?:{_LATER}){{1,6}}$")


def find(
    text: str, cleaned: Clean, places: Places, stops: Stops, periods: Periods, figures: list[Figure]
) -> list[Promise]:
    """Every promise of the parts that look ahead, in order."""
    finder = _Finder(text, cleaned, places, stops, periods, figures)
    made: list[Promise] = []
    for index, part in enumerate(places.parts):
        if part.role in AHEAD:
            made.extend(finder.of_part(index))
    made.sort(key=lambda p: p.start)
    return made


class _Finder:
    """Finds the promises of one text, part by part."""

    def __init__(
        self, text: str, cleaned: Clean, places: Places, stops: Stops, periods: Periods, figures: list[Figure]
    ) -> None:
        self.text, self.cleaned, self.words = text, cleaned, cleaned.text
        self.parts, self.stops, self.periods, self.figures = places.parts, stops, periods, figures
        self.figure_starts = [f.start for f in figures]
        ahead = [
            (p.start, p.end)
            for p in self.parts
            if p.role in AHEAD and (p.parent is None or self.parts[p.parent].role not in AHEAD)
        ]
        self.rows = rows.Weighed(self.words, ahead)

    def of_part(self, index: int) -> Iterator[Promise]:
        """What a part promises by itself, without the parts below it."""
        part = self.parts[index]
        title = rows.weigh(part.title)
        # what a first-level part says before its numbered parts is guiding thought, but for numbers
        below = (
            next((p for p in self.parts if p.parent == index and p.number), None) if part.level == 1 else None
        )
        if below is not None and below.start - part.start > INTRO * (part.end - part.start):
            below = None  # what takes up most of a part is no introduction to the rest
        intro_end = part.start if below is None else below.start
        heading: dict[str, int] = {}
        for low, high in _own_spans(self.parts, index):
            at = low
            while at < high:
                end = min(self.stops.sentence(at)[1], high)
                start, at = at, end
                sentence = self.words[start:end]
                if len(sentence) < 3 or not sentence.strip():
                    continue
                if _GUIDING_SENTENCE.search(sentence) and not GOALS.search(sentence):
                    continue
                found = clauses(self.words, start, end, self.stops)
                whole = (
                    bool(part.number) and start == part.body_start and not self.words[end : part.end].strip()
                )
                if not (whole and part.level > 1) and _is_heading(
                    sentence, found, self.words, end, high, opens=part.level == 3 and start == part.body_start
                ):
                    heading = rows.weigh(sentence)
                    continue
                yield from self._of_sentence(index, start, end, found, start < intro_end, heading, title)

    def _of_sentence(
        self, index: int, start: int, end: int, found: list[Clause], intro: bool, heading: dict[str, int], title: dict[str, int]
    ) -> Iterator[Promise]:  # fmt: skip
        part, words = self.parts[index], self.words
        around: dict[str, int] | None = None
        last: str | None = None
        row_before = ""
        taken = start
        numbered = self._figures_in(start, end)
        for i, clause in enumerate(found):
            if clause.start < taken or (not clause.first and _opens_a_list(words, found, i)):
                continue
            inside = self._figures_in(clause.start, clause.end) if numbered else []
            figures = [self.figures[k] for k in inside]
            judged = judge(words, clause, found[i + 1] if i + 1 < len(found) else None, part, figures)
            if judged is None or (intro and judged[2] != "target"):
                continue
            verb_at, taken, kind, verb, rule = judged
            if taken - verb_at <= 3 and _WHEN.match(words, clause.start):
                verb_at = clause.start  # 8月底前投用: the date is most of what is said
            said = words[verb_at:taken]
            if kind == "target" and _goes_on(said, figures):
                continue
            opened = said[-1:] in _DONE_ENDS and DONE.search(said) is not None and _done_alone(said)
            if last is None and opened and rule != "ensured":
                continue
            own = self.rows.between(verb_at, taken)
            if kind == "target" and _is_yearly(said, part, figures, own):
                row = "A1"
            else:
                if around is None:
                    around = rows.surround(
                        (self.rows.between(start, end), NEAR), (heading, HEADING), (title, 1)
                    )
                row = rows.best(own, around, before=row_before, fallback=row_before or _fallback(part))
            if opened and last and not own:
                row = row_before or row
            row_before = row
            if opened and last and kind == "task":
                kind = "project"
            name = _name(said, kind, verb) or (last if kind == "project" and not own else None)
            last = name or last
            deadline = self._deadline(start, clause)
            places = (
                self._apart(verb_at, taken, kind, inside)
                if len(inside) > 1
                else [self.cleaned.span(verb_at, taken)]
            )
            for begin, finish in places:
                held = (
                    [k for k in inside if begin <= self.figures[k].start < finish]
                    if len(places) > 1
                    else inside
                )
                yield Promise(
                    begin, finish, self.text[begin:finish], kind, name, deadline, row, verb,
                    _object(said, verb), held, index, rule,
                )  # fmt: skip

    def _apart(self, low: int, high: int, kind: str, inside: list[int]) -> list[tuple[int, int]]:
        """Places of the acts of a list that each have their own number and verb (产值增长6%、投资增长8%); one place otherwise."""
        begin, finish = self.cleaned.span(low, high)
        figures = [self.figures[k] for k in inside]
        marks = [self.text.find("、", a.end, b.start) for a, b in pairwise(figures)]
        if not marks or -1 in marks:
            return [(begin, finish)]
        spans = list(zip([begin, *(m + 1 for m in marks)], [*marks, finish], strict=True))
        if kind == "target" and all(_REACHES.search(self.text, *span) for span in spans):
            return spans
        return spans if all(_acts(self.text, *span) for span in spans) else [(begin, finish)]

    def _figures_in(self, start: int, end: int) -> list[int]:
        begin, finish = self.cleaned.span(start, end)
        return list(range(bisect_left(self.figure_starts, begin), bisect_left(self.figure_starts, finish)))

    def _listed(self, sentence: int, at: int) -> bool:
        """Whether a place lies behind a comma of its sentence, or of its part of it."""
        return self.words.rfind(",", sentence, at) > self.words.rfind(";", sentence, at)

    def _deadline(self, sentence: int, clause: Clause) -> str | None:
        """The date by which, if said: in the clause, or before it in the sentence."""
        text, year = self.words, self.periods.year
        if not _DATED.search(text, sentence, clause.end):
            return None
        for m in _DEADLINE.finditer(text, clause.start, clause.end):
            own = m["by"] or m["y"] or (str(self.periods.ahead) if year else None)
            if own is None:
                return None
            if m["m"]:
                return f"{own}-{int(m['m']):02d}"
            if m["end"]:
                return f"{own}-12"
            if m["half"]:
                return f"{own}-06"
            if m["quarter"]:
                return f"{own}-{'一二三四'.index(m['quarter']) * 3 + 3:02d}"
            return own
        said = self.periods.before(sentence, clause.start + 8, ahead=True)
        if (
            said is None
            or year is None
            or said.year is None
            or said.year < (self.periods.ahead or 0)
            or "/" in said.iso
        ):
            return None
        # only a year that opens a clause is a date; inside an object (2024年民生工程) it is part of a name
        opens = (
            said.start <= sentence or text[said.start - 1] in ",;:。\n到" or text.startswith("年", said.start)
        )
        if said.start < clause.start and not text[said.start].isdigit():
            if self._listed(sentence, said.start):
                return None  # 今年 inside a list of acts is that of its own act
            if text.startswith(_WHOLE, said.start) and text[said.end : said.end + 1] != ",":
                return None  # 全年优良天数达到…，推进…: said of its own number only
        if said.end <= clause.start and "-" in said.iso and text[said.end : said.end + 1] != ",":
            return None  # 9月完成…，举办…: a month in an act is that act's
        return said.iso if opens and said.start < clause.start + 2 else None


def _acts(text: str, start: int, end: int) -> bool:
    """Whether a stretch begins with a verb of doing of two characters, and goes on with what is done."""
    manner = MANNER.match(text, start, end)
    verb = VERB.match(text, manner.end() if manner else start, end)
    return verb is not None and len(verb[0]) > 1 and end - verb.end() >= 4


def _own_spans(parts: list[Part], index: int) -> list[tuple[int, int]]:
    """What of a part is not in the parts below it."""
    part = parts[index]
    spans, at = [], part.body_start
    for other in islice(parts, index + 1, None):
        if other.start >= part.end:
            break
        if other.start >= at:
            spans.append((at, other.start))
        at = max(at, other.end)
    spans.append((at, part.end))
    return [(a, b) for a, b in spans if b > a]


def _goes_on(said: str, inside: list[Figure]) -> bool:
    """Whether a clause only says more of the target before it (税收达到5亿元，增长8%)."""
    return len(said) <= 14 and said.startswith(("增长", "增加", "比上年", "同比", "较上年")) and bool(inside)


def _done_alone(said: str) -> bool:
    manner = MANNER.match(said)
    return DONE_ALONE.match(said, manner.end() if manner else 0) is not None


def _fallback(part: Part) -> str:
    return "E5" if part.role == "conduct" else "A2"


def _is_heading(sentence: str, found: list[Clause], text: str, end: int, high: int, *, opens: bool) -> bool:
    """A short sentence that stands before its explanation is a heading (深化互联互通。), also one of two like clauses.

    opens : it is the first one of its numbered part.
    """
    if len(found) == 3 and _ORDINAL.fullmatch(text, found[0].start, found[0].end) and end < high:
        # 第一，抓转型，在动能转换上求突破。
        return all(c.end - c.start <= 12 for c in found[1:]) and not any(c.isdigit() for c in sentence)
    if (
        len(found) == 2
        and (opens or _begins_paragraph(text, found[0].start))
        and end < high
        and text[end : end + 1] != "\n"
    ):
        first, second = (c.end - c.start for c in found)
        return (
            max(first, second) <= 12 and abs(first - second) <= 3 and not any(c.isdigit() for c in sentence)
        )
    if len(found) != 1 or any(c.isdigit() for c in sentence) or CONCRETE.match(sentence):
        return False
    length = found[0].end - found[0].start
    if length > 14 and not (length <= 22 and sentence.startswith("坚持")):
        return False
    if end < high and text[end : end + 1] != "\n":
        # what explains it is longer; among short sentences of a paragraph it is one act of many
        begins = opens or _begins_paragraph(text, found[0].start)
        return begins or _LONG.match(text, end, high) is not None
    # a line of its own without a full stop
    alone = text[end - 1 : end] not in ("。", "!") and (opens or _begins_paragraph(text, found[0].start))
    return length <= 9 and alone


def _opens_a_list(words: str, found: list[Clause], i: int) -> bool:
    """Whether a clause only says what the acts behind it are about (；要打好蓝天保卫战，…，…；)."""
    clause = found[i]
    if (
        words[clause.start - 1] != ";"
        or clause.end - clause.start > 16
        or not _MUST.match(words, clause.start)
    ):
        return False
    if (
        any(c.isdigit() for c in words[clause.start : clause.end])
        or words[clause.end : clause.end + 1] != ","
    ):
        return False
    behind = found[i + 1 : i + 4]
    return len(behind) == 3 and all(words[c.start - 1] == "," for c in behind)


def _begins_paragraph(text: str, at: int) -> bool:
    return not at or text[at - 1] == "\n"


def _is_yearly(words: str, part: Part, figures: list[Figure], own: dict[str, int]) -> bool:
    """Targets of the year: growth of indicators, what a goals passage lists, new enterprises of a scale.

    A growth that the words give to a row outside the economy (电诈发案数下降10%) is that row's."""
    if part.role == "goals" and part.level > 1 and not part.number:
        return True
    if part.role == "conduct" or "三公" in words:
        return False
    if _YEARLY.search(words):
        return True
    if not any(f.kind == "growth" for f in figures):
        return False
    return not own or "A1" in own or rows.best(own, {}, fallback="A1") in _ECONOMY


def _name(said: str, kind: str, verb: str) -> str | None:
    if kind == "project":
        at = said.find(verb)
        name = _TAIL.sub("", said[at + len(verb) :] if at != -1 else said)
        manner = MANNER.match(name)
        name = name[manner.end() :] if manner else name
        if (m := VERB.match(name)) and len(name) - m.end() > 3:
            name = name[m.end() :]
        return name.strip("、,的“”") or None
    quoted = _NAMED.search(said)
    return quoted[0].strip('“”《》"') if quoted else None


def _object(said: str, verb: str) -> str:
    at = said.find(verb)
    return said[at + len(verb) :] if at != -1 else said
