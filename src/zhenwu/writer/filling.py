"""Filling numbers into a document: just their characters change, and each carries its key and its trace
from then on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.ooxml import Element, Paragraph, Piece, Story, fixed_places, open_document, text_of
from zhenwu.writer import bookmarks, parts, runs, traces
from zhenwu.writer.marks import COLOURS, Comments, clear, highlight

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_UNPRINTABLE_NOTE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Change:
    """A number at a place of the document's text, and the text that shall stand there.

    key : 1 to 37 letters, digits, underscores; it names this place of this document, so no two changes
    share one.
    note : when given, the number is highlighted and a comment says this.
    trace : what the document carries about the number (metric, period, area, value, hash); goes through JSON.
    """

    start: int
    end: int
    text: str
    key: str
    note: str = ""
    trace: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text to highlight with a comment: a claim that no longer holds (red), a missing
    value (yellow).
    """

    start: int
    end: int
    note: str
    colour: str = "red"


def replace(data: bytes, changes: Iterable[Change], marks: Iterable[Mark] = ()) -> bytes:
    """Fill numbers into a docx and mark what does not hold.

    Places count the characters of `paragraph_text(data)`. Only the characters of a change are replaced, in
    the formatting of the first of them; all else stays. Each number gets a bookmark and a trace; marks and
    comments of an earlier filling go, those by people stay. A key that the document has already moves to
    the new place.
    Raises BadInput with every fault at once: a place outside the text or across paragraphs, overlapping
    changes, a key used twice or of other characters, an empty text.
    """
    package = open_document(data)
    story = package.story()
    found = story.paragraphs()
    text = text_of(found)
    ordered = sorted(changes, key=lambda change: (change.start, change.end))
    noted = list(marks)
    faults = [*_faulty_changes(ordered, text, found), *_faulty_marks(noted, text)]
    if faults:
        raise BadInput.of(faults)

    kept = traces.read(package)
    body = story.roots[package.main]
    clear(package, body)
    for key in _supersede(found, ordered):
        kept.pop(key, None)
    noted += [Mark(one.start, one.end, one.note, "yellow") for one in ordered if one.note]
    edges = [(one.start, one.end) for one in ordered] + [(one.start, one.end) for one in noted]
    runs.cut(found, [edge for place in edges for edge in place])

    pieces = _Pieces(story)
    comments = Comments(package)
    number = bookmarks.free_number(story.roots.values())
    # All places are taken before any text changes, since a place counts the old text.
    spans = [pieces.between(change.start, change.end) for change in ordered]
    for mark in noted:
        _mark(pieces.between(mark.start, mark.end), mark, comments, body)
    for offset, (change, span) in enumerate(zip(ordered, spans, strict=True)):
        first, last = span[0].run, span[-1].run
        if first is not None and last is not None:
            bookmarks.put(first, last, change.key, number + offset)
        if change.text != text[change.start : change.end]:
            runs.set_text(span, change.text)

    comments.save()
    for name, root in story.roots.items():
        package.parts[name] = parts.dump(root)
    traces.write(package, _entries(story, kept, {change.key: change.trace for change in ordered}))
    return parts.pack(package)


class _Pieces:
    """The pieces of a document that stand in runs, by place."""

    def __init__(self, story: Story) -> None:
        self.places = [place for place in runs.placed(story.paragraphs()) if place.piece.run is not None]

    def between(self, start: int, end: int) -> list[Piece]:
        first = bisect_left(self.places, start, key=lambda place: place.start)
        last = bisect_left(self.places, end, key=lambda place: place.start)
        return [place.piece for place in self.places[first:last]]


def _mark(span: list[Piece], mark: Mark, comments: Comments, body: Element) -> None:
    """Marks stand in the body only: Word keeps no comments in notes."""
    shown = [piece for piece in span if piece.run is not None and piece.run.getroottree().getroot() is body]
    for piece in shown:
        if piece.run is not None:
            highlight(piece.run, mark.colour)
    if mark.note and shown:
        comments.add(shown, mark.note)


