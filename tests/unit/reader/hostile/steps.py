"""Counts what a backtracking regular expression does: a matcher in Python over the parse trees of `re`, step by step.

The engine of `re` is written in C and tells nobody how often it tries. This one goes the same way through a pattern (first
alternative first, greedy first, back on failure) and counts every step; a test holds what it finds to what `re` finds. Steps are
the same on every machine, unlike seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Tree = Any


class TooMany(Exception):
    """More steps than allowed."""


class Steps:
    """A compiled pattern as a list of instructions, and the steps that the last call took."""

    def __init__(self, pattern: re.Pattern[str], *, whole: bool = False) -> None:
        self.flags = pattern.flags
        self.tree: Tree = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        if whole:
            self.tree.append((ops.AT, ops.AT_END_STRING))
        self.code: list[tuple[Any, ...]] = []
        self.marks = 0
        self.groups = pattern.groups
        self._emit(self.tree)
        self.code.append(("match",))
        self.first = self._first(self.tree)
        self.taken = self.limit = 0

    # --- compiling

    def _emit(self, nodes: Iterable[Tree]) -> None:
        for op, given in nodes:
            if op in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY):
                self.code.append(("one", self._takes(op, given)))
            elif op is ops.BRANCH:
                self._branch(given[1])
            elif op is ops.SUBPATTERN:
                group, _add, _del, body = given
                if group is not None:
                    self.code.append(("open", group))
                self._emit(body)
                if group is not None:
                    self.code.append(("close", group))
            elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
                self._repeat(given, greedy=op is ops.MAX_REPEAT)
            elif op in (ops.ASSERT, ops.ASSERT_NOT):
                self._look(given, wanted=op is ops.ASSERT)
            elif op in (ops.ATOMIC_GROUP, ops.POSSESSIVE_REPEAT):
                body = given if op is ops.ATOMIC_GROUP else [(ops.MAX_REPEAT, given)]
                at = len(self.code)
                self.code.append(())
                self._emit(body)
                self.code.append(("match",))
                self.code[at] = ("atomic", at + 1, len(self.code))
            elif op is ops.AT:
                self.code.append(("at", given))
            elif op is ops.GROUPREF:
                self.code.append(("same", given))
            else:
                raise NotImplementedError(str(op))

    def _branch(self, branches: list[Tree]) -> None:
        """Like the engine, look at a branch's first character before going into it."""
        at = len(self.code)
        self.code.append(())
        starts, ends = [], []
        for body in branches:
            starts.append((len(self.code), self._first(list(body))))
            self._emit(body)
            ends.append(len(self.code))
            self.code.append(())
        self.code[at] = ("branch", starts, {})
        for end in ends:
            self.code[end] = ("jump", len(self.code))

    def _repeat(self, given: tuple[int, Any, Tree], *, greedy: bool) -> None:
        least, most, body = given
        most = None if most is ops.MAXREPEAT else int(most)
        if len(body) == 1 and body[0][0] in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY):
            self.code.append(("run", self._takes(*body[0]), least, most, greedy))
            return
        for _ in range(least):
            self._emit(body)
        if most is None:
            mark, self.marks = self.marks, self.marks + 1
            at = len(self.code)
            self.code.append(())
            self.code.append(("mark", mark))
            self._emit(body)
            self.code.append(("moved", mark))
            self.code.append(("jump", at))
            self.code[at] = ("split", at + 1, len(self.code)) if greedy else ("split", len(self.code), at + 1)
            return
        holes = []
        for _ in range(most - least):
            holes.append(len(self.code))
            self.code.append(())
            self._emit(body)
        for hole in holes:
            end = len(self.code)
            self.code[hole] = ("split", hole + 1, end) if greedy else ("split", end, hole + 1)

    def _look(self, given: tuple[int, Tree], *, wanted: bool) -> None:
        way, body = given
        back = 0
        if way < 0:
            low, high = body.getwidth()
            assert low == high
            back = low
        at = len(self.code)
        self.code.append(())
        self._emit(body)
        self.code.append(("match",))
        self.code[at] = ("look", at + 1, len(self.code), back, wanted)

    def _takes(self, op: Any, given: Any) -> re.Pattern[str]:
        """Whether a character is in a set, asked of `re` itself."""
        return re.compile(set_of(op, given), self.flags & (re.I | re.S))

    def _first(self, nodes: list[Tree]) -> re.Pattern[str] | None:
        """What a match can begin with; None where that may be anything or nothing at all."""
        sets = self._firsts(nodes)
        return re.compile("|".join(sets), self.flags & (re.I | re.S)) if sets else None

    def _firsts(self, nodes: list[Tree]) -> list[str] | None:
        for i, (op, given) in enumerate(nodes):
            if op in (ops.LITERAL, ops.NOT_LITERAL, ops.IN, ops.ANY):
                return [set_of(op, given)]
            if op is ops.BRANCH:
                made: list[str] = []
                for body in given[1]:
                    inner = self._firsts([*body, *nodes[i + 1 :]])
                    if inner is None:
                        return None
                    made += inner
                return list(dict.fromkeys(made))
            if op is ops.SUBPATTERN:
                return self._firsts([*given[3], *nodes[i + 1 :]])
            if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
                inner = self._firsts([*given[2], *nodes[i + 1 :]])
                if given[0]:
                    return inner
                rest = self._firsts(nodes[i + 1 :])
                return None if inner is None or rest is None else list(dict.fromkeys([*inner, *rest]))
            if op is ops.ATOMIC_GROUP:
                return self._firsts([*given, *nodes[i + 1 :]])
            if op is ops.ASSERT and given[0] > 0:
                # a look ahead that must hold is as good as the first character itself
                return self._firsts(list(given[1])) or self._firsts(nodes[i + 1 :])
        return None

    # --- matching

    def search(self, text: str, limit: int, *, place: int = 0) -> tuple[int, int] | None:
        """Span of the first match from a place on; `taken` then holds the steps. Raises TooMany."""
        self.taken, self.limit = 0, limit
        start = place
        while start <= len(text):
            if self.first is not None:
                found = self.first.search(text, start)
                self._count((len(text) if found is None else found.start()) - start + 1)
                if found is None:
                    return None
                start = found.start()
            end = self._from(text, start)
            if end is not None:
                return start, end
            start += 1
        return None

    def match(self, text: str, limit: int) -> int | None:
        """Where a match at the beginning ends; `taken` then holds the steps. Raises TooMany."""
        self.taken, self.limit = 0, limit
        return self._from(text, 0)

    def all(self, text: str, limit: int) -> int:
        """Steps of finding every match, as `finditer` and `sub` do. Raises TooMany."""
        total = place = 0
        while place <= len(text):
            found = self.search(text, limit - total, place=place)
            total += self.taken
            if found is None:
                break
            place = found[1] if found[1] > found[0] else found[1] + 1
        return total

    def _from(self, text: str, start: int) -> int | None:
        return self._run(0, text, start, [-1] * self.marks, [None] * (self.groups + 1))

    def _count(self, steps: int) -> None:
        self.taken += steps
        if self.taken > self.limit:
            raise TooMany

    def _run(self, pc: int, text: str, pos: int, marks: list[int], groups: list[Any]) -> int | None:
        """Where a match that begins here ends."""
        code, size = self.code, len(text)
        back: list[tuple[Any, ...]] = []
        while True:
            self._count(1)
            step = code[pc]
            op = step[0]
            good = True
            if op == "one":
                good = pos < size and step[1].match(text, pos) is not None
                pos, pc = pos + 1, pc + 1
            elif op == "run":
                _, takes, least, most, greedy = step
                end, high = pos, size if most is None else min(size, pos + most)
                if greedy:
                    while end < high and takes.match(text, end):
                        end += 1
                    self._count(end - pos)
                    good = end - pos >= least
                    if good and end - pos > least:
                        back.append(("less", pc + 1, end - 1, pos + least))
                    pos, pc = end, pc + 1
                else:
                    while end < pos + least and end < size and takes.match(text, end):
                        end += 1
                    good = end - pos == least
                    if good and end < high:
                        back.append(("more", pc + 1, end, high, takes))
                    pos, pc = end, pc + 1
            elif op == "branch":
                _, starts, seen = step
                c = text[pos : pos + 1]
                ways = seen.get(c)
                if ways is None:
                    ways = seen[c] = [at for at, first in starts if first is None or (c and first.match(c))]
                self._count(len(starts))
                good = bool(ways)
                if good:
                    back.extend(("go", at, pos) for at in reversed(ways[1:]))
                    pc = ways[0]
            elif op == "split":
                back.append(("go", step[2], pos))
                pc = step[1]
            elif op == "jump":
                pc = step[1]
            elif op == "mark":
                back.append(("mark", step[1], marks[step[1]]))
                marks[step[1]] = pos
                pc += 1
            elif op == "moved":
                good = marks[step[1]] != pos
                pc += 1
            elif op in ("open", "close"):
                back.append(("group", step[1], groups[step[1]]))
                begun = groups[step[1]]
                groups[step[1]] = (pos, -1) if op == "open" else (begun[0], pos)
                pc += 1
            elif op == "same":
                start, end = groups[step[1]] or (0, -1)
                said = text[start:end] if end >= 0 else None
                good = said is not None and text.startswith(said, pos)
                self._count(len(said or ""))
                pos, pc = pos + len(said or ""), pc + 1
            elif op == "look":
                _, at, after, behind, wanted = step
                there = pos >= behind and self._run(at, text, pos - behind, marks, groups) is not None
                good, pc = there == wanted, after
            elif op == "atomic":
                inside = self._run(step[1], text, pos, marks, groups)
                good = inside is not None
                pos, pc = inside if inside is not None else pos, step[2]
            elif op == "at":
                good, pc = self._at(step[1], text, pos), pc + 1
            else:
                return pos
            if good:
                continue
            while True:
                if not back:
                    return None
                saved = back.pop()
                kind = saved[0]
                if kind == "go":
                    pc, pos = saved[1], saved[2]
                elif kind == "less":
                    _, pc, pos, least = saved
                    if pos > least:
                        back.append(("less", pc, pos - 1, least))
                elif kind == "more":
                    _, pc, pos, high, takes = saved
                    if not takes.match(text, pos):
                        continue
                    pos += 1
                    if pos < high:
                        back.append(("more", pc, pos, high, takes))
                elif kind == "mark":
                    marks[saved[1]] = saved[2]
                    continue
                else:
                    groups[saved[1]] = saved[2]
                    continue
                break

    def _at(self, where: Any, text: str, pos: int) -> bool:
        multi = bool(self.flags & re.M)
        if where is ops.AT_BEGINNING:
            return pos == 0 or (multi and text[pos - 1] == "\n")
        if where is ops.AT_BEGINNING_STRING:
            return pos == 0
        if where is ops.AT_END:
            return pos == len(text) or (multi and text[pos] == "\n") or text[pos:] == "\n"
        if where is ops.AT_END_STRING:
            return pos == len(text)
        if where is ops.AT_BOUNDARY or where is ops.AT_NON_BOUNDARY:
            inside = bool(pos and re.match(r"\w", text[pos - 1])), bool(re.match(r"\w", text[pos : pos + 1]))
            return (inside[0] != inside[1]) == (where is ops.AT_BOUNDARY)
        raise NotImplementedError(str(where))


_CATEGORIES = {
    ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_NOT_DIGIT: r"\D", ops.CATEGORY_SPACE: r"\s",
    ops.CATEGORY_NOT_SPACE: r"\S", ops.CATEGORY_WORD: r"\w", ops.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def set_of(op: Any, given: Any) -> str:
    """One character's worth of a pattern, written again."""
    if op is ops.LITERAL:
        return re.escape(chr(given))
    if op is ops.NOT_LITERAL:
        return f"[^{re.escape(chr(given))}]"
    if op is ops.ANY:
        return "."
    parts = []
    for kind, value in given:
        if kind is ops.NEGATE:
            parts.append("^")
        elif kind is ops.LITERAL:
            parts.append(re.escape(chr(value)))
        elif kind is ops.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        else:
            parts.append(_CATEGORIES[value])
    return f"[{''.join(parts)}]"
