"""The glossary's words exist in the code, and English pages use them."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from functools import cache, reduce
from importlib import import_module
from typing import NamedTuple

import pytest
from tests.house.rooms import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import messages
import room_messages

sys.path.remove(str(ROOT / "tools"))


class Word(NamedTuple):
    """A row of the table."""

    english: str
    chinese: str
    code: str


def table() -> list[Word]:
    text = (ROOT / "docs/glossary.md").read_text("utf-8")
    return [Word(*row) for row in re.findall(r"^\| ([^|]+?) \| ([^|]+?) \| `(zhenwu[\w.]+)` \|", text, re.M)]


@cache
def translations() -> dict[str, set[str]]:
    """Every English of every text."""
    found: dict[str, set[str]] = defaultdict(set)
    for (msgid, _context), message in messages.by_key(messages.stored_messages()).items():
        found[msgid].update(messages.forms(message.string))
    for group in room_messages.stored().values():
        for chinese, english in group.items():
            found[chinese].add(english)
    return found


#: Words that say something else where they stand alone on a page; each with the English it has there and why.
ELSEWHERE: dict[str, frozenset[str]] = {
    "事项": frozenset({"Title"}),  # the column of a record's title
    "依据": frozenset({"Grounds"}),  # by which an item counts as done or is dropped
    "完整起日": frozenset({"Complete from"}),  # the field of a coverage
    "并入": frozenset({"Merged into"}),  # of two notices
    "数据": frozenset({"data"}),  # within a sentence of a proof: the data say
}


def test_the_table_is_read() -> None:
    assert len(table()) > 50
    assert len({word.english for word in table()}) == len(table())


@pytest.mark.parametrize("word", table(), ids=lambda word: word.english)
def test_a_word_stands_for_something_in_the_code(word: Word) -> None:
    parts = word.code.split(".")
    for size in range(len(parts), 0, -1):
        try:
            module = import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        assert reduce(getattr, parts[size:], module) is not None
        return
    pytest.fail(f"nothing is called {word.code}")


@pytest.mark.parametrize("word", table(), ids=lambda word: word.english)
def test_english_pages_use_the_word(word: Word) -> None:
    allowed = ELSEWHERE.get(word.chinese, frozenset())
    stem = word.english.lower().replace("-", " ")
    other = [
        english
        for english in translations()[word.chinese]
        if english not in allowed and stem[:5] not in english.lower().replace("-", " ")
    ]
    assert other == []
