"""What a page carries around its text: its number, running heads and feet."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter

from zhenwu.reader.inputs.pdf.rows import Row

#: How far from the outermost line furniture may reach, as a share of the page's text, and the gap before the body, in lines.
_EDGE = 0.14
_FURNITURE_GAP = 1.25
_NUMBER = re.compile(
    r"[-—–―·•~～\s]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?(?:\s*[,，/／]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–―·•~～\s]*"
)


def without_furniture(pages: list[list[Row]], pitch: float) -> list[list[Row]]:
    """The rows of each page without page numbers, running heads and feet.

    Those stand apart at a page's edge and again on other pages; what does not stand apart must say the very same on each.
    """
    seen: Counter[tuple[str, int]] = Counter()
    edges: list[list[tuple[Row, tuple[str, int]]]] = []
    for rows in pages:
        apart = _at_edges(rows, pitch)
        lines = sorted({row.baseline for row in rows})
        outer = {*lines[:2], *lines[-2:]}
        keys = [
            (row, (_shape(row.text) if row.baseline in apart else row.text, round(row.baseline / 12)))
            for row in rows
            if row.baseline in apart or row.baseline in outer
        ]
        edges.append(keys)
        seen.update({key for _, key in keys} | {(row.text, key[1]) for row, key in keys})
    count = sum(1 for rows in pages if rows)
    kept = []
    for rows, keys in zip(pages, edges, strict=True):
        gone = set()
        for row, (shape, place) in keys:
            times = sum(seen[shape, place + step] for step in (-1, 0, 1))
            if (count > 1 and times >= max(2, count * 0.4)) or _is_number(row, rows):
                gone.add(id(row))
        kept.append([row for row in rows if id(row) not in gone])
    return kept


def _at_edges(rows: list[Row], pitch: float) -> set[float]:
    """The lines above and below the body: at most a few at either end, with a wide gap between them and the rest."""
    lines = sorted({row.baseline for row in rows})
    if len(lines) < 2:
        return set()
    height = statistics.median(row.height for row in rows)
    reach = _EDGE * (lines[-1] - lines[0])
    found: set[float] = set()
    for ordered in (lines, lines[::-1]):
        taken: list[float] = []
        for here, inner in itertools.pairwise(ordered[:8]):
            # a line of several cells has several baselines close together
            taken.append(here)
            if abs(inner - ordered[0]) > reach or len(taken) > 6:
                break
        else:
            inner = ordered[min(7, len(ordered) - 1)]
        gaps = [
            i
            for i in range(len(taken))
            if abs([*taken, inner][i + 1] - taken[i]) > _FURNITURE_GAP * pitch * height
        ]
        if gaps:
            found.update(taken[: gaps[-1] + 1])
    return found


def _shape(line: str) -> str:
    return re.sub(r"[0-9０-９一二三四五六七八九十ivxIVX]+", "#", line)


def _is_number(row: Row, rows: list[Row]) -> bool:
    """Whether the outermost row of a page is its number."""
    if not _NUMBER.fullmatch(row.text.replace("\t", " ")) or len(rows) < 2:
        return False
    others = [one.baseline for one in rows if one is not row]
    apart = min(abs(one - row.baseline) for one in others)
    plain = row.text.strip().isdigit()
    outermost = row.baseline < min(others) or row.baseline > max(others)
    return outermost and apart > (1.6 if plain else 0.9) * row.height
