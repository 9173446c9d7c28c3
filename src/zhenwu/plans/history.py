"""An item's versions: what is kept of it at each write, and what differs between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhenwu.accounts.models import Office, Person
from zhenwu.kernel.printing import plain, print_value
from zhenwu.plans.choices import Aspect, ItemKind, ItemStatus, Operator, PathKind
from zhenwu.plans.models import Item, Milestone, Target

#: What a version keeps, in the order in which differences are told; the place in the tree (`order`) and the light are no part of it.
FIELDS = {
    "title": gettext_lazy("事项"), "status": gettext_lazy("列入"), "kind": gettext_lazy("种类"), "code": gettext_lazy("编号"),
    "quote": gettext_lazy("承诺原话"), "lead_office": gettext_lazy("牵头"), "offices": gettext_lazy("配合"),
    "owner": gettext_lazy("责任人"), "leader": gettext_lazy("分管领导"), "starts_on": gettext_lazy("开始"),
    "due_on": gettext_lazy("期限"), "targets": gettext_lazy("目标"), "milestones": gettext_lazy("节点"),
    "evidence": gettext_lazy("以什么为凭"), "check_every": gettext_lazy("几天报一次进展"), "standing": gettext_lazy("常年工作"),
    "parent": gettext_lazy("上级事项"), "group": gettext_lazy("分组"), "work_row": gettext_lazy("工作条目"),
    "livelihood": gettext_lazy("民生实事序号"), "problem": gettext_lazy("针对的问题"), "waiting_since": gettext_lazy("待上级"),
    "done_on": gettext_lazy("完成日期"), "carried_from": gettext_lazy("上年结转"), "ledger": gettext_lazy("台账"),
    "record": gettext_lazy("记录"), "start": "", "end": "",
}  # fmt: skip
_LINKS = ("lead_office", "owner", "leader", "parent", "carried_from", "ledger", "record")
_PLAIN = tuple(name for name in FIELDS if name not in (*_LINKS, "offices", "targets", "milestones"))
_LISTS: dict[str, Any] = {
    "kind": ItemKind, "status": ItemStatus, "aspect": Aspect, "operator": Operator, "path": PathKind,
}  # fmt: skip
_AIM = (
    "metric_code",
    "slice",
    "aspect",
    "operator",
    "value",
    "high",
    "unit",
    "subject",
    "baseline",
    "path",
    "points",
    "split",
    "start",
)


def _json(value: Any) -> Any:
    """A value as JSON keeps it, equal for equal values (300 and 300.0000)."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def contents(items: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Item id → everything that a version keeps, read from the database in four queries. Offices and people are their keys."""
    keys = list(items)
    columns = [*_PLAIN, *(f"{name}_id" for name in _LINKS)]
    found: dict[int, dict[str, Any]] = {}
    for row in Item.objects.filter(pk__in=keys).values("pk", *columns):
        content = {name: _json(row[name]) for name in _PLAIN}
        content |= {name: row[f"{name}_id"] for name in _LINKS}
        found[row["pk"]] = {**content, "offices": [], "targets": [], "milestones": []}
    joined = Item.offices.through.objects.filter(item_id__in=keys).order_by("office_id")
    for item, office in joined.values_list("item_id", "office_id"):
        found[item]["offices"].append(office)
    for item, *aim in Target.objects.filter(item_id__in=keys).order_by("id").values_list("item_id", *_AIM):
        found[item]["targets"].append({name: _json(value) for name, value in zip(_AIM, aim, strict=True)})
    stones = Milestone.objects.filter(item_id__in=keys).order_by("due_on", "order", "id")
    for item, *stone in stones.values_list("item_id", "name", "due_on", "share", "done_on"):
        name, due, share, done = (_json(value) for value in stone)
        found[item]["milestones"].append({"name": name, "due_on": due, "share": share, "done_on": done})
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an item that two versions tell differently, as people read it; empty: there was nothing."""

    field: str
    label: str
    before: str
    after: str


def differences(pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> list[list[Difference]]:
    """What differs in each pair of contents (before, after), names of offices and people filled in with three queries for all."""
    wanted: dict[str, set[int]] = {"office": set(), "person": set(), "item": set()}
    for pair in pairs:
        for content in pair:
            wanted["office"] |= {
                one for one in (content.get("lead_office"), *content.get("offices", ())) if one
            }
            wanted["person"] |= {one for one in (content.get("owner"), content.get("leader")) if one}
            wanted["item"] |= {one for one in (content.get("parent"), content.get("carried_from")) if one}
    names = {
        "office": _names(Office.objects.filter(pk__in=wanted["office"])),
        "person": _names(Person.objects.filter(pk__in=wanted["person"]).select_related("office")),
        "item": _names(Item.objects.filter(pk__in=wanted["item"])),
    }
    return [
        [
            Difference(name, str(label), _said(name, before.get(name), names), _said(name, after.get(name), names))
            for name, label in FIELDS.items()
            if label and before.get(name) != after.get(name)
        ]
        for before, after in pairs
    ]  # fmt: skip


def _names(rows: Iterable[Model]) -> dict[int, str]:
    return {row.pk: row.title if isinstance(row, Person) else str(row) for row in rows}


def _said(name: str, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if value in (None, "", [], {}):
        return ""
    if name in ("lead_office", "offices"):
        return "、".join(
            names["office"].get(one, "") for one in (value if isinstance(value, list) else [value])
        )
    if name in ("owner", "leader"):
        return names["person"].get(value, "")
    if name in ("parent", "carried_from"):
        return names["item"].get(value, "")
    if name == "targets":
        return "；".join(aim_words(aim) for aim in value)
    if name == "milestones":
        return "；".join(_stone(stone) for stone in value)
    if name in _LISTS:
        return str(_LISTS[name](value).label)
    if isinstance(value, bool):
        return _("是") if value else ""
    if name.endswith(("_on", "_since")):
        return date_format(date.fromisoformat(value), "Y-m-d")
    return str(value)


def aim_words(aim: Mapping[str, Any]) -> str:
    """A kept target as people read it: 不低于300户."""
    value = print_value(Decimal(aim["value"]), aim["unit"])
    high = f"—{print_value(Decimal(aim['high']), aim['unit'])}" if aim["high"] is not None else ""
    aspect = "" if aim["aspect"] == Aspect.VALUE else str(Aspect(aim["aspect"]).label)
    return f"{aim['subject']}{aspect}{Operator(aim['operator']).label}{value}{high}（{PathKind(aim['path']).label}）"


def _stone(stone: Mapping[str, Any]) -> str:
    share = f" {stone['share']}%" if stone["share"] is not None else ""
    done = " " + _("%(day)s完成") % {"day": stone["done_on"]} if stone["done_on"] else ""
    return f"{stone['name']} {stone['due_on']}{share}{done}"
