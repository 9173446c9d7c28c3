"""What changed in a week: lights that turned, what was reported, statistics filed and revised, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhenwu.figures.models import Statistic
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel import clock
from zhenwu.kernel.period import Period
from zhenwu.kernel.printing import print_value
from zhenwu.plans.models import CheckIn, Plan, StateChange, Supervision
from zhenwu.plans.rules import Light
from zhenwu.plans.sentences import period_words, spoken

#: Changes of one day stand in this order; the light that turned for the worse comes first.
ORDER = ("late", "behind", "stale", "done", "ahead", "pace", "")


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the week. head : the thing's name; text : what happened to it; more : the small line below."""

    on: date
    state: str
    head: str
    text: str
    more: str = ""
    who: str = ""
    item_id: int | None = None
    metric_code: str = ""


def week_of(day: date) -> Period:
    """Monday to the day."""
    return Period(day - timedelta(days=day.weekday()), day)


def week_changes(
    plan: Plan, user: Any, *, day: date | None = None, lit: Mapping[int, Light] | None = None
) -> list[Change]:
    """The week's changes of a plan's town, newest first; nothing for who does not reach the plan."""
    day = day or clock.today()
    week = week_of(day)
    if not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return []
    found = [
        *_turned(plan, week, lit or {}),
        *_said(plan, week),
        *_filed(plan, week, user),
        *_notices(plan, week),
    ]
    found.sort(
        key=lambda change: (-change.on.toordinal(), ORDER.index(change.state) if change.state in ORDER else 9)
    )
    return found


def _who(item: Any) -> str:
    return " ".join(str(part) for part in (item.lead_office or "", item.owner or "") if part)


def _turned(plan: Plan, week: Period, lit: Mapping[int, Light]) -> list[Change]:
    rows = (
        StateChange.objects.filter(item__plan=plan, on__gte=week.start, on__lte=week.end)
        .exclude(before="")
        .select_related("item__lead_office", "item__owner")
    )
    found = []
    for row in rows:
        text = _("由{before}转为{after}").format(
            before=row.get_before_display(), after=row.get_after_display()
        )
        light = lit.get(row.item_id)
        more = light.sentence if light is not None and light.state == row.after else row.sentence
        found.append(Change(row.on, row.after, row.item.title, text, more, _who(row.item), row.item_id))
    return found


def _said(plan: Plan, week: Period) -> list[Change]:
    rows = CheckIn.objects.filter(item__plan=plan, on__gte=week.start, on__lte=week.end).select_related(
        "item__lead_office", "item__owner"
    )
    return [
        Change(
            row.on, "done" if row.finished else "", row.item.title, _("报已完成") if row.finished else _("报进展"), row.text,
            _who(row.item), row.item_id,
        )
        for row in rows
    ]  # fmt: skip


def _filed(plan: Plan, week: Period, user: Any) -> list[Change]:
    in_week = Q(receipt__issued_on__gte=week.start, receipt__issued_on__lte=week.end)
    in_week |= Q(
        receipt__issued_on__isnull=True, created_at__date__gte=week.start, created_at__date__lte=week.end
    )
    rows = (
        Statistic.objects.visible_to(user)
        .current()
        .filter(in_week, area_code=plan.area_code)
        .select_related("receipt__office", "replaces")
    )
    defs = metric_defs()
    found = []
    for row in rows:
        metric = defs.get(row.metric_code)
        if metric is None:
            continue
        on = row.receipt.issued_on or row.created_at.date()
        old = getattr(row, "replaces", None)
        now, before = _printed(row, metric), _printed(old, metric) if old else ""
        label = period_words(Period(row.start, row.end))
        if before and before != now:
            text = _("{period}改数：{before} → {now}").format(period=label, before=before, now=now)
            more = _("{source}修订，旧数保留").format(source=row.receipt.source)
        else:
            text = _("{period}收到{status}数{now}").format(
                period=label, status=row.get_status_display(), now=now
            )
            more = row.receipt.paper
        who = str(row.receipt.office or row.receipt.source)
        found.append(Change(on, "", metric.name, text, more, who, metric_code=row.metric_code))
    return found


def _printed(row: Statistic, metric: Any) -> str:
    if row.value is not None:
        return print_value(row.value, metric.unit)
    if row.growth is not None:
        return _("同比{growth}").format(growth=print_value(row.growth, "%"))
    return _("第{rank}位").format(rank=row.rank)


def _notices(plan: Plan, week: Period) -> list[Change]:
    between = Q()
    for name in ("issued_on", "replied_on", "closed_on"):
        between |= Q(**{f"{name}__gte": week.start, f"{name}__lte": week.end})
    rows = Supervision.objects.filter(between, item__plan=plan).select_related("item", "office", "person")
    found = []
    for row in rows:
        due = _("{day}前回复").format(day=spoken(row.extended_to or row.reply_due))
        for on, text, more in (
            (row.closed_on, _("督办办结"), row.number),
            (row.replied_on, _("回复督办"), row.reply),
            (row.issued_on, _("发出督办"), f"{row.requirement.rstrip('。')}，{due}"),
        ):
            if on is not None and week.contains(on):
                who = " ".join(str(part) for part in (row.office, row.person or "") if part)
                found.append(
                    Change(on, "", row.item.title if row.item else row.number, text, more, who, row.item_id)
                )
    return found
