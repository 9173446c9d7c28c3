"""The whole reading: bytes to text, cleaned, in sections, with its figures, promises, assertions, problems and checks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from zhenwu.reader import assertions, checks, figures, honours, problems, projects, promises, targets
from zhenwu.reader.clean import clean
from zhenwu.reader.headings import Seen
from zhenwu.reader.inputs import extract
from zhenwu.reader.model import Figure, Problem, Reading, Section
from zhenwu.reader.periods import Periods
from zhenwu.reader.sections import Part, Places, split
from zhenwu.reader.sentences import Stops
from zhenwu.reader.years import review_year

_TITLE = re.compile(
    r"[^\n。,]{0,40}?(?:工作报告|工作总结|工作要点|工作计划|情况汇报|报告)(?=\n|各位|$|[(——-])"
)


def read(source: str | bytes | Path | BinaryIO, *, name: str = "", year: int | None = None) -> Reading:
    """Read a work report.

    source : its text, its bytes, its path or an open stream. name : the file's name, for its kind and for messages.
    year : the year under review, where the text does not say it or is wrong.
    Raises BadInput for what cannot be read, with every fault named.

    >>> whole = read("一、2025年工作回顾\\n全年新建公厕6座,同比增长20%。", year=2025)
    >>> [(f.subject, f.surface, f.period) for f in whole.figures]
    [('新建公厕', '6座', '2025'), ('新建公厕', '20%', '2025')]
    """
    extracted = extract(source, name=name)
    text = extracted.text
    cleaned = clean(text)
    label = name or (source.name if isinstance(source, Path) else "")
    stops = Stops(cleaned.text)
    seen = Seen(cleaned.text, stops)
    if year is None:
        year = review_year(seen, label)
    parts = split(seen, stops, year)
    places, periods = Places(parts), Periods(cleaned.text, year)
    found = _written(figures.find(cleaned, places, stops, periods), extracted.fixed)
    for figure in found:
        figure.surface = text[figure.start : figure.end]
    whole = Reading(text, cleaned.text, _title(cleaned.text), year, extracted.kind, cleaned)
    whole.sections = [_section(p, cleaned.at) for p in parts]
    whole.figures = found
    whole.promises = promises.find(text, cleaned, places, stops, periods, found)
    whole.targets = targets.find(found, whole.promises)
    whole.honours = honours.find(cleaned, places, stops)
    whole.projects = projects.find(cleaned, places, stops, found)
    whole.assertions = assertions.find(text, cleaned, places, stops)
    for low, high in problems.find(cleaned.text, parts):
        start, end = cleaned.span(low, high)
        whole.problems.append(Problem(start, end, text[start:end], places.at(low)))
    whole.checks = checks.find(whole)
    whole.unread = extracted.notes
    return whole


def _written(found: list[Figure], fixed: Sequence[tuple[int, int]]) -> list[Figure]:
    """The figures that somebody wrote: those that automatic numbering made are none."""
    gone = {
        index
        for index, figure in enumerate(found)
        if (at := bisect_left(fixed, figure.end, key=lambda place: place[0]))
        and fixed[at - 1][1] > figure.start
    }
    if not gone:
        return found
    moved = {old: new for new, old in enumerate(index for index in range(len(found)) if index not in gone)}
    kept = [figure for index, figure in enumerate(found) if index not in gone]
    for figure in kept:
        figure.of = tuple(moved[index] for index in figure.of if index in moved)
        figure.part_of = moved.get(figure.part_of) if figure.part_of is not None else None
    return kept


def _title(text: str) -> str:
    found = _TITLE.match(text.lstrip()[:120])
    return found[0].strip() if found else ""


def _section(part: Part, at: object) -> Section:
    assert callable(at)
    return Section(
        part.title,
        part.level,
        part.role,
        at(part.start),
        at(part.end),
        at(part.body_start),
        part.number,
        part.parent,
    )
