"""The year's end: answers worked out, confirmed by offices, signed off by a leader; then the plan is closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.kernel import clock
from zhenwu.kernel.errors import BadInput, Conflict, Fault, Refused
from zhenwu.plans.choices import AnswerState as S
from zhenwu.plans.choices import ChangeState, ItemStatus, Outcome, PlanState
from zhenwu.plans.models import Answer, Item, Plan
from zhenwu.plans.rights import leads, may, require


def _running(plan: Plan) -> None:
    """Conflict unless the plan is in force; closing it and answering its promises wait for each other."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.APPROVED:
        raise Conflict(
            f"“{plan.title}”{plan.get_state_display()}，不能答复",
            expected="已批准的计划",
            do="请先批准计划",
            code="ZW-PLAN-STATE",
        )


def _signed(actor: Any) -> Any:
    return actor if getattr(actor, "pk", None) else None


@transaction.atomic
def answers_suggest(plan: Plan, *, actor: Any) -> int:
    """Work out an answer for every item from its light, changes and figures; those confirmed stay. Returns how many were worked out."""
    from zhenwu.plans.queries.answers import answer_rows

    require(actor, "plan.edit", plan.area_code)
    _running(plan)
    made: list[Answer] = []
    fresh: list[Answer] = []
    today = clock.today()
    for row in answer_rows(plan):
        if row.state not in ("open", S.DRAFTED):
            continue
        answer = row.answer or Answer(item=row.item)
        answer.outcome = answer.suggested = row.suggested.outcome
        answer.text, answer.reason = row.suggested.text[:500], row.suggested.reason[:300]
        answer.figures, answer.drafted_on, answer.state = list(row.figures), today, S.DRAFTED
        (made if row.answer is None else fresh).append(answer)
    Answer.objects.bulk_create(made)
    Answer.objects.bulk_update(fresh, ["outcome", "suggested", "text", "reason", "figures", "drafted_on"])
    audit_write(actor, "answers_suggest", plan, changes={"answers": len(made) + len(fresh)})
    return len(made) + len(fresh)


@transaction.atomic
def answer_confirm(item: Item, *, actor: Any, outcome: str, text: str, reason: str = "") -> Answer:
    """The office (or the clerk) says what became of the item. What is not done, and done against the figures, needs a reason;
    changed needs a change that a leader approved."""
    _require_answering(actor, item)
    _running(item.plan)
    answer = Answer.objects.select_for_update(of=("self",)).filter(item=item).first()
    if answer is None:
        raise Conflict(
            "这一项还没有拟出答复", where=item.title, do="请党政办先拟答复", code="ZW-ANSWER-STATE"
        )
    if answer.state == S.SIGNED:
        raise Conflict(
            "答复已签发，不能再改", where=item.title, do="请领导退回后再改", code="ZW-ANSWER-STATE"
        )
    faults = _answer_faults(item, answer, outcome, text.strip(), reason.strip())
    if faults:
        raise BadInput.of(faults, source=item.title)
    before = answer.outcome
    answer.outcome, answer.text, answer.reason, answer.state = (
        outcome,
        text.strip(),
        reason.strip(),
        S.CONFIRMED,
    )
    answer.confirmed_on, answer.confirmed_by, answer.returned = clock.today(), _signed(actor), ""
    answer.save()
    audit_write(actor, "answer_confirm", answer, reason=answer.reason, changes={"outcome": [before, outcome]})
    return answer


def _require_answering(actor: Any, item: Item) -> None:
    if may(actor, "plan.edit", item.area_code):
        return
    require(actor, "plan.checkin", item.area_code)
    if not leads(actor, item):
        raise Refused(
            "您不能答复这一项", where=item.title, expected="牵头、配合办公室或党政办", code="ZW-PLAN-RIGHT"
        )


