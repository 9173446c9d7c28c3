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
    rf"|{one_of(_LEX.adverbs)}|[要将地,、 ·•])*"
)
VERB = re.compile(one_of(_LEX.doing["task"]))
GOALS = re.compile(one_of((*_LEX.passages["goals"], "目标是", "目标为")))
_LEAD = re.compile(
    rf"(?:{_DATES}|[一二三四五六七八九十]是要?|我们[要将]?|我镇[要将]?|全镇[要将]?|[、, “·•]|[(][一二三四五六七八九十][)])*"
)
_REACH = re.compile(one_of(_LEX.doing["reach"]))
_PURPOSE = re.compile(one_of(_LEX.doing["purpose"]))
_SETTING = re.compile(one_of(_LEX.doing["settings"]))
_DESCRIBES = re.compile(
    "(?:总?投资|占地|面积|全长|总长|库容|能力|产能|总造价|概算|现有|目前|共有|拥有|已|总规模|分为|位于|其中|覆盖|涉及|惠及|受益|建设内容|年产|年处理|年出栏|可容纳|周转)[^,]{0,12}$"
)
_BUILT = re.compile("建设|项目|工程|改造|签约|落实|农田")
_STATES = _LEX.doing["states"]
_THINGS = re.compile(one_of(_LEX.doing["things"]))
_BUILDS = re.compile(
    "项目|工程|建设|开工|竣工|投产|签约|交付|落地|通车|改造|谋划|打造|提升|建好|建成|新建|扩建|修建|投入使用"
)
DONE = re.compile(r"(?:投入使用|竣工|完工|投产|开工|建成投用|交付)")
#: Verbs that make something, unlike those of feeling and showing (彰显, 焕发).
_MAKES = frozenset(("构建", "提升", "提高", "促进", "丰富", "推动", "营造", "形成", "构筑", "实现"))
#: 提高…水平 says what an act is for, 提高…标准 is one.
_MEASURES = ("标准", "比例", "待遇", "覆盖率", "占比", "报销比例", "补助标准")
_PROJECT_VERB = re.compile(one_of(_LEX.doing["project"]))
_GUIDING = re.compile(one_of(_LEX.guiding))
_TURNED = re.compile(
    r"(?:将|把)[^,]{2,40}?(?:建设成|建成|打造成|打造|落实好|落到实处|纳入|列入|抓好|做好|管好|用好|推进)"
    r"|对[^,]{2,40}?(?:实行|实施|开展|进行|给予|提供|落实|奖补|(?:及时|全面|集中|统一|逐一|逐步)(?:更换|整改|修复|整治|排查|改造|清理|处置|维修|检查|完善))"
)
#: 确保…全面竣工, 力争…超额完成: what is made sure of may be said in any words.
_ENSURED = re.compile(
    rf"(?:{_DATES}|我镇|我们)*+(?:力争|确保|争取|保证|推动实现|实现(?=[^,]*(?:全覆盖|清零|100%|早发现)))(?!了)"
)
_INVESTED = re.compile(
    r"(?:\d{4}年)?(?:计划|拟|预计|再)?(?:投资|投入|筹资|争取资金)[^,]{2,14}?元[^,]{0,8}?(用于|进行|建设|实施|新建|改造|扩建|修建|再建|建)"
)
_SERVED = re.compile(
    r"(?:为|给|向|在|围绕|聚焦|针对|依托|利用)[^,]{2,36}?(?<!以)(提供|投保|购买|配送|配备|推进|实施|办理|发放|解决|开展|布局|选树|建设|推广|举办|新建|安装|赠送|开通)(?=[^,]{2})(?![^,]{0,6}支撑)"
)
_ADVERB_VERB = re.compile("(?:加快|创新|统筹|规范|突出|探索|谋划|落地|严格|争取|集中|联合)$")
_MARK = re.compile("[“”‘’《》(),;:。!?\n·•]")
_TURNS = re.compile("[将把对]")
_ANSWERS = re.compile("奖补|解决|帮助|给予|实行|处理|整改|处置")
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
        if c in "“‘《(":
            depth += 1
        elif c in "”’》)":
            depth = max(0, depth - 1)
        elif c in "·•" and (depth or not _doing(text, i + 1)):
            continue  # a mark inside a name, not before an item of a list
        elif depth == 0 or c in "。!?\n":
            if i > begin:
                made.append(Clause(begin, i, not made))
            begin, depth = i + 1, 0
    if end > begin:
        made.append(Clause(begin, end, not made))
    return made


def _doing(text: str, at: int) -> bool:
    manner = MANNER.match(text, at)
    return VERB.match(text, manner.end() if manner else at) is not None


class Judged(NamedTuple):
    """Where a promise begins and ends, its kind, its verb and the rule that found it."""

    start: int
    end: int
    kind: str
    verb: str
    rule: str


