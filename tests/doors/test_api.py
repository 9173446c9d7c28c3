"""The JSON door: same reach and same errors as the pages."""

from __future__ import annotations

import base64
import json

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.demo.people import PASSWORD
from zhenwu.ledgers.models import Record

VALUES = {
    "number": "2026-8001", "occurred_on": "2026-10-12", "area_code": "石桥村", "channel": "来访", "title": "反映渠道塌方",
    "persons": "3", "petitioner": "王小明",
}  # fmt: skip


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def post(client, name, values, **more):  # type: ignore[no-untyped-def]
    content = json.dumps({"values": values, **more})
    return client.post(
        "/api/v1/ledgers/petition/records", content, content_type="application/json", **basic(name)
    )


@pytest.mark.parametrize(
    "headers", [{}, {"HTTP_AUTHORIZATION": "Basic ???"}, {"HTTP_AUTHORIZATION": "Bearer x"}]
)
def test_nobody_gets_401_in_json(client, town, headers):
    answer = client.get("/api/v1/metrics", **headers)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")
    assert answer.json()["faults"][0]["do"]


def test_wrong_password_is_401(client, town):
    assert client.get("/api/v1/metrics", **basic("zhou", "no")).status_code == 401


def test_a_record_is_registered_and_listed_without_personal_data(client, town):
    answer = post(client, "chen", VALUES)
    assert answer.status_code == 201, answer.content.decode()
    assert AuditRow.objects.filter(action="record_create", actor=town.users["chen"]).count() == 1
    listed = client.get(f"/api/v1/ledgers/petition/records?area={town.village}", **basic("chen")).json()
    assert listed["total"] == 1
    assert listed["records"][0]["title"] == "反映渠道塌方"
    assert "王小明" not in json.dumps(listed, ensure_ascii=False)


def test_bad_values_name_every_fault_and_write_nothing(client, town):
    bad = {**VALUES, "occurred_on": "2026-09-31", "persons": "三个", "area_code": "石桥屯"}
    answer = post(client, "chen", bad)
    assert answer.status_code == 400
    assert len(answer.json()["faults"]) == 3
    assert not Record.objects.exists()


def test_a_village_cadre_cannot_write_or_list_the_neighbour(client, town):
    assert post(client, "liu", {**VALUES, "area_code": "老街村"}).status_code in (400, 403, 404)
    assert not Record.objects.exists()
    post(client, "chen", {**VALUES, "area_code": "老街村"})
    listed = client.get("/api/v1/ledgers/petition/records", **basic("liu")).json()
    assert listed["total"] == 0


def test_another_towns_area_reads_like_one_that_is_not_there(client, town):
    there = client.get(f"/api/v1/ledgers/petition/records?area={town.other_town}", **basic("chen"))
    nowhere = client.get("/api/v1/ledgers/petition/records?area=990101199000", **basic("chen"))
    assert there.status_code == nowhere.status_code == 404
    assert there.json()["faults"][0]["expected"] == nowhere.json()["faults"][0]["expected"]


def test_figures_come_with_what_is_missing(client, town):
    url = f"/api/v1/figures?metric=petition.visits,revenue.local&area={town.code}&period=2026-01/2026-09"
    answer = client.get(url, **basic("zhou"))
    assert answer.status_code == 200
    assert [f["missing"] for f in answer.json()["figures"]] == ["nodata", "nodata"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("metric=no.such&period=2026", "ZW-METRIC"),
        ("metric=petition.visits&period=20222", "ZW-PERIOD"),
        ("metric=petition.visits&period=0226", "ZW-YEAR"),
        ("period=2026", "ZW-METRIC"),
    ],
)
def test_bad_questions_are_answered_in_words(client, town, query, code):
    answer = client.get(f"/api/v1/figures?area={town.code}&{query}", **basic("zhou"))
    assert answer.status_code == 400
    assert answer.json()["error"] == code


def test_every_fault_of_a_question_is_named(client, town):
    answer = client.get("/api/v1/figures?metric=no.such&area=99&period=20222", **basic("zhou"))
    assert answer.status_code == 400
    assert [fault["where"] for fault in answer.json()["faults"]] == ["metric", "period", "area"]


@pytest.mark.parametrize("content", ["", "[]", "{", '{"values": 3}', "\x00"])
def test_broken_bodies(client, town, content):
    answer = client.post(
        "/api/v1/ledgers/petition/records", content, content_type="application/json", **basic("chen")
    )
    assert answer.status_code == 400
    assert answer.json()["error"] == "ZW-JSON"


def test_what_no_database_keeps_is_refused_in_json(client, town):
    assert client.get("/api/v1/metrics", **basic("zh\0ou")).status_code == 401
    assert client.get("/api/v1/metrics", **basic("zhou", "\0")).status_code == 401
    for address in (
        "statistics?metric=%00",
        "ledgers/petition/records?period=%00",
        "figures?metric=a%00&period=2026",
    ):
        answer = client.get(f"/api/v1/{address}", **basic("zhou"))
        assert answer.status_code == 400 and answer.json()["error"] == "ZW-CHARACTER", address
    for words in ("水\0渠", "半个字\ud83d", {"再深": ["\0"]}):
        answer = post(client, "chen", {**VALUES, "title": words})
        assert answer.status_code == 400 and answer.json()["error"] == "ZW-CHARACTER"
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"values":' * 50_000, '{"values": ' + "9" * 5_000 + "}", "x" * 6_000_000]
)
def test_a_body_that_is_too_deep_or_too_long_is_refused_in_json(client, town, content):
    sent = client.post(
        "/api/v1/ledgers/petition/records", content, content_type="application/json", **basic("chen")
    )
    assert sent.status_code == 400 and sent.json()["faults"][0]["what"]


def test_who_comes_second_is_told_so_in_json(client, town, monkeypatch):
    from django.db import IntegrityError

    from zhenwu.api import views

    def fail(*given, **named):
        raise IntegrityError("UNIQUE constraint failed: ledgers_record.ledger_id, ledgers_record.identity")

    monkeypatch.setattr(views, "record_create", fail)
    answer = post(client, "chen", VALUES)
    assert answer.status_code == 409 and answer.json()["error"] == "ZW-AT-ONCE"


def test_a_number_of_odd_digits_keeps_nobody_from_the_next_one(client, town):
    assert post(client, "chen", {**VALUES, "number": "2026-²"}).status_code == 201
    unnumbered = {key: value for key, value in VALUES.items() if key != "number"}
    answer = post(client, "chen", unnumbered)
    assert answer.status_code == 201 and answer.json()["number"] == "2026-0001"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_a_fault_of_its_field(client, town, number):
    values = (
        json.dumps(VALUES, ensure_ascii=False)[:-1] + f', "persons": {number}, "occurred_on": {number}' + "}"
    )
    answer = client.post(
        "/api/v1/ledgers/petition/records",
        f'{{"values": {values}}}',
        content_type="application/json",
        **basic("chen"),
    )
    assert answer.status_code == 400 and len(answer.json()["faults"]) == 2
