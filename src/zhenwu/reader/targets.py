"""The numbers that a report sets itself to reach, each with what reaching it means."""

from __future__ import annotations

from zhenwu.reader.model import Figure, Promise, Target


def find(figures: list[Figure], promises: list[Promise]) -> list[Target]:
    """Every figure of the year ahead, with the promise that holds it."""
    holder = {index: number for number, promise in enumerate(promises) for index in promise.figures}
    return [
        Target(i, holder.get(i), f.subject, operator(f), f.value, f.high, f.unit)
        for i, f in enumerate(figures)
        if f.modality == "target"
    ]


def operator(figure: Figure) -> str:
    """What reaching a number means: about, range, at_most (不超过, a rank, a fall), else at_least.

    A rank is reached by standing there or before it; 下降5% is reached by a fall of five or more, so its value is at most −5.
    """
    if figure.high is not None:
        return "range"
    if figure.qualifier == "about":
        return "about"
    falls = figure.kind == "growth" and figure.direction == "down"
    return "at_most" if figure.qualifier == "under" or figure.kind == "rank" or falls else "at_least"