def judge(
    text: str, clause: Clause, following: Clause | None, part: Part, figures: list[Figure]
) -> Judged | None:
    """What a clause undertakes; None when it undertakes nothing."""
    words = text[clause.start : clause.end]
    if figures and (target := _target(words, figures)):
        lead = _plain_lead(words) if part.role == "goals" else _lead(words)
        return Judged(clause.start + lead, clause.end, "target", target, "target")
    if _GUIDING.search(words):
        return None
    if figures and _reached(words, figures):
        return Judged(clause.start + _lead(words), clause.end, "target", "达到", "numbered")
    state = words.endswith(_STATES)
    framed = _framed(text, words, clause, following, state)
    if framed is not None:
        return framed if framed.rule else None
    manner = MANNER.match(words)
    skipped = manner.end() if manner else 0
    rest = words[skipped:]
    if len(rest) < 2:
        rest, skipped = words, 0
    if state or (not skipped and _SETTING.match(words)):
        return None
    purpose = _PURPOSE.match(rest)
    verb = VERB.match(rest) or _last_adverb(words, skipped)
    if purpose and not (verb and len(verb[0]) > len(purpose[0])) and not words.endswith(_MEASURES):
        # what an act is for follows the act; at the head of its sentence the same verb is the act
        opens = clause.first and following is not None and len(rest) - purpose.end() >= 6
        if not opens or purpose[0] not in _MAKES:
            return None
        return Judged(clause.start + _lead(words), clause.end, "task", purpose[0], "doing")
    if verb is None:
        return None
    obj = rest[verb.end() :] if rest.startswith(verb[0]) else rest
    if len(obj) < 2 and not DONE.match(rest):
        return None
    kind = "project" if _is_project(words, rest, verb[0]) else "task"
    end = clause.end
    if following is not None and text.startswith(("特别是", "尤其是", "重点是"), following.start):
        end = following.end
    return Judged(clause.start + _lead(words), end, kind, verb[0], "doing")


_NOTHING = Judged(0, 0, "", "", "")


def _framed(text: str, words: str, clause: Clause, following: Clause | None, state: bool) -> Judged | None:
    """A promise in a frame of its own (确保…, 为…提供…, 把…建成…, 通过…); without a rule where the frame says that it is none."""
    first, head = words[0], words[:12]
    if not state and (ensured := _ENSURED.match(words)) and len(words) - ensured.end() >= 4:
        kind = "project" if DONE.search(words) and _THINGS.search(words) else "task"
        return Judged(clause.start + _lead(words), clause.end, kind, ensured[0][-2:], "ensured")
    if ("投" in head or "资" in head) and (spent := _INVESTED.match(words)):
        return Judged(clause.start + _lead(words), clause.end, "project", spent[1], "invested")
    if not state and first in "为给向在围聚针依利" and (served := _SERVED.match(words)):
        return Judged(clause.start, clause.end, "task", served[1], "served")
    if (
        first in "对针"
        and words.startswith(("对", "针对"))
        and following is not None
        and not _TURNED.match(words)
    ):
        if len(words) > 20 or not _ANSWERS.search(text, following.start, following.end):
            return _NOTHING
        return Judged(clause.start, following.end, "task", text[following.end - 2 : following.end], "joined")
    if (
        first in "通采运借利"
        and (through := _THROUGH.match(words))
        and (verb := VERB.search(words, through.end()))
    ):
        return Judged(clause.start + _lead(words), clause.end, "task", verb[0], "through")
    if not state and (at := _TURNS.search(words, 0, 7)) and (turned := _TURNED.match(words, at.start(), 48)):
        named = any(len(m[0]) > 1 for m in _THINGS.finditer(words))
        return Judged(
            clause.start + _lead(words), clause.end, "project" if named else "task", turned[0][-2:], "turned"
        )
    return None


def _lead(words: str) -> int:
    """Length of what a quoted promise leaves out in front: list marks, dates, commas, subjects such as 我们将."""
    m = _LEAD.match(words)
    return m.end() if m else 0


def _plain_lead(words: str) -> int:
    m = GOALS.search(words)
    return m.end() if m else _lead(words)


def _last_adverb(words: str, skipped: int) -> re.Match[str] | None:
    """A word of manner that is the verb itself (加快农村养老设施建设, 创新服务方式)."""
    return _ADVERB_VERB.search(words, 0, skipped) if skipped else None


def _target(words: str, figures: list[Figure]) -> str:
    """The verb of a clause that sets a number to reach, or "" when the number only describes a thing to build."""
    last = figures[-1]
    tail = words[words.rfind(last.surface.replace("\n", "")[-1:]) + 1 :] if last.surface else ""
    if any(f.kind in ("growth", "ratio", "rank") for f in figures):
        return "达到"
    if len(tail) > 6 or _BUILT.search(tail):
        return ""
    m = _REACH.search(words)
    return m[0] if m else ""


def _reached(words: str, figures: list[Figure]) -> bool:
    """Whether a clause of the plan ends with a count to reach (林下菌菇种植80亩), and does not only describe something."""
    last = figures[-1]
    said = last.surface.replace("\n", "")
    at = words.rfind(said[-2:])
    ends = at != -1 and len(words) - at - len(said[-2:]) <= 2
    return ends and last.kind == "level" and _DESCRIBES.search(words) is None


def _is_project(words: str, rest: str, verb: str) -> bool:
    """Whether a named thing is built, started or brought in; 加强文化站建设 strengthens, it builds nothing."""
    if not _PROJECT_VERB.search(words[: len(words) - len(rest) + len(verb)]):
        return False
    body = rest.removeprefix(verb)
    if not any(m.start() >= 2 or len(m[0]) > 2 for m in _THINGS.finditer(body)):
        return False
    return _BUILDS.search(words) is not None
