"""Claims beside the numbers (再破百万, 同比下降, 连续8年, 位居第一) held against figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhenwu.desk.linking import LEAST_SCORE, sentence_at
from zhenwu.desk.verdicts import LINKED, Outcome, answers, ask_for
from zhenwu.figures.queries import Ask, Figure, Finder
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import print_growth, print_value
from zhenwu.lexicon import lexicon
from zhenwu.reader.numerals import chinese
from zhenwu.reports.choices import Verdict
from zhenwu.reports.models import Assertion, PrintedFigure
from zhenwu.reports.queries import AHEAD

_BROKEN = re.compile(r"破([一二两三四五六七八九十]*(?:百亿|千亿|百万|千万|百|千|万|亿)+)")
_RANK = re.compile(r"第([一二三四五六七八九十\d]+)")
_AGAIN = ("再破", "再次突破")
_UP = ("升", "翻番", "翻一番", "改善")
_DOWN = ("双下降", "有降")
DATE = "date"
BY_HAND = {
    "stage": "工程进度的说法没有可核的数，请人工确认",
    "coverage": "覆盖面的说法没有可核的数，请人工确认",
    "zero": "“零”的说法没有连到指标，请人工确认",
    "streak": "连续年数要比上年多一年才成立，没有可核的数，请人工确认",
    "rank": "位次没有收到部门报数，请人工确认",
    "record_broken": "没有连到指标，请人工确认是否仍成立",
    "growth_word": "没有连到指标，请人工确认升降",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the data say of a claim."""

    verdict: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Question:
    """A claim with the asks that settle it."""

    claim: Assertion
    ask: Ask | None = None
    before: Ask | None = None


def judge_claims(
    claims: Sequence[Assertion],
    figures: Sequence[PrintedFigure],
    outcomes: Mapping[str, Outcome],
    *,
    text: str,
    area_code: str,
    period: Period,
    roles: Sequence[tuple[int, int, str]] = (),
) -> list[Judged]:
    """A judgement for each claim, in order; claims of parts that look ahead are targets.

    outcomes : by key, what the data say of the figures for `period`. roles : (start, end, role) of the passages.
    """
    if not claims:
        return []
    finder = Finder()
    questions = [_question(claim, figures, text, area_code, period, finder) for claim in claims]
    answered = answers(ask for q in questions for ask in (q.ask, q.before))
    judged = []
    for question in questions:
        claim = question.claim
        if any(start <= claim.start < end and role in AHEAD for start, end, role in roles):
            judged.append(Judged(Verdict.TARGET))
            continue
        now = answered.get(question.ask) if question.ask else None
        before = answered.get(question.before) if question.before else None
        judged.append(_judge(claim, figures, outcomes, text, now, before))
    return judged


def direction_of(words: str) -> int:
    """1 for words that say more, −1 for less, 0 when they say neither or both."""
    change = lexicon().change
    up = any(word in words for word in (*change["up"], *_UP))
    down = any(word in words for word in (*change["down"], *_DOWN))
    return int(up) - int(down)


def direction_word(text: str, figure: PrintedFigure) -> tuple[int, int] | None:
    """Where the word stands that gives a growth its direction, looking back in its sentence."""
    low, _ = sentence_at(text, figure.start)
    change = lexicon().change
    best: tuple[int, int] | None = None
    for word in (*change["up"], *change["down"]):
        # Inside the surface too: some readings take 增长 into the number.
        at = text.rfind(word, low, figure.end)
        if at >= 0 and (best is None or at > best[0]):
            best = (at, at + len(word))
    return best


def _question(
    claim: Assertion,
    figures: Sequence[PrintedFigure],
    text: str,
    area_code: str,
    period: Period,
    finder: Finder,
) -> _Question:
    if claim.kind == "growth_word":
        level = _level_near(claim, figures, text)
        if level is None:
            return _Question(claim, _by_subject(claim, "growth", area_code, period, finder))
        pairs = tuple(sorted((level.slice or {}).items()))
        return _Question(claim, Ask(level.metric_code, level.link_area or area_code, period, "growth", pairs))
    if claim.kind in ("record_broken", "zero"):
        near = _level_near(claim, figures, text) if claim.kind == "record_broken" else None
        ask = (
            ask_for(near, period, area_code)
            if near is not None
            else _by_subject(claim, "level", area_code, period, finder)
        )
        if ask is None:
            return _Question(claim)
        return _Question(claim, ask, Ask(ask.metric, ask.area, period.year_before(), ask.aspect, ask.slice))
    if claim.kind == "rank":
        return _Question(claim, _by_subject(claim, "rank", area_code, period, finder))
    return _Question(claim)


def _by_subject(claim: Assertion, kind: str, area_code: str, period: Period, finder: Finder) -> Ask | None:
    if not claim.subject:
        return None
    for metric, aspect, sliced, score, _ in finder.find(claim.subject, kind=kind, limit=1):
        if score >= LEAST_SCORE:
            return Ask(metric.code, area_code, period, aspect, tuple(sorted(dict(sliced).items())))
    return None


