"""Writes of the meeting room: when a town meets, what a meeting decided, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault, NotFound, Refused
from zhenwu.ledgers.files import Given, held
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.meetings.choices import RhythmKind
from zhenwu.meetings.models import Answer, Commitment, Meeting, Rhythm
from zhenwu.plans.actions.evidence import Paper, paper_give, paper_keep
from zhenwu.plans.models import Item
from zhenwu.plans.rights import require

#: Most working days before a meeting from which answers may be asked.
LONGEST_BEFORE = 5


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided: who does what by when."""

    text: str
    office: Office | None
    due_on: date | None
    person: Person | None = None
    item: Item | None = None


@transaction.atomic
def rhythm_set(
    *, actor: Any, area_code: str, kind: str, valid_from: date, weekday: int = 0, days: Sequence[int] = (), before: int = 2,
    offices: Iterable[Office] = (),
) -> Rhythm:  # fmt: skip
    """Say when a town meets from a day on; the arrangement before ends the day before. The same day again corrects it."""
    require(actor, "supervise", area_code)
    faults = []
    if kind not in RhythmKind.values:
        faults.append(
            Fault(
                f"没有会议“{kind}”", "种类", "、".join(str(one.label) for one in RhythmKind), code="ZW-RHYTHM"
            )
        )
    elif kind == RhythmKind.WEEKLY and not 0 <= weekday <= 6:
        faults.append(Fault(f"没有星期{weekday}", "星期", "0到6，0是星期一", code="ZW-RHYTHM"))
    elif kind != RhythmKind.WEEKLY and (not days or any(not 1 <= number <= 31 for number in days)):
        faults.append(Fault("没有写每月哪几天", "日子", "1到31之间的日子", "如10、20、30", "ZW-RHYTHM"))
    if not 0 <= before <= LONGEST_BEFORE:
        faults.append(
            Fault(
                f"提前{before}个工作日不对", "提前几个工作日问", f"0到{LONGEST_BEFORE}", "请改正", "ZW-RHYTHM"
            )
        )
    later = Rhythm.objects.filter(area_code=area_code, kind=kind, valid_from__gt=valid_from).first()
    if later is not None:
        faults.append(
            Fault(f"{later.valid_from}起已另有安排", "从", f"晚于{later.valid_from}", "请改日期", "ZW-RHYTHM")
        )
    if faults:
        raise BadInput.of(faults)
    Rhythm.objects.filter(
        area_code=area_code, kind=kind, valid_from__lt=valid_from, valid_until__isnull=True
    ).update(valid_until=valid_from - timedelta(days=1))
    row, _made = Rhythm.objects.update_or_create(
        area_code=area_code, kind=kind, valid_from=valid_from,
        defaults={"weekday": weekday, "days": sorted(set(days)), "before": before},
    )  # fmt: skip
    row.offices.set(offices)
    audit_write(actor, "rhythm_set", row, changes={"weekday": weekday, "days": list(days), "before": before})
    return row


def _decision_faults(area_code: str, decisions: Sequence[Decision], on: date) -> list[Fault]:
    faults = []
    for number, one in enumerate(decisions, 1):
        where = f"第{number}条"
        if not one.text.strip():
            faults.append(Fault("没有写做什么", where, "一句话", code="ZW-COMMITMENT"))
        if len(one.text) > 300:
            faults.append(
                Fault(f"有{len(one.text)}字，太长", where, "不超过300字", "请缩短", "ZW-COMMITMENT")
            )
        if one.office is None:
            faults.append(Fault("没有责任办公室", where, "本镇的一个办公室", "请选一个", "ZW-COMMITMENT"))
        elif areacode.town_of(one.office.area.code) != area_code:
            faults.append(Fault(f"{one.office}不在本镇", where, "本镇的办公室", "请另选", "ZW-COMMITMENT"))
        if one.due_on is None:
            faults.append(Fault("没有期限", where, "一个日期", code="ZW-COMMITMENT"))
        elif one.due_on < on:
            faults.append(
                Fault(f"期限{one.due_on}早于会议{on}", where, "不早于会议", "请改日期", "ZW-COMMITMENT")
            )
    return faults


@transaction.atomic
def meeting_hold(
    *, actor: Any, area_code: str, kind: str, on: date, chair: Person | None = None, present: str = "", minutes: str = "",
    decisions: Sequence[Decision] = (),
) -> Meeting:  # fmt: skip
    """Keep a meeting that was held; each of its decisions becomes a commitment."""
    require(actor, "supervise", area_code)
    faults = []
    if kind not in RhythmKind.values:
        faults.append(
            Fault(
                f"没有会议“{kind}”",
                "种类",
                "、".join(str(one.label) for one in RhythmKind),
                code="ZW-MEETING",
            )
        )
    if on > clock.today():
        faults.append(Fault(f"{on}还没有到", "日期", f"不晚于{clock.today()}", "请改日期", "ZW-DATE"))
    if not minutes.strip() and not decisions:
        faults.append(Fault("会议没有记什么", "议定", "一句话，或一条任务", "请写明", "ZW-MEETING"))
    faults += _decision_faults(area_code, decisions, on)
    if faults:
        raise BadInput.of(faults)
    if Meeting.objects.filter(area_code=area_code, kind=kind, on=on).exists():
        raise Conflict(
            f"{on}的{RhythmKind(kind).label}已经记过", expected="另一天的会议", do="请在原来那次会议里加", code="ZW-MEETING-TWICE"
        )  # fmt: skip
    meeting = Meeting.objects.create(
        area_code=area_code, kind=kind, on=on, chair=chair, present=present.strip(), minutes=minutes.strip(), by=_user(actor)
    )  # fmt: skip
    for number, one in enumerate(decisions, 1):
        _commit(meeting, number, one)
    audit_write(actor, "meeting_hold", meeting, changes={"decisions": len(decisions)})
    return meeting


