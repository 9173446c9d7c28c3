"""What words say was done: rungs of a ladder from 谋划 to 投用, denials, delays, and how far a promise meant to climb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import one_of

_LEX = lexicon()
_RUNG = {"preparing": 1, "prepared": 2, "started": 3, "going": 3, "topped": 4, "finished": 5, "used": 6}
_STEP = {word: _RUNG[stage] for stage, words in _LEX.steps.items() for word in words}
_GOING = frozenset(_LEX.steps["going"])
STARTED, FINISHED = 3, 5
_WORD = re.compile(
    f"(?P<kept>{one_of(_LEX.sequels['kept'])})"
    f"|(?P<failed>{one_of(_LEX.sequels['failed'])})"
    f"|(?P<denied>{one_of(_LEX.sequels['denied'])})(?P<thing>[\\u4e00-\\u9fff]{{0,6}})"
    f"|(?P<slow>{one_of(_LEX.sequels['slow'])})"
    f"|(?P<step>{one_of(tuple(_STEP))})(?![率度数量额制])"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WHEN = re.compile(
    r"(?:(?:于|在|至)?\d{1,2}月(?:\d{1,2}日|底|初|份)?|于?(?:年底|年初|汛前|节前|上半年|下半年))(?:前)?"
)
_NO_GOAL = frozenset(("实现", "完成", "完成投资"))
_HOLLOW = re.compile(one_of((*_LEX.sequels["hollow"], *_LEX.adverbs, *_LEX.leading)))
_STEPS = re.compile(one_of(tuple(_STEP)) + "(?![率度数量额制])")
_COMING = re.compile(f"(?:{one_of(_LEX.sequels['coming'])})[^,。;]{{0,2}}$")
_PROCESS = frozenset(_LEX.sequels["process"])
_BARE = frozenset(_LEX.sequels["bare"])
_DOING = re.compile(
    one_of((*_LEX.sequels["achieved"], *_LEX.doing["task"], *_LEX.dropped, *_LEX.carried, *_LEX.kept))
)
_MANNER = f"(?:{one_of((*_LEX.adverbs, *_LEX.leading))}|[地得到了、])*"
#: As a clause says it; without an end the words of the loop, made of each other, would be parted in every way.
_FEW = _MANNER.removesuffix("*") + "{0,3}"
_MANNERS = re.compile(_MANNER)
#: What follows a thing in its clause is looked at up to here; a longer tail says something of its own.
_TAIL_LENGTH = 24
_AFTER = re.compile(
    f"[^,。;]{{0,4}}?{_FEW}(?:{one_of(_LEX.doing['task'])}|提高|提升|好转|增强|改善|完善){{1,3}}(?:了|到位|见效|开展)?$"
)
_TAIL = re.compile(f"(?:{one_of(_LEX.doing['task'])})(?:了|到位|见效)?$")
_DEED = one_of((*_LEX.doing["task"], *_LEX.dropped, *_LEX.carried, *_LEX.kept))
_BETWEEN = one_of(
    ("了", "好", "实", "起", "各类", "各项", "一批", "“", "《", "(", *_LEX.adverbs, *_LEX.leading)
)
_BEFORE = re.compile(f"(?:{_DEED})(?:{_BETWEEN}){{0,7}}$")


@dataclass(frozen=True, slots=True)
class Said:
    """What a stretch of text says of the thing it is about: the highest rung (0 for none), and the words for it."""

    rung: int = 0
    failed: bool = False
    slow: bool = False
    words: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def said(words: str) -> Said:
    """The rung that words reach, or that they deny it.

    >>> said("产业园主体已完工"), said("冷链项目未能开工")
    (Said(rung=4, failed=False, slow=False, words=('主体已完工',)), Said(rung=0, failed=True, slow=False, words=('未能开工',)))
    """
    rungs: list[tuple[int, str]] = []
    denials: list[str] = []
    delays: list[str] = []
    for m in _WORD.finditer(words):
        if m["kept"]:
            if m["kept"] in _STEP:
                rungs.append((FINISHED, m["kept"]))
        elif m["failed"]:
            denials.append(m["failed"])
        elif m["denied"]:
            # a bare 未 or 没有 denies a deed, not a noun (没有水源)
            deed = _STEPS.search(m["thing"]) or _DOING.match(m["thing"])
            if deed or m["denied"] not in _BARE:
                denials.append(m["denied"] + (m["thing"][: deed.end()] if deed else ""))
        elif m["slow"]:
            delays.append(m["slow"])
        else:
            word = m["step"]
            rung = _STEP[word]
            if rung > STARTED and _COMING.search(words, max(0, m.start() - 5), m.start()):
                rung = STARTED
            rungs.append((rung, word))
    if denials:
        return Said(0, True, False, tuple(dict.fromkeys(denials)))
    early = [r for r in rungs if r[0] < STARTED]
    if early and not any(r[0] > STARTED or (r[0] == STARTED and r[1] not in _GOING) for r in rungs):
        rungs = early  # 前期工作有序推进 prepares, it does not build
    top = max((r[0] for r in rungs), default=0)
    named = tuple(dict.fromkeys(w for rung, w in rungs if rung == top))
    return Said(top, False, bool(delays), named or tuple(dict.fromkeys(delays)))


def stages(words: str) -> list[str]:
    """The words of the ladder in a stretch of text, in order."""
    return _STEPS.findall(words)


def hollowed(words: str) -> str:
    """Words without those of manner and doing."""
    return _HOLLOW.sub("", words)


def leads_on(words: str) -> bool:
    """Whether words only say when or how, so that what follows is still said of the same thing (于7月顺利).

    >>> leads_on("于7月顺利"), leads_on("白鹤古井修缮")
    (True, False)
    """
    return len(_CHINESE.findall(hollowed(_WHEN.sub("", words)))) <= 1


def goals(text: str) -> list[str]:
    """The rungs that a promise names: at its head as its verb, or at its tail; inside, such a word is part of a name.

    >>> goals("启动垃圾分类试点"), goals("推动冷链项目竣工投产"), goals("建立限时办结制度")
    (['启动'], ['竣工', '投产'], [])
    """
    named = []
    head = _MANNERS.match(text)
    begin = head.end() if head else 0
    for m in _STEPS.finditer(text):
        if m[0] in _NO_GOAL:
            continue
        if m.start() <= begin or not hollowed(text[m.end() :]):
            named.append(m[0])
    return named


def meant(text: str, verb: str) -> int:
    """How far a promise means to climb: the rung it names, else its end; a verb without end is kept by going on.

    >>> meant("推动冷链项目投产", "推动"), meant("推进河道治理", "推进"), meant("新建公厕5座", "新建")
    (6, 3, 5)
    """
    named = [_STEP[word] for word in goals(text)]
    if named:
        return max(named)
    return STARTED if verb in _PROCESS else FINISHED


def done_to(words: str, start: int, end: int, verb: str) -> str:
    """The word by which a clause of a review says that something was done to what stands at [start, end); "" for none.

    >>> done_to("组织消防演练12场", 2, 6, "开展"), done_to("兴河路沿线栽植绿化树200棵", 0, 3, "修建")
    ('组织', '')
    """
    if verb and verb in words:
        return verb
    if before := _BEFORE.search(words, max(0, start - 8), start):
        return before[0].rstrip("了“《(")
    if len(words) - end <= _TAIL_LENGTH and (after := _AFTER.match(words, end)):
        return after[0].lstrip("的")
    if tail := _TAIL.search(words, start + 2, max(end, start + 2)):
        return tail[0]
    return ""
