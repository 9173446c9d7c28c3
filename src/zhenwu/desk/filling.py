"""Numbers and claims of a draft held against this year's data: what is printed, what is marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from zhenwu.desk.claims import DATE, direction_word, judge_claims
from zhenwu.desk.verdicts import (
    Outcome,
    answers,
    apply_outcome,
    ask_for,
    judge,
    one_year_more,
    parse_print,
    placeable,
)
from zhenwu.kernel.period import Period
from zhenwu.reports.choices import Handling, Verdict
from zhenwu.reports.models import Assertion, PrintedFigure, Report, Version
from zhenwu.reports.queries import ahead, version_latest

YEAR = re.compile(r"(?<!\d)(20\d\d)年")
_DAY = re.compile(r"(?<!\d)\d{1,2}月(?:\d{1,2}日|底|初|中旬|上旬|下旬)")


def fill(
    figures: Sequence[PrintedFigure], draft: Report, *, put: Literal["all", "ours", "none"]
) -> dict[str, str]:
    """Hold the figures against the data of the draft's period; by key the prints that change.

    put : which linked numbers take the data's value: all; ours, which still stand as we printed them; or none.
    """
    asks = {
        f.key: ask_for(
            f, Period(f.link_start, f.link_end) if f.link_start and f.link_end else None, draft.area_code
        )
        for f in figures
        if not ahead(f)
    }
    answered = answers(asks.values())
    said_before = _streaks_before(draft)
    texts: dict[str, str] = {}
    for figure in figures:
        if ahead(figure):
            apply_outcome(figure, Outcome(Verdict.TARGET))
            continue
        ask = asks[figure.key]
        outcome = judge(figure, ask, answered.get(ask) if ask else None, drafting=True)
        if figure.aspect == "streak" and outcome.trace and outcome.verdict != Verdict.MISSING:
            one_year_more(figure, outcome, said_before.get(figure.key))
        ours = put == "all" or (put == "ours" and figure.trace.get("text") == figure.surface)
        ours = ours and figure.aspect != "streak" and placeable(figure, outcome.computed or Decimal(0))
        if (
            outcome.computed is not None
            and outcome.text
            and ours
            and (put == "all" or figure.handling != Handling.KEPT)
        ):
            _print(figure, outcome, texts)
        was = figure.verdict
        apply_outcome(figure, outcome)
        printed = texts.get(figure.key, figure.surface) if ours else figure.trace.get("text", "")
        figure.trace = {**outcome.trace, "text": printed} if outcome.trace else {}
        if put == "all" or (figure.handling == Handling.REPAIRED and outcome.verdict != was):
            figure.handling, figure.handling_note = Handling.OPEN, ""
    return texts


def _streaks_before(draft: Report) -> dict[str, Decimal | None]:
    """By key, the years that the report drafted from says things have held."""
    if draft.based_on is None:
        return {}
    base = version_latest(draft.based_on)
    return dict(base.figures.filter(unit="年").values_list("key", "value"))


def _print(figure: PrintedFigure, outcome: Outcome, texts: dict[str, str]) -> None:
    """Put the computed value into the place of the old print; the outcome becomes that of the new print."""
    printed = parse_print(outcome.text, figure)
    if outcome.text != figure.surface:
        texts[figure.key] = outcome.text
    figure.masked = False
    figure.value = printed if printed is not None else abs(outcome.computed or Decimal(0))
    if not outcome.flipped:
        outcome.verdict = Verdict.AGREES
        outcome.why = outcome.why.rpartition("；")[2]


def judge_onto(
    claims: Sequence[Assertion], figures: Sequence[PrintedFigure], version: Version, draft: Report
) -> None:
    """Put judgements onto claims of a version's text (nothing is saved)."""
    outcomes = {f.key: Outcome(f.verdict, f.computed, f.computed_text, f.why) for f in figures}
    judged = judge_claims(
        claims,
        figures,
        outcomes,
        text=version.text,
        area_code=draft.area_code,
        period=Period(draft.period_start, draft.period_end),
        roles=list(version.passages.values_list("start", "end", "role")),
    )
    for claim, one in zip(claims, judged, strict=True):
        if claim.verdict != one.verdict and claim.handling != Handling.KEPT:
            claim.handling = Handling.OPEN
        claim.verdict, claim.why = one.verdict, one.why[:300]


def flipped_words(
    figures: Sequence[PrintedFigure], text: str, claims: Sequence[Assertion]
) -> list[Assertion]:
    """Direction words of growths that now go the other way, where no claim stands on them already."""
    found: dict[tuple[int, int], Assertion] = {}
    for figure in figures:
        if figure.kind != "growth" or figure.verdict != Verdict.DIFFERS or figure.computed is None:
            continue
        if (figure.computed > 0) == (figure.direction != "down"):
            continue
        place = direction_word(text, figure)
        if place is None or any(c.start < place[1] and place[0] < c.end for c in claims):
            continue
        found.setdefault(
            place,
            Assertion(
                start=place[0],
                end=place[1],
                text=text[place[0] : place[1]],
                kind="growth_word",
                subject=figure.subject,
                verdict=Verdict.DIFFERS,
                why=figure.why,
            ),
        )
    return list(found.values())


def old_dates(
    base: Version, figures: Sequence[PrintedFigure], *, shift: int, period_year: int
) -> list[Assertion]:
    """Years and days of last year's text: marked, never changed."""
    spans = [(f.start, f.end) for f in figures]
    looks_ahead = [(p.start, p.end) for p in base.passages.all() if p.role in ("goals", "tasks", "conduct")]
    found = []
    for match in [*YEAR.finditer(base.text), *_DAY.finditer(base.text)]:
        start, end = match.span()
        if any(low < end and start < high for low, high in spans):
            continue
        if match.re is YEAR:
            year = int(match[1])
            if year not in (period_year, period_year + 1):
                continue
            why = f"上年文稿里的年份，今年应为{year + shift}年"
        elif any(low <= start < high for low, high in looks_ahead):
            continue
        else:
            why = "上年文稿里的日期，请改成今年的"
        found.append(
            Assertion(start=start, end=end, text=match[0], kind=DATE, verdict=Verdict.DIFFERS, why=why)
        )
    return found
