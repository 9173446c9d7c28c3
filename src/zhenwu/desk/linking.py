"""Linking printed numbers to metrics: suggested by words, unit and last year's value; confirmed once, remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.desk.reading import allow_edit
from zhenwu.desk.verdicts import LINKED, answers, ask_for, holds, own_period
from zhenwu.figures.models import Metric
from zhenwu.figures.queries import Ask, Figure, Finder
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.period import Period
from zhenwu.reader.rows import best, surround, weigh
from zhenwu.reports.choices import LinkState
from zhenwu.reports.models import LINK_FIELDS, LinkMemory, PrintedFigure, Version
from zhenwu.reports.queries import ahead

#: Below this a candidate is not worth a look.
LEAST_SCORE = 45
SURE_ENOUGH_TO_PROVE = 65
REMEMBERED_SCORE = 95
SAME_VALUE, OTHER_VALUE, TIE = 20, 15, 4
#: Characters between 连续5年 and what it is said of.
STREAK_REACH = 8
SAME_YEAR = "上年值相符"
ASPECTS = {"growth": "growth", "rank": "rank"}
_SENTENCE_END = re.compile(r"[。！？!?\n]")
_PAIRED = re.compile(r"分别|依次")


@dataclass(slots=True)
class Candidate:
    """One metric that a print may mean."""

    metric: str
    aspect: str
    slice: dict[str, Any] = field(default_factory=dict)
    score: int = 0
    why: str = ""

    def put_on(self, figure: PrintedFigure) -> None:
        figure.metric_code, figure.aspect, figure.slice = self.metric, self.aspect, dict(self.slice)
        figure.link_score, figure.link_why = max(0, min(100, self.score)), self.why[:200]
        figure.link = LinkState.SUGGESTED

    def same_as(self, other: Candidate) -> bool:
        return (self.metric, self.aspect, self.slice) == (other.metric, other.aspect, other.slice)


@transaction.atomic
def links_suggest(version: Version, *, actor: Any) -> int:
    """Suggest a link for every review number that has none; the number of links that stand afterwards.

    Confirmed and refused links stay as they are.
    """
    report = version.report
    allow_edit(actor, report.area_code)
    figures = list(version.figures.select_related("passage").order_by("start"))
    period = Period(report.period_start, report.period_end)
    suggest(figures, text=version.text, area_code=report.area_code, period=period)
    PrintedFigure.objects.bulk_update(figures, LINK_FIELDS)
    linked = sum(figure.link in LINKED for figure in figures)
    audit_write(actor, "links_suggest", version, changes={"figures": len(figures), "linked": linked})
    return linked


def suggest(
    figures: Sequence[PrintedFigure],
    *,
    text: str,
    area_code: str,
    period: Period,
    day: date | None = None,
    proving: bool = False,
) -> None:
    """Put the best link on every review figure that has none (nothing is saved).

    proving : the values are what is in question, so that they only decide between candidates alike, and an unsure
    link is none.
    """
    day = day or today()
    open_ones = [
        figure
        for figure in figures
        if figure.link in (LinkState.NONE, LinkState.SUGGESTED)
        and not ahead(figure)
        and (figure.value is not None or figure.masked)
    ]
    memory, finder = _remembered(area_code), Finder()
    found = {id(figure): _by_words(figure, text, memory, finder) for figure in open_ones}
    _by_levels(open_ones, figures, found, text)
    _by_streaks(open_ones, figures, found)
    values = _own_values(open_ones, found, area_code, period, day)
    for figure in open_ones:
        figure.link = LinkState.NONE
        figure.metric_code = figure.aspect = figure.link_why = ""
        figure.link_score = 0
    taken: dict[tuple[str, str, str, str], PrintedFigure] = {}
    ranked = [(figure, _checked(figure, found[id(figure)], values, proving=proving)) for figure in open_ones]
    # Those that last year's value speaks for choose first: two prints of different values are not one figure.
    for figure, candidates in sorted(ranked, key=lambda pair: -(pair[1][0].score if pair[1] else 0)):
        for candidate in candidates:
            key = (candidate.metric, candidate.aspect, repr(sorted(candidate.slice.items())), figure.period)
            rival = taken.get(key)
            if rival is not None and rival.value != figure.value and SAME_YEAR not in candidate.why:
                continue
            if candidate.score < (SURE_ENOUGH_TO_PROVE if proving else LEAST_SCORE):
                break
            candidate.put_on(figure)
            figure.link_area = area_code
            own = own_period(figure, period, day=day)
            figure.link_start, figure.link_end = (own.start, own.end) if own else (None, None)
            taken.setdefault(key, figure)
            break


def sentence_at(text: str, start: int) -> tuple[int, int]:
    """The bounds of the sentence around a place."""
    before = [m.end() for m in _SENTENCE_END.finditer(text, max(0, start - 400), start)]
    after = _SENTENCE_END.search(text, start)
    return (before[-1] if before else max(0, start - 400)), (after.start() if after else len(text))


def work_row(sentence: str, title: str = "") -> str | None:
    """The row of township work that a sentence under a title is most likely about."""
    weights = weigh(sentence)
    return best(weights, surround((weigh(title), 2)), fallback="") or None


def _remembered(area_code: str) -> dict[tuple[str, str, str], LinkMemory]:
    return {(m.subject, m.unit, m.kind): m for m in LinkMemory.objects.filter(area_code=area_code)}


def _by_words(
    figure: PrintedFigure, text: str, memory: dict[tuple[str, str, str], LinkMemory], finder: Finder
) -> list[Candidate]:
    kept = memory.get((figure.subject, figure.unit, figure.kind))
    candidates = []
    if kept is not None:
        candidates.append(
            Candidate(kept.metric_code, kept.aspect, dict(kept.slice), REMEMBERED_SCORE, "以前确认过")
        )
    if not figure.subject:
        return candidates
    low, high = sentence_at(text, figure.start)
    title = figure.passage.title if figure.passage is not None else ""
    row = work_row(text[low:high], title)
    for metric, aspect, sliced, score, why in finder.find(
        figure.subject, unit=figure.unit, kind=figure.kind, row=row, limit=5
    ):
        one = Candidate(metric.code, aspect, dict(sliced), int(score), why)
        if not any(one.same_as(other) for other in candidates):
            candidates.append(one)
    return candidates


def _by_levels(
    open_ones: Iterable[PrintedFigure],
    figures: Sequence[PrintedFigure],
    found: dict[int, list[Candidate]],
    text: str,
) -> None:
    """A growth belongs to a level said before it in its sentence: one each when said 分别, else the first of its subject."""
    for figure in open_ones:
        if figure.kind != "growth":
            continue
        low, _ = sentence_at(text, figure.start)
        levels = [f for f in figures if f.kind == "level" and low <= f.start < figure.start]
        levels = [f for f in levels if f.subject == figure.subject] or levels[-1:]
        growths = [f for f in figures if f.kind == "growth" and low <= f.start <= figure.start]
        since = max((f.end for f in levels), default=low)
        nth = len([f for f in growths if f.start >= since]) - 1
        if not levels:
            continue
        paired = (
            len(levels) > 1 and nth < len(levels) and (nth > 0 or _PAIRED.search(text, since, figure.start))
        )
        ordered = [levels[nth]] if paired else levels
        # A growth with words of its own (批次同比下降) rather means those than the number that happens to stand before.
        stranger = 40 if found[id(figure)] else 25
        for place, level in enumerate(ordered):
            same_subject = level.subject == figure.subject
            for candidate in _link_of(level, found)[:1]:
                score = candidate.score - 5 * place - (0 if same_subject else stranger)
                why = f"与“{level.surface}”同一指标"
                growth = Candidate(candidate.metric, "growth", dict(candidate.slice), score, why)
                others = [c for c in found[id(figure)] if not c.same_as(growth)]
                found[id(figure)] = [growth, *others] if same_subject else [*others, growth]


def _by_streaks(
    open_ones: Iterable[PrintedFigure], figures: Sequence[PrintedFigure], found: dict[int, list[Candidate]]
) -> None:
    """连续5年 is about what is said right after it (零火点), counted in years."""
    for figure in open_ones:
        if figure.unit != "年" or "连" not in figure.surface:
            continue
        after = [f for f in figures if figure.end <= f.start <= figure.end + STREAK_REACH]
        found[id(figure)] = [
            Candidate(c.metric, "streak", dict(c.slice), c.score, f"与“{after[0].surface}”同一指标")
            for c in (_link_of(after[0], found)[:1] if after else [])
            if c.aspect == "value"
        ]


def _link_of(level: PrintedFigure, found: dict[int, list[Candidate]]) -> list[Candidate]:
    if id(level) in found:
        return found[id(level)]
    if level.link in LINKED:
        return [Candidate(level.metric_code, level.aspect, dict(level.slice), max(level.link_score, 80), "")]
    return []


def _own_values(
    open_ones: Iterable[PrintedFigure],
    found: dict[int, list[Candidate]],
    area_code: str,
    period: Period,
    day: date,
) -> dict[tuple[int, int], Figure]:
    """The value of every candidate for the report's own period: one batch for the whole report."""
    asks: dict[tuple[int, int], Ask] = {}
    for figure in open_ones:
        own = own_period(figure, period, day=day)
        for number, candidate in enumerate(found[id(figure)][:4]):
            trial = PrintedFigure(link=LinkState.SUGGESTED)
            trial.metric_code, trial.aspect, trial.slice = candidate.metric, candidate.aspect, candidate.slice
            ask = ask_for(trial, own, area_code)
            if ask is not None:
                asks[id(figure), number] = ask
    answered = answers(asks.values())
    return {place: answered[ask] for place, ask in asks.items() if ask in answered}