def _level_near(claim: Assertion, figures: Sequence[PrintedFigure], text: str) -> PrintedFigure | None:
    low, high = sentence_at(text, claim.start)
    linked = [
        f for f in figures if low <= f.start < high and f.link in LINKED and f.kind in ("level", "ratio")
    ]
    before = [f for f in linked if f.start < claim.start]
    return before[-1] if before else None


def _growth_near(claim: Assertion, figures: Sequence[PrintedFigure], text: str) -> PrintedFigure | None:
    _, high = sentence_at(text, claim.start)
    after = [f for f in figures if f.kind == "growth" and claim.start <= f.start < high]
    return after[0] if after and after[0].start - claim.end <= 12 else None


def _judge(
    claim: Assertion,
    figures: Sequence[PrintedFigure],
    outcomes: Mapping[str, Outcome],
    text: str,
    now: Figure | None,
    before: Figure | None,
) -> Judged:
    if claim.kind == "growth_word":
        return _judge_growth(claim, figures, outcomes, text, now)
    inside = [f for f in figures if claim.start <= f.start < claim.end and f.key in outcomes]
    if claim.kind in ("streak", "rank") and inside:
        # The claim is its number, which has a verdict of its own: nobody shall be asked twice.
        outcome = outcomes[inside[0].key]
        return Judged(Verdict.AGREES if outcome.verdict == Verdict.AGREES else "", outcome.why)
    if now is None or now.value is None:
        return Judged(Verdict.UNTRACEABLE, BY_HAND.get(claim.kind, "没有可核的数，请人工确认"))
    value = Decimal(now.value)
    if claim.kind == "zero":
        return Judged(Verdict.AGREES if value == 0 else Verdict.DIFFERS, f"数据是{now.print()}")
    if claim.kind == "rank":
        return _judge_rank(claim, value)
    if claim.kind == "record_broken":
        return _judge_record(claim, text, value, before, now)
    return Judged(Verdict.UNTRACEABLE, BY_HAND.get(claim.kind, "没有可核的数，请人工确认"))


def _judge_growth(
    claim: Assertion,
    figures: Sequence[PrintedFigure],
    outcomes: Mapping[str, Outcome],
    text: str,
    now: Figure | None,
) -> Judged:
    growth = _growth_near(claim, figures, text)
    outcome = outcomes.get(growth.key) if growth is not None else None
    value = outcome.computed if outcome is not None else None
    if value is None and growth is None and now is not None and now.value is not None:
        value = Decimal(now.value)
    said = direction_of(claim.text)
    if value is None or not said:
        return Judged(Verdict.UNTRACEABLE, BY_HAND["growth_word"])
    if value == 0:
        return Judged(Verdict.DIFFERS, "数据是持平")
    holds = (value > 0) == (said > 0)
    return Judged(Verdict.AGREES if holds else Verdict.DIFFERS, f"数据是{print_growth(value)}")


def _judge_rank(claim: Assertion, value: Decimal) -> Judged:
    match = _RANK.search(claim.text)
    wanted = (Decimal(match[1]) if match[1].isdecimal() else chinese(match[1])) if match else None
    if wanted is None and ("第一" in claim.text or "首位" in claim.text):
        wanted = Decimal(1)
    if wanted is None:
        return Judged(Verdict.UNTRACEABLE, f"数据是第{value:f}位，是否算“{claim.text}”请人工确认")
    return Judged(Verdict.AGREES if wanted == value else Verdict.DIFFERS, f"数据是第{value:f}位")


def _judge_record(claim: Assertion, text: str, value: Decimal, before: Figure | None, now: Figure) -> Judged:
    match = _BROKEN.search(text[claim.start : claim.end + 8])
    known = before if before is not None and before.value is not None else None
    last = Decimal(known.value) if known is not None and known.value is not None else None
    shown = f"数据是{now.print()}"
    if match is None:
        if known is None or last is None:
            return Judged(Verdict.UNTRACEABLE, f"{shown}，上年同期没有数，不能说创新高")
        return Judged(
            Verdict.AGREES if value > last else Verdict.DIFFERS, f"{shown}，上年同期{known.print()}"
        )
    threshold = chinese(match[1])
    if threshold is None:
        return Judged(Verdict.UNTRACEABLE, BY_HAND["record_broken"])
    again = any(word in claim.text for word in _AGAIN)
    if value <= threshold:
        return Judged(Verdict.DIFFERS, f"{shown}，没有过{print_value(threshold, now.unit)}")
    if again and last is not None and last <= threshold:
        return Judged(Verdict.DIFFERS, f"{shown}，上年同期没有过，不是“再”破")
    return Judged(Verdict.AGREES, shown)
