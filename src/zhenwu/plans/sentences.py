"""A light in words: one sentence that says how far, against what, and what it would take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import best_scale, plain, round_half_up
from zhenwu.plans.light import MEASURED, Light

Mark = Callable[[str, str], Any]


def _same(text: str, role: str) -> str:
    return text


def spoken(day: date) -> str:
    return dateformat.format(day, _("n月j日"))


def period_words(period: Period) -> str:
    """A period as reports name it; in English its ISO form."""
    return period.iso if (get_language() or "").startswith("en") else period.label


def amount(value: Decimal, unit: str, *, places: int | None = None) -> str:
    """A value with its unit as a sentence has it; counted things whole, money in 万 or 亿."""
    factor, printed = best_scale(value, unit)
    if places is None:
        places = 0 if unit not in MEASURED and factor == 1 else 2
    text = plain(round_half_up(value / factor, places)).replace("-", "−")
    return f"{text}{printed}"


def rough(value: Decimal, unit: str) -> str:
    """What a path or a pace comes to: never finer than anybody could mean it."""
    factor, _printed = best_scale(value, unit)
    if unit not in MEASURED:
        return amount(value, unit)
    size = abs(value / factor)
    return amount(value, unit, places=0 if size >= 100 else 1 if size >= 10 else 2)


def light_sentence(light: Light, mark: Mark = _same, form: Callable[..., Any] = str.format) -> Any:
    """The light's sentence. mark(text, role) may dress a number (roles: actual, expected, target, need), or words that people
    typed (typed); `form` joins the parts."""
    parts = [part for part in _parts(light, mark, form) if part]
    if form is str.format:
        return "".join(parts)
    return form("{}" * len(parts), *parts)


def _html(text: str, *args: Any, **kwargs: Any) -> SafeString:
    """As `format_html`, also for a text without anything to put in."""
    return format_html(text, *args, **kwargs) if args or kwargs else format_html("{}", text)


def light_html(light: Light, mark: Mark) -> SafeString:
    """The sentence as HTML, its numbers dressed."""
    return light_sentence(light, mark, _html)


def light_words(light: Light) -> str:
    """What stands beside the sign, where the state's word says too little."""
    if light.state == "behind" and light.kind == "path" and light.gap is not None and light.gap < 0:
        return _("落后{gap}").format(gap=rough(-light.gap, light.unit))
    if light.state == "late" and light.kind in ("level", "limit"):
        return _("未达到")
    if light.state == "late" and light.day and light.due and light.day > light.due:
        return _("逾期{days}天").format(days=(light.day - light.due).days)
    return ""


def _parts(light: Light, mark: Mark, form: Callable[..., Any]) -> list[Any]:
    if light.state == "waiting":
        return [form(_("等上级，镇里的时限已停。")), *_facts(light, mark, form)]
    if light.kind == "milestones":
        return _milestones(light, mark, form)
    if light.kind == "check_in":
        return _check_in(light, mark, form)
    if light.kind == "none":
        return [form(_("还没有目标、节点或进展，看不出走到哪里。"))]
    if light.actual is None:
        return [_missing(light, form)]
    if light.computed_state == "stale" and light.as_of and light.day:
        days = (light.day - light.as_of).days
        text = _("数据停在{as_of}的{actual}，已{days}天没有新数。")
        return [
            form(
                text,
                as_of=spoken(light.as_of),
                actual=mark(amount(light.actual, light.unit), "actual"),
                days=days,
            )
        ]
    if light.kind == "level":
        return [_level(light, mark, form)]
    if light.computed_state == "late":
        return [_overdue(light, mark, form)]
    return [*_facts(light, mark, form), *_outlook(light, mark, form)]


def _missing(light: Light, form: Callable[..., Any]) -> Any:
    if light.computed_state == "idle":
        if light.start and light.day and light.day < light.start:
            return form(_("{start}开始，还没有到。"), start=spoken(light.start))
        return form(_("还没有到该有数的时候，{due}到期。"), due=spoken(light.due) if light.due else "")
    if light.computed_state == "late":
        return form(
            _("期限已过{days}天，一直没有数据。"),
            days=(light.day - light.due).days if light.day and light.due else 0,
        )
    if light.computed_state == "stale":
        return form(_("报数过期，请责任办公室补报。"))
    if light.missing == "no_denominator":
        return form(_("分母为零，算不出来。"))
    return form(_("还没有数据，请责任办公室报数或记台账。"))


