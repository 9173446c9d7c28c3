"""Finding a document's numbers again after somebody has edited it in Word, WPS or LibreOffice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from zhenwu.kernel.ooxml import Package, open_document, paragraphs, text_of
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
    paged = paragraphs(package.document())
    text = text_of(paged)
    found: dict[str, Found] = {}
    for mark in bookmarks.bookmarked(paged):
        if mark.end > mark.start:
            start, end = _whole_number(text, mark.start, mark.end)
            trace = entries.get(mark.key, {}).get("trace", {})
            found[mark.key] = Found(mark.key, start, end, text[start:end], trace)
    taken = [(one.start, one.end) for one in found.values()]
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
    text: str, missing: Mapping[str, traces.Entry], taken: list[tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    candidates = {key: list(_scored(text, kept)) for key, kept in missing.items()}
    found: dict[str, tuple[int, int]] = {}
    taken = list(taken)
    # The surest number goes first and takes its place; that may leave just one place to another.
    while candidates:
        best: tuple[float, str, tuple[int, int]] | None = None
        for key, scored in candidates.items():
            free = sorted((one for one in scored if not _overlaps(one[1], taken)), reverse=True)
            unique = free and (len(free) == 1 or free[0][0] > free[1][0])
            if unique and (best is None or free[0][0] > best[0]):
                best = (free[0][0], key, free[0][1])
        if best is None:
            break
        _, key, place = best
        del candidates[key]
        found[key] = place
        taken.append(place)
    return found


def _overlaps(place: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in taken)


def _scored(text: str, kept: traces.Entry) -> Iterator[tuple[float, tuple[int, int]]]:
    """Places where a number may stand, with the share of its surroundings that is still there, 1 added for
    its text.
    """
    wanted, before, after = kept["text"], kept["before"], kept["after"]
    around = max(1, len(before) + len(after))
    same: set[tuple[int, int]] = set()
    if wanted:
        for match in re.finditer(re.escape(wanted), text):
            start, end = match.span()
            if _whole_number(text, start, end) == (start, end):
                same.add((start, end))
                share = (_alike(before, text, start, -1) + _alike(after, text, end, 1)) / around
                if share >= ENOUGH:
                    yield share + 1, (start, end)
    if len(before) < 3 or len(after) < 2:
        return
    gap = rf"(?<={re.escape(before[-3:])})([^\n]{{1,{_LONGEST_NUMBER}}}?)(?={re.escape(after[:2])})"
    for match in re.finditer(gap, text):
        start, end = match.span(1)
        if (start, end) in same or bool(_NUMERAL.search(wanted)) != bool(_NUMERAL.search(match.group(1))):
            continue
        share = (_alike(before, text, start, -1) + _alike(after, text, end, 1)) / around
        if share >= ENOUGH:
            yield share, (start, end)


def _alike(kept: str, text: str, at: int, direction: int) -> int:
    now = text[max(0, at - traces.CONTEXT) : at] if direction < 0 else text[at : at + traces.CONTEXT]
    if kept == now:
        return len(kept)
    return sum(block.size for block in SequenceMatcher(None, kept, now, autojunk=False).get_matching_blocks())
