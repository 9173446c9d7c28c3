"""Writes to public editions: put together, choose, drop; publish and withdraw."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

from django.db import transaction

from zhenwu.areas.models import Area
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode
from zhenwu.kernel.clock import today
from zhenwu.kernel.errors import BadInput, Conflict, Fault, Refused
from zhenwu.kernel.period import Period, check_year
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.comparing import Content, content_of
from zhenwu.reports.editions.gathering import gather, gather_figures, months_over
from zhenwu.reports.models import Edition, EditionFigure, EditionPromise, EditionReport

_WORDS = {"public.prepare": "准备公开的一期", "public.publish": "公布或撤回一期"}
_WHO = {"public.prepare": "党政办文员", "public.publish": "镇领导"}
#: Changed figures that a refusal names.
_NAMED = 5


def may_edit(actor: Any, ability: str, area_code: str) -> None:
    """Refused unless the actor may do this for the town; the system (None) may."""
    if actor is None or actor.scope.may(ability, area_code):
        return
    raise Refused(
        f"您不能{_WORDS[ability]}", expected=_WHO[ability], do=f"请找{_WHO[ability]}", code="ZW-PUBLIC-RIGHT"
    )


def edition_prepare(*, actor: Any, area_code: str, year: int, month: int) -> Edition:
    """Put a town's next edition together from the data as they are now: January to `month` of `year`.

    A draft that is there is put together anew; what was left out of it stays left out. BadInput: no town, a month that is not over,
    or nothing that could be published.
    """
    may_edit(actor, "public.prepare", area_code)
    period = _period(area_code, year, month)
    found = gather(area_code, period)
    if not found:
        raise BadInput(
            f"{period.label}没有可以公布的内容", where="期间", expected="正式的数、批准的计划或通过的报告",
            do="请先报正式数、批准计划或读入报告", code="ZW-PUBLIC-EMPTY",
        )  # fmt: skip
    with transaction.atomic():
        old = (
            Edition.objects.select_for_update().filter(area_code=area_code, state=EditionState.DRAFT).first()
        )
        kept = content_of(old, whole=True) if old is not None else None
        edition = old or Edition(area_code=area_code, created_by=actor)
        edition.year, edition.period_start, edition.period_end = year, period.start, period.end
        edition.plan_title, edition.states_on = (found.plan.title if found.plan else ""), found.day
        edition.save()
        if kept is not None:
            _choose_as_before(kept, found.figures, found.promises, found.reports)
            for rows in (edition.figures, edition.promises, edition.reports):
                rows.all().delete()
        row: Any
        for row in (*found.figures, *found.promises, *found.reports):
            row.edition = edition
        EditionFigure.objects.bulk_create(found.figures)
        EditionPromise.objects.bulk_create(found.promises)
        EditionReport.objects.bulk_create(found.reports)
        _seal(edition)
        audit_write(actor, "edition_prepare", edition, changes={"period": period.iso, **_counts(edition)})
    return edition


def _period(area_code: str, year: int, month: int) -> Period:
    check_year(year)
    faults = []
    if areacode.level(area_code) != "township" or not Area.objects.filter(code=area_code).exists():
        faults.append(Fault(f"“{area_code}”不是乡镇", "区域", "一个乡镇", "", "ZW-PUBLIC"))
    over = months_over(year)
    if not 1 <= month <= over:
        expected = f"1—{over}月" if over else "已经过完的月份"
        faults.append(Fault(f"{year}年{month}月还没有过完", "截至", expected, "只公布整月的数", "ZW-PUBLIC"))
    if faults:
        raise BadInput.of(faults, source="公开")
    return Period.to_month(year, month)


def _choose_as_before(kept: Content, figures: Any, promises: Any, reports: Any) -> None:
    said = {row.metric_code: row.included for row in kept.figures}
    done = {row.item_id: row.included for row in kept.promises}
    read = {row.version_id: row.included for row in kept.reports}
    for row in figures:
        row.included = said.get(row.metric_code, row.included)
    for row in promises:
        row.included = done.get(row.item_id, True)
    for row in reports:
        row.included = read.get(row.version_id, True)


def edition_choose(
    edition: Edition,
    *,
    actor: Any,
    figures: Collection[str],
    promises: Collection[int],
    reports: Collection[int],
) -> Edition:
    """Say what the draft shows. figures : metric codes; promises, reports : keys of its rows. BadInput when nothing is left."""
    may_edit(actor, "public.prepare", edition.area_code)
    with transaction.atomic():
        edition = _draft(edition)
        if not (figures or promises or reports):
            raise BadInput(
                "一项也没有选",
                where="内容",
                expected="至少一个数、一件承诺或一份报告",
                do="请勾选要公布的",
                code="ZW-PUBLIC-EMPTY",
            )
        for rows, key, wanted in (
            (edition.figures, "metric_code", figures),
            (edition.promises, "pk", promises),
            (edition.reports, "pk", reports),
        ):
            rows.update(included=False)
            rows.filter(**{f"{key}__in": list(wanted)}).update(included=True)
        _seal(edition)
        audit_write(actor, "edition_choose", edition, changes=_counts(edition))
    return edition


def edition_drop(edition: Edition, *, actor: Any) -> Edition:
    """Give a draft up; it stays readable inside the town."""
    may_edit(actor, "public.prepare", edition.area_code)
    with transaction.atomic():
        edition = _draft(edition)
        edition.state = EditionState.DROPPED
        edition.save(update_fields=["state"])
        audit_write(actor, "edition_drop", edition)
    return edition


def edition_publish(edition: Edition, *, actor: Any, seen: str) -> Edition:
    """Make a draft public as it is. seen : the seal of what the leader looked at.

    Conflict: it is no draft, it is another than the one looked at, or its figures are not those of the data any more.
    """
    may_edit(actor, "public.publish", edition.area_code)
    with transaction.atomic():
        edition = _draft(edition)
        if not seen:
            raise BadInput(
                "没有说公布哪一稿",
                where="公布",
                expected="预览过的一稿",
                do="请从预览页公布",
                code="ZW-PUBLIC-SEEN",
            )
        if seen != edition.seal:
            raise Conflict(
                "您看过以后，这一期又改过",
                where=str(edition),
                expected="看过的内容",
                do="请再看一遍后公布",
                code="ZW-PUBLIC-SEEN",
            )
        _still_true(edition)
        last = (
            Edition.objects.filter(area_code=edition.area_code, year=edition.year).order_by("-number").first()
        )
        edition.number = (last.number if last is not None else 0) + 1
        edition.state, edition.published_on = EditionState.PUBLISHED, today()
        edition.published_by = actor if getattr(actor, "pk", None) else None
        edition.save(update_fields=["number", "state", "published_on", "published_by"])
        audit_write(actor, "edition_publish", edition, changes={"seal": edition.seal, **_counts(edition)})
    return edition


def _still_true(edition: Edition) -> None:
    """Conflict when a figure of the draft would be another one now."""
    now = {row.metric_code: row for row in gather_figures(edition.area_code, edition.period)}
    moved = [
        row.name
        for row in edition.figures.filter(included=True)
        if (new := now.get(row.metric_code)) is None or (new.value, new.growth) != (row.value, row.growth)
    ]
    if moved:
        more = f"等{len(moved)}个" if len(moved) > _NAMED else ""
        raise Conflict(
            f"整理以后，{'、'.join(moved[:_NAMED])}{more}变了", where=str(edition), expected="与数据一致的数",
            do="请文员重新整理后再公布", code="ZW-PUBLIC-STALE",
        )  # fmt: skip


def edition_withdraw(edition: Edition, *, actor: Any, why: str) -> Edition:
    """Take a published edition back, with a reason that outsiders read at its address."""
    may_edit(actor, "public.publish", edition.area_code)
    why = why.strip()[:200]
    if not why:
        raise BadInput(
            "没有写理由", where="理由", expected="一句话，会公布", do="请写明为什么撤回", code="ZW-REASON"
        )
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        if edition.state != EditionState.PUBLISHED:
            raise Conflict(
                f"{edition}{edition.get_state_display()}",
                expected="公布着的一期",
                do="请刷新页面",
                code="ZW-PUBLIC-STATE",
            )
        edition.state, edition.withdrawn_on, edition.withdrawn_why = EditionState.WITHDRAWN, today(), why
        edition.save(update_fields=["state", "withdrawn_on", "withdrawn_why"])
        audit_write(actor, "edition_withdraw", edition, reason=why)
    return edition


def _draft(edition: Edition) -> Edition:
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.state != EditionState.DRAFT:
        raise Conflict(
            f"{edition}{edition.get_state_display()}，不能再改",
            expected="准备中的一期",
            do="请刷新页面",
            code="ZW-PUBLIC-STATE",
        )
    return edition


def _counts(edition: Edition) -> dict[str, int]:
    return {
        name: getattr(edition, name).filter(included=True).count()
        for name in ("figures", "promises", "reports")
    }


def _seal(edition: Edition) -> None:
    """The hash of everything that the edition shows."""
    shown = content_of(edition)
    rows = [
        [edition.area_code, edition.period.iso, edition.plan_title, str(edition.states_on)],
        *(
            [r.metric_code, r.metric_version, str(r.value), str(r.growth), r.unit, str(r.as_of), r.definition]
            for r in shown.figures
        ),
        *([r.quote, r.livelihood, str(r.due_on), r.state, r.computed_state] for r in shown.promises),
        *([r.title, r.version.sha256] for r in shown.reports),
    ]
    edition.seal = hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()
    edition.save(update_fields=["seal"])
