"""Notices that something is late: issued or joined, received, answered, judged, given more time, taken further, closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import transaction

from zhenwu.accounts.models import Office, Person
from zhenwu.audit.actions import audit_write
from zhenwu.kernel import areacode, clock
from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.errors import BadInput, Conflict, Fault
from zhenwu.ledgers.files import held
from zhenwu.ledgers.models import Attachment, Record
from zhenwu.ledgers.rights import still_standing
from zhenwu.plans.actions.evidence import Paper, evidence_faults, paper_keep
from zhenwu.plans.choices import NoticeStep as K
from zhenwu.plans.choices import SupervisionState as S
from zhenwu.plans.models import Item, Supervision, SupervisionSerial, SupervisionStep
from zhenwu.plans.rights import (
    answers_for,
    require,
    require_addressed,
    require_part,
    require_review,
    require_running,
)
from zhenwu.plans.supervising import MAY, Standing, follow, may_follow, replay, terms_on

#: Columns of a notice that its steps decide.
DECIDED = tuple(name for name in Standing.__dataclass_fields__ if name not in ("requirement", "issued_on"))
LONGEST = 2000
#: Gives the file that a step is kept with.
Keeping = Callable[[Supervision], Attachment | None]
#: What a step is called when it is refused.
VERBS = {
    K.JOIN: "并入", K.RECEIVE: "签收", K.REPLY: "回复", K.RETURN: "退回", K.CLOSE: "办结", K.ESCALATE: "上报", K.ASK: "申请延期",
    K.GRANT: "延期", K.REFUSE: "答复延期", K.SETTLE: "处置",
}  # fmt: skip


@transaction.atomic
def supervision_issue(
    *, actor: Any, requirement: str, office: Office | None = None, item: Item | None = None, record: Record | None = None,
    finding: str = "", person: Person | None = None, leader: Person | None = None, copies: Iterable[Office] = (),
    reply_due: date | None = None, on: date | None = None,
) -> Supervision:  # fmt: skip
    """Ask an office to answer for something late: an item, a record or a finding in words.

    reply_due : without it, as many working days as the terms give. While a notice on the same thing is open, the second one
    joins it: its demand stands beside the first, its copies are added, and another office that it names is told by copy.
    Returns the notice; the last of its steps tells whether it was issued or joined.
    """
    office = office or (item.lead_office if item else None)
    finding = " ".join(finding.split())
    area = item.area_code if item else record.area_code if record else office.area.code if office else ""
    town = areacode.town_of(area) if area else ""
    require(actor, "supervise", town)
    if item:
        require_running(item)
    if record:
        still_standing(record)
    day = on or clock.today()
    due = reply_due or add_working_days(day, terms_on(day).reply)
    faults = [*_text_faults(requirement, "要求"), *_past_faults(day), *_about_faults(item, record, finding)]
    if office is None:
        faults.append(
            Fault("没有督办对象", "责任办公室", "一个办公室", "请先分派牵头办公室", "ZW-SUPERVISION")
        )
    elif areacode.town_of(office.area.code) != town:
        faults.append(Fault(f"{office}不在本镇", "责任办公室", "本镇的办公室", "请另选", "ZW-SUPERVISION"))
    if due < day:
        faults.append(
            Fault(
                f"回复期限{due}早于发出日期{day}", "回复期限", "不早于发出日期", "请改日期", "ZW-SUPERVISION"
            )
        )
    if faults:
        raise BadInput.of(faults, source=item.title if item else "")
    assert office is not None
    serial = _serial(town, day.year)
    running = (
        Supervision.objects.open()
        .select_for_update(of=("self",))
        .filter(area_code=town, item=item, record=record, finding=finding)
        .first()
    )
    if running is not None:
        return _join(running, actor, requirement.strip(), due, day, office, copies)
    serial.last += 1
    serial.save(update_fields=["last"])
    notice = Supervision.objects.create(
        item=item, record=record, finding=finding, area_code=town, number=f"督办〔{day.year}〕{serial.last}号", year=day.year,
        serial=serial.last, requirement=requirement.strip(), office=office, person=person or (item.owner if item else None),
        leader=leader or (item.leader if item else None), issued_on=day, issued_by=_user(actor), reply_due=due,
    )  # fmt: skip
    notice.copies.set(one for one in copies if one.pk != office.pk)
    SupervisionStep.objects.create(
        notice=notice, number=1, kind=K.ISSUE, on=day, text=notice.requirement, until=due, by=_user(actor)
    )
    audit_write(actor, "supervision_issue", notice, changes={"office": office.name, "reply_due": due})
    return notice


def _join(
    notice: Supervision, actor: Any, text: str, due: date, day: date, office: Office, copies: Iterable[Office]
) -> Supervision:
    _step(notice, K.JOIN, actor, on=day, text=text, until=due)
    others = [one for one in (office, *copies) if one.pk != notice.office_id]
    notice.copies.add(*others)
    audit_write(actor, "supervision_join", notice, reason=text, changes={"reply_due": due})
    return notice


def _serial(town: str, year: int) -> SupervisionSerial:
    """The town's book of numbers, locked: who issues next waits until this notice stands, in whatever year."""
    SupervisionSerial.objects.get_or_create(area_code=town, year=year)
    books = SupervisionSerial.objects.select_for_update().filter(area_code=town).order_by("id")
    return next(book for book in list(books) if book.year == year)


