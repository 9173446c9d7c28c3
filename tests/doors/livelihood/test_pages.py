"""The pages of livelihood projects in a town that has none yet: who sees the proposer, what a county sees, empty years."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from zhenwu.livelihood.models import Proposal

pytestmark = pytest.mark.django_db


def door(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_proposer_is_masked_and_shown_once(town: Any) -> None:
    clerk = town.users["zhou"]
    page = door(clerk)
    sent = {
        "title": "修村口水渠", "source": "resident", "area_code": town.village, "name": "王小虎", "phone": "13800138000",
    }  # fmt: skip
    assert page.post("/livelihood/proposals/new", sent).status_code == 302
    row = Proposal.objects.get()
    url = reverse("web:livelihood-proposal", args=[row.pk])
    masked = page.get(url).content.decode()
    assert "王小虎" not in masked and "13800138000" not in masked and "138****8000" in masked
    assert "王小虎" in page.post(url, {"do": "show", "why": "回复建议人"}).content.decode()
    others = door(town.users["chen"]).get(url).content.decode()
    assert "138****8000" not in others and "看建议人" not in others


def test_a_fault_stands_beside_its_field_and_nothing_is_written(town: Any) -> None:
    page = door(town.users["zhou"])
    answer = page.post(
        "/livelihood/proposals/new",
        {"title": "修路", "source": "village", "area_code": town.village, "name": "某"},
    )
    assert answer.status_code == 400
    assert answer.context["form"].errors["name"] and not Proposal.objects.exists()


def test_a_county_is_asked_for_a_town(town: Any) -> None:
    page = door(town.users["gao"])
    for address in ("/livelihood/", "/livelihood/proposals/", "/livelihood/ballots/"):
        assert "请在页顶的区域里选一个镇" in page.get(address).content.decode()


@pytest.mark.parametrize("address", ["/livelihood/", "/livelihood/proposals/", "/livelihood/ballots/"])
def test_an_empty_year_says_what_will_stand_here(town: Any, address: str) -> None:
    shown = door(town.users["zhou"]).get(address)
    assert shown.status_code == 200 and "这里将列出" in shown.content.decode()
    english = door(town.users["zhou"]).get(address, headers={"accept-language": "en"}).content.decode()
    assert "will be listed here" in english
