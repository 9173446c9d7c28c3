"""Every write to plans: one transaction each, with its audit row."""

from zhenwu.plans.actions.answers import (
    answer_confirm,
    answer_return,
    answer_sign,
    answers_suggest,
    plan_close,
)
from zhenwu.plans.actions.carrying import item_carry, item_continue, promise_carry
from zhenwu.plans.actions.changes import change_approve, change_ask, change_refuse, change_withdraw
from zhenwu.plans.actions.confirmations import (
    assignment_confirm,
    assignment_object,
    assignment_send,
    objection_move,
    objection_uphold,
)
from zhenwu.plans.actions.evidence import Paper, opens_paper, supervision_paper
from zhenwu.plans.actions.items import (
    item_accept,
    item_assign,
    item_create,
    item_edit,
    item_merge,
    item_nest,
    item_reject,
    item_split,
)
from zhenwu.plans.actions.plan import items_suggest, plan_approve, plan_create, plan_reopen
from zhenwu.plans.actions.progress import (
    check_in,
    item_done,
    item_override,
    item_wait,
    milestone_done,
    states_note,
)
from zhenwu.plans.actions.supervision import (
    supervision_answer,
    supervision_close,
    supervision_escalate,
    supervision_extend,
    supervision_issue,
    supervision_receive,
    supervision_reply,
    supervision_settle,
)
from zhenwu.plans.actions.targets import milestone_set, target_set

__all__ = [
    "Paper",
    "answer_confirm",
    "answer_return",
    "answer_sign",
    "answers_suggest",
    "assignment_confirm",
    "assignment_object",
    "assignment_send",
    "change_approve",
    "change_ask",
    "change_refuse",
    "change_withdraw",
    "check_in",
    "item_accept",
    "item_assign",
    "item_carry",
    "item_continue",
    "item_create",
    "item_done",
    "item_edit",
    "item_merge",
    "item_nest",
    "item_override",
    "item_reject",
    "item_split",
    "item_wait",
    "items_suggest",
    "milestone_done",
    "milestone_set",
    "objection_move",
    "objection_uphold",
    "opens_paper",
    "plan_approve",
    "plan_close",
    "plan_create",
    "plan_reopen",
    "promise_carry",
    "states_note",
    "supervision_answer",
    "supervision_close",
    "supervision_escalate",
    "supervision_extend",
    "supervision_issue",
    "supervision_paper",
    "supervision_receive",
    "supervision_reply",
    "supervision_settle",
    "target_set",
]
