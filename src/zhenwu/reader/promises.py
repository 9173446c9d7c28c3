"""What a report undertakes for the year ahead, clause by clause, and the problems it admits."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from zhenwu.lexicon import lexicon
from zhenwu.reader import rows
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Figure, Promise
from zhenwu.reader.periods import Periods
from zhenwu.reader.scan import one_of
from zhenwu.reader.sections import Part, Places
from zhenwu.reader.sentences import Stops

_LEX = lexicon()
_DATES = r"(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|末)?(?:前)?|\d{1,2}月(?:底|份|末)?前?|[一二三四]季度|年底前?|年内),?"
_MANNER = re.compile(
    rf"(?:{_DATES}|[“\"][^”\"，,]{{1,8}}[”\"](?=[\u4e00-\u9fff]{{4}})|(?:严格)?按照?[^,]{{2,16}}?(?:要求|节点|标准|计划|原则|思路|部署|安排)|[一二三四五六七八九十]是要?|{one_of(_LEX.adverbs)}|[要将地,、 ])*"
)
_VERB = re.compile(one_of(_LEX.doing["task"]))
_PURPOSE = re.compile(one_of(_LEX.doing["purpose"]))
_SETTING = re.compile(one_of(_LEX.doing["settings"]))
_STATES = _LEX.doing["states"]
_THINGS = re.compile(rf"(?:{one_of(_LEX.doing['things'])})")
_PROJECT_VERB = re.compile(one_of(_LEX.doing["project"]))
_GUIDING = re.compile(one_of(_LEX.guiding))
_TURNED = re.compile(
    r"(?:将|把)[^,]{2,40}?(?:建设成|建成|打造成|打造|落实好|落到实处|纳入|列入|抓好|做好|管好|用好|推进)"
    r"|对[^,]{2,40}?(?:实行|实施|开展|进行|给予|提供|奖补)"
)
_THROUGH = re.compile(r"(?:通过|采取|采用|运用|借助|利用)[^,]{2,24}?(?:方式|形式|手段|途径|办法|等)")
_GOALS = re.compile(one_of((*_LEX.passages["goals"], "目标是", "目标为")))
_GUIDING_SENTENCE = re.compile(one_of(_LEX.passages["guiding"]))
_CUT = re.compile(r"[,;:。!?\n]")
_DEADLINE = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?(?:(?P<m>\d{1,2})月(?:底|份|末)?(?:之)?前|(?P<end>年底|年末)(?:之?前)?|(?P<half>上半年)|(?P<quarter>[一二三四])季度|(?P<whole>年内|全年|今年))"
)
_NAMED = re.compile(r"[“\"《][^”\"》]{2,20}[”\"》]")
_TAIL = re.compile(r"(?:的?(?:建设|工作|任务|力度|步伐|进度|进程)|等|早日.*|尽快.*|有序.*|落实好|开好局.*)+$")


class Clause(NamedTuple):
    """A clause in cleaned offsets without its final mark; `first` in its sentence."""

    start: int
    end: int
    first: bool


def clauses(text: str, start: int, end: int) -> Iterator[Clause]:
    """The clauses of a sentence; marks inside quotation marks or brackets do not split."""
    begin, depth, first = start, 0, True
    for i in range(start, end):
        c = text[i]
        if c in "“《(":
            depth += 1
        elif c in "”》)":
            depth = max(0, depth - 1)
        elif c in ",;:。!?\n" and (depth == 0 or c in "。!?\n"):
            if i > begin:
                yield Clause(begin, i, first)
                first = False
            begin, depth = i + 1, 0
    if end > begin:
        yield Clause(begin, end, first)


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
            if _GUIDING_SENTENCE.search(sentence) and not _GOALS.search(sentence):
                continue
            intro = start < intro_end
            found = list(clauses(words, start, end))
            if _is_heading(sentence, found, words, end, high):
                heading = rows.weigh(sentence)
                continue
            around = rows.weigh(sentence)
            last: str | None = None
            row_before = ""
            skip = -1
            for i, clause in enumerate(found):
                if i <= skip:
                    continue
                following = found[i + 1] if i + 1 < len(found) else None
                inside = _figures_in(cleaned, clause, figure_starts)
                judged = _judge(words, clause, following, part, [figures[k] for k in inside])
                if judged is None or (intro and judged[2] != "target"):
                    continue
                verb_at, clause_end, kind, verb, rule = judged
                if clause_end > clause.end:
                    skip = i + 1
                begin, finish = cleaned.span(verb_at, clause_end)
                said = words[verb_at:clause_end]
                own = rows.weigh(said)
                row = (
                    "A1"
                    if kind == "target" and _is_yearly(said, part, [figures[k] for k in inside])
                    else rows.best(
                        own, (around, 1), (heading, 3), (title, 1), fallback=row_before or _fallback(part)
                    )
                )
                row_before = row
                name = _name(said, kind, verb) or (last if kind == "project" and not own else None)
                last = name or last
                yield Promise(
                    begin, finish, text[begin:finish], kind, name,
                    _deadline(words, start, clause, periods, year), row, verb, _object(said, verb), inside, index, rule,
                )  # fmt: skip


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


def _judge(
    text: str, clause: Clause, following: Clause | None, part: Part, figures: list[Figure]
) -> tuple[int, int, str, str, str] | None:
    """Where the promise begins and ends, its kind, verb and rule; None when the clause undertakes nothing."""
    words = text[clause.start : clause.end]
    manner = _MANNER.match(words)
    skipped = manner.end() if manner else 0
    begin = clause.start + _lead(words)
    if figures and (target := _target(words, figures)):
        return (
            (begin if part.role != "goals" else clause.start + _plain_lead(words)),
            clause.end,
            "target",
            target,
            "target",
        )
    if _GUIDING.search(words):
        return None
    rest = words[skipped:]
    if len(rest) < 2:
        rest, skipped = _unskipped(words)
    if words.startswith(("对", "针对")) and following is not None and not _TURNED.match(words):
        joined = text[clause.start : following.end]
        if len(words) <= 20 and re.search(
            r"(?:奖补|解决|帮助|给予|实行|处理|整改|处置)", text[following.start : following.end]
        ):
            return clause.start, following.end, "task", joined[-2:], "joined"
        return None
    through = _THROUGH.match(words)
    if through and (verb := _VERB.search(words, through.end())):
        return begin, clause.end, "task", verb[0], "through"
    if (turned := _TURNED.search(words, 0, 48)) and turned.start() <= 6 and not words.endswith(_STATES):
        kind = "project" if _THINGS.search(words) else "task"
        return begin, clause.end, kind, turned[0][-2:], "turned"
    if _SETTING.match(words):
        return None
    purpose = _PURPOSE.match(rest)
    verb = _VERB.match(rest) or _last_adverb(words, skipped)
    if purpose and not (verb and len(verb[0]) > len(purpose[0])):
        return None
    if verb is None:
        return None
    obj = rest[verb.end() :] if verb.re.pattern and rest.startswith(verb[0]) else rest
    if len(obj) < 2 or words.endswith(_STATES):
        return None
    kind = "project" if _is_project(words, verb[0]) else "task"
    end = clause.end
    if following is not None and text.startswith(("特别是", "尤其是", "重点是"), following.start):
        end = following.end
    return begin, end, kind, verb[0], "verb"


def _unskipped(words: str) -> tuple[str, int]:
    return words, 0


def _lead(words: str) -> int:
    """Length of what a quoted promise leaves out in front: list marks, dates, commas, subjects such as 我们将."""
    m = re.match(
        rf"(?:{_DATES}|[一二三四五六七八九十]是要?|我们[要将]?|我镇[要将]?|全镇[要将]?|[、, “]|[(][一二三四五六七八九十][)])*",
        words,
    )
    return m.end() if m else 0


def _plain_lead(words: str) -> int:
    m = _GOALS.search(words)
    return m.end() if m else _lead(words)


def _last_adverb(words: str, skipped: int) -> re.Match[str] | None:
    """A word of manner that is the verb itself (加快公共文化服务体系建设, 创新招商思维)."""
    head = words[:skipped]
    for word in ("加快", "创新", "统筹", "规范", "突出", "探索", "谋划", "落地", "坚持", "严格"):
        if head.endswith(word):
            return re.compile(word).search(head, skipped - len(word))
    return None


def _target(words: str, figures: list[Figure]) -> str:
    """The verb of a clause that sets a number to reach, or "" when the number only describes a thing to build."""
    last = figures[-1]
    if all(f.masked for f in figures):
        pass
    tail = words[words.rfind(last.surface.replace("\n", "")[-1:]) + 1 :] if last.surface else ""
    if any(f.kind in ("growth", "ratio", "rank") for f in figures):
        return "达到"
    if len(tail) > 6 or re.search(r"建设|项目|工程|改造|签约|落实|农田", tail):
        return ""
    m = re.search(
        r"力争|新增|实现|完成|惠及|达到|突破|引进|新建|培育|争取|发展|改造|建成|创建|招引|签约|举办|开展|组织|硬化|安装|种植|化解|盘活|流转|发放|培训|就业|增加|压减",
        words,
    )
    return m[0] if m else ""


def _is_yearly(words: str, part: Part, figures: list[Figure]) -> bool:
    """Targets of the year: growth of indicators, what a goals passage lists, new enterprises of a scale."""
    if part.role == "goals" and part.level > 1 and not part.number:
        return True
    return any(f.kind == "growth" for f in figures) or bool(
        re.search(r"力争|新增(?:规|高新|限上|商贸|市场主体)", words)
    )


def _is_project(words: str, verb: str) -> bool:
    """Whether a named thing is built, started or brought in."""
    if not _PROJECT_VERB.search(words):
        return False
    thing = _THINGS.search(words)
    if thing is None:
        return False
    return bool(re.search(r"项目|工程|建设|开工|竣工|投产|签约|交付|落地|通车|改造|谋划|打造|提升", words))


def _name(said: str, kind: str, verb: str) -> str | None:
    if kind == "project":
        at = said.find(verb)
        name = _TAIL.sub("", said[at + len(verb) :] if at != -1 else said)
        manner = _MANNER.match(name)
        name = name[manner.end() :] if manner else name
        if (m := _VERB.match(name)) and len(name) - m.end() > 3:
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


def admitted(text: str, parts: list[Part]) -> Iterator[tuple[int, int]]:
    """Clauses of the problem passages that each admit one problem, as cleaned spans."""
    for part in parts:
        if part.role != "problems" or (part.parent is not None and parts[part.parent].role == "problems"):
            continue
        at = part.body_start
        while at < part.end:
            m = _CUT.search(text, at, part.end)
            end = m.start() if m else part.end
            words = text[at:end]
            if _ADMITS.search(words) and len(words) > 5 and not _TURN.search(words):
                yield at + len(words) - len(words.lstrip("一二三四五六七八九十是、 \n")), end
            at = end + 1


_ADMITS = re.compile(
    "不大|不强|不高|不足|不够|不多|不优|不快|不全|不牢|不畅|不宽|不平衡|不充分|不到位|不明显|不完善|不健全|较大|较多|较弱|较少|较低|较慢|滞后|薄弱|短缺|欠缺|欠账|偏低|偏小|偏弱|缺乏|缺少|困难|压力|任重道远|艰巨|制约|瓶颈|单一|下滑|有待|亟待|亟需|仍需|还需|脱节|松懈|隐患"
)
_TURN = re.compile(
    "我们一定|加以解决|高度重视|认真解决|直面|采取|在肯定成绩|清醒|我们深知|存在的(?:困难和)?问题|一些困难和问题"
)
