"""Being told through HTTP: the calendar's address shown once, robots whose address is never shown, the digest put away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.unit.telling.test_formats import events

from zhenwu.meetings.models import Meeting
from zhenwu.telling.models import Robot

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", response.content.decode()))


def test_a_calendar_s_address_is_shown_once_and_renewed(met: Meeting, cast: Any, at_door: Any) -> None:
    client, page = at_door(cast.farming), reverse("web:told")
    assert client.post(reverse("web:told-calendar")).status_code == 400
    shown = client.post(reverse("web:told-calendar"), {"do": "renew"})
    link = re.search(r'<code class="key">http://testserver([^<]+)</code>', shown.content.decode())
    assert link and shown["Cache-Control"] == "no-store"
    assert link[1] not in client.get(page).content.decode()
    feed = Client().get(link[1])
    assert feed["Content-Type"].startswith("text/calendar") and events(feed.content)
    again = client.post(reverse("web:told-calendar"), {"do": "renew"})
    assert Client().get(link[1]).status_code == 404 and again.status_code == 200
    assert Client().get(reverse("web:calendar-feed", args=["x"])).status_code == 404


def test_a_feed_ends_with_its_person(met: Meeting, cast: Any, at_door: Any) -> None:
    shown = at_door(cast.farming).post(reverse("web:told-calendar"), {"do": "renew"}).content.decode()
    link = re.search(r"http://testserver(/calendar/[^<\"]+)", shown)
    assert link
    cast.farming.is_active = False
    cast.farming.save()
    assert Client().get(link[1]).status_code == 404


def test_a_robot_is_kept_and_its_address_never_shown(
    town: Any, cast: Any, at_door: Any, receiver: Any
) -> None:
    client, url = at_door(cast.clerk), reverse("web:told-robot")
    sent = {
        "kind": "dingtalk",
        "name": "镇工作群",
        "url": receiver.url,
        "secret": "SECx",
        "from_hour": 8,
        "until_hour": 18,
    }
    bad = client.post(url, {**sent, "url": "gopher://x", "name": ""})
    assert (
        bad.status_code == 400 and "SECx" not in bad.content.decode() and "gopher" not in bad.content.decode()
    )
    assert client.post(url, sent).status_code == 302
    body = client.get(reverse("web:told")).content.decode()
    assert "镇工作群" in body and "SECx" not in body and receiver.url not in body
    assert "镇工作群" not in at_door(cast.farming).get(reverse("web:told")).content.decode()
    assert at_door(cast.farming).post(url, sent).status_code == 403
    stop = reverse("web:told-robot-stop", args=[Robot.objects.get().pk])
    assert client.post(stop).status_code == 400 and at_door(cast.stranger).post(stop).status_code == 404
    assert client.post(stop, {"do": "stop"}).status_code == 302
    assert Robot.objects.get().sealed == {}


def test_the_digest_is_on_the_first_page_alone(met: Meeting, cast: Any, town: Any) -> None:
    cast.farming.set_password("some-long-password")
    cast.farming.save()
    first, second, desk = reverse("web:overview"), reverse("web:ledger-list"), reverse("web:desk")
    client = Client()
    client.post(reverse("web:sign-in"), {"username": "he", "password": "some-long-password"})
    for _again in range(2):
        assert "今天：1件逾期" in _text(client.get(first))
    assert "今天：1件逾期" not in _text(client.get(second))
    assert "今天：1件逾期" not in _text(client.get(first))
    session = client.session
    session["zw_digest"] = {"late": 1, "soon": 0, "todo": 0, "lines": []}
    session.save()
    assert "今天：1件逾期" not in _text(client.get(desk)) and "zw_digest" not in client.session


def test_the_digest_is_shown_after_the_first_sign_in_and_put_away(met: Meeting, cast: Any, town: Any) -> None:
    cast.farming.set_password("some-long-password")
    cast.farming.save()
    client = Client()
    client.post(reverse("web:sign-in"), {"username": "he", "password": "some-long-password"})
    page = client.get(reverse("web:overview"))
    assert "今天：1件逾期" in _text(page) and "三村各排一张工期表" in _text(page)
    away = client.post(reverse("web:told-digest"), {"do": "dismiss", "next": "/ledgers/"})
    assert away.status_code == 302 and away["Location"] == "/ledgers/"
    elsewhere = client.post(reverse("web:told-digest"), {"do": "dismiss", "next": "https://x.example/"})
    assert elsewhere["Location"] == "/"
    part = client.post(reverse("web:told-digest"), {"do": "dismiss"}, headers={"HX-Request": "true"})
    assert part.status_code == 200 and part.content == b"" and "HX-Redirect" not in part
    assert "今天：1件逾期" not in _text(client.get(reverse("web:overview")))
    client.post(reverse("web:sign-out"))
    client.post(reverse("web:sign-in"), {"username": "he", "password": "some-long-password"})
    assert "今天：1件逾期" not in _text(client.get(reverse("web:overview")))
