"""Looking for what answers a promise: clauses of the later report by what they are about, figures by subject and unit."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from zhenwu.lexicon import lexicon
from zhenwu.reader import rows
from zhenwu.reader.compare.numbers import family
from zhenwu.reader.compare.passages import Clause, Index, Text
from zhenwu.reader.compare.words import apart, plainly, replaced, terms
from zhenwu.reader.model import AHEAD, Figure, Promise
from zhenwu.reader.patterns import one_of

_LEX = lexicon()
#: From here on a passage speaks of the same thing; below it is offered as possible; below NEAR it is not worth a look.
SURE, NEAR = 0.6, 0.34
#: So many pairs tell a promise from every other; a longer text is not read to its end.
_LONGEST = 60
_ADDED = re.compile(one_of(_LEX.sequels["added"]))
_VERB = re.compile(
    one_of(
        [w for w in (*_LEX.doing["task"], *_LEX.carried, *_LEX.dropped) if w not in _LEX.kept and len(w) > 1]
    )
)
_HELD = re.compile(one_of(_LEX.sequels["held"]))
_ATTRIBUTE = _LEX.sequels["attributes"]
_SIDE = re.compile("惠及|受益|覆盖|涉及|带动")
_DEADLINE = re.compile(
    r"\d{1,2}月(?:\d{1,2}日|底|末|份)?(?:之?前)?|年底(?:之?前)?|[一二三四]季度|[上下]半年|\d{4}年"
)
_MANNER = re.compile(f"^(?:{one_of(_LEX.adverbs)}|[要将、 ])+")
_LIST = re.compile("[、和及与]")
_WHOLE = re.compile(one_of(_LEX.sequels["wholes"]))
_DID = re.compile(one_of(("已", *_LEX.kept, *_LEX.steps["finished"])))


@dataclass(frozen=True, slots=True)
class Wish:
    """A promise with what it is about: its words, their pairs, the pairs of its name, and those of each thing of a list."""

    promise: Promise
    words: str
    pairs: tuple[str, ...]
    name: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...] = ()

    def of(self, part: tuple[str, ...]) -> Wish:
        """The promise of one thing of its list."""
        return Wish(self.promise, self.words, part, ())


@dataclass(frozen=True, slots=True)
class Answer:
    """A clause that may answer a promise, by its number, and how much of the promise it speaks of."""

    likeness: float
    clause: int


def wish(promise: Promise, last: Text) -> Wish:
    """What a promise is about."""
    low = last.to_clean(promise.start)
    high = max(low, last.to_clean(promise.end))
    words = _DEADLINE.sub("", plainly(last.clean[low:high]))
    bare = words
    if promise.verb and promise.verb in _LEX.doing["task"] and promise.verb not in _LEX.kept:
        bare = words.replace(promise.verb, " ", 1)
    bare = _MANNER.sub("", bare)
    name = terms(plainly(promise.name)) if promise.name else ()
    pairs = (terms(bare) or terms(words))[:_LONGEST]
    # 东环路、南环路 are two things; 硬化、亮化 are too short to be looked for one by one
    items = [terms(item) for item in _LIST.split(bare)]
    parts = tuple(items) if len(items) > 1 and all(len(item) > 1 for item in items) else ()
    return Wish(promise, words, pairs, name if set(name) <= set(pairs) else (), parts)


def promised(last: Text) -> list[Promise]:
    """The promises of a report and, as promises of their clauses, its targets that stand in none; in reading order."""
    made = list(last.whole.promises)
    alone: dict[int, list[int]] = defaultdict(list)
    for target in last.whole.targets:
        figure = last.whole.figures[target.figure]
        clause = last.clause_at(last.to_clean(figure.start))
        if target.promise is None and clause is not None and not is_attribute(figure):
            alone[clause].append(target.figure)
    for number, figures in alone.items():
        place, words = last.place(number, number), last.clauses[number].words
        row = rows.best(rows.weigh(words), {}, fallback="A1")
        made.append(
            Promise(
                place.start,
                place.end,
                place.text,
                "target",
                None,
                None,
                row,
                "",
                words,
                figures,
                place.section,
                "target",
            )
        )
    return sorted(made, key=lambda p: (p.start, p.end))


def subject_of(figure: Figure) -> tuple[str, ...]:
    """What a figure counts, without the verb in front of it (新建停车位, 培育家庭农场)."""
    subject = plainly(figure.subject)
    _, listed, kind = subject.rpartition("等")
    if listed and len(kind) > 2:
        subject = kind  # 管网改造等民生实事 counts 民生实事
    verb = _VERB.match(subject)
    return terms(subject[verb.end() :] if verb and len(subject) - verb.end() > 1 else subject)


def is_attribute(figure: Figure) -> bool:
    """Whether a number describes a thing or says whom it serves, instead of how much is to be done."""
    return figure.subject.endswith(_ATTRIBUTE) or bool(_SIDE.search(figure.subject))


class Later:
    """The later report, ready to be asked."""

    def __init__(self, text: Text) -> None:
        self.text = text
        told = [c for c in text.clauses if c.role not in AHEAD and c.role not in ("opening", "closing")]
        self.told = Index(told, (c.terms for c in told))
        coming = [c for c in text.clauses if c.role in AHEAD]
        self.coming = Index(coming, (c.terms for c in coming))
        self._number = {id(c): i for i, c in enumerate(text.clauses)}
        pools: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.clause_of: dict[int, int] = {}
        self.about: dict[int, tuple[str, ...]] = {}
        self.figures_in: dict[int, list[int]] = defaultdict(list)
        for i, figure in enumerate(text.whole.figures):
            clause = text.clause_at(text.to_clean(figure.start))
            if text.ahead(figure) or clause is None:
                continue
            self.clause_of[i] = clause
            self.figures_in[clause].append(i)
            self.about[i] = subject_of(figure)
            pools[family(figure.unit), figure.kind].append(i)
        self.pools = {
            key: Index(members, ((*self._about(i), *text.clauses[self.clause_of[i]].terms) for i in members))
            for key, members in pools.items()
        }
        self.levels = levels_of(text)

    def number(self, clause: Clause) -> int:
        """The number of a clause in its report."""
        return self._number[id(clause)]

    def clauses(self, asked: Wish, index: Index[Clause]) -> list[Answer]:
        """Clauses that speak of what a promise is about, the likest first."""
        found: list[Answer] = []
        for place in index.near(asked.pairs):
            clause = index.things[place]
            likeness = index.covered(asked.pairs, clause.terms)
            number = self.number(clause)
            beside = self._beside(number)
            if NEAR <= likeness < 1:
                likeness = max(likeness, 0.9 * index.covered(asked.pairs, beside))
            if likeness < NEAR:
                continue
            if likeness >= SURE:
                if len(asked.pairs) == 1 and index.covered(clause.terms, asked.pairs) < 0.5:
                    likeness = SURE - 0.1  # one pair of characters is too little to know a thing by
                elif asked.name and index.covered(asked.name, beside) < SURE:
                    likeness = SURE - 0.05
                elif apart(asked.words, clause.words) or replaced(asked.pairs, clause.words):
                    likeness = SURE - 0.1
            found.append(Answer(round(likeness, 3), number))
        found.sort(
            key=lambda a: (
                -a.likeness,
                asked.promise.row not in rows.weigh(self.text.clauses[a.clause].words),
                a.clause,
            )
        )
        return found

    def _beside(self, number: int) -> list[str]:
        """The pairs of a clause and of the clauses next to it in its sentence."""
        clauses = self.text.clauses
        around = range(max(0, number - 1), min(len(clauses), number + 2))
        return [
            p for i in around if clauses[i].sentence == clauses[number].sentence for p in clauses[i].terms
        ]

    def _about(self, number: int) -> tuple[str, ...]:
        """What a figure is about: its subject, else its clause, else what stands beside that."""
        clause = self.clause_of[number]
        return self.about[number] or self.text.clauses[clause].terms or tuple(self._beside(clause))

    def _told(self, number: int, clause: Clause) -> bool:
        """Whether the words right before a number say that something was done."""
        figures, text = self.text.whole.figures, self.text
        low = clause.start
        if number and figures[number - 1].end > self.text.whole.at(low):
            low = text.to_clean(figures[number - 1].end)
        return bool(_DID.search(text.clean, low, text.to_clean(figures[number].start)))

    def part_done(self, clause: int) -> str:
        """The share of its whole that a clause says was done, as printed; "" when it says none or all."""
        for number in self.figures_in.get(clause, ()):
            figure = self.text.whole.figures[number]
            if (
                figure.kind == "ratio"
                and figure.unit == "%"
                and figure.value is not None
                and figure.value < 100
                and _WHOLE.search(self.text.clauses[clause].words)
            ):
                return figure.surface
        return ""

    def figure(self, target: Figure, asked: Wish) -> tuple[float, int] | None:
        """The figure that answers a target: same kind and unit, the same subject both ways; with its likeness."""
        pool = self.pools.get((family(target.unit), target.kind))
        if pool is None:
            return None
        wanted = subject_of(target) or asked.pairs
        added = bool(_ADDED.search(target.subject))
        best: tuple[tuple[float, bool, bool, bool, int], float, int] | None = None
        for place in pool.near(wanted):
            number = pool.things[place]
            said = self.text.whole.figures[number]
            clause = self.text.clauses[self.clause_of[number]]
            about = self._about(number)
            own = max(pool.covered(wanted, about), 0.9 * pool.covered(wanted, (*about, *clause.terms)))
            back = pool.covered(about, (*wanted, *asked.pairs))
            # 流转土地 is 土地流转
            turned = sorted(target.subject) == sorted(said.subject)
            alike = turned or (own >= SURE and back >= 0.5) or (own >= 0.5 and back >= 0.9)
            if not alike or apart(asked.words, clause.words) or replaced(wanted, clause.words):
                continue
            if added != bool(_ADDED.search(said.subject)) and (
                _HELD.search(clause.words) or _HELD.search(asked.words)
            ):
                continue  # how many there are does not answer how many were added
            likeness = round((own + back) / 2, 2)
            # of 15件积案已化解13件 the second says what was done
            told = self._told(number, clause)
            key = (
                -round(likeness + 0.25 * told, 2),
                said.unit != target.unit,
                "/" in (said.period or ""),
                clause.role == "problems",
                number,
            )
            if best is None or key < best[0]:
                best = (key, likeness, number)
        return None if best is None else (best[1], best[2])

    def beside(self, target: Figure, asked: Wish, clause: int) -> int | None:
        """The one figure of a target's unit in a clause that speaks of it, where the figure's own subject is another thing altogether."""
        of_unit = [
            i
            for i in self.figures_in.get(clause, ())
            if (figure := self.text.whole.figures[i]).value is not None
            and figure.kind == target.kind
            and family(figure.unit) == family(target.unit)
        ]
        if len(of_unit) != 1:
            return None
        wanted = set(subject_of(target) or asked.pairs)
        return None if wanted & set(self.about[of_unit[0]]) else of_unit[0]

    def share(self, target: Figure, asked: Wish) -> tuple[float, int] | None:
        """A figure that says which share of the task was done (完成年度任务的83%)."""
        pool = self.pools.get(("%", "ratio"))
        wanted = subject_of(target) or asked.pairs
        if pool is None or target.unit == "%":
            return None
        for place in sorted(pool.near(wanted)):
            number = pool.things[place]
            clause = self.text.clauses[self.clause_of[number]]
            own = pool.covered(wanted, (*self.about[number], *clause.terms))
            if own >= SURE and _WHOLE.search(clause.words) and not apart(asked.words, clause.words):
                return round(own, 2), number
        return None


def levels_of(text: Text) -> dict[str, int]:
    """The levels that a report's review states for whole periods, by plain subject: the base of growth; indexes of figures."""
    made: dict[str, int] = {}
    for i, figure in enumerate(text.whole.figures):
        if (
            figure.kind == "level"
            and figure.value is not None
            and not text.ahead(figure)
            and "/" not in (figure.period or "")
        ):
            made.setdefault(plainly(figure.subject), i)
    return made


def targets(promise: Promise, figures: Sequence[Figure]) -> tuple[list[int], bool]:
    """The figures of a promise that say how much is to be done, and whether one of them is blotted out."""
    own = [i for i in promise.figures if not is_attribute(figures[i])]
    if not own and promise.kind == "target":
        own = list(promise.figures)
    return [i for i in own if figures[i].value is not None], any(figures[i].value is None for i in own)
