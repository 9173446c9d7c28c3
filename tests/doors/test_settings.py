"""Settings and search: who may look, what is found."""

from __future__ import annotations

import pytest
from django.urls import reverse

from zhenwu.accounts.models import Grant
from zhenwu.audit.models import AuditRow
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Ledger

PAGES = ["settings", "settings-people", "settings-ledgers", "settings-rules", "settings-audit"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("user", "status"), [("zhou", 200), ("liu", 403), ("chen", 403)])
def test_pages_are_for_clerks_and_auditors(client, town, name, user, status):
    client.force_login(town.users[user])
    assert client.get(reverse(f"web:{name}")).status_code == status


def test_a_ledgers_fields_are_shown_with_their_aliases(client, town):
    client.force_login(town.users["zhou"])
    page = client.get(reverse("web:settings-ledger", args=["petition"])).content.decode()
    assert "信访编号" in page


def test_a_grant_is_given_and_taken_with_a_reason(client, town):
    client.force_login(town.users["zhou"])
    url = reverse("web:settings-person", args=[town.users["liu"].pk])
    client.post(url, {"role": "village", "area": town.neighbour})
    grant = Grant.objects.get(user=town.users["liu"], area__code=town.neighbour)
    assert client.post(url, {"take": grant.pk, "reason": ""}).status_code == 400
    assert client.post(url, {"take": "x", "reason": "换岗"}).status_code == 404
    assert Grant.objects.filter(pk=grant.pk).exists()
    client.post(url, {"take": grant.pk, "reason": "换岗"})
    assert not Grant.objects.filter(pk=grant.pk).exists()
    assert AuditRow.objects.get(action="grant_take").reason == "换岗"


def test_a_grant_that_is_there_is_told(client, town):
    client.force_login(town.users["zhou"])
    url = reverse("web:settings-person", args=[town.users["liu"].pk])
    again = client.post(url, {"role": "village", "area": town.village})
    assert again.status_code == 409 and "已是" in again.content.decode()


def test_an_auditor_may_not_give_grants(client, town):
    client.force_login(town.users["shen"])
    url = reverse("web:settings-person", args=[town.users["liu"].pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"role": "village", "area": town.neighbour}).status_code == 403


def test_another_towns_people_are_not_there(client, town):
    client.force_login(town.users["zhou"])
    assert client.get(reverse("web:settings-person", args=[town.users["bai"].pk])).status_code == 404


def test_search_finds_within_reach_only(client, town):
    petition = Ledger.objects.get(code="petition")
    for number, village in (("2026-0001", town.village), ("2026-0002", town.neighbour)):
        record_create(
            petition, actor=town.users["zhou"],
            values={"number": number, "occurred_on": "2026-10-12", "area_code": village, "channel": "来访",
                    "title": f"反映灌溉渠塌方{number}", "persons": 2},
        )  # fmt: skip
    client.force_login(town.users["liu"])
    page = client.get(reverse("web:search"), {"q": "灌溉渠"}).content.decode()
    assert "2026-0001" in page
    assert "2026-0002" not in page
    assert "信访" in client.get(reverse("web:search"), {"q": "信访"}).content.decode()
