"""Whether a clause undertakes something: its verb of doing, where the undertaking begins, and what it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhenwu.lexicon import lexicon
from zhenwu.reader.model import Figure
from zhenwu.reader.patterns import first_of, one_of
from zhenwu.reader.sayings import (
    ABOUT,
    ADDS,
    ANNOUNCES,
    CHANCE,
    DESCRIBED,
    FOURS,
    GUIDING,
    SO,
    THINKS,
    THOUGHT,
    TOLD,
)
from zhenwu.reader.sections import Part
from zhenwu.reader.sentences import Stops

_LEX = lexicon()
_DATES = (
    r"(?:到?(?:19|20)\d\d年(?:\d{1,2}月)?(?:底|末)?(?:之前|以前|前)?|\d{1,2}月(?:底|份|末|[上中下]旬|\d{1,2}日)?(?:之前|以前|前)?"
    r"|[一二三四]季度[末底]?(?:之前|以前|前)?|年[底末](?:之前|前)?|年内),?"
)
_MANNERS = first_of(_LEX.adverbs, '0123456789到年一二三四五六七八九十“"严按要将地,、 ·•')
_MANNERED = frozenset(_MANNERS)
MANNER = re.compile(
    rf"(?:(?=[{_MANNERS}])(?:{_DATES}|[“\"][^”\",]{{1,8}}[”\"](?=[\u4e00-\u9fff]{{4}})"
    r"|(?:严格)?按照?[^,]{2,16}?(?:要求|节点|标准|计划|原则|思路|部署|安排)|[一二三四五六七八九十]是要?"
    rf"|{one_of(_LEX.adverbs)}|[要将地,、 ·•]))*"
)
_ACTS = ("task", "managing", "building", "farming", "industry", "environment", "people")
VERB = re.compile(one_of([w for key in _ACTS for w in _LEX.doing[key]]))
_VERBS2 = one_of([w for key in _ACTS for w in _LEX.doing[key] if len(w) > 1])
GOALS = re.compile(one_of((*_LEX.passages["goals"], "目标是", "目标为")))
_LEAD = re.compile(
    rf"(?:{_DATES}[要将]?|[一二三四五六七八九十]是要?|我们[要将]?|我镇[要将]?|全镇[要将]?|[、, “·•]|[(][一二三四五六七八九十][)])*"
)
_LED = frozenset("到0123456789年一二三四五六七八九十我全、, “·•(")
_REACH = re.compile(one_of(_LEX.doing["reach"]))
_PURPOSE = re.compile(one_of(_LEX.doing["purpose"]))
_PURPOSES = frozenset(word[0] for word in _LEX.doing["purpose"])
_SETTING = re.compile(one_of(_LEX.doing["settings"]))
#: A verb by its shape: a character of doing, another one, and something that is done (掏空淤泥池); not 治安形势, 养老机构.
_SHAPED = re.compile(
    rf"(?!{one_of(_LEX.doing['nouns'])})[{''.join(_LEX.doing['shapes'])}][\u4e00-\u9fff](?=[^,]{{2}})"
)
_DONE_TO = one_of(_LEX.doing["done"])
#: What is done to a thing is said after it (危房全部拆除, 公墓10月底前启用, 证明事项能减尽减).
_TOPIC = re.compile(
    rf"[^,]{{2,30}}?(?:(?:{one_of(_LEX.doing['surely'])}|\d{{1,2}}月(?:底|末|份)?(?:之?前)?){{1,3}}[^,]{{0,12}}?(?:{_DONE_TO})(?:[、和并][^,]{{2,10}})?$"
    rf"|[应能可]([\u4e00-\u9fff]{{1,2}})尽\1$|(?:{_DONE_TO}){{1,3}}$|(?:不低于|不少于|不高于|不超过|高于|快于|优于|好于|只增不减|只减不增)[^,]{{0,12}}$|(?:全部|覆盖(?:所有|全部|全镇|全乡|各))[^,]{{2,8}}$"
    rf"|(?:一律|必须|均须|均要|都要)[^,]{{2,12}}$|(?:统一|集中|全部)(?:{_VERBS2})[^,]{{0,8}}$|由[^,]{{2,12}}?(?:负责|牵头|领办|领衔|包抓|包联|承办|督办|审核|把关|认领|兜底)[^,]{{0,6}}$)"
)
_ACTOR = re.compile(
    rf"(?:{one_of(_LEX.doing['actors'])}|[每各]个?[\u4e00-\u9fff]{{1,4}}?(?:至少|都要|均要|均|要))(?![的和、与及])(?=[^,]{{4}})"
)
#: A basis or a manner before the act (以村为单位大力整治路域环境, 在稳粮基础上积极发展烤烟).
_BASED = re.compile(
    rf"(?:聚焦|围绕|瞄准|紧盯|紧扣|依托)[^,]{{2,30}}?(?:精准|靶向|定向|上门|外出|组团|小分队|以商)(?P<sought>招商|招引|引才|对接|出击)$"
    rf"|以[^,]{{2,24}}?为(?:依托|载体|平台|纽带|基础|试点|牵引)[^,]{{0,6}}?(?P<upon>{_VERBS2})(?=[^,]{{2}})"
    rf"|(?:以|在|用|结合|按照?|对照|聚焦|紧扣|瞄准|锚定|围绕|依托|立足|利用|通过|借助|经|由|随着|根据|学习运用)[^,]{{2,30}}?"
    rf"{one_of(_LEX.adverbs)}(?P<verb>{_VERBS2})(?=[^,]{{2}})"
)
#: With whom, for whom, instead of whom (与高校共建实验室, 给老人上门理发, 帮企业跑手续).
_TOGETHER = re.compile(
    r"(?:(?:与|同|和|跟)[^,]{2,24}?(?P<with>签订|签署|签约|共建|合建|合作|合办|联办|开展|建立|成立|设立|联合|结成|对接|携手|联建|共同|互派|共享|联动|协作|打造|推进|举办|挂钩)|[给帮替][^,、]{2,12}?(?P<for>跑|办|送|解|找|减|发|上门|算|建|装|修|出|做|搭|争取|讨|配)(?=[^,]{1}))"
)
_ALWAYS = re.compile(r"凡[^,]{2,24}?(?:一律|必须|都要|均须|均需|全部|先)")
_DESCRIBES = re.compile(
    "(?:宽|预算|总?投资|占地|面积|全长|总长|库容|能力|产能|总造价|概算|现有|目前|共有|拥有|已|总规模|分为|位于|其中|覆盖|涉及|惠及|受益|建设内容|年产|年处理|年出栏|可容纳|周转)[^,]{0,12}$"
)
_BUILT = re.compile("建设|项目|工程|改造|签约|落实|农田")
#: States by their last character, since few of the many end as a clause does.
_STATES: dict[str, tuple[str, ...]] = {}
for _state in _LEX.doing["states"]:
    _STATES[_state[-1]] = (*_STATES.get(_state[-1], ()), _state)
_THINGS = re.compile(one_of(_LEX.doing["things"]))
_BUILDS = re.compile(
    "项目|工程|建设|开工|竣工|投产|签约|交付|落地|通车|改造|谋划|打造|提升|建好|建成|新建|扩建|修建|投入使用"
)
DONE = re.compile(r"(?:投入使用|竣工|完工|投产|开工|建成投用|投用|交付)")
#: The same with nothing that it is said of: what was named before (8月底前投入使用).
DONE_ALONE = re.compile(rf"{DONE.pattern}(?:{DONE.pattern}|建设|运营|使用|验收|见效|达效|[、并和]){{0,4}}$")
#: Acts of building and rates of none are no headings, however short (建成镇文化中心。).
CONCRETE = re.compile(
    rf"(?>{MANNER.pattern})(?:{one_of(_LEX.doing['concrete'])}|实现[^,。]{{0,20}}(?:零|全覆盖|通车|通气|通水))"
)
_STAGE = re.compile(rf"{DONE.pattern}|{one_of(_LEX.doing['stages'])}")
#: Verbs that make something, unlike those of feeling and showing (彰显, 焕发).
_MAKES = frozenset(("构建", "提升", "提高", "促进", "丰富", "推动", "营造", "形成", "构筑", "实现"))
#: 提高…水平 says what an act is for, 提高…标准 is one.
_MEASURES = ("标准", "比例", "待遇", "覆盖率", "占比", "报销比例", "补助标准")
_PROJECT_VERB = re.compile(one_of(_LEX.doing["project"]))
_TURNED = re.compile(
    r"(?:将|把)[^,]{2,30}?(?:当作|作为)[^,]{2,16}?抓|(?:将|把)[^,]{2,40}?(?:建设成|建成|打造成|打造|落实好|落到实处|纳入|列入|抓好|做好|管好|用好|推进)"
    rf"|(?:将|把)[^,]{{2,30}}?(?:{_VERBS2})(?:[到至给入进好实完清成为]|$)"
    rf"|对[^,]{{2,30}}?发现一[^,]{{3,8}}$|对[^,]{{2,30}}?(?:{one_of(_LEX.adverbs)}|\d+日内|每[周月旬季年日])(?:{_VERBS2})|对[^,]{{2,30}}?(?:{_VERBS2})(?:一次|一遍|到位)?$"
    r"|对[^,]{2,40}?(?:实行|实施|开展|进行|给予|提供|落实|奖补|(?:及时|全面|集中|统一|逐一|逐步)(?:更换|整改|修复|整治|排查|改造|清理|处置|维修|检查|完善))"
)
#: 确保…全面竣工, 力争…超额完成: what is made sure of may be said in any words.
_ENSURED = re.compile(
    rf"(?:{_DATES}|上半年|下半年|全年|年内|我镇|我乡|全镇|全乡|我们){{0,3}}+(?:力争|确保|争取|保证|推动实现|实现(?=[^,]*(?:全覆盖|清零|100%|早发现|零|达标|全部|尽|通车|投产|一体化|互通|全程|过半|翻番|翻一番|双提升|双过半|正增长|持平|同步)))(?!了)"
)
_ENSURES = frozenset("到0123456789一二三四年上下全我力确争保推实")
_INVESTED = re.compile(
    r"(?:\d{4}年)?(?:计划|拟|预计|再)?(?:投资|投入|筹资|争取资金)[^,]{2,14}?元[^,]{0,8}?(用于|进行|建设|实施|新建|改造|扩建|修建|再建|建)"
)
_SERVED = re.compile(
    r"(?:为|给|向|在|围绕|聚焦|紧盯|针对|依托|利用)[^,]{2,36}?(?<!以)(提供|投保|购买|配送|配备|推进|实施|办理|发放|解决|开展|布局|选树|建设|推广|举办|新建|安装|赠送|开通|报告|汇报|述职|通报|推送|输送|争取|开行|聘请|配备|设立|增设|加装|安装|报销|搭建|铺设|拓宽|种植|打造|装上|添置|设置|引进|招引|选派|抽调|建成|建起|加强|强化)(?=[^,]{2})(?![^,]{0,6}(?:支撑|(?:坚强|有力|坚实|强大|可靠)[^,]{0,4}(?:保证|保障|动力|后盾)))"
)
_ADVERB_VERB = re.compile("(?:加快|创新|统筹|规范|突出|探索|谋划|落地|严格|争取|集中|联合|试点|尝试|试行)$")
#: 规范提升民宿业态: the word of manner is an act with the verb of purpose behind it.
_AND_BETTER = re.compile("(?:规范|探索|谋划|创新|统筹)$")
#: Inside these no mark ends a clause, and a dot may be one.
_PAIRED = re.compile("[“”‘’《》()·•]")
_MARK = re.compile("[“”‘’《》(),;:。!?\n·•]")
_TURNS = re.compile("[将把]|对(?![接外口标照准待策应])")
_ANSWERS = re.compile("奖补|解决|帮助|给予|实行|处理|整改|处置")
#: What a date begins with.
_DATED = frozenset("到0123456789一二三四年")
_DATE = re.compile(rf"(?:(?>{_DATES})){{1,3}}")
_THROUGH = re.compile(r"(?:综合)?(?:通过|采取|采用|运用|借助|利用)[^,]{2,24}?(?:方式|形式|手段|途径|办法|等)")


class Clause(NamedTuple):
    """A clause in cleaned offsets without its final mark; `first` in its sentence."""

    start: int
    end: int
    first: bool


def clauses(text: str, start: int, end: int, stops: Stops) -> list[Clause]:
    """The clauses of a sentence; marks inside quotation marks or brackets do not split."""
    made: list[Clause] = []
    begin, depth = start, 0
    if _PAIRED.search(text, start, end) is None:
        for stop in stops.within(start, end):
            if stop - 1 > begin:
                made.append(Clause(begin, stop - 1, not made))
            begin = stop
        if end > begin:
            made.append(Clause(begin, end, not made))
        return made
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
    if (
        ANNOUNCES.search(words)
        or (words[0] in _DATED and _DATE.fullmatch(words))
        or (figures and not clause.first and ADDS.match(words))
    ):
        return None
    if figures and (target := _target(words, figures)):
        lead = _plain_lead(words) if part.role == "goals" else _lead(words)
        return Judged(clause.start + lead, clause.end, "target", target, "target")
    if GUIDING.search(words) or (not figures and words[0] in THINKS and THOUGHT.match(words)):
        return None
    if figures and _reached(words, figures):
        return Judged(clause.start + _lead(words), clause.end, "target", "达到", "numbered")
    state = words.endswith(_STATES.get(words[-1], ()))
    framed = _framed(text, words, clause, following, state)
    if framed is not None:
        return framed if framed.rule else None
    manner = MANNER.match(words) if words[0] in _MANNERED else None
    skipped = manner.end() if manner else 0
    if skipped and words[skipped - 1] in '”"':
        opened = max(words.rfind("“", 0, skipped), words.rfind('"', 0, skipped - 1))
        if opened > 0 and _ADVERB_VERB.search(words, 0, opened):
            skipped = opened  # 探索“村企地”利益共享: what is quoted is the object
    rest = words[skipped:]
    if len(rest) < 2:
        rest, skipped = words, 0
    if skipped and not state and rest[0] in "为给向在" and (served := _SERVED.match(rest)):
        return Judged(clause.start + _lead(words), clause.end, "task", served[1], "served")
    verb = VERB.match(rest) or _last_adverb(words, skipped)
    setting = _SETTING.match(words) if not skipped else following and CHANCE.match(rest)
    if state or ABOUT.match(words) or (setting and not (verb and len(verb[0]) > len(setting[0]))):
        return None
    purpose = _PURPOSE.match(rest) if rest[0] in _PURPOSES else None
    if purpose and skipped and _AND_BETTER.search(words, 0, skipped):
        purpose = None
    if purpose and not (verb and len(verb[0]) > len(purpose[0])) and not words.endswith(_MEASURES):
        # what an act is for follows the act; at the head of its sentence the same verb is the act
        opens = clause.first and following is not None and len(rest) - purpose.end() >= 6
        if not opens or purpose[0] not in _MAKES:
            return None
        return Judged(clause.start + _lead(words), clause.end, "task", purpose[0], "doing")
    if verb is None:
        return _unlisted(text, clause, words, rest, skipped)
    obj = rest[verb.end() :] if rest.startswith(verb[0]) else rest
    if (len(obj) < 2 and not DONE.match(rest)) or obj.startswith(("是", "的")):
        return None
    if not figures and following is not None and text.startswith(SO, following.start):
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
    if (
        not state
        and first in _ENSURES
        and (ensured := _ENSURED.match(words))
        and len(words) - ensured.end() >= 4
    ):
        kind = "project" if _STAGE.search(words) and _THINGS.search(words) else "task"
        return Judged(clause.start + _lead(words), clause.end, kind, ensured[0][-2:], "ensured")
    if ("投" in head or "资" in head) and (spent := _INVESTED.match(words)):
        return Judged(clause.start + _lead(words), clause.end, "project", spent[1], "invested")
    if not state and first in "为给向在围聚紧针依利" and (served := _SERVED.match(words)):
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
        first in "通采运借利综"
        and (through := _THROUGH.match(words))
        and (verb := VERB.search(words, through.end()))
    ):
        return Judged(clause.start + _lead(words), clause.end, "task", verb[0], "through")
    if not state and first in "与同和跟给帮替" and (joint := _TOGETHER.match(words)):
        return Judged(clause.start, clause.end, "task", joint["with"] or joint["for"], "together")
    if not state and first == "凡" and _ALWAYS.match(words):
        return Judged(clause.start, clause.end, "task", words[-2:], "always")
    if not state and first in "以在用结按对聚紧瞄锚围依立利通借经由随根学" and (based := _BASED.match(words)):
        return Judged(
            clause.start, clause.end, "task", based["verb"] or based["sought"] or based["upon"], "based"
        )
    if not state and (at := _TURNS.search(words, 0, 7)) and (turned := _TURNED.match(words, at.start(), 48)):
        named = not turned[0].startswith("对") and any(len(m[0]) > 1 for m in _THINGS.finditer(words))
        return Judged(
            clause.start + _lead(words), clause.end, "project" if named else "task", turned[0][-2:], "turned"
        )
    return None


def _unlisted(text: str, clause: Clause, words: str, rest: str, skipped: int) -> Judged | None:
    """What a clause undertakes that begins with no verb of the lists: who does it, what it is done to, or a verb by its shape."""
    start = clause.start + _lead(words)
    if words.startswith(("也是", "就是", "更是", "还是", "这是")):
        return None
    if topic := _TOPIC.match(words):
        kind = "project" if _STAGE.search(words) else "task"
        return Judged(start, clause.end, kind, topic[0][-2:], "topic")
    if FOURS.fullmatch(words, _lead(words)):
        return None
    if actor := _ACTOR.match(rest):
        return Judged(start, clause.end, "task", rest[actor.end() : actor.end() + 2], "actor")
    if TOLD.search(rest):
        return None
    if shaped := _SHAPED.match(rest):
        kind = "project" if _is_project(words, rest, shaped[0]) else "task"
        return Judged(start, clause.end, kind, shaped[0], "shaped")
    if _open(words, rest, skipped, clause) and not _couplet(text, clause):
        return Judged(start, clause.end, "task", rest[:2], "open")
    return None


def _open(words: str, rest: str, skipped: int, clause: Clause) -> bool:
    """Whether a clause that no other rule knows goes on with the acts of its sentence."""
    return (not clause.first or skipped > 0) and len(rest) >= 6 and DESCRIBED.search(rest) is None


def _couplet(text: str, clause: Clause) -> bool:
    """Whether a short clause is the second half of a saying that begins its sentence (大企业顶天立地，小企业铺天盖地)."""
    length = clause.end - clause.start
    if length > 10 or text[clause.start - 1 : clause.start] != ",":
        return False
    start = clause.start - 1 - length
    return text[start - 1 : start] in "。!?\n" and not _MARK.search(text, start, clause.start - 1)


def _lead(words: str) -> int:
    """Length of what a quoted promise leaves out in front: list marks, dates, commas, subjects such as 我们将."""
    m = _LEAD.match(words) if words[0] in _LED else None
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
    if _BUILDS.search(words) is None:
        return False
    return any(m.start() >= 2 or len(m[0]) > 2 for m in _THINGS.finditer(body))
