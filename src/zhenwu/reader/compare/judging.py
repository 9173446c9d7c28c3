"""What became of one promise: by its numbers where it has some, else by the words said of the thing it is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhenwu.reader.compare import deeds
from zhenwu.reader.compare.asking import NEAR, SURE, Answer, Later, Wish, levels_of, subject_of, targets, wish
from zhenwu.reader.compare.numbers import grown, hold
from zhenwu.reader.compare.passages import Text
from zhenwu.reader.compare.shapes import Held, Outcome, Place, Sequel
from zhenwu.reader.compare.words import plainly
from zhenwu.reader.model import Figure, Promise

#: Passages this close to the likest one have a say too.
_CLOSE = 0.12
#: So many pieces of a list are looked through for the word that all of them share.
_AHEAD = 8
_PIECES = re.compile("[、和]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one passage says of a promise; `last` is the clause in which it says so."""

    outcome: Outcome
    rule: str
    words: tuple[str, ...]
    rung: int
    answer: Answer
    last: int
    more: tuple[Verdict, ...] = ()


class Judge:
    """Judges the promises of one report by the next one."""

    def __init__(self, last: Text, this: Text, promises: Sequence[Promise]) -> None:
        self.last, self.this, self.promises = last, this, promises
        self.later = Later(this)
        self.base = levels_of(last)

    def sequel(self, number: int) -> Sequel:
        """What became of the promise of that number."""
        promise = self.promises[number]
        asked = wish(promise, self.last)
        owed, masked = targets(promise, self.last.whole.figures)
        held = [self._held(i, asked) for i in owed]
        answered = [(h, likeness) for h, likeness in held if h.said is not None]
        place = self._promised(number)
        again = self._again(asked)
        answers = self.later.clauses(asked, self.later.told)
        if owed and not answered and answers and answers[0].likeness >= SURE:
            held = [self._beside(i, asked, answers[0]) for i in owed]
            answered = [(h, likeness) for h, likeness in held if h.said is not None]
        numbers = tuple(h for h, _ in held)
        if answered:
            outcome, rule = _of_numbers(numbers)
            deciding, likeness = next(
                (h, s) for h, s in answered if h.outcome == outcome or rule == "numbers_some"
            )
            assert deciding.said is not None
            clause = self.later.clause_of[deciding.said]
            first = self._subject_at(clause, self.last.whole.figures[deciding.target], asked)
            words = tuple(
                self.this.whole.figures[h.said].surface.replace("\n", "")
                for h, _ in answered
                if h.said is not None
            )
            return Sequel(
                number,
                outcome,
                rule,
                words,
                place,
                self.this.place(first, clause),
                None,
                again,
                numbers,
                round(likeness * 100),
            )
        verdict = (self._by_parts(asked) if asked.parts else None) or self._by_words(
            asked, answers, bool(owed)
        )
        if verdict is not None:
            rule = "masked" if masked and verdict.rule == "said_done" else verdict.rule
            this = self.this.place(verdict.answer.clause, verdict.last)
            more = tuple(self.this.place(v.answer.clause, v.last) for v in verdict.more)
            return Sequel(
                number,
                verdict.outcome,
                rule,
                verdict.words,
                place,
                this,
                None,
                again,
                numbers,
                round(verdict.answer.likeness * 100),
                more,
            )
        nearest = answers[0] if answers else None
        possibly = (
            self.this.place(nearest.clause, nearest.clause)
            if nearest is not None and nearest.likeness >= NEAR
            else None
        )
        rule = (
            "nothing"
            if possibly is None
            else "no_number"
            if owed and nearest is not None and nearest.likeness >= SURE
            else "weak"
        )
        likeness = nearest.likeness if nearest is not None and possibly is not None else 0
        return Sequel(
            number, Outcome.ABSENT, rule, (), place, None, possibly, again, numbers, round(likeness * 100)
        )

    def _promised(self, number: int) -> Place:
        promise = self.promises[number]
        clause = self.last.clause_at(self.last.to_clean(promise.start))
        sentence = (promise.start, promise.end)
        if clause is not None:
            low, high = self.last.place(clause, clause).sentence
            sentence = (min(low, promise.start), max(high, promise.end))
        return Place(promise.start, promise.end, promise.text, sentence, promise.section)

    def _again(self, asked: Wish) -> Place | None:
        """Where the later report promises the same once more."""
        found = self.later.clauses(asked, self.later.coming)
        return (
            self.this.place(found[0].clause, found[0].clause) if found and found[0].likeness >= SURE else None
        )

    def _held(self, number: int, asked: Wish) -> tuple[Held, float]:
        """A target with what answers it, and how sure that is."""
        target = self.last.whole.figures[number]
        if (found := self.later.figure(target, asked)) is not None:
            likeness, said = found
            figure = self.this.whole.figures[said]
            if figure.value is not None:
                return Held(number, said, *hold(target, figure, asked.words)), likeness
        if (found := self.later.share(target, asked)) is not None:
            likeness, said = found
            value = self.this.whole.figures[said].value
            if value is not None:
                share = (value / 100).quantize(Decimal("0.001"))
                return Held(
                    number, said, Outcome.DONE if share >= 1 else Outcome.PARTLY, share, "share_said"
                ), likeness
        if target.kind == "growth" and target.unit == "%" and (made := self._grown(number)) is not None:
            return made, 1.0
        return Held(number, None, Outcome.ABSENT, None, "nothing"), 0.0

    def _beside(self, number: int, asked: Wish, answer: Answer) -> tuple[Held, float]:
        """A target with the number of its unit in a clause that speaks of it."""
        target = self.last.whole.figures[number]
        said = self.later.beside(target, asked, answer.clause)
        if said is None:
            return Held(number, None, Outcome.ABSENT, None, "nothing"), 0.0
        return Held(number, said, *hold(target, self.this.whole.figures[said], asked.words)), answer.likeness

    def _subject_at(self, clause: int, target: Figure, asked: Wish) -> int:
        """The clause that names what a number is about: its own, or one before it in the sentence (…5.47亿元，增长7.3%)."""
        wanted = subject_of(target) or asked.pairs
        clauses = self.this.clauses
        for i in range(clause, max(-1, clause - 3), -1):
            if clauses[i].sentence != clauses[clause].sentence:
                break
            if any(pair in clauses[i].words for pair in wanted):
                return i
        return clause

    def _grown(self, number: int) -> Held | None:
        """Growth from the levels that the two reviews state, where the later one does not say it."""
        target = self.last.whole.figures[number]
        subject = plainly(target.subject)
        before, after = self.base.get(subject), self.later.levels.get(subject)
        if before is None or after is None or target.value is None:
            return None
        growth = grown(self.last.whole.figures[before], self.this.whole.figures[after])
        if growth is None:
            return None
        wanted = -target.value if target.direction == "down" else target.value
        if wanted < 0:
            growth, wanted = -growth, -wanted
        if growth < 0:
            return Held(number, after, Outcome.CONTRADICTED, None, "turned_by_levels")
        share = (growth / wanted).quantize(Decimal("0.001")) if wanted else None
        return Held(
            number, after, Outcome.DONE if growth >= wanted else Outcome.PARTLY, share, "growth_from_levels"
        )

    def _by_words(self, asked: Wish, answers: Sequence[Answer], numbered: bool) -> Verdict | None:
        """The verdict of the likest passages: a denial before all, then the highest rung."""
        sure = [a for a in answers if a.likeness >= SURE][:8]
        verdicts = [
            v
            for a in sure
            if a.likeness >= sure[0].likeness - _CLOSE
            and (v := self._passage(asked, a, numbered)) is not None
        ]
        if not verdicts:
            return None
        denied = [v for v in verdicts if v.outcome == Outcome.CONTRADICTED]
        return (
            denied[0]
            if denied
            else max(verdicts, key=lambda v: (v.rung, v.answer.likeness, -v.answer.clause))
        )

    def _by_parts(self, asked: Wish) -> Verdict | None:
        """The verdict on a list of things, each looked for by itself; None when none was found."""
        found = []
        for part in asked.parts:
            one = asked.of(part)
            verdict = self._by_words(one, self.later.clauses(one, self.later.told), False)
            if verdict is not None:
                found.append(verdict)
        if not found:
            return None
        outcomes = {v.outcome for v in found}
        whole = len(found) == len(asked.parts)
        if whole and len(outcomes) == 1:
            outcome, rule = found[0].outcome, found[0].rule
        else:
            outcome, rule = Outcome.PARTLY, "parts_some"
            if not whole and outcomes == {Outcome.CONTRADICTED}:
                outcome, rule = Outcome.CONTRADICTED, found[0].rule
        others = tuple(v for v in found[1:] if v.answer.clause != found[0].answer.clause)
        words = tuple(dict.fromkeys(w for v in found for w in v.words))
        return Verdict(outcome, rule, words, found[0].rung, found[0].answer, found[0].last, others)

    def _passage(self, asked: Wish, answer: Answer, numbered: bool) -> Verdict | None:
        """What one clause, or the clauses that go on from it, say of a promise."""
        clause = self.this.clauses[answer.clause]
        spots = [at for pair in asked.pairs if (at := clause.words.find(pair)) != -1]
        if not spots:
            return None
        start, end = min(spots), max(spots) + 2
        piece, offset = _piece(clause.words, start)
        told, last = deeds.said(_masked(piece, asked)), answer.clause
        if told.rung and not told.failed and _stray(piece, told.words[0], start - offset, end - offset):
            return None
        if not (told.rung or told.failed or told.slow):
            told, last = self._going_on(answer.clause)
        goal = deeds.meant(asked.words, asked.promise.verb)
        if told.failed:
            return Verdict(Outcome.CONTRADICTED, "denied", told.words, 0, answer, last)
        if clause.role == "problems":
            return Verdict(Outcome.PARTLY, "said_slow", told.words, 0, answer, last) if told.slow else None
        if told.rung >= deeds.FINISHED and (share := self.later.part_done(answer.clause)):
            return Verdict(Outcome.PARTLY, "share_said", (share,), deeds.STARTED, answer, last)
        if told.rung >= goal:
            return Verdict(
                Outcome.DONE,
                "done_without_number" if numbered else "stage_reached",
                told.words,
                told.rung,
                answer,
                last,
            )
        if told.rung:
            return Verdict(Outcome.PARTLY, "stage_short", told.words, told.rung, answer, last)
        if told.slow:
            return Verdict(Outcome.PARTLY, "said_slow", told.words, 0, answer, last)
        deed = deeds.done_to(clause.words, start, end, asked.promise.verb)
        if not deed or numbered:
            return None
        # a review tells what was done; a stage that was promised must be named, though
        if goal not in (deeds.STARTED, deeds.FINISHED):
            return Verdict(Outcome.PARTLY, "stage_unnamed", (deed,), 1, answer, last)
        return Verdict(Outcome.DONE, "said_done", (deed,), goal, answer, last)

    def _going_on(self, number: int) -> tuple[deeds.Said, int]:
        """What the next clauses of the sentence say, as long as they begin by saying what became of the same thing."""
        clauses = self.this.clauses
        for i in range(number + 1, min(len(clauses), number + 4)):
            if clauses[i].sentence != clauses[number].sentence:
                break
            told = deeds.said(clauses[i].words)
            if told.words and deeds.leads_on(clauses[i].words[: clauses[i].words.find(told.words[0])]):
                return told, i
        return deeds.Said(), number