def _supersede(found: list[Paragraph], changes: Sequence[Change]) -> list[str]:
    """Remove our bookmarks that the changes name again or overlap; the keys that are gone."""
    keys = {change.key.casefold() for change in changes}
    gone = []
    for old in bookmarks.bookmarked(found):
        overlapped = any(change.start < old.end and old.start < change.end for change in changes)
        if overlapped or old.key.casefold() in keys:
            bookmarks.remove(old)
            gone.append(old.key)
    return gone


def _entries(
    story: Story, kept: dict[str, traces.Entry], new: Mapping[str, Mapping[str, Any]]
) -> dict[str, traces.Entry]:
    found = story.paragraphs()
    text = text_of(found)
    entries = dict(kept)
    for one in bookmarks.bookmarked(found):
        trace = new[one.key] if one.key in new else kept.get(one.key, {}).get("trace", {})
        entries[one.key] = traces.entry(text, one.start, one.end, trace)
    return entries


def _faulty_place(start: int, end: int, text: str) -> str:
    if not 0 <= start < end <= len(text):
        return f"位置{start}—{end}不在文中（全文{len(text)}字）"
    return ""


def _ends(found: Sequence[Paragraph]) -> list[int]:
    """The places of the characters between paragraphs."""
    ends, offset = [], 0
    for paragraph in found:
        offset += len(paragraph.text)
        ends += [offset] if paragraph.mark else []
        offset += len(paragraph.mark)
    return ends


def _faulty_changes(changes: Sequence[Change], text: str, found: Sequence[Paragraph]) -> list[Fault]:
    faults: list[Fault] = []
    ends, fixed = _ends(found), fixed_places(found)
    keys: set[str] = set()
    reached = 0

    def add(change: Change, what: str, expected: str, do: str) -> None:
        faults.append(Fault(what, f"第{change.start}—{change.end}字", expected, do, BadInput.code))

    again = "请重新识别文中数字后再填写"
    for change in changes:
        old = text[max(change.start, 0) : change.end]
        if what := _faulty_place(change.start, change.end, text):
            add(change, what, "文中一段文字", again)
        elif "\n" in old or bisect_left(ends, change.start) < bisect_left(ends, change.end):
            add(change, f"“{old}”跨了行", "同一行内的文字", again)
        elif any(low < change.end and change.start < high for low, high in fixed):
            add(change, f"“{old}”含自动编号或公式", "可以改写的文字", "请在Word或WPS里改编号")
        elif change.start < reached:
            add(change, f"“{old}”与前一处重叠", "互不重叠的位置", again)
        if not change.text or (change.text != old and _UNPRINTABLE.search(change.text)):
            add(change, f"填入的文字{change.text!r}为空或含控制字符", "一行文字", "没有数值时请填文字说明")
        if not bookmarks.KEY.fullmatch(change.key):
            add(change, f"编号“{change.key}”不合规", "1—37个字母、数字或下划线", "请换用合规的编号")
        elif change.key.casefold() in keys:
            add(change, f"编号“{change.key}”用了两次", "每处一个编号", "请给每处不同的编号")
        if _UNPRINTABLE_NOTE.search(change.note):
            add(change, "批注含控制字符", "普通文字", "请删去控制字符")
        keys.add(change.key.casefold())
        reached = max(reached, change.end)
    return faults


def _faulty_marks(noted: Sequence[Mark], text: str) -> list[Fault]:
    faults = []
    for mark in noted:
        where = f"第{mark.start}—{mark.end}字"
        what = _faulty_place(mark.start, mark.end, text)
        if not what and not text[mark.start : mark.end].strip("\n"):
            what = "标记处没有文字"
        if what:
            faults.append(Fault(what, where, "文中一段文字", "请重新核对文中说法后再标记", BadInput.code))
        if mark.colour not in COLOURS:
            faults.append(
                Fault(f"颜色“{mark.colour}”不可用", where, "、".join(COLOURS), "请换用", BadInput.code)
            )
        if _UNPRINTABLE_NOTE.search(mark.note):
            faults.append(Fault("批注含控制字符", where, "普通文字", "请删去控制字符", BadInput.code))
    return faults
