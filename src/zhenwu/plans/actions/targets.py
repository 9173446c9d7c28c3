"""Writes to what an item is measured by: its targets and milestones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from zhenwu.audit.actions import audit_write
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.kernel.units import scale
from zhenwu.plans.actions.versions import versions_keep
from zhenwu.plans.choices import Aspect, Operator, PathKind
from zhenwu.plans.models import Item, Milestone, Target
from zhenwu.plans.rights import require, require_free, require_open

#: Aspects whose target is a percentage whatever the metric's unit.
IN_PERCENT = (Aspect.GROWTH, Aspect.SHARE)


@transaction.atomic
def target_set(
    item: Item, *, actor: Any, value: Decimal, unit: str = "", metric_code: str = "", target: Target | None = None,
    slice: Mapping[str, str] | None = None, aspect: str = Aspect.VALUE, operator: str = Operator.AT_LEAST, high: Decimal | None = None,
    subject: str = "", baseline: Decimal | None = None, path: str = PathKind.EVEN, points: Sequence[tuple[date, Decimal]] = (),
    split: Mapping[str, Decimal] | None = None,
) -> Target:  # fmt: skip
    """Give an item a number to reach, or change one. value, high, baseline : in `unit`, kept in its base unit."""
    require(actor, "plan.edit", item.area_code)
    require_open(item.plan)
    factor, base = scale(unit)
    faults = _target_faults(item, value, high, base, metric_code, aspect, operator, path, points)
    if target is not None and target.item_id != item.pk:
        faults.append(Fault("这个目标不是本事项的", "目标", code="ZW-TARGET"))
    if faults:
        raise BadInput.of(faults, source=item.title)
    if target is not None:
        asked = {
            "value": value * factor,
            "high": None if high is None else high * factor,
            "operator": operator,
        }
        require_free(item, [name for name, given in asked.items() if getattr(target, name) != given])
    before = None if target is None else f"{target.metric_code} {target.value}{target.unit} {target.path}"
    target = target or Target(item=item)
    target.metric_code, target.slice, target.aspect, target.operator = (
        metric_code,
        dict(slice or {}),
        aspect,
        operator,
    )
    target.value, target.high = value * factor, None if high is None else high * factor
    target.unit, target.subject, target.path = base, subject[:100], path
    target.baseline = None if baseline is None else baseline * factor
    target.points = [[day.isoformat(), str(share)] for day, share in sorted(points)]
    target.split = {code: str(part) for code, part in (split or {}).items()}
    target.save()
    versions_keep([item], "target_set", actor)
    audit_write(
        actor, "target_set", item,
        changes={"target": [before, f"{metric_code} {target.value}{base} {path}"], "split": target.split},
    )  # fmt: skip
    return target


def _target_faults(
    item: Item, value: Decimal, high: Decimal | None, unit: str, metric_code: str, aspect: str, operator: str, path: str,
    points: Sequence[tuple[date, Decimal]],
) -> list[Fault]:  # fmt: skip
    faults = []
    for name, given, known in (
        ("要求", operator, Operator),
        ("看什么", aspect, Aspect),
        ("路径", path, PathKind),
    ):
        if given not in known.values:
            faults.append(
                Fault(f"没有“{given}”", name, "、".join(str(k.label) for k in known), code="ZW-TARGET")
            )
    if high is not None and high < value:
        faults.append(
            Fault(f"上限{high}低于目标值{value}", "上限", "不低于目标值", "请改上限", "ZW-TARGET-RANGE")
        )
    if metric_code:
        metric = metric_defs().get(metric_code)
        wanted = "%" if aspect in IN_PERCENT else metric.unit if metric else ""
        if metric is None:
            faults.append(
                Fault(f"没有指标“{metric_code}”", "指标", "指标目录里的指标", "请从目录里选", "ZW-METRIC")
            )
        elif aspect in (Aspect.VALUE, *IN_PERCENT) and wanted and wanted != unit:
            faults.append(
                Fault(
                    f"单位“{unit}”与指标“{metric.name}”的“{wanted}”不同",
                    "单位",
                    wanted,
                    "请改单位或另选指标",
                    "ZW-UNIT",
                )
            )
    shares = [share for _, share in sorted(points)]
    if any(not 0 <= share <= 1 for share in shares) or shares != sorted(shares):
        faults.append(
            Fault("路径的份额应由小到大", "路径", "0到1之间，逐点不减", "请改各点", "ZW-TARGET-PATH")
        )
    if len({day for day, _ in points}) != len(points):
        faults.append(Fault("路径有重复的日期", "路径", "每个日期一个点", "请去掉一个", "ZW-TARGET-PATH"))
    return faults


@transaction.atomic
def milestone_set(
    item: Item, *, actor: Any, milestones: Sequence[tuple[str, date, Decimal | None]]
) -> list[Milestone]:
    """Set an item's milestones (name, due, share in percent or None); those of the same name keep that they are done."""
    require(actor, "plan.edit", item.area_code)
    require_open(item.plan)
    faults = []
    rows = sorted(milestones, key=lambda row: row[1])
    names = [name.strip() for name, _, _ in rows]
    for name, due, share in rows:
        where = name.strip() or "节点"
        if not name.strip():
            faults.append(Fault("节点没有名称", where, "一个名称", code="ZW-MILESTONE"))
        if item.due_on and due > item.due_on:
            faults.append(
                Fault(
                    f"节点期限{due}晚于事项期限{item.due_on}",
                    where,
                    "不晚于事项期限",
                    "请改日期",
                    "ZW-MILESTONE",
                )
            )
        if item.starts_on and due < item.starts_on:
            faults.append(
                Fault(
                    f"节点期限{due}早于事项开始{item.starts_on}",
                    where,
                    "不早于事项开始",
                    "请改日期",
                    "ZW-MILESTONE",
                )
            )
        if share is not None and not 0 <= share <= 100:
            faults.append(Fault(f"应完成{share}%不对", where, "0到100", "请改份额", "ZW-MILESTONE"))
    faults += [
        Fault("有两个同名节点", name, "各不相同的名称", "请改一个", "ZW-MILESTONE")
        for name in dict.fromkeys(n for n in names if n and names.count(n) > 1)
    ]
    days = [due for _, due, _ in rows]
    faults += [
        Fault(
            f"{'、'.join(name for name, due, _ in rows if due == day)}同在{day}，分不出先后", "节点", "各不相同的日期",
            "请改一个日期，或并成一个节点", "ZW-MILESTONE",
        )
        for day in dict.fromkeys(d for d in days if days.count(d) > 1)
    ]  # fmt: skip
    known = [share for _, _, share in rows if share is not None]
    if known != sorted(known):
        faults.append(Fault("后面的节点份额小于前面的", "应完成%", "逐个不减", "请改份额", "ZW-MILESTONE"))
    if faults:
        raise BadInput.of(faults, source=item.title)
    old = {stone.name: stone for stone in item.milestones.all()}
    done = {name: stone.done_on for name, stone in old.items()}
    item.milestones.all().delete()
    made = Milestone.objects.bulk_create(
        Milestone(item=item, name=name, due_on=due, share=share, done_on=done.get(name), order=order)
        for order, (name, (_, due, share)) in enumerate(zip(names, rows, strict=True))
    )
    versions_keep([item], "milestone_set", actor)
    changes = {
        "milestones": [[f"{s.name} {s.due_on}" for s in old.values()], [f"{s.name} {s.due_on}" for s in made]]
    }
    audit_write(actor, "milestone_set", item, changes=changes)
    return made
