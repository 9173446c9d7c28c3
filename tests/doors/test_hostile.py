"""Whatever is sent to a page gets an answer in words: numbers no database holds, days no calendar has, bytes nobody types."""

from __future__ import annotations

import logging
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.apps.meetings.conftest import cast, draft, met, plan, report

from zhenwu.accounts.actions import grant_give
from zhenwu.accounts.models import Grant
from zhenwu.areas.models import Area
from zhenwu.config.logs import WithoutKeys
from zhenwu.meetings.models import Meeting, Rhythm

__all__ = ["cast", "draft", "met", "plan", "report"]
pytestmark = pytest.mark.django_db
#: too large for a column, too long for a conversion, digits that are none
NUMBERS = ["9" * 23, "9" * 5000, "²", "٣", "-1", "1e9", "NaN"]


def at(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_a_key_that_is_none_is_answered_in_words(plan: Any, cast: Any, town: Any) -> None:
    clerk, leader, key = at(cast.clerk), at(cast.leader), plan.pk
    broken = []
    for number in NUMBERS:
        asked: list[tuple[Client, str, str, dict[str, Any]]] = [
            (clerk, "get", reverse("web:plan-review", args=[key]), {"item": number, "page": number}),
            (clerk, "post", reverse("web:plan-review-many", args=[key]), {"pick": number, "do": "accept"}),
            (clerk, "get", reverse("web:plan-sheet", args=[key]), {"office": number}),
            (clerk, "post", reverse("web:plan-assignment-answer", args=[key]), {"pick": number, "do": "confirm"}),
            (leader, "post", reverse("web:plan-answers-sign", args=[key]), {"pick": number, "do": "sign"}),
            (clerk, "post", reverse("web:desk-answer"), {"do": "check-in", "key": number, "text": "一句话"}),
            (clerk, "get", reverse("web:supervision-new"), {"record": number}),
            (clerk, "post", reverse("web:supervision-new"), {"finding": "一", "copies": number}),
            (clerk, "post", reverse("web:meeting-rhythms"), {"kind": "weekly", "offices": number}),
            (clerk, "get", reverse("web:figure", args=["petition.received"]), {"page": number}),
            (clerk, "post", reverse("web:record-add", args=["petition"]), {"children": number}),
            (clerk, "post", reverse("web:ledger-views", args=["petition"]), {"drop": number}),
            (clerk, "post", reverse("web:settings-person", args=[cast.cadre.pk]), {"take": number, "reason": "换岗"}),
            (clerk, "get", reverse("web:overview"), {"year": number}),
        ]  # fmt: skip
        for client, method, url, sent in asked:
            if getattr(client, method)(url, sent).status_code >= 500:
                broken.append((url, number[:5]))
    assert broken == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "0999-01-01"])
def test_a_day_of_no_calendar_is_named(plan: Any, cast: Any, town: Any, day: str) -> None:
    clerk = at(cast.clerk)
    rhythm = clerk.post(
        reverse("web:meeting-rhythms"), {"kind": "weekly", "valid_from": day, "weekday": "0", "before": "2"}
    )
    given = {
        "kind": "weekly",
        "on": "2026-10-12",
        "minutes": "议定一件",
        "d-TOTAL_FORMS": "1",
        "d-INITIAL_FORMS": "0",
    }
    office = plan.items.exclude(lead_office=None)[0].lead_office_id
    meeting = clerk.post(
        reverse("web:meeting-new"), {**given, "d-0-text": "修渠", "d-0-office": office, "d-0-due_on": day}
    )
    for answer in (rhythm, meeting):
        assert answer.status_code == 400 and "1949—2100" in answer.content.decode()
    assert not Rhythm.objects.exists() and not Meeting.objects.exists()


