"""Honours that a report names: what the town, a village, an enterprise or a person was given."""

from __future__ import annotations

import re

from zhenwu.lexicon import lexicon
from zhenwu.reader.clean import Clean
from zhenwu.reader.model import AHEAD, Honour
from zhenwu.reader.patterns import one_of
from zhenwu.reader.sections import Places
from zhenwu.reader.sentences import Stops

_LEX = lexicon()
_GIVEN = re.compile(one_of(_LEX.honours["given"]))
_QUOTED = re.compile(r"[“\"]([^”\"\n。]{3,36})[”\"]")
_ENDS = one_of(_LEX.honours["ends"])
_BARE = re.compile(rf"[\u4e00-\u9fff0-9A-Za-z—-]{{0,28}}?(?:{_ENDS})(?=[,。;、及和等!\n]|称号|荣誉|$)")
_LEVELS = [(level, re.compile(one_of(words))) for level, words in _LEX.honours_levels.items()]
_LEAD = re.compile(
    r"^(?:了|为|首批|第[一二三四五六七八九十]+批|(?:19|20)\d\d(?:[—-](?:19|20)\d\d)?年?(?:度)?)+"
)
#: What stands before the name in its own clause (全市“十佳…”), up to another name.
_WITHIN = re.compile(r"[^,。;“”]{0,12}[“]?$")
#: An honour is not what somebody only applies for, and not one that the town gives others.
_NOT_YET = re.compile("(?:申报|创建|争创|争取|力争|推荐|拟|候选|未|评选|评出|表彰|选树)[^,。;]{0,10}$")


def find(cleaned: Clean, places: Places, stops: Stops) -> list[Honour]:
    """Every honour that the review names, with its level where it says one."""
    words = cleaned.text
    made: list[Honour] = []
    last = -1
    for m in _GIVEN.finditer(words):
        section = places.at(m.start())
        if section is not None and places.parts[section].role in (*AHEAD, "closing", "problems"):
            continue
        low, high = stops.sentence(m.start())
        if m.end() <= last or _NOT_YET.search(words, max(low, m.start() - 14), m.start()):
            continue
        for start, end, rule in _names(words, m.end(), high):
            name = words[start:end]
            within = _WITHIN.search(words, low, start)
            level = _level(name) or (_level(within[0]) if within else None)
            begin, finish = cleaned.span(start, end)
            made.append(Honour(begin, finish, name, level, section, rule))
            last = end
    return made


def _level(words: str) -> str | None:
    return next((level for level, pattern in _LEVELS if pattern.search(words)), None)


def _names(words: str, start: int, high: int) -> list[tuple[int, int, str]]:
    """Names given after the verb, as far as the list goes on: quoted ones, else nouns that end as honours do."""
    clause_end = next((i for i in range(start, high) if words[i] in ",。;!\n"), high)
    quoted = [
        (m.start(1), m.end(1), "honour.quoted")
        for m in _QUOTED.finditer(words, start, high)
        if m.start() <= clause_end + 1
    ]
    if quoted:
        return quoted
    found: list[tuple[int, int, str]] = []
    at = start
    while at < clause_end and (m := _BARE.match(words, at, clause_end)):
        skip = _LEAD.match(m[0])
        begin = m.start() + (skip.end() if skip else 0)
        if m.end() - begin >= 3:
            found.append((begin, m.end(), "honour.noun"))
        at = m.end()
        while at < clause_end and words[at] in "、及和等称号荣誉":
            at += 1
    return found
