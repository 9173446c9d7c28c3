"""What waits for a person: notices, late things, check-ins asked, files with faults, a plan to review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from zhenwu.kernel import areacode, clock
from zhenwu.kernel.calendar import add_working_days, working_days_between
from zhenwu.ledgers.choices import ImportState
from zhenwu.ledgers.models import ImportBatch, Record
from zhenwu.plans.choices import ConfirmationState, ItemStatus, PlanState
from zhenwu.plans.models import Confirmation, Plan
from zhenwu.plans.queries.lights import lit_plan
from zhenwu.plans.queries.standing import ItemRow
from zhenwu.plans.queries.supervision import waiting_notices, words_of
from zhenwu.plans.rules import Light
from zhenwu.plans.sentences import spoken

#: Working days ahead that "soon" reaches, and how many late records a desk lists.
SOON = 3
MOST = 30


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One thing that waits. part : late, soon, todo or mine; thing, key : what it is, for the door to link."""

    part: str
    thing: str
    key: Any
    title: str
    detail: str
    state: str = ""
    words: str = ""
    due: date | None = None
    light: Light | None = None
    more: str = ""


def my_desk(user: Any, *, day: date | None = None, year: int | None = None) -> list[DeskEntry]:
    """Everything that waits for the user, the most urgent first; the last part lists the items that are his."""
    day = day or clock.today()
    found = [*_notices(user, day), *_records(user, day), *_batches(user), *_reviews(user)]
    for plan in _plans(user, year or day.year):
        found += [*_words(user, plan), *_items(user, plan, day)]
    order = ("late", "soon", "todo", "mine")
    return sorted(found, key=lambda entry: (order.index(entry.part), entry.due or date.max))


def _plans(user: Any, year: int) -> list[Plan]:
    towns = user.scope.towns()
    if any(areacode.level(code) != "township" for code in towns):
        return []  # a county's desk is not made of its towns' items
    return list(Plan.objects.visible_to(user).filter(year=year, state=PlanState.APPROVED))


def _clock(due: date, day: date) -> tuple[str, str, str]:
    """Part, state and words of a due date."""
    if due < day:
        return "late", "late", _("逾期{days}天").format(days=(day - due).days)
    left = working_days_between(day, due)
    if due <= add_working_days(day, SOON):
        return "soon", "behind", _("今天到期") if not left else _("余{days}个工作日").format(days=left)
    return "todo", "", ""


def _notices(user: Any, day: date) -> Iterable[DeskEntry]:
    for one in waiting_notices(user, day=day):
        row, label = one.notice, words_of(one)
        if one.what in ("receive", "reply"):
            assert one.due is not None
            part, state, words = _clock(one.due, day)
            detail = _("督办 · {who}{day}发").format(who=row.issued_by or "", day=spoken(row.issued_on))
            yield DeskEntry(
                part, "supervision", row.pk, row.requirement, detail, state, words or label, one.due
            )
            continue
        detail = _("督办 · {office} · {about}").format(office=row.office, about=row.about)
        yield DeskEntry("todo", "supervision", row.pk, row.requirement, detail, "", label, one.due)


