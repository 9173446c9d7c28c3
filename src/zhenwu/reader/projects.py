"""Named projects: what is built, with the stage and the investment that the report says of it."""

from __future__ import annotations

import re
from bisect import bisect_left

from zhenwu.lexicon import lexicon
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Figure, Project
from zhenwu.reader.patterns import one_of
from zhenwu.reader.phrases import core
from zhenwu.reader.sections import Places
from zhenwu.reader.sentences import Stops
from zhenwu.reader.undertakings import MANNER, VERB

_LEX = lexicon()
_THINGS = one_of(_LEX.project_names["things"])
_FIRST = '[A-Za-z0-9\u4e00-\u9fff·“”"+—-]'
_NAME = re.compile(
    rf"(?:{_THINGS})(?:[一二三](?:期|标段))?(?:项目|工程|建设工程)?(?=[^\u4e00-\u9fff]|{one_of(_LEX.project_names['after'])}|$)"
)
#: What stands at the end of a subject that is about one thing: 青石路拓宽工程.
_ENDING = re.compile(
    rf"(?:{_THINGS}|道路|[路桥渠街])(?:[一二三](?:期|标段))?(?:建设|改造|重建|扩建|拓宽|硬化){{0,2}}(?:项目|工程)?$"
)
#: What is done to a thing, said behind its name.
_DONE_TO = re.compile(
    r"(?<=..)(?:(?:建设|改造|新建|扩建|重建|拓宽|硬化|升级|提升){1,2}(?:项目|工程)?|项目|工程)$"
)
#: Characters of a name before what is built.
LONGEST = 24
_LEFT = re.compile(rf"{_FIRST}{{2,{LONGEST}}}$")
_GENERIC = re.compile(
    rf"(?:{one_of(_LEX.project_names['kinds'])})*类?|.*(?:{one_of(_LEX.project_names['amounts'])}).*"
)
_TO_NAME = re.compile(rf".*(?:{one_of(_LEX.project_names['verbs'])})(?![区员者力性部费率])了?")
#: 总投资2.3亿元的… says an attribute before the name.
_OWNED = re.compile(r".*\d[^的、]{0,6}的")
_STAGES = [(stage, re.compile(one_of(words))) for stage, words in _LEX.stages.items()]
_MONEY = ("投资", "资金", "总额", "造价", "概算", "合同额")


def find(cleaned: Clean, places: Places, stops: Stops, figures: list[Figure]) -> list[Project]:
    """Every named project of a text in the order of first mention."""
    words = cleaned.text
    starts = [f.start for f in figures]
    made: dict[str, Project] = {}
    for m in _NAME.finditer(words):
        low = stops.clause(m.start())[0]
        low = max(low, m.start() - LONGEST)
        left = _LEFT.search(words, low, m.start())
        if left is None:
            continue
        begin = max(left.start(), words.rfind("、", low, m.start()) + 1)
        name = _stripped(words[begin : m.start()]) + m[0]
        at = m.end() - len(name)
        section = places.at(at)
        if at < low or words[at : m.end()] != name or not _is_name(name, m[0]):
            continue
        if section is not None and places.parts[section].start <= at < places.parts[section].body_start:
            continue  # a heading speaks of kinds of projects
        start, end = cleaned.span(at, m.end())
        project = made.get(name)
        if project is None:
            project = made[name] = Project(start, end, name, None, None, [], [], section)
        project.mentions.append((start, end))
        said, inside = _about(words, cleaned, stops, figures, starts, m.end())
        ahead = section is not None and places.parts[section].role in AHEAD
        stage = None if ahead else next((stage for stage, pattern in _STAGES if pattern.search(said)), None)
        project.stage = stage or project.stage
        for index in inside:
            if index not in project.figures:
                project.figures.append(index)
            if (
                project.amount is None
                and figures[index].unit == "元"
                and any(w in figures[index].subject for w in _MONEY)
            ):
                project.amount = index
    return list(made.values())


def called(words: str) -> str:
    """What one thing that is built is called whatever is said to be done to it; "" where the words end with no such name.

    >>> called("新修云岭路"), called("云岭路建设"), called("重点项目")
    ('云岭路', '云岭路', '')
    """
    m = _ENDING.search(words)
    if m is None:
        return ""
    own = _stripped(words[: m.start()]) + m[0]
    if not _is_name(own, m[0]):
        return ""
    verb = VERB.match(own)
    if verb is not None and len(own) - verb.end() >= 3:
        own = own[verb.end() :]
    return _DONE_TO.sub("", own)


def _stripped(left: str) -> str:
    """The words before what is built, from where its name begins."""
    if (m := _OWNED.match(left)) is not None:
        left = left[m.end() :]
    if (m := _TO_NAME.match(left)) and len(left) - m.end() >= 2:
        left = left[m.end() :]
    own = core(left)
    while True:
        manner = MANNER.match(own)
        rest = own[manner.end() :] if manner else own
        verb = VERB.match(rest)
        if verb is not None and rest[verb.end() : verb.end() + 1] not in ("区", "园", ""):
            rest = rest[verb.end() :]
        if len(rest) < 2 or rest == own:
            return own
        own = rest


def _is_name(name: str, thing: str) -> bool:
    own = name.removesuffix(thing)
    if "已" in own or "(" in own:
        return False
    return len(own) >= 2 and not _GENERIC.fullmatch(own) and not own[-1].isdigit()


def _about(
    words: str, cleaned: Clean, stops: Stops, figures: list[Figure], starts: list[int], after: int
) -> tuple[str, list[int]]:
    """What the clauses after a name say, up to the next name or the sentence's end, and the figures in them."""
    high = stops.sentence(after - 1)[1]
    semicolon = words.find(";", after, high)
    high = semicolon if semicolon != -1 else high
    following = _NAME.search(words, after + 2, high)
    if following is not None:
        comma = max(words.rfind(c, after, following.start()) for c in ",、")
        high = comma if comma > after else following.start()
    low = stops.clause(after - 1)[0]
    begin, end = cleaned.span(low, high) if high > low else (cleaned.at(low),) * 2
    inside = range(bisect_left(starts, begin), bisect_left(starts, end))
    return words[after:high], [i for i in inside if figures[i].start >= begin]
