"""Labels that divide a field of work for itself: 工作回顾：…, 存在问题：…, 下步打算：…."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhenwu.reader.sentences import Stops

_WHEN = r"(?:(?:19|20)\d\d年(?:度|上半年|下半年)?|今年|去年|本年度|上半年|全年)?"
_REVIEW = (
    r"(?:主要|重点)?(?:工作)?(?:的)?(?:简要)?(?:回顾|总结|完成情况|开展情况|进展情况|落实情况|情况|主要做法|做法|成效|成绩|亮点)"
    r"|取得(?:的)?(?:主要)?(?:成效|成绩|进展)|(?:主要|已做)工作|主要(?:成效|成绩)|做了什么|工作进展"
)
_PROBLEMS = (
    r"(?:目前|当前)?(?:还)?(?:存在|面临)(?:的)?(?:主要|突出|一些)?(?:困难|问题|不足|短板|差距)(?:(?:和|与|及|、)(?:困难|问题|不足|短板|差距|原因))?"
    r"|(?:主要|突出)?(?:困难|问题|不足|短板|差距)(?:和|与|及|、)(?:困难|问题|不足|短板|差距)|(?:主要|突出)?(?:问题|困难|不足)|不足之处"
)
_PLAN = (
    r"(?:(?:下一?步|下一?阶段|下半年|明年|来年|今后|(?:19|20)\d\d年)(?:的)?)(?:主要|重点)?(?:工作)?(?:的)?(?:打算|计划|安排|思路|措施|举措|重点|目标|任务|工作)"
    r"|工作(?:打算|计划|思路|安排)|(?:整改|改进|应对|对策)(?:措施|建议)|下一?步(?:怎么办)?"
)
_LABEL = re.compile(
    rf"[ \t?]{{0,40}}[【\[]?(?:(?P<tasks>{_PLAN})|{_WHEN}(?:(?P<problems>{_PROBLEMS})|(?P<review>{_REVIEW})))[】\]]?"
)
#: What tells by itself, without a colon behind it: 主要工作 and 情况 do not.
_OWN = re.compile(rf"(?:(?P<tasks>{_PLAN})|{_WHEN}(?:(?P<problems>{_PROBLEMS})|(?P<review>{_REVIEW})))")
_VAGUE = ("主要工作", "情况", "做法", "亮点")
_ENDS = (":", "\n")
#: What a label begins with.
_BEGINS = frozenset(
    " \t?【[12今去本上全下明来工整改应对存面目当还主突困问不短差重的简回总完开进落情做成亮取已"
)


class Label(NamedTuple):
    """Where a label stands, where what it is about begins, and the role that it gives."""

    start: int
    body_start: int
    title: str
    role: str


def labels(text: str, stops: Stops) -> list[Label]:
    """The labels of a cleaned text: words of their own before a colon or a line's end, at the head of a sentence."""
    found: list[Label] = []
    for at in (0, *stops.full):
        m = _LABEL.match(text, at, at + 64) if text[at : at + 1] in _BEGINS else None
        if m is not None and text.startswith(_ENDS, m.end()):
            found.append(Label(at, m.end() + 1, m[0].strip(" \t?【[】]"), m.lastgroup or ""))
    return found


def role_by_label(title: str) -> str | None:
    """The role of a heading whose words are nothing but a label (存在问题)."""
    m = None if title.endswith(_VAGUE) and not title.endswith("完成情况") else _OWN.fullmatch(title)
    return m.lastgroup if m is not None else None
