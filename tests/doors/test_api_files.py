"""Files through the JSON door: same reach, same refusals and same traces as on the pages."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.apps.ledgers import papers
from tests.doors.test_api import basic, post
from tests.unit.reader.inputs.files import compound

from zhenwu.audit.models import AuditRow
from zhenwu.figures.actions import statistic_file
from zhenwu.ledgers.models import Attachment, Record

VALUES = {
    "number": "2026-8001", "occurred_on": "2026-10-12", "area_code": "石桥村", "channel": "来访", "title": "反映渠道塌方",
    "persons": "3",
}  # fmt: skip


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def files(client, town):  # type: ignore[no-untyped-def]
    """The address of a petition's files."""
    assert post(client, "chen", VALUES).status_code == 201
    return f"/api/v1/ledgers/petition/records/{Record.objects.get().pk}/files"


@pytest.fixture
def filed(town):  # type: ignore[no-untyped-def]
    return statistic_file(
        actor=None, metric_code="revenue.local", area_code=town.code, period="2026-01/2026-09", basis="to_date",
        value=Decimal(120), unit="万元", paper="9月财政月报", source="县财政局",
    )  # fmt: skip


def send(client, name, url, file="勘验记录.pdf", data=None):  # type: ignore[no-untyped-def]
    sent = SimpleUploadedFile(file, papers.paper() if data is None else data)
    return client.post(url, {"file": sent}, **basic(name))


def test_a_file_is_attached_listed_given_and_withdrawn(client, town, files):
    made = send(client, "chen", files)
    assert made.status_code == 201, made.content.decode()
    row = made.json()
    assert (row["name"], row["media_type"], row["sealed"], row["created_by"]) == (
        "勘验记录.pdf", "application/pdf", True, "chen"
    )  # fmt: skip
    assert send(client, "chen", files).json()["id"] == row["id"]
    assert AuditRow.objects.filter(action="file_add", actor=town.users["chen"]).count() == 1
    assert client.get(files, **basic("chen")).json()["files"] == [row]
    given = client.get(row["url"], **basic("chen"))
    assert given.content == papers.paper()
    assert given["Content-Type"] == "application/pdf" and given["Cache-Control"] == "no-store"
    assert (
        given["Content-Disposition"].startswith("attachment")
        and "sandbox" in given["Content-Security-Policy"]
    )
    assert AuditRow.objects.get(action="file_give").thing_id == str(row["id"])
    away = f"{row['url']}/withdraw"
    for wrong in ({}, {"why": 3}, {"why": " "}):
        answer = client.post(away, json.dumps(wrong), content_type="application/json", **basic("chen"))
        assert (answer.status_code, answer.json()["error"]) == (400, "ZW-REASON")
    answer = client.post(
        away, json.dumps({"why": "附错了"}), content_type="application/json", **basic("chen")
    )
    assert answer.status_code == 201 and answer.json()["withdrawn_why"] == "附错了"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "ZW-FILE-EMPTY"),
        ("a.pdf", b"<html><script>", "ZW-FILE-RENAMED"),
        ("a.docx", papers.paper(), "ZW-FILE-RENAMED"),
        ("a.exe", papers.paper(), "ZW-FILE-NAME"),
        ("a.xlsx", compound({"EncryptedPackage": bytes(5000)}), "ZW-FILE-ENCRYPTED"),
        ("a.docx", papers.word()[:2000], "ZW-FILE-TRUNCATED"),
    ],
)
def test_bad_files_are_refused_in_words_and_nothing_is_kept(client, files, name, data, code):
    answer = send(client, "chen", files, name, data)
    assert answer.status_code == 400
    assert answer.json()["error"] == code
    for fault in answer.json()["faults"]:
        assert fault["what"] and fault["where"] and fault["expected"] and fault["do"]
    assert not Attachment.objects.exists()


def test_a_huge_file_is_refused_before_it_is_read(client, files, monkeypatch):
    from zhenwu.api import files as door

    monkeypatch.setattr(door, "largest", lambda: 99)
    assert send(client, "chen", files).json()["error"] == "ZW-FILE-LARGE"
    monkeypatch.setattr(door, "AROUND", 0)
    answer = send(client, "chen", files)
    assert answer.status_code == 400 and answer.json()["error"] == "ZW-FILE-LARGE"
    assert not Attachment.objects.exists()


