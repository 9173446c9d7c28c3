"""Texts that make an expression work hardest, made from the expression itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from re import _constants as ops  # type: ignore[attr-defined]
from typing import Any

from tests.unit.reader.hostile.steps import Steps, Tree, set_of

#: What a sample character is taken from, for sets that only say what they are not.
SAMPLE = "镇1a一、 ,。的年(\n%"


def hostile(steps: Steps) -> list[str]:
    """Texts made from the pattern itself, to be repeated: what each of its loops and alternatives takes, and nearly the whole."""
    made: list[str] = []

    def sample(nodes: Iterable[Tree], pick: int) -> str:
        text = ""
        for op, given in nodes:
            if op in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY):
                text += _character(op, given, pick)
            elif op is ops.BRANCH:
                text += sample(given[1][pick % len(given[1])], pick)
            elif op is ops.SUBPATTERN:
                text += sample(given[3], pick)
            elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
                text += sample(given[2], pick) * max(1, min(int(given[0]), 4))
            elif op is ops.ATOMIC_GROUP:
                text += sample(given, pick)
            elif op is ops.ASSERT:
                text += "" if given[0] > 0 else sample(given[1], pick)
        return text

    def visit(nodes: Iterable[Tree]) -> None:
        for op, given in nodes:
            if op is ops.BRANCH:
                for body in given[1][:12]:
                    visit(body)
            elif op is ops.SUBPATTERN:
                visit(given[3])
            elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
                made.extend(sample(given[2], pick) for pick in range(3))
                visit(given[2])
            elif op in (ops.ASSERT, ops.ASSERT_NOT):
                visit(given[1])
            elif op is ops.ATOMIC_GROUP:
                visit(given)

    for pick in range(3):
        whole = sample(steps.tree, pick)
        made += [whole, whole[:-1], whole[:1], whole[len(whole) // 2 :]]
    visit(steps.tree)
    return [text for text in dict.fromkeys(made) if text]


def _character(op: Any, given: Any, pick: int) -> str:
    if op is ops.LITERAL:
        return chr(given)
    takes: Callable[[str], object] = re.compile(set_of(op, given), re.S).match
    if op is ops.IN:
        named = [chr(v) if k is ops.LITERAL else chr(v[0]) for k, v in given if k in (ops.LITERAL, ops.RANGE)]
        fitting = [c for c in named if takes(c)]
        if fitting:
            return fitting[pick % len(fitting)]
    return next((c for c in SAMPLE[pick:] + SAMPLE if takes(c)), "")