def _checked(
    figure: PrintedFigure,
    candidates: list[Candidate],
    values: dict[tuple[int, int], Figure],
    *,
    proving: bool,
) -> list[Candidate]:
    """The candidates in order of score after the report's own values have had their say."""
    for number, candidate in enumerate(candidates):
        answer = values.get((id(figure), number))
        if answer is None or answer.value is None or figure.value is None or candidate.aspect == "streak":
            continue
        if proving:
            candidate.score += TIE if holds(figure, answer.value) else 0
        elif holds(figure, answer.value):
            candidate.score = min(100, candidate.score + SAME_VALUE)
            candidate.why = "，".join(part for part in (candidate.why, SAME_YEAR) if part)
        else:
            candidate.score -= OTHER_VALUE
            candidate.why = "，".join(
                part for part in (candidate.why, f"上年值为{answer.print()}，不同") if part
            )
    return sorted(candidates, key=lambda candidate: -candidate.score)


# -- by hand ---------------------------------------------------------------------------------------------------


@transaction.atomic
def link_confirm(
    figure: PrintedFigure,
    *,
    actor: Any,
    metric_code: str | None = None,
    aspect: str | None = None,
    slice: dict[str, Any] | None = None,
) -> PrintedFigure:
    """Confirm the suggested link, or set another one; the same words mean it from then on.

    Raises BadInput for a metric that does not exist, or when there is no suggestion to confirm.
    """
    report = figure.version.report
    allow_edit(actor, report.area_code)
    before = [figure.link, figure.metric_code, figure.aspect]
    if metric_code:
        figure.metric_code, figure.slice = metric_code, dict(slice or {})
        figure.aspect = aspect or ASPECTS.get(figure.kind, "value")
        figure.link_why, figure.link_score = "人工指定", 100
    elif aspect:
        figure.aspect = aspect
    if not figure.metric_code:
        raise BadInput(
            f"“{figure.surface}”还没有建议的指标",
            where=figure.subject,
            expected="一个指标",
            do="请选一个指标，或定为不连",
            code="ZW-LINK",
        )
    if not Metric.objects.filter(code=figure.metric_code).exists():
        raise BadInput(
            f"没有指标“{figure.metric_code}”",
            where=figure.subject,
            expected="数据目录里的指标",
            do="请从列表里选",
        )
    period = Period(report.period_start, report.period_end)
    own = own_period(figure, period, day=today())
    figure.link, figure.link_area = LinkState.CONFIRMED, figure.link_area or report.area_code
    figure.link_start, figure.link_end = (own.start, own.end) if own else (None, None)
    figure.save()
    _remember(figure, report.area_code, actor)
    audit_write(
        actor,
        "link_confirm",
        figure,
        area_code=report.area_code,
        changes={"link": [before, [figure.link, figure.metric_code, figure.aspect]]},
    )
    return figure


