"""Keeping what an item was, part of every action that writes one; and holding a form against what stands by now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from zhenwu.kernel import clock
from zhenwu.kernel.errors import Conflict, Fault
from zhenwu.plans.history import contents, differences
from zhenwu.plans.models import Item, ItemVersion


def versions_keep(
    items: Iterable[Item], action: str, by: Any, *, why: str = "", paper: str = ""
) -> list[ItemVersion]:
    """Keep what the items are now, those that changed; the caller has written them, in this transaction."""
    rows = {item.pk: item for item in items}
    stood = dict(Item.objects.select_for_update().filter(pk__in=rows).values_list("pk", "version"))
    last = {
        version.item_id: version.content
        for version in ItemVersion.objects.filter(item__in=rows, number__in=set(stood.values()) or {0})
        if version.number == stood[version.item_id]
    }
    made, numbered = [], []
    for pk, content in contents(rows).items():
        rows[pk].version = stood[pk]
        if last.get(pk) == content:
            continue
        rows[pk].version += 1
        numbered.append(rows[pk])
        made.append(
            ItemVersion(
                item=rows[pk], number=rows[pk].version, on=clock.today(), by=by if getattr(by, "pk", None) else None,
                action=action, why=why.strip(), paper=paper.strip()[:120], content=content,
            )
        )  # fmt: skip
    ItemVersion.objects.bulk_create(made)
    Item.objects.bulk_update(numbered, ["version"])
    return made


def require_unchanged(item: Item, version: int | None) -> None:
    """Conflict when the item was written since `version`, telling what the other one changed; None asks nothing."""
    if version is None:
        return
    stands = Item.objects.select_for_update().values_list("version", flat=True).get(pk=item.pk)
    if stands == version:
        return
    kept = {v.number: v for v in item.versions.filter(number__in=[version, stands]).select_related("by")}
    before = kept[version].content if version in kept else {}
    who = kept[stands].by or "系统"
    raise Conflict.of(
        [
            Fault(
                f"您打开以后，{who}已把“{one.before or '无'}”改为“{one.after or '无'}”", one.label,
                do="您填的还在下面，请对照后再存一次", code="ZW-ITEM-OVERTAKEN",
            )
            for one in differences([(before, kept[stands].content)])[0]
        ],
        source=item.title,
    )  # fmt: skip