def _answer_faults(item: Item, answer: Answer, outcome: str, text: str, reason: str) -> list[Fault]:
    faults = []
    if outcome not in Outcome.values:
        faults.append(
            Fault(f"没有“{outcome}”", "兑现情况", "、".join(str(o.label) for o in Outcome), code="ZW-ANSWER")
        )
    if not text:
        faults.append(Fault("答复不能空", "答复", "一两句话", "请写结果", "ZW-ANSWER"))
    for name, said, most in (("答复", text, 500), ("原因或依据", reason, 300)):
        if len(said) > most:
            faults.append(
                Fault(f"{name}有{len(said)}字，太长", name, f"不超过{most}字", "请缩短", "ZW-ANSWER")
            )
    if outcome in (Outcome.PART, Outcome.NOT) and not reason:
        faults.append(Fault("没有全部做到，要写原因", "原因或依据", "一句话", "请写原因", "ZW-ANSWER"))
    if outcome == Outcome.DONE and answer.suggested in (Outcome.PART, Outcome.NOT) and not reason:
        faults.append(
            Fault("数据显示没有做到，要写凭什么算做到", "原因或依据", "一句话", "请写依据", "ZW-ANSWER")
        )
    if outcome == Outcome.CHANGED:
        changed = (
            item.status == ItemStatus.DROPPED or item.changes.filter(state=ChangeState.APPROVED).exists()
        )
        if not changed:
            faults.append(
                Fault("没有批准过的变更", "兑现情况", "经领导批准的变更", "请先申请变更，或另选", "ZW-ANSWER")
            )
        elif not reason:
            faults.append(Fault("按变更答复要写依据", "原因或依据", "一句话", "请写依据", "ZW-ANSWER"))
    return faults


@transaction.atomic
def answer_sign(answers: Sequence[Answer], *, actor: Any) -> int:
    """A leader signs confirmed answers off; those signed already stay. Every one that no office confirmed is named."""
    if not answers:
        raise BadInput("没有选答复", where="答复", expected="至少一件", do="请先勾选", code="ZW-ANSWER")
    plans = Plan.objects.filter(items__answer__in=[one.pk for one in answers]).distinct().order_by("pk")
    for plan in plans:
        require(actor, "answer.sign", plan.area_code)
        _running(plan)
    rows = list(
        Answer.objects.select_for_update(of=("self",))
        .filter(pk__in=[one.pk for one in answers])
        .select_related("item__plan")
    )
    wrong = [row for row in rows if row.state == S.DRAFTED]
    if wrong:
        raise Conflict.of(
            [
                Fault(
                    "还没有确认，不能签发",
                    row.item.title,
                    "办公室确认过的答复",
                    "请先确认",
                    "ZW-ANSWER-STATE",
                )
                for row in wrong
            ]
        )
    fresh = [row for row in rows if row.state == S.CONFIRMED]
    for row in fresh:
        row.state, row.signed_on, row.signed_by = S.SIGNED, clock.today(), _signed(actor)
        audit_write(actor, "answer_sign", row)
    Answer.objects.bulk_update(fresh, ["state", "signed_on", "signed_by"])
    return len(fresh)


@transaction.atomic
def answer_return(answer: Answer, *, actor: Any, why: str) -> Answer:
    """A leader sends an answer back to its office, with reasons."""
    require(actor, "answer.sign", answer.area_code)
    _running(answer.item.plan)
    answer = Answer.objects.select_for_update(of=("self",)).select_related("item__plan").get(pk=answer.pk)
    if answer.state == S.DRAFTED:
        raise Conflict(
            "还没有确认，不用退回", where=answer.item.title, do="请刷新后再看", code="ZW-ANSWER-STATE"
        )
    if not why.strip():
        raise BadInput("退回须写理由", where="退回理由", expected="一句话", code="ZW-REASON")
    answer.state, answer.returned = S.DRAFTED, why.strip()[:300]
    answer.signed_on = answer.signed_by = None
    answer.save(update_fields=["state", "returned", "signed_on", "signed_by"])
    audit_write(actor, "answer_return", answer, reason=answer.returned)
    return answer


@transaction.atomic
def plan_close(plan: Plan, *, actor: Any) -> Plan:
    """End the plan's year. Every item needs an answer that a leader signed; each one without is named."""
    from zhenwu.plans.queries.answers import answer_rows, unanswered

    require(actor, "answer.sign", plan.area_code)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _running(plan)
    words = {"open": "没有答复", S.DRAFTED: "答复没有确认", S.CONFIRMED: "答复没有签发"}
    faults = [
        Fault(words[row.state], row.item.title, "签发的答复", "请先答复这一项", "ZW-ANSWER-OPEN")
        for row in unanswered(answer_rows(plan))
    ]
    if faults:
        raise Conflict.of(faults, source=plan.title)
    plan.state = PlanState.CLOSED
    plan.save(update_fields=["state"])
    audit_write(actor, "plan_close", plan)
    return plan