def test_a_request_without_one_file_says_how(client, files):
    two = [SimpleUploadedFile(f"{n}.pdf", papers.paper()) for n in "ab"]
    broken = "multipart/form-data; boundary=x"
    for answer in (
        client.post(files, "{}", content_type="application/json", **basic("chen")),
        client.post(files, {"why": "x"}, **basic("chen")),
        client.post(files, {"file": two}, **basic("chen")),
        client.post(files, b"nothing", content_type=broken, **basic("chen")),
        client.post(files, b"", content_type="multipart/form-data", **basic("chen")),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"] == "ZW-FILE" and "curl" in answer.json()["faults"][0]["do"]
    assert not Attachment.objects.exists()


def test_out_of_reach_reads_like_not_there(client, town, files):
    made = send(client, "chen", files).json()
    there, nowhere = files, files.replace(f"/{Record.objects.get().pk}/", "/999999/")
    for url in (there, nowhere):
        for answer in (client.get(url, **basic("bai")), send(client, "bai", url)):
            assert answer.status_code == 404
            assert answer.json()["error"] == "ZW-RECORD"
    assert client.get(made["url"], **basic("bai")).status_code == 404
    gone = client.get(f"{files}/{made['id'] + 1}", **basic("chen"))
    assert (gone.status_code, gone.json()["error"]) == (404, "ZW-FILE")
    assert client.get(files).status_code == 401


def test_who_sees_the_record_but_not_persons_gets_no_name_and_no_file(client, town, files):
    made = send(client, "chen", files, "王小明.pdf").json()
    listed = client.get(files, **basic("zheng"))
    assert listed.json()["files"][0]["name"] is None and "王小明" not in listed.content.decode()
    assert client.get(made["url"], **basic("zheng")).status_code == 403
    assert send(client, "zheng", files).status_code == 403
    assert not AuditRow.objects.filter(action="file_give").exists()


def test_papers_of_a_number(client, town, filed):
    url = f"/api/v1/statistics?area={town.code}&metric=revenue.local"
    listed = client.get(url, **basic("zhou")).json()
    assert listed["total"] == 1
    one = listed["statistics"][0]
    assert (one["id"], one["value"], one["source"], one["files"]) == (
        filed.pk,
        "1200000.0000",
        "县财政局",
        [],
    )
    papers_at = f"/api/v1/statistics/{filed.pk}/files"
    made = send(client, "zhou", papers_at, "财政月报.pdf")
    assert made.status_code == 201
    row = made.json()
    assert client.get(url, **basic("zhou")).json()["statistics"][0]["files"] == [row]
    assert client.get(row["url"], **basic("zheng")).content == papers.paper()
    assert send(client, "zheng", papers_at).status_code == 403
    assert client.get(papers_at, **basic("liu")).status_code == 403
    assert client.get(url, **basic("liu")).status_code == 403
    assert client.get(papers_at, **basic("bai")).status_code == 404
    assert send(client, "zhou", papers_at, "a.pdf", b"").json()["error"] == "ZW-FILE-EMPTY"
    answer = client.post(
        f"{row['url']}/withdraw",
        json.dumps({"why": "旧版"}),
        content_type="application/json",
        **basic("zhou"),
    )
    assert answer.status_code == 201
    assert client.get(url, **basic("zhou")).json()["statistics"][0]["files"] == []
    assert client.get(row["url"], **basic("zheng")).status_code == 403
    actions = (
        AuditRow.objects.filter(thing="ledgers.attachment").order_by("id").values_list("action", flat=True)
    )
    assert list(actions) == ["paper_add", "paper_withdraw"]


@pytest.mark.parametrize("offset", ["-1", "x", "１", "9" * 30])
def test_a_wrong_offset_is_said(client, town, offset):
    url = f"/api/v1/statistics?area={town.code}&offset={offset}"
    answer = client.get(url, **basic("zhou"))
    assert (answer.status_code, answer.json()["error"]) == (400, "ZW-NUMBER")
