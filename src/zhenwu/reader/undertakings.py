"""Whether a clause undertakes something: its verb of doing, where the undertaking begins, and what it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import Figure
from zhenwu.reader.patterns import one_of
from zhenwu.reader.sections import Part

_LEX = lexicon()
_DATES = r"(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|末)?(?:前)?|\d{1,2}月(?:底|份|末)?前?|[一二三四]季度|年底前?|年内),?"
MANNER = re.compile(
    rf"(?:{_DATES}|[“\"][^”\",]{{1,8}}[”\"](?=[\u4e00-\u9fff]{{4}})"
    r"|(?:严格)?按照?[^,]{2,16}?(?:要求|节点|标准|计划|原则|思路|部署|安排)|[一二三四五六七八九十]是要?"
    rf"|{one_of(_LEX.adverbs)}|[要将地,、 ])*"
)
VERB = re.compile(one_of(_LEX.doing["task"]))
GOALS = re.compile(one_of((*_LEX.passages["goals"], "目标是", "目标为")))
_LEAD = re.compile(
    rf"(?:{_DATES}|[一二三四五六七八九十]是要?|我们[要将]?|我镇[要将]?|全镇[要将]?|[、, “]|[(][一二三四五六七八九十][)])*"
)
_REACH = re.compile(one_of(_LEX.doing["reach"]))
_PURPOSE = re.compile(one_of(_LEX.doing["purpose"]))
_SETTING = re.compile(one_of(_LEX.doing["settings"]))
_STATES = _LEX.doing["states"]
_THINGS = re.compile(one_of(_LEX.doing["things"]))
_BUILDS = re.compile(
    "项目|工程|建设|开工|竣工|投产|签约|交付|落地|通车|改造|谋划|打造|提升|建好|建成|新建|扩建|修建|投入使用"
)
DONE = re.compile(r"(?:投入使用|竣工|完工|投产|开工|建成投用|交付)")
#: 提高…水平 says what an act is for, 提高…标准 is one.
_MEASURES = ("标准", "比例", "待遇", "覆盖率", "占比", "报销比例", "补助标准")
_PROJECT_VERB = re.compile(one_of(_LEX.doing["project"]))
_GUIDING = re.compile(one_of(_LEX.guiding))
_TURNED = re.compile(
    r"(?:将|把)[^,]{2,40}?(?:建设成|建成|打造成|打造|落实好|落到实处|纳入|列入|抓好|做好|管好|用好|推进)"
    r"|对[^,]{2,40}?(?:实行|实施|开展|进行|给予|提供|奖补)"
)
_MARK = re.compile("[“”《》(),;:。!?\n]")
_THROUGH = re.compile(r"(?:通过|采取|采用|运用|借助|利用)[^,]{2,24}?(?:方式|形式|手段|途径|办法|等)")


class Clause(NamedTuple):
    """A clause in cleaned offsets without its final mark; `first` in its sentence."""

    start: int
    end: int
    first: bool


def clauses(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of a sentence; marks inside quotation marks or brackets do not split."""
    made: list[Clause] = []
    begin, depth = start, 0
    for m in _MARK.finditer(text, start, end):
        i, c = m.start(), m[0]
        if c in "“《(":
            depth += 1
        elif c in "”》)":
            depth = max(0, depth - 1)
        elif depth == 0 or c in "。!?\n":
            if i > begin:
                made.append(Clause(begin, i, not made))
            begin, depth = i + 1, 0
    if end > begin:
        made.append(Clause(begin, end, not made))
    return made


def judge(
    text: str, clause: Clause, following: Clause | None, part: Part, figures: list[Figure]
) -> tuple[int, int, str, str, str] | None:
    """Where the promise begins and ends, its kind, verb and rule; None when the clause undertakes nothing."""
    words = text[clause.start : clause.end]
    manner = MANNER.match(words)
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
        rest, skipped = words, 0
    if words.startswith(("对", "针对")) and following is not None and not _TURNED.match(words):
        joined = text[clause.start : following.end]
        if len(words) <= 20 and re.search(
            r"(?:奖补|解决|帮助|给予|实行|处理|整改|处置)", text[following.start : following.end]
        ):
            return clause.start, following.end, "task", joined[-2:], "joined"
        return None
    through = _THROUGH.match(words)
    if through and (verb := VERB.search(words, through.end())):
        return begin, clause.end, "task", verb[0], "through"
    if (turned := _TURNED.search(words, 0, 48)) and turned.start() <= 6 and not words.endswith(_STATES):
        kind = "project" if _THINGS.search(words) else "task"
        return begin, clause.end, kind, turned[0][-2:], "turned"
    if _SETTING.match(words):
        return None
    purpose = _PURPOSE.match(rest)
    verb = VERB.match(rest) or _last_adverb(words, skipped)
    if purpose and not (verb and len(verb[0]) > len(purpose[0])) and not words.endswith(_MEASURES):
        return None
    if verb is None:
        return None
    obj = rest[verb.end() :] if verb.re.pattern and rest.startswith(verb[0]) else rest
    if (len(obj) < 2 and not DONE.match(rest)) or words.endswith(_STATES):
        return None
    kind = "project" if _is_project(words, rest, verb[0]) else "task"
    end = clause.end
    if following is not None and text.startswith(("特别是", "尤其是", "重点是"), following.start):
        end = following.end
    return begin, end, kind, verb[0], "doing"


def _lead(words: str) -> int:
    """Length of what a quoted promise leaves out in front: list marks, dates, commas, subjects such as 我们将."""
    m = _LEAD.match(words)
    return m.end() if m else 0


def _plain_lead(words: str) -> int:
    m = GOALS.search(words)
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
    tail = words[words.rfind(last.surface.replace("\n", "")[-1:]) + 1 :] if last.surface else ""
    if any(f.kind in ("growth", "ratio", "rank") for f in figures):
        return "达到"
    if len(tail) > 6 or re.search(r"建设|项目|工程|改造|签约|落实|农田", tail):
        return ""
    m = _REACH.search(words)
    return m[0] if m else ""


def _is_project(words: str, rest: str, verb: str) -> bool:
    """Whether a named thing is built, started or brought in; 加强文化站建设 strengthens, it builds nothing."""
    if not _PROJECT_VERB.search(words[: len(words) - len(rest) + len(verb)]):
        return False
    body = rest.removeprefix(verb)
    if not any(m.start() >= 2 or len(m[0]) > 2 for m in _THINGS.finditer(body)):
        return False
    return _BUILDS.search(words) is not None
