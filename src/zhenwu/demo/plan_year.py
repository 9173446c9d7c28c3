"""What happens to the main town's plan in its year: offices answer what they were given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zhenwu.accounts.models import Office, User
from zhenwu.demo.people import OFFICES
from zhenwu.kernel.clock import freeze, today
from zhenwu.plans.actions import (
    assignment_confirm,
    assignment_object,
    assignment_send,
    change_approve,
    change_ask,
    change_refuse,
    item_edit,
    objection_move,
    objection_uphold,
)
from zhenwu.plans.models import Confirmation, Plan

#: offices that join in: words of the item → codes
JOINED = {
    "户厕改造": ("jianshe",),
    "高标准农田": ("jianshe", "caizheng"),
    "应急演练": ("dangzheng",),
    "技能培训": ("jingfa",),
}
#: office that has not answered yet
SILENT = "bianmin"
#: words of the item → (who objects, why); the first is right, the second is not, the third waits for an answer
OBJECTIONS = (
    ("创业担保贷款", "minzheng", "贷款由财政所审核贴息，请明确由财政所牵头。"),
    ("防溺水", "jianshe", "防溺水涉及学校和村里，请改由民政办牵头。"),
    ("停车位", "jianshe", "集镇停车位划线在综合执法，本办公室没有力量。"),
)


def changed(plan: Plan, users: dict[str, User]) -> None:
    """A task comes from above, a due date moves, an office's wish is refused, and one request waits for a leader."""
    clerk, mayor, day = users["zhou"], users["zheng"], today()
    offices = {office.code: office for office in Office.objects.filter(area__code=plan.area_code)}
    with freeze(min(day, date(plan.year, 5, 14))):
        above = change_ask(
            plan, actor=clerk, kind="add", title="开展自建房安全隐患回头看", office=offices["jianshe"], due_on=date(plan.year, 11, 30),
            grounds="县住建局部署，全县统一开展。", paper=f"云建发〔{plan.year}〕18号",
        )  # fmt: skip
        change_approve(above, actor=mayor, answer="同意，列入计划。")
    with freeze(min(day, date(plan.year, 8, 21))):
        cold = plan.items.filter(status="accepted", quote__contains="冷链仓储").select_related("plan").first()
        if cold is not None:
            moved = change_ask(
                plan, actor=clerk, item=cold, kind="due", due_on=date(plan.year, 12, 20),
                grounds="设备供货推迟，企业来函说明，县发改委同意顺延。",
            )  # fmt: skip
            change_approve(moved, actor=mayor, answer="同意，盯紧到货。")
    with freeze(min(day, date(plan.year, 9, 4))):
        toilets = (
            plan.items.filter(status="accepted", quote__contains="户厕改造").select_related("plan").first()
        )
        if toilets is not None and (target := toilets.targets.first()) is not None:
            wish = change_ask(
                plan,
                actor=users["he"],
                item=toilets,
                kind="target",
                target=target,
                value=Decimal(260),
                grounds="三个村农户意愿不足。",
            )
            change_refuse(wish, actor=mayor, answer="人代会通过的指标不降，先做工作。")
    roads = plan.items.filter(status="accepted", quote__contains="通组道路").select_related("plan").first()
    if roads is not None:
        change_ask(
            plan, actor=users["ma"], item=roads, kind="due", due_on=date(plan.year, 12, 25),
            grounds="九月连续降雨，大塘段路基返工，工期顺延二十五天。",
        )  # fmt: skip


def assigned(plan: Plan, users: dict[str, User]) -> None:
    """The assignment goes out; most offices confirm, one is silent, three object, and the clerk answers two of them."""
    clerk = users["zhou"]
    heads = {code: users[username] for code, (_, _, username, _) in OFFICES.items()}
    offices = {office.code: office for office in Office.objects.filter(area__code=plan.area_code)}
    for words, codes in JOINED.items():
        for item in plan.items.standing().filter(quote__contains=words).select_related("plan"):
            item_edit(item, actor=clerk, offices=[offices[code] for code in codes])
    assignment_send(plan, actor=clerk)
    asked = Confirmation.objects.filter(item__plan=plan, state="asked").select_related("item__plan", "office")
    against: list[Confirmation] = []
    for phrase, code, reason in OBJECTIONS:
        word = asked.filter(item__quote__contains=phrase, office=offices[code]).first()
        if word is not None:
            against.append(assignment_object(word, actor=heads[code], reason=reason))
    for code, head in heads.items():
        mine = list(asked.filter(office=offices[code]))
        if mine and code != SILENT:
            assignment_confirm(mine, actor=head)
    if len(against) == len(OBJECTIONS):
        moved = objection_move(
            against[0],
            actor=clerk,
            office=offices["caizheng"],
            why="贴息审核在财政所，由财政所牵头，民政办配合。",
        )
        assignment_confirm([moved], actor=heads["caizheng"])
        objection_uphold(against[1], actor=clerk, why="点位建设由建设办统一实施，民政办负责宣传，分工不变。")