def _facts(light: Light, mark: Mark, form: Callable[..., Any]) -> list[Any]:
    if light.actual is None or light.as_of is None or light.target is None:
        return []
    actual = mark(amount(light.actual, light.unit), "actual")
    on, target = spoken(light.as_of), mark(amount(light.target, light.unit), "target")
    if light.kind == "limit":
        return [
            form(_("到{on}{actual}，全年上限{target}"), on=on, actual=actual, target=target),
            _limit(light, mark, form),
        ]
    if light.computed_state == "done":
        return [form(_("到{on}完成{actual}，已达到{target}。"), on=on, actual=actual, target=target)]
    if light.kind != "path" or light.expected is None:
        return []
    if light.start and light.day and light.day < light.start:
        return [form(_("{start}开始，已先完成{actual}。"), start=spoken(light.start), actual=actual)]
    if light.expected_share == 0:
        return [
            form(_("到{on}完成{actual}，全部{target}要到期时一次完成。"), on=on, actual=actual, target=target)
        ]
    expected = mark(rough(light.expected, light.unit), "expected")
    if light.base is not None:
        return [form(_("到{on}为{actual}，应到{expected}。"), on=on, actual=actual, expected=expected)]
    return [form(_("到{on}完成{actual}，应到{expected}。"), on=on, actual=actual, expected=expected)]


def _limit(light: Light, mark: Mark, form: Callable[..., Any]) -> Any:
    assert light.actual is not None and light.target is not None
    if light.actual > light.target:
        return form(_("，已超出{over}。"), over=mark(amount(light.actual - light.target, light.unit), "need"))
    if light.computed_state == "behind" and light.expected is not None:
        return form(
            _("，按路径应在{expected}以内。"), expected=mark(rough(light.expected, light.unit), "expected")
        )
    return form(_("，还在限内。"))


def _outlook(light: Light, mark: Mark, form: Callable[..., Any]) -> list[Any]:
    if light.projection is None or light.kind == "limit" or light.target is None or light.actual is None:
        return []
    if light.computed_state in ("done", "idle") or light.expected_share == 0:
        return []
    whole = light.unit not in MEASURED
    end = round_half_up(light.projection, 0) if whole else light.projection
    in_time = end <= light.target if light.downward else end >= light.target
    slow = whole and light.per_week is not None and abs(light.per_week) < 1
    words = rough(max(end, Decimal(0)), light.unit)
    if light.recent and light.per_week is not None and light.per_week <= 0:
        text = form(_("近八周没有进展"))
    elif light.per_week is None or light.per_week <= 0 or slow:
        said = _("照近八周的快慢，到期约{end}") if light.recent else _("照今年以来的快慢，到期约{end}")
        text = form(said, end=words)
    else:
        said = (
            _("照近八周每周{pace}，到期约{end}") if light.recent else _("照今年以来每周{pace}，到期约{end}")
        )
        text = form(said, pace=amount(light.per_week, light.unit, places=1), end=words)
    if in_time or light.need_per_week is None:
        return [text, form(_("，能按期完成。"))]
    if whole and light.need_per_week < 1:
        left = mark(amount(abs(light.target - light.actual), light.unit), "need")
        return [text, form(_("；还差{left}。"), left=left)]
    need = mark(amount(light.need_per_week, light.unit, places=1), "need")
    return [text, form(_("；要按期完成，每周须{need}。"), need=need)]


