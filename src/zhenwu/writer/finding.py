"""Finding a document's numbers again after somebody has edited it in Word, WPS or LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from zhenwu.kernel.ooxml import Package, fixed_places, open_document, text_of
from zhenwu.writer import bookmarks, traces

# A place counts as the same when this share of the characters kept around it is still there, in order.
ENOUGH = 0.5
_LONGEST_NUMBER = 24
_NUMERAL = re.compile(r"[0-9０-９一二三四五六七八九十百千万亿两零〇]")


@dataclass(frozen=True, slots=True)
class Found:
    """A number found again: its key, its place and text now, its trace, and how it was found ("bookmark",
    "text").
    """

    key: str
    start: int
    end: int
    text: str
    trace: Mapping[str, Any] = field(default_factory=dict)
    how: str = "bookmark"


def traces_of(data: bytes) -> dict[str, traces.Entry]:
    """What the document carries about its numbers: per key text, before, after and trace; plain JSON to
    keep.
    """
    return traces.read(open_document(data))


def find(data: bytes, known: Mapping[str, traces.Entry] | None = None) -> list[Found]:
    """The document's numbers in order of their place.

    A number is found by its bookmark, with digits that were typed at its edge; where the bookmark is gone
    or empty, by its text and the characters that stood around it, when just one place fits best.
    known : the entries as `traces(data)` gave them before the document left; an editor that is not Word may
    have dropped the document's own (a trip through odt does). The document's own win.
    """
    return _found(open_document(data), known)[0]


def lost(data: bytes, known: Mapping[str, traces.Entry] | None = None) -> list[str]:
    """The keys that the document should have but that were not found."""
    return _found(open_document(data), known)[1]


def _found(package: Package, known: Mapping[str, traces.Entry] | None) -> tuple[list[Found], list[str]]:
    entries: dict[str, traces.Entry] = {**(known or {}), **traces.read(package)}
    paged = package.story().paragraphs()
    text = text_of(paged)
    found: dict[str, Found] = {}
    for mark in bookmarks.bookmarked(paged):
        if mark.end > mark.start:
            start, end = _whole_number(text, mark.start, mark.end)
            trace = entries.get(mark.key, {}).get("trace", {})
            found[mark.key] = Found(mark.key, start, end, text[start:end], trace)
    taken = [*((one.start, one.end) for one in found.values()), *fixed_places(paged)]
    missing = {key: kept for key, kept in entries.items() if key not in found}
    for key, (start, end) in _by_text(text, missing, taken).items():
        found[key] = Found(key, start, end, text[start:end], missing[key]["trace"], "text")
    ordered = sorted(found.values(), key=lambda one: (one.start, one.end))
    return ordered, [key for key in entries if key not in found]


def _whole_number(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in digits beside a bookmark: what is typed at its edge falls outside of it."""
    if text[end - 1].isdecimal() and (more := re.compile(r"[0-9]*(?:\.[0-9]+)?").match(text, end)):
        end = more.end()
    if text[start].isdecimal() and (
        more := re.search(r"(?:[0-9]+\.)?[0-9]*\Z", text[max(0, start - 20) : start])
    ):
        start -= len(more.group())
    return start, end


def _by_text(
    text: str, missing: Mapping[str, traces.Entry], found: list[tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Places of numbers by what stands around them.

    Sentences that are alike share their surroundings: as many places as numbers are told apart by their order; else
    nobody can tell which of them is gone, and all stay lost.
    """
    taken = bytearray(len(text))
    for start, end in found:
        taken[start:end] = b"\1" * (end - start)
    places: dict[str, tuple[int, int]] = {}
    alike: dict[tuple[str, str, str], list[str]] = {}
    for key in sorted(missing, key=lambda key: int(missing[key].get("at", 0))):
        kept = missing[key]
        alike.setdefault((kept["before"], kept["text"], kept["after"]), []).append(key)

    def take(keys: list[str], free: list[tuple[int, int]]) -> bool:
        if len(free) != len(keys):
            return False
        for key, (start, end) in zip(keys, sorted(free), strict=True):
            places[key] = (start, end)
            taken[start:end] = b"\1" * (end - start)
        return True

    changed = []
    for around, keys in alike.items():
        exact = [place for place in _untouched(text, *around) if not any(taken[slice(*place)])]
        if not take(keys, exact) and not exact:
            changed.append((sorted(_scored(text, *around), reverse=True), keys))
    # The surest numbers go first and take their places; that may leave just as many places as numbers to others.
    waiting = sorted((one for one in changed if one[0]), key=lambda one: one[0][0][0], reverse=True)
    while waiting:
        still = []
        for scored, keys in waiting:
            free = [one for one in scored if not any(taken[slice(*one[1])])]
            best = [place for score, place in free if score == free[0][0]]
            if not take(keys, best):
                still.append((scored, keys))
        if len(still) == len(waiting):
            break
        waiting = still
    return places


def _untouched(text: str, before: str, wanted: str, after: str) -> list[tuple[int, int]]:
    """Places where a number stands in the very surroundings that it had."""
    if not wanted:
        return []
    starts = [match.start() for match in re.finditer(re.escape(wanted) + f"(?={re.escape(after)})", text)]
    return [(start, start + len(wanted)) for start in starts if text.endswith(before, 0, start)]


def _scored(text: str, before: str, wanted: str, after: str) -> Iterator[tuple[float, tuple[int, int]]]:
    """Places where a number may stand, by the share of its surroundings that is left, plus 1 where its text is.

    Only whole numbers count: the 5 of 15 is none.
    """
    around = max(1, len(before) + len(after))
    same: set[tuple[int, int]] = set()
    for match in re.finditer(re.escape(wanted), text) if wanted else ():
        start, end = match.span()
        if _whole_number(text, start, end) == (start, end):
            same.add((start, end))
            share = (_alike(before, _left(text, start)) + _alike(after, _right(text, end))) / around
            if share >= ENOUGH:
                yield share + 1, (start, end)
    if len(before) < 3 or len(after) < 2:
        return
    gap = rf"(?<={re.escape(before[-3:])})([^\n]{{1,{_LONGEST_NUMBER}}}?)(?={re.escape(after[:2])})"
    for match in re.finditer(gap, text):
        start, end = match.span(1)
        if (start, end) in same or bool(_NUMERAL.search(wanted)) != bool(_NUMERAL.search(match.group(1))):
            continue
        share = (_alike(before, _left(text, start)) + _alike(after, _right(text, end))) / around
        if share >= ENOUGH:
            yield share, (start, end)


def _left(text: str, at: int) -> str:
    return text[max(0, at - traces.CONTEXT) : at]


def _right(text: str, at: int) -> str:
    return text[at : at + traces.CONTEXT]


@lru_cache(maxsize=50_000)
def _alike(kept: str, now: str) -> int:
    """How many characters of one context are left in the other, in their order."""
    if kept == now:
        return len(kept)
    if 2 * len(set(kept) & set(now)) < len(set(kept)) * ENOUGH:
        return 0
    return sum(block.size for block in SequenceMatcher(None, kept, now, autojunk=False).get_matching_blocks())
