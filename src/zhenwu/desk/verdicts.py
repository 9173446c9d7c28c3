"""Printed numbers held against figures: which figure a link asks for, and what its value says of the print."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.figures.queries import Ask, Figure, evaluate
from zhenwu.kernel.errors import ZhenwuError
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import print_value
from zhenwu.kernel.units import scale
from zhenwu.reports.choices import LinkState, Verdict
from zhenwu.reports.models import PrintedFigure
from zhenwu.reports.prints import difference, interval, reprint, shape

LINKED = (LinkState.SUGGESTED, LinkState.CONFIRMED)
#: How many months an office may be behind with its papers.
LATEST_MONTHS = 3
MASK = re.compile(r"[xX×*＊○◯□]+|（略）|\(略\)")
MISSING_WORDS = {
    "nodata": "还没有数",
    "no_denominator": "没有分母，比率算不出",
    "stale": "数已过期，最近没有更新",
    "masked": "数被遮盖，不能公开",
    "not_due": "还没到出数的时候",
}


@dataclass(slots=True)
class Outcome:
    """What the data say of one printed number."""

    verdict: str
    computed: Decimal | None = None
    text: str = ""
    why: str = ""
    flipped: bool = False
    trace: dict[str, Any] = field(default_factory=dict)


def signed(figure: PrintedFigure) -> Decimal | None:
    """The printed value with the sign that its direction gives it."""
    if figure.value is None:
        return None
    return -abs(figure.value) if figure.direction == "down" else figure.value


def own_period(figure: PrintedFigure, default: Period, *, day: date) -> Period | None:
    """The period that a print is about, cut at `day`; None when it lies wholly after it.

    A running total ("../2025-10") and what cannot be read as a period count as the report's own.
    """
    period = default
    if figure.period and not figure.period.startswith(".."):
        try:
            period = Period.parse(figure.period)
        except ZhenwuError:
            period = default
    if period.start > day:
        return None
    return period if period.end <= day else Period(period.start, day)


def moved_period(figure: PrintedFigure, old: Period, new: Period) -> Period | None:
    """Where a print's period lies in the new report: its whole period becomes the whole of the new one.

    None when that lies after the new report's cut-off.
    """
    period = own_period(figure, old, day=date.max)
    if period is None or period == old or period.covers(old):
        return new
    years = new.start.year - old.start.year
    start = _moved(period.start, years)
    end = _moved(period.end, years)
    if start > new.end:
        return None
    return Period(start, min(end, new.end))


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def ask_for(figure: PrintedFigure, period: Period | None, area_code: str) -> Ask | None:
    """What a linked print asks of the data."""
    if figure.link not in LINKED or not figure.metric_code or period is None:
        return None
    pairs = tuple(sorted((str(k), v) for k, v in (figure.slice or {}).items()))
    return Ask(figure.metric_code, figure.link_area or area_code, period, figure.aspect or "value", pairs)


def answers(asks: Iterable[Ask | None]) -> dict[Ask, Figure]:
    """All figures asked for, in one batch, and in a second one those that no office has filed up to the day.

    Offices file whole months: what is not known for 1 January to 16 October is taken for the last months' end
    that is known; the figure's own period and `as_of` say so.
    """
    wanted = list({ask for ask in asks if ask is not None})
    if not wanted:
        return {}
    answered = dict(evaluate(wanted))
    earlier = {ask: list(_month_ends(ask)) for ask in wanted if answered[ask].value is None}
    second = evaluate([one for some in earlier.values() for one in some])
    for ask, some in earlier.items():
        known = next((second[one] for one in some if second[one].value is not None), None)
        if known is not None:
            answered[ask] = known
    return answered


def _month_ends(ask: Ask) -> Iterable[Ask]:
    """The same ask up to the last whole months, when it ends within one."""
    period = ask.period
    if period.whole_months or period.start.day != 1:
        return
    ends = [month.end for month in period.months() if month.end < period.end]
    for end in reversed(ends[-LATEST_MONTHS:]):
        yield replace(ask, period=Period(period.start, end))


def judge(
    figure: PrintedFigure, ask: Ask | None, answer: Figure | None, *, drafting: bool = False
) -> Outcome:
    """Hold a print against its figure.

    drafting : a linked figure without a value is `missing` (this year has none yet) rather than untraceable.
    """
    if ask is None or answer is None:
        return Outcome(Verdict.UNTRACEABLE, why=unlinked_reason(figure, drafting=drafting))
    if answer.value is None:
        words = MISSING_WORDS.get(answer.missing, MISSING_WORDS["nodata"])
        why = f"{'今年' if drafting else ask.period.label}{words}"
        verdict = Verdict.MISSING if drafting else Verdict.UNTRACEABLE
        return Outcome(verdict, why=why, trace=trace_of(ask, answer))
    value = Decimal(answer.value)
    if ask.aspect == "streak":
        return judge_streak(figure, ask, answer)
    outcome = Outcome(Verdict.AGREES, value, print_like(figure, value, answer), trace=trace_of(ask, answer))
    if holds(figure, value):
        outcome.why = basis_of(answer)
        return outcome
    outcome.verdict = Verdict.DIFFERS
    outcome.flipped = flips(figure, value)
    outcome.why = why_differs(figure, value, answer, flipped=outcome.flipped)
    return outcome


def judge_streak(figure: PrintedFigure, ask: Ask, answer: Figure) -> Outcome:
    """连续5年 holds when the years with data reach that far; fewer years without a break prove nothing."""
    run, said = Decimal(answer.value or 0), figure.value or Decimal(0)
    trace = trace_of(ask, answer)
    if run == 0:
        return Outcome(Verdict.DIFFERS, run, "", f"{ask.period.label}已经中断", trace=trace)
    if run >= said:
        return Outcome(Verdict.AGREES, said, figure.surface, basis_of(answer), trace=trace)
    return Outcome(Verdict.UNTRACEABLE, why=f"有数的{run:f}年都成立，更早的没有数", trace=trace)


def one_year_more(figure: PrintedFigure, outcome: Outcome, said_before: Decimal | None) -> None:
    """A streak that still holds is a year longer than last year's report said; the text is not touched."""
    if outcome.verdict == Verdict.DIFFERS or figure.value is None or figure.value != said_before:
        return
    years = said_before + 1
    outcome.verdict, outcome.computed = Verdict.DIFFERS, years
    outcome.text = reprint(figure.surface, said_before, years) or ""
    outcome.why = f"上年写{said_before:f}年，今年仍成立，应为{years:f}年".replace(".0000", "")


