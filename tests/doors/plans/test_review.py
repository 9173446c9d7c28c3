"""The review page: nesting, proposals of offices, and two clerks at one item."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from tests.doors.plans.test_pages import _filled, _item, _text

from zhenwu.plans.actions import item_edit
from zhenwu.plans.models import Plan

pytestmark = pytest.mark.django_db


def test_two_clerks_see_both_and_nothing_is_lost(draft: Plan, cast: Any, at_door: Any) -> None:
    client, item = at_door(cast.clerk), _item(draft, "户厕改造300户")
    where = reverse("web:plan-review", args=[draft.pk])
    data = _filled(client.get(where, {"item": item.pk}), title="我改的话", do="accept")
    item_edit(item, actor=cast.clerk, title="别人改的话", version=item.version)
    save = reverse("web:plan-review-item", args=[draft.pk, item.pk])
    page = client.post(save, data)
    assert page.status_code == 400
    assert "已把" in _text(page) and "别人改的话" in _text(page)
    assert 'value="我改的话"' in page.content.decode()
    again = client.post(save, _filled(page, do="accept"))
    assert again.status_code == 302
    item.refresh_from_db()
    assert (item.title, item.status) == ("我改的话", "accepted")


def test_ticked_items_go_under_the_first(draft: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.clerk)
    first, second, third = list(draft.items.all())[:3]
    many = reverse("web:plan-review-many", args=[draft.pk])
    assert client.post(many, {"do": "nest", "pick": [first.pk]}, follow=True).status_code == 200
    client.post(many, {"do": "nest", "pick": [first.pk, second.pk, third.pk]})
    assert set(first.children.values_list("pk", flat=True)) == {second.pk, third.pk}
    page = client.get(reverse("web:plan-review", args=[draft.pk]))
    assert f"属“{first.title}”" in _text(page)


def test_a_circle_stands_beside_its_field(draft: Plan, cast: Any, at_door: Any) -> None:
    client = at_door(cast.clerk)
    first, second = list(draft.items.all())[:2]
    second.parent = first
    second.save()
    where = reverse("web:plan-review", args=[draft.pk])
    data = _filled(client.get(where, {"item": first.pk}), parent=str(second.pk))
    page = client.post(reverse("web:plan-review-item", args=[draft.pk, first.pk]), data)
    assert page.status_code == 400
    assert "不能放到自己下面" in page.context["form"].errors["parent"][0]


def test_the_panel_proposes_whose_work_row_it_is(draft: Plan, cast: Any, at_door: Any) -> None:
    client, item = at_door(cast.clerk), _item(draft, "户厕改造300户")
    proper = item.lead_office
    other = draft.items.exclude(lead_office=proper).exclude(lead_office=None).first().lead_office
    item_edit(item, actor=cast.clerk, lead_office=other)
    where = reverse("web:plan-review", args=[draft.pk])
    page = client.get(where, {"item": item.pk})
    assert f"给{proper}" in _text(page)
    client.post(
        reverse("web:plan-review-item", args=[draft.pk, item.pk]), _filled(page, office=str(proper.pk))
    )
    item.refresh_from_db()
    assert (item.lead_office, item.owner.office) == (proper, proper)
