"""What a report undertakes for the year ahead, clause by clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from zhenwu.lexicon import lexicon
from zhenwu.reader import rows
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Figure, Promise
from zhenwu.reader.patterns import one_of
from zhenwu.reader.periods import Periods
from zhenwu.reader.sections import Part, Places
from zhenwu.reader.sentences import Stops
from zhenwu.reader.undertakings import DONE, GOALS, MANNER, VERB, Clause, clauses, judge

_LEX = lexicon()
_GUIDING_SENTENCE = re.compile(one_of(_LEX.passages["guiding"]))
_DEADLINE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?(?:(?P<m>\d{1,2})月(?:底|份|末)?(?:之)?前|(?P<end>年底|年末)(?:之?前)?"
    r"|(?P<half>上半年)|(?P<quarter>[一二三四])季度|(?P<whole>年内|全年|今年))"
)
_NAMED = re.compile(r"[“\"《][^”\"》]{2,20}[”\"》]")
_TAIL = re.compile(
    r"(?:\d{1,2}月底?前|年底前|年内|上半年|(?:开工|竣工|完工|投产|签约|动工)(?:建设|投产|见效|运营)*|的?(?:建设|工作|任务|力度|步伐|进度|进程)|等|早日.*|尽快.*|有序.*|落实好|开好局.*)+$"
)


def find(
    text: str, cleaned: Clean, places: Places, stops: Stops, figures: list[Figure], year: int | None
) -> list[Promise]:
    """Every promise of the parts that look ahead, in order."""
    words = cleaned.text
    headings = [(p.start, p.body_start) for p in places.parts if p.body_start > p.start]
    heading_starts = [h[0] for h in headings]
    figure_starts = [f.start for f in figures]
    periods = Periods(words, year, ahead=True)
    made: list[Promise] = []
    for index, part in enumerate(places.parts):
        if part.role not in AHEAD:
            continue
        made.extend(
            _in_part(
                text,
                cleaned,
                places,
                stops,
                figures,
                figure_starts,
                headings,
                heading_starts,
                periods,
                year,
                index,
            )
        )
    made.sort(key=lambda p: p.start)
    return made


def _own_spans(places: Places, index: int) -> list[tuple[int, int]]:
    """What of a part is not in the parts below it."""
    part = places.parts[index]
    spans, at = [], part.body_start
    for other in places.parts[index + 1 :]:
        if other.start >= part.end:
            break
        if other.start >= at:
            spans.append((at, other.start))
        at = max(at, other.end)
    spans.append((at, part.end))
    return [(a, b) for a, b in spans if b > a]


def _in_part(
    text: str,
    cleaned: Clean,
    places: Places,
    stops: Stops,
    figures: list[Figure],
    figure_starts: list[int],
    headings: list[tuple[int, int]],
    heading_starts: list[int],
    periods: Periods,
    year: int | None,
    index: int,
) -> Iterator[Promise]:
    words = cleaned.text
    part = places.parts[index]
    title = rows.weigh(part.title)
    # what a first-level part says before its numbered parts is guiding thought, but for numbers
    below = [p for p in places.parts if p.parent == index and p.number]
    intro_end = below[0].start if part.level == 1 and below else part.start
    heading: dict[str, int] = {}
    for low, high in _own_spans(places, index):
        at = low
        while at < high:
            end = min(stops.sentence(at)[1], high)
            start, at = at, end
            sentence = words[start:end]
            if len(sentence.strip()) < 3:
                continue
            if _GUIDING_SENTENCE.search(sentence) and not GOALS.search(sentence):
                continue
            intro = start < intro_end
            found = list(clauses(words, start, end))
            if _is_heading(sentence, found, words, end, high):
                heading = rows.weigh(sentence)
                continue
            around: dict[str, int] | None = None
            last: str | None = None
            row_before = ""
            skip = -1
            for i, clause in enumerate(found):
                if i <= skip:
                    continue
                following = found[i + 1] if i + 1 < len(found) else None
                inside = _figures_in(cleaned, clause, figure_starts)
                judged = judge(words, clause, following, part, [figures[k] for k in inside])
                if judged is None or (intro and judged[2] != "target"):
                    continue
                verb_at, clause_end, kind, verb, rule = judged
                if clause_end > clause.end:
                    skip = i + 1
                if kind == "target" and _goes_on(words[verb_at:clause_end], [figures[k] for k in inside]):
                    continue
                if last is None and DONE.match(MANNER.sub("", words[verb_at:clause_end], count=1)):
                    continue
                begin, finish = cleaned.span(verb_at, clause_end)
                said = words[verb_at:clause_end]
                own = rows.weigh(said)
                if around is None:
                    around = rows.weigh(sentence)
                row = (
                    "A1"
                    if kind == "target" and _is_yearly(said, part, [figures[k] for k in inside])
                    else rows.best(
                        own, (around, 1), (heading, 3), (title, 1), fallback=row_before or _fallback(part)
                    )
                )
                row_before = row
                if DONE.match(MANNER.sub("", said, count=1)) and last and kind == "task":
                    kind = "project"
                name = _name(said, kind, verb) or (last if kind == "project" and not own else None)
                last = name or last
                yield Promise(
                    begin, finish, text[begin:finish], kind, name,
                    _deadline(words, start, clause, periods, year), row, verb, _object(said, verb), inside, index, rule,
                )  # fmt: skip


def _goes_on(said: str, inside: list[Figure]) -> bool:
    """Whether a clause only says more of the target before it (税收达到5亿元，增长8%)."""
    return len(said) <= 14 and said.startswith(("增长", "增加", "比上年", "同比", "较上年")) and bool(inside)


def _fallback(part: Part) -> str:
    return "E5" if part.role == "conduct" else "A2"


def _is_heading(sentence: str, found: list[Clause], text: str, end: int, high: int) -> bool:
    """A short sentence of one clause that stands before its explanation is a heading (深化互联互通。)."""
    if len(found) != 1 or any(c.isdigit() for c in sentence):
        return False
    length = found[0].end - found[0].start
    if length > 14 and not (length <= 22 and sentence.startswith("坚持")):
        return False
    return (end < high and text[end : end + 1] != "\n") or length <= 9


def _figures_in(cleaned: Clean, clause: Clause, figure_starts: list[int]) -> list[int]:
    begin, finish = cleaned.span(clause.start, clause.end)
    return list(range(bisect_left(figure_starts, begin), bisect_left(figure_starts, finish)))


def _is_yearly(words: str, part: Part, figures: list[Figure]) -> bool:
    """Targets of the year: growth of indicators, what a goals passage lists, new enterprises of a scale."""
    if part.role == "goals" and part.level > 1 and not part.number:
        return True
    if part.role == "conduct":
        return False
    return any(f.kind == "growth" for f in figures) or bool(
        re.search(r"力争|新增(?:规|高新|限上|商贸|市场主体)", words)
    )


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


def _deadline(text: str, sentence: int, clause: Clause, periods: Periods, year: int | None) -> str | None:
    """The date by which, if said: in the clause, or before it in the sentence."""
    for m in _DEADLINE.finditer(text, clause.start, clause.end):
        own = m["y"] or (str(year + 1) if year else None)
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
    said = periods.before(sentence, clause.start + 8)
    if (
        said is not None
        and year is not None
        and said.year is not None
        and said.year > year
        and "/" not in said.iso
    ):
        # only a year that opens a clause is a date; inside an object (2024年民生工程) it is part of a name
        opens = (
            said.start <= sentence or text[said.start - 1] in ",;:。\n" or text.startswith("年", said.start)
        )
        return said.iso if opens and said.start < clause.start + 2 else None
    return None
