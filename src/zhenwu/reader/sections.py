"""The report's tree of sections and the role each part plays."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from zhenwu.lexicon import lexicon
from zhenwu.reader.headings import (
    BOTH,
    CN,
    Head,
    Seen,
    announced,
    bare,
    firsts,
    matches,
    own_title,
    planned,
    role_of,
    role_of_body,
    title_of,
)
from zhenwu.reader.labels import Label, labels, role_by_label
from zhenwu.reader.model import AHEAD
from zhenwu.reader.sentences import Stops
from zhenwu.reader.turning import WRITTEN, Turns, year_of

_LEX = lexicon()
_SECOND = re.compile(rf"[(]([{CN}]{{1,3}})[)](?=[\u4e00-\u9fff]|(?:19|20)\d\d年)")
_THIRD = re.compile(rf"[ \t?]{{0,40}}(?:([{CN}])是|(\d{{1,2}})[.、](?!\d)|[(](\d{{1,2}})[)])")
_THIRDS = frozenset(f" \t?0123456789({CN}")
_YEAR = re.compile(rf"((?:19|20)\d\d|{WRITTEN})年")
_COMES = re.compile(r"打算|计划|安排|下|思路|要点|明年|来年|今后|未来|新的一年|(?:19|20)\d\d年")
#: Characters that may stand before a plan begins, as an opening of its own.
LEAD = 60
#: A look back of fewer characters may come to its problems at once.
SHORT = 300
#: What an opening before other parts turns ahead for: 2026年，镇政府工作总的目标是….
_SETS = re.compile("(?:目标|思路|要求|任务)(?:是|为|:)")
_ADDRESS = re.compile(r"各位代表[,!:]")


@dataclass(slots=True)
class Part:
    """A section in cleaned offsets. answers : it says what is done about the problems among which it stands."""

    title: str
    level: int
    role: str
    start: int
    end: int
    body_start: int
    number: str
    parent: int | None = None
    answers: bool = False


def split(seen: Seen, stops: Stops, year: int | None) -> list[Part]:
    """The sections of a cleaned text, in order; a part before the first heading is `opening`."""
    text, ahead = seen.text, None if year is None else year + 1
    heads, whole_role = firsts(seen), None
    if (title := own_title(text, heads)) is not None:
        heads.remove(title)
        words = text[title[0] : title[0] + 60].split("\n")[0]
        whole_role = None if BOTH.search(words) else role_of(words, None, None) or announced(words)
        heads = [(s, w, 1 if level == 2 else level, n) for s, w, level, n in heads]
    elif not any(level == 1 and role_of(text[w : w + 30], None, None) for _, w, level, _ in heads):
        whole_role = announced(text[: heads[0][0]] if heads else text[:200])
    else:
        whole_role = planned(text[:60])
    for m in _SECOND.finditer(text):
        before = text[max(0, m.start() - 12) : m.start()].rstrip(" \t?")
        if not before or before[-1] in "。!?\n;:”" or before.endswith(_LEX.heading_ends):
            heads.append((m.start(), m.end(), 2, m[1]))
    heads = _raised(text, heads)
    titled = {start for start, _, level, _ in heads if level == 1}
    for m in matches(_THIRD, _THIRDS, text, (0, *stops.clauses)):
        if m.start() not in titled:
            heads.append((m.start(), m.end(), 3, m[1] or m[2] or m[3]))
    heads.extend(bare(text, [h[0] for h in heads if h[2] == 1], [h[0] for h in heads if h[2] == 2]))
    heads.sort()
    turns = Turns(text, ahead)
    parts = _tree(text, heads, turns, ahead, whole_role)
    labelled = _labelled(parts, labels(text, stops))
    parts.extend(_passages(text, parts, turns, [part.start for part in labelled]))
    parts.extend(labelled)
    parts.sort(key=lambda p: (p.start, p.level))
    return _parents(parts)


def _raised(text: str, heads: list[Head]) -> list[Head]:
    """Headings in brackets as those of the first level where there are none above them and one tells its year and role."""
    if any(level == 1 for _, _, level, _ in heads):
        return heads
    titles = [text[words : words + 24].split("\n")[0] for _, words, _, _ in heads]
    if not any(_YEAR.search(title) and role_of(title, None, None) in ("review", *AHEAD) for title in titles):
        return heads
    return [(start, words, 1, number) for start, words, _, number in heads]


def _tree(text: str, heads: list[Head], turns: Turns, ahead: int | None, whole: str | None) -> list[Part]:
    parts: list[Part] = []
    first = heads[0][0] if heads else len(text)
    if text[:first].strip():
        role = "opening" if heads and heads[0][2] == 1 else whole or _role_until(text, 0, first, turns, ahead)
        if role == "opening" and any(w in text[:first] for w in _LEX.passages["goals"]):
            role = "tasks"  # a plan that sets its goals before its first heading
        parts.append(Part("", 1, role, 0, first, 0, ""))
    opened = parts[0].role if parts else whole or _role_until(text, 0, len(text), turns, ahead)
    open_roles: dict[int, str | None] = {1: opened, 2: None, 3: None}
    for start, words, level, number in heads:
        title, body = title_of(text, words, level)
        said = _YEAR.search(title)
        own = role_of(title, year_of(said[1]) if said else None, ahead) if level < 3 else None
        above = open_roles[1] if level == 2 else (open_roles[2] or open_roles[1])
        if level < 3 and whole == "review" and own == "tasks" and not _COMES.search(title):
            own = "review"  # 主要工作 of a summary is what was done
        if level == 1:
            if own == "conduct" and not any(part.role in ("tasks", "goals") for part in parts):
                # a look back may end with how the government bettered itself
                following = next((at for at, _, other, _ in heads if other == 1 and at > start), len(text))
                own = "review" if _role_until(text, body, following, turns, ahead) == "review" else own
            role = own or role_by_label(title) or _of_year(year_of(said[1]) if said else None, ahead)
            if title.startswith(("下一步", "下步", "下半年", "下阶段", "明年", "新的一年")) and own is None:
                role = "tasks"
            if role == "other":
                end = next((at for at, _, other, _ in heads if other == 1 and at > start), len(text))
                role = whole or _role_until(text, start, min(start + 400, end), turns, ahead)
                if role == "other" and any(part.level == 1 and part.role in AHEAD for part in parts):
                    role = "tasks"  # what follows a plan and tells nothing else belongs to it
            open_roles = {1: role, 2: None, 3: None}
        elif (labelled := role_by_label(title)) is not None and above in (*AHEAD, "review"):
            role = str(above) if labelled == "tasks" and above in AHEAD else labelled
        elif above in AHEAD:
            role = own if own in AHEAD else str(above)
        elif above == "review" and own == "problems":
            role = "problems"
        elif above in ("other", "opening") and own:
            role = own
        else:
            role = str(above)
        if level == 2:
            open_roles[2] = role
        parts.append(Part(title, level, role, start, len(text), body, number))
    ends = {1: len(text), 2: len(text), 3: len(text)}
    for part in reversed(parts):
        part.end = min(ends[level] for level in range(1, part.level + 1))
        ends[part.level] = part.start
        if part.level > 1 and part.number and not text[part.body_start : part.end].strip():
            # an item of a list is all that it says: 2.修订村规民约。
            part.body_start = max(text.find(part.title, part.start, part.end), part.start)
    return parts


def _of_year(year: int | None, ahead: int | None) -> str:
    """The role of a first-level part that says nothing but its year (2025年：砥砺前行的一年)."""
    if year is None or ahead is None:
        return "other"
    return "tasks" if year >= ahead else "review" if year == ahead - 1 else "other"


def _role_until(text: str, start: int, end: int, turns: Turns, ahead: int | None) -> str:
    """The role of a stretch without a telling heading, by its words up to where it turns ahead."""
    turn = turns.first(start, end)
    if turn is None:
        return role_of_body(text[start:end], ahead)
    role = role_of_body(text[start:turn], None)
    if role == "other":
        return "review" if turn - start > LEAD else "tasks"
    return role


def _titled(text: str, start: int, end: int, role: str, level: int = 2) -> Part:
    """A passage without a heading, called by its first words."""
    return Part(
        re.split("[,。:]", text[start : start + 24], maxsplit=1)[0].strip(),
        level,
        role,
        start,
        end,
        start,
        "",
    )


def _labelled(parts: list[Part], found: list[Label]) -> list[Part]:
    """What stands behind each label, up to the next one or the end of its section."""
    made: list[Part] = []
    for number, label in enumerate(found, 1):
        around = [p for p in parts if p.level < 3 and p.start <= label.start < p.end]
        if not around or label.start < around[-1].body_start - 1:
            continue  # no place of its own: it is the heading
        end = min(around[-1].end, found[number].start if number < len(found) else around[-1].end)
        role = "conduct" if label.role == "tasks" and around[0].role == "conduct" else label.role
        made.append(
            Part(label.title, around[-1].level + 1, role, label.start, end, min(label.body_start, end), "")
        )
        for part in parts:
            if part.level > around[-1].level and label.start < part.start < end:
                part.role, part.level = role, max(part.level, around[-1].level + 2)
    return made


def _passages(text: str, parts: list[Part], turns: Turns, labelled: list[int]) -> list[Part]:
    """Passages of another role inside a section: problems admitted, goals set, what comes next, and the closing call.

    labelled : where labels stand; a section with one of them says by itself what it speaks of.
    """
    made: list[Part] = []
    starts = [p.start for p in parts]
    first = next((p.start for p in parts if p.level == 1), len(text))
    tops = [p for p in parts if p.level == 1 or (p.level == 2 and p.start < first)]
    last = tops[-1] if tops else None
    for part in tops:
        below = [p.start for p in parts if p.level == 2 and part.start < p.start < part.end]
        # where the part itself turns ahead, and no numbered passage of it, its problems stand before
        back = turns.first(part.body_start, part.end) if part.role == "review" else None
        whole = back is None or any(start <= back for start in below)
        body = text[part.body_start : part.end if whole else back]
        if any(part.start <= at < part.end for at in labelled):
            continue
        if part.role in ("review", "other", "opening"):
            at = [
                i
                for w in _LEX.passages["problems"]
                if (i := body.rfind(w)) > (len(body) * 0.4 if len(body) > SHORT else 0)
            ]
            admits = (
                part.body_start + _sentence_start(body, min(at)) if at and part.role == "review" else part.end
            )
            for start, end in _ahead(part, below, turns):
                if part.role == "opening" and len(tops) > 1 and not _SETS.search(text, start, end):
                    continue
                made.append(_titled(text, start, end, "tasks"))
                for other in parts[bisect_left(starts, start + 1) : bisect_left(starts, end)]:
                    if other.level > 1 and other.role != "problems":
                        other.role = "tasks"
                last = made[-1] if end == len(text) else last
            if admits < part.end:
                stop = min((t.start for t in made if admits < t.start < part.end), default=part.end)
                inside = any(t.start <= admits < t.end for t in made)
                made.extend(() if inside else [_titled(text, admits, stop, "problems")])
        elif part.role in ("tasks", "goals"):
            at = [i for w in _LEX.passages["goals"] if (i := body.find(w)) != -1]
            if at:
                start = part.body_start + _sentence_start(body, min(at))
                stop = next((i for i in below if i > start), part.end)
                end = text.find("。", start)
                end = min(stop, end + 1 if end != -1 else stop)
                made.append(
                    Part(text[start : start + 30].split("是")[0].strip(), 2, "goals", start, end, start, "")
                )
    for part in [p for p in (*parts, *made) if p.role == "problems" and p.level < 3]:
        for start, end in turns.answers(part.start, part.end):
            made.append(_titled(text, start, end, "tasks", 3))
            made[-1].answers = True
            for other in parts[bisect_left(starts, start + 1) : bisect_left(starts, end)]:
                other.role, other.answers = "tasks", True
    if last is not None and last.role in AHEAD:
        at = [m.start() for m in _ADDRESS.finditer(text, last.body_start)]
        if at and at[-1] > last.start + 0.5 * (last.end - last.start):
            made.append(Part("", 2, "closing", at[-1], last.end, at[-1], ""))
    return made


def _ahead(part: Part, below: list[int], turns: Turns) -> Iterator[tuple[int, int]]:
    """What of a look back looks ahead: from a turn to the end of the part, or of the numbered passage that turns in itself."""
    at = part.body_start
    while (turn := turns.first(at, part.end)) is not None:
        end = part.end
        if any(start <= turn for start in below):
            end = min((start for start in below if start > turn), default=part.end)
        yield turn, end
        at = end


def _sentence_start(body: str, at: int) -> int:
    while at and body[at - 1] not in "。!?\n":
        at -= 1
    return at


def _parents(parts: list[Part]) -> list[Part]:
    """Give each part the index of the nearest earlier part of a higher level that contains it."""
    open_parts: list[int] = []
    for i, part in enumerate(parts):
        while open_parts and (
            parts[open_parts[-1]].level >= part.level or parts[open_parts[-1]].end <= part.start
        ):
            open_parts.pop()
        part.parent = open_parts[-1] if open_parts else None
        if part.parent is not None and parts[part.parent].role == "problems" and not part.answers:
            part.role = "problems"
        open_parts.append(i)
    return parts


class Places:
    """Which section a place is in, by bisection."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.starts = [p.start for p in parts]

    def at(self, offset: int) -> int | None:
        """Index of the innermost section at an offset."""
        i = bisect_right(self.starts, offset) - 1
        while i >= 0 and self.parts[i].end <= offset:
            above = self.parts[i].parent
            i = above if above is not None else i - 1 if self.parts[i].level > 1 else -1
        return i if i >= 0 else None
