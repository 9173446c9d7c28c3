"""What the steps of a notice come to, and which step may follow. Pure; how long a reply may take is dated data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from zhenwu.kernel.calendar import add_working_days
from zhenwu.plans.choices import NoticeStep as K
from zhenwu.plans.choices import SupervisionState as S


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days for a reply, and for another one after it was sent back; they hold from a day on."""

    valid_from: date
    reply: int
    again: int


#: Newest first.
TERMS = (Terms(date(2026, 1, 1), reply=5, again=2),)


def terms_on(day: date) -> Terms:
    """The terms in force on a day; before the first ones, the first."""
    return next((terms for terms in TERMS if terms.valid_from <= day), TERMS[-1])


class Step(Protocol):
    """What a step tells. until : the reply's due date, or the day until which more time is asked or given."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def text(self) -> str: ...
    @property
    def until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a notice stands: the columns of `Supervision` that its steps decide."""

    state: str
    requirement: str
    issued_on: date
    reply_due: date
    received_on: date | None = None
    replied_on: date | None = None
    reply: str = ""
    closed_on: date | None = None
    escalated_on: date | None = None
    asked_until: date | None = None
    extended_to: date | None = None
    extension_grounds: str = ""
    late_replies: int = 0
    returns: int = 0

    @property
    def due(self) -> date:
        return self.extended_to or self.reply_due


UNANSWERED = (S.ISSUED, S.RECEIVED, S.ESCALATED)
#: From which states each step may be taken.
MAY: dict[str, tuple[S, ...]] = {
    K.JOIN: (*UNANSWERED, S.REPLIED),
    K.RECEIVE: (S.ISSUED,),
    K.REPLY: UNANSWERED,
    K.RETURN: (S.REPLIED,),
    K.CLOSE: (S.REPLIED,),
    K.ESCALATE: (S.ISSUED, S.RECEIVED),
    K.ASK: UNANSWERED,
    K.GRANT: UNANSWERED,
    K.REFUSE: UNANSWERED,
    K.SETTLE: (*UNANSWERED, S.REPLIED),
}


def may_follow(standing: Standing, kind: str) -> bool:
    """Whether the step may be taken now; more time is granted and refused only where it was asked, and asked once at a time."""
    if standing.state not in MAY[kind]:
        return False
    if kind == K.REFUSE:
        return standing.asked_until is not None
    return kind != K.ASK or standing.asked_until is None


def follow(standing: Standing | None, step: Step) -> Standing:
    """Where a notice stands after one more step; the first one issues it.

    Raises ValueError for a step that may not follow.
    """
    if standing is None:
        if step.kind != K.ISSUE or step.until is None:
            raise ValueError(f"a notice begins with its issue, not with {step.kind}")
        return Standing(S.ISSUED, step.text, step.on, step.until)
    if step.kind == K.ISSUE or not may_follow(standing, step.kind):
        raise ValueError(f"{step.kind} may not follow {standing.state}")
    return _AFTER[K(step.kind)](standing, step)


def replay(steps: Iterable[Step]) -> Standing:
    """Where a notice stands by all its steps in their order."""
    standing: Standing | None = None
    for step in steps:
        standing = follow(standing, step)
    if standing is None:
        raise ValueError("a notice without steps")
    return standing


def _join(now: Standing, step: Step) -> Standing:
    """A second demand: what is owed already stays owed by its day; an answer that lies there answers only the first."""
    assert step.until is not None
    if now.state != S.REPLIED:
        if step.until < now.due:
            now = replace(now, reply_due=step.until, extended_to=None)
        return now
    return replace(now, state=S.RECEIVED, reply_due=step.until, extended_to=None)


def _receive(now: Standing, step: Step) -> Standing:
    return replace(now, state=S.RECEIVED, received_on=step.on)


def _reply(now: Standing, step: Step) -> Standing:
    return replace(
        now, state=S.REPLIED, received_on=now.received_on or step.on, replied_on=step.on, reply=step.text, asked_until=None,
        late_replies=now.late_replies + (step.on > now.due),
    )  # fmt: skip


def _return(now: Standing, step: Step) -> Standing:
    due = step.until or max(now.due, add_working_days(step.on, terms_on(step.on).again))
    return replace(now, state=S.RECEIVED, reply_due=due, extended_to=None, returns=now.returns + 1)


def _ask(now: Standing, step: Step) -> Standing:
    return replace(now, asked_until=step.until, extension_grounds=step.text)


def _grant(now: Standing, step: Step) -> Standing:
    return replace(
        now, extended_to=step.until, asked_until=None, extension_grounds=now.extension_grounds or step.text
    )


def _refuse(now: Standing, step: Step) -> Standing:
    return replace(now, asked_until=None)


def _escalate(now: Standing, step: Step) -> Standing:
    return replace(now, state=S.ESCALATED, escalated_on=step.on)


def _close(now: Standing, step: Step) -> Standing:
    return replace(now, state=S.CLOSED, closed_on=step.on, asked_until=None)


_AFTER = {
    K.JOIN: _join, K.RECEIVE: _receive, K.REPLY: _reply, K.RETURN: _return, K.ASK: _ask, K.GRANT: _grant, K.REFUSE: _refuse,
    K.ESCALATE: _escalate, K.CLOSE: _close, K.SETTLE: _close,
}  # fmt: skip
