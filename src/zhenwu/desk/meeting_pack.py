"""The meeting pack, a page a leader: last commitments, what changed, what is behind, what is due before the next; and minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import translation

from zhenwu.accounts.models import Person
from zhenwu.kernel import clock
from zhenwu.meetings.choices import RhythmKind
from zhenwu.meetings.models import Commitment, Meeting
from zhenwu.meetings.queries import Next, Owed, commitments, last_meeting, next_meetings, owed
from zhenwu.plans.models import Milestone, Plan, StateChange, Supervision
from zhenwu.plans.papers import town_government
from zhenwu.plans.queries import ItemRow, lit_plan
from zhenwu.plans.rules import Light
from zhenwu.plans.sentences import light_sentence
from zhenwu.writer.docx import Document, Heading, Paragraph, Table

#: States that need somebody, the most urgent first.
BEHIND = ("late", "behind", "stale", "nodata")


@dataclass(frozen=True, slots=True)
class Due:
    """Something due before the next meeting. thing : item, milestone, notice or commitment."""

    on: date
    thing: str
    key: int
    title: str
    office: str


@dataclass(frozen=True, slots=True)
class Pack:
    """What a leader takes to a meeting; without a leader, the whole town's."""

    leader: Person | None
    meeting: Next
    following: date | None
    last: Meeting | None
    owed: tuple[Owed, ...]
    changed: tuple[StateChange, ...]
    behind: tuple[tuple[ItemRow, Light], ...]
    due: tuple[Due, ...]

    @property
    def missing(self) -> int:
        """Commitments that were not kept or not answered in time."""
        return sum(one.state in ("late", "missed") for one in self.owed)


def leaders_of(plan: Plan) -> list[Person]:
    """Leaders who oversee an item of the plan, in the order in which papers list them."""
    return list(
        Person.objects.filter(
            area__code=plan.area_code, is_leader=True, active=True, overseen_items__plan=plan
        )
        .distinct()
        .order_by("order", "id")
    )


def meeting_pack(
    plan: Plan, user: Any, *, leader: Person | None = None, kind: str = "", day: date | None = None
) -> Pack | None:
    """The pack for the next meeting (of a kind) of the plan's town; None where no rhythm is set or the plan is out of reach.

    A constant number of queries, whatever the number of items, commitments and notices.
    """
    day = day or clock.today()
    if not Plan.objects.visible_to(user).filter(pk=plan.pk).exists():
        return None
    meetings = [one for one in next_meetings(plan.area_code, day) if not kind or one.kind == kind]
    if not meetings:
        return None
    meeting = meetings[0]
    later = [
        one.on
        for one in next_meetings(plan.area_code, meeting.on + timedelta(days=1))
        if one.kind == meeting.kind
    ]
    following = later[0] if later else None
    lit = lit_plan(plan, day=day)
    mine = [item for item in lit.items if leader is None or item.leader_id == leader.pk]
    keys = {item.pk for item in mine}
    offices = {item.lead_office_id for item in mine if item.lead_office_id}
    last = last_meeting(plan.area_code, meeting.kind, meeting.on)
    since = last.on if last else meeting.before or day - timedelta(days=7)
    until = following or meeting.on
    turned = StateChange.objects.filter(item__plan=plan, on__gt=since, on__lte=day).exclude(before="")
    behind = [(item, lit.lights[item.pk]) for item in mine if lit.lights[item.pk].state in BEHIND]
    behind.sort(key=lambda pair: (BEHIND.index(pair[1].state), pair[0].due_on or date.max))
    return Pack(
        leader, meeting, following, last, tuple(_owed(user, plan, leader, keys, offices, day)),
        tuple(row for row in turned.select_related("item__lead_office") if row.item_id in keys), tuple(behind),
        tuple(_due(user, plan, leader, mine, day, until)),
    )  # fmt: skip


def _owed(
    user: Any, plan: Plan, leader: Person | None, keys: set[int], offices: set[int], day: date
) -> list[Owed]:
    """Commitments that are not kept, and those of the last meeting that are: the town's, or those under a leader."""
    rows = commitments(user, plan.area_code).filter(meeting__on__gte=day - timedelta(days=400))
    if leader is not None:
        rows = rows.filter(
            Q(person=leader) | Q(item__in=keys) | Q(item__isnull=True, office__in=offices)
        ).distinct()
    found = owed(rows, day)
    newest = max((one.row.meeting.on for one in found), default=day)
    kept = [one for one in found if one.state != "kept" or one.row.meeting.on == newest]
    order = ("late", "missed", "open", "kept")
    return sorted(kept, key=lambda one: (order.index(one.state), one.row.due_on, one.row.pk))