def _masked(words: str, asked: Wish) -> str:
    """A clause without what the promise is about, so that a word inside a name decides nothing (限时办结制度)."""
    named = deeds.goals(asked.words)
    kept = list(words)
    for pair in asked.pairs:
        at = words.find(pair)
        while at != -1:
            kept[at : at + 2] = "··"
            at = words.find(pair, at + 2)
    for word in named:
        at = words.find(word)
        if at != -1:
            kept[at : at + len(word)] = word
    return "".join(kept)


def _piece(words: str, start: int) -> tuple[str, int]:
    """The part of a clause that speaks of what stands at `start`: up to the first 、 after which a stage is named."""
    cuts = [0, *(m.end() for m in _PIECES.finditer(words)), len(words)]
    if len(cuts) <= 2 or len(deeds.stages(words)) < 2:
        return words, 0
    here = bisect_right(cuts, start)
    low = cuts[here - 1]
    for high in cuts[here : here + _AHEAD]:
        if deeds.stages(words[low:high]):
            return words[low:high], low
    return words, 0


def _stray(words: str, deed: str, start: int, end: int) -> bool:
    """Whether another thing stands between the promised one and the word that decided (兴河路社区服务中心建成)."""
    at = words.find(deed)
    if at >= end:
        between = words[end:at]
    elif at + len(deed) <= start:
        between = words[at + len(deed) : start]
    else:
        return False
    return len(_CHINESE.findall(deeds.hollowed(between))) > 6


def _of_numbers(numbers: Sequence[Held]) -> tuple[Outcome, str]:
    """The outcome of a promise with several numbers: the worst that was answered; partly when some were not."""
    answered = [h for h in numbers if h.said is not None]
    for outcome in (Outcome.CONTRADICTED, Outcome.PARTLY):
        for held in answered:
            if held.outcome == outcome:
                return outcome, held.rule
    if len(answered) < len(numbers):
        return Outcome.PARTLY, "numbers_some"
    return Outcome.DONE, answered[0].rule
