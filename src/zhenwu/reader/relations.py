"""Which figures of one sentence belong together: growth and share to their levels, parts to their whole, a sum to what it adds up.

A growth after a list of joined counts (接待来访96批213人次，同比下降11.5%) is said of all of them: they are one statement about one
subject. After counts of different subjects it is said of the last one. `其中` opens parts that need not be all; a bracket or a colon
after a count lists its parts whole; 合计 closes a list that it adds up.
"""

from __future__ import annotations

import re

from zhenwu.reader.model import Figure

_JOINED = re.compile(r"[、,]?(?:共计?|合计|涉及|惠及)?$")
_ADDS = re.compile(r"(?:合计|总计|共计|累计共)[^,。;、\d]{0,8}$")


#: How many figures of a sentence are looked back at: an endless list is no statement.
FAR = 40


def relate(clean_text: str, spans: list[tuple[int, int]], figures: list[Figure]) -> None:
    """Fill `of`, `part_of` and `exhaustive` of every figure; spans are the figures' places in the cleaned text."""
    low = 0
    while low < len(figures):
        high = low + 1
        while high < len(figures) and figures[high].sentence == figures[low].sentence:
            high += 1
        if high - low > 1:
            _sentence(clean_text, spans, figures, low, high)
        low = high


def _sentence(text: str, spans: list[tuple[int, int]], figures: list[Figure], low: int, high: int) -> None:
    whole: int | None = None
    exhaustive = False
    for i in range(low, high):
        figure = figures[i]
        between = text[spans[i - 1][1] : spans[i][0]] if i > low else ""
        if figure.kind == "growth" or figure.rule.endswith("+share"):
            figure.of = _levels(text, spans, figures, low, i)
            continue
        if figure.kind != "level":
            continue
        if i > low and "其中" in between:
            whole, exhaustive = _last_level(figures, low, i, figure.unit), False
        elif i > low and between[:1] in ("(", ":") and figures[i - 1].unit == figure.unit:
            whole, exhaustive = _last_level(figures, low, i, figure.unit), True
        elif ";" in between or (exhaustive and ")" in between and "(" not in between):
            whole = None
        if whole is not None and figures[whole].unit == figure.unit and figure.unit not in ("%", ""):
            figure.part_of, figure.exhaustive = whole, exhaustive
        elif i - low >= 2 and _ADDS.search(between):
            parts = [
                j
                for j in range(max(low, i - FAR), i)
                if figures[j].kind == "level" and figures[j].unit == figure.unit
            ]
            if len(parts) >= 2 and all(figures[j].part_of is None for j in parts):
                for j in parts:
                    figures[j].part_of, figures[j].exhaustive = i, True


def _last_level(figures: list[Figure], low: int, i: int, unit: str) -> int | None:
    levels = [j for j in range(i - 1, max(low, i - FAR) - 1, -1) if figures[j].kind == "level"]
    return next((j for j in levels if figures[j].unit == unit), levels[0] if levels else None)


def _levels(
    text: str, spans: list[tuple[int, int]], figures: list[Figure], low: int, i: int
) -> tuple[int, ...]:
    """The levels that a growth or share is said of: the nearest of its subject, with those joined to it."""
    subject = figures[i].subject
    j = next(
        (
            j
            for j in range(i - 1, max(low, i - FAR) - 1, -1)
            if figures[j].kind == "level" and figures[j].subject and subject.startswith(figures[j].subject)
        ),
        None,
    )
    if j is None:
        return ()
    found = [j]
    while (
        j > low and figures[j - 1].kind == "level" and figures[j].subject.startswith(figures[j - 1].subject)
    ):
        if not _JOINED.fullmatch(text[spans[j - 1][1] : spans[j][0]]):
            break
        j -= 1
        found.append(j)
    return tuple(reversed(found))