def test_a_nul_is_refused_wherever_it_comes(cast: Any, town: Any) -> None:
    clerk = at(cast.clerk)
    answers = [
        clerk.get(reverse("web:search"), {"q": "水\0渠"}),
        clerk.get(reverse("web:settings-audit"), {"who": "\0"}),
        clerk.get(f"{reverse('web:ledger', args=['petition'])}?title=%00"),
        clerk.post(reverse("web:record-add", args=["petition"]), {"title": "水渠\0"}),
        clerk.get(f"{reverse('web:ledger-list')}%00"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 404]
    assert "看不见的控制字符" in answers[0].content.decode()


def test_what_was_pasted_into_a_line_does_not_keep_everybody_from_the_paper(
    plan: Any, cast: Any, town: Any
) -> None:
    clerk = at(cast.clerk)
    office = plan.items.exclude(lead_office=None)[0].lead_office_id
    sent = {
        "kind": "weekly", "on": "2026-10-12", "minutes": "第一件\x0b第二件\r\n第三件\x08", "present": "甲\x1f乙", "d-TOTAL_FORMS": "1",
        "d-INITIAL_FORMS": "0", "d-0-text": "修渠\x0b清淤", "d-0-office": office, "d-0-due_on": "2026-11-02",
    }  # fmt: skip
    kept = clerk.post(reverse("web:meeting-new"), sent)
    assert kept.status_code == 302
    paper = clerk.get(reverse("web:meeting-docx", args=[Meeting.objects.get().pk]))
    assert paper.status_code == 200
    read = docx.Document(BytesIO(paper.content))
    said = "\n".join(one.text for one in read.paragraphs) + read.tables[0].cell(1, 1).text
    assert "第三件" in said and "甲乙" in said and "修渠清淤" in said and "\x0b" not in said


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (IntegrityError("UNIQUE constraint failed: meetings_meeting.area_code"), 409),
        (OperationalError("database is locked"), 409),
        (IntegrityError("NOT NULL constraint failed: meetings_meeting.on"), 500),
    ],
)
def test_who_comes_second_is_told_so(
    cast: Any, town: Any, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    from zhenwu.web.meetings import views

    def fail(**given: Any) -> None:
        raise error

    monkeypatch.setattr(views, "meeting_hold", fail)
    sent = {
        "kind": "weekly",
        "on": "2026-10-12",
        "minutes": "议定",
        "d-TOTAL_FORMS": "0",
        "d-INITIAL_FORMS": "0",
    }
    answer = at(cast.clerk).post(reverse("web:meeting-new"), sent)
    assert answer.status_code == status
    assert ("别人刚刚写了同一处" in answer.content.decode()) is (status == 409)


def test_the_database_s_own_words_are_understood(met: Meeting, cast: Any, town: Any) -> None:
    """What the engine really says of a meeting that is kept twice, past the look that comes first."""
    from zhenwu.audit.clashes import clash

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        Meeting.objects.create(area_code=met.area_code, kind=met.kind, on=met.on)
    told = clash(caught.value)
    assert told is not None and told.status == 409, connection.vendor


def test_a_clerk_of_one_town_who_audits_another_gives_nothing_there(cast: Any, town: Any) -> None:
    other = Area.objects.get(code=town.other_town)
    grant_give(cast.clerk, actor=None, role="auditor", area=other)
    client, stranger = at(cast.clerk), town.users["bai"]
    url = f"{reverse('web:settings-person', args=[stranger.pk])}?area={town.other_town}"
    assert client.get(url).status_code == 200
    assert client.post(url, {"role": "clerk", "area": town.other_town}).status_code == 403
    kept = Grant.objects.filter(user=stranger).count()
    assert client.post(url, {"take": stranger.grants.get().pk, "reason": "换岗"}).status_code == 403
    assert Grant.objects.filter(user=stranger).count() == kept


def test_a_clerk_for_some_ledgers_does_not_widen_his_own_grant(cast: Any, town: Any) -> None:
    Grant.objects.filter(user=cast.clerk).update(ledgers=["petition"])
    url = reverse("web:settings-person", args=[cast.cadre.pk])
    assert at(cast.clerk).post(url, {"role": "clerk", "area": town.code}).status_code == 403


def test_no_key_of_a_calendar_gets_into_the_log(settings: Any) -> None:
    line = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/calendar/geheim-1.ics"), None
    )
    assert WithoutKeys().filter(line) and line.getMessage() == "Not Found: /calendar/…"
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["keys"]
    other = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Not Found", "/plan/7"), None
    )
    assert WithoutKeys().filter(other) and other.getMessage() == "Not Found: /plan/7"


def test_every_page_comes_with_its_guards(cast: Any, town: Any) -> None:
    for answer in (
        Client().get("/sign-in"),
        at(cast.clerk).get("/"),
        Client().get("/public/"),
        Client().get("/api/v1/metrics"),
    ):
        assert (
            "frame-ancestors 'none'" in answer["Content-Security-Policy"]
            and "script-src 'self'" in answer["Content-Security-Policy"]
        )
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["X-Frame-Options"] == "DENY"
        assert (
            answer["Referrer-Policy"] == "same-origin"
            and answer["Cross-Origin-Opener-Policy"] == "same-origin"
        )
    signed = Client().post("/sign-in", {"username": "zhou", "password": "x"})
    assert signed.cookies["csrftoken"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
    ],
)
def test_no_address_leads_out_of_the_house(cast: Any, town: Any, target: str) -> None:
    client = at(cast.clerk)
    answers = [
        client.get("/scope", {"next": target, "year": "2026"}),
        client.post("/look", {"next": target, "zw_type": "large"}),
        client.post("/told/digest", {"do": "dismiss", "next": target}),
        client.get("/sign-in", {"next": target}),
    ]
    assert [answer["Location"] for answer in answers] == ["/"] * 4


def test_a_date_of_today_is_still_a_date(cast: Any, town: Any) -> None:
    sent = {"kind": "weekly", "valid_from": str(date(2026, 10, 19)), "weekday": "0", "before": "2"}
    assert at(cast.clerk).post(reverse("web:meeting-rhythms"), sent).status_code == 302


def test_what_somebody_reads_in_one_town_opens_nothing_in_another(
    met: Meeting, plan: Any, cast: Any, town: Any
) -> None:
    """A grid member of this town who audits the next one sees that one's plan, and nothing of this one's."""
    Grant.objects.filter(user=cast.cadre).update(role="grid")
    grant_give(cast.cadre, actor=None, role="auditor", area=Area.objects.get(code=town.other_town))
    client, item = at(cast.cadre), plan.items.exclude(lead_office=None)[0]
    one = reverse("web:plan-item", args=[item.pk]), reverse("web:meeting", args=[met.pk])
    assert [client.get(url).status_code for url in one] == [404, 404]
    pages = [
        reverse(f"web:{name}")
        for name in (
            "meeting-list",
            "meeting-pack",
            "livelihood",
            "livelihood-proposals",
            "livelihood-ballots",
        )
    ]
    assert [client.get(url, {"area": town.code}).status_code for url in pages] == [403] * 5
    assert [client.get(url, {"area": town.other_town}).status_code for url in pages] == [200] * 5
    assert item.title not in client.get(reverse("web:overview"), {"area": town.code}).content.decode()
    assert at(cast.clerk).get(one[0]).status_code == 200