@transaction.atomic
def commitment_add(meeting: Meeting, *, actor: Any, decision: Decision) -> Commitment:
    """One more decision of a meeting that was kept already."""
    require(actor, "supervise", meeting.area_code)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if faults := _decision_faults(meeting.area_code, [decision], meeting.on):
        raise BadInput.of(faults)
    row = _commit(meeting, meeting.commitments.count() + 1, decision)
    audit_write(actor, "commitment_add", row, changes={"due_on": row.due_on})
    return row


def _commit(meeting: Meeting, number: int, one: Decision) -> Commitment:
    assert one.office is not None and one.due_on is not None
    return Commitment.objects.create(
        meeting=meeting, number=number, text=one.text.strip(), office=one.office, person=one.person, due_on=one.due_on,
        item=one.item,
    )  # fmt: skip


def owes(actor: Any, commitment: Commitment) -> bool:
    """Whether the commitment is the actor's or his office's."""
    return actor is None or bool(
        (actor.office_id and actor.office_id == commitment.office_id)
        or (actor.person_id and actor.person_id == commitment.person_id)
    )


def require_owing(actor: Any, commitment: Commitment) -> None:
    """Refused unless the commitment is the actor's, or he keeps the plan for everybody."""
    if owes(actor, commitment) or actor.scope.may("plan.edit", commitment.area_code):
        return
    raise Refused(
        "这条不是您的任务", where=commitment.text, expected=str(commitment.office), do="请由责任办公室答复", code="ZW-COMMITMENT-RIGHT"
    )  # fmt: skip


def commitment_answer(
    commitment: Commitment, *, actor: Any, text: str, kept: bool = True, record: Record | None = None, paper: Paper | None = None,
    on: date | None = None,
) -> Answer:  # fmt: skip
    """One line on what became of a commitment, with a record or a file as evidence; a later one holds instead."""
    require_owing(actor, commitment)
    day = on or clock.today()
    faults = []
    if not text.strip():
        faults.append(Fault("答复不能空", "答", "一句话", code="ZW-COMMITMENT"))
    if len(text) > 300:
        faults.append(Fault(f"答复有{len(text)}字，太长", "答", "不超过300字", "请缩短", "ZW-COMMITMENT"))
    if not commitment.meeting.on <= day <= clock.today():
        faults.append(
            Fault(
                f"日期{day}不对", "日期", f"{commitment.meeting.on}到{clock.today()}", "请改日期", "ZW-DATE"
            )
        )
    if record is not None and (
        record.withdrawn_on or areacode.town_of(record.area_code) != commitment.area_code
    ):
        faults.append(
            Fault(f"“{record}”不能作凭据", "凭据", "本镇没有撤回的记录", "请另选一条", "ZW-COMMITMENT")
        )
    if faults:
        raise BadInput.of(faults, source=commitment.text)
    with held(), transaction.atomic():
        file = None
        if paper is not None:
            among = Attachment.objects.filter(pk__in=commitment.answers.values("attachment"))
            file = paper_keep(
                paper, actor=actor, area_code=commitment.area_code, among=among, beside=(record,)
            )
        row = Answer.objects.create(
            commitment=commitment, on=day, text=text.strip(), kept=kept, record=record, attachment=file, by=_user(actor)
        )  # fmt: skip
        changes = {"kept": kept, "on": day, "file": file.pk if file else None}
        audit_write(actor, "commitment_answer", commitment, changes=changes)
    return row


def opens_file(actor: Any, commitment: Commitment, attachment: Attachment) -> bool:
    """Whether somebody who reads the meeting may open an answer's file: a sealed one who owes it, edits the plan or supervises."""
    may_all = [
        actor is None or actor.scope.may(ability, commitment.area_code)
        for ability in ("plan.edit", "supervise")
    ]
    return not attachment.sealed or owes(actor, commitment) or any(may_all)


def commitment_paper(commitment: Commitment, *, actor: Any, attachment: Attachment) -> Given:
    """The content of a file that an answer brought; the caller has found that the actor reads the meeting."""
    if not commitment.answers.filter(attachment=attachment).exists():
        raise NotFound("这条任务没有这个文件", expected="答复附上的文件", do="请从会议页里选", code="ZW-FILE")
    opens = opens_file(actor, commitment, attachment)
    return paper_give(attachment, actor=actor, opens=opens, action="commitment_paper", thing=commitment)


def _user(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None