def _records(user: Any, day: date) -> Iterable[DeskEntry]:
    """Open records of the user's office that are late or soon will be."""
    soon = add_working_days(day, SOON)
    roles = user.scope.roles
    if roles & {"village", "grid"}:
        mine = Q()
    elif user.office_id:
        mine = Q(office_id=user.office_id) | Q(office__isnull=True, ledger__office_code=user.office.code)
    else:
        return
    rows = (
        Record.objects.visible_to(user)
        .standing()
        .filter(mine, closed_on__isnull=True, due_on__lte=soon)
        .select_related("ledger")
        .order_by("due_on", "id")[:MOST]
    )
    from zhenwu.areas.models import Area

    found = list(rows)
    codes = {areacode.village_of(row.area_code) for row in found}
    names = dict(Area.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    for row in found:
        part, state, words = _clock(row.due_on, day)
        place = names.get(areacode.village_of(row.area_code), "")
        stage = row.ledger.stage_name(row.stage) if row.stage else ""
        detail = " · ".join(p for p in (f"{row.ledger.name} {row.number}".strip(), place, stage) if p)
        yield DeskEntry(
            part, "record", row.pk, row.title, detail, state, words, row.due_on, more=row.ledger.code
        )


def _batches(user: Any) -> Iterable[DeskEntry]:
    """The user's own files that are read in but not written."""
    rows = (
        ImportBatch.objects.filter(created_by=user, state__in=[ImportState.STAGED, ImportState.FAULTY])
        .select_related("ledger")
        .defer("content")
    )
    for row in rows:
        faulty = row.state == ImportState.FAULTY or bool(row.counts.get("faulty"))
        title = (
            _("{name}有{count}处错").format(
                name=row.file_name, count=len(row.faults) or row.counts.get("faulty", 0)
            )
            if faulty
            else _("{name}读入了还没有写").format(name=row.file_name)
        )
        detail = _("导入 · {ledger} · {rows}行未写入").format(
            ledger=row.ledger.name, rows=row.counts.get("rows", 0)
        )
        yield DeskEntry(
            "todo",
            "import",
            row.pk,
            title,
            detail,
            "",
            _("退回") if faulty else _("待写"),
            more=row.ledger.code,
        )


def _reviews(user: Any) -> Iterable[DeskEntry]:
    """Plans that the user may bring into force."""
    for plan in Plan.objects.visible_to(user).filter(state=PlanState.DRAFT):
        if not user.scope.may("plan.edit", plan.area_code):
            continue
        waiting = plan.items.filter(status=ItemStatus.SUGGESTED).count()
        detail = _("{count}项待审").format(count=waiting) if waiting else _("全部审过，待批准")
        yield DeskEntry("todo", "review", plan.pk, plan.title, detail, "", _("审核"))


def _words(user: Any, plan: Plan) -> Iterable[DeskEntry]:
    """What the user's office was given and has not answered; for who edits the plan, objections that wait for him."""
    rows = Confirmation.objects.filter(item__plan=plan, item__status=ItemStatus.ACCEPTED)
    asked = rows.filter(state=ConfirmationState.ASKED, office_id=user.office_id or 0).count()
    if asked:
        yield DeskEntry(
            "todo",
            "assignment",
            plan.pk,
            _("领到{count}件，等您确认").format(count=asked),
            plan.title,
            "",
            _("确认"),
        )
    if user.scope.may("plan.edit", plan.area_code):
        objected = rows.filter(state=ConfirmationState.OBJECTED).count()
        if objected:
            title = _("{count}件分工有异议").format(count=objected)
            yield DeskEntry("todo", "assignment", plan.pk, title, plan.title, "", _("答复"))
    if user.scope.may("change.approve", plan.area_code):
        waiting = plan.changes.open().exclude(asked_by=user).count()
        if waiting:
            title = _("{count}件计划变更待批").format(count=waiting)
            yield DeskEntry("todo", "change", plan.pk, title, plan.title, "", _("批"))


def _mine(user: Any, item: ItemRow) -> bool:
    if user.person_id and user.person_id in (item.owner_id, item.leader_id):
        return True
    return bool(user.office_id) and user.office_id == item.lead_office_id


def _items(user: Any, plan: Plan, day: date) -> Iterable[DeskEntry]:
    """The user's items: late ones and those due soon where they hurt, check-ins asked, and all of them with their progress."""
    lit = lit_plan(plan, day=day)
    for item in lit.items:
        if not _mine(user, item):
            continue
        light = lit.lights[item.pk]
        detail = " · ".join(
            part for part in (_("任务 {code}").format(code=item.code).strip(), item.group) if part
        )
        leads = user.person_id != item.leader_id or item.owner_id == user.person_id
        if light.state not in ("done", "waiting") and item.due_on:
            part, state, words = _clock(item.due_on, day)
            if part != "todo":
                yield DeskEntry(part, "item", item.pk, item.title, detail, state, words, item.due_on, light)
            elif leads and light.state in ("nodata", "stale") and light.kind == "check_in":
                since = (
                    _("已{days}天没有进展").format(days=(day - light.as_of).days)
                    if light.as_of
                    else _("还没有报过进展")
                )
                yield DeskEntry(
                    "todo",
                    "check-in",
                    item.pk,
                    item.title,
                    f"{detail} · {since}",
                    "",
                    _("报进展"),
                    None,
                    light,
                )
        yield DeskEntry(
            "mine", "item", item.pk, item.title, detail, light.state, light.words, item.due_on, light
        )