@transaction.atomic
def supervision_receive(notice: Supervision, *, actor: Any, on: date | None = None) -> Supervision:
    """The office has read it."""
    require_addressed(actor, notice)
    notice = _move(notice, K.RECEIVE, actor, on=on)
    audit_write(actor, "supervision_receive", notice)
    return notice


def supervision_reply(
    notice: Supervision, *, actor: Any, reply: str, record: Record | None = None, attachment: Attachment | None = None,
    paper: Paper | None = None, on: date | None = None,
) -> Supervision:  # fmt: skip
    """The office answers, with a record or one of its files, or a file of its own as evidence; a notice not yet received is received by it.

    paper : kept with the step, sealed where it tells of persons. BadInput as `files.check_file`; nothing is written then.
    """
    require_addressed(actor, notice)
    faults = [*_text_faults(reply, "回复"), *evidence_faults(notice, record, attachment)]
    if paper is not None and attachment is not None:
        faults.append(Fault("凭据的文件有两个", "附件", "一个文件", "请去掉一个", "ZW-SUPERVISION"))

    def kept(row: Supervision) -> Attachment | None:
        if paper is None:
            return attachment
        among = Attachment.objects.filter(pk__in=row.steps.values("attachment"), record__isnull=True)
        beside = (row.record, record)
        return paper_keep(paper, actor=actor, area_code=row.area_code, among=among, beside=beside)

    with held(), transaction.atomic():
        notice = _move(notice, K.REPLY, actor, on=on, text=reply, record=record, kept=kept, faults=faults)
        file = notice.steps.values_list("attachment", flat=True).order_by("-number")[0]
        audit_write(actor, "supervision_reply", notice, changes={"record": record, "file": file})
    return notice


@transaction.atomic
def supervision_close(
    notice: Supervision, *, actor: Any, accept: bool = True, why: str = "", until: date | None = None, on: date | None = None
) -> Supervision:  # fmt: skip
    """Who supervises is content, or (accept=False, with reasons) sends the answer back; until : when the next one is due."""
    require_review(actor, notice)
    day = on or clock.today()
    if accept:
        notice = _move(notice, K.CLOSE, actor, on=day, text=why)
    else:
        faults = _text_faults(why, "理由")
        if until and until < day:
            faults.append(
                Fault(f"再回复的期限{until}已过", "延期到", f"不早于{day}", "请改日期", "ZW-SUPERVISION")
            )
        due = until or max(_due(notice), add_working_days(day, terms_on(day).again))
        notice = _move(notice, K.RETURN, actor, on=day, text=why, until=due, faults=faults)
    audit_write(actor, "supervision_close", notice, reason=why, changes={"accepted": accept})
    return notice


@transaction.atomic
def supervision_escalate(
    notice: Supervision, *, actor: Any, why: str, leader: Person | None = None, on: date | None = None
) -> Supervision:
    """Take an unanswered notice to the leader in charge."""
    require_review(actor, notice)
    leader = leader or notice.leader
    faults = _text_faults(why, "理由")
    if leader is None:
        faults.append(Fault("没有分管领导", "分管领导", "一位领导", "请选上报给哪位领导", "ZW-SUPERVISION"))
    notice = _move(notice, K.ESCALATE, actor, on=on, text=why, faults=faults)
    notice.leader = leader
    notice.save(update_fields=["leader"])
    audit_write(actor, "supervision_escalate", notice, reason=why, changes={"leader": str(leader)})
    return notice


@transaction.atomic
def supervision_settle(notice: Supervision, *, actor: Any, why: str, on: date | None = None) -> Supervision:
    """Close a notice without an accepted answer, with the grounds: the leader in charge has dealt with it, or it is moot."""
    require_review(actor, notice)
    notice = _move(notice, K.SETTLE, actor, on=on, text=why, faults=_text_faults(why, "理由"))
    audit_write(actor, "supervision_settle", notice, reason=why)
    return notice


