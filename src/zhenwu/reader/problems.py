"""The problems that a report admits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhenwu.lexicon import lexicon
from zhenwu.reader.patterns import one_of
from zhenwu.reader.sections import Part

_LEX = lexicon()
_CUT = re.compile(r"[,;:。!?\n]")
_ADMITS = re.compile(one_of(_LEX.doing["admit"]))
_TURN = re.compile(one_of(_LEX.doing["turn"]))
_NUMBER = "一二三四五六七八九十是、 \n"


def find(text: str, parts: list[Part]) -> Iterator[tuple[int, int]]:
    """Clauses of the problem passages that each admit one problem, as cleaned spans."""
    for part in parts:
        nested = part.parent is not None and parts[part.parent].role == "problems"
        if part.role != "problems" or nested:
            continue
        at = part.body_start
        while at < part.end:
            m = _CUT.search(text, at, part.end)
            end = m.start() if m else part.end
            words = text[at:end]
            if len(words) > 5 and _ADMITS.search(words) and not _TURN.search(words):
                yield end - len(words.lstrip(_NUMBER)), end
            at = end + 1