def unlinked_reason(figure: PrintedFigure, *, drafting: bool) -> str:
    if figure.masked and not figure.metric_code:
        return "原文遮盖，也没有连到指标"
    if figure.link == LinkState.REFUSED:
        return "已定为不连指标，没有来源可核"
    if not figure.metric_code:
        return "没有连到指标" + ("，仍是上年的数" if drafting else "")
    return "这段时间还没到"


def holds(figure: PrintedFigure, value: Decimal) -> bool:
    """Whether the print is true of the value; a growth also by its direction."""
    if figure.value is None or flips(figure, value):
        return False
    size = abs(value) if figure.kind == "growth" else value
    return size in interval(figure.surface, figure.value, high=figure.high, qualifier=figure.qualifier)


def flips(figure: PrintedFigure, value: Decimal) -> bool:
    """Whether a growth goes the other way than the words say."""
    if figure.kind != "growth" or figure.value is None:
        return False
    said = signed(figure) or Decimal(0)
    return (said < 0 < value) or (value < 0 < said)


def print_like(figure: PrintedFigure, value: Decimal, answer: Figure) -> str:
    """The value printed as the print has it: scale, decimals, hedge; sizes only for a growth."""
    size = abs(value) if figure.kind == "growth" else value
    if figure.value is None:
        return _unmasked(figure, size)
    if figure.high is not None:
        return print_value(size, figure.unit)
    return reprint(figure.surface, abs(figure.value), size) or print_value(size, figure.unit)


def placeable(figure: PrintedFigure, value: Decimal) -> bool:
    """Whether a value can stand in the place of the print: not in a range, a fraction or a threshold (破百万)."""
    if figure.high is not None:
        return False
    return figure.value is None or reprint(figure.surface, abs(figure.value), abs(value)) is not None


def _unmasked(figure: PrintedFigure, value: Decimal) -> str:
    """A blotted-out number (x余万元) with the value in place of the blot."""
    filled = MASK.sub("1", figure.surface, count=1)
    found = shape(filled)
    if found is not None:
        printed = reprint(filled, found.number * found.factor, value)
        if printed is not None:
            return printed
    return print_value(value, scale(figure.unit)[1])


def parse_print(surface: str, figure: PrintedFigure) -> Decimal | None:
    """The value of a print that stands where `figure` stood, in base units."""
    old = shape(figure.surface, figure.value)
    new = shape(surface)
    if new is None:
        return None
    same_unit = old is not None and old.scale == new.scale
    return new.number * (old.factor if old is not None and same_unit else new.factor)


def why_differs(figure: PrintedFigure, value: Decimal, answer: Figure, *, flipped: bool) -> str:
    """The difference in words and where the data's value comes from."""
    if figure.value is None:
        return f"数据是{print_value(abs(value), figure.unit)}，{basis_of(answer)}"
    if flipped:
        words = ("增长", "下降") if value > 0 else ("下降", "增长")
        return f"数据是{words[0]}，文中写的是{words[1]}；{basis_of(answer)}"
    size = abs(value) if figure.kind == "growth" else value
    gap = difference(figure.surface, abs(figure.value), size)
    return f"{gap}；{basis_of(answer)}" if gap else basis_of(answer)


def basis_of(answer: Figure) -> str:
    """Where a figure comes from, in words."""
    source = {"computed": "由台账算出", "received": "部门报数", "mixed": "报数与台账合计"}.get(
        answer.source, "数据"
    )
    status = {"preliminary": "初步数", "estimate": "预计数"}.get(answer.status, "")
    parts = [source, status, f"截至{answer.as_of.isoformat()}" if answer.as_of else ""]
    return "，".join(part for part in parts if part)


def trace_of(ask: Ask, answer: Figure) -> dict[str, Any]:
    """What a printed number carries: definition and its version, place, period, value, cut-off, hash of what it is made of."""
    trace: dict[str, Any] = {
        "metric": ask.metric,
        "aspect": ask.aspect,
        "slice": dict(ask.slice),
        "area": ask.area,
        "period": (answer.shown or answer.period).iso,
        "value": None if answer.value is None else str(answer.value),
        "unit": answer.unit,
        "source": answer.source,
        "status": answer.status,
        "version": answer.version,
        "as_of": answer.as_of.isoformat() if answer.as_of else "",
        "numerator": None if answer.numerator is None else str(answer.numerator),
        "denominator": None if answer.denominator is None else str(answer.denominator),
        "statistics": list(answer.statistics),
    }
    packed = json.dumps(trace, ensure_ascii=False, sort_keys=True).encode()
    trace["hash"] = hashlib.sha256(packed).hexdigest()[:16]
    return trace


def apply_outcome(figure: PrintedFigure, outcome: Outcome) -> None:
    """Put an outcome onto a printed figure (not saved)."""
    figure.verdict = outcome.verdict
    figure.computed = outcome.computed
    figure.computed_text = outcome.text[:80]
    figure.why = outcome.why[:300]
    figure.trace = outcome.trace