def _overdue(light: Light, mark: Mark, form: Callable[..., Any]) -> Any:
    assert light.actual is not None and light.target is not None and light.day and light.due
    days = (light.day - light.due).days
    actual, due = mark(amount(light.actual, light.unit), "actual"), spoken(light.due)
    if light.kind == "limit":
        over = amount(light.actual - light.target, light.unit)
        return form(_("期限{due}已过，全年{actual}，超出上限{over}。"), due=due, actual=actual, over=over)
    left = mark(amount(light.target - light.actual, light.unit), "need")
    return form(
        _("期限{due}已过{days}天，完成{actual}，还差{left}。"), due=due, days=days, actual=actual, left=left
    )


def _level(light: Light, mark: Mark, form: Callable[..., Any]) -> Any:
    """A level against its target: a rate differs in percentage points, never in percent."""
    assert light.actual is not None and light.target is not None and light.as_of is not None
    on, actual = spoken(light.as_of), mark(amount(light.actual, light.unit), "actual")
    target = amount(light.target, light.unit)
    if light.high is not None:
        target = f"{plain(light.target)}—{amount(light.high, light.unit)}"
    return form(_("到{on}为{actual}，{against}。"), on=on, actual=actual, against=against(light, target))


def against(light: Light, target: str = "") -> str:
    """How a level stands to its target: 比目标6%高0.4个百分点."""
    assert light.actual is not None and light.target is not None
    difference = light.actual - light.target
    if light.high is not None:
        if light.target <= light.actual <= light.high:
            return _("在目标{target}之内").format(target=target)
        difference = light.actual - (light.high if light.actual > light.high else light.target)
    size = plain(round_half_up(abs(difference), 2))
    unit = _("个百分点") if light.unit == "%" else ""
    words = f"{size}{unit}" if unit else amount(abs(difference), light.unit)
    if difference == 0:
        return _("与目标{target}持平").format(target=target)
    if light.unit == "位":
        # a higher number is a lower place
        if difference > 0:
            return _("比目标{target}靠后{words}").format(target=target, words=words)
        return _("比目标{target}靠前{words}").format(target=target, words=words)
    if difference > 0:
        return _("比目标{target}高{words}").format(target=target, words=words)
    return _("比目标{target}低{words}").format(target=target, words=words)


def _milestones(light: Light, mark: Mark, form: Callable[..., Any]) -> list[Any]:
    head = form(_("{steps}个节点完成{done}个"), steps=light.steps, done=mark(str(light.done_steps), "actual"))
    if light.computed_state == "done" or light.step is None or light.day is None:
        return [head, form(_("，全部完成。"))]
    days = (light.day - light.step.due).days
    if days > 0:
        text = form(
            _("；“{name}”应在{due}完成，已过{days}天。"),
            name=mark(light.step.name, "typed"),
            due=spoken(light.step.due),
            days=days,
        )
    else:
        text = form(
            _("；下一个“{name}”，{due}到期，余{days}天。"),
            name=mark(light.step.name, "typed"),
            due=spoken(light.step.due),
            days=-days,
        )
    return [head, text]


def _check_in(light: Light, mark: Mark, form: Callable[..., Any]) -> list[Any]:
    if light.computed_state == "done":
        return [form(_("{on}报已完成。"), on=spoken(light.as_of))] if light.as_of else [form(_("已完成。"))]
    if light.computed_state == "idle" and light.start:
        return [form(_("{start}开始，还没有到。"), start=spoken(light.start))]
    parts: list[Any] = []
    if light.computed_state == "late" and light.day and light.due:
        days = (light.day - light.due).days
        parts.append(form(_("期限{due}已过{days}天，没有报完成。"), due=spoken(light.due), days=days))
    if light.as_of is None:
        parts.append(form(_("还没有报过进展。")))
    elif light.note:
        parts.append(
            form(
                _("{on}报：{note}"),
                on=spoken(light.as_of),
                note=mark(light.note.rstrip("。") + "。", "typed"),
            )
        )
    if light.share is not None and light.expected_share is not None:
        done, owed = (plain(round_half_up(part * 100, 0)) for part in (light.share, light.expected_share))
        parts.append(form(_("已完成{done}%，应到{owed}%。"), done=done, owed=owed))
    if light.computed_state == "stale" and light.as_of and light.day:
        parts.append(form(_("已{days}天没有新进展。"), days=(light.day - light.as_of).days))
    return parts