def _remember(figure: PrintedFigure, area_code: str, actor: Any) -> None:
    if figure.subject:
        LinkMemory.objects.update_or_create(
            area_code=area_code,
            subject=figure.subject,
            unit=figure.unit,
            kind=figure.kind,
            defaults={
                "metric_code": figure.metric_code,
                "aspect": figure.aspect,
                "slice": figure.slice,
                "confirmed_by": actor,
            },
        )


@transaction.atomic
def link_refuse(figure: PrintedFigure, *, actor: Any) -> PrintedFigure:
    """No metric stands behind this number; what was remembered of it is forgotten."""
    report = figure.version.report
    allow_edit(actor, report.area_code)
    before = [figure.link, figure.metric_code, figure.aspect]
    LinkMemory.objects.filter(
        area_code=report.area_code,
        subject=figure.subject,
        unit=figure.unit,
        kind=figure.kind,
        metric_code=figure.metric_code,
    ).delete()
    figure.link, figure.metric_code, figure.aspect, figure.slice = LinkState.REFUSED, "", "", {}
    figure.link_score, figure.link_why = 0, ""
    figure.save()
    audit_write(
        actor,
        "link_refuse",
        figure,
        area_code=report.area_code,
        changes={"link": [before, [figure.link, "", ""]]},
    )
    return figure


@transaction.atomic
def link_confirm_all(version: Version, *, actor: Any, least: int = 80) -> int:
    """Confirm every suggestion of at least this score; their number."""
    report = version.report
    allow_edit(actor, report.area_code)
    chosen = list(version.figures.filter(link=LinkState.SUGGESTED, link_score__gte=least))
    for figure in chosen:
        figure.link = LinkState.CONFIRMED
        _remember(figure, report.area_code, actor)
    PrintedFigure.objects.bulk_update(chosen, ["link"])
    audit_write(actor, "link_confirm_all", version, changes={"least": least, "confirmed": len(chosen)})
    return len(chosen)
