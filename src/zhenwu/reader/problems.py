"""The problems that a report admits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import one_of
from zhenwu.reader.sections import Part

_LEX = lexicon()
#: What tells one problem from the next: a sentence, a part of one, an item of a list.
_PIECE = re.compile(r"[^。!?;\n]+")
_CLAUSE = re.compile(r"[^,:]+")
_ADMITS = re.compile(one_of(_LEX.doing["admit"]))
_TURN = re.compile(one_of(_LEX.doing["turn"]))
#: 一是, 第二, （3）: what numbers a problem without belonging to it.
_NUMBER = re.compile(
    r"[ \t\n]*(?:[(]?[一二三四五六七八九十\d]{1,3}(?:是|[)、.])|第[一二三四五六七八九十]|主要(?:表现|体现)?(?:在|是|有)|[ \t、])*"
)
#: A clause that leads to the problems or away from them.
_LEADS = re.compile(
    r"看到|认识到|意识到|存在(?:的|一些|不少|着|诸多)|面临(?:的|着|一些|不少|诸多|许多)|不容忽视|不足也|差距$|以下(?:问题|不足|困难|短板)|这些(?:问题|困难|不足)|问题(?:和不足)?$|挑战$|成绩|同时$|各位代表|任务$|背后$|中$|加以|^(?:对此|为此|只有|唯有|我们将)|做好|才能|下大力气"
)
#: The shortest that says what is wrong: 人才短缺.
SHORTEST = 4


def find(text: str, parts: list[Part]) -> Iterator[tuple[int, int]]:
    """Clauses of the problem passages that each admit one problem, as cleaned spans.

    A passage of problems speaks of nothing else, so a piece of it without any word of admitting counts as well, by its first clause.
    """
    for part in parts:
        nested = part.parent is not None and parts[part.parent].role == "problems"
        if part.role != "problems" or nested:
            continue
        for piece in _PIECE.finditer(text, part.body_start, part.end):
            clauses = list(_clauses(text, piece.start(), piece.end()))
            admitted = [span for span in clauses if _ADMITS.search(text, *span)]
            yield from admitted or clauses[:1]


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The clauses of a piece that say something of their own, without their number; none behind the one that turns to answers."""
    seen = False
    for clause in _CLAUSE.finditer(text, start, end):
        number = _NUMBER.match(text, clause.start(), clause.end())
        span = number.end() if number else clause.start(), clause.end()
        if _TURN.search(text, *span):
            if seen:
                return
        elif span[1] - span[0] >= SHORTEST and not _LEADS.search(text, *span):
            seen = True
            yield span