def _due(
    user: Any, plan: Plan, leader: Person | None, mine: list[ItemRow], day: date, until: date
) -> list[Due]:
    """Items, milestones, replies and commitments that are due from today until the meeting after the next."""
    titles = {item.pk: item for item in mine}
    found = [
        Due(item.due_on, "item", item.pk, item.title, item.lead_office)
        for item in mine
        if item.due_on and day <= item.due_on <= until and item.status != "done"
    ]
    stones = Milestone.objects.filter(
        item__plan=plan, done_on__isnull=True, due_on__gte=day, due_on__lte=until
    )
    for stone in stones:
        if item := titles.get(stone.item_id):
            found.append(
                Due(stone.due_on, "milestone", item.pk, f"{item.title} · {stone.name}", item.lead_office)
            )
    notices = (
        Supervision.objects.visible_to(user).open().filter(area_code=plan.area_code).exclude(state="replied")
    )
    for notice in notices.select_related("office", "item", "record"):
        on = notice.extended_to or notice.reply_due
        theirs = leader is None or notice.leader_id == leader.pk or notice.item_id in titles
        if theirs and day <= on <= until:
            found.append(Due(on, "notice", notice.pk, f"{notice.number} {notice.about}", notice.office.name))
    return sorted(found, key=lambda one: (one.on, one.title))


def pack_document(packs: list[Pack], plan: Plan) -> Document:
    """Packs as one document, in Chinese whatever language the page speaks."""
    with translation.override("zh-hans"):
        blocks: list[Heading | Paragraph | Table] = []
        for number, pack in enumerate(packs, 1):
            who = pack.leader.title if pack.leader else "全镇"
            blocks.append(Heading(1, f"{_numeral(number)}、{who}"))
            blocks += _blocks(pack)
        meeting = packs[0].meeting
        return Document(
            f"{RhythmKind(meeting.kind).label}会议材料", f"（{_spoken(meeting.on)}）", blocks=blocks,
            signature=town_government(plan.area_code), date=clock.today(),
        )  # fmt: skip


def _blocks(pack: Pack) -> list[Heading | Paragraph | Table]:
    blocks: list[Heading | Paragraph | Table] = [Heading(2, "（一）上次议定")]
    if pack.owed:
        rows = [
            [one.row.text, one.row.office.name, _day(one.row.due_on), one.word, one.answer.text if one.answer else "—"]
            for one in pack.owed
        ]  # fmt: skip
        blocks.append(Table(["任务", "责任", "期限", "状态", "答复"], rows))
    else:
        blocks.append(Paragraph("没有待答复的任务。"))
    blocks.append(Heading(2, "（二）这段时间的变化"))
    blocks += [
        Paragraph(
            f"{_day(row.on)}，{row.item.title}由{row.get_before_display()}转为{row.get_after_display()}。"
        )
        for row in pack.changed
    ] or [Paragraph("没有事项变灯。")]
    blocks.append(Heading(2, "（三）落后和逾期的"))
    blocks += [
        Paragraph(f"{number}.{item.title}（{item.lead_office or '未定牵头'}）。{light_sentence(light)}")
        for number, (item, light) in enumerate(pack.behind, 1)
    ] or [Paragraph("每一项都在进度上。")]
    blocks.append(Heading(2, "（四）下次会议前到期的"))
    if pack.due:
        blocks.append(
            Table(
                ["期限", "事项", "责任"], [[_day(one.on), one.title, one.office or "—"] for one in pack.due]
            )
        )
    else:
        blocks.append(Paragraph("没有到期的。"))
    return blocks


def minutes_document(meeting: Meeting) -> Document:
    """The minutes of a meeting with what it decided and what became of it so far."""
    with translation.override("zh-hans"):
        blocks: list[Heading | Paragraph | Table] = []
        who = [
            f"主持：{meeting.chair.title}" if meeting.chair else "",
            f"参加：{meeting.present}" if meeting.present else "",
        ]
        blocks += [Paragraph(line) for line in who if line]
        if meeting.minutes:
            blocks.append(Heading(1, "一、议定"))
            blocks += [Paragraph(line.strip()) for line in meeting.minutes.splitlines() if line.strip()]
        rows = owed(Commitment.objects.filter(meeting=meeting), clock.today())
        if rows:
            blocks.append(Heading(1, f"{'二' if meeting.minutes else '一'}、任务"))
            table = [
                [str(one.row.number), one.row.text, f"{one.row.office}{f' {one.row.person}' if one.row.person else ''}",
                 _day(one.row.due_on), f"{one.word}：{one.answer.text}" if one.answer else one.word]
                for one in rows
            ]  # fmt: skip
            blocks.append(Table(["序号", "任务", "责任", "期限", "答复"], table))
        title = f"{meeting.get_kind_display()}会议纪要"
        return Document(
            title, f"（{_spoken(meeting.on)}）", blocks=blocks, signature=town_government(meeting.area_code), date=meeting.on
        )  # fmt: skip


def _numeral(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")


def _spoken(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