@transaction.atomic
def supervision_extend(
    notice: Supervision, *, actor: Any, until: date, grounds: str, on: date | None = None
) -> Supervision:
    """More time: the office asks for it with grounds; who supervises and does not answer himself gives it by the same words."""
    require_part(actor, notice)
    kind = K.ASK if answers_for(actor, notice) and actor is not None else K.GRANT
    faults = _text_faults(grounds, "理由", code="ZW-REASON", longest=300)
    if until <= _due(notice):
        faults.append(
            Fault(
                f"延期到{until}不晚于原期限{_due(notice)}",
                "延期到",
                "晚于原期限",
                "请改日期",
                "ZW-SUPERVISION",
            )
        )
    notice = _move(notice, kind, actor, on=on, text=grounds, until=until, faults=faults)
    audit_write(
        actor, "supervision_extend", notice, reason=grounds, changes={"until": until, "granted": kind == K.GRANT}
    )  # fmt: skip
    return notice


@transaction.atomic
def supervision_answer(
    notice: Supervision, *, actor: Any, grant: bool, grounds: str = "", on: date | None = None
) -> Supervision:
    """Grant the time that was asked for, or refuse it with grounds."""
    require_review(actor, notice)
    faults = [] if grant else _text_faults(grounds, "理由", code="ZW-REASON")
    if notice.asked_until is None:
        raise Conflict(
            f"{notice.number}没有待答复的延期申请", expected="责任办公室申请延期", do="请刷新后再看",
            code="ZW-SUPERVISION-STATE",
        )  # fmt: skip
    until = notice.asked_until if grant else None
    notice = _move(
        notice, K.GRANT if grant else K.REFUSE, actor, on=on, text=grounds, until=until, faults=faults
    )
    audit_write(
        actor, "supervision_answer", notice, reason=grounds, changes={"granted": grant, "until": until}
    )
    return notice


def _user(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None


def _due(notice: Supervision) -> date:
    return notice.extended_to or notice.reply_due


def _text_faults(
    text: str, where: str, *, code: str = "ZW-SUPERVISION", longest: int = LONGEST
) -> list[Fault]:
    if not text.strip():
        return [Fault(f"没有写{where}", where, "一句话", code=code)]
    if len(text) > longest:
        return [Fault(f"{where}有{len(text)}字，太长", where, f"不超过{longest}字", "请缩短", code)]
    return []


def _past_faults(day: date) -> list[Fault]:
    if day > clock.today():
        return [Fault(f"{day}还没有到", "日期", f"不晚于{clock.today()}", "请改日期", "ZW-DATE")]
    return []


def _about_faults(item: Item | None, record: Record | None, finding: str) -> list[Fault]:
    if sum(map(bool, (item, record, finding))) == 1:
        if len(finding) <= 200:
            return []
        return [Fault(f"问题有{len(finding)}字，太长", "问题", "不超过200字", "请缩短", "ZW-SUPERVISION")]
    what = "没有写督办什么" if not (item or record or finding) else "一份督办只问一件事"
    return [Fault(what, "问题", "一个事项、一条记录或一个问题", "请写明是什么事", "ZW-SUPERVISION")]


def _move(
    notice: Supervision, kind: K, actor: Any, *, on: date | None = None, text: str = "", until: date | None = None,
    record: Record | None = None, kept: Keeping | None = None, faults: list[Fault] | None = None,
) -> Supervision:  # fmt: skip
    """Lock the notice, then take a step if it may follow; what is wrong with its words comes after what forbids it."""
    notice = Supervision.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    _step(notice, kind, actor, on=on, text=text.strip(), until=until, record=record, kept=kept,
          faults=faults)  # fmt: skip
    return notice


def _step(
    notice: Supervision, kind: K, actor: Any, *, on: date | None, text: str, until: date | None, record: Record | None = None,
    kept: Keeping | None = None, faults: list[Fault] | None = None,
) -> None:  # fmt: skip
    """kept : gives the file of the step, once nothing else is wrong."""
    steps = list(notice.steps.all())
    standing, day = replay(steps), on or clock.today()
    if not may_follow(standing, kind):
        raise Conflict(
            f"{notice.number}{notice.get_state_display()}，不能{VERBS[kind]}",
            expected="、".join(str(S(state).label) for state in MAY[kind]), do="请刷新后再看", code="ZW-SUPERVISION-STATE",
        )  # fmt: skip
    faults = [*(faults or []), *_past_faults(day)]
    if day < steps[-1].on:
        faults.append(
            Fault(f"{day}早于上一步{steps[-1].on}", "日期", f"不早于{steps[-1].on}", "请改日期", "ZW-DATE")
        )
    if faults:
        raise BadInput.of(faults, source=notice.number)
    step = SupervisionStep.objects.create(
        notice=notice, number=len(steps) + 1, kind=kind, on=day, text=text, until=until, record=record,
        attachment=kept(notice) if kept else None, by=_user(actor),
    )  # fmt: skip
    for name, value in asdict(follow(standing, step)).items():
        if name in DECIDED:
            setattr(notice, name, value)
    notice.save(update_fields=list(DECIDED))
