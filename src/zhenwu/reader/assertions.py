"""Claims that are not numbers but can be proved: records broken, streaks, ranks, full coverage, stages, growth, absence."""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Assertion
from zhenwu.reader.patterns import first_of, one_of, sought
from zhenwu.reader.phrases import core
from zhenwu.reader.sections import Places
from zhenwu.reader.sentences import Stops

_LEX = lexicon()
_KIND = {word: kind for kind, words in _LEX.claims.items() for word in words}
_DIGITS = "一二三四五六七八九十百两"
_SECOND = first_of([word[1:] for word in _KIND], _DIGITS + "续次突破超过先千万亿居列名")
_CLAIM = re.compile(
    sought(
        first_of(_KIND, "连再首又率突破超过位名居列排"),
        rf"(?P<streak>连续(?:\d{{1,2}}|[{_DIGITS}]{{1,3}}|多)(?:年|个月|届|次|季度))"
        rf"|(?P<record>(?:再次?|首次|又|率先)?(?:突破|破|超|过)[{_DIGITS}千万亿]{{1,3}}(?:元)?(?:大关)?(?=[,。;、!\n]))"
        rf"|(?P<rank>(?:位居|位列|名列|居|列|排名)[^,。;\n]{{0,8}}(?:第(?:\d{{1,4}}|[{_DIGITS}]{{1,3}})(?:位|名)?|首位|前列|前茅))"
        rf"|(?P<coverage>全覆盖)"
        rf"|(?P<word>{one_of(tuple(_KIND))})",
        then=rf"(?:(?<=[居列])|(?=[{_SECOND}]))",
    )
)
_NUMBER = re.compile(r"\d.*$")


def find(text: str, cleaned: Clean, places: Places, stops: Stops) -> list[Assertion]:
    """Every claim of a text with the subject it is made about."""
    words = cleaned.text
    made: list[Assertion] = []
    free = 0
    for m in _CLAIM.finditer(words):
        kind = m.lastgroup or ""
        start, stop = m.span(kind)
        if start < free:
            continue
        free = stop
        if kind == "word":
            kind = _KIND[m["word"]]
        elif kind == "record":
            kind = "record_broken"
        section = places.at(start)
        role = places.parts[section].role if section is not None else "other"
        if role == "closing" or (role in AHEAD and kind in ("stage", "growth_word", "rank", "record_broken")):
            continue
        low = stops.clause(start)[0]
        subject = core(words[low:start])
        if not subject and low > (sentence := stops.sentence(start)[0]):
            subject = core(words[stops.clause(low - 1)[0] if low - 1 > sentence else sentence : low - 1])
        begin, end = cleaned.span(start, stop)
        made.append(Assertion(begin, end, text[begin:end], kind, _NUMBER.sub("", subject)[-30:], section))
    return made
